package web

import (
	"context"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"minping/survey"
	"minping/web/site"
)

// cutNetwork takes the network away from the tab, or gives it back.
func (b *browser) cutNetwork(off bool) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		rule := &network.Conditions{Offline: off, DownloadThroughput: -1, UploadThroughput: -1}
		if _, err := chromedp.Call(ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{rule}}); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: off, DownloadThroughput: -1, UploadThroughput: -1})
		return err
	}))
}

// clock sets the clock of the pages that the tab opens from now on.
func (b *browser) clock(at time.Time) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: "Date.now = () => " + strconv.FormatInt(at.UnixMilli(), 10)})
		return err
	}))
}

// awaits waits until the page says a text.
func (b *browser) awaits(text string) {
	b.t.Helper()
	for range 300 {
		// A page that goes away under the question is asked again.
		found, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("document.body.innerText.includes("+strconv.Quote(text)+")"))
		if err == nil && found {
			return
		}
		must(b.t, b.ctx.Err())
		time.Sleep(50 * time.Millisecond)
	}
	b.says(text)
}

// ballots closes the poll and demands so many ballots in it.
func (w *world) ballots(t *testing.T, poll string, want int) {
	t.Helper()
	must(t, w.service.ClosePoll(context.Background(), poll))
	r, err := w.service.Release(context.Background(), poll)
	must(t, err)
	if r.Method.Ballots != want {
		t.Errorf("%d ballots counted, want %d", r.Method.Ballots, want)
	}
}

// reviewing answers everything, as far as the review.
func (b *browser) reviewing() {
	b.t.Helper()
	b.open("/p/open?lang=en&unit=west")
	b.answerAll()
}

const handIn = `.go [value="submit"]`

// kept returns how many ballots wait on the device.
func (b *browser) kept() int {
	b.t.Helper()
	return eval[int](b, `Object.keys(localStorage).filter(k => k.startsWith('unsent:')).length`)
}

func TestBrowserHandsInWhenTheNetworkIsBack(t *testing.T) {
	w := newWorld(t)
	b := openBrowser(t, w)
	b.reviewing()
	key := eval[string](b, "document.querySelector('[name=key]').value")
	b.cutNetwork(true)
	b.click(handIn)
	b.awaits("Saved on this phone, not yet handed in")
	if b.kept() != 1 || b.drafts() != 0 {
		t.Errorf("%d ballots kept, %d drafts", b.kept(), b.drafts())
	}
	if k := eval[string](b, `Object.keys(localStorage).find(k => k.startsWith('unsent:'))`); k != "unsent:open/"+key {
		t.Errorf("kept as %q", k)
	}
	b.cutNetwork(false)
	b.awaits("Thank you, your answers are in")
	b.says("Your receipt")
	if b.kept() != 0 {
		t.Error("the ballot is still on the device")
	}
	w.ballots(t, "open", 1)
}

// Whoever closes the page finds the ballot handed in when he comes back, and
// his place on the other page is not disturbed.
func TestBrowserHandsInOnALaterPage(t *testing.T) {
	w := newWorld(t)
	flaky := &flakyBox{Polls: w.service}
	flaky.failures.Store(1 << 20)
	w.Service = flaky
	b := openBrowser(t, w)
	b.clock(now)
	b.reviewing()
	b.click(handIn)
	b.awaits("not yet handed in")
	b.open("/p/work?lang=en") // even that of another poll
	b.awaits("not yet handed in")
	flaky.failures.Store(0)
	eval[bool](b, "dispatchEvent(new Event('online'))")
	b.awaits("Thank you, your answers are in")
	b.says("Which one do you want to rate?")
	if b.kept() != 0 {
		t.Error("the ballot is still on the device")
	}
	b.click(".unsent .btn")
	b.awaits("Your receipt")
	b.dressed() // in the style of the receipt
	w.ballots(t, "open", 1)
	w.ballots(t, "work", 0)
}

func TestBrowserRetriesWhatTheBoxCouldNotTake(t *testing.T) {
	w := newWorld(t)
	flaky := &flakyBox{Polls: w.service}
	flaky.failures.Store(1)
	w.Service = flaky
	b := openBrowser(t, w)
	b.reviewing()
	b.click(handIn)
	b.awaits("Saved on this phone, not yet handed in")
	b.click(".unsent .btn")
	b.awaits("Thank you, your answers are in")
	w.ballots(t, "open", 1)
}

