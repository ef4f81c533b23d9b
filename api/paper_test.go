package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"minping/survey/access"
)

const (
	hall      = `{"label":"Hall 2","unit":"north","group":"public","eligible":40,"issued":30,"returned":2}`
	typedHall = `{"sheets":[{"answers":{"s1":3}},{"void":true,"reason":"illegible"}]}`
)

// second makes another organiser and returns its token.
func (f *fixture) second(name string) string {
	f.t.Helper()
	ctx := f.t.Context()
	a, err := f.access.Add(ctx, name, testPassword)
	if err == nil {
		_, err = f.access.Grant(ctx, access.Grant{Account: a.ID, Role: access.Organiser})
	}
	if err != nil {
		f.t.Fatal(err)
	}
	token, _, err := f.access.CreateToken(ctx, name, "test", time.Hour, access.Narrowed{})
	if err != nil {
		f.t.Fatal(err)
	}
	return token
}

// Paper is typed twice, compared and handed in by programs as on the pages; the
// one who types does not see what the other typed.
func TestPaper(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	as := map[string]string{"Authorization": "Bearer " + f.second("li")}
	var b PaperBatch
	f.must(call{method: "POST", path: "/polls/spring/paper", body: hall, signed: true}, http.StatusCreated, &b)
	f.must(call{method: "PUT", path: "/polls/spring/paper/1/entry", body: typedHall, signed: true}, http.StatusOK, nil)
	w := f.do(call{method: "GET", path: "/polls/spring/paper/1", header: as})
	if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "illegible") || !strings.Contains(w.Body.String(), `"sheets":2`) {
		t.Errorf("the other account sees %d %s", w.Code, w.Body)
	}
	old := w.Header().Get("ETag")
	f.must(call{method: "PUT", path: "/polls/spring/paper/1/entry", body: strings.Replace(typedHall, `"s1":3`, `"s1":"1"`, 1), header: as}, http.StatusOK, &b)
	if len(b.Entries) != 2 || len(b.Entries[1].Typed) != 2 || b.Entries[0].Typed != nil {
		t.Errorf("the second account has %+v", b)
	}
	if w := f.do(call{method: "PUT", path: "/polls/spring/paper/1", body: hall, header: map[string]string{"If-Match": old}, signed: true}); w.Code != http.StatusPreconditionFailed {
		t.Errorf("an edit of an older batch: %d", w.Code)
	}
	var differ PaperComparison
	f.must(call{method: "GET", path: "/polls/spring/paper/1/differences", signed: true}, http.StatusOK, &differ)
	if len(differ.Differences) != 1 || differ.Differences[0].Answer != "s1" || differ.Differences[0].Second[0] != "1" {
		t.Fatalf("they differ in %+v", differ)
	}
	decided, err := json.Marshal(PaperHandIn{Revision: differ.Revision, Second: []bool{true}})
	if err != nil {
		t.Fatal(err)
	}
	f.must(call{method: "POST", path: "/polls/spring/paper/1/hand-in", body: string(decided), signed: true}, http.StatusOK, &b)
	if b.State != "done" || b.Totals.Valid != 1 || b.Totals.Invalid != 1 || b.Totals.Reasons["illegible"] != 1 || len(b.Entries) != 0 {
		t.Errorf("handed in: %+v", b)
	}
	for body, want := range map[string]string{
		strings.Replace(hall, `"returned":2`, `"returned":31`, 1): `"pointer":"/returned"`,
		strings.Replace(hall, `"issued":30`, `"issued":50`, 1):    `"pointer":"/issued"`,
		strings.Replace(hall, "north", "west", 1):                 `"key":"paper_unit"`,
		strings.Replace(hall, "public", "staff", 1):               `"key":"paper_group"`,
	} {
		if w := f.do(call{method: "POST", path: "/polls/spring/paper", body: body, signed: true}); w.Code != 422 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
	f.must(call{method: "POST", path: "/polls/spring/paper", body: hall, signed: true}, http.StatusCreated, nil)
	for body, want := range map[string]string{
		`{"sheets":[{"answers":{"s1":3}}]}`:                         `"pointer":"/sheets"`,
		`{"sheets":[{"answers":{"s1":9}},{"answers":{}}]}`:          `"pointer":"/sheets/0/answers/s1"`,
		`{"sheets":[{"void":true,"reason":"ugly"},{"answers":{}}]}`: `"pointer":"/sheets/0/reason"`,
	} {
		if w := f.do(call{method: "PUT", path: "/polls/spring/paper/2/entry", body: body, signed: true}); w.Code != 422 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
}

// What is exported is a line for each, whatever the format, and no formula.
func TestExports(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.must(call{method: "PUT", path: "/units", body: `{"units":[{"id":"=1+1","name":{"en":"@SUM(A1)"}}]}`, signed: true}, http.StatusNoContent, nil)
	f.fill(12)
	f.must(call{method: "POST", path: "/polls/spring/close", signed: true}, http.StatusOK, nil)
	read := func(path string) string {
		t.Helper()
		w := f.do(call{method: "GET", path: path, signed: true})
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		return w.Body.String()
	}
	if got := read("/export/units?format=csv"); strings.Count(got, "\n") != 4 || !strings.Contains(got, "'=1+1,,'@SUM(A1)") {
		t.Errorf("units as CSV:\n%s", got)
	}
	if got := read("/export/units?format=ndjson"); strings.Count(got, "\n") != 3 || !strings.HasPrefix(got, `{"id":"north"`) {
		t.Errorf("units:\n%s", got)
	}
	scores := read("/polls/spring/export/scores?format=ndjson")
	if n := strings.Count(scores, "\n"); n != strings.Count(scores, `"node":`) || n != 6 { // two units at three nodes
		t.Errorf("scores:\n%s", scores)
	}
	if got := read("/polls/spring/export/scores?format=csv"); strings.Count(got, "\n") != 7 || !strings.Contains(got, "north,county,overall,100,") {
		t.Errorf("scores as CSV:\n%s", got)
	}
	for _, file := range []string{"results.json", "results.csv", "results.xlsx", "results.html", "problems.xlsx"} {
		if len(read("/polls/spring/files/"+file)) < 100 {
			t.Errorf("%s is empty", file)
		}
	}
	if w := f.do(call{method: "GET", path: "/polls/spring/files/comments.csv", signed: true}); w.Code != http.StatusNotFound {
		t.Errorf("comments before their release: %d", w.Code)
	}
	if w := f.do(call{method: "GET", path: "/polls/spring/files/passwd", signed: true}); w.Code != 422 && w.Code != 404 {
		t.Errorf("another file: %d", w.Code)
	}
	if got := read("/polls/spring/qr?unit=north"); !strings.HasPrefix(got, "<svg") {
		t.Errorf("the code is %.40s", got)
	}
}

// Whole sheets are typed by programs as well: a batch without a unit, answers
// named by theirs, and sheets that are open.
func TestWholeSheetsOfPaper(t *testing.T) {
	f := newFixture(t)
	f.must(call{method: http.MethodPost, path: "/questionnaires", body: evaluationForm, header: map[string]string{"Content-Type": "application/yaml"}, signed: true}, http.StatusCreated, nil)
	f.must(call{method: http.MethodPut, path: "/units", body: units, signed: true}, http.StatusNoContent, nil)
	f.must(call{method: http.MethodPost, path: "/polls", body: strings.Replace(poll, `"service"`, `"members"`, 1), signed: true}, http.StatusCreated, nil)
	f.must(call{method: http.MethodPost, path: "/polls/spring/open", signed: true}, http.StatusOK, nil)
	var b PaperBatch
	f.must(call{method: "POST", path: "/polls/spring/paper", body: `{"unit":"","group":"a","eligible":2,"issued":2,"returned":2}`, signed: true}, http.StatusCreated, &b)
	sheet := `{"answers":{"north/m0":"A","north/m1":"B","south/m0":"B","south/m1":"B"}}`
	f.must(call{method: "PUT", path: "/polls/spring/paper/1/entry", body: `{"sheets":[` + sheet + `,{"open":true,"answers":{"north/m0":"A"}}]}`, signed: true}, http.StatusOK, &b)
	if e := b.Entries[0]; !e.Draft || e.Typed[0].Open || !e.Typed[1].Open || e.Typed[0].Answers["south/m1"][0] != "B" {
		t.Errorf("typed %+v", e)
	}
	if w := f.do(call{method: "PUT", path: "/polls/spring/paper/1/entry", body: `{"sheets":[` + sheet + `,{"answers":{"west/m0":"A"}}]}`, signed: true}); w.Code != 422 || !strings.Contains(w.Body.String(), `"pointer":"/sheets/1/answers/west~1m0"`) {
		t.Errorf("of another unit: %d %s", w.Code, w.Body)
	}
}
