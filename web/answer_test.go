package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"minping/survey"
	"minping/web/answer"
	"minping/web/site"
)

// fillVisit answers the first page of "everything", contented.
func fillVisit(v *visitor) *visitor {
	v.t.Helper()
	return v.answer("overall1", "4").answer("staff.doctor", "5").answer("staff.nurse", "0").answer("again", "9")
}

// fillAll answers "everything" as far as the review.
func fillAll(v *visitor) *visitor {
	v.t.Helper()
	fillVisit(v).next().sees(http.StatusOK, "More")
	v.answer("heard", "web", "friend").answer("order", "signs", "queue").answer("visits", "3").answer("day", "2026-11-20")
	v.next().sees(http.StatusOK, "Your age")
	v.answer("age", "a").answer("said", "First line\nsecond <b>line</b>")
	return v.next().sees(http.StatusOK, "Check your answers")
}

func TestAnswerWithoutScript(t *testing.T) {
	w := newWorld(t)
	w.visit(t, "/p/open").sees(http.StatusOK, "Anonymous", "Dongjiang", "Which one do you want to rate?")
	v := w.visit(t, "/p/open?unit=west").sees(http.StatusOK, "Part 1 of 3", "About Xiling", "The visit overall")
	fillAll(v).sees(http.StatusOK, "1. The visit overall Satisfied", "Manner of the staff: Nurses Don’t know", "Online", "Friends", "Signs, Queues", "3 visits", "2026-11-20", "<b>line</b>")
	v.press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you", "counted exactly once")
	if len(v.receipt()) != 64 {
		t.Errorf("receipt %q", v.receipt())
	}
	must(t, w.service.ClosePoll(context.Background(), "open"))
	r, err := w.service.Release(context.Background(), "open")
	must(t, err)
	if r.Method.Ballots != 1 {
		t.Errorf("%d ballots counted, want 1", r.Method.Ballots)
	}
}

func TestAnswersAreKeptOnTheWay(t *testing.T) {
	w := newWorld(t)
	v := w.visit(t, "/p/open?unit=west")
	v.answer("overall1", "4").answer("staff.doctor", "5")
	v.next().sees(http.StatusUnprocessableEntity, "2 questions need another look", "Choose one answer in each row", "Choose one answer")
	if !strings.Contains(v.body, "<title>Error: ") {
		t.Error("the title does not begin with Error")
	}
	if v.form.Get("a.overall1") != "4" || v.form.Get("a.staff.doctor") != "5" {
		t.Errorf("answers lost: %v", v.form)
	}
	v.answer("staff.nurse", "0").answer("again", "0").next().sees(http.StatusOK, "More")
	// Back, another language, larger text: nothing is lost.
	v.answer("visits", "3").press(site.FieldGo, "back").sees(http.StatusOK, "The visit overall")
	if v.form.Get("a.visits") != "3" || v.form.Get("a.overall1") != "4" {
		t.Errorf("answers lost going back: %v", v.form)
	}
	v.next().press(site.FieldGo, "lang:zh").sees(http.StatusOK, "更多").press(site.FieldGo, "size:large").sees(http.StatusOK, "更多")
	if !strings.Contains(v.body, `data-size="large"`) || v.form.Get("a.overall1") != "4" || v.form.Get("a.visits") != "3" {
		t.Errorf("large text: %v", v.form)
	}
	for _, c := range v.header["Set-Cookie"] {
		t.Errorf("a ballot page set a cookie: %s", c)
	}
}

func TestBranches(t *testing.T) {
	w := newWorld(t)
	v := w.visit(t, "/p/open?unit=west").sees(http.StatusOK, "Part 1 of 3", "Why not satisfied?", "skip it if it does not apply")
	// What does not apply is dropped, though it was answered.
	fillVisit(v).answer("why", "no reason").next().sees(http.StatusOK, "Part 2 of 3")
	v.answer("heard", "web").next().next().sees(http.StatusOK, "Check your answers")
	if strings.Contains(v.text(), "no reason") {
		t.Errorf("the review shows an answer that does not apply:\n%s", v.text())
	}
	// A change opens a page that is asked before the ballot may be handed in.
	v.press(site.FieldGo, "to:visit-page").sees(http.StatusOK, "Check answers")
	v.answer("overall1", "1").answer("why", "").next().sees(http.StatusUnprocessableEntity, "1 question needs another look", "Why not satisfied?")
	v.answer("why", "Queues").next().sees(http.StatusOK, "Queues", "You said “Dissatisfied”. What went wrong?", "What went wrong")
}

