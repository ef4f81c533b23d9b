package web

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"minping/survey"
	"minping/web/site"
)

// whatIfRelease has six units, two areas of two indicators each, and two
// groups with weights. Its ranks and intervals are written by hand.
func whatIfRelease() *survey.Release {
	text := func(zh, en string) survey.Text { return survey.Text{"zh": zh, "en": en} }
	r := &survey.Release{
		Title:  text("窗口满意度", "Service desks"),
		Method: survey.Method{Aggregation: "aggregate-first", Level: .95, Ballots: 240, MinGroup: 5},
		Nodes: []survey.NodeInfo{
			{ID: "overall", Level: survey.LevelOverall, Title: text("综合得分", "Overall"), Weight: 1},
			{ID: "x", Parent: "overall", Depth: 1, Level: survey.LevelArea, Title: text("服务", "Service"), Weight: 1},
			{ID: "x1", Parent: "x", Depth: 2, Level: survey.LevelIndicator, Title: text("态度", "Courtesy"), Weight: 60, Item: "x1"},
			{ID: "x2", Parent: "x", Depth: 2, Level: survey.LevelIndicator, Title: text("速度", "Speed"), Weight: 40, Item: "x2"},
			{ID: "y", Parent: "overall", Depth: 1, Level: survey.LevelArea, Title: text("廉洁", "Integrity"), Weight: 1, StandIn: "y0"},
			{ID: "y1", Parent: "y", Depth: 2, Level: survey.LevelIndicator, Title: text("公开", "Openness"), Weight: 1, Item: "y1"},
		},
		Groups: []survey.GroupInfo{{ID: "a", Title: text("干部", "Officials"), Weight: .6}, {ID: "b", Title: text("群众", "Citizens"), Weight: .4}},
		Tiers:  []survey.TierInfo{{ID: "county", Units: 6, Ranked: 6}},
	}
	for i, s := range [][3]float64{{90, 80, 85}, {88, 70, 84}, {70, 90, 80}, {75, 72, 74}, {60, 82, 70}, {66, 64, 62}} {
		u := survey.UnitResult{
			Unit: fmt.Sprintf("u%d", i+1), Name: text("甲乙丙丁戊己"[3*i:3*i+3]+"县", fmt.Sprintf("County %d", i+1)), Tier: "county", Ballots: 40,
			Groups: map[string]survey.GroupResult{}, Rank: &survey.UnitRank{Tier: "county", Of: 6, Rank: i + 1, Low: max(1, i), High: min(6, i+2)},
		}
		nodes := func(shift float64) map[string]survey.NodeScore {
			one := func(x float64) survey.NodeScore {
				return survey.NodeScore{Score: survey.Num(x), SE: 2, Low: survey.Num(x - 4), High: survey.Num(x + 4), N: 20}
			}
			x1, x2, y := s[0]+shift, s[1]-shift, s[2]+shift
			x := (60*x1 + 40*x2) / 100
			return map[string]survey.NodeScore{"overall": one((x + y) / 2), "x": one(x), "x1": one(x1), "x2": one(x2), "y": one(y)}
		}
		u.Groups["a"] = survey.GroupResult{Ballots: 20, Weight: .6, Nodes: nodes(2)}
		u.Groups["b"] = survey.GroupResult{Ballots: 20, Weight: .4, Nodes: nodes(-3)}
		u.Nodes = nodes(0)
		r.Units = append(r.Units, u)
	}
	hidden := r.Unit("u4")
	hidden.Groups["b"] = survey.GroupResult{Ballots: 0, Weight: .4, Suppressed: true, Nodes: map[string]survey.NodeScore{}}
	for _, u := range []string{"u5", "u6"} {
		r.Flags = append(r.Flags, survey.Flag{Kind: "last", Tier: "county", Node: "overall", Unit: u, Threshold: 2})
	}
	return r
}

func whatIfWorld(t testing.TB) *world {
	t.Helper()
	return siteOver(&shelf{
		all: map[string]survey.Poll{
			"desks": {ID: "desks", Title: survey.Text{"zh": "窗口满意度", "en": "Service desks"}, State: survey.Published, PublicResults: true},
			"team":  {ID: "team", Title: survey.Text{"zh": "民主测评", "en": "Evaluation"}, State: survey.Published, PublicResults: true},
			"bare":  {ID: "bare", State: survey.Published, PublicResults: true},
		},
		out: map[string]*survey.Release{"desks": whatIfRelease(), "bare": bareRelease(), "team": evaluatedRelease()},
	})
}

// mainPart is a page without its frame, which other pages share.
var mainPart = regexp.MustCompile(`(?s)<main.*</main>`)

func TestGoldenWhatIf(t *testing.T) {
	w := whatIfWorld(t)
	for _, lang := range site.Languages {
		for name, query := range map[string]string{
			"whatif": "lang=" + lang, "whatif-drop": "drop=x1&lang=" + lang, "whatif-groups": "dropg=a&lang=" + lang + "&w.x=3",
			"whatif-wrong": "g.a=viel&lang=" + lang + "&w.x1=-1",
		} {
			rec := w.get("/r/desks/whatif?" + query)
			body := rec.Body.String()
			if m := inBody.FindString(body); m != "" {
				t.Errorf("%s %s has %q", name, lang, m)
			}
			if rec.Code != map[bool]int{true: http.StatusUnprocessableEntity, false: http.StatusOK}[name == "whatif-wrong"] {
				t.Errorf("%s: status %d, to %s", name, rec.Code, rec.Header().Get("Location"))
			}
			golden(t, name+"-"+lang, mainPart.FindString(body))
		}
	}
}

