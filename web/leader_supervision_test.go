package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"minping/survey"
)

// The page names whom the rules of supervision name, each rule with its
// false-alarm rate and each unit with its own, and records steps; what is wrong
// with one stands beside its field. Nobody who sees no orders is told of it.
func TestSupervisionPage(t *testing.T) {
	d := newDesk(t)
	form := strings.Replace(fmt.Sprintf(ratedForm, 1, "是否满意"), "\nitems:", "\nsupervision:\n  - {id: last, tier: county, last: 3, step: talk}\nitems:", 1)
	_, err := d.service.AddQuestionnaire(t.Context(), []byte(form))
	must(t, err)
	var units []survey.Unit
	for u := range 12 {
		units = append(units, survey.Unit{ID: fmt.Sprint("n", u), Name: survey.Text{"zh": fmt.Sprintf("第%d县", u), "en": fmt.Sprint("County ", u)}, Tier: "county"})
	}
	must(t, d.service.PutUnits(t.Context(), units))
	d.hold(t, "one", "", "1")
	page := d.page(t, "li", "/r/one/supervision", http.StatusOK)
	for _, want := range []string{
		"among the last 3: 3 units", "would name one in 25% of cases", "expected not to belong there", `href="/r/one/unit/n0">County 0</a>`,
		"Chance of a false alarm", `href="?step=talk&amp;unit=n0#record"`, `href="/r/one/supervision.xlsx"`, "0 steps on record",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "states no rules") {
		t.Error("the questionnaire's own rules are called derived")
	}
	step := url.Values{"unit": {"n0"}, "step": {"talk"}, "on": {"2999-01-01"}, "by": {"He Yao"}, "said": {""}}
	wrong := d.post(t, "li", "/r/one/supervision", step, http.StatusUnprocessableEntity)
	for _, want := range []string{`id="e-on"`, `id="e-said"`, `value="He Yao"`, `value="n0" selected`} {
		if !strings.Contains(wrong, want) {
			t.Errorf("a wrong step is answered without %s", want)
		}
	}
	step.Set("on", "2020-01-02")
	step.Set("said", "Complaints wait for weeks.")
	d.post(t, "li", "/r/one/supervision", step, http.StatusSeeOther)
	page = d.page(t, "li", "/r/one/supervision?saved=1", http.StatusOK)
	for _, want := range []string{"1 step on record", "Complaints wait for weeks.", "2020-01-02", "It is on record."} {
		if !strings.Contains(page, want) {
			t.Errorf("the record does not say %q", want)
		}
	}
	if strings.Contains(page, `href="?step=talk&amp;unit=n0#record"`) {
		t.Error("the step is still to do")
	}
	if file := d.page(t, "li", "/r/one/supervision.csv", http.StatusOK); !strings.Contains(file, "Complaints wait for weeks.") {
		t.Errorf("the table:\n%s", file)
	}
	if rec := d.get("/r/one/supervision"); rec.Code != http.StatusNotFound {
		t.Errorf("a stranger: %d", rec.Code)
	}
}
