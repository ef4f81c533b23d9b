package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var awardLink = regexp.MustCompile(`^/awards/(aw_\w+)`)

// An award is planned, marked, decided and put on notice on its pages; ties are
// shown before they are decided, and what was typed stays when it is refused.
func TestAwardPages(t *testing.T) {
	d := newDesk(t)
	plan := url.Values{
		"title": {"创新奖"}, "year": {"2026"}, "notice": {"5"}, "prizes": {"一等奖 1"}, "candidates": {"west\n阳光村务 | east\nnowhere"},
		"round1": {"复评"}, "way1": {"marks"}, "places1": {"1"}, "full1": {"50"}, "round2": {"终评"}, "way2": {"meeting"},
	}
	refused := d.post(t, "wei", "/awards", plan, http.StatusUnprocessableEntity)
	if !strings.Contains(refused, "Line 3, “nowhere”") || !strings.Contains(refused, "阳光村务 | east") || !strings.Contains(refused, `value="50"`) {
		t.Errorf("the plan that was refused:\n%s", refused)
	}
	plan.Set("candidates", "west\n阳光村务 | east")
	to := d.post(t, "wei", "/awards", plan, http.StatusSeeOther)
	found := awardLink.FindString(to)
	if found == "" {
		t.Fatalf("leads to %s", to)
	}
	if form := d.page(t, "wei", found+"/edit", http.StatusOK); !strings.Contains(form, "e1 | 阳光村务 | east") || !strings.Contains(form, "一等奖 1") {
		t.Errorf("the plan again:\n%s", form)
	}
	plan.Set("revision", "7")
	if stale := d.post(t, "wei", found+"/edit", plan, http.StatusConflict); !strings.Contains(stale, "Somebody took a step") {
		t.Errorf("as it was before:\n%s", stale)
	}
	plan.Set("revision", "1")
	d.post(t, "wei", found+"/edit", plan, http.StatusSeeOther)
	d.post(t, "wei", found, url.Values{"do": {"start"}, "revision": {"2"}}, http.StatusSeeOther)
	refused = d.post(t, "wei", found, url.Values{"do": {"mark"}, "revision": {"3"}, "judge": {"甲"}, "mark-west": {"51"}, "mark-e1": {"44"}}, http.StatusUnprocessableEntity)
	if !strings.Contains(refused, "Marks are from 0 to 50") || !strings.Contains(refused, `value="44"`) {
		t.Errorf("the sheet that was refused:\n%s", refused)
	}
	d.post(t, "wei", found, url.Values{"do": {"mark"}, "revision": {"3"}, "judge": {"甲"}, "mark-west": {"44"}, "mark-e1": {"44"}}, http.StatusSeeOther)
	if page := d.page(t, "wei", found, http.StatusOK); !strings.Contains(page, "Tied at the line, with too few places: 2") || strings.Count(page, `<select name="class-`) != 2 {
		t.Errorf("the tie:\n%s", page)
	}
	refused = d.post(t, "wei", found, url.Values{"do": {"settle"}, "revision": {"4"}, "class-west": {"1"}, "why": {"因回避"}}, http.StatusUnprocessableEntity)
	if !strings.Contains(refused, ": Tied at the line; please") || !strings.Contains(refused, "因回避") || !strings.Contains(refused, `<option value="1" selected>goes on`) {
		t.Errorf("the tie that was refused:\n%s", refused)
	}
	d.post(t, "wei", found, url.Values{"do": {"settle"}, "revision": {"4"}, "class-west": {"1"}, "class-e1": {"0"}, "why": {"因回避"}}, http.StatusSeeOther)
	d.post(t, "wei", found, url.Values{"do": {"settle"}, "revision": {"5"}, "class-west": {"1"}, "why": {"评审会"}}, http.StatusSeeOther)
	d.post(t, "wei", found, url.Values{"do": {"publish"}, "revision": {"6"}}, http.StatusSeeOther)
	d.post(t, "li", found, url.Values{"do": {"object"}, "revision": {"7"}, "candidate": {"west"}, "why": {"材料不实"}}, http.StatusSeeOther)
	page := d.page(t, "wei", found, http.StatusOK)
	for _, want := range []string{"1 chosen, on public notice until", "材料不实", "1 objection", "tied; decided", "因回避"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not told:\n%s", want, page)
		}
	}
	d.post(t, "wei", found, url.Values{"do": {"rule"}, "revision": {"8"}, "objection": {"1"}, "finding": {"dismissed"}, "why": {"属实"}}, http.StatusSeeOther)
	if early := d.post(t, "wei", found, url.Values{"do": {"confer"}, "revision": {"9"}}, http.StatusUnprocessableEntity); !strings.Contains(early, "The notice runs until") {
		t.Errorf("too early:\n%s", early)
	}
	if list := d.page(t, "wei", "/awards", http.StatusOK); !strings.Contains(list, "1 on public notice") {
		t.Errorf("the list:\n%s", list)
	}
	if table := d.page(t, "wei", found+"/award.csv", http.StatusOK); !strings.Contains(table, "一等奖") || !strings.Contains(table, "阳光村务") {
		t.Errorf("the table:\n%s", table)
	}
	d.page(t, "wei", found+"/award.pdf", http.StatusNotFound)
}
