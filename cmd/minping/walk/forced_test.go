package walk

import (
	"bytes"
	"image"
	"image/png"
	"math"
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A mark is what must be seen where the reader's system chooses the colours: it
// is, if the page looks otherwise without it.
type mark struct {
	what string // selector of the things
	gone string // style sheet that takes away what is to be seen of them
	some int    // pixels at least that differ, by three to one
}

var marks = []mark{
	{"main .btn, .go .btn, main input:not([type=hidden],[type=radio],[type=checkbox]), main select, main textarea", "main .btn,.go .btn,main input,main select,main textarea{visibility:hidden!important}", 40},
	{"main input[type=radio], main input[type=checkbox]", "main input{visibility:hidden!important}", 12},
	{"main select", "main select{appearance:none!important;background-image:none!important}", 4},
	{"main svg:has(circle, .wh, .k1, .k5, .path)", "main svg{visibility:hidden!important}", 8},
	{".al:not(.none), .msg, .sum h2", ".al::before,.msg::before,.sum h2::before{visibility:hidden!important}", 8},
	{"main progress, ol.steps", "progress,ol.steps{visibility:hidden!important}", 40},
	{".heat .lo2", ".lo2::before{visibility:hidden!important}", 4},
	{".plot tr:is(.zone, .maybe)", ".plot tr>*{border-left-color:Canvas!important}", 20},
	{".nav a[aria-current]", ".nav a{border-color:Canvas!important}", 20},
}

// forcedSights are pages with all that has colours.
var forcedSights = []string{
	"answer-first", "answer-errors", "answer-code", "design", "design-citizen", "design-sheet", "results", "ranking-cities", "heat", "unit-city",
	"manage-close", "setup-check", "builder-items", "poster",
}

// Where the system chooses the colours, as for many who see little, what can be
// pressed, what is chosen, what is marked in charts, and the focus are seen.
func TestForcedColours(t *testing.T) {
	s := openStage(t)
	first := s.openTab(t)
	s.set(t)
	for _, l := range sights {
		for _, name := range forcedSights {
			if l.name != name {
				continue
			}
			t.Run(name, func(t *testing.T) {
				b := first.within(t)
				b.become(l.as)
				b.forced(l, true)
				if l.name == "answer-errors" || l.name == "builder-items" { // a page of either style sheet
					b.forced(l, false)
				}
			})
		}
	}
}

// forced looks at a page in the system's colours.
func (b *tab) forced(l sight, dark bool) {
	b.t.Helper()
	v := view{"en", 900, dark}
	b.look(v)
	scheme := map[bool]string{false: "light", true: "dark"}[dark]
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "forced-colors", Value: "active"},
	}})
	b.open(l.path)
	if l.steps != nil {
		l.steps(b)
	}
	height := min(eval[int64](b, "Math.max(document.documentElement.scrollHeight, innerHeight)"), 1600)
	b.do(chromedp.EmulateViewport(v.width, height))
	eval[bool](b, "document.activeElement.blur(); scrollTo(0, 0); true")
	before := b.seen()
	for _, m := range marks {
		if things := b.things(m.what); len(things) > 0 {
			b.wear(m.gone)
			b.differ(scheme+", "+m.what, things, 0, m.some, before, b.seen())
			b.wear("")
		}
	}
	b.wear(".nav a[aria-current]{border-color:Canvas!important}")
	bare := b.seen()
	b.wear(".nav a{border-color:Canvas!important}")
	for _, other := range b.things(".nav a:not([aria-current])") {
		if n := unlike(bare, b.seen(), other, 0); n > 0 {
			b.t.Errorf("%s: %s is underlined as the page that is shown", scheme, other.What)
		}
	}
	b.wear("")
	if things := b.things("main .btn, .go .btn"); len(things) > 0 {
		eval[bool](b, `document.querySelectorAll('.btn').forEach(e => { for (const n of e.childNodes) if (n.nodeType == 3) n.data = n.data.replace(/\S/g, c => c == 'W' ? 'M' : c > '\u2e7f' ? '田' : 'W') }); true`)
		b.differ(scheme+", the words on buttons", things, 0, 8, before, b.seen())
	}
	b.chosen(scheme)
	b.focused(scheme)
}

