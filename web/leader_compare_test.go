package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/form"
)

// Two to four units are compared with the first; the same one twice is told,
// one that is not there is absent.
func TestComparePages(t *testing.T) {
	w := resultsWorld(t)
	for _, lang := range []string{"zh", "en"} {
		for query, want := range map[string]int{
			"a=c13&b=c01": 200, "a=c13&b=c12&c=c01&d=x26": 200, "": 200, "a=c13": 200, "a=c13&b=c13": 200, "a=c13&b=chengchuan": 200,
			"a=c13&b=nobody": 404, "a=nobody": 404,
		} {
			rec := w.get("/r/results/compare?lang=" + lang + "&" + query)
			if rec.Code != want {
				t.Errorf("%s %s: %d, want %d", lang, query, rec.Code, want)
			}
		}
	}
	r, err := exampleRelease()
	must(t, err)
	page := w.get("/r/results/compare?a=c13&b=c01&lang=en").Body.String()
	for _, n := range r.Nodes {
		if n.StandIn == "" && n.Item != "" && r.Node(n.Parent).StandIn == n.Item {
			continue // told once, as the area
		}
		if !strings.Contains(page, n.Title.In("en")) {
			t.Errorf("%s is not compared", n.ID)
		}
	}
	if page = w.get("/r/results/compare?a=c13&b=c13&lang=en").Body.String(); !strings.Contains(page, `aria-invalid="true"`) || !strings.Contains(page, "is chosen twice") {
		t.Error("the same unit twice is not told")
	}
	if rec := w.get("/r/bare/compare?a=a&b=" + url.QueryEscape("b/…?")); rec.Code != http.StatusOK || strings.Contains(rec.Body.String(), "<script>alert") {
		t.Errorf("names that are markup: %d", rec.Code)
	}
}

// A trend shows the rounds that whoever asks may read: one that is not
// published is passed over.
func TestTrendPages(t *testing.T) {
	r, err := exampleRelease()
	must(t, err)
	now := *r
	now.Previous = &survey.PollRef{ID: "before"}
	s := &shelf{all: map[string]survey.Poll{}, out: map[string]*survey.Release{"results": &now, "before": r}}
	title := survey.Text{"zh": "往轮的调查", "en": "The poll before"}
	s.all["before"] = survey.Poll{ID: "before", Title: title, State: survey.Closed, PublicResults: true}
	s.all["results"] = survey.Poll{ID: "results", Title: survey.Text{"zh": "调查"}, State: survey.Published, PublicResults: true, Previous: "before"}
	w := siteOver(s)
	for _, path := range []string{"/trend", "/unit/c13"} {
		if page := w.get("/r/results" + path + "?lang=en"); page.Code != http.StatusOK || strings.Contains(page.Body.String(), "The poll before") || strings.Contains(page.Body.String(), `class="track"`) {
			t.Errorf("%s: %d, with a round that nobody may read", path, page.Code)
		}
	}
	p := s.all["before"]
	p.State = survey.Published
	s.all["before"] = p
	w.Service = survey.NewService(s, nil, form.Parse) // which has not read it before
	if page := w.get("/r/results/trend?tier=city&lang=en").Body.String(); !strings.Contains(page, "The poll before") || strings.Count(page, `class="track"`) < 13 {
		t.Error("the round before is published, and not in the trend")
	}
	if page := w.get("/r/results/unit/c13?lang=en").Body.String(); !strings.Contains(page, "Over the rounds") || !strings.Contains(page, "The axis starts at") {
		t.Error("the unit page has no trend")
	}
	if page := w.get("/r/results/change?tier=city&lang=en").Body.String(); strings.Contains(page, "was asked otherwise") || !strings.Contains(page, "beyond error") {
		t.Error("nothing differs, and changes are not told")
	}
	if rec := w.get("/r/results/chart/trend.csv?tier=city&lang=en"); rec.Code != http.StatusOK || strings.Count(rec.Body.String(), "\r\n") != 14 {
		t.Errorf("the trend as a table: %d\n%s", rec.Code, rec.Body)
	}
	// a release from before breaks were known: its stored changes are not told
	other := *r
	other.Questionnaire.Hash, other.Items = "other", slices.Clone(r.Items)
	for i := range other.Items {
		other.Items[i].Text = survey.Text{"zh": "换了问法"}
	}
	s.out["before"] = &other
	w.Service = survey.NewService(s, nil, form.Parse)
	if page := w.get("/r/results/change?tier=city&lang=en").Body.String(); !strings.Contains(page, "was asked otherwise") || !strings.Contains(page, "worded otherwise") || strings.Contains(page, "fell beyond error") || strings.Contains(page, `class="up"`) {
		t.Errorf("a change across a break: %s", page)
	}
	if rec := w.get("/r/results/trend?node=moon"); rec.Code != http.StatusNotFound {
		t.Errorf("no such node: %d", rec.Code)
	}
}

// Who is signed in finds on the home page what each poll says that he may
// read: a leader of a part only about that part; strangers find no finding.
func TestHomeTellsFindings(t *testing.T) {
	d := twoSides(t)
	ask := func(role string) string {
		return visit{method: "GET", route: "/", path: "/?lang=en", form: url.Values{}}.ask(d, role).Body.String()
	}
	r, err := d.service.Release(t.Context(), hither+"-published")
	must(t, err)
	want := chart.Figures{Release: r, Lang: "en"}.Headline()
	if page := ask("leader"); !strings.Contains(page, "<b>"+want+"</b>") || strings.Contains(page, yonder+"-0") {
		t.Errorf("the leader’s home does not say %q, or more than he may know:\n%s", want, page)
	}
	if page := ask(""); strings.Contains(page, want) {
		t.Error("a stranger is told findings")
	}
}
