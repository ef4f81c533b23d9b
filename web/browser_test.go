package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"minping/survey"
	"minping/web/browsertest"
	"minping/web/site"
)

// A browser is Chromium with one tab of a phone's width on a world's pages.
type browser struct {
	t     *testing.T
	ctx   context.Context
	url   string
	width int64 // of the screen
}

// openBrowser opens a tab on w, without what other tabs stored. All tests
// share one Chromium; the tab ends with the test.
func openBrowser(t *testing.T, w *world) *browser {
	t.Helper()
	path := browsertest.Path(t)
	start.Do(func() {
		alloc, _ := chromedp.NewExecAllocator(context.Background(), browsertest.Options(path)...)
		shared, stopShared = chromedp.NewContext(alloc)
		must(t, chromedp.Do(shared))
	})
	server := httptest.NewServer(w.e)
	t.Cleanup(server.Close)
	ctx, stop := chromedp.NewContext(shared, chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	ctx, stopTime := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(stopTime)
	b := &browser{t: t, ctx: ctx, url: server.URL, width: 360}
	b.do(chromedp.EmulateViewport(360, 740))
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: fmt.Sprintf(clockOf, w.Now().UnixMilli())})
	must(t, err)
	return b
}

// clockOf sets the clock of pages to that of their server, in Unix milliseconds:
// what they keep on the device ends with the poll, by the clock.
const clockOf = `{
	const real = Date, now = real.now.bind(real), ahead = %d - now();
	real.now = () => now() + ahead;
	globalThis.Date = new Proxy(real, {construct: (of, args, as) => Reflect.construct(of, args.length ? args : [real.now()], as)});
}`

// The Chromium that all tests share.
var (
	start      sync.Once
	shared     context.Context
	stopShared context.CancelFunc
)

func TestMain(m *testing.M) {
	code := m.Run()
	if stopShared != nil {
		stopShared()
	}
	os.Exit(code)
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	must(b.t, chromedp.Do(b.ctx, steps...))
}

// open goes to a page.
func (b *browser) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.url + path))
	b.fits()
}

// click clicks and, where it leads to another page, waits for that.
func (b *browser) click(sel string) { b.t.Helper(); b.do(chromedp.Click(chromedp.CSS(sel))) }

func (b *browser) follow(sel string) {
	b.t.Helper()
	_, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.CSS(sel)))
	must(b.t, err)
	b.fits()
}

// fits demands that the page is no wider than the screen.
func (b *browser) fits() {
	b.t.Helper()
	if w := eval[int](b, "document.documentElement.scrollWidth"); w > int(b.width) {
		b.t.Errorf("%q is %d pixels wide on a screen of %d", eval[string](b, "document.title"), w, b.width)
	}
}

func eval[T any](b *browser, js string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	must(b.t, err)
	return v
}

// says demands a text on the page as it is shown.
func (b *browser) says(texts ...string) {
	b.t.Helper()
	page := eval[string](b, "document.body.innerText.replace(/\\s+/g, ' ')")
	for _, s := range texts {
		if !strings.Contains(page, s) {
			b.t.Fatalf("the page does not say %q:\n%s", s, page)
		}
	}
}

// option clicks an answer of a choice.
func (b *browser) option(item, code string) {
	b.t.Helper()
	b.click(`[name="a.` + item + `"][value="` + code + `"]`)
}

const forward = ".go .btn:last-child"

// answerAll answers "everything" as far as the review.
func (b *browser) answerAll() {
	b.t.Helper()
	b.option("overall1", "1")
	b.do(chromedp.SendKeys(chromedp.CSS("#f-why"), "Queues"))
	b.option("staff.doctor", "5")
	b.option("staff.nurse", "0")
	b.option("again", "9")
	b.follow(forward)
	b.says("How did you hear of us?")
	b.option("heard", "web")
	b.do(chromedp.SendKeys(chromedp.CSS("#f-visits"), "3"))
	b.follow(forward)
	b.says("You said “Dissatisfied”. What went wrong?")
	b.follow(forward)
	b.option("age", "a")
	b.follow(forward)
	b.says("Check your answers", "Queues", "Manner of the staff: Nurses", "3 visits")
}

