package web

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"minping/survey/access"
)

// twoScheme takes two people to decide; half of its units may be the best, and
// whoever had an accident may not.
const twoScheme = `id: year
title: {zh: 年度考核, en: Appraisal}
tiers: [city]
deciders: 2
parts:
  - id: usual
    title: {zh: 平时, en: Over the year}
    weight: 60
    parts: [{id: routine, title: {zh: 积分, en: Points}, weight: 100, card: card}]
  - {id: once, title: {zh: 集中, en: At its end}, weight: 40, marks: true, full: 50}
cards:
  - {id: card, title: {zh: 积分卡, en: Point card}, base: 60, items: [{id: award, title: {zh: 受表彰, en: Commended}, points: 10, cap: 10}]}
grades:
  - {id: best, title: {zh: 好, en: Good}, from: 60, quota: {share: 0.5}}
  - {id: rest, title: {zh: 一般, en: Fair}}
vetoes: [{id: accident, title: {zh: 重大事故, en: Grave accident}, bars: [best]}]
`

// An appraisal by the pages: computed, explained down to its entries, decided by
// two people, shown, read within a scope, and handed on.
func TestAppraisalPages(t *testing.T) {
	d, _ := withPoint(t)
	d.Points.Zone = time.UTC
	d.hire(t, "zhang", access.Grant{Role: access.Organiser})
	d.post(t, "li", "/schemes", url.Values{"source": {twoScheme}}, 303)
	enter := func(unit, item, points, matter string) {
		t.Helper()
		d.post(t, "li", "/points", url.Values{"go": {"enter"}, "plan": {"year"}, "unit": {unit}, "item": {item}, "points": {points}, "matter": {matter}}, 303)
		for _, id := range entrySent.FindAllStringSubmatch(d.page(t, "zhang", "/points", 200), -1) {
			d.post(t, "zhang", "/points/entries/"+id[1], url.Values{"go": {"confirm"}, "revision": {"1"}}, 303)
		}
	}
	enter("east", "item/card/award", "", "获省级表彰")
	enter("east", "item/card/award", "", "获市级表彰")
	enter("east", "mark/once", "45", "")
	enter("west", "mark/once", "40", "")

	year := string(d.Points.Today())[:4]
	d.post(t, "du", "/appraisals", url.Values{"plan": {"year"}, "year": {year}}, 404)
	if body := d.post(t, "li", "/appraisals", url.Values{"plan": {"year"}, "year": {year}, "poll.none": {"x"}}, 422); !strings.Contains(body, "no poll") {
		t.Errorf("a poll that the scheme does not have\n%s", body)
	}
	if body := d.page(t, "li", "/appraisals", 200); !strings.Contains(body, "2 entries of points, 2 marks, 0 vetoes") {
		t.Errorf("what there is to appraise by\n%s", body)
	}
	at, _, _ := strings.Cut(d.post(t, "li", "/appraisals", url.Values{"plan": {"year"}, "year": {year}}, 303), "<")
	page := d.page(t, "li", at, 200)
	for _, want := range []string{"1 of ", "78.00", "68.00", "grades open"} { // (60+10)·0.6 + 90·0.4; 60·0.6 + 80·0.4
		if !strings.Contains(page, want) {
			t.Errorf("the appraisal does not say %q\n%s", want, page)
		}
	}
	unit := d.page(t, "li", at+"/units/east", 200)
	for _, want := range []string{"获省级表彰", "70 of 100", "45 of 50", "42.00", "36.00", "capped", "Suggested: “Good”"} {
		if !strings.Contains(unit, want) {
			t.Errorf("the explanation does not say %q\n%s", want, unit)
		}
	}
	d.page(t, "ying", at, 404) // not shown yet
	dossier := d.page(t, "ying", "/units/east", 200)
	if strings.Contains(dossier, at) {
		t.Errorf("the dossier tells of what is not shown\n%s", dossier)
	}
	d.page(t, "li", at+"/units/none", 404)

	do := func(who, path string, revision string, status int, values url.Values) string {
		t.Helper()
		values.Set("revision", revision)
		return d.post(t, who, path, values, status)
	}
	if body := do("li", at+"/units/west", "1", 422, url.Values{"go": {"decide"}, "grade": {"best"}}); !strings.Contains(body, "state the reason") || !strings.Contains(body, `value="best" selected`) {
		t.Errorf("another grade without a reason\n%s", body)
	}
	do("li", at+"/units/west", "1", 303, url.Values{"go": {"decide"}, "grade": {"best"}, "reason": {"集体研究"}})
	do("li", at+"/units/west", "1", 409, url.Values{"go": {"decide"}, "grade": {"rest"}})
	if body := d.page(t, "li", at, 200); !strings.Contains(body, "beyond the places") && !strings.Contains(body, "not as suggested") {
		t.Errorf("an override\n%s", body)
	}
	do("li", at, "2", 303, url.Values{"go": {"accept"}})
	do("li", at+"/units/east", "3", 422, url.Values{"go": {"agree"}}) // one's own
	do("li", at, "3", 422, url.Values{"go": {"show"}})
	do("du", at, "3", 404, url.Values{"go": {"agree"}}) // who sees nothing of it yet
	if body := d.page(t, "zhang", at, 200); !strings.Contains(body, `value="agree"`) {
		t.Errorf("the second person\n%s", body)
	}
	do("zhang", at, "3", 303, url.Values{"go": {"agree"}})
	if body := do("zhang", at, "4", 422, url.Values{"go": {"show"}}); !strings.Contains(body, "beyond their places: 1") {
		t.Errorf("shown with more of a grade than there are places\n%s", body)
	}
	do("zhang", at, "4", 303, url.Values{"go": {"show"}, "why": {"集体研究增加一个名额"}})
	do("li", at+"/units/east", "5", 422, url.Values{"go": {"decide"}, "grade": {"rest"}, "reason": {"改"}}) // it is shown

	own := d.page(t, "ying", at, 200)
	if !strings.Contains(own, "/units/east") || strings.Contains(own, "/units/west") || strings.Contains(own, `value="hide"`) {
		t.Errorf("whoever answers for a unit reads\n%s", own)
	}
	d.page(t, "ying", at+"/units/west", 404)
	says(t, d.page(t, "ying", "/units/east", 200), "1 appraisal", `href="`+at+`/units/east"`, "<b>Good</b>", "78.00")
	column := "grade|||year||" + year
	says(t, d.page(t, "li", "/candidates/new", 200), `value="points|||year|card|"`, `value="total|||year||`+year+`"`, `value="`+column+`"`)
	list, _, _ := strings.Cut(d.post(t, "li", "/candidates", url.Values{"go": {"save"}, "title": {"Who"}, "unit": {"west", "east"}, "column": {column, "points|||year|card|", "total|||year||" + year}}, 303), "<")
	list, _, _ = strings.Cut(list, "?")
	says(t, d.page(t, "li", list+"?sort=0", 200), "Appraisal "+year, "Grade of the appraisal", "Good", "68.00")
	says(t, d.page(t, "li", list+"?sort=1", 200), "Appraisal, Point card "+year, "Dongjiang", "70", "Xiling", "60")
	says(t, d.page(t, "li", list+"/edit", 200), `value="points|||year|card|" checked`, `value="`+column+`" checked`)
	says(t, d.page(t, "li", list+"/candidates.csv?sort=2", 200), "78.00")
	for _, file := range []string{"appraisal.xlsx", "appraisal.csv", "appraisal.docx", "appraisal.pdf"} {
		if body := d.page(t, "ying", at+"/files/"+file, 200); len(body) < 200 {
			t.Errorf("%s: %d bytes", file, len(body))
		}
	}
	if body := d.page(t, "ying", at+"/files/appraisal.csv", 200); strings.Contains(body, "west") {
		t.Errorf("the table of one unit names another\n%s", body)
	}
	if body := d.page(t, "li", at+"?verify=1", 200); !regexp.MustCompile(`Computed again: the same`).MatchString(body) {
		t.Errorf("verified\n%s", body)
	}
	do("zhang", at, "5", 303, url.Values{"go": {"hide"}})
	d.page(t, "ying", at, 404)
}
