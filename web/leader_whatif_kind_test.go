package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"minping/survey"
	"minping/web/site"
)

// evaluatedRelease is whatIfRelease as an evaluation: its weights are those of
// the kind of unit, and nobody of b said anything about the last.
func evaluatedRelease() *survey.Release {
	r := whatIfRelease()
	r.Evaluation = &survey.EvaluationResult{Empty: survey.EmptyRenormalise}
	r.Groups[0].Weight, r.Groups[1].Weight = 0, 0
	for i := range r.Units {
		u, e := &r.Units[i], survey.UnitEvaluation{Unit: r.Units[i].Unit, Tier: r.Units[i].Tier}
		e.Groups = []survey.GroupEvaluation{
			{Group: "a", Standing: survey.GroupCounts, Planned: .6, Used: .6},
			{Group: "b", Standing: survey.GroupCounts, Planned: .4, Used: .4},
		}
		if u.Unit == "u6" {
			u.Nodes = u.Groups["a"].Nodes
			delete(u.Groups, "b")
			e.Groups[0].Used, e.Groups[1].Used, e.Groups[1].Standing = 1, 0, survey.GroupIsEmpty
		}
		r.Evaluation.Units = append(r.Evaluation.Units, e)
	}
	return r
}

func TestGoldenWhatIfOfKinds(t *testing.T) {
	w := whatIfWorld(t)
	for _, lang := range site.Languages {
		for name, query := range map[string]string{
			"whatif-kinds": "empty=block&k.county.a=20&k.county.b=80&lang=" + lang, "whatif-kinds-wrong": "k.county.a=50&lang=" + lang,
		} {
			rec := w.get("/r/team/whatif?" + query)
			body := rec.Body.String()
			if m := inBody.FindString(body); m != "" {
				t.Errorf("%s %s has %q", name, lang, m)
			}
			if rec.Code != map[bool]int{true: http.StatusUnprocessableEntity, false: http.StatusOK}[name == "whatif-kinds-wrong"] {
				t.Errorf("%s: status %d, to %s", name, rec.Code, rec.Header().Get("Location"))
			}
			golden(t, name+"-"+lang, mainPart.FindString(body))
		}
	}
}

// A scenario of an evaluation has one address, too; the weights of groups alone
// have no fields there, nor have kinds where nobody is evaluated.
func TestWhatIfAddressOfKinds(t *testing.T) {
	w := whatIfWorld(t)
	for query, want := range map[string]string{
		"team k.county.a=60&k.county.b=40&empty=renormalise": "",
		"team k.county.a=070&k.county.b=30&empty=":           "k.county.a=70&k.county.b=30",
		"team k.county.b=0&k.county.a=100&empty=zero&junk=1": "empty=zero&k.county.a=100&k.county.b=0",
		"team g.a=3&dropg=b&k.city.a=3":                      "",
		"desks k.county.a=3&empty=zero":                      "",
	} {
		poll, query, _ := strings.Cut(query, " ")
		rec := w.get("/r/" + poll + "/whatif?" + query)
		if got := rec.Header().Get("Location"); got != "" && got != scenario(poll, want) || got == "" && query != want {
			t.Errorf("%s: %d to %q, want %q", query, rec.Code, got, want)
		}
		if rec := w.get(scenario(poll, want)); rec.Code != http.StatusOK {
			t.Errorf("%s: %d", want, rec.Code)
		}
	}
}

// What is wrong with the weights of a kind is said beside them.
func TestWhatIfErrorsOfKinds(t *testing.T) {
	w := whatIfWorld(t)
	for query, want := range map[string]string{
		"k.county.a=30.5&k.county.b=70":      `value="30.5" aria-invalid="true" aria-describedby="e-k0-0"`,
		"k.county.a=-1":                      `value="-1" aria-invalid="true"`,
		"k.county.a=101&k.county.b=0":        "Give a whole number from 0 to 100",
		"k.county.a=%22%3E%3Cscript%3E":      `value="&#34;&gt;&lt;script&gt;" aria-invalid="true"`,
		"k.county.a=50":                      "They are 90 in all and must be 100",
		"k.county.a=0&k.county.b=0":          "They are 0 in all and must be 100",
		"empty=ignore":                       "Choose one of the three rules",
		"empty=zero&k.county.a=50&w.x1=wide": "2 fields need correcting",
	} {
		rec := w.get("/r/team/whatif?lang=en&" + query)
		if body := rec.Body.String(); rec.Code != http.StatusUnprocessableEntity || !strings.Contains(body, want) {
			t.Errorf("%s: %d, no %s", query, rec.Code, want)
		}
	}
}

// While one types weights the page says their sum; the server judges them as
// before.
func TestBrowserSumsWeights(t *testing.T) {
	b := openBrowser(t, whatIfWorld(t))
	b.open("/r/team/whatif?lang=en")
	b.says("100 in all")
	set := func(field, value string) {
		t.Helper()
		b.do(chromedp.SetValue(chromedp.CSS(field), ""), chromedp.SendKeys(chromedp.CSS(field), value))
	}
	set("#k0-0", "25")
	b.says("65 in all (must be 100")
	if class := eval[string](b, "document.querySelector('[data-sum]').className"); class != "msg" {
		t.Errorf("a sum of 65 looks like %q", class)
	}
	set("#k0-1", "75")
	b.says("100 in all")
	if class := eval[string](b, "document.querySelector('[data-sum]').className"); class != "note" {
		t.Errorf("a sum of 100 looks like %q", class)
	}
	b.follow("form.weigh .btn")
	b.says("100 in all")
	if at := eval[string](b, "location.search"); at != "?k.county.a=25&k.county.b=75" {
		t.Errorf("at %s", at)
	}
}
