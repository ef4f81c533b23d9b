package web

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

var qualityPages = []string{"/quality", "/drivers"}

// The pages about the questionnaire and its key drivers say what the release
// holds, in both languages, and every number that is none is a dash.
func TestQualityPages(t *testing.T) {
	w := resultsWorld(t)
	r, err := exampleRelease()
	must(t, err)
	for _, lang := range site.Languages {
		for _, path := range qualityPages {
			rec := w.get("/r/results" + path + "?lang=" + lang)
			body := rec.Body.String()
			if rec.Code != http.StatusOK || strings.Count(body, "<h1") != 1 {
				t.Fatalf("%s %s: %d", path, lang, rec.Code)
			}
			if m := inBody.FindString(body); m != "" {
				t.Errorf("%s %s has %q", path, lang, m)
			}
			if lang == "en" {
				if han := regexp.MustCompile(`\p{Han}+`).FindString(strings.ReplaceAll(body, "中文", "")); han != "" {
					t.Errorf("%s: Chinese on the English page: %s", path, han)
				}
			}
			for _, n := range r.Nodes {
				if n.Item != "" && path == "/quality" && !strings.Contains(body, n.Title.In(lang)) {
					t.Errorf("%s %s: nothing about %s", path, lang, n.ID)
				}
			}
		}
	}
	body := w.get("/r/results/drivers?lang=en").Body.String()
	for _, a := range r.Drivers {
		if a.Group == "" && !strings.Contains(body, r.Node(a.Node).Title.In("en")) {
			t.Errorf("nothing about %s", a.Node)
		}
	}
	if strings.Count(body, `<circle class="dot`) != 2*15 {
		t.Errorf("%d points, want two for each of 15 indicators: over all and in its area", strings.Count(body, `<circle class="dot`))
	}
}

// A release made before there was any quality, or of too few ballots, says so.
func TestQualityPagesWithoutFigures(t *testing.T) {
	w := resultsWorld(t)
	for path, want := range map[string]string{"/quality": "Too few ballots", "/drivers": "Too few ballots"} {
		if rec := w.get("/r/bare" + path + "?lang=en"); rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%s: %d %s", path, rec.Code, rec.Body.String())
		}
	}
	stated := *bareRelease()
	stated.Drivers = []survey.DriverAnalysis{{Node: "overall", Kind: survey.ImportanceStated, Drivers: []survey.Driver{
		{Node: "q", Importance: 1, ImportanceLow: 1, ImportanceHigh: 1, Performance: 70, PerformanceLow: 68, PerformanceHigh: 72, Quadrant: "keep_up"},
	}, ImportanceCut: 1, PerformanceCut: 70}}
	s := &shelf{all: map[string]survey.Poll{"p": {ID: "p", State: survey.Published, PublicResults: true}}, out: map[string]*survey.Release{"p": &stated}}
	if body := siteOver(s).get("/r/p/drivers?lang=en").Body.String(); !strings.Contains(body, "There is no overall question") || strings.Contains(body, "<script>") {
		t.Errorf("weights are no importance: %s", body)
	}
}

func TestQualityPagesInABrowser(t *testing.T) {
	w := resultsWorld(t)
	b := openBrowser(t, w)
	for _, width := range []int64{360, 1280} {
		b.do(chromedp.EmulateViewport(width, 800))
		for _, lang := range site.Languages {
			for _, path := range qualityPages {
				page := "/r/results" + path + "?lang=" + lang
				b.do(chromedp.Navigate(b.url + page))
				b.fitsIn(width, page)
			}
		}
	}
	if !eval[bool](b, `[...document.querySelectorAll('[tabindex="0"]')].every(e => e.getAttribute('role') && e.getAttribute('aria-label'))`) {
		t.Error("something that takes the focus has no name")
	}
}

// All areas stand on one plot where each has an overall question, with whom it
// speaks of; where a part of the score is made of indicators, the page says why
// there is none.
func TestDriversOfAllAreas(t *testing.T) {
	r, err := exampleRelease()
	must(t, err)
	for _, lang := range site.Languages {
		body := resultsWorld(t).get("/r/results/drivers?lang=" + lang).Body.String()
		_, whole, found := strings.Cut(body, `<section class="sec" id="overall">`)
		whole, _, _ = strings.Cut(whole, "</section>")
		a := r.Drivers[0]
		if !found || a.Node != "overall" || strings.Count(whole, `<tr><th scope="row">`) != len(a.Drivers) || !strings.Contains(whole, "<figure class=\"scatter\"") {
			t.Errorf("%s: %d drivers: %s", lang, len(a.Drivers), whole)
		}
		if few := site.Translate(lang, "drivers.note.few", "share", chart.Percent(survey.Num(float64(a.N)/float64(a.N+a.Dropped)))); !strings.Contains(whole, few) {
			t.Errorf("%s does not say whom it speaks of: %s", lang, whole)
		}
		if strings.Contains(body, site.Translate(lang, "drivers.note.apart")) {
			t.Errorf("%s: says why there is none, and has one", lang)
		}
		apart := *r
		apart.Drivers = slices.DeleteFunc(slices.Clone(r.Drivers), func(a survey.DriverAnalysis) bool { return a.Node == "overall" })
		s := &shelf{all: map[string]survey.Poll{"p": {ID: "p", State: survey.Published, PublicResults: true}}, out: map[string]*survey.Release{"p": &apart}}
		if body := siteOver(s).get("/r/p/drivers?lang=" + lang).Body.String(); !strings.Contains(body, site.Translate(lang, "drivers.note.apart")) {
			t.Errorf("%s: no plot, and no reason", lang)
		}
	}
}
