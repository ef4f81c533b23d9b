package chart

import (
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What the system asks for and what a page says are the same values.
func TestSchemes(t *testing.T) {
	for _, s := range []struct{ system, page string }{
		{"@media (prefers-color-scheme:dark){:root:not([data-theme=light]){", "\n:root[data-theme=dark]{\n"},
		{"@media (prefers-contrast:more){:root{", "\n:root[data-contrast=high]{"},
		{"@media (prefers-contrast:more) and (prefers-color-scheme:dark){:root:not([data-theme=light]){", "@media (prefers-contrast:more){:root[data-theme=dark]{"},
	} {
		if diff := cmp.Diff(tokensOf(s.page), tokensOf(s.system)); diff != "" {
			t.Errorf("%s: -page +system\n%s", s.page, diff)
		}
	}
	light := Schemes()[0].Colours
	for _, s := range Schemes()[1:] {
		for name := range s.Colours {
			if _, ok := light[name]; !ok {
				t.Errorf("%s: --%s is no token of light", s.Name, name)
			}
		}
	}
}

func TestContrast(t *testing.T) {
	s := Scheme{Colours: map[string]string{"black": "#000", "white": "#ffffff", "grey": "#767676"}}
	for _, tt := range []struct {
		pair Pair
		want float64
	}{
		{Pair{"black", "white", 0}, 21},
		{Pair{"white", "white", 0}, 1},
		{Pair{"white", "grey", 0}, 4.54}, // the grey that W3C's understanding document names
	} {
		if got := s.Contrast(tt.pair); math.Abs(got-tt.want) > 0.005 {
			t.Errorf("%v: %v, want %v", tt.pair, got, tt.want)
		}
	}
	for _, s := range Schemes() {
		for _, p := range Pairs() {
			if got := s.Contrast(p); got < p.Least {
				t.Errorf("%s: --%s on --%s has %.2f, not %.1f", s.Name, p.Front, p.Ground, got, p.Least)
			}
		}
	}
	for _, s := range Schemes() { // high contrast is that: text 7 to 1
		if !strings.HasPrefix(s.Name, "contrast") {
			continue
		}
		for _, p := range Pairs() {
			if p.Ground == "paper" && p.Least == ofText && s.Contrast(p) < 7 {
				t.Errorf("%s: --%s on --paper has %.2f, not 7", s.Name, p.Front, s.Contrast(p))
			}
		}
	}
}

var updateDesign = flag.Bool("update-design", false, "write the tables of docs/design-system.md anew")

// contrastTable is the lowest contrasts as the document has them.
func contrastTable() string {
	var b strings.Builder
	b.WriteString("| front | ground | least |")
	for _, s := range Schemes() {
		b.WriteString(" " + s.Name + " |")
	}
	b.WriteString("\n|---|---|---|" + strings.Repeat("---|", len(Schemes())) + "\n")
	for _, p := range Pairs() {
		fmt.Fprintf(&b, "| `--%s` | `--%s` | %.1f |", p.Front, p.Ground, p.Least)
		for _, s := range Schemes() {
			fmt.Fprintf(&b, " %.1f |", math.Floor(s.Contrast(p)*10)/10)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// colourTable is the colours as the document has them.
func colourTable() string {
	var b strings.Builder
	b.WriteString("| token |")
	for _, s := range Schemes() {
		b.WriteString(" " + s.Name + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(Schemes())) + "\n")
	for _, name := range TokenNames("") {
		fmt.Fprintf(&b, "| `--%s` |", name)
		for _, s := range Schemes() {
			b.WriteString(" " + s.Colours[name] + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// docs/design-system.md says what is: its tables are computed, every token is
// explained in it, and it explains none that is not.
func TestDesignDocument(t *testing.T) {
	const file = "../../docs/design-system.md"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc := string(src)
	for name, table := range map[string]string{"colours": colourTable(), "contrast": contrastTable()} {
		begin, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
		before, rest, found := strings.Cut(doc, begin)
		got, after, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Fatalf("%s has no %s", file, begin)
		}
		if *updateDesign {
			doc = before + begin + table + end + after
		} else if diff := cmp.Diff(table, got); diff != "" {
			t.Errorf("%s (go test ./survey/chart -run Design -update-design): -want +got\n%s", name, diff)
		}
	}
	if *updateDesign {
		if err := os.WriteFile(file, []byte(doc), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	known := map[string]bool{}
	for _, m := range declared.FindAllStringSubmatch(tokens, -1) {
		known[m[1]] = true
	}
	said := map[string]bool{}
	for _, m := range regexp.MustCompile("`--([\\w-]+)`").FindAllStringSubmatch(doc, -1) {
		said[m[1]] = true
	}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		if !said[name] {
			t.Errorf("%s does not say what --%s is", file, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(said)) {
		if !known[name] {
			t.Errorf("%s speaks of --%s, which is no token", file, name)
		}
	}
}