func TestBrowserAnswers(t *testing.T) {
	w := newWorld(t)
	b := openBrowser(t, w)
	b.open("/p/open?lang=en")
	b.follow(`a[href*="unit=west"]`)
	b.says("About Xiling", "Answered 0 / 3")
	if eval[bool](b, "getComputedStyle(document.querySelector('.btn')).backgroundColor == 'rgba(0, 0, 0, 0)'") {
		t.Fatal("the policy keeps the page's own style out")
	}
	if eval[bool](b, "document.querySelector('#q-why').checkVisibility()") {
		t.Error("a question that does not apply is shown")
	}
	b.option("overall1", "1")
	b.says("Why not satisfied?", "Answered 1 / 4")

	// A draft survives a reload, and comes back on later pages too.
	key := eval[string](b, "document.querySelector('[name=key]').value")
	b.do(chromedp.Reload())
	b.awaits("You had begun to answer")
	if eval[bool](b, `!!document.querySelector('.scale :checked')`) {
		t.Error("the draft is shown to whoever opens the page")
	}
	b.follow("[data-act=resume]")
	if !eval[bool](b, `document.querySelector('[name="a.overall1"][value="1"]').checked`) {
		t.Error("the draft is lost")
	}
	if again := eval[string](b, "document.querySelector('[name=key]').value"); again != key {
		t.Error("the draft's key changed")
	}
	b.answerAll()
	b.open("/p/open?lang=en") // no unit is chosen: the draft knows it
	b.awaits("You had begun to answer")
	b.follow("[data-act=resume]")
	b.says("Check your answers", "Queues", "3 visits")
	b.click(handIn)
	b.awaits("Thank you")
	b.says("Your receipt")
	if n := eval[int](b, "Object.keys(localStorage).filter(k => !k.startsWith('device')).length"); n != 0 {
		t.Errorf("%d drafts left", n)
	}
	if cookies := eval[string](b, "document.cookie"); cookies != "" {
		t.Errorf("cookies %q", cookies)
	}
	must(t, w.service.ClosePoll(b.ctx, "open"))
	r, err := w.service.Release(b.ctx, "open")
	must(t, err)
	if r.Method.Ballots != 1 {
		t.Errorf("%d ballots counted", r.Method.Ballots)
	}
}

func TestBrowserAnswersWithoutScript(t *testing.T) {
	w := newWorld(t)
	b := openBrowser(t, w)
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	b.open("/p/open?lang=en")
	b.follow(`a[href*="unit=west"]`)
	b.says("About Xiling", "Why not satisfied?", "skip it if it does not apply")
	b.follow(forward)
	b.says("need another look")
	b.answerAll()
	b.follow(forward)
	b.says("Thank you", "Your receipt")
}

func TestBrowserKeyboard(t *testing.T) {
	w := newWorld(t)
	b := openBrowser(t, w)
	b.open("/p/open?unit=west&lang=en")
	b.follow(forward)
	b.says("need another look")
	if id := eval[string](b, "document.activeElement.id"); id != "sum" {
		t.Errorf("the summary of mistakes has no focus, %q has", id)
	}
	// From the summary by link to the question, then on by Tab and arrows.
	b.do(chromedp.KeyEvent("\t"))
	b.do(chromedp.KeyEvent("\r"))
	if hash := eval[string](b, "location.hash"); hash != "#q-overall1" {
		t.Errorf("the first link leads to %q", hash)
	}
	b.do(chromedp.KeyEvent("\t"), chromedp.KeyEvent(" "))
	if !eval[bool](b, `document.activeElement.name == "a.overall1" && document.activeElement.checked`) {
		t.Errorf("focus is on %s", eval[string](b, "document.activeElement.outerHTML"))
	}
	if eval[string](b, `getComputedStyle(document.activeElement.closest('.opt')).outlineStyle`) == "none" {
		t.Error("focus cannot be seen")
	}
}