// A scenario has one address; what says nothing is left out of it.
func TestWhatIfAddress(t *testing.T) {
	w := whatIfWorld(t)
	for query, want := range map[string]string{
		"w.x=1&w.x1=60&w.x2=40&w.y=1&g.a=0.6&g.b=0.4": "",
		"w.x=2.50&w.y=":                      "w.x=2.5",
		"drop=x1&w.x1=9&w.x2=40":             "drop=x1",
		"w.x2=0&drop=nobody&w.moon=3&junk=1": "drop=x2",
		"g.b=0&lang=en&drop=y":               "drop=y&dropg=b&lang=en",
		"w.overall=3&w.y1=5&drop=overall":    "", // the root has no weight, nor what an item stands for
	} {
		rec := w.get("/r/desks/whatif?" + query)
		if got := rec.Header().Get("Location"); rec.Code != http.StatusSeeOther || got != scenario("desks", want) {
			t.Errorf("%s: %d to %q, want %q", query, rec.Code, got, want)
		}
		if rec := w.get(scenario("desks", want)); rec.Code != http.StatusOK {
			t.Errorf("%s: %d", want, rec.Code)
		}
	}
}

// What is wrong is said at its field, which keeps what was typed.
func TestWhatIfErrors(t *testing.T) {
	w := whatIfWorld(t)
	for query, want := range map[string]string{
		"w.x1=-1":                   `value="-1" aria-invalid="true" aria-describedby="e-w2"`,
		"w.x1=NaN":                  `value="NaN" aria-invalid="true"`,
		"w.x1=1e999":                `value="1e999" aria-invalid="true"`,
		"w.x=%22%3E%3Cscript%3E":    `value="&#34;&gt;&lt;script&gt;" aria-invalid="true"`,
		"g.a=1234567890123":         `name="g.a" value="1234567890123" aria-invalid="true"`,
		"drop=x&drop=y":             "Leave at least one indicator",
		"dropg=a&dropg=b":           "Leave at least one group",
		"drop=x1&drop=x2&w.y=0":     "Leave at least one indicator",
		"w.x=1&w.y=x&lang=en&g.a=0": "1 field needs correcting",
	} {
		rec := w.get("/r/desks/whatif?lang=en&" + query)
		if body := rec.Body.String(); rec.Code != http.StatusUnprocessableEntity || !strings.Contains(body, want) {
			t.Errorf("%s: %d, no %s", query, rec.Code, want)
		}
	}
}

// scenario is where a scenario of a poll is.
func scenario(poll, query string) string {
	return strings.TrimSuffix("/r/"+poll+"/whatif?"+query, "?")
}

// However many scenarios are asked for, one page of each language is kept.
func TestScenariosAreNotKept(t *testing.T) {
	s := &shelf{
		all: map[string]survey.Poll{"desks": {ID: "desks", State: survey.Published, PublicResults: true}},
		out: map[string]*survey.Release{"desks": whatIfRelease()},
	}
	w := siteOver(s)
	results := w.ownResults()
	for i := range 40 {
		if rec := w.get(fmt.Sprintf("/r/desks/whatif?w.x=%d.5", i)); rec.Code != http.StatusOK {
			t.Fatalf("%d", rec.Code)
		}
		w.get("/r/desks/whatif")
	}
	if n, _ := results.Held(); n != 1 {
		t.Errorf("%d pages are held", n)
	}
}

// The demonstration's page, empty and with a scenario; one with two units and
// no tiers; and none where nothing may be read.
func TestWhatIfOfTheExample(t *testing.T) {
	w := resultsWorld(t)
	han := regexp.MustCompile(`\p{Han}+`)
	for _, path := range []string{"/r/results/whatif?lang=en", "/r/results/whatif?drop=A&lang=en", "/r/results/whatif?dropg=cadres&lang=en", "/r/bare/whatif"} {
		rec := w.get(path)
		body := rec.Body.String()
		if rec.Code != http.StatusOK || strings.Count(body, "<h1>") != 1 || inBody.MatchString(body) {
			t.Errorf("%s: %d %q", path, rec.Code, inBody.FindString(body))
		}
		if m := han.FindString(strings.ReplaceAll(body, "中文", "")); m != "" && strings.Contains(path, "lang=en") {
			t.Errorf("%s: Chinese on the English page: %s", path, m)
		}
	}
	for _, poll := range []string{"closed", "inside", "open", "nothing"} {
		if rec := w.get("/r/" + poll + "/whatif?drop=A"); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", poll, rec.Code)
		}
	}
}

// BenchmarkWhatIf serves the demonstration's page for ever new scenarios.
func BenchmarkWhatIf(b *testing.B) {
	w := resultsWorld(b)
	for i := 0; b.Loop(); i++ {
		fetch(b, w, "/r/results/whatif?"+url.Values{"w.A": {fmt.Sprintf("%d.25", i%1000)}}.Encode())
	}
}
