package web

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"minping/survey"
)

// An answerer is how somebody answers: what is asked at once, in which
// language, on what screen, with script or without.
type answerer struct {
	layout survey.Layout
	lang   string
	width  int64
	dark   bool
	script bool
}

// answerers are few, but any two values of two of their properties are met
// by one of them.
var answerers = []answerer{
	{survey.InPages, "zh", 360, false, true},
	{survey.InPages, "en", 1440, true, false},
	{survey.OneByOne, "zh", 360, true, false},
	{survey.OneByOne, "en", 1440, false, true},
	{survey.AsList, "zh", 1440, false, false},
	{survey.AsList, "en", 360, true, true},
}

func (r answerer) String() string {
	layout := string(r.layout)
	if layout == "" {
		layout = "pages"
	}
	return fmt.Sprintf("%s-%s-%d-%s-%s", layout, r.lang, r.width, map[bool]string{true: "dark", false: "light"}[r.dark], map[bool]string{true: "script", false: "plain"}[r.script])
}

func TestAnswerersCoverPairs(t *testing.T) {
	properties := [][]any{
		{survey.InPages, survey.OneByOne, survey.AsList}, {"zh", "en"}, {int64(360), int64(1440)}, {false, true}, {false, true},
	}
	met := make(map[string]bool)
	for _, r := range answerers {
		values := []any{r.layout, r.lang, r.width, r.dark, r.script}
		for i := range values {
			for j := range i {
				met[fmt.Sprint(i, values[i], j, values[j])] = true
			}
		}
	}
	for i, of := range properties {
		for j := range i {
			for _, x := range of {
				for _, y := range properties[j] {
					if !met[fmt.Sprint(i, x, j, y)] {
						t.Errorf("nobody has %v with %v", x, y)
					}
				}
			}
		}
	}
}

// Each gets to his receipt, past a mistake and a quota that filled while he
// answered.
func TestBrowserAnswerers(t *testing.T) {
	for _, r := range answerers {
		t.Run(r.String(), func(t *testing.T) {
			w := newWorld(t)
			_, err := w.service.CreatePoll(context.Background(), survey.Poll{
				ID: "p", Title: survey.Text{"zh": "门诊测评", "en": "Outpatient poll"}, Questionnaire: survey.QuestionnaireRef{ID: "everything"},
				Units: []string{"west"}, Access: survey.OpenLink, Layout: r.layout,
				Quotas: []survey.Quota{{Where: map[string]string{"age": "a"}, Target: 5}},
			})
			must(t, err)
			must(t, w.service.OpenPoll(context.Background(), "p"))
			v := sit(t, w, r)
			v.open("/p/p?lang=" + r.lang)
			v.looks()
			v.toReview(map[string]string{"overall1": "4", "staff.doctor": "5", "again": "9", "heard": "web", "age": "a"}, "staff.nurse", "0")
			if !v.mistaken {
				t.Error("no mistake was told on the way")
			}
			w.cast(t, "p", "west", "", 5, everythingAnswered("a"))
			v.handIn("form [value=review]")
			if v.has("[data-done]") {
				t.Fatal("a ballot was taken that is one too many")
			}
			v.follow("form [value=review]")
			v.looks()
			v.changeAge()
			v.handIn("[data-done]")
			if v.has("#poll") || eval[string](v.browser, "document.querySelector('.rcpt .code').textContent") == "" {
				t.Error("no receipt")
			}
			w.ballots(t, "p", 6)
			v.quiet()
		})
	}
}

// A sitting is an answerer at his browser, and what went wrong in it.
type sitting struct {
	*browser
	answerer
	mistaken bool

	mu    sync.Mutex
	wrong []string
}

// sit gives the answerer his browser.
func sit(t *testing.T, w *world, r answerer) *sitting {
	t.Helper()
	v := &sitting{browser: openBrowser(t, w), answerer: r}
	v.browser.width = r.width
	must(t, chromedp.Listen(v.ctx, v.note))
	scheme := map[bool]string{true: "dark", false: "light"}[r.dark]
	height := map[bool]int64{true: 740, false: 900}[r.width < 600]
	v.do(chromedp.EmulateViewport(r.width, height), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !r.script})
		return err
	}))
	return v
}

