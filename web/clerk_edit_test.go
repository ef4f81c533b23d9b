package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/clerk"
)

func TestPaperIsCorrectedAndRemoved(t *testing.T) {
	d := newDesk(t)
	home := d.page(t, "wei", "/", http.StatusOK)
	for _, want := range []string{`href="/paper/open"`, `href="/k/open"`} {
		if !strings.Contains(home, want) {
			t.Errorf("the home page lacks %s", want)
		}
	}
	d.post(t, "wei", "/paper/open", batchOfThree, http.StatusSeeOther)
	more := url.Values{"unit": {"east"}, "label": {"Second floor"}, "eligible": {"30"}, "issued": {"6"}, "returned": {"5"}, "revision": {"0"}}
	d.post(t, "wei", "/paper/open/1/edit", more, http.StatusSeeOther)
	d.post(t, "wei", "/paper/open/1/edit", more, http.StatusConflict) // by a page that is old
	if page := d.page(t, "li", "/paper/open/1", http.StatusOK); !strings.Contains(page, "Dongjiang · Second floor") || !strings.Contains(page, `name="4.`) {
		t.Errorf("not corrected:\n%s", page)
	}
	more.Set("revision", "1")
	more.Set("returned", "7")
	if page := d.post(t, "wei", "/paper/open/1/edit", more, http.StatusUnprocessableEntity); !strings.Contains(page, "void") {
		t.Errorf("more returned than issued: %s", page)
	}
	d.post(t, "wei", "/paper/open/1", url.Values{"go": {"draft"}, "0.overall1": {"4"}}, http.StatusSeeOther)
	if page := d.page(t, "wei", "/paper/open/1", http.StatusOK); !strings.Contains(page, "Typed 0 times of 2") || !strings.Contains(page, `name="0.overall1" value="4"`) {
		t.Error("a draft is not kept, or counts as finished")
	}
	d.post(t, "wei", "/paper/open/1/edit", url.Values{"go": {"withdraw"}, "revision": {"2"}}, http.StatusSeeOther)
	d.post(t, "wei", "/paper/open/1/edit", url.Values{"go": {"remove"}, "revision": {"3"}}, http.StatusConflict)
	d.post(t, "wei", "/paper/open/1/edit", url.Values{"go": {"remove"}, "revision": {"3"}, "sure": {"1"}}, http.StatusSeeOther)
	if page := d.page(t, "wei", "/paper/open", http.StatusOK); !strings.Contains(page, `class="gone"`) {
		t.Error("a removed batch is not told")
	}
	d.page(t, "wei", "/paper/open/1/protocol", http.StatusNotFound)
}

// Counting waits for paper; what is left out is said in the results.
func TestPaperIsLeftOutOnPurpose(t *testing.T) {
	d := newDesk(t)
	d.post(t, "wei", "/paper/open", batchOfThree, http.StatusSeeOther)
	for _, who := range []string{"wei", "li"} {
		d.post(t, who, "/paper/open/1", typed("4"), http.StatusSeeOther)
	}
	d.post(t, "wei", "/paper/open/1", url.Values{"go": {"handin"}, "revision": {"2"}}, http.StatusSeeOther)
	if page := d.page(t, "li", "/paper/open/1/protocol", http.StatusOK); !strings.Contains(page, "illegible") || !strings.Contains(page, "Scrutineer") {
		t.Errorf("the record is\n%s", page)
	}
	d.post(t, "wei", "/paper/open", batchOfThree, http.StatusSeeOther)
	d.post(t, "wei", "/paper/open/count", url.Values{"sure": {"1"}}, http.StatusConflict) // answering is not over
	poll, err := d.service.Poll(t.Context(), "open")
	must(t, err)
	then := now
	now = poll.Closes
	defer func() { now = then }()
	must(t, d.service.Tick(t.Context()))
	if page := d.page(t, "wei", "/paper/open", http.StatusOK); !strings.Contains(page, "The count waits for 3 sheets") {
		t.Errorf("nothing says what the count waits for:\n%s", page)
	}
	if page := d.page(t, "wei", "/", http.StatusOK); !strings.Contains(page, "The count waits for paper") {
		t.Error("the home page does not say that the count waits")
	}
	d.post(t, "wei", "/paper/open/count", nil, http.StatusConflict)
	d.post(t, "wei", "/paper/open/count", url.Values{"sure": {"1"}}, http.StatusSeeOther)
	r, err := d.service.Release(t.Context(), "open")
	must(t, err)
	if r.Paper == nil || r.Paper.Batches != 1 || len(r.LeftOut) != 1 || r.LeftOut[0].Count != 3 {
		t.Errorf("paper %+v, left out %v", r.Paper, r.LeftOut)
	}
	if page := d.page(t, "wei", "/r/open/method", http.StatusOK); !strings.Contains(page, `id="paper"`) || !strings.Contains(page, "left out on purpose") {
		t.Error("the method page tells nothing of paper")
	}
}

