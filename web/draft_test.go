package web

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"minping/survey"
)

// drafts returns how many drafts are on the device.
func (b *browser) drafts() int {
	b.t.Helper()
	return eval[int](b, `Object.keys(localStorage).filter(k => k.startsWith('draft:')).length`)
}

// A draft outlives the tab, is taken up only when asked, and goes when it is
// deleted, handed in or too old.
func TestBrowserDraft(t *testing.T) {
	w := newWorld(t)
	b := openBrowser(t, w)
	b.clock(now)
	b.open("/p/open?unit=west&lang=en")
	b.option("overall1", "4")
	b.awaits("kept on this device")
	if b.drafts() != 1 {
		t.Fatalf("%d drafts", b.drafts())
	}
	b.open("/p/open?unit=east&lang=en")
	if eval[bool](b, "document.querySelector('[data-begun]').checkVisibility()") {
		t.Error("a draft about another unit is offered")
	}
	b.open("/p/open?unit=west&lang=en")
	b.awaits("You had begun to answer")
	b.click("[data-act=discard]")
	if b.drafts() != 0 || eval[bool](b, "document.querySelector('[data-begun]').checkVisibility()") {
		t.Error("what was deleted is still there")
	}
	b.option("overall1", "4")
	b.awaits("kept on this device")
	b.clock(now.Add(9 * 24 * time.Hour)) // the poll ends after eight
	b.open("/")
	if b.drafts() != 0 {
		t.Error("the draft outlives its poll")
	}
}

// What was begun with one code is not offered to whoever has another.
func TestBrowserDraftsOfCodes(t *testing.T) {
	w := newWorld(t)
	_, codes, err := w.service.IssueCodes(context.Background(), "coded", survey.CodeBatch{Group: "cadres", Units: []string{"west"}}, 2)
	must(t, err)
	b := openBrowser(t, w)
	enter := func(code string) {
		b.open("/p/coded?lang=en")
		b.do(chromedp.SendKeys(chromedp.CSS("#code"), code))
		b.follow(".acts .btn")
	}
	enter(codes[0])
	b.click(".scale input")
	b.awaits("kept on this device")
	if stored := eval[string](b, "JSON.stringify(localStorage)"); strings.Contains(stored, codes[0]) {
		t.Error("the draft holds the code")
	}
	enter(codes[1])
	if eval[bool](b, "document.querySelector('[data-begun]').checkVisibility()") {
		t.Error("somebody else's answers are offered")
	}
	enter(codes[0])
	b.awaits("You had begun to answer")
	b.follow("[data-act=resume]")
	if !eval[bool](b, "!!document.querySelector('.scale :checked')") {
		t.Error("the answer did not come back")
	}
}

// All layouts branch in the browser, resume where they were, and hand in when
// the network is back.
func TestBrowserLayouts(t *testing.T) {
	for _, layout := range []survey.Layout{survey.OneByOne, survey.AsList} {
		w := newWorld(t)
		w.layoutPoll(t, "p", "everything", layout)
		b := openBrowser(t, w)
		b.open("/p/p?lang=en")
		b.option("overall1", "1")
		if layout == survey.OneByOne {
			b.follow(forward)
			b.do(chromedp.SendKeys(chromedp.CSS("#f-why"), "Queues"))
			b.follow(forward)
			b.option("staff.doctor", "5")
			b.option("staff.nurse", "0")
			b.follow(forward)
			b.open("/p/p?lang=en")
			b.awaits("You had begun to answer")
			b.follow("[data-act=resume]")
			b.says("Question 3 of 12", "Would you come again?")
			b.option("again", "9")
			b.follow(forward)
			b.option("heard", "web")
			for range 12 {
				if eval[bool](b, `!!document.querySelector('[name="a.age"][type=radio]')`) {
					b.option("age", "a")
				}
				if eval[bool](b, `!!document.querySelector('`+handIn+`')`) {
					break
				}
				b.follow(forward)
			}
		} else {
			b.awaits("Why not satisfied?")
			b.says("What went wrong")
			b.option("overall1", "4")
			if eval[bool](b, "document.querySelector('#q-why').checkVisibility() || document.querySelector('#s-bad-page').checkVisibility()") {
				t.Error("what does not apply is shown")
			}
			b.option("overall1", "1")
			b.do(chromedp.SendKeys(chromedp.CSS("#f-why"), "Queues"))
			b.option("staff.doctor", "5")
			b.option("staff.nurse", "0")
			b.option("again", "9")
			b.option("heard", "web")
			b.option("age", "a")
			b.says("Answered 6 / 13")
			b.follow(forward)
		}
		b.says("Check your answers", "Queues")
		b.cutNetwork(true)
		b.click(handIn)
		b.awaits("Saved on this phone, not yet handed in")
		b.cutNetwork(false)
		b.awaits("Thank you, your answers are in")
		w.ballots(t, "p", 1)
	}
}
