package font

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// ems measures as if Chinese characters were one wide and all others half.
func ems(s string) (w float64) {
	for _, r := range s {
		if wide(r) {
			w++
		} else {
			w += 0.5
		}
	}
	return w
}

func TestBreak(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		width      float64
		want       []string
	}{
		{"nothing", "", 5, nil},
		{"fits", "干部评议", 4, []string{"干部评议"}},
		{"between characters", "干部评议", 3, []string{"干部评", "议"}},
		{"no closing mark in front", "干部评，议", 3, []string{"干部", "评，议"}},
		{"no opening mark at the end", "干部（评议）", 3, []string{"干部", "（评", "议）"}},
		{"words stay whole", "one two three", 4, []string{"one two ", "three"}},
		{"spaces hang", "干部评    议", 3, []string{"干部评    ", "议"}},
		{"a long word is cut", "abcdefgh", 2, []string{"abcd", "efgh"}},
		{"a long word has lines of its own", "ab abcdefgh", 3, []string{"ab ", "abcdef", "gh"}},
		{"newlines", "one\n\ntwo", 9, []string{"one\n", "\n", "two"}},
		{"a space that holds", "2026年\u00a009:00", 4, []string{"2026", "年\u00a009:00"}},
		{"marks stay on their letters", "xe\u0301y", 0.5, []string{"x", "e\u0301", "y"}},
		{"narrower than a character", "评议", 0.1, []string{"评", "议"}},
	} {
		if diff := cmp.Diff(tt.want, Break(tt.text, tt.width, ems)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// No character is lost, and no line is wider than asked unless it holds a
// single one.
func FuzzBreak(f *testing.F) {
	for _, seed := range []string{"", "干部（评议）, one two\u3000three\n", "=1+1", "\u202eabc", "👩\u200d👩 é", strings.Repeat("长", 99), "\xff\xfe", "a\u0301\u0301\u0301"} {
		f.Add(seed, uint8(7))
	}
	f.Fuzz(func(t *testing.T, text string, width uint8) {
		if !utf8.ValidString(text) {
			text = strings.ToValidUTF8(text, "?")
		}
		lines := Break(text, float64(width), ems)
		if got := strings.Join(lines, ""); got != text {
			t.Fatalf("%q became %q", text, got)
		}
		for _, line := range lines {
			if w := ems(Hang(line)); w > float64(width) && len(letters(Hang(line))) > 1 {
				t.Fatalf("%q is %v wide, not %d", line, w, width)
			}
		}
		if slices.Contains(lines, "") {
			t.Fatal("an empty line")
		}
	})
}
