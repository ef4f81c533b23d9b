package web

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// overviewOf is the overview of a release alone, in a language.
func overviewOf(t *testing.T, r *survey.Release, lang string, earlier ...*survey.Release) string {
	t.Helper()
	s := &shelf{all: map[string]survey.Poll{}, out: map[string]*survey.Release{}}
	previous := ""
	for i, r := range append(slices.Clone(earlier), r) {
		id := fmt.Sprint("round", i)
		s.all[id] = survey.Poll{
			ID: id, State: survey.Published, PublicResults: true, Title: survey.Text{"zh": "民意调查", "en": "Poll"},
			Previous: previous, Closes: time.Date(2020+i, 5, 1, 0, 0, 0, 0, time.UTC),
		}
		s.out[id], previous = r, id
	}
	rec := siteOver(s).get("/r/" + previous + "?lang=" + lang)
	if rec.Code != http.StatusOK {
		t.Fatalf("%d: %s", rec.Code, rec.Body.String())
	}
	body := rec.Body.String()
	if m := inBody.FindString(body); m != "" {
		t.Errorf("the overview has %q", m)
	}
	return body
}

var sumOf = regexp.MustCompile(`(?s)<li(?: class="red")?><b>([^<]*)</b> <(?:a|span)[^>]*>([^<]*)</(?:a|span)>(.*?)</li>`)

// sumsOn are the figures below the heading, by their word.
func sumsOn(body string) map[string]string {
	_, rest, _ := strings.Cut(body, `<ul class="plain sums">`)
	rest, _, _ = strings.Cut(rest, "</ul>")
	all := map[string]string{}
	for _, m := range sumOf.FindAllStringSubmatch(rest, -1) {
		all[html.UnescapeString(m[2])] = html.UnescapeString(m[1] + m[3])
	}
	return all
}

// The figures below the heading are those of the release: the whole with its
// interval and what may be said of its change, ballots, units, flags by
// certainty, problems.
func TestOverviewSums(t *testing.T) {
	r, err := exampleRelease()
	must(t, err)
	sums := sumsOn(overviewOf(t, r, "en"))
	certain := 0
	for _, f := range r.Flags {
		if f.Certain {
			certain++
		}
	}
	root := chart.Whole(r).Nodes[r.Nodes[0].ID]
	for word, want := range map[string]string{
		"Chengchuan Province overall": chart.Points(root.Score), "valid ballots": chart.Count(r.Method.Ballots), "units ranked": "77",
		"flags beyond error": fmt.Sprint(certain), "flags to verify": fmt.Sprint(len(r.Flags) - certain), "problems to put right": fmt.Sprint(len(r.Findings)),
	} {
		if got := sums[word]; !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %s", word, got, want)
		}
	}
	whole := sums["Chengchuan Province overall"]
	if !strings.Contains(whole, chart.Interval(root.Low, root.High)) || !strings.Contains(whole, chart.Signed(root.Change.Diff)+" rose") || !root.Change.Real {
		t.Errorf("the whole: %s", whole)
	}
}

// A fall or rise within error is not called one beside the score either.
func TestOverviewSumsWithinError(t *testing.T) {
	r := wholeRelease(t)
	c := *r.Units[0].Nodes[r.Nodes[0].ID].Change
	c.Real, c.Low = false, -c.High
	r.Units[0].Nodes[r.Nodes[0].ID] = withChange(r.Units[0].Nodes[r.Nodes[0].ID], &c)
	if got := sumsOn(overviewOf(t, r, "en"))["Chengchuan Province overall"]; !strings.Contains(got, "can’t tell") || strings.Contains(got, "rose") {
		t.Errorf("%s", got)
	}
}

func withChange(s survey.NodeScore, c *survey.Change) survey.NodeScore {
	s.Change = c
	return s
}

// wholeRelease is the example with scores of the whole that a test may change.
func wholeRelease(t *testing.T) *survey.Release {
	t.Helper()
	r, err := exampleRelease()
	must(t, err)
	own := *r
	own.Units = slices.Clone(r.Units)
	i := slices.IndexFunc(own.Units, func(u survey.UnitResult) bool { return u.Parent == "" })
	own.Units[0], own.Units[i] = own.Units[i], own.Units[0]
	nodes := map[string]survey.NodeScore{}
	for id, s := range own.Units[0].Nodes {
		nodes[id] = s
	}
	own.Units[0].Nodes = nodes
	return &own
}

