package api

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"minping/survey/access"
	"minping/survey/dossier"
	"minping/survey/points"
)

const apiScheme = `id: year
title: {zh: 年度考核}
tiers: [county]
parts:
  - {id: routine, title: {zh: 平时积分}, weight: 100, card: card}
cards:
  - {id: card, title: {zh: 积分卡}, base: 60, items: [{id: award, title: {zh: 受表彰}, points: 10, cap: 20}]}
grades:
  - {id: best, title: {zh: 优秀}, from: 70}
  - {id: rest, title: {zh: 其余}}
`

// Points by the API, from the entry to the grade: who may do what.
func TestPoints(t *testing.T) {
	f := twoSides(t)
	whole := f.token
	organiser, _, _ := f.tokenFor(access.Organiser, "east")
	answerer, _, _ := f.tokenFor(access.Answerer, "east-0")
	other, _, _ := f.tokenFor(access.Answerer, "west-0")
	inspector, _, _ := f.tokenFor(access.Inspector, "east")
	leader, _, _ := f.tokenFor(access.Leader, "east-0")
	do := func(token, method, path, body string, want int, into any) {
		t.Helper()
		f.must(call{method: method, path: path, body: body, header: map[string]string{"Authorization": "Bearer " + token}}, want, into)
	}
	source, _ := json.Marshal(apiScheme)
	do(organiser, "POST", "/schemes", `{"revision":0,"source":`+string(source)+`}`, 404, nil)
	do(whole, "POST", "/schemes", `{"revision":0,"source":"id: year\ntitle: x\nparts: []\n"}`, 422, nil)
	var plan points.Plan
	do(whole, "POST", "/schemes?check=true", `{"revision":0,"source":"id: year\ntitle: x\nparts: []\n"}`, 422, nil)
	do(organiser, "POST", "/schemes?check=true", `{"revision":0,"source":`+string(source)+`}`, 404, nil)
	do(whole, "POST", "/schemes?check=true", `{"revision":0,"source":`+string(source)+`}`, 200, &plan)
	do(whole, "GET", "/schemes/year", "", 404, nil)
	if plan.ID != "year" || plan.Revision != 1 {
		t.Errorf("it would be %s, revision %d", plan.ID, plan.Revision)
	}
	do(whole, "POST", "/schemes", `{"revision":0,"source":`+string(source)+`}`, 200, &plan)
	changed, _ := json.Marshal(apiScheme + "# 1\n")
	do(whole, "POST", "/schemes", `{"revision":0,"source":`+string(changed)+`}`, 412, nil)
	do(leader, "GET", "/schemes/year", "", 200, &plan)
	if plan.Source != apiScheme {
		t.Errorf("the file came back as %q", plan.Source)
	}

	entry := `{"scheme":"year","unit":"east-0","date":"2026-01-02","item":"award","matter":"获表彰"}`
	var e points.Entry
	do(other, "POST", "/point-entries", entry, 422, nil)
	do(leader, "POST", "/point-entries", entry, 404, nil)
	do(answerer, "POST", "/point-entries", entry, 201, &e)
	step := func(token string, revision int, what string, want int) {
		t.Helper()
		do(token, "POST", "/point-entries/"+e.ID+"/steps", fmt.Sprintf(`{"revision":%d,%s}`, revision, what), want, nil)
	}
	step(answerer, 1, `"do":"confirm"`, 403)
	step(other, 1, `"do":"confirm"`, 404)
	step(inspector, 1, `"do":"refuse"`, 422)
	step(inspector, 1, `"do":"confirm"`, 200)
	step(organiser, 1, `"do":"withdraw","why":"误记"`, 412)
	var card points.Card
	do(leader, "GET", "/point-cards/year/card/east-0?year=2026", "", 200, &card)
	if card.Balance.Balance != 70 || len(card.Lines) != 1 {
		t.Errorf("card %+v", card)
	}
	do(other, "GET", "/point-cards/year/card/east-0?year=2026", "", 404, nil)
	var cards []points.Card
	do(other, "GET", "/point-cards?scheme=year&year=2026", "", 200, &cards)
	if len(cards) != 1 || cards[0].Unit != "west-0" {
		t.Errorf("another sees %+v", cards)
	}
	w := f.do(call{method: "GET", path: "/export/point-entries?scheme=year&format=csv", header: map[string]string{"Authorization": "Bearer " + answerer}})
	if w.Code != 200 || !strings.Contains(w.Body.String(), e.ID) {
		t.Errorf("export: %d %s", w.Code, w.Body)
	}

	var a points.Appraisal
	do(inspector, "POST", "/appraisals", `{"scheme":"year","unit":"east","year":"2026"}`, 404, nil)
	do(organiser, "POST", "/appraisals", `{"scheme":"year","unit":"west","year":"2026"}`, 422, nil)
	do(organiser, "POST", "/appraisals", `{"scheme":"year","unit":"east","year":"2026"}`, 201, &a)
	do(leader, "GET", "/appraisals/"+a.ID, "", 404, nil)
	do(organiser, "POST", "/appraisals/"+a.ID+"/show", `{"revision":1,"shown":true}`, 422, nil)
	do(organiser, "POST", "/appraisals/"+a.ID+"/grades", `{"revision":1,"grades":[{"unit":"east-0","grade":"best"}]}`, 200, &a)
	do(organiser, "POST", "/appraisals/"+a.ID+"/grades", `{"revision":2,"grades":[{"unit":"east-1","grade":"best"}]}`, 422, nil)
	do(organiser, "POST", "/appraisals/"+a.ID+"/grades", `{"revision":2,"grades":[{"unit":"east-1","grade":"rest"}]}`, 200, &a)
	do(organiser, "POST", "/appraisals/"+a.ID+"/agree", `{"revision":3,"units":["east-1"]}`, 422, nil) // one decides by this scheme
	do(organiser, "POST", "/appraisals/"+a.ID+"/show", `{"revision":3,"shown":true}`, 200, &a)
	do(organiser, "POST", "/appraisals/"+a.ID+"/grades", `{"revision":4,"grades":[{"unit":"east-1","grade":"rest"}]}`, 422, nil) // it is shown
	do(leader, "GET", "/appraisals/"+a.ID, "", 200, &a)
	if len(a.Result.Units) != 1 {
		t.Errorf("a leader reads %d units", len(a.Result.Units))
	}
	var d dossier.Dossier
	do(leader, "GET", "/units/east-0/dossier", "", 200, &d)
	if g := d.Graded; len(g) != 1 || g[0].Appraisal != a.ID || g[0].Grade.In("zh") != "优秀" || g[0].Total != 70 {
		t.Errorf("the dossier tells of %+v", g)
	}
	do(whole, "POST", "/candidate-lists", `{"title":"人选","units":["east-0"],"columns":[{"kind":"overdue","scheme":"year"}]}`, 422, nil)
	var list dossier.List
	do(whole, "POST", "/candidate-lists", `{"title":"人选","units":["east-1","east-0"],"columns":[{"kind":"grade","scheme":"year","year":"2026"},{"kind":"total"}]}`, 201, &list)
	var sheet dossier.Sheet
	do(whole, "GET", "/candidate-lists/"+list.ID+"?sort=0", "", 200, &sheet)
	if len(sheet.Columns) != 2 || sheet.Rows[0].Unit != "east-0" || sheet.Rows[0].Cells[0].Text.In("zh") != "优秀" || sheet.Rows[1].Cells[1].Value != 60 {
		t.Errorf("the list tells %+v", sheet)
	}
	do(leader, "GET", "/appraisals/"+a.ID+"/verification", "", 403, nil)
	var v points.Verification
	do(organiser, "GET", "/appraisals/"+a.ID+"/verification", "", 200, &v)
	if !v.Same {
		t.Errorf("verified %+v", v)
	}
	for _, format := range []string{"docx", "pdf", "xlsx", "csv", "json"} {
		w := f.do(call{method: "GET", path: "/export/appraisals/" + a.ID + "?format=" + format, header: map[string]string{"Authorization": "Bearer " + organiser}})
		if w.Code != 200 || w.Body.Len() < 100 {
			t.Errorf("%s: %d, %d bytes", format, w.Code, w.Body.Len())
		}
	}
}
