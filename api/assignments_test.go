package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"minping/survey"
)

// What the matrices send.
const (
	peerDraw = `{"revision":0,"plan":{"rules":[{"group":"public","relation":"peer","count":3}]}}`
	peerEdit = `{"revision":1,"edits":[{"do":"add","ratee":"north","group":"public","rater":"shen"}]}`
)

// team360 is a draft by code about four people of one team.
func team360(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	f.must(call{method: "POST", path: "/questionnaires", body: testForm, header: map[string]string{"Content-Type": "application/yaml"}, signed: true}, 201, nil)
	f.must(call{method: "PUT", path: "/units", body: units, signed: true}, 204, nil)
	var people []string
	for i := range 4 {
		people = append(people, fmt.Sprintf(`{"id":"p%d","name":"评价人%d","team":"north","tier":"person","mail":"p%d@example.org"}`, i, i, i))
	}
	f.must(call{method: "PUT", path: "/roster", body: `{"people":[` + strings.Join(people, ",") + `]}`, header: map[string]string{"If-Match": "*"}, signed: true}, 200, nil)
	f.must(call{method: "POST", path: "/polls", body: `{"id":"ring","title":{"zh":"环评"},"questionnaire":{"id":"service"},"units":["p0","p1","p2","p3"],"access":"code"}`, signed: true}, 201, nil)
	return f
}

// A program draws, looks before it keeps, edits, is told of a lost update,
// recalls and issues; then nothing says who evaluates whom.
func TestAssignmentsByProgram(t *testing.T) {
	f := team360(t)
	signed := func(method, path, body string, want int, out any) {
		t.Helper()
		f.must(call{method: method, path: "/polls/ring" + path, body: body, signed: true}, want, out)
	}
	const plan = `{"revision":%d,"plan":{"seed":%q,"rules":[{"group":"public","relation":"peer","count":2}],"limit":2}}`
	var preview, book AssignmentBook
	signed("POST", "/assignments/draw?check=true", fmt.Sprintf(plan, 0, "0"), 200, &preview)
	signed("GET", "/assignments", "", 200, &book)
	if preview.Stored || preview.Account.Sheets != 8 || preview.Account.Full != 4 || preview.Plan.Seed == 0 || book.Stored || book.Account.Sheets != 0 {
		t.Errorf("preview %+v, kept %+v", preview, book)
	}
	signed("POST", "/assignments/draw", fmt.Sprintf(plan, 0, fmt.Sprint(preview.Plan.Seed)), 200, &book)
	var list []survey.Assignment
	signed("GET", "/assignments/list?ratee=p0", "", 200, &list)
	if book.Revision != 1 || len(list) != 2 {
		t.Fatalf("book %+v, of p0 %+v", book, list)
	}
	edit := func(revision int, do, rest string) string {
		return fmt.Sprintf(`{"revision":%d,"edits":[{"do":%q,"ratee":"p0","group":"public","rater":%q%s}]}`, revision, do, list[0].Rater, rest)
	}
	if w := f.do(call{method: "POST", path: "/polls/ring/assignments", body: edit(1, "replace", ""), signed: true}); w.Code != 422 || !strings.Contains(w.Body.String(), `"/edits/0/reason"`) {
		t.Errorf("without a reason: %d %s", w.Code, w.Body)
	}
	signed("POST", "/assignments", edit(1, "decline", `,"reason":"on leave"`), 200, &book)
	signed("POST", "/assignments", edit(1, "remove", ""), 412, nil)
	signed("GET", "/assignments/list?state=declined", "", 200, &list)
	if len(list) != 1 || list[0].Reason != "on leave" {
		t.Errorf("declined: %+v", list)
	}
	table := f.do(call{method: "GET", path: "/polls/ring/export/assignments?format=csv", header: map[string]string{"Accept-Language": "en"}, signed: true})
	if !strings.Contains(table.Body.String(), "on leave") || !strings.Contains(table.Body.String(), "评价人3") {
		t.Errorf("the table: %s", table.Body)
	}

	issue := func(accept string) *http.Response {
		w := f.do(call{method: "POST", path: "/polls/ring/bundles", body: fmt.Sprintf(`{"revision":%d,"recipients":true}`, book.Revision), header: map[string]string{"Accept": accept}, signed: true})
		if w.Code != 201 {
			t.Fatalf("issued: %d %s", w.Code, w.Body)
		}
		return w.Result()
	}
	if pdf := issue("application/pdf"); pdf.Header.Get("Content-Type") != "application/pdf" || pdf.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("slips: %v", pdf.Header)
	}
	signed("GET", "/assignments", "", 200, &book)
	if !book.Sent || book.Account.Sheets != 0 || book.Plan.Seed != 0 {
		t.Errorf("once issued: %+v", book)
	}
	signed("POST", "/bundles/recall", fmt.Sprintf(`{"revision":%d}`, book.Revision), 204, nil)
	signed("GET", "/assignments", "", 200, &book)
	signed("POST", "/assignments/draw", fmt.Sprintf(plan, book.Revision, "7"), 200, &book)
	var given Bundles
	if err := json.NewDecoder(issue("application/json").Body).Decode(&given); err != nil || len(given.Bundles) != 4 || !strings.Contains(given.Bundles[0].Link, "/w#"+given.Bundles[0].Secret) {
		t.Errorf("bundles %+v, %v", given, err)
	}
	signed("POST", "/open", "", 200, nil)
	if w := f.do(call{method: "POST", path: "/polls/ring/bundles/recall", body: fmt.Sprintf(`{"revision":%d}`, book.Revision+1), signed: true}); w.Code != 409 {
		t.Errorf("recalled once open: %d %s", w.Code, w.Body)
	}
	var progress []survey.GroupProgress
	signed("GET", "/progress", "", 200, &progress)
	if len(progress) != 1 || progress[0].Sheets != 8 || progress[0].Band == nil {
		t.Errorf("progress: %+v", progress)
	}
	var recipients []struct{ Address string }
	signed("GET", "/recipients", "", 200, &recipients)
	if len(recipients) != 4 {
		t.Errorf("who can be reminded: %+v", recipients)
	}
}

