package points

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func written(changes []LineChange) string {
	var b strings.Builder
	for _, c := range changes {
		b.WriteString(string(c.Mark) + c.Text + "\n")
	}
	return b.String()
}

func TestLines(t *testing.T) {
	for _, tt := range []struct{ from, to, want string }{
		{"", "", ""},
		{"a\nb\n", "a\r\nb", " a\n b\n"},
		{"", "a", "+a\n"},
		{"a", "", "-a\n"},
		{"a\nb\nc\nd", "a\nx\nc\nd\ne", " a\n-b\n+x\n c\n d\n+e\n"},
		{"a\na", "a", " a\n-a\n"},
	} {
		if got := written(Lines(tt.from, tt.to)); got != tt.want {
			t.Errorf("%q to %q: %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
}

// What stays and what is gone is the old file; what stays and what is new is the
// new one.
func TestLinesByChance(t *testing.T) {
	file := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "", " d"}), 1, 30).Draw(t, "lines"), "\n") + "."
	})
	rapid.Check(t, func(t *rapid.T) {
		from, to := file.Draw(t, "from"), file.Draw(t, "to")
		var was, is []string
		for _, c := range Lines(from, to) {
			if c.Mark != '+' {
				was = append(was, c.Text)
			}
			if c.Mark != '-' {
				is = append(is, c.Text)
			}
		}
		if strings.Join(was, "\n") != from || strings.Join(is, "\n") != to {
			t.Fatalf("%q and %q come out as %q and %q", from, to, was, is)
		}
	})
}
