package survey

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseCode(t *testing.T) {
	c := newCode()
	s := c.String()
	for _, tt := range []struct {
		name, typed string
		ok          bool
	}{
		{"as issued", s, true},
		{"small letters", strings.ToLower(s), true},
		{"without hyphens", strings.ReplaceAll(s, "-", ""), true},
		{"with spaces", " " + strings.ReplaceAll(s, "-", " ") + "\u3000", true},
		{"full width", fullWidth(s), true},
		{"look-alikes", strings.NewReplacer("0", "O", "1", "l").Replace(s), true},
		{"empty", "", false},
		{"one less", s[:len(s)-1], false},
		{"one more", s + "0", false},
		{"much more", strings.Repeat(s, 100), false},
		{"foreign letter", "U" + s[1:], false},
		{"Chinese", "测" + s[1:], false},
		{"more than 128 bits", rawCode{0: 8}.String(), false},
	} {
		got, ok := parseCode(tt.typed)
		if ok != tt.ok || ok && got != c {
			t.Errorf("%s: %q reads as %v, %t", tt.name, tt.typed, got, ok)
		}
	}
}

func fullWidth(s string) string {
	return strings.Map(func(r rune) rune { return r + '！' - '!' }, s)
}

// Every single wrong character and every swap of two different ones is found.
func TestCodeCheckFindsMistakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := []byte(strings.ReplaceAll(newCode().String(), "-", ""))
		i := rapid.IntRange(0, len(s)-1).Draw(t, "i")
		j := rapid.IntRange(0, len(s)-1).Draw(t, "j")
		wrong := codeAlphabet[rapid.IntRange(0, 31).Draw(t, "wrong")]
		mistyped := append([]byte{}, s...)
		mistyped[i] = wrong
		if _, ok := parseCode(string(mistyped)); ok != (wrong == s[i]) {
			t.Fatalf("%s for %s: read %t", mistyped, s, ok)
		}
		swapped := append([]byte{}, s...)
		swapped[i], swapped[j] = s[j], s[i]
		if _, ok := parseCode(string(swapped)); ok != (s[i] == s[j]) {
			t.Fatalf("%s for %s: read %t", swapped, s, ok)
		}
	})
}

func TestCodesAreRandom(t *testing.T) {
	var ones [codeDigits][5]int
	const n = 4000
	for range n {
		for i, v := range newCode() {
			for bit := range 5 {
				ones[i][bit] += int(v >> bit & 1)
			}
		}
	}
	for i := range ones {
		for bit, got := range ones[i] {
			if i == 0 && bit >= 3 { // 130 bits hold 128
				if got != 0 {
					t.Errorf("bit %d of the first character is set", bit)
				}
				continue
			}
			if got < n/2-250 || got > n/2+250 { // 8 sigma
				t.Errorf("character %d, bit %d: set in %d of %d", i, bit, got, n)
			}
		}
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add(newCode().String())
	f.Add("oO iIlL -０Ｏ")
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := parseCode(s)
		if !ok {
			return
		}
		if again, ok := parseCode(c.String()); !ok || again != c {
			t.Errorf("%q reads as %v, which is written %s", s, c, c)
		}
	})
}
