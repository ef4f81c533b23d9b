package api

import (
	"strings"
	"testing"

	"minping/survey"
)

// A list of people is narrowed as on its page, and its ETag stays that of all.
func TestRosterFilters(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.must(call{method: "PUT", path: "/roster", signed: true, header: map[string]string{"If-Match": "*"}, body: `{"units":[{"id":"office","name":{"zh":"办公室"},"parent":"north"}],
		"people":[{"id":"a","name":"沈远舟","team":"north","rank":"正职","tier":"head"},{"id":"b","name":"陆清禾","team":"office","rank":"副职","post":"主任"},{"id":"c","name":"顾沉","team":"office","mail":"Gu@example.cn"}]}`}, 200, nil)
	all := f.do(call{method: "GET", path: "/roster", signed: true})
	for query, want := range map[string]string{
		"":                         "a b c",
		"?team=office":             "b c",
		"?team=north":              "a b c",
		"?q=%E9%99%86":             "b",
		"?q=gu@":                   "c",
		"?rank=%E5%89%AF%E8%81%8C": "b",
		"?kind=head":               "a",
		"?kind=-":                  "b c",
		"?kind=-&q=%E4%B8%BB":      "b",
		"?team=nowhere":            "",
	} {
		var people []survey.Person
		w := f.do(call{method: "GET", path: "/roster" + query, signed: true})
		f.must(call{method: "GET", path: "/roster" + query, signed: true}, 200, &people)
		var ids []string
		for _, p := range people {
			ids = append(ids, p.ID)
		}
		if got := strings.Join(ids, " "); got != want || w.Header().Get("ETag") != all.Header().Get("ETag") {
			t.Errorf("%s: %s, want %s; ETag %s", query, got, want, w.Header().Get("ETag"))
		}
	}
}
