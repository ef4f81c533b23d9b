package walk

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A stop is what the focus is on.
type stop struct {
	What    string // tag, name, text
	At      int    // which element of the page it is
	Body    bool   // nothing has it
	Skip    bool   // the link past the head of the page
	Visible bool   // an outline is drawn, and it is on the screen
}

// focused describes what the focus is on. What is drawn for a control may be
// its label, or what stands beside it; of dates, the browser draws which of their
// parts has the focus.
const focused = `(() => {
	const e = document.activeElement, near = [e, e.parentElement, e.parentElement?.parentElement, e.nextElementSibling, e.closest('label')].filter(Boolean);
	const r = e.getBoundingClientRect();
	return {
		What: e.tagName + ' ' + (e.name ?? e.id ?? '') + ' ' + (e.textContent || e.getAttribute('aria-label') || '').trim().slice(0, 30),
		At: [...document.querySelectorAll('*')].indexOf(e),
		Body: e == document.body, Skip: e.matches('.skip'),
		Visible: /^date/.test(e.type) || near.some(n => { const s = getComputedStyle(n); return s.outlineStyle != 'none' && parseFloat(s.outlineWidth) >= 2 }) &&
			r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth,
	};
})()`

func (b *tab) press(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		b.do(chromedp.KeyEvent(k))
	}
}

// tabStop presses Tab and returns where the focus is then, which must be seen.
func (b *tab) tabStop() stop {
	b.t.Helper()
	b.press(kb.Tab)
	at := eval[stop](b, focused)
	if !at.Body && !at.Visible {
		b.t.Errorf("the focus on %q cannot be seen", at.What)
	}
	return at
}

// tabTo presses Tab until the focus is on what a selector matches.
func (b *tab) tabTo(sel string) {
	b.t.Helper()
	const most = 120
	for range most {
		b.tabStop()
		if eval[bool](b, "document.activeElement.matches(`"+sel+"`)") {
			return
		}
	}
	b.t.Fatalf("%d Tabs do not lead to %s on %s", most, sel, eval[string](b, "location.pathname"))
}

// enter presses Enter, and waits for the page to which that leads.
func (b *tab) enter() {
	b.t.Helper()
	b.follow(chromedp.KeyEvent(kb.Enter))
}

// tabThrough goes through the first stops of a page by Tab: each is seen, the
// first leads past the head where there is one, and none keeps the focus.
func (b *tab) tabThrough() {
	b.t.Helper()
	const some = 25
	if eval[bool](b, "document.activeElement != document.body") {
		return // the page sets the focus: to a summary of mistakes, or the only field
	}
	var last stop
	for i := range some {
		at := b.tabStop()
		if i == 0 && !at.Skip && eval[bool](b, "!!document.querySelector('.skip')") {
			b.t.Errorf("the first stop is %q, not the link past the head", at.What)
		}
		if at.Body {
			return
		}
		if at == last && !strings.HasPrefix(at.What, "INPUT") { // dates have several stops
			b.t.Errorf("%q keeps the focus", at.What)
		}
		last = at
	}
}

// Every flow goes by keys alone, in English on a wide screen and in Chinese on
// a phone; those of citizens also without script.
func TestKeyboard(t *testing.T) {
	s := openStage(t)
	b := s.openTab(t)
	s.set(t)
	for _, f := range flows {
		t.Run(f.name, func(t *testing.T) {
			b := b.within(t)
			b.become(f.as)
			b.look(f.view)
			b.script(!f.plain)
			b.forget()
			f.walk(b)
			wrong, _ := b.noted(f.status)
			if len(wrong) > 0 {
				t.Error(strings.Join(wrong, "\n"))
			}
			b.script(true)
		})
	}
}