// note keeps what goes wrong: messages of the console, requests to others.
// Chromium logs the answers that tell a mistake and a quota that is full.
func (v *sitting) note(event any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		v.wrong = append(v.wrong, "exception: "+e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		for _, a := range e.Args {
			v.wrong = append(v.wrong, fmt.Sprintf("console: %s%s", a.Value, a.Description))
		}
	case *log.EventEntryAdded:
		if !strings.Contains(e.Entry.Text, "status of 422") && !strings.Contains(e.Entry.Text, "status of 409") {
			v.wrong = append(v.wrong, "log: "+e.Entry.Text)
		}
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, v.url+"/") && !strings.HasPrefix(e.Request.URL, "data:") {
			v.wrong = append(v.wrong, "asks another host: "+e.Request.URL)
		}
	}
}

// quiet demands that nothing went wrong.
func (v *sitting) quiet() {
	v.t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, s := range v.wrong {
		v.t.Error(s)
	}
}

func (v *sitting) has(sel string) bool {
	v.t.Helper()
	return eval[bool](v.browser, "!!document.querySelector(`"+sel+"`)")
}

// looks demands the answerer's language and colours.
func (v *sitting) looks() {
	v.t.Helper()
	if lang := eval[string](v.browser, "document.documentElement.lang"); !strings.HasPrefix(lang, v.lang) {
		v.t.Errorf("the page is in %s", lang)
	}
	if dark := eval[bool](v.browser, "parseInt(getComputedStyle(document.body).backgroundColor.slice(4)) < 128"); dark != v.dark {
		v.t.Errorf("dark: %v", dark)
	}
}

// toReview answers screen by screen what is asked, at first without the last
// item, and puts that right when told.
func (v *sitting) toReview(answers map[string]string, last, code string) {
	v.t.Helper()
	const most = 20
	for range most {
		if v.has(".given") {
			return
		}
		for item, code := range answers {
			if sel := `[name="a.` + item + `"][value="` + code + `"]`; v.has(sel + ":not([type=hidden]):not(:checked)") {
				v.click(sel)
			}
		}
		v.follow(forward)
		if v.has("#sum") {
			v.told(last, answers)
			v.option(last, code)
			v.follow(forward)
		}
	}
	v.t.Fatalf("%d screens do not lead to the review: %s", most, eval[string](v.browser, "document.body.innerText"))
}

// told demands that the page tells about an item of a matrix, and about it alone,
// leads to it, and has lost nothing.
func (v *sitting) told(item string, answers map[string]string) {
	v.t.Helper()
	v.mistaken = true
	question, _, _ := strings.Cut(item, ".")
	links := eval[[]string](v.browser, "[...document.querySelectorAll('#sum a')].map(a => a.getAttribute('href'))")
	if !slices.Equal(links, []string{"#q-" + question}) {
		v.t.Errorf("the summary leads to %q", links)
	}
	if focus := eval[string](v.browser, "document.activeElement.id"); v.script && focus != "sum" {
		v.t.Errorf("focus is on %q", focus)
	}
	if !v.has("#sum[role=alert][tabindex]") || !v.has(".err .msg") {
		v.t.Error("the mistake is not told as one, or not beside its question")
	}
	for item, code := range answers {
		if v.has(`[type=radio][name="a.`+item+`"]`) && !v.has(`[name="a.`+item+`"][value="`+code+`"]:checked`) {
			v.t.Errorf("the answer to %s is lost", item)
		}
	}
	v.click("#sum a")
	if !eval[bool](v.browser, "(r => r.top >= 0 && r.top < innerHeight)(document.querySelector('"+links[0]+" .err, "+links[0]+" legend').getBoundingClientRect())") {
		v.t.Error("the link of the summary does not show the question")
	}
	v.fits()
}

// handIn hands in, and waits for a page that shows sel.
func (v *sitting) handIn(sel string) {
	v.t.Helper()
	v.click(handIn)
	for range 200 {
		// A page that goes away under the question is asked again.
		found, err := chromedp.Run(v.ctx, chromedp.Evaluate[bool]("!!document.querySelector(`"+sel+"`)"))
		if err == nil && found {
			v.fits()
			return
		}
		must(v.t, v.ctx.Err())
		time.Sleep(50 * time.Millisecond)
	}
	v.t.Fatalf("no page with %s: %s", sel, eval[string](v.browser, "document.body.innerText"))
}

// changeAge goes from the review to the age, whose first option is full, takes
// the other and comes back.
func (v *sitting) changeAge() {
	v.t.Helper()
	const age = `[name="a.age"][type=radio]`
	if v.layout == survey.OneByOne {
		v.follow(`[value="to:_item.age"]`)
	} else {
		v.follow(eval[string](v.browser, `'.head [formaction="' + [...document.querySelectorAll('.head button')].pop().getAttribute('formaction') + '"]'`))
	}
	if !v.has(age + ":checked") {
		v.t.Error("the age is lost")
	}
	v.option("age", "b")
	v.follow(forward)
}