// Enter in a field goes on, as the form's button does, though the switches of
// language and size belong to the form too and stand before it.
func TestBrowserEnterGoesOn(t *testing.T) {
	w := newWorld(t)
	_, codes, err := w.service.IssueCodes(t.Context(), "coded", survey.CodeBatch{Group: "cadres", Units: []string{"west"}}, 1)
	must(t, err)
	b := openBrowser(t, w)
	enter := func(sel, text string) {
		t.Helper()
		_, err := chromedp.RunResponse(b.ctx, chromedp.SendKeys(chromedp.CSS(sel), text+"\r"))
		must(t, err)
		if lang := eval[string](b, "document.documentElement.lang"); lang != "en" {
			t.Fatalf("after Enter in %s the page is in %s", sel, lang)
		}
	}
	b.open("/p/coded?lang=en")
	enter("#code", "WRONG")
	b.says("There is no such code")
	enter("#code", codes[0])
	b.says("Part 1 of 6", "About Xiling")
	b.open("/p/open?unit=west&lang=en")
	b.option("overall1", "1")
	enter("#f-why", "Queues")
	b.says("need another look")
}

func TestBrowserLargeText(t *testing.T) {
	w := newWorld(t)
	b := openBrowser(t, w)
	for _, lang := range site.Languages {
		b.open("/p/work?lang=" + lang + "&size=large")
		b.open("/p/work?unit=west&group=public")
		if size := eval[string](b, "getComputedStyle(document.documentElement).fontSize"); size != "21px" {
			t.Errorf("the root is %s in large text", size)
		}
		b.open("/?size=normal")
	}
}

func TestBrowserReadsCodeFromFragment(t *testing.T) {
	w := newWorld(t)
	_, codes, err := w.service.IssueCodes(context.Background(), "coded", survey.CodeBatch{Group: "cadres", Units: []string{"west"}}, 1)
	must(t, err)
	b := openBrowser(t, w)
	b.open("/p/coded?lang=en#code=" + codes[0])
	if got := eval[string](b, "document.querySelector('#code').value"); got != codes[0] {
		t.Fatalf("the field holds %q", got)
	}
	if hash := eval[string](b, "location.hash"); hash != "" {
		t.Errorf("the code stays in the address: %s", hash)
	}
	b.follow(".acts .btn")
	b.says("Part 1 of 6", "About Xiling")
	if stored := eval[string](b, "JSON.stringify(localStorage)"); strings.Contains(stored, codes[0]) {
		t.Error("the draft holds the code")
	}
}

// The browser evaluates conditions as survey does: the vectors are shared.
func TestBrowserBranches(t *testing.T) {
	src, err := os.ReadFile("../survey/testdata/branch.json")
	must(t, err)
	var vectors []struct {
		Expression string
		Tree       json.RawMessage
		Cases      []struct {
			Answers survey.Answers
			Want    json.RawMessage
		}
	}
	must(t, json.Unmarshal(src, &vectors))
	if len(vectors) == 0 {
		t.Fatal("no vectors")
	}
	b := openBrowser(t, newWorld(t))
	b.open("/")
	wrong := eval[[]string](b, `(async () => {
		const { evaluate } = await import('/static/branch.js'), wrong = [];
		for (const v of `+string(src)+`) for (const c of v.cases) {
			const got = evaluate(v.tree, c.answers);
			if (got !== c.want) wrong.push(v.expression + ' of ' + JSON.stringify(c.answers) + ' is ' + got + ', want ' + c.want);
		}
		return wrong;
	})()`)
	for _, w := range wrong {
		t.Error(w)
	}
}
