package site

import (
	"slices"
	"testing"
)

func TestCSSNames(t *testing.T) {
	for _, tt := range []struct {
		selector string
		want     []string
	}{
		{"*", nil},
		{":root", nil},
		{".opt:first-child", []string{".opt"}},
		{".q legend~*", []string{".q", "legend"}},
		{"main>h1:first-child", []string{"main", "h1"}},
		{":root:not([data-size=large]) .q fieldset.each legend", []string{".q", "fieldset", ".each", "legend"}},
		{":root:lang(zh):not([data-size=large]) .row .opt", []string{":root:lang(zh", ".row", ".opt"}},
		{":root[data-size=large] .facts div", []string{"[data-size", ".facts", "div"}},
		{".opt:has([type=checkbox]:checked) [type=checkbox]", []string{".opt", "[type=checkbox"}},
		{".opt:has(:not(:checked)) small", []string{".opt", "small"}},
		{"input:not([type=radio],[type=checkbox])", []string{"input"}},
		{"input[type=date]", []string{"input", "[type=date"}},
		{".steps::-webkit-progress-bar", []string{".steps"}},
		{"details[open] summary::before", []string{"details", "[open", "summary"}},
		{"[hidden]", []string{"[hidden"}},
		{".unsent+*", []string{".unsent"}},
	} {
		if got := cssNames(tt.selector); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.selector, got, tt.want)
		}
	}
}

// What is read and written again is the same but for spaces.
func TestParseCSS(t *testing.T) {
	const css = `a,.b:is(c,d){color:red; top:0;}
@media (min-width:1px){.e{top:1px}.f{top:2px}}
@supports selector(:has(*)){.g:has(h){top:3px}}
.i{}`
	const want = `a,.b:is(c,d){color:red;top:0}@media (min-width:1px){.e{top:1px}.f{top:2px}}@supports selector(:has(*)){.g:has(h){top:3px}}.i{}`
	rules := parseCSS(css)
	if got := writeCSS(rules, func(string) bool { return true }); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got := writeCSS(rules, func(s string) bool { return s == ".f" || s == "a" }); got != "a{color:red;top:0}@media (min-width:1px){.f{top:2px}}" {
		t.Errorf("of a and .f: %s", got)
	}
}
