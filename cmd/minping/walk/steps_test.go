package walk

import (
	"github.com/chromedp/chromedp"
)

// forward is the button that leads on through a poll.
const forward = ".go .btn:last-child"

func (b *tab) followForward() { b.t.Helper(); b.follow(chromedp.Click(chromedp.CSS(forward))) }

// answerPages answers n pages of a poll, each question by its first option, and
// leads on after each.
func (b *tab) answerPages(n int) {
	b.t.Helper()
	for range n {
		eval[bool](b, `(() => {
			const seen = new Set();
			for (const e of document.querySelectorAll('form.poll input[type=radio]')) if (!seen.has(e.name)) { seen.add(e.name); e.click() }
			return true;
		})()`)
		b.followForward()
	}
}

// handIn sends the ballot and waits for the receipt.
func (b *tab) handIn() {
	b.t.Helper()
	b.click(forward)
	b.do(chromedp.WaitVisible(chromedp.CSS(".rcpt")))
}

// signInWrongly sends a password that is not right.
func (b *tab) signInWrongly() {
	b.t.Helper()
	b.do(chromedp.SendKeys(chromedp.CSS("#name"), "wei"), chromedp.SendKeys(chromedp.CSS("#password"), "not the password"))
	b.follow(chromedp.Click(chromedp.CSS("main .btn")))
}
