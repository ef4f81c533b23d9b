package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// filters are what a page that counted ballots anew might be asked for.
var filters = url.Values{
	"profile": {"age"}, "age": {"30-39"}, "where": {"s1 = 5"}, "filter": {"s1=5"}, "ballots": {"1-10"},
	"from": {"2026-01-01"}, "to": {"2026-01-02"}, "min_group": {"1"}, "k": {"1"}, "exclude": {"1"}, "comments": {"all"},
}

// No page of results counts ballots: their Service here has releases and no box
// to count, so that whatever is asked for, figures are those of the release or
// follow from them. A filter over ballots changes no figure (trust test 36).
func TestNoFilterOverBallots(t *testing.T) {
	w := resultsWorld(t)
	pages := 0
	for _, r := range routes(w.Site) {
		if r.Method != http.MethodGet || !strings.HasPrefix(r.Path, "/r/") || strings.Contains(r.Path, ":file") || strings.HasSuffix(r.Path, "/comments") || strings.HasSuffix(r.Path, "/opinions") || strings.HasSuffix(r.Path, ".xlsx") {
			continue
		}
		if strings.HasSuffix(r.Path, "/feedback") || strings.HasSuffix(r.Path, "/proof") || strings.HasSuffix(r.Path, "/supervision") { // of evaluations, orders and what supervisors did, of which there is nothing: not there, whatever is asked
			if w.get(strings.Replace(r.Path, ":poll", "results", 1)+"?"+filters.Encode()).Code != http.StatusNotFound {
				t.Errorf("%s is there", r.Path)
			}
			continue
		}
		release, err := exampleRelease()
		must(t, err)
		path := strings.NewReplacer(":poll", "results", ":unit", release.Units[0].Unit, ":node", release.Nodes[0].ID).Replace(r.Path)
		plain, asked := w.get(path), w.get(path+"?"+filters.Encode())
		for asked.Code == http.StatusSeeOther {
			asked = w.get(asked.Header().Get("Location"))
		}
		if plain.Code != http.StatusOK || asked.Code != http.StatusOK || !slices.Equal(figuresOf(plain.Body.String()), figuresOf(asked.Body.String())) {
			t.Errorf("%s: a filter is heard: %d, %d", path, plain.Code, asked.Code)
		}
		pages++
	}
	if pages < 9 {
		t.Errorf("%d pages", pages)
	}
}

// figuresOf is what a page says in cells and pictures, without addresses.
func figuresOf(page string) []string {
	var figures []string
	for part := range strings.SplitSeq(page, "<") {
		if _, text, found := strings.Cut(part, ">"); found && strings.ContainsAny(text, "0123456789") {
			figures = append(figures, strings.TrimSpace(text))
		}
	}
	return figures
}