// Over rounds the overview shows the trend of the whole, and where the
// questionnaires differ it says so and joins nothing; of one round it shows no
// trend and claims no change.
func TestOverviewOverRounds(t *testing.T) {
	now, err := exampleRelease()
	must(t, err)
	then := *now
	body := overviewOf(t, now, "zh", &then)
	if !strings.Contains(body, `class="trend"`) || !strings.Contains(body, "/chart/trend.svg?") {
		t.Error("two rounds, but no trend of the whole, or none to download")
	}
	if strings.Contains(overviewOf(t, now, "zh"), `class="trend"`) {
		t.Error("a trend of one round")
	}
	other := *now
	other.Items = slices.Clone(now.Items)
	for i := range other.Items {
		other.Items[i].Text = survey.Text{"zh": "另一种问法"}
	}
	other.Questionnaire.Hash = "other"
	stored := *now
	stored.Previous = &survey.PollRef{ID: "round0"} // by a version that compared across breaks
	body = overviewOf(t, &stored, "zh", &other)
	for _, claim := range []string{"上升", "下降", site.Translate("zh", "r.kind.repeat")} {
		if _, main, _ := strings.Cut(body, "<main"); strings.Contains(strings.ReplaceAll(main, site.Translate("zh", "change.nav"), ""), claim) {
			t.Errorf("across a break the overview says %s", claim)
		}
	}
	if !strings.Contains(body, `class="gapline"`) || strings.Contains(body, `class="track"`) || !strings.Contains(body, "不连线") {
		t.Error("a break between rounds is not shown, or joined over")
	}
}

// A scope that is cut shows its own units only, and speaks of no other: neither
// that none of the last is certain, nor of how many.
func TestOverviewOfAPart(t *testing.T) {
	r, err := exampleRelease()
	must(t, err)
	city := ""
	for _, u := range r.Units {
		if u.Rank != nil && u.Tier == "city" && u.Rank.Rank == u.Rank.Of-1 {
			city = u.Unit // flagged, not certain
		}
	}
	part := r.Within(func(unit string) bool { u := r.Unit(unit); return u != nil && (unit == city || u.Parent == city) })
	own := 0
	for _, u := range part.Units {
		own += u.Ballots
	}
	for _, lang := range site.Languages {
		body := overviewOf(t, part, lang)
		for _, u := range r.Units {
			if name := html.EscapeString(u.Name.In(lang)); part.Unit(u.Unit) == nil && strings.Contains(body, name) {
				t.Errorf("%s names %s", lang, name)
			}
		}
		for _, claim := range []string{"都在误差之内，", "None of the last", "没有一个能够确定"} {
			_, head, _ := strings.Cut(body, "<h1>")
			if head, _, _ = strings.Cut(head, "</h1>"); strings.Contains(head, claim) {
				t.Errorf("%s: speaks of all: %s", lang, claim)
			}
		}
	}
	if got := sumsOn(overviewOf(t, part, "en"))["valid ballots"]; !strings.HasPrefix(got, chart.Count(part.Method.Ballots)) {
		t.Errorf("ballots %s, %d in the part", got, own)
	}
}

// Without a ranking there is no list of the last and no empty column; what is
// wrong stands among the lists.
func TestOverviewWithoutRanking(t *testing.T) {
	now, err := exampleRelease()
	must(t, err)
	one := *now
	one.Units = slices.DeleteFunc(slices.Clone(now.Units), func(u survey.UnitResult) bool { return u.Parent != "" })
	one.Units[0].Rank = nil
	one.Tiers = []survey.TierInfo{{ID: one.Units[0].Tier, Units: 1}}
	for _, lang := range site.Languages {
		body := overviewOf(t, &one, lang)
		_, main, _ := strings.Cut(body, "<main")
		main, _, _ = strings.Cut(main, "</main>")
		if strings.Contains(main, `class="two`) || !strings.Contains(main, site.Translate(lang, "r.no.ranking")) || !strings.Contains(main, site.Translate(lang, "r.ask.flags")) {
			t.Errorf("%s: %s", lang, main)
		}
		if got := sumsOn(body)[site.Translate(lang, "r.sum.units", "n", 1)]; !strings.HasPrefix(got, "1") {
			t.Errorf("units: %q", got)
		}
		if strings.Contains(main, "<ul class=\"list\"></ul>") || regexp.MustCompile(`<h2></h2>|<section[^>]*></section>`).MatchString(main) {
			t.Errorf("%s: an empty box", lang)
		}
	}
}

// The heading has at most two lines on a screen of 1440 pixels, in both
// languages, and the page fits a phone.
func TestOverviewHeadingIsShort(t *testing.T) {
	w := resultsWorld(t)
	b := openBrowser(t, w)
	for _, lang := range site.Languages {
		b.do(chromedp.EmulateViewport(1440, 900), chromedp.Navigate(b.url+"/r/results?lang="+lang))
		if lines := eval[float64](b, `(h => h.getBoundingClientRect().height / parseFloat(getComputedStyle(h).lineHeight))(document.querySelector('h1'))`); lines > 2.2 {
			t.Errorf("%s: %.1f lines: %s", lang, lines, eval[string](b, "document.querySelector('h1').textContent"))
		}
		if bottom := eval[float64](b, "document.querySelector('.sums').getBoundingClientRect().bottom"); bottom > 450 {
			t.Errorf("%s: the figures end at %.0f pixels", lang, bottom)
		}
	}
}
