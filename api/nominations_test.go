package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"minping/survey/library"
)

// One proposes by a program, another is told; whom nobody may propose is told
// where in the request; after the end, and without a secret, nothing opens.
func TestNominationsByProgram(t *testing.T) {
	f := team360(t)
	f.must(call{method: "POST", path: "/polls/ring/assignments/draw", body: `{"revision":0,"plan":{"seed":"7","rules":[{"group":"public","relation":"peer","count":1}]}}`, signed: true}, 200, nil)
	for body, pointer := range map[string]string{
		`{"revision":1,"groups":["none"],"most":2}`:                                   "/groups/0",
		`{"revision":1,"groups":["public"],"most":20,"until":"2001-01-01T00:00:00Z"}`: "/until",
	} {
		if w := f.do(call{method: "POST", path: "/polls/ring/assignments/nominations", body: body, signed: true}); w.Code != 422 || !strings.Contains(w.Body.String(), `"`+pointer+`"`) {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
	var asked NominationInvitations
	f.must(call{method: "POST", path: "/polls/ring/assignments/nominations", body: `{"revision":1,"groups":["public"],"most":2}`, signed: true}, 201, &asked)
	if len(asked.Invitations) != 4 || asked.Revision != 2 || !strings.HasSuffix(asked.Invitations[0].Link, "/n/ring#"+asked.Invitations[0].Secret) {
		t.Fatalf("asked %+v", asked)
	}
	nominate := func(secret, edits string, want int, out any) string {
		t.Helper()
		w := f.do(call{method: "POST", path: "/polls/ring/nominations", body: fmt.Sprintf(`{"secret":%q,"edits":[%s]}`, secret, edits)})
		if w.Code != want {
			t.Fatalf("%s: %d %s", edits, w.Code, w.Body)
		}
		if out != nil {
			if err := json.Unmarshal(w.Body.Bytes(), out); err != nil {
				t.Fatal(err)
			}
		}
		return w.Body.String()
	}
	secret := asked.Invitations[0].Secret
	var mine Nominations
	nominate(secret, "", 200, &mine)
	if mine.Person.ID != "p0" || !mine.Open || len(mine.Groups) != 1 || len(mine.Groups[0].Candidates) != 3 || len(mine.Groups[0].Proposed) != 0 {
		t.Fatalf("before: %+v", mine)
	}
	if said := nominate(secret, `{"do":"nominate","group":"public","rater":"nobody"}`, 422, nil); !strings.Contains(said, `"/edits/0/rater"`) {
		t.Error(said)
	}
	nominate(secret, `{"do":"nominate","group":"public","rater":"评价人3"},{"do":"nominate","group":"public","rater":"p2"}`, 200, &mine)
	if got := mine.Groups[0].Proposed; len(got) != 2 || got[0].Rater.ID != "p3" || got[1].Refused {
		t.Errorf("proposed %+v", got)
	}
	var book AssignmentBook
	f.must(call{method: "GET", path: "/polls/ring/assignments", signed: true}, 200, &book)
	if book.Revision != 3 || strings.Contains(f.do(call{method: "GET", path: "/polls/ring/assignments", signed: true}).Body.String(), "keys") {
		t.Errorf("the book %+v", book)
	}
	nominate("7KQ2-M9XD-4TFH-W3ZP-8RVC-N5JA-0EY0", "", 404, nil)
	f.must(call{method: "POST", path: "/polls/ring/assignments/nominations/end", body: `{"revision":3}`, signed: true}, 200, &book)
	nominate(secret, "", 404, nil)
}

// A rater opens his bundle and hands in all his sheets by a program; the bundle
// then has their receipts, and no code opens a second time.
func TestBundleByProgram(t *testing.T) {
	f := team360(t)
	f.must(call{method: "POST", path: "/polls/ring/assignments/draw", body: `{"revision":0,"plan":{"rules":[{"group":"public","relation":"peer","count":2}]}}`, signed: true}, 200, nil)
	var given Bundles
	f.must(call{method: "POST", path: "/polls/ring/bundles", body: `{"revision":1}`, signed: true}, 201, &given)
	f.must(call{method: "POST", path: "/polls/ring/open", signed: true}, 200, nil)
	open := func(secret string) (work Workspace) {
		t.Helper()
		f.must(call{method: "POST", path: "/bundles/open", body: fmt.Sprintf(`{"secret":%q}`, secret)}, 200, &work)
		return work
	}
	for _, b := range given.Bundles {
		work := open(b.Secret)
		if work.Poll != "ring" || work.State != "open" || len(work.Sheets) != b.Sheets {
			t.Fatalf("%s opens %+v", b.Name, work)
		}
		for _, sheet := range work.Sheets {
			if sheet.Spent || sheet.Receipt != "" || sheet.Group != "public" || !strings.HasPrefix(sheet.Name["zh"], "评价人") {
				t.Errorf("before it is handed in: %+v", sheet)
			}
			f.must(withCode("ring", sheet.Code, sheet.Unit, `{"s1":3}`), http.StatusCreated, nil)
		}
		for _, sheet := range open(b.Secret).Sheets {
			if !sheet.Spent || len(sheet.Receipt) != 64 {
				t.Errorf("afterwards: %+v", sheet)
			}
		}
	}
}

// The round after a nomination is made by a program: those who go on are the
// options of a new version, and the draft follows the first poll.
func TestNextRoundByProgram(t *testing.T) {
	f := newFixture(t)
	source, err := library.Source("nomination")
	if err != nil {
		t.Fatal(err)
	}
	f.must(call{method: "POST", path: "/questionnaires", body: string(source), header: map[string]string{"Content-Type": "application/yaml"}, signed: true}, 201, nil)
	f.must(call{method: "PUT", path: "/units", body: units, signed: true}, 204, nil)
	f.must(call{method: "POST", path: "/polls", body: `{"id":"first","title":{"zh":"推荐"},"questionnaire":{"id":"nomination"},"units":["north"],"access":"code","expected":12}`, signed: true}, 201, nil)
	f.must(call{method: "POST", path: "/polls/first/open", signed: true}, 200, nil)
	var made struct{ Codes []string }
	f.must(call{method: "POST", path: "/polls/first/codes", body: `{"units":["north"],"count":10}`, signed: true}, 201, &made)
	for i, code := range made.Codes {
		answers := `{"names":["n1","n2"]}`
		if i > 6 {
			answers = `{"names":["n1"],"others":["李某"]}`
		}
		cast := withCode("first", code, "north", answers)
		cast.body = strings.Replace(cast.body, `"group":"public",`, "", 1)
		f.must(cast, http.StatusCreated, nil)
	}
	f.must(call{method: "POST", path: "/polls/first/close", signed: true}, 200, nil)
	f.must(call{method: "POST", path: "/polls/first/publish", signed: true}, 200, nil)

	w := f.do(call{method: "POST", path: "/polls/first/next", body: `{"id":"second","item":"names","unit":"north","listed":["n1","n2"]}`, signed: true})
	if w.Code != http.StatusCreated || !strings.HasSuffix(w.Header().Get("Location"), "/polls/second") {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	var next struct {
		ID, State, Previous string
		Questionnaire       struct{ ID, Version string }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &next); err != nil {
		t.Fatal(err)
	}
	if next.State != "draft" || next.Previous != "first" || next.Questionnaire.ID != "nomination" || next.Questionnaire.Version == "1" {
		t.Errorf("the next round: %+v", next)
	}
	// The same vote again, for itself.
	f.must(call{method: "POST", path: "/polls/first/next", body: `{}`, signed: true}, 201, &next)
	if next.Previous != "first" || next.Questionnaire.Version != "1" {
		t.Errorf("the same vote again: %+v", next)
	}
}

// Who has an address gets what opens his nominations by mail, straight from
// memory; where nothing can be mailed nothing is called, and secrets of before
// still open.
func TestNominationsByMail(t *testing.T) {
	f := team360(t)
	f.must(call{method: "POST", path: "/polls/ring/assignments/draw", body: `{"revision":0,"plan":{"rules":[{"group":"public","relation":"peer","count":1}]}}`, signed: true}, 200, nil)
	ask := func(revision int) call {
		return call{method: "POST", path: "/polls/ring/assignments/nominations", body: fmt.Sprintf(`{"revision":%d,"groups":["public"],"most":2,"mail":true}`, revision), signed: true}
	}
	var asked NominationInvitations
	f.must(ask(1), 201, &asked)
	if asked.Mailed != 4 || len(asked.Invitations) != 0 || asked.Revision != 2 {
		t.Fatalf("asked %+v", asked)
	}
	var log []json.RawMessage
	f.must(call{method: "GET", path: "/notifications", signed: true}, 200, &log)
	if mails := f.mail.took; len(mails) != 4 || len(log) != 0 {
		t.Fatalf("%d mails, %d queued", len(mails), len(log))
	}
	opens := func(secret string) bool {
		return f.do(call{method: "POST", path: "/polls/ring/nominations", body: fmt.Sprintf(`{"secret":%q}`, secret)}).Code == 200
	}
	_, secret, _ := strings.Cut(f.mail.took[0].Link, "/n/ring#")
	if !opens(secret) || !strings.Contains(f.mail.took[0].Text, f.mail.took[0].Link) || strings.Contains(f.log.String(), secret) || strings.Contains(f.log.String(), f.mail.took[0].To.Address) {
		t.Errorf("the mail: %s", f.mail.took[0].Text)
	}
	f.server.Notify.Mailer = nil
	if w := f.do(ask(2)); w.Code != 422 || !strings.Contains(w.Body.String(), `"/mail"`) || !opens(secret) {
		t.Errorf("without a mail server: %d %s", w.Code, w.Body)
	}
}
