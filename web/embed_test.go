package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"minping/survey"
	"minping/web/site"
)

// embedPoll opens a poll that sites may embed.
func (w *world) embedPoll(t testing.TB, id string, sites ...string) {
	t.Helper()
	p := survey.Poll{
		ID: id, Title: survey.Text{"zh": "测评", "en": "Poll “A”"}, Questionnaire: survey.QuestionnaireRef{ID: "everything"},
		Units: []string{"east", "west"}, Access: survey.OpenLink, Embed: sites,
	}
	_, err := w.service.CreatePoll(context.Background(), p)
	must(t, err)
	must(t, w.service.OpenPoll(context.Background(), id))
}

// Only the sites that a poll names may frame it, and only where it is answered.
func TestFraming(t *testing.T) {
	w := newWorld(t)
	w.embedPoll(t, "framed", "https://www.example.cn", "http://intranet.example:8080")
	for _, tt := range []struct {
		path   string
		status int
		framed bool
	}{
		{"/p/framed", 200, true},
		{"/p/framed?embed=1&unit=west", 200, true},
		{"/p/framed/poster", 200, false},
		{"/k/framed", 200, false},
		{"/p/open?embed=1", 200, false},
		{"/p/nothing?embed=1", 404, false},
		{"/", 200, false},
		{"/login", 200, false},
	} {
		rec := w.get(tt.path)
		csp, deny := rec.Header().Get("Content-Security-Policy"), rec.Header().Get("X-Frame-Options") == "DENY"
		want := "frame-ancestors 'none'"
		if tt.framed {
			want = "frame-ancestors https://www.example.cn http://intranet.example:8080"
		}
		if rec.Code != tt.status || !strings.HasSuffix(csp, want) || deny == tt.framed {
			t.Errorf("%s: %d, %s, denied to all: %t", tt.path, rec.Code, csp, deny)
		}
		if bare := strings.Contains(rec.Body.String(), `class="logo"`) == strings.Contains(tt.path, "framed?embed"); bare && tt.path[1] == 'p' && !strings.Contains(tt.path, "poster") {
			t.Errorf("%s: the frame of the page is wrong", tt.path)
		}
	}
	// It stays so on the way, in the language chosen, also where it goes wrong.
	v := w.visit(t, "/p/framed?embed=1&lang=zh")
	if !strings.Contains(v.body, `href="/p/framed?embed=1&amp;go=start&amp;lang=zh&amp;unit=west"`) {
		t.Error("the choice of a unit forgets language or look")
	}
	v = fillAll(w.visit(t, "/p/framed?embed=1&unit=west")).press(site.FieldGo, "submit").sees(http.StatusOK, "Thank you")
	if strings.Contains(v.body, `class="logo"`) || !strings.Contains(v.header.Get("Content-Security-Policy"), "example.cn") {
		t.Error("the receipt is not for the frame")
	}
	must(t, w.service.ClosePoll(context.Background(), "framed"))
	if rec := w.get("/p/framed?embed=1"); rec.Code != http.StatusGone || rec.Header().Get("X-Frame-Options") != "" || !strings.Contains(rec.Body.String(), `target="_blank"`) {
		t.Errorf("after the end: %d, %s", rec.Code, rec.Body)
	}
}

func TestSnippet(t *testing.T) {
	s := site.Snippet("p-1", "https://survey.example/deep", `A “poll” & "more"`)
	for _, want := range []string{
		`src="https://survey.example/deep/p/p-1?embed=1"`, `title="A “poll” &amp; &#34;more&#34;"`,
		`e.origin !== 'https://survey.example' ||`, `said.minping !== 'p-1'`,
	} {
		if !strings.Contains(s, want) {
			t.Errorf("no %s in\n%s", want, s)
		}
	}
}

// inFrame evaluates a script in the frame of the page, which is another origin's.
func inFrame(b *browser, js string) string {
	b.t.Helper()
	var said string
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
		if err != nil || len(tree.FrameTree.ChildFrames) == 0 {
			return err
		}
		// A frame on its way to another page answers nothing.
		if world, err := chromedp.Call(ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: tree.FrameTree.ChildFrames[0].Frame.ID}); err == nil {
			got, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: "String(" + js + ")", ContextID: world.ExecutionContextID, ReturnByValue: new(true)})
			if err == nil && got.Result != nil {
				said = strings.Trim(string(got.Result.Value), `"`)
			}
		}
		return nil
	}))
	return said
}

// A page of another origin embeds a poll; it is answered there up to the
// receipt, the frame is as high as its page, and an origin that the poll does
// not name shows nothing.
func TestBrowserEmbeds(t *testing.T) {
	w := newWorld(t)
	b := openBrowser(t, w)
	parent := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = rw.Write([]byte("<!doctype html><title>Parent</title><body>" + site.Snippet("framed", b.url, "Poll") + site.Snippet("open", b.url, "Not here")))
	}))
	t.Cleanup(parent.Close)
	w.embedPoll(t, "framed", parent.URL)
	b.do(chromedp.Navigate(parent.URL))
	awaits := func(js, want string) {
		t.Helper()
		got := ""
		for range 100 {
			if got = inFrame(b, js); strings.Contains(got, want) {
				return
			}
			eval[int](b, "new Promise(r => setTimeout(r, 50, 1))")
		}
		t.Fatalf("%s is %q, want %q", js, got, want)
	}
	text := "document.body.innerText"
	press := func(sel string) { t.Helper(); awaits("document.querySelector(`"+sel+"`).click() || 1", "1") }
	awaits(text, "Which one do you want to rate?")
	press(`a[href*="unit=west"]`)
	awaits(text, "About Xiling")
	first := eval[int](b, "document.querySelector('#minping-framed').clientHeight")
	press(`.go .btn:last-child`)
	awaits(text, "need another look")
	eval[int](b, "new Promise(r => setTimeout(r, 300, 1))")
	height := eval[int](b, "document.querySelector('#minping-framed').clientHeight")
	if inside := inFrame(b, "Math.ceil(document.documentElement.getBoundingClientRect().height)"); first < 800 || height <= first || inside != strconv.Itoa(height) {
		t.Errorf("the frame is %d high, then %d, its page %s", first, height, inside)
	}
	for _, sel := range []string{`[name="a.overall1"][value="4"]`, `[name="a.staff.doctor"][value="5"]`, `[name="a.staff.nurse"][value="0"]`, `[name="a.again"][value="9"]`} {
		press(sel)
	}
	press(`.go .btn:last-child`)
	awaits(text, "How did you hear of us?")
	press(`[name="a.heard"][value="web"]`)
	press(`.go .btn:last-child`)
	awaits(text, "Your age")
	press(`[name="a.age"][value="a"]`)
	press(`.go .btn:last-child`)
	awaits(text, "Check your answers")
	press(handIn)
	awaits(text, "Your receipt")
	w.ballots(t, "framed", 1)
	if said := eval[string](b, `(() => { try { return document.querySelector('#minping-open').contentDocument ? 'own' : 'kept out' } catch { return 'kept out' } })()`); said != "kept out" {
		t.Errorf("a site that is not named: %s", said)
	}
}
