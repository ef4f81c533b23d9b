package web

import (
	"net/http"
	"strings"
	"testing"

	"minping/web/site"
)

func TestGoldenPlan(t *testing.T) {
	w := whatIfWorld(t)
	for _, lang := range site.Languages {
		for name, query := range map[string]string{
			"plan":       "lang=" + lang,
			"plan-wrong": "sd=-3&units=2.5&n=&half=&lang=" + lang,
		} {
			rec := w.get("/plan?" + query)
			if want := map[bool]int{true: http.StatusUnprocessableEntity, false: http.StatusOK}[name == "plan-wrong"]; rec.Code != want {
				t.Errorf("%s: %d", name, rec.Code)
			}
			if m := inBody.FindString(rec.Body.String()); m != "" {
				t.Errorf("%s has %q", name, m)
			}
			golden(t, name+"-"+lang, rec.Body.String())
		}
	}
}

// The planner's figures are those of R: power.t.test(delta=5, sd=20,
// power=.8, sig.level=.05/64)$n is 567.57, and 174 ballots give ±3 points.
func TestPlanSays(t *testing.T) {
	w := whatIfWorld(t)
	for query, want := range map[string]string{
		"":                                    "takes 174 valid ballots per unit",
		"adjust=bonferroni":                   "With 568 in each of two rounds",
		"adjust=none&response=50":             "With 253 in each of two rounds (506 sent out)",
		"population=100":                      "half of the 95% interval",
		"cluster=11&icc=0.1":                  "Clusters multiply the variance by 2.00",
		"n=100000000&half=0.1&sd=50&drop=0.1": "each of two rounds",
		"n=123":                               "123 ◂",
		"half=0.1&sd=50&population=50":        "takes 50 valid ballots per unit",
	} {
		rec := w.get("/plan?lang=en&" + query)
		if rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%s: %d, no %q", query, rec.Code, want)
		}
	}
}

// Defaults come from the release of a poll that the reader may read, and only
// from such.
func TestPlanFromAPoll(t *testing.T) {
	w := resultsWorld(t)
	body := w.get("/plan?poll=results&lang=en").Body.String()
	for _, want := range []string{`name="units" value="64"`, `name="poll" value="results"`, "Chengchuan poll"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(body, `name="sd" value="20"`) {
		t.Error("the standard deviation is not the poll's")
	}
	if m := inBody.FindString(body); m != "" {
		t.Errorf("%q", m)
	}
	if rec := w.get("/plan?poll=bare"); rec.Code != http.StatusOK {
		t.Errorf("a release without errors: %d", rec.Code)
	}
	for _, poll := range []string{"closed", "inside", "open", "nothing"} {
		if rec := w.get("/plan?poll=" + poll); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", poll, rec.Code)
		}
	}
}