// Mailed bundles reach their raters with their links; neither the database of
// messages nor the log has seen one.
func TestBundlesByMail(t *testing.T) {
	f := team360(t)
	f.must(call{method: "POST", path: "/polls/ring/assignments/draw", body: `{"revision":0,"plan":{"rules":[{"group":"public","relation":"peer","count":2}]}}`, signed: true}, 200, nil)
	var given Bundles
	f.must(call{method: "POST", path: "/polls/ring/bundles", body: `{"revision":1,"mail":true}`, signed: true}, 201, &given)
	if given.Mailed != 4 || len(given.Bundles) != 0 {
		t.Fatalf("given %+v", given)
	}
	mails := f.mail.took
	if len(mails) != 4 {
		t.Fatalf("%d mails", len(mails))
	}
	var log []json.RawMessage
	f.must(call{method: "GET", path: "/notifications", signed: true}, 200, &log)
	for _, m := range mails {
		_, secret, _ := strings.Cut(m.Link, "/w#")
		if sheets, err := f.service.Bundle(t.Context(), "ring", secret); err != nil || len(sheets) == 0 || !strings.Contains(m.Text, m.Link) {
			t.Errorf("%s opens %v, %v:\n%s", m.To.Address, sheets, err, m.Text)
		}
		if strings.Contains(m.Text, "匿名") || strings.Contains(f.log.String(), secret) || strings.Contains(f.log.String(), m.To.Address) {
			t.Errorf("promised or logged too much: %s", m.Text)
		}
	}
	if len(log) != 0 {
		t.Errorf("messages were queued: %s", log)
	}
}
