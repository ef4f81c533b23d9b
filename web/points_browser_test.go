package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

// While somebody types a scheme, what is wrong is said beside it, with a way to
// its line; nothing is kept by that.
func TestBrowserScheme(t *testing.T) {
	d, _ := withPoint(t)
	d.post(t, "li", "/schemes", url.Values{"source": {pageScheme}}, 303)
	e := echo.New() // the browser is li without signing in
	e.Any("/*", func(c echo.Context) error {
		c.Request().AddCookie(d.cookies["li"])
		d.e.ServeHTTP(c.Response(), c.Request())
		return nil
	})
	shown := *d.world
	shown.e = e
	v := sit(t, &shown, answerer{lang: "en", width: 360, script: true})
	v.open("/schemes?plan=year&lang=en")
	until := func(what, js string) {
		t.Helper()
		for !eval[bool](v.browser, js) {
			if v.ctx.Err() != nil {
				t.Fatalf("%s does not come about: %s", what, eval[string](v.browser, `document.querySelector('#draft').innerText`))
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	types := func(from, to string) {
		t.Helper()
		eval[bool](v.browser, `(f => { f.value = f.value.replace("`+from+`", "`+to+`"); return f.dispatchEvent(new Event('input', {bubbles: true})) })(document.querySelector('#source'))`)
	}
	types("cap: 20", "cap: many")
	until("the mistake", `document.querySelector('#w-source a') != null`)
	v.fits()
	at := eval[string](v.browser, `document.querySelector('#w-source a').dataset.at`)
	if !eval[bool](v.browser, `document.querySelector('#source').matches('[aria-invalid="true"]')`) {
		t.Error("the field is not told to be wrong")
	}
	eval[bool](v.browser, `(document.querySelector('#w-source a').click(), true)`)
	line, _, _ := strings.Cut(at, ":")
	if got := eval[string](v.browser, `(f => f.id + " " + f.value.slice(0, f.selectionStart).split('\n').length)(document.activeElement)`); got != "source "+line {
		t.Errorf("a mistake at %s leads to %s", at, got)
	}
	if got := eval[string](v.browser, `(f => f.value.slice(f.selectionStart).split('\n')[0])(document.activeElement)`); !strings.HasPrefix(got, "many") {
		t.Errorf("it selects from %s", got)
	}
	if !eval[bool](v.browser, `(f => f.scrollLeft + f.clientWidth > f.scrollWidth - f.clientWidth / 2)(document.activeElement)`) {
		t.Error("what is wrong stays out of sight")
	}
	types("cap: many", "cap: 20")
	until("the good word", `document.querySelector('#w-source').children.length == 0 && document.querySelector('#sound').textContent != '' && !document.querySelector('#source').matches('[aria-invalid]')`)
	if body := d.page(t, "li", "/schemes?plan=year", 200); strings.Contains(body, "revision=2") || strings.Contains(body, "cap: many") {
		t.Errorf("typing keeps something\n%s", body)
	}
}
