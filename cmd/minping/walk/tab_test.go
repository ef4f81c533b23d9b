package walk

import (
	"context"
	"fmt"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"minping/web/browsertest"
)

// A view is how a page is looked at.
type view struct {
	lang  string
	width int64
	dark  bool
}

func (v view) String() string {
	if v.dark {
		return fmt.Sprintf("%s-%d-dark", v.lang, v.width)
	}
	return fmt.Sprintf("%s-%d", v.lang, v.width)
}

// A tab is a tab of a Chromium of its own, that notes what goes wrong in it and
// what it asks for.
type tab struct {
	t   *testing.T
	ctx context.Context
	*stage

	mu       sync.Mutex
	wrong    []string
	requests []string
	received float64 // bytes over the line
	status   int64
}

// openTab starts a Chromium: tabs in the background get no keys and clicks.
func (s *stage) openTab(t *testing.T) *tab {
	t.Helper()
	b := &tab{t: t, ctx: browsertest.Start(t), stage: s}
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))`,
	})
	return b
}

// patience is how long one page may take in all its views.
const patience = 6 * time.Minute

// within gives the tab to a test that may not take longer than patience.
func (b *tab) within(t *testing.T) *tab {
	t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	t.Cleanup(stop)
	c := &tab{t: t, ctx: ctx, stage: b.stage}
	if err := chromedp.Listen(ctx, c.note); err != nil {
		t.Fatal(err)
	}
	return c
}

// become makes an account of whoever sits at the tab; "" makes nobody of him.
func (b *tab) become(who string) {
	b.t.Helper()
	call(b, network.ClearBrowserCookies, cdp.Empty{})
	home, err := url.Parse(b.url)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range b.people[who].Jar.(*cookiejar.Jar).Cookies(home) {
		call(b, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: b.url})
	}
}

// note keeps what matters of an event.
func (b *tab) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.wrong = append(b.wrong, "exception: "+e.ExceptionDetails.Text)
		if x := e.ExceptionDetails.Exception; x != nil {
			b.wrong = append(b.wrong, x.Description)
		}
	case *runtime.EventConsoleAPICalled:
		for _, a := range e.Args {
			b.wrong = append(b.wrong, fmt.Sprintf("console.%s: %s%s", e.Type, a.Value, a.Description))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.wrong = append(b.wrong, "log: "+e.Entry.Text+" "+e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *network.EventLoadingFinished:
		b.received += e.EncodedDataLength
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument {
			b.status = e.Response.Status
		} else if e.Response.Status >= 400 {
			b.wrong = append(b.wrong, fmt.Sprintf("%s: %d", e.Response.URL, e.Response.Status))
		}
	}
}

// forget begins a new page: what was noted so far is of the one before.
func (b *tab) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wrong, b.requests, b.received, b.status = nil, nil, 0, 0
}

// noted returns what went wrong since forget, requests to other hosts with it,
// and the status of the page. expected is the status that may be logged.
func (b *tab) noted(expected int64) (wrong []string, status int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, w := range b.wrong {
		if expected < 400 || !strings.Contains(w, fmt.Sprintf("status of %d", expected)) {
			wrong = append(wrong, w)
		}
	}
	for _, r := range b.requests {
		if !strings.HasPrefix(r, b.url+"/") && !strings.HasPrefix(r, "data:") && !strings.HasPrefix(r, "blob:"+b.url) {
			wrong = append(wrong, "asks another host: "+r)
		}
	}
	return slices.Compact(wrong), b.status
}

// stepTime is how long one step may take.
const stepTime = 2 * time.Minute

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, stepTime)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%v, at %s", err, b.where())
	}
}

// follow does what leads to another page, and waits for that.
func (b *tab) follow(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, stepTime)
	defer stop()
	if _, err := chromedp.RunResponse(ctx, steps...); err != nil {
		b.t.Fatalf("%v, at %s", err, b.where())
	}
}

// where names the page for a message, if it still answers.
func (b *tab) where() string {
	ctx, stop := context.WithTimeout(b.ctx, 5*time.Second)
	defer stop()
	at, err := chromedp.Run(ctx, chromedp.Evaluate[string]("location.href"))
	if err != nil {
		return "a page that does not answer"
	}
	return at
}

// open goes to a path with props.
func (b *tab) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.url + b.expand(b.t, path)))
}

func (b *tab) click(sel string) { b.t.Helper(); b.do(chromedp.Click(chromedp.CSS(sel))) }

// look sets how pages are looked at from the next one on.
func (b *tab) look(v view) {
	b.t.Helper()
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	b.do(chromedp.EmulateViewport(v.width, map[bool]int64{true: 740, false: 900}[v.width < 600]))
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	call(b, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": v.lang}})
}

// script sets whether pages may run scripts.
func (b *tab) script(on bool) {
	b.t.Helper()
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
}

// call runs a command of the protocol.
func call[P, R any](b *tab, cmd cdp.Command[P, R], params P) R {
	b.t.Helper()
	r, err := chromedp.Call(b.ctx, cmd, params)
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

// eval returns the value of an expression on the page.
func eval[T any](b *tab, js string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}
