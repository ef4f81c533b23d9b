package walk

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// A shown is what a page says of itself.
type shown struct {
	Lang     string
	Title    string
	Headings int
	Width    int64
	Dark     bool
	Outside  []string // what leaves the screen outside of what scrolls
	Unmarked []string // Chinese on an English page that does not say so
}

const showIt = `(() => {
	const ground = getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).map(Number);
	const scrolls = e => { for (; e; e = e.parentElement) { const o = getComputedStyle(e).overflowX; if (o != 'visible') return true } return false };
	const foreign = () => {
		const texts = document.createTreeWalker(document, NodeFilter.SHOW_TEXT), found = [];
		const see = (text, e) => { if (/\p{Script=Han}/u.test(text) && !/^zh/.test(e.closest('[lang]').getAttribute('lang'))) found.push(e.tagName + ' ' + text.trim().slice(0, 30)) };
		while (texts.nextNode()) { const e = texts.currentNode.parentElement; if (!e.matches('script, style')) see(texts.currentNode.data, e) }
		for (const e of document.querySelectorAll('input:not([type=hidden])')) see(e.value, e);
		return found;
	};
	return {
		Lang: document.documentElement.lang, Title: document.title,
		Headings: document.querySelectorAll('h1').length,
		Width: document.documentElement.scrollWidth,
		Dark: ground.reduce((a, b) => a + b) < 384,
		Outside: [...document.querySelectorAll('body *')].filter(e => {
			const r = e.getBoundingClientRect();
			return r.width > 0 && r.height > 0 && r.right > innerWidth + 1 && r.left < innerWidth + 4000 && !scrolls(e.parentElement) && !e.closest('svg, .vh, .skip');
		}).slice(0, 5).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 30)),
		Unmarked: document.documentElement.lang.startsWith('en') ? foreign().slice(0, 5) : [],
	};
})()`

// visit looks at a page in a view. It returns how many rules of axe-core held
// and how many did not: none where axe is empty.
func (b *tab) visit(l sight, v view, axe string) (held, violated int) {
	b.t.Helper()
	b.forget()
	b.show(l, v)
	want := cmp.Or(l.status, http.StatusOK)
	wrong, status := b.noted(want)
	for _, w := range wrong {
		b.t.Errorf("%s: %s", v, w)
	}
	if status != want {
		b.t.Errorf("%s: status %d, want %d", v, status, want)
	}
	is := eval[shown](b, showIt)
	if !strings.HasPrefix(is.Lang, v.lang) {
		b.t.Errorf("%s: the page's lang is %q", v, is.Lang)
	}
	if is.Title == "" || is.Headings != 1 {
		b.t.Errorf("%s: title %q, %d headings of the first level", v, is.Title, is.Headings)
	}
	if is.Width > v.width || len(is.Outside) > 0 {
		b.t.Errorf("%s: %d pixels wide; outside of the screen: %q", v, is.Width, is.Outside)
	}
	if is.Dark != v.dark && !l.paper {
		b.t.Errorf("%s: the ground is dark: %v", v, is.Dark)
	}
	if len(is.Unmarked) > 0 {
		b.t.Errorf("%s: Chinese without lang: %q", v, is.Unmarked)
	}
	if axe == "" {
		return 0, 0
	}
	held, violations := b.audit(axe, l.many)
	for _, x := range violations {
		b.t.Errorf("%s: %s", v, x)
	}
	return held, len(violations)
}

// narrow demands that a page loses nothing at 320 pixels, which is a screen of
// 640 at 200 %, and that nothing moves for those who want it still.
func (b *tab) narrow() {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(320, 480, chromedp.EmulateScale(2)))
	is := eval[shown](b, showIt)
	if is.Width > 320 || len(is.Outside) > 0 {
		b.t.Errorf("at 200 %% on 640 pixels: %d pixels wide; outside of the screen: %q", is.Width, is.Outside)
	}
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}})
	if moving := eval[[]string](b, `[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);
		return s.scrollBehavior == 'smooth' || s.animationName != 'none' || s.transitionDuration.split(',').some(d => parseFloat(d) > 0.01) }).slice(0, 5).map(e => e.tagName + '.' + e.className)`); len(moving) > 0 {
		b.t.Errorf("moves for those who want it still: %q", moving)
	}
}

// audit runs axe-core: the rules of WCAG 2.2 A and AA and its best practice. It
// returns how many rules held, and each that did not. It leaves out what the
// selector matches.
func (b *tab) audit(axe, without string) (held int, violations []violation) {
	b.t.Helper()
	eval[bool](b, axe+"; true")
	said := eval[string](b, `axe.run({include: [document], exclude: `+fmt.Sprintf("[%q].filter(s => s)", without)+`}, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
		rules: {'target-size': {enabled: true}}, resultTypes: ['violations'], preload: false,
	}).then(r => JSON.stringify({Held: r.passes.length, Violations: r.violations.map(v => ({
		ID: v.id, Help: v.help, Nodes: v.nodes.map(n => n.target.join(' ') + ': ' + [...n.any, ...n.all, ...n.none].map(c => c.message).join('; ')) }))}))`)
	var result struct {
		Held       int
		Violations []violation
	}
	if err := json.Unmarshal([]byte(said), &result); err != nil {
		b.t.Fatal(err)
	}
	return result.Held, result.Violations
}

// A violation is a rule of axe-core that a page breaks.
type violation struct {
	ID, Help string
	Nodes    []string // where, and how
}

func (v violation) String() string {
	const some = 4
	at := v.Nodes
	if len(at) > some {
		at = append(at[:some:some], fmt.Sprintf("and %d more", len(v.Nodes)-some))
	}
	return fmt.Sprintf("%s (%s):\n    %s", v.ID, v.Help, strings.Join(at, "\n    "))
}

// seesWhatIsWrong demands that mistakes on a page are found.
func (b *tab) seesWhatIsWrong(axe string) {
	b.t.Helper()
	b.become("")
	b.look(view{"en", 360, false})
	b.forget()
	b.open("/login")
	eval[bool](b, `document.querySelector('label').remove();
		document.querySelector('h1').outerHTML = '<h1>Sign in</h1><h1><b>Twice</b></h1>';
		document.querySelector('main').insertAdjacentHTML('beforeend', '<p id=grey>Too pale</p><p id=wide>Wide</p><p>甲</p><p lang=zh>乙</p><input value=丙><img src=https://elsewhere.invalid/x.png>');
		document.querySelector('#grey').style.color = '#ccc';
		document.querySelector('#wide').style.width = '500px';
		document.querySelector('#wide').setAttribute('style', 'color:red');
		setTimeout(() => { throw new Error('thrown') });
		new Promise(done => setTimeout(done, 300, true))`)
	is := eval[shown](b, showIt)
	if is.Headings != 2 || is.Width <= 360 || !slices.Equal(is.Unmarked, []string{"P 甲", "INPUT 丙"}) {
		b.t.Errorf("two headings on a wide page, two texts unmarked: %+v", is)
	}
	wrong, _ := b.noted(http.StatusOK)
	for _, want := range []string{"elsewhere.invalid", "thrown", "policy"} {
		if !strings.Contains(strings.Join(wrong, "\n"), want) {
			b.t.Errorf("%s is not among %q", want, wrong)
		}
	}
	_, violations := b.audit(axe, "")
	for _, want := range []string{"label", "image-alt", "color-contrast"} {
		if !slices.ContainsFunc(violations, func(v violation) bool { return v.ID == want }) {
			b.t.Errorf("axe-core does not see %s, but %v", want, violations)
		}
	}
}
