package web

import (
	"net/http"
	"strings"
	"testing"
)

// Every node of the index tree has its page for each tier, with all its units
// and the way up, down and aside; the heat table and the unit page lead there.
func TestIndicatorPages(t *testing.T) {
	w := resultsWorld(t)
	r, err := exampleRelease()
	must(t, err)
	for _, n := range r.Nodes {
		for _, tier := range []string{"city", "county"} {
			rec := w.get("/r/results/indicator/" + n.ID + "?tier=" + tier + "&lang=en")
			page := rec.Body.String()
			if rec.Code != http.StatusOK {
				t.Fatalf("%s, %s: %d", n.ID, tier, rec.Code)
			}
			for _, u := range r.Units {
				if u.Tier == tier && !strings.Contains(page, u.Name.In("en")) {
					t.Errorf("%s, %s: %s is missing", n.ID, tier, u.Unit)
				}
			}
			if n.Parent != "" && !strings.Contains(page, `href="/r/results/indicator/`+n.Parent+"?tier="+tier+`"`) {
				t.Errorf("%s: no way up", n.ID)
			}
		}
	}
	area := w.get("/r/results/indicator/C?tier=city").Body.String()
	for _, want := range []string{"/indicator/C1?", "/indicator/D?", "/change?node=C"} {
		if !strings.Contains(area, "/r/results"+want) {
			t.Errorf("the page of an area does not lead to %s", want)
		}
	}
	for _, path := range []string{"/heat?tier=city", "/unit/c13"} {
		if !strings.Contains(w.get("/r/results"+path).Body.String(), "/r/results/indicator/C3?tier=city") {
			t.Errorf("%s does not lead to indicators", path)
		}
	}
	for _, path := range []string{"moon", "overall?tier=moon"} {
		if rec := w.get("/r/results/indicator/" + path); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
	if rec := w.get("/r/bare/indicator/q"); rec.Code != http.StatusOK || strings.Contains(rec.Body.String(), "<script>alert") {
		t.Errorf("names that are markup: %d", rec.Code)
	}
}