// flows are what people do by keys.
var flows = []struct {
	name, as string
	view     view
	plain    bool  // without script
	status   int64 // that may be answered beside 200
	walk     func(b *tab)
}{
	{name: "answering", view: view{"zh", 360, false}, walk: (*tab).answerByKeys},
	{name: "answering without script", view: view{"en", 360, false}, plain: true, walk: (*tab).answerByKeys},
	{name: "mistakes in answers", view: view{"zh", 360, false}, status: 422, walk: (*tab).mendByKeys},
	{name: "skipping the head", view: view{"en", 1440, false}, walk: func(b *tab) {
		b.open("/r/$finished")
		b.press(kb.Tab, kb.Enter)
		if hash := eval[string](b, "location.hash"); hash != "#main" {
			b.t.Errorf("the first link leads to %q", hash)
		}
		if b.press(kb.Tab); !eval[bool](b, "document.querySelector('#main').contains(document.activeElement)") {
			b.t.Errorf("after it the focus is on %q", eval[stop](b, focused).What)
		}
	}},
	{name: "signing in", view: view{"zh", 360, false}, status: 401, walk: func(b *tab) {
		b.open("/login?then=/account")
		b.tabTo("#name")
		b.press("wei")
		b.tabTo("#password")
		b.press("not the password")
		b.enter()
		if id := eval[string](b, "document.activeElement.id"); id != "sum" {
			b.t.Errorf("after a wrong password the focus is on %q", id)
		}
		b.tabTo("#password")
		b.press(password)
		b.enter()
		b.at("/account")
	}},
	{name: "typing paper", as: "wei", view: view{"en", 1440, false}, walk: func(b *tab) {
		b.open("/paper/$open/1")
		b.tabTo(`[name="0.A4"]`)
		b.press("3", "2") // one key an answer
		if at := eval[string](b, "document.activeElement.name"); at != "0.B1" {
			b.t.Errorf("after two answers the focus is on %s", at)
		}
		b.tabTo(`button[value=draft]`)
		b.enter()
		if got := eval[string](b, `document.querySelector('[name="0.A4"]').value + document.querySelector('[name="0.A5"]').value`); got != "32" {
			b.t.Errorf("kept %q", got)
		}
	}},
	{name: "making codes", as: "wei", view: view{"zh", 1440, false}, walk: func(b *tab) {
		b.open("/manage/coded")
		b.tabTo("input[name=label]")
		b.press("二号会议室")
		b.tabTo("input[name=count]")
		b.press("12")
		b.tabTo("select[name=format]")
		b.press(kb.ArrowDown, kb.ArrowUp)
		eval[bool](b, "document.activeElement.value = 'csv'; true")
		b.press(kb.Tab)
		b.press(kb.Enter)
		b.await("/manage/coded", "二号会议室")
	}},
	{name: "filtering", view: view{"zh", 1440, false}, walk: func(b *tab) {
		b.open("/r/$finished/heat?tier=county")
		b.tabTo("select[name=sort]")
		b.press(kb.ArrowDown)
		b.tabTo("input[name=q]")
		b.press("川")
		b.enter()
		if q := eval[string](b, "new URL(location).searchParams.get('q')"); q != "川" {
			b.t.Errorf("the filter is %q", q)
		}
	}},
	{name: "other weights", view: view{"en", 1440, false}, walk: func(b *tab) {
		b.open("/r/$finished/whatif")
		b.tabTo("input[type=number]")
		b.press(kb.Home, "2")
		b.enter()
		if !eval[bool](b, "location.search.length > 1 && !!document.querySelector('.said li')") {
			b.t.Error("nothing is said of the change")
		}
	}},
	{name: "reviewing comments", as: "wei", view: view{"zh", 1440, false}, walk: func(b *tab) {
		b.open("/comments/talk")
		before := eval[string](b, "document.querySelector('main .lead').textContent")
		b.press("p", "w") // one is published, the next withheld
		b.tabTo("#review .formacts > button.btn:not([type])")
		b.enter()
		if after := eval[string](b, "document.querySelector('main .lead').textContent"); after == before {
			b.t.Errorf("still %q", after)
		}
	}},
	{name: "inviting", as: "wei", view: view{"zh", 360, false}, status: 201, walk: func(b *tab) {
		b.open("/admin/invitations")
		b.tabTo("input[name=name]")
		b.press("gu")
		b.tabTo("select[name=role]")
		b.press(kb.ArrowDown)
		b.enterFrom("main form button.btn")
		if !eval[bool](b, "document.body.textContent.includes('/invite?token=')") {
			b.t.Error("there is no link")
		}
	}},
	{name: "setting up a poll", as: "wei", view: view{"zh", 1440, false}, walk: (*tab).setUpByKeys},
	{name: "building a questionnaire", as: "wei", view: view{"en", 1440, false}, walk: (*tab).buildByKeys},
	{name: "closing", as: "wei", view: view{"zh", 1440, false}, walk: func(b *tab) {
		b.open("/manage/coded")
		b.tabTo(`a[href*="ask=close"]`)
		b.enter()
		b.enterFrom(`button[value=close]`)
		b.at("/manage/coded")
		if eval[bool](b, "!!document.querySelector('a[href*=\"ask=close\"]')") {
			b.t.Error("it can be closed again")
		}
	}},
}

// enterFrom goes to a button and presses it.
func (b *tab) enterFrom(sel string) {
	b.t.Helper()
	b.tabTo(sel)
	b.enter()
}

// at demands a path.
func (b *tab) at(path string) {
	b.t.Helper()
	if got := eval[string](b, "location.pathname"); got != b.expand(b.t, path) {
		b.t.Errorf("it leads to %s, want %s", got, path)
	}
}