// nineteen is a form of as many items of one digit.
func nineteen() string {
	var b strings.Builder
	b.WriteString("id: nineteen\nversion: 1\ntitle: {en: Nineteen}\nscales:\n  s: [")
	for i := 5; i > 0; i-- {
		fmt.Fprintf(&b, "{code: %d, label: {en: Grade %d}, score: %d},", i, i, 20*i)
	}
	b.WriteString("]\nitems:\n")
	for i := range 19 {
		fmt.Fprintf(&b, "  - {id: q%d, scale: s, text: {en: Question %d}}\n", i, i+1)
	}
	b.WriteString("index:\n")
	for i := range 19 {
		fmt.Fprintf(&b, "  - {item: q%d, weight: 1}\n", i)
	}
	return b.String()
}

// A sheet of 19 items takes 19 digits and Enter, which keeps it.
func TestBrowserPaperTakesTwentyKeys(t *testing.T) {
	d := newDesk(t)
	_, err := d.service.AddQuestionnaire(t.Context(), []byte(nineteen()))
	must(t, err)
	_, err = d.service.CreatePoll(t.Context(), survey.Poll{ID: "nine", Title: survey.Text{"en": "Nine"}, Questionnaire: survey.QuestionnaireRef{ID: "nineteen"}, Units: []string{"west"}, Access: survey.OpenLink})
	must(t, err)
	must(t, d.service.OpenPoll(t.Context(), "nine"))
	d.post(t, "wei", "/paper/nine", batchOfThree, http.StatusSeeOther)
	e := echo.New()
	e.Any("/*", func(c echo.Context) error {
		c.Request().AddCookie(d.cookies["wei"])
		d.e.ServeHTTP(c.Response(), c.Request())
		return nil
	})
	shown := *d.world
	shown.e = e
	b := openBrowser(t, &shown)
	b.do(chromedp.EmulateViewport(1280, 800), chromedp.Navigate(b.url+"/paper/nine/1?lang=en"))
	b.awaits("Questions and keys")
	keys := 0
	press := func(s string) {
		for _, k := range s {
			keys++
			b.do(chromedp.KeyEvent(string(k)))
		}
	}
	press("5432154321543215432\r")
	if keys != 20 {
		t.Errorf("%d keys a sheet, want 20", keys)
	}
	focus := func(want string) {
		t.Helper()
		if got := eval[string](b, "document.activeElement.name || document.activeElement.id"); got != want {
			t.Errorf("the focus is on %q, want %q", got, want)
		}
	}
	focus("1.q0")
	b.awaits("Saved up to here (1)")
	batch, err := d.Desk.(*clerk.Desk).Batch(t.Context(), "nine", 1)
	must(t, err)
	if len(batch.Work.Entries) != 1 || !batch.Work.Entries[0].Draft || len(batch.Work.Entries[0].Sheets[0].Answers) != 19 || len(batch.Complete()) != 0 {
		t.Errorf("what is kept is %+v", batch.Work.Entries)
	}

	// A slip is taken back by Backspace, and by undoing; a sheet is jumped to.
	press("34\b")
	focus("1.q1")
	if got := eval[string](b, `document.querySelector('[name="1.q1"]').value`); got != "" {
		t.Errorf("Backspace leaves %q", got)
	}
	press("/3\r")
	focus("2.q0")
	press("2")
	b.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(2)))
	focus("2.q0")
	if got := eval[string](b, `document.querySelector('[name="2.q0"]').value`); got != "" {
		t.Errorf("undoing leaves %q", got)
	}
}
