package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A judge stands back from a candidate on his own sheet, the organiser recuses one
// and takes that back, each with a reason; the form that names judges loses none.
func TestRecusalPages(t *testing.T) {
	d := newDesk(t)
	_, err := d.Access.Add(t.Context(), "Qi", password)
	must(t, err)
	d.cookies["Qi"] = session(t, d.send("/login", url.Values{"name": {"Qi"}, "password": {password}}, nil))
	plan := url.Values{
		"title": {"创新奖"}, "year": {"2026"}, "notice": {"5"}, "prizes": {"一等奖 1"}, "candidates": {"west\n阳光村务 | east"},
		"round1": {"终评"}, "way1": {"marks"},
	}
	found := awardLink.FindString(d.post(t, "wei", "/awards", plan, http.StatusSeeOther))
	sheet := strings.Replace(found, "/awards/", "/judging/", 1) + "/1"
	d.post(t, "wei", found, url.Values{"do": {"start"}, "revision": {"1"}}, http.StatusSeeOther)
	d.post(t, "wei", found, url.Values{"do": {"name"}, "revision": {"2"}, "round": {"1"}, "judges": {"qi\n甲 | west"}}, http.StatusSeeOther)

	// The judge's own declaration needs a reason, and the organiser reads it.
	d.post(t, "Qi", sheet, url.Values{"go": {"keep"}, "revision": {"0"}, "out-e1": {"参与过该项目"}}, http.StatusSeeOther)
	if page := d.page(t, "Qi", sheet, http.StatusOK); !strings.Contains(page, `value="参与过该项目"`) {
		t.Errorf("his sheet:\n%s", page)
	}
	page := d.page(t, "wei", found, http.StatusOK)
	for _, want := range []string{"2 recusals", "参与过该项目", "the judge<", "Own unit, or one above or below it", `id="recuse-1"`} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not told:\n%s", want, page)
		}
	}

	recuse := func(do, revision, why string) url.Values {
		return url.Values{"do": {do}, "revision": {revision}, "round": {"1"}, "judge": {"qi"}, "candidate": {"west"}, "why": {why}}
	}
	refused := d.post(t, "wei", found, recuse("recuse", "3", ""), http.StatusUnprocessableEntity)
	for _, want := range []string{"Please say why", `id="recuse-1" open`, `<option value="west" selected>`} {
		if !strings.Contains(refused, want) {
			t.Errorf("without a reason %q is missing:\n%s", want, refused)
		}
	}
	d.post(t, "Qi", found, recuse("recuse", "3", "x"), http.StatusNotFound)
	d.post(t, "wei", found, recuse("recuse", "3", "曾在该县任职"), http.StatusSeeOther)
	if stale := d.post(t, "wei", found, recuse("readmit", "3", "曾经误会"), http.StatusConflict); !strings.Contains(stale, "曾经误会</textarea>") {
		t.Errorf("as it was before:\n%s", stale)
	}
	d.post(t, "wei", found, url.Values{"do": {"name"}, "revision": {"4"}, "round": {"1"}, "judges": {"qi\n甲 | west\n乙"}}, http.StatusSeeOther)
	page = d.page(t, "wei", found, http.StatusOK)
	for _, want := range []string{"3 recusals", "曾在该县任职", "the organiser<"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not told after the judges were named anew:\n%s", want, page)
		}
	}
	page = d.page(t, "Qi", sheet, http.StatusOK)
	if !strings.Contains(page, "The organiser recused you") || !strings.Contains(page, "曾在该县任职") || strings.Contains(page, `name="mark-west-0"`) {
		t.Errorf("a sheet with a recusal:\n%s", page)
	}
	d.post(t, "wei", found, recuse("readmit", "5", "查无此事"), http.StatusSeeOther)
	if page = d.page(t, "Qi", sheet, http.StatusOK); !strings.Contains(page, `name="mark-west-0"`) {
		t.Errorf("readmitted:\n%s", page)
	}
}