// await opens a page until it holds a text.
func (b *tab) await(path, text string) {
	b.t.Helper()
	b.stage.await(b.t, path, text)
}

// setUpByKeys goes through the five steps from a questionnaire to an open poll.
func (b *tab) setUpByKeys() {
	b.t.Helper()
	const next = "form.plan .formacts > button.btn[value=next]"
	b.open("/manage/new")
	b.tabTo("input[name=questionnaire]")
	b.press(kb.ArrowDown)
	b.tabTo(`[id="title.zh"]`)
	b.press("按键建成的测评")
	b.enterFrom(next)
	b.enterFrom("button[value=all]")
	b.enterFrom("form.plan input[type=checkbox]") // Enter leads on from there, past 77 boxes
	b.tabTo("input[name=access]")
	b.press(kb.ArrowDown, kb.ArrowUp)
	b.enterFrom(next)
	b.tabTo(`[id="organiser.zh"]`)
	b.press("虚构办公室")
	b.enterFrom(next)
	b.enterFrom("form.asked button.btn")
	if !eval[bool](b, "document.body.textContent.includes('按键建成的测评') && !!document.querySelector('a[href*=\"ask=close\"]')") {
		b.t.Errorf("%s is no open poll", eval[string](b, "location.pathname"))
	}
}

// buildByKeys changes a question, moves it down, adds another and saves.
func (b *tab) buildByKeys() {
	b.t.Helper()
	const ids = "[...document.querySelectorAll('.entries .who b')].map(e => e.textContent)"
	b.open("/manage/questionnaires/$questionnaire/items")
	before := eval[[]string](b, ids)
	b.tabTo("#draft textarea[lang=en]")
	b.press(kb.End, " Truly?")
	b.enterFrom(".stay button[value=save]")
	if !eval[bool](b, "document.querySelector('#draft textarea[lang=en]').value.includes('Truly?')") {
		b.t.Error("what was typed is not kept")
	}
	b.enterFrom(`.entries button[value^="down:"]`)
	if after := eval[[]string](b, ids); after[0] != before[1] || after[1] != before[0] {
		b.t.Errorf("moved down: %q, before %q", after[:2], before[:2])
	}
	b.enterFrom(`button[value^="add:"]`)
	if after := eval[[]string](b, ids); len(after) != len(before)+1 {
		b.t.Errorf("%d questions after one was added to %d", len(after), len(before))
	}
}

// answerByKeys answers a poll from its first page to the receipt: each question
// by Space on its first option, some by arrow on another.
func (b *tab) answerByKeys() {
	b.t.Helper()
	b.open("/p/$open?unit=x01&group=public")
	const pages = 6
	for range pages {
		var names []string
		for !eval[bool](b, "document.activeElement.matches(`"+forward+"`)") {
			b.tabStop()
			name := eval[string](b, "document.activeElement.type == 'radio' ? document.activeElement.name : ''")
			if name == "" || slices.Contains(names, name) {
				continue
			}
			names = append(names, name)
			b.press(" ")
			if len(names)%2 == 0 {
				b.press(kb.ArrowDown)
			}
			if !eval[bool](b, "document.activeElement.checked") {
				b.t.Fatalf("%s is not answered by a key", name)
			}
		}
		b.enter()
	}
	b.tabTo(forward)
	b.press(kb.Enter)
	b.do(chromedp.WaitVisible(chromedp.CSS(".rcpt")))
}

// mendByKeys leaves questions out, goes from the summary to the first, answers
// it and is told of the others.
func (b *tab) mendByKeys() {
	b.t.Helper()
	b.open("/p/$open?unit=x01&group=public")
	b.enterFrom(forward)
	const wrong = "document.querySelectorAll('#sum li').length"
	all := eval[int](b, wrong)
	if id := eval[string](b, "document.activeElement.id"); id != "sum" || all == 0 {
		b.t.Fatalf("%d mistakes, and the focus on %q", all, id)
	}
	if title := eval[string](b, "document.title"); !strings.HasPrefix(title, "有错误") {
		b.t.Errorf("the title is %q", title)
	}
	b.tabStop()
	b.press(kb.Enter)
	b.tabStop()
	b.press(" ")
	if !eval[bool](b, "document.activeElement.checked && document.activeElement.closest('.err') != null") {
		b.t.Errorf("the first link leads to %q", eval[stop](b, focused).What)
	}
	b.enterFrom(forward)
	if left := eval[int](b, wrong); left != all-1 {
		b.t.Errorf("%d mistakes are left of %d", left, all)
	}
}
