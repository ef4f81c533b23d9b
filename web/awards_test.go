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
	refused = d.post(t, "wei", found, url.Values{"do": {"mark"}, "revision": {"3"}, "judge": {"甲"}, "mark-west-0": {"51"}, "mark-e1-0": {"44"}}, http.StatusUnprocessableEntity)
	if !strings.Contains(refused, "Marks are from 0 to 50") || !strings.Contains(refused, `value="44"`) {
		t.Errorf("the sheet that was refused:\n%s", refused)
	}
	d.post(t, "wei", found, url.Values{"do": {"mark"}, "revision": {"3"}, "judge": {"甲"}, "mark-west-0": {"44"}, "mark-e1-0": {"44"}}, http.StatusSeeOther)
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

// A judge marks by item on his own page, on which a mistake leaves what he typed,
// and the organiser sees who is missing, and each mark once it is handed in.
func TestJudgingPages(t *testing.T) {
	d := newDesk(t)
	qi, err := d.Access.Add(t.Context(), "Qi", password)
	must(t, err)
	_ = qi // no role at all
	d.cookies["Qi"] = session(t, d.send("/login", url.Values{"name": {"Qi"}, "password": {password}}, nil))
	plan := url.Values{
		"title": {"创新奖"}, "year": {"2026"}, "notice": {"5"}, "prizes": {"一等奖 1"}, "candidates": {"west\n阳光村务 | east"}, "panel": {"1"},
		"round1": {"复评"}, "way1": {"marks"}, "places1": {"1"}, "items1": {"创新性 40；实效性"}, "due1": {"2026-12-01"}, "round2": {"终评"}, "way2": {"meeting"},
	}
	if refused := d.post(t, "wei", "/awards", plan, http.StatusUnprocessableEntity); !strings.Contains(refused, "full marks, such as “Novelty 40”") {
		t.Errorf("items without marks:\n%s", refused)
	}
	plan.Set("items1", "创新性 40；实效性60分")
	found := awardLink.FindString(d.post(t, "wei", "/awards", plan, http.StatusSeeOther))
	if form := d.page(t, "wei", found+"/edit", http.StatusOK); !strings.Contains(form, `value="创新性 40；实效性 60"`) || !strings.Contains(form, `value="2026-12-01"`) || !strings.Contains(form, "checked") {
		t.Errorf("the plan again:\n%s", form)
	}
	d.post(t, "wei", found, url.Values{"do": {"start"}, "revision": {"1"}}, http.StatusSeeOther)
	if refused := d.post(t, "wei", found, url.Values{"do": {"name"}, "revision": {"2"}, "round": {"1"}, "judges": {"qi | nowhere"}}, http.StatusUnprocessableEntity); !strings.Contains(refused, "Line 1, “qi | nowhere”") {
		t.Errorf("a judge of no unit:\n%s", refused)
	}
	d.post(t, "wei", found, url.Values{"do": {"name"}, "revision": {"2"}, "round": {"1"}, "judges": {"qi | west\n纸质评委"}}, http.StatusSeeOther)
	page := d.page(t, "wei", found, http.StatusOK)
	for _, want := range []string{"2 of 2 sheets are missing", "nothing marked", "qi | west"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not told:\n%s", want, page)
		}
	}

	if home := d.page(t, "Qi", "/", http.StatusOK); !strings.Contains(home, `href="/judging"`) {
		t.Errorf("nothing leads to the sheets:\n%s", home)
	}
	if home := d.page(t, "li", "/", http.StatusOK); strings.Contains(home, `href="/judging"`) {
		t.Errorf("somebody is led to sheets who is no judge")
	}
	sheet := strings.Replace(found, "/awards/", "/judging/", 1) + "/1"
	if list := d.page(t, "Qi", "/judging", http.StatusOK); !strings.Contains(list, "1 sheet waits for your marks") || !strings.Contains(list, sheet) {
		t.Errorf("the sheets:\n%s", list)
	}
	d.page(t, "li", sheet, http.StatusNotFound)
	d.page(t, "Qi", found, http.StatusNotFound)
	page = d.page(t, "Qi", sheet, http.StatusOK)
	if strings.Count(page, `class="short"`) != 2 || !strings.Contains(page, "You are recused") || !strings.Contains(page, "(of 40)") {
		t.Errorf("the sheet:\n%s", page)
	}
	refused := d.post(t, "Qi", sheet, url.Values{"go": {"keep"}, "revision": {"0"}, "mark-e1-0": {"４１"}, "mark-e1-1": {"x"}}, http.StatusUnprocessableEntity)
	if !strings.Contains(refused, "are from 0 to 40") || !strings.Contains(refused, `value="４１"`) || !strings.Contains(refused, "are from 0 to 60") {
		t.Errorf("marks that were refused:\n%s", refused)
	}
	d.post(t, "Qi", sheet, url.Values{"go": {"keep"}, "revision": {"0"}, "mark-e1-0": {"３６．5"}}, http.StatusSeeOther)
	if stale := d.post(t, "Qi", sheet, url.Values{"go": {"keep"}, "revision": {"0"}, "mark-e1-0": {"20"}}, http.StatusConflict); !strings.Contains(stale, `value="20"`) {
		t.Errorf("as it was before:\n%s", stale)
	}
	if page = d.page(t, "Qi", sheet+"?kept=1", http.StatusOK); !strings.Contains(page, `value="36.5"`) || !strings.Contains(page, "not handed in yet") {
		t.Errorf("kept:\n%s", page)
	}
	if page = d.page(t, "wei", found, http.StatusOK); strings.Contains(page, "36.5") || !strings.Contains(page, "under way") {
		t.Errorf("the organiser sees what is not handed in:\n%s", page)
	}
	if refused = d.post(t, "Qi", sheet, url.Values{"go": {"hand"}, "revision": {"1"}, "mark-e1-0": {"36.5"}}, http.StatusUnprocessableEntity); !strings.Contains(refused, "Marks are missing: 1") {
		t.Errorf("handed in half:\n%s", refused)
	}
	d.post(t, "Qi", sheet, url.Values{"go": {"hand"}, "revision": {"1"}, "mark-e1-0": {"36.5"}, "mark-e1-1": {"50"}}, http.StatusSeeOther)
	if page = d.page(t, "Qi", sheet, http.StatusOK); !strings.Contains(page, "in all 86.5") || !strings.Contains(page, "handed in") {
		t.Errorf("handed in:\n%s", page)
	}
	d.post(t, "wei", found, url.Values{"do": {"mark"}, "revision": {"4"}, "judge": {"纸质评委"}, "mark-west-0": {"30"}, "mark-west-1": {"40"}, "mark-e1-0": {"40"}, "mark-e1-1": {"60"}}, http.StatusSeeOther)
	page = d.page(t, "wei", found, http.StatusOK)
	for _, want := range []string{"All 2 sheets are in", "36.5 &#43; 50", "40 &#43; 60", "recused", "93.25"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not told:\n%s", want, page)
		}
	}
	refused = d.post(t, "wei", found, url.Values{"do": {"mark"}, "go": {"back"}, "revision": {"5"}, "judge": {"qi"}}, http.StatusUnprocessableEntity)
	if !strings.Contains(refused, "Please say why") {
		t.Errorf("sent back without a reason:\n%s", refused)
	}
	d.post(t, "wei", found, url.Values{"do": {"mark"}, "go": {"back"}, "revision": {"5"}, "judge": {"qi"}, "why": {"总分有误"}}, http.StatusSeeOther)
	if page = d.page(t, "Qi", sheet, http.StatusOK); !strings.Contains(page, "all marked, not handed in") {
		t.Errorf("sent back:\n%s", page)
	}
	d.post(t, "wei", found, url.Values{"do": {"settle"}, "revision": {"6"}, "why": {"…"}}, http.StatusSeeOther)
	d.post(t, "wei", found, url.Values{"do": {"settle"}, "revision": {"7"}, "class-e1": {"1"}, "why": {"评审会"}}, http.StatusSeeOther)
	if page = d.page(t, "Qi", sheet, http.StatusOK); !strings.Contains(page, "decided") || strings.Contains(page, "<button class=\"btn\" name=\"go\"") {
		t.Errorf("decided:\n%s", page)
	}
	d.post(t, "wei", found, url.Values{"do": {"publish"}, "revision": {"8"}}, http.StatusSeeOther)
}