// chosen demands that a choice shows.
func (b *tab) chosen(scheme string) {
	b.t.Helper()
	const options = "main label:has(:is([type=radio], [type=checkbox]):enabled)"
	for i, state := range []string{"false", "true"} {
		eval[bool](b, `document.querySelectorAll("main :is([type=radio], [type=checkbox]):enabled").forEach(e => { e.checked = `+state+` }); true`)
		if i == 0 {
			continue
		}
		things := b.things(options + ":has(:checked)")
		after := b.seen()
		eval[bool](b, `document.querySelectorAll("main :checked:is([type=radio], [type=checkbox])").forEach(e => { e.checked = false }); true`)
		b.differ(scheme+", what is chosen", things, 2, 12, b.seen(), after)
	}
}

// focused demands that the first stops of Tab show.
func (b *tab) focused(scheme string) {
	b.t.Helper()
	before := b.seen()
	const stops = 8
	for range stops {
		b.press(kb.Tab)
		after := b.seen()
		things := b.things(":focus:not(label *), label:has(:focus)")
		if len(things) == 0 {
			return
		}
		b.differ(scheme+", the focus", things, 8, 40, before, after)
		before = after
	}
}

// A thing is a part of a page, in pixels.
type thing struct {
	What       string
	X, Y, W, H float64
}

// things returns what a selector matches on the screen, but for what lies under
// a bar that stays at its foot.
func (b *tab) things(selector string) []thing {
	b.t.Helper()
	return eval[[]thing](b, `[...document.querySelectorAll(`+strconv.Quote(selector)+`)].filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.vh, .skip:not(:focus)')).filter(e => {
		const r = e.getBoundingClientRect(), bar = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2)?.closest('.go, .stay');
		return !bar || bar.contains(e);
	}).map(e => {
		const r = e.getBoundingClientRect();
		return {What: e.tagName + ' ' + e.className + ' ' + (e.name ?? '') + ' ' + e.textContent.trim().slice(0, 20), X: r.x, Y: r.y, W: r.width, H: r.height};
	}).filter(t => t.W > 2 && t.H > 2 && t.X >= 0 && t.X + t.W <= innerWidth && t.Y + t.H <= innerHeight).slice(0, 60)`)
}

// wear puts a style sheet on, in place of the one worn before.
func (b *tab) wear(css string) {
	b.t.Helper()
	eval[bool](b, "(s => { s.replaceSync("+strconv.Quote(css)+"); document.adoptedStyleSheets = [s]; return true })(new CSSStyleSheet())")
}

// seen returns the screen.
func (b *tab) seen() image.Image {
	b.t.Helper()
	taken := call(b, page.CaptureScreenshot, page.CaptureScreenshotParams{})
	img, err := png.Decode(bytes.NewReader(taken.Data))
	if err != nil {
		b.t.Fatal(err)
	}
	return img
}

// differ demands that each of some things differs between two looks at it, or
// around it.
func (b *tab) differ(what string, things []thing, around float64, some int, one, other image.Image) {
	b.t.Helper()
	const told = 3
	faint := 0
	for _, x := range things {
		if n := unlike(one, other, x, around); n < some {
			if faint++; faint <= told {
				b.t.Errorf("%s: %s is hardly seen (%d pixels)", what, x.What, n)
			}
		}
	}
	if faint > told {
		b.t.Errorf("%s: and %d more", what, faint-told)
	}
}

// unlike counts the pixels of a thing that differ by three to one.
func unlike(one, other image.Image, x thing, around float64) (n int) {
	box := image.Rect(int(x.X-around), int(x.Y-around), int(math.Ceil(x.X+x.W+around)), int(math.Ceil(x.Y+x.H+around)))
	for _, img := range []image.Image{one, other} {
		box = box.Intersect(img.Bounds())
	}
	for i := box.Min.X; i < box.Max.X; i++ {
		for j := box.Min.Y; j < box.Max.Y; j++ {
			a, b := luminance(one, i, j), luminance(other, i, j)
			if (max(a, b)+0.05)/(min(a, b)+0.05) >= 3 {
				n++
			}
		}
	}
	return n
}

// luminance is WCAG's relative luminance of a pixel, 0–1.
func luminance(img image.Image, x, y int) float64 {
	linear := func(c uint32) float64 {
		v := float64(c) / 0xffff
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	r, g, b, _ := img.At(x, y).RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}
