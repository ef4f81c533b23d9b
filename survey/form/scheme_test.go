package form

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestParseScheme(t *testing.T) {
	src := string(readFile(t, "../../docs/examples/appraisal/scheme.yaml"))
	s, err := ParseScheme([]byte(src))
	if err != nil || len(s.Parts) != 4 || s.Parts[1].Parts[1].Full != 50 || *s.Grades[2].From != 60 {
		t.Fatalf("%+v, %v", s, err)
	}
	if s, err := ParseScheme([]byte(strings.Replace(src, "{zh: 素质, en: Quality}", "素质", 1))); err != nil || s.Parts[0].Title["zh"] != "素质" {
		t.Errorf("a plain text: %v", err)
	}
	if _, err := ParseScheme([]byte("# nothing\n")); err == nil || !strings.Contains(err.Error(), "parts and grades") {
		t.Errorf("an empty file: %v", err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"weights", "weight: 20, marks", "weight: 25, marks", "5:3 parts scheme_weights"},
		{"inner weights", "weight: 50, card", "weight: 60, card", "10:7 parts[1].parts scheme_weights"},
		{"no source", ", poll: evaluation", "", "12:5 parts[2] scheme_source"},
		{"two sources", "weight: 20, marks: true", "weight: 20, marks: true, poll: x", "5:5 parts[0] scheme_source"},
		{"a word", "cap: 20", "kap: 20", "20:66 cards[0].items[0].kap unknown_key_near"},
		{"no card", "card: year", "card: yeer", "10:86 parts[1].parts[0].card scheme_no_card"},
		{"twice", "id: duty", "id: image", "12:10 parts[2].id scheme_id_twice"},
		{"grades out of order", "from: 70", "from: 85", "25:54 grades[1].from scheme_from"},
		{"no border", ", from: 60", "", "26:5 grades[2] scheme_open_grade"},
		{"a last grade with points", "Not competent}", "Not competent}, from: 10", "27:5 grades[3] scheme_last_grade"},
		{"all barred", "[best, good]", "[best, poor]", "29:74 vetoes[0].bars[1] scheme_bars_last"},
		{"rounding", "share: 0.25", "share: 0.25, rounding: up", "24:89 grades[0].quota.rounding unknown_word"},
		{"no title", "title: {zh: 积分卡, en: Point card}", "low: 1", "15:5 cards[0].title missing_key"},
		{"not a number", "weight: 30", "weight: much", "13:71 parts[3].weight want_whole"},
	} {
		if !strings.Contains(src, tt.old) {
			t.Fatalf("%s: the example lacks %q", tt.name, tt.old)
		}
		s, err := ParseScheme([]byte(strings.Replace(src, tt.old, tt.new, 1)))
		errs, _ := errors.AsType[Errors](err)
		if s != nil || len(errs) == 0 {
			t.Errorf("%s: %v, %v", tt.name, s, err)
			continue
		}
		e := errs[0]
		if got := strings.Join([]string{fmt.Sprintf("%d:%d", e.Line, e.Column), e.Path, e.Key}, " "); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		for _, lang := range []string{"zh", "en"} {
			if words := e.In(lang); strings.ContainsAny(words, "{}") || strings.Contains(words, e.Key) {
				t.Errorf("%s: %s", tt.name, words)
			}
		}
	}
}

func FuzzScheme(f *testing.F) {
	src, err := os.ReadFile("../../docs/examples/appraisal/scheme.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(src)
	f.Fuzz(func(t *testing.T, src []byte) {
		s, err := ParseScheme(src)
		if (s == nil) == (err == nil) {
			t.Fatalf("%v, %v", s, err)
		}
		if s != nil {
			if errs := s.Check(); len(errs) > 0 {
				t.Fatal(errs)
			}
		}
	})
}
