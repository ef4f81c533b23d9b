package web

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
)

// shots is where the steps of filling in a sheet are pictured.
var shots = flag.String("shots", "", "folder for pictures of the sheet, step by step")

// picture keeps what the screen shows.
func (b *browser) picture(name string) {
	b.t.Helper()
	if *shots == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	must(b.t, err)
	must(b.t, os.MkdirAll(*shots, 0o755))
	must(b.t, os.WriteFile(filepath.Join(*shots, name+".png"), png, 0o644))
}

// enterCode comes with a code in the fragment of a link, as from a slip.
func (b *browser) enterCode(code, lang string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.url + "/p/bureau?lang=" + lang + "#code=" + code))
	b.follow(".acts .btn")
	b.do(chromedp.WaitVisible(chromedp.CSS(".live")))
}

// lettersOf says how a person of the sheet is marked: a letter for each column.
func lettersOf(person int) string {
	switch person % 4 {
	case 0:
		return "BBBABBBBCBBBB"
	case 1:
		return "BCBBBBBBBBBAB"
	case 2:
		return "ABBBAABBBABBB"
	}
	return "BBCB0BBBBBCBB"
}

const sheetPeople = 30

// sheetLanguages are the languages in which the sheet is filled in: both where
// pictures are made.
func sheetLanguages() []string {
	if *shots == "" {
		return []string{"zh"}
	}
	return []string{"zh", "en"}
}

// The whole sheet of a team and 30 people by keys alone, on a wide screen.
func TestBrowserSheetByKeys(t *testing.T) {
	for _, lang := range sheetLanguages() {
		w, codes := evaluating(t, sheetPeople)
		b := openBrowser(t, w)
		b.width = 1440
		b.do(chromedp.EmulateViewport(1440, 900))
		b.enterCode(codes["B"], lang)
		b.picture("keys-" + lang + "-1-rules")
		if *shots != "" {
			t.Logf("%s: %s", lang, eval[string](b, `(() => { const row = document.querySelector('#r-20'), t = performance.now();
				for (const i of row.querySelectorAll('input[value=B]')) { i.focus(); i.dispatchEvent(new KeyboardEvent('keydown', {key: 'b', bubbles: true})); row.offsetHeight; }
				const per = (performance.now() - t) / 13; for (const i of row.querySelectorAll(':checked')) i.checked = false; row.querySelector('input').dispatchEvent(new Event('change', {bubbles: true}));
				const n = performance.getEntriesByType('navigation')[0]; return per.toFixed(1) + ' ms a mark; interactive after ' + n.domInteractive.toFixed(0) + ' ms, ' + document.getElementsByTagName('*').length + ' elements' })()`))
		}
		at := func() string { return eval[string](b, "document.activeElement.closest('.cell')?.id ?? ''") }
		press := func(keys string) {
			t.Helper()
			for _, k := range keys {
				b.do(chromedp.KeyEvent(string(k)))
			}
		}
		const left, up, right, down = "\u0302", "\u0304", "\u0303", "\u0301"
		b.do(chromedp.Focus(chromedp.CSS("#c-1-T01 input")))
		for _, step := range []struct{ key, want string }{
			{right, "c-1-T02"}, {down, "c-2-M02"}, {down, "c-3-M02"}, {left, "c-3-M01"}, {up, "c-2-M01"}, {up, "c-1-T01"}, {up, "c-1-T01"}, {left, "c-1-T01"},
		} {
			if press(step.key); at() != step.want {
				t.Fatalf("after %q in %s, want %s", step.key, at(), step.want)
			}
		}
		if !eval[bool](b, "getComputedStyle(document.querySelector('#c-1-T01 .ops')).position == 'absolute'") {
			t.Error("the cell in focus does not open")
		}
		for i := range sheetPeople + 1 {
			for _, letter := range lettersOf(i) {
				press(string(letter) + "\r")
			}
			if i == 0 {
				b.picture("keys-" + lang + "-2-team")
			}
		}
		if n := eval[float64](b, "document.querySelectorAll('.cell.open').length"); n != 0 {
			t.Fatalf("%v cells are open", n)
		}
		b.picture("keys-" + lang + "-3-full")
		// Ten of 30 may be excellent; the eleventh is refused.
		for i := range 10 {
			b.do(chromedp.Focus(chromedp.CSS("#r-" + itoa(i+2) + " .tot :checked")))
			press("a")
		}
		if n := eval[float64](b, "document.querySelectorAll('[data-best]:checked').length"); n != 10 {
			t.Fatalf("%v are excellent", n)
		}
		b.do(chromedp.Focus(chromedp.CSS("#r-12 .tot :checked")))
		press("a")
		if n := eval[float64](b, "document.querySelectorAll('[data-best]:checked').length"); n != 10 {
			t.Errorf("%v are excellent, beyond the limit", n)
		}
		// The lowest mark asks why, at once and there alone.
		b.do(chromedp.Focus(chromedp.CSS("#r-12 .cell :checked")))
		press("d")
		if n := eval[float64](b, "[...document.querySelectorAll('[data-reason]')].filter(e => e.checkVisibility()).length"); n != 1 {
			t.Errorf("%v reasons are asked for", n)
		}
		b.picture("keys-" + lang + "-4-reason")
		b.follow(".last")
		b.picture("keys-" + lang + "-5-wrong")
		if eval[string](b, "document.activeElement.id") != "sum" || !eval[bool](b, "document.title.startsWith(document.documentElement.lang == 'zh-CN' ? '有错误' : 'Error')") {
			t.Error("the summary of mistakes is not where reading goes on")
		}
		b.click("#sum a")
		b.do(chromedp.SendKeys(chromedp.CSS("#r-12 textarea"), "迟到"))
		b.follow(".last")
		b.picture("keys-" + lang + "-6-review")
		b.click("[value=submit].btn")
		b.do(chromedp.WaitVisible(chromedp.CSS("[data-done]")))
		b.picture("keys-" + lang + "-7-receipt")
	}
}

