package web

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"minping/survey"
)

// unlike describes what is drawn otherwise once a page has a further style sheet;
// with each list of more open and the first answers chosen.
const unlike = `(css => {
	for (const d of document.querySelectorAll('details')) d.open = true;
	for (const f of document.querySelectorAll('fieldset')) { const i = f.querySelector('input:enabled'); if (i) i.checked = true; }
	const looks = () => [...document.querySelectorAll('*')].flatMap(e => [null, '::before', '::after'].map(part => {
		const s = getComputedStyle(e, part);
		return part && s.content == 'none' ? '' : e.tagName + '.' + e.className + (part ?? '') + ': ' + ['display', 'position', 'color', 'background', 'border', 'borderRadius', 'outline',
			'font', 'margin', 'padding', 'width', 'height', 'inset', 'gap', 'flex', 'gridTemplateColumns', 'alignItems', 'justifyContent', 'textAlign', 'textDecoration', 'whiteSpace',
			'wordBreak', 'overflow', 'clipPath', 'transform', 'float', 'content', 'listStyle', 'cursor', 'zIndex', 'visibility'].map(p => s[p]).join(' | ');
	}));
	const before = looks(), sheet = new CSSStyleSheet(), worn = document.adoptedStyleSheets;
	sheet.replaceSync(css);
	document.adoptedStyleSheets = [...worn, sheet];
	const after = looks();
	document.adoptedStyleSheets = worn;
	return after.flatMap((a, i) => a == before[i] ? [] : [before[i], a]);
})(%)`

// dressed demands that the page looks as it would with all of the style sheet.
func (b *browser) dressed() {
	b.t.Helper()
	with := func(css string) []string {
		return eval[[]string](b, strings.Replace(unlike, "%", strconv.Quote(css), 1))
	}
	whole := eval[string](b, `fetch("/k/open").then(r => r.text()).then(page => page.match(/<style>(.*?)<\/style>/s)[1])`) // a shared tablet has all of it
	if found := with(whole); len(found) > 0 {
		b.t.Errorf("%s without all of the style sheet\n     %s\nwith %s", eval[string](b, "location.href"), found[0], found[1])
	}
	if found := with(":root body h1{color:rgb(1,2,3)}"); len(found) == 0 {
		b.t.Error("another colour is not seen")
	}
}

// Pages hold a part of the style sheet only. What is left out changes nothing,
// on screens of both kinds, in the dark and on paper.
func TestPagesHoldTheStyleTheyNeed(t *testing.T) {
	w := newWorld(t)
	w.layoutPoll(t, "one", "everything", survey.OneByOne)
	w.layoutPoll(t, "list", "everything", survey.AsList)
	b := openBrowser(t, w)
	media := func(kind, scheme string) {
		b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Media: kind, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
			})
			return err
		}))
	}
	for _, v := range []struct {
		query, kind, scheme string
		width               int64
	}{
		{"lang=zh", "screen", "light", 360},
		{"lang=en&size=large", "screen", "dark", 360},
		{"lang=zh&size=large", "screen", "light", 320},
		{"lang=en", "screen", "light", 1440},
		{"lang=zh", "print", "light", 1000},
	} {
		b.width = v.width
		b.do(chromedp.EmulateViewport(v.width, 800))
		media(v.kind, v.scheme)
		for _, path := range []string{"/?", "/login?", "/nothing?", "/p/open?", "/p/open?unit=west", "/p/work?unit=west", "/p/work?unit=west&group=public", "/p/one?", "/p/list?", "/p/coded?", "/p/later?"} {
			b.open(path + "&" + v.query)
			b.dressed()
			if v.kind == "screen" && eval[bool](b, "!!document.querySelector('"+forward+"') && !!document.querySelector('.q')") {
				b.do(chromedp.Reload()) // without the answers that looks has given
				b.follow(forward)       // says what is missing
				b.dressed()
			}
		}
	}
}