func TestDoubtsCanBeConfirmed(t *testing.T) {
	w := newWorld(t)
	v := fillVisit(w.visit(t, "/p/open?unit=west")).next()
	v.answer("heard", "web").answer("visits", "60").next().sees(http.StatusUnprocessableEntity, "Please confirm 1 answer", "More than 50")
	v.press(site.FieldGo, "sure").sees(http.StatusOK, "Your age").next().sees(http.StatusOK, "60 visits")
	v.press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you")
	v = fillVisit(w.visit(t, "/p/open?unit=west")).next()
	v.answer("heard", "web").answer("visits", "600").press(site.FieldGo, "sure").sees(http.StatusUnprocessableEntity, "cannot be more than 99")
}

func TestSameFormTwiceIsOneBallot(t *testing.T) {
	w := newWorld(t)
	v := fillAll(w.visit(t, "/p/open?unit=west"))
	form := v.form
	form.Set(site.FieldGo, "submit")
	send := func(form url.Values) *visitor { v.open(postForm("/p/open", form)); return v }
	first := send(form).sees(http.StatusOK).receipt()
	if again := send(form).sees(http.StatusOK).receipt(); again != first {
		t.Errorf("the same form again: receipt %s, want %s", again, first)
	}
	other := url.Values{}
	for k, vs := range form {
		other[k] = vs
	}
	other.Set("a.overall1", "5")
	send(other).sees(http.StatusConflict, "One has been received already")
	must(t, w.service.ClosePoll(context.Background(), "open"))
	if late := send(form).sees(http.StatusOK).receipt(); late != first {
		t.Errorf("after closing: receipt %s, want %s", late, first)
	}
	other.Set(answer.FieldKey, answer.RandomHex())
	send(other).sees(http.StatusGone, "This poll has closed")
	w.visit(t, "/p/open").sees(http.StatusGone, "This poll has closed")
	w.visit(t, "/p/later").sees(http.StatusForbidden, "It opens 23 November, 09:30")
	w.visit(t, "/p/none").sees(http.StatusNotFound, "There is no such poll")
}

func TestChoosingUnitAndGroup(t *testing.T) {
	w := newWorld(t)
	w.visit(t, "/p/work?unit=nowhere").sees(http.StatusOK, "Which one do you want to rate?", "Dongjiang as a whole")
	v := w.visit(t, "/p/work?unit=east").sees(http.StatusOK, "As what do you rate Dongjiang?", "Officials")
	v.form.Set(site.FieldGroup, "public")
	v.press("", "").sees(http.StatusOK, "Part 1 of 6")
	if v.form.Get(site.FieldGroup) != "public" || v.form.Get(site.FieldUnit) != "east" {
		t.Errorf("form %v", v.form)
	}
}

func TestCodes(t *testing.T) {
	w := newWorld(t)
	_, codes, err := w.service.IssueCodes(context.Background(), "coded", survey.CodeBatch{Group: "cadres", Units: []string{"east", "west"}}, 2)
	must(t, err)
	v := w.visit(t, "/p/coded").sees(http.StatusOK, "Confidential", "Your code")
	if strings.Contains(strings.ToLower(v.text()), "anonym") {
		t.Errorf("a poll by code says anonymous:\n%s", v.text())
	}
	v.form.Set(answer.FieldCode, "ABC")
	v.press(site.FieldGo, "start").sees(http.StatusNotFound, "There is no such code")
	v.form.Set(answer.FieldCode, codes[0])
	v.press(site.FieldGo, "start").sees(http.StatusOK, "Dongjiang", "Xiling")
	if strings.Contains(v.text(), "Liuxi") {
		t.Error("a unit that the code does not cover is offered")
	}
	for i, unit := range []string{"east", "west"} {
		if i == 0 {
			v.press(site.FieldUnit, unit)
		} else {
			v.sees(http.StatusOK, "This code covers 1 more").press(site.FieldGo, "unit:"+unit)
		}
		rateWork(v, fmt.Sprint(5-i))
	}
	v.press(site.FieldGo, "unit:east").sees(http.StatusOK, "Part 1 of 6")
	if v.form.Get("a.A1") != "5" {
		t.Errorf("the first ballot came back as %v", v.form)
	}
	rateWork(v, "5")
	form := v.form
	v.press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you")
	form.Set("a.A1", "1")
	form.Set(site.FieldGo, "submit")
	v.open(postForm("/p/coded", form))
	v.sees(http.StatusConflict, "One has been received already")

	v = w.visit(t, "/p/coded")
	v.form.Set(answer.FieldCode, codes[0])
	v.press(site.FieldGo, "start").sees(http.StatusConflict, "One has been received already")
	must(t, w.service.ClosePoll(context.Background(), "coded"))
	r, err := w.service.Release(context.Background(), "coded")
	must(t, err)
	if r.Method.Ballots != 2 {
		t.Errorf("%d ballots, want the two of one code", r.Method.Ballots)
	}
}

