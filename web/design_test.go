package web

import (
	"net/http"
	"strings"
	"testing"

	"minping/survey/chart"
	"minping/web/site"
)

// The design system is shown to developers, with all of its tokens and in every
// scheme; elsewhere there is no such page.
func TestDesignPages(t *testing.T) {
	w := developing(t)
	for _, path := range []string{"/design", "/design/citizen", "/design/sheet"} {
		if rec := newWorld(t).get(path); rec.Code != http.StatusNotFound {
			t.Errorf("%s outside development: %d", path, rec.Code)
		}
		for _, lang := range site.Languages {
			rec := w.get(path + "?scheme=dark&size=large&lang=" + lang)
			body := rec.Body.String()
			if rec.Code != http.StatusOK || !strings.Contains(body, `data-size="large" data-theme="dark"`) {
				t.Errorf("%s in %s: %d", path, lang, rec.Code)
			}
			if strings.Contains(body, " style=") {
				t.Errorf("%s has a style that the policy forbids", path)
			}
		}
	}
	body := w.get("/design").Body.String()
	for _, name := range append(chart.TokenNames(""), append(chart.TokenNames("t"), chart.TokenNames("s")...)...) {
		if !strings.Contains(body, "<code>--"+name) {
			t.Errorf("--%s is not shown", name)
		}
	}
	for _, name := range append(chart.PictureNames(), "trends") {
		_, section, found := strings.Cut(body, `id="figure-`+name+`"`)
		if section, _, _ = strings.Cut(section, "</section>"); !found || !strings.Contains(section, "<svg") && !strings.Contains(section, "<td") {
			t.Errorf("the chart %s is not shown", name)
		}
	}
}

// The shared style sheet, which every page but the citizens' loads once, stays
// small.
func TestStyleBudget(t *testing.T) {
	if n := packed(t, []byte(chart.CSS())); n > 12_000 {
		t.Errorf("tokens, base, components and figures: %d bytes packed", n)
	}
}
