package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"minping/survey"
	"minping/web/answer"
	"minping/web/site"
)

// kioskReview answers everything on the tablet, as far as the review.
func (b *browser) kioskReview() {
	b.t.Helper()
	for _, step := range []struct {
		press, then string
	}{
		{"[data-begin] .btn", "Which one do you want to rate?"},
		{`[name=unit][value=west]`, "About Xiling"},
	} {
		b.click(step.press)
		b.awaits(step.then)
	}
	b.option("overall1", "4")
	b.option("staff.doctor", "5")
	b.option("staff.nurse", "0")
	b.option("again", "9")
	b.click(forward)
	b.awaits("How did you hear of us?")
	b.option("heard", "web")
	b.click(forward)
	b.awaits("Your age")
	b.do(chromedp.SendKeys(chromedp.CSS("#f-said"), "my secret"))
	b.click(forward)
	b.awaits("Check your answers")
	b.says("my secret")
}

// nothingKept demands that the tablet holds nothing of a person.
func (b *browser) nothingKept() {
	b.t.Helper()
	if n := eval[int](b, "sessionStorage.length + localStorage.length"); n != 0 {
		b.t.Errorf("%d things are stored", n)
	}
	if cookies := eval[string](b, "document.cookie"); cookies != "" {
		b.t.Errorf("cookies %q", cookies)
	}
	if page := eval[string](b, "document.documentElement.outerHTML"); strings.Contains(page, "my secret") {
		b.t.Error("an answer is still on the page")
	}
}

func TestBrowserKiosk(t *testing.T) {
	w := newWorld(t)
	w.Kiosk = site.Kiosk{Rest: time.Hour, Idle: time.Hour}
	b := openBrowser(t, w)
	b.open("/p/later?lang=en") // the page before
	b.open("/p/open?kiosk=1&lang=en")
	b.open("/k/open?lang=en")
	b.says("This is a shared device", "Start")
	before := eval[int](b, "history.length")
	b.kioskReview()
	b.nothingRemembered()
	if n := eval[int](b, "sessionStorage.length + localStorage.length"); n != 0 {
		t.Errorf("%d things are stored while answering", n)
	}
	b.click(handIn)
	b.awaits("Thank you, your answers are in")
	b.says("photograph or scan it", "Back to the start in")
	if !eval[bool](b, "document.querySelector('.qr').checkVisibility()") {
		t.Error("no QR code of the receipt")
	}
	b.nothingKept()

	// Neither back nor forward finds an answer.
	if n := eval[int](b, "history.length"); n != before {
		t.Errorf("the history grew from %d to %d", before, n)
	}
	for _, step := range []chromedp.Action[chromedp.Void]{chromedp.NavigateBack(), chromedp.NavigateForward(), chromedp.Reload()} {
		b.do(step)
		b.nothingKept()
	}
	b.says("This is a shared device")

	// The next person begins anew, and goes back by the link.
	b.kioskReview()
	b.click(handIn)
	b.awaits("Thank you")
	b.follow(".acts a.btn")
	b.says("This is a shared device")
	b.nothingKept()
	w.ballots(t, "open", 2)
}

// nothingRemembered demands that the browser keeps nothing of the forms: no
// answers to put back, no suggestions for who comes next.
func (b *browser) nothingRemembered() {
	b.t.Helper()
	if !eval[bool](b, "document.forms.length > 0 && [...document.forms].every(f => f.autocomplete == 'off' || f.method == 'dialog')") {
		b.t.Error("a form may be remembered")
	}
}