// rateWork answers the bundled questionnaire with one option throughout, as
// far as the review.
func rateWork(v *visitor, code string) {
	v.t.Helper()
	for part, ids := range [][]string{{"A1", "A2", "A3", "A4", "A5"}, {"B1", "B2", "B3", "B4", "B5"}, {"C1", "C2", "C3", "C4", "C5"}, {"D1", "D2", "D3", "D4"}, nil, nil} {
		v.sees(http.StatusOK, fmt.Sprintf("Part %d of 6", part+1))
		for _, id := range ids {
			v.answer(id, code)
		}
		v.next()
	}
	v.sees(http.StatusOK, "Check your answers")
}

// brokenBox is a Service whose ballot box does not answer.
type brokenBox struct{ site.Polls }

func (brokenBox) Accept(context.Context, survey.Submission) (survey.Receipt, error) {
	return survey.Receipt{}, errors.Join(errors.New("disk full"), survey.ErrUnavailable)
}

func TestUnavailableKeepsTheForm(t *testing.T) {
	w := newWorld(t)
	v := fillAll(w.visit(t, "/p/open?unit=west"))
	w.Service = brokenBox{w.service}
	key := v.form.Get(answer.FieldKey)
	v.press(site.FieldGo, "submit").sees(http.StatusServiceUnavailable, "The ballot box cannot be reached", "count only once")
	if v.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	w.Service = w.service
	if v.form.Get(answer.FieldKey) != key {
		t.Error("the form was not kept")
	}
	v.press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you")
}

func TestBrokenForms(t *testing.T) {
	w := newWorld(t)
	v := &visitor{t: t, w: w}
	for name, tt := range map[string]struct {
		form   url.Values
		status int
	}{
		"nothing":        {url.Values{}, http.StatusOK},
		"unknown screen": {url.Values{answer.FieldScreen: {"x"}, site.FieldUnit: {"west"}, site.FieldGo: {"next"}}, http.StatusOK},
		"unknown verb":   {url.Values{answer.FieldScreen: {"more-page"}, site.FieldUnit: {"west"}, site.FieldGo: {"jump"}}, http.StatusOK},
		"unknown item":   {url.Values{answer.FieldScreen: {"more-page"}, site.FieldUnit: {"west"}, "a.nope": {"1"}}, http.StatusOK},
		"bad ballot":     {url.Values{answer.FieldDone: {"{"}}, http.StatusUnprocessableEntity},
		"bad option":     {url.Values{answer.FieldScreen: {"visit-page"}, site.FieldUnit: {"west"}, "a.overall1": {"77"}, site.FieldGo: {"next"}}, http.StatusUnprocessableEntity},
		"submit nothing": {url.Values{site.FieldGo: {"submit"}}, http.StatusOK},
		"submit half":    {url.Values{site.FieldGo: {"submit"}, site.FieldUnit: {"west"}, "a.overall1": {"5"}}, http.StatusUnprocessableEntity},
		"too large":      {url.Values{"a.said": {strings.Repeat("长", site.MaxForm/3)}}, http.StatusUnprocessableEntity},
	} {
		t.Run(name, func(t *testing.T) {
			v.t = t
			v.open(postForm("/p/open", tt.form))
			if v.status != tt.status {
				t.Errorf("status %d, want %d:\n%s", v.status, tt.status, v.text())
			}
		})
	}
}

func FuzzForm(f *testing.F) {
	w := newWorld(f)
	f.Add("unit=west&screen=visit-page&go=next&a.overall1=5")
	f.Add("unit=west&go=submit&a.overall1=5&key=00")
	f.Add("done=%7B%22unit%22%3A%22west%22%7D&unit=east&screen=_review&go=unit:west")
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest(http.MethodPost, "/p/open", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		rec := httptest.NewRecorder()
		w.e.ServeHTTP(rec, r)
		if rec.Code >= http.StatusInternalServerError {
			t.Errorf("status %d", rec.Code)
		}
	})
}
