package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/labstack/echo/v4"

	"minping/web/site"
)

// A questionnaire is written by keyboard: mistakes are told while typing and go
// when put right, entries move and keep the focus, weights are summed, what is
// not saved is not left unasked.
func TestBrowserBuilder(t *testing.T) {
	for _, r := range []answerer{
		{lang: "zh", width: 360, script: true},
		{lang: "en", width: 1440, script: true, dark: true},
	} {
		t.Run(r.String(), func(t *testing.T) { buildByKeyboard(t, r) })
	}
}

func buildByKeyboard(t *testing.T, r answerer) {
	w := &writer{desk: newDesk(t), t: t}
	base := w.begin(url.Values{"from": {"bundled:service-review"}})
	// The browser is wei without signing in: his cookie goes with every request.
	e := echo.New()
	e.Any("/*", func(c echo.Context) error {
		c.Request().AddCookie(w.cookies["wei"])
		w.e.ServeHTTP(c.Response(), c.Request())
		return nil
	})
	shown := *w.world
	shown.e = e
	v := sit(t, &shown, r)
	word := func(key string, args ...any) string { return site.Translate(r.lang, key, args...) }
	keys := func(keys string, with ...chromedp.KeyOption) {
		t.Helper()
		v.do(chromedp.KeyEvent(keys, with...))
	}
	field := func(name string) {
		t.Helper()
		if !eval[bool](v.browser, `(f => { f?.focus(); f?.select?.(); return f != null && f == document.activeElement })(document.querySelector('[name="`+name+`"]'))`) {
			t.Fatalf("no field %s", name)
		}
	}
	value := func(name string) string {
		t.Helper()
		return eval[string](v.browser, `document.querySelector('[name="`+name+`"]').value`)
	}
	submits := func(act func()) {
		t.Helper()
		eval[bool](v.browser, "window.old = true")
		act()
		for gone := false; !gone; time.Sleep(20 * time.Millisecond) {
			must(t, v.ctx.Err())
			gone, _ = chromedp.Run(v.ctx, chromedp.Evaluate[bool]("!window.old && document.readyState == 'complete'"))
		}
		v.fits()
	}
	button := func(verb string) {
		t.Helper()
		submits(func() {
			if !eval[bool](v.browser, `(f => { f?.focus(); return f != null })(document.querySelector('#draft button[value="`+verb+`"]:not(.vh)'))`) {
				t.Fatalf("no button %s", verb)
			}
			keys("\r")
		})
	}
	leaves := func() bool {
		t.Helper()
		return eval[bool](v.browser, "dispatchEvent(new Event('beforeunload', {cancelable: true}))")
	}

	v.open(base + "items?at=items[1]&lang=" + r.lang)
	if !leaves() {
		t.Error("who changed nothing is kept")
	}
	show := "v:items[1].show_if"
	before := value(show)
	field(show)
	keys("nothing == 1")
	mistake := word("builder.mistakes", "k", 1)
	v.awaits(mistake)
	wrong := `document.querySelector('[name="` + show + `"]').getAttribute('aria-invalid') == 'true'`
	if !eval[bool](v.browser, wrong+` && document.getElementById('w-f-items[1].show_if').innerText.includes('nothing')`) {
		t.Error("the mistake is not at the field")
	}
	if leaves() {
		t.Error("what is not saved is lost unasked")
	}
	field(show)
	if keys("\b"); before != "" {
		keys(before)
	}
	v.awaits(word("builder.ready"))
	if eval[bool](v.browser, wrong) {
		t.Error("what was put right is still marked")
	}

	// Typed, then moved down twice and up once: what was typed goes along.
	field("t:items[1].text|" + r.lang)
	keys("Moved")
	id := value("v:items[1].id")
	eval[bool](v.browser, `document.querySelector('.entries .on a').focus() ?? true`)
	for _, step := range []struct{ key, at string }{{kb.ArrowDown, "2"}, {kb.ArrowDown, "3"}, {kb.ArrowUp, "2"}} {
		submits(func() { keys(step.key, chromedp.KeyModifiers(chromedp.ModifierAlt)) })
		if got := eval[string](v.browser, "document.activeElement.id"); got != "at-items["+step.at+"]" {
			t.Errorf("moved to %s, the focus is on %q", step.at, got)
		}
		if got := value("v:items[" + step.at + "].id"); got != id {
			t.Errorf("%s is open, want %s", got, id)
		}
	}
	if got := value("t:items[2].text|" + r.lang); got != "Moved" {
		t.Errorf("moved with the text %q", got)
	}

	n := eval[int](v.browser, "document.querySelectorAll('.entries li').length")
	button("add:items")
	if got := eval[int](v.browser, "document.querySelectorAll('.entries li').length"); got != n+1 {
		t.Errorf("%d entries, want %d", got, n+1)
	}
	if eval[string](v.browser, "document.activeElement.id") != "open" {
		t.Error("the new entry has no focus")
	}
	button("undo")
	if got := eval[int](v.browser, "document.querySelectorAll('.entries li').length"); got != n {
		t.Errorf("%d entries after undoing, want %d", got, n)
	}

	v.open(base + "index")
	field("v:index[0].weight")
	keys("7.25")
	sum := eval[float64](v.browser, `[...document.querySelectorAll('.d0 > .row > .w input')].reduce((s, i) => s + +i.value, 0)`)
	v.awaits(word("builder.sum", "sum", site.Number(sum)))
	button("save")
	if value("v:index[0].weight") != "7.25" || !leaves() {
		t.Error("the weight is not saved")
	}
	if !strings.Contains(w.yaml(base), "weight: 7.25") {
		t.Error("the file lacks the weight")
	}
	v.open(base + "index")
	button("even:index")
	if eval[string](v.browser, "document.activeElement.id") != "sum-top" {
		t.Error("the focus is lost on spreading weights")
	}
	button("undo")
	if value("v:index[0].weight") != "7.25" {
		t.Error("undone, the weight is another")
	}

	// The preview keeps no answers on the device.
	v.open(base + "preview")
	v.click(".scale input")
	if eval[bool](v.browser, "document.querySelector('#poll').matches('[data-draft]') || Object.keys(localStorage).some(k => k.startsWith('draft'))") {
		t.Error("the preview keeps answers")
	}
	v.quiet()
}