// Marks go out as a table and come in again, which is looked at first; the notice
// is written once those who win are chosen, for those who hold the award.
func TestAwardFiles(t *testing.T) {
	d := newDesk(t)
	plan := url.Values{
		"title": {"创新奖"}, "year": {"2026"}, "notice": {"5"}, "prizes": {"一等奖 1"}, "candidates": {"west\n阳光村务 | east"}, "contact": {"12345"},
		"round1": {"终评"}, "way1": {"marks"}, "items1": {"创新性 40；实效性 60"},
	}
	found := awardLink.FindString(d.post(t, "wei", "/awards", plan, http.StatusSeeOther))
	d.post(t, "wei", found, url.Values{"do": {"start"}, "revision": {"1"}}, http.StatusSeeOther)
	d.post(t, "wei", found, url.Values{"do": {"name"}, "revision": {"2"}, "round": {"1"}, "judges": {"甲 | west\n乙"}}, http.StatusSeeOther)
	table := d.page(t, "wei", found+"/marks-1.csv", http.StatusOK)
	for _, want := range []string{"Judge,Candidate,Entry,Unit,创新性,实效性,Sum,Recused", "甲,west,,Xiling,,,,recused", "乙,e1,阳光村务,Dongjiang,,,,"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q:\n%s", want, table)
		}
	}
	d.page(t, "wei", found+"/marks-2.csv", http.StatusNotFound)
	d.page(t, "wei", found+"/award_notice.docx", http.StatusNotFound)
	head := "Judge,Candidate,创新性,实效性,Recused\n"
	send := func(asked, revision, list string, want int) string {
		return d.post(t, "wei", found+"/marks", url.Values{"go": {asked}, "revision": {revision}, "name": {"marks.csv"}, "list": {list}}, want)
	}
	for list, want := range map[string]string{
		"Judge,创新性\n甲,1\n":              "There is no column",
		head + "甲,west,1,2,\n":          "recused from this candidate",
		head + "甲,e1,1,,\n":             "Each item is marked",
		head + "甲,e1,41,2,\n":           "are from 0 to 40",
		head + "甲,e1,x,2,\n":            "are from 0 to 100",
		head + "甲,zz,1,2,\n":            "no such candidate",
		head + "丙,e1,1,2,\n":            "is no judge of this round",
		head + "甲,e1,1,2,\n甲,e1,1,2,\n": "is named twice",
		head + "甲,e1,1,2,亲属\n":          "recused from this candidate",
	} {
		if refused := send("check", "3", list, http.StatusUnprocessableEntity); !strings.Contains(refused, want) {
			t.Errorf("%q is not told of %q:\n%s", want, list, refused)
		}
	}
	list := head + "甲,west,,,recused\n甲,e1,30,50,\n乙,west,38,57,\n乙,e1,,,亲属\n"
	if shown := send("check", "3", list, http.StatusOK); !strings.Contains(shown, "Sheets of judges to be typed: 2, with 2 marks") {
		t.Errorf("what it would bring:\n%s", shown)
	}
	send("import", "2", list, http.StatusConflict)
	send("import", "3", list, http.StatusSeeOther)
	if table = d.page(t, "wei", found+"/marks-1.csv", http.StatusOK); !strings.Contains(table, "乙,west,,Xiling,38,57,95,") || !strings.Contains(table, "乙,e1,阳光村务,Dongjiang,,,,亲属") {
		t.Errorf("the table again:\n%s", table)
	}
	d.post(t, "wei", found, url.Values{"do": {"settle"}, "revision": {"4"}}, http.StatusSeeOther)
	d.post(t, "wei", found, url.Values{"do": {"publish"}, "revision": {"5"}}, http.StatusSeeOther)
	page := d.page(t, "wei", found, http.StatusOK)
	for _, want := range []string{found + "/award_notice.docx", found + "/award_notice.pdf", found + "/award_notice.xlsx"} {
		if !strings.Contains(page, want) {
			t.Errorf("nothing leads to %s", want)
		}
		if file := d.page(t, "wei", want, http.StatusOK); len(file) < 1000 {
			t.Errorf("%s has %d bytes", want, len(file))
		}
	}
	d.page(t, "wei", found+"/commendation.docx", http.StatusNotFound)
	week := d.page(t, "wei", "/calendar?week="+string(d.Awards.Within(d.service.Within(nil)).Today().Add(5)), http.StatusOK)
	if !strings.Contains(week, "Last day to object to the award") {
		t.Errorf("the calendar:\n%s", week)
	}
}