// The reply is lost after the ballot was stored: the same form again gets the
// same receipt, and the ballot counts once.
func TestBrowserRetriesWhatWasStored(t *testing.T) {
	w := newWorld(t)
	flaky := &flakyBox{Polls: w.service, stores: true}
	flaky.failures.Store(1)
	w.Service = flaky
	b := openBrowser(t, w)
	b.reviewing()
	b.click(handIn)
	b.awaits("not yet handed in")
	b.click(".unsent .btn")
	b.awaits("Thank you, your answers are in")
	if flaky.last.Fresh {
		t.Error("the second try stored a ballot of its own")
	}
	w.ballots(t, "open", 1)
}

// What the box says for good ends the waiting, and says what to do.
func TestBrowserShowsFinalAnswers(t *testing.T) {
	w := newWorld(t)
	flaky := &flakyBox{Polls: w.service}
	w.Service = flaky
	b := openBrowser(t, w)
	for _, tt := range []struct {
		err  error
		says string
	}{
		{survey.ErrConflict, "One has been received already"},
		{survey.ErrClosed, "This poll has closed"},
	} {
		flaky.failures.Store(1)
		flaky.err = survey.ErrUnavailable
		b.reviewing()
		b.click(handIn)
		b.awaits("not yet handed in")
		flaky.failures.Store(1)
		flaky.err = tt.err
		b.click(".unsent .btn")
		b.awaits(tt.says)
		if b.kept() != 0 {
			t.Errorf("after %v the ballot stays on the device", tt.err)
		}
	}
	// A form with a mistake in it comes back, and still works.
	b.reviewing()
	eval[bool](b, `document.querySelector('[name="a.overall1"]').remove() ?? true`)
	b.click(handIn)
	b.awaits("1 question needs another look")
	b.option("overall1", "4")
	b.follow(forward)
	b.click(handIn)
	b.awaits("Thank you, your answers are in")
	w.ballots(t, "open", 1)
}

func TestBrowserClearsTheDevice(t *testing.T) {
	w := newWorld(t)
	b := openBrowser(t, w)
	b.open("/p/open?unit=west&lang=en")
	b.option("overall1", "4")
	b.awaits("Clear my answers")
	b.click(".clear summary") // asks before it clears, without a dialog
	b.says("cleared, for good")
	if b.drafts() != 1 {
		t.Error("the draft went before it was confirmed")
	}
	b.follow("[data-act=clear]")
	if b.drafts() != 0 {
		t.Error("the draft is still there")
	}
	b.reviewing()
	b.cutNetwork(true)
	b.click(handIn)
	b.awaits("not yet handed in")
	b.click(".unsent summary")
	if b.kept() != 1 {
		t.Error("the ballot went before it was confirmed")
	}
	b.click(".unsent .two")
	b.awaits("no longer on this device")
	b.cutNetwork(false)
	if b.kept() != 0 {
		t.Error("the ballot is still there")
	}
	w.ballots(t, "open", 0)
}

// A ballot kept past the end of its poll is let go.
func TestBrowserForgetsWhatIsOver(t *testing.T) {
	w := newWorld(t)
	b := openBrowser(t, w)
	flaky := &flakyBox{Polls: w.service}
	flaky.failures.Store(1 << 20)
	w.Service = flaky
	b.clock(now)
	b.reviewing()
	b.click(handIn)
	b.awaits("not yet handed in")
	b.open("/")
	b.awaits("not yet handed in")
	b.clock(now.Add(10 * 24 * time.Hour)) // two days after the end
	b.open("/")
	if b.kept() != 0 {
		t.Error("the ballot is still on the device")
	}
	w.ballots(t, "open", 0)
}

// A step without a network keeps its page.
func TestBrowserStepsWithoutNetwork(t *testing.T) {
	w := newWorld(t)
	b := openBrowser(t, w)
	b.open("/p/open?unit=west&lang=en")
	b.option("overall1", "4")
	b.awaits("Clear my answers") // the script is there
	b.cutNetwork(true)
	b.click(forward)
	b.awaits("press again when it is back")
	if !eval[bool](b, `document.querySelector('[name="a.overall1"][value="4"]').checked`) {
		t.Error("the answer is lost")
	}
}

// A flakyBox fails to take so many submissions.
type flakyBox struct {
	site.Polls
	failures atomic.Int32
	stores   bool  // though it stores them
	err      error // nil: ErrUnavailable
	last     survey.Receipt
}

func (f *flakyBox) Accept(ctx context.Context, sub survey.Submission) (survey.Receipt, error) {
	if f.failures.Add(-1) < 0 {
		var err error
		f.last, err = f.Polls.Accept(ctx, sub)
		return f.last, err
	}
	if f.stores {
		_, _ = f.Polls.Accept(ctx, sub)
	}
	if f.err != nil {
		return survey.Receipt{}, f.err
	}
	return survey.Receipt{}, survey.ErrUnavailable
}
