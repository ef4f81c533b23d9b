package web

import (
	"testing"

	"github.com/chromedp/chromedp"

	"minping/survey"
	"minping/web/site"
)

// At 200 % on a screen of 640 pixels and on one of 320, in normal and in large
// text, no page of answering loses or covers anything.
func TestBrowserZoom(t *testing.T) {
	w := newWorld(t)
	w.layoutPoll(t, "one", "everything", survey.OneByOne)
	w.layoutPoll(t, "list", "everything", survey.AsList)
	b := openBrowser(t, w)
	for _, lang := range site.Languages {
		for _, size := range []string{"normal", "large"} {
			for _, screen := range []struct{ width, height int64 }{{320, 480}, {640, 400}} {
				b.width = screen.width
				b.do(chromedp.EmulateViewport(screen.width, screen.height, chromedp.EmulateScale(2)))
				for _, path := range []string{"/p/open?", "/p/open?unit=west", "/p/work?unit=west&group=public", "/p/one?", "/p/list?", "/p/coded?", "/p/later?"} {
					b.open(path + "&lang=" + lang + "&size=" + size)
					b.whole()
					if eval[bool](b, "!!document.querySelector('"+forward+"') && !!document.querySelector('.q')") {
						b.follow(forward)
						b.whole()
					}
				}
			}
		}
	}
}

// lost lists what of a page cannot be read: words outside of the screen, words
// that their box cuts off, words on top of others, and what stays in place
// although it takes more than half of the screen.
const lost = `(() => {
	const out = [], tops = [];
	for (const e of document.querySelectorAll('body *')) {
		const words = [...e.childNodes].some(n => n.nodeType == 3 && n.textContent.trim());
		const s = getComputedStyle(e), at = document.createRange();
		at.selectNodeContents(e);
		const r = at.getBoundingClientRect();
		if (s.position == 'sticky' && r.height > innerHeight / 2) out.push('stays: ' + e.className + ' ' + r.height);
		if (!words || !r.width || e.closest('.vh, .skip, script, option') || !e.checkVisibility()) continue;
		const said = e.textContent.trim().slice(0, 40);
		if (r.left < -1 || r.right > innerWidth + 1) out.push('outside: ' + said);
		if (s.overflow != 'visible' && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) out.push('cut: ' + said);
		if (s.display != 'inline' && !e.closest('.go')) tops.push([e, r, said]);
	}
	for (const [e, r, said] of tops) for (const [f, q, other] of tops) {
		if (e === f || e.contains(f) || f.contains(e)) continue;
		if (Math.min(r.right, q.right) - Math.max(r.left, q.left) > 2 && Math.min(r.bottom, q.bottom) - Math.max(r.top, q.top) > 4) out.push('overlap: ' + said + ' / ' + other);
	}
	return out;
})()`

// whole demands that nothing of the page is lost.
func (b *browser) whole() {
	b.t.Helper()
	for _, s := range eval[[]string](b, lost) {
		b.t.Errorf("%s on %d pixels: %s", eval[string](b, "location.href + ' ' + document.title"), b.width, s)
	}
}