// Who walks away in the middle leaves nothing to find: not by back and forward,
// not on a page that the browser keeps alive, not by loading it again.
func TestBrowserKioskLeftInTheMiddle(t *testing.T) {
	w := newWorld(t)
	w.Kiosk = site.Kiosk{Rest: time.Hour, Idle: time.Hour}
	b := openBrowser(t, w)
	b.open("/p/later?lang=en")
	b.open("/k/open?lang=en")
	b.nothingRemembered()
	before := eval[int](b, "history.length")

	b.kioskReview()
	b.do(chromedp.NavigateBack())
	b.nothingKept()
	b.do(chromedp.NavigateForward())
	b.awaits("This is a shared device")
	b.nothingKept()

	// A page that is kept alive is hidden when it is left, and starts again when
	// it is shown.
	b.kioskReview()
	eval[bool](b, "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
	if eval[bool](b, "document.body.checkVisibility()") {
		t.Error("a page that is kept alive shows answers")
	}
	eval[bool](b, "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
	b.awaits("This is a shared device")
	b.nothingKept()

	b.kioskReview()
	b.do(chromedp.Reload())
	b.awaits("This is a shared device")
	b.nothingKept()
	if n := eval[int](b, "history.length"); n != before {
		t.Errorf("the history grew from %d to %d", before, n)
	}
	w.ballots(t, "open", 0)
}

// Nobody there: the tablet asks, waits, and starts again. Who is there says so.
func TestBrowserKioskStartsAgain(t *testing.T) {
	w := newWorld(t)
	w.Kiosk = site.Kiosk{Idle: time.Second, Grace: time.Hour, Rest: time.Second}
	b := openBrowser(t, w)
	b.open("/k/open?lang=en")
	b.click("[data-begin] .btn")
	b.awaits("Are you still there?")
	if id := eval[string](b, "document.activeElement.textContent"); id != "I am here" {
		t.Errorf("the focus is on %q", id)
	}
	b.do(chromedp.KeyEvent("\r"))
	if eval[bool](b, "document.querySelector('#idle').open") {
		t.Error("the countdown cannot be stopped")
	}
	w.Kiosk.Grace = time.Second
	b.open("/k/open?lang=en")
	b.click("[data-begin] .btn")
	b.awaits("Are you still there?")
	b.awaits("This is a shared device")

	// After the thanks it goes back by itself, unless somebody still looks.
	w.Kiosk = site.Kiosk{Idle: time.Hour, Rest: 5 * time.Second}
	b.open("/k/open?lang=en")
	b.kioskReview()
	b.click(handIn)
	b.awaits("Back to the start in")
	b.click(".acts [data-stay]")
	if eval[bool](b, "document.querySelector('[data-rest]').checkVisibility()") {
		t.Error("the receipt cannot be kept longer")
	}
	w.Kiosk.Rest = time.Second
	b.open("/k/open?lang=en")
	b.kioskReview()
	b.click(handIn)
	b.awaits("This is a shared device")
	w.ballots(t, "open", 2)
}

// Without a network the tablet keeps the ballot in memory and tries again.
func TestBrowserKioskWithoutNetwork(t *testing.T) {
	w := newWorld(t)
	b := openBrowser(t, w)
	b.open("/k/open?lang=en")
	b.kioskReview()
	b.cutNetwork(true)
	b.click(handIn)
	b.awaits("Not handed in yet")
	b.says("tell the staff")
	b.nothingKept()
	b.cutNetwork(false)
	b.awaits("Thank you, your answers are in")
	w.ballots(t, "open", 1)
}

func TestKioskWithoutScript(t *testing.T) {
	w := newWorld(t)
	v := w.visit(t, "/p/open?kiosk=1").sees(http.StatusSeeOther)
	if to := v.header.Get("Location"); to != "/k/open" {
		t.Errorf("kiosk=1 leads to %s", to)
	}
	v = w.visit(t, "/k/open?lang=en").sees(http.StatusOK, "Poll open", "Start")
	v.press(site.FieldGo, "start").sees(http.StatusOK, "Which one do you want to rate?").press(site.FieldUnit, "west")
	reviewed(v).sees(http.StatusOK, "Start again").press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you")
	if !strings.Contains(v.body, `<noscript><meta http-equiv="refresh" content="30;url=/k/open">`) {
		t.Error("without script the receipt stays for ever")
	}
	for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "Set-Cookie": ""} {
		if got := v.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if strings.Contains(v.body, "data-draft") {
		t.Error("the tablet would keep a draft")
	}
	w.visit(t, "/k/later").sees(http.StatusForbidden)
	w.visit(t, "/k/nothing").sees(http.StatusNotFound)
}

// What ties a tablet down: a code is asked for, and its link leads nowhere else.
func TestKioskByCode(t *testing.T) {
	w := newWorld(t)
	_, codes, err := w.service.IssueCodes(t.Context(), "coded", survey.CodeBatch{Group: "cadres", Units: []string{"west"}}, 1)
	must(t, err)
	v := w.visit(t, "/k/coded").press(site.FieldGo, "start").sees(http.StatusOK, "Your code")
	v.form.Set(answer.FieldCode, codes[0])
	v.press(site.FieldGo, "start").sees(http.StatusOK, "About Xiling")
	if strings.Contains(v.body, `href="/"`) {
		t.Error("a link leads away from the tablet's pages")
	}
}