// The whole sheet on a telephone by touch: one person at a time.
func TestBrowserSheetOnPhone(t *testing.T) {
	for _, lang := range sheetLanguages() {
		w, codes := evaluating(t, sheetPeople)
		b := openBrowser(t, w)
		b.enterCode(codes["C"], lang)
		b.fits()
		b.picture("phone-" + lang + "-1-rules")
		shown := func() string {
			return eval[string](b, "[...document.querySelectorAll('.person')].filter(p => p.checkVisibility()).map(p => p.id).join()")
		}
		if shown() != "r-1" {
			t.Fatalf("shown: %s", shown())
		}
		if h := eval[float64](b, "document.querySelector('.ops label').getBoundingClientRect().height"); h < 48 {
			t.Errorf("a mark is %v pixels high", h)
		}
		for i := range sheetPeople + 1 {
			row := "#r-" + itoa(i+1)
			for j, letter := range lettersOf(i) {
				if i == 7 && j == 5 {
					continue // forgotten
				}
				b.click(row + " .cell:nth-of-type(" + itoa(j+1) + ") input[value=\"" + string(letter) + "\"] + span")
			}
			if i == 0 || i == 1 {
				b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector('.person.now').scrollIntoView()`))
				b.picture("phone-" + lang + "-2-person-" + itoa(i+1))
			}
			switch {
			case i == 1: // by a swipe
				eval[bool](b, `(() => { const s = document.querySelector('.person.now'), at = x => new Touch({identifier: 1, target: s, clientX: x, clientY: 400});
					s.dispatchEvent(new TouchEvent('touchstart', {bubbles: true, touches: [at(300)], changedTouches: [at(300)]}));
					s.dispatchEvent(new TouchEvent('touchend', {bubbles: true, touches: [], changedTouches: [at(80)]})); return true })()`)
			case i < sheetPeople:
				b.click("[data-turn='1']")
			}
			if want := "r-" + itoa(min(i+2, sheetPeople+1)); shown() != want {
				t.Fatalf("after person %d: %s, want %s", i+1, shown(), want)
			}
		}
		b.picture("phone-" + lang + "-3-last")
		b.follow(".last")
		b.fits()
		b.picture("phone-" + lang + "-4-missing")
		b.click("#sum a")
		if shown() != "r-8" {
			t.Errorf("the link shows %s", shown())
		}
		// The page was left and opened again: everything is still there.
		b.enterCode(codes["C"], lang)
		b.picture("phone-" + lang + "-5-again")
		b.follow("[data-act=resume]")
		if n := eval[float64](b, "document.querySelectorAll('.cell.open').length"); n != 1 {
			t.Errorf("%v cells are open after a break", n)
		}
		b.click("[data-next]")
		b.click("#r-8 .cell:nth-of-type(6) input[value=C] + span")
		b.follow(".last")
		b.fits()
		b.picture("phone-" + lang + "-6-review")
		b.click("[value=submit].btn")
		b.do(chromedp.WaitVisible(chromedp.CSS("[data-done]")))
		b.fits()
		b.picture("phone-" + lang + "-7-receipt")
		if n := eval[float64](b, "Object.keys(localStorage).length"); n != 0 {
			t.Errorf("%v things are left on the device", n)
		}
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
