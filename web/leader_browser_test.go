package web

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"minping/web/site"
)

// fitsIn demands that a page is no wider than the screen, that no text or mark
// leaves it outside of the tables that scroll, and that no chart has an axis
// whose labels run into each other.
func (b *browser) fitsIn(width int64, path string) {
	b.t.Helper()
	if w := eval[int64](b, "document.documentElement.scrollWidth"); w > width {
		b.t.Errorf("%s is %d pixels wide on a screen of %d", path, w, width)
	}
	if out := eval[[]string](b, `[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 &&
		!e.closest('.scroll, .heat-wrap, .vh')).map(e => e.tagName + ' ' + e.textContent.slice(0, 20))`); len(out) > 0 {
		b.t.Errorf("%s at %d: outside of the screen: %q", path, width, out)
	}
	if hit := eval[[]string](b, `[...document.querySelectorAll('svg')].flatMap(s => {
		const boxes = [...s.children].filter(e => e.tagName == 'text').map(e => e.getBoundingClientRect()).filter(r => r.width > 0);
		return boxes.filter((r, i) => boxes.some((o, j) => j < i && r.left < o.right && o.left < r.right && r.top < o.bottom && o.top < r.bottom)).map(() => s.textContent);
	})`); len(hit) > 0 {
		b.t.Errorf("%s at %d: labels run into each other: %q", path, width, hit)
	}
}

// Pages of results are read at the width of a phone and of a screen, in both
// languages, in large text, in the dark, without script errors.
func TestDashboardsInABrowser(t *testing.T) {
	w := resultsWorld(t)
	b := openBrowser(t, w)
	for _, width := range []int64{360, 1280} {
		b.do(chromedp.EmulateViewport(width, 800))
		for _, lang := range site.Languages {
			for _, path := range []string{"", "/ranking?tier=city", "/ranking?tier=county", "/change?tier=city", "/change", "/heat", "/unit/x26", "/unit/c13", "/flags", "/problems", "/method"} {
				page := "/r/results" + path
				b.do(chromedp.Navigate(b.url + withParam(page, "lang", lang)))
				b.fitsIn(width, page+" "+lang)
			}
		}
		for _, path := range []string{"", "/heat", "/unit/x26", "/problems"} {
			b.do(chromedp.Navigate(b.url + withParam("/r/results"+path, "size", site.SizeLarge)))
			b.fitsIn(width, path+" large")
		}
		b.do(chromedp.Navigate(b.url + "/r/results?size=normal&lang=zh"))
		b.says("模拟数据", "棠浦市", "先核实", "末 3 位")
	}
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		dark := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: dark})
		return err
	}), chromedp.Navigate(b.url+"/r/results"))
	if bg := eval[string](b, "getComputedStyle(document.body).backgroundColor"); bg != "rgb(16, 22, 21)" {
		t.Errorf("in the dark the ground is %s", bg)
	}
}

// A leader finds the lowest county: from the overview to the heat table, sorted
// by an indicator, filtered by name, and on to the unit; by script in place,
// and without it by links and the form.
func TestReadingADashboard(t *testing.T) {
	w := resultsWorld(t)
	b := openBrowser(t, w)
	b.do(chromedp.EmulateViewport(1280, 800), chromedp.Navigate(b.url+"/r/results/heat?tier=county&lang=zh"))
	first := `document.querySelector('.heat tbody tr:not([hidden]) th a').textContent`
	order := `[...document.querySelectorAll('.heat tbody tr')].map(r => parseFloat(r.cells[2].dataset.v ?? 'NaN'))`
	lowest := eval[string](b, first)
	b.click(".heat thead tr.inds th:nth-child(3) a")
	scores := eval[[]float64](b, order)
	for i := 1; i < len(scores); i++ {
		if scores[i] < scores[i-1] {
			t.Fatalf("not sorted by the first indicator: %v after %v", scores[i], scores[i-1])
		}
	}
	link := eval[string](b, `document.querySelector('.heat thead tr.inds th:nth-child(3) a').getAttribute('href')`)
	b.do(chromedp.Navigate(b.url + link))
	if served := eval[[]float64](b, order); fmt.Sprint(served) != fmt.Sprint(scores) {
		t.Error("the server sorts otherwise than the script")
	}
	b.do(chromedp.SendKeys(chromedp.CSS("#q"), lowest))
	if got := eval[string](b, first); got != lowest {
		t.Errorf("looking for %s finds %s", lowest, got)
	}
	b.do(chromedp.Navigate(b.url + "/r/results/heat?tier=county&q=" + lowest))
	if n := eval[int](b, "document.querySelectorAll('.heat tbody tr').length"); n != 1 {
		t.Errorf("the form finds %d counties called %s", n, lowest)
	}
	_, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.CSS(".heat tbody th a")))
	must(t, err)
	b.says(lowest, "强在哪里，弱在哪里", "怎么办", "常见原因", "期限")
	if !eval[bool](b, `[...document.querySelectorAll('[tabindex="0"]')].every(e => e.getAttribute('role') && e.getAttribute('aria-label'))`) {
		t.Error("something that takes the focus has no name")
	}
}

// withParam adds a parameter to an address.
func withParam(address, name, value string) string {
	if strings.Contains(address, "?") {
		return address + "&" + name + "=" + value
	}
	return address + "?" + name + "=" + value
}
