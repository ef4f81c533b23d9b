package web

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"minping/web/site"
)

var slideNumber = regexp.MustCompile(`class="at">(\d+) / (\d+)<`)

// slidesOf returns all slides of a poll as they are served.
func slidesOf(t *testing.T, w *world, lang string) []string {
	t.Helper()
	var all []string
	for n, of := 1, 1; n <= of; n++ {
		rec := w.get(fmt.Sprintf("/r/results/screen?slide=%d&lang=%s", n, lang))
		at := slideNumber.FindStringSubmatch(rec.Body.String())
		if rec.Code != http.StatusOK || at == nil || at[1] != strconv.Itoa(n) {
			t.Fatalf("slide %d: %d, %q", n, rec.Code, at)
		}
		of, _ = strconv.Atoi(at[2])
		all = append(all, rec.Body.String())
	}
	return all
}

// The slides show each ranked unit once, fifteen at most on one, and say what
// the pages of results say.
func TestSlides(t *testing.T) {
	w := resultsWorld(t)
	for _, lang := range site.Languages {
		ranked := 0
		all := slidesOf(t, w, lang)
		for i, body := range all {
			rows := strings.Count(body, `class="num rk"`) - strings.Count(body, `<th scope="col" class="num rk"`)
			if ranked += rows; rows > 15 {
				t.Errorf("slide %d has %d units", i+1, rows)
			}
			if m := inBody.FindString(body); m != "" {
				t.Errorf("slide %d %s has %q", i+1, lang, m)
			}
			if !strings.Contains(body, site.Translate(lang, "simulated")) || strings.Count(body, "<h1>") != 1 || strings.Contains(body, "<h1></h1>") {
				t.Errorf("slide %d %s has no heading, or does not say that data are simulated", i+1, lang)
			}
			if next := fmt.Sprintf(`rel="next" href="/r/results/screen?slide=%d"`, (i+1)%len(all)+1); !strings.Contains(body, next) {
				t.Errorf("slide %d does not lead on", i+1)
			}
		}
		release, err := exampleRelease()
		must(t, err)
		want := 0
		for _, u := range release.Units {
			if u.Rank != nil && u.Rank.Of > 1 {
				want++
			}
		}
		if ranked != want || want == 0 {
			t.Errorf("%s: %d units on the slides, %d are ranked", lang, ranked, want)
		}
		overview := w.get("/r/results?lang=" + lang).Body.String()
		head := regexp.MustCompile(`<h1>(.*?)</h1>`)
		if a, b := head.FindString(all[0]), head.FindString(overview); a != b {
			t.Errorf("the first slide says %s, the overview %s", a, b)
		}
	}
	for _, n := range []string{"0", "-1", "99", "x", "1.0"} {
		if code := w.get("/r/results/screen?slide=" + n).Code; code != http.StatusNotFound {
			t.Errorf("slide %s: %d", n, code)
		}
	}
}

// at returns the number of the slide that is shown.
func (b *browser) at() int {
	b.t.Helper()
	return eval[int](b, "parseInt(document.querySelector('.at').textContent)")
}

// comes waits for a slide.
func (b *browser) comes(n int) {
	b.t.Helper()
	if !eval[bool](b, fmt.Sprintf(`new Promise(done => { let left = 300; const look = () => parseInt(document.querySelector('.at').textContent) === %d ? done(true) : left-- ? requestAnimationFrame(look) : done(false); look(); })`, n)) {
		b.t.Fatalf("slide %d does not come: it is %d", n, b.at())
	}
}

// key presses a key on the page.
func (b *browser) key(name string) {
	b.t.Helper()
	eval[bool](b, `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: '`+name+`', bubbles: true, cancelable: true}))`)
}

// The module's clock, to be moved on by a test.
const heldClock = `window.held = []; const real = setTimeout; window.setTimeout = (f, ms, ...a) => ms < 1000 ? real(f, ms, ...a) : held.push({f, ms, a}); window.clearTimeout = n => { if (held[n - 1]) held[n - 1].f = () => {}; };
window.pass = () => { const h = held.at(-1); h.f(...h.a); return h.ms; };`

// Slides change every twenty seconds, by keys and by buttons, without loading a
// page; a pause holds them, and whoever wants no motion is not moved.
func TestSlidesInABrowser(t *testing.T) {
	w := resultsWorld(t)
	b := openBrowser(t, w)
	b.do(chromedp.EmulateViewport(1280, 720), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: heldClock})
		return err
	}))
	b.do(chromedp.Navigate(b.url + "/r/results/screen?lang=zh"))
	last := len(slidesOf(t, w, "zh"))
	eval[bool](b, "window.same = true")
	if ms := eval[int](b, "pass()"); ms != 1000*20 {
		t.Errorf("a slide stays %d ms", ms)
	}
	b.comes(2)
	b.key("ArrowRight")
	b.comes(3)
	b.key("ArrowLeft")
	b.comes(2)
	b.key("PageUp")
	b.comes(1)
	b.key("ArrowLeft")
	b.comes(last)
	b.click("[rel=next]")
	b.comes(1)
	if !eval[bool](b, "window.same === true && location.search === '?slide=1'") {
		t.Error("a page was loaded, or the address is another's")
	}
	held := "held.filter(h => !String(h.f).includes('() => {}')).length"
	b.key(" ")
	b.says("继续")
	if n := eval[int](b, held); n != 0 {
		t.Errorf("%d clocks run in the pause", n)
	}
	b.key("ArrowRight")
	b.comes(2)
	if n := eval[int](b, held); n != 0 {
		t.Errorf("%d clocks run after a step in the pause", n)
	}
	b.click("[data-act=pause]")
	b.says("暂停")
	eval[int](b, "pass()")
	b.comes(3)
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		still := []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: still})
		return err
	}), chromedp.Navigate(b.url+"/r/results/screen?lang=en"))
	b.says("Go on")
	if n := eval[int](b, "held.length"); n != 0 {
		t.Error("slides move for whoever wants no motion")
	}
	b.key("ArrowRight")
	b.comes(2)
}

// Without script each slide is a link away, and every slide fits a projector
// and a phone.
func TestSlidesFit(t *testing.T) {
	w := resultsWorld(t)
	b := openBrowser(t, w)
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	for _, lang := range site.Languages {
		n := len(slidesOf(t, w, lang))
		for _, size := range [][2]int64{{1920, 1080}, {1280, 720}, {360, 740}} {
			b.do(chromedp.EmulateViewport(size[0], size[1]), chromedp.Navigate(b.url+"/r/results/screen?slide=1&lang="+lang))
			for i := range n {
				if b.at() != i+1 {
					t.Fatalf("the link leads to slide %d, not %d", b.at(), i+1)
				}
				b.fitsIn(size[0], fmt.Sprintf("slide %d %s", i+1, lang))
				if h := eval[int64](b, "document.documentElement.scrollHeight"); size[0] > 360 && h > size[1] {
					t.Errorf("slide %d %s is %d high on a screen of %d", i+1, lang, h, size[1])
				}
				_, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.CSS("[rel=next]")))
				must(t, err)
			}
		}
	}
}

// The module is small.
func TestSlideModule(t *testing.T) {
	if n := packed(t, newWorld(t).get("/static/screen.js").Body.Bytes()); n > 2000 {
		t.Errorf("screen.js: %d bytes packed", n)
	}
}
