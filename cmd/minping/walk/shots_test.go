package walk

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "TestPages: write pictures of all pages, and an index of them, to this `folder`")

// shotViews are the views of which pictures are kept: each page in Chinese at
// both widths; some, of each kind one, in English in the dark too.
func shotViews(l sight) []view {
	kept := []view{{"zh", 360, false}, {"zh", 1440, false}}
	if slices.Contains([]string{"answer-first", "results", "heat", "manage-codes", "accounts", "paper-typing"}, l.name) {
		kept = append(kept, view{"en", 360, true}, view{"en", 1440, true})
	}
	return kept
}

// tallest is how much of a page a picture shows, in pixels, by its width.
var tallest = map[int64]int64{360: 1600, 1440: 1500}

// quality is of pictures, in per cent.
const quality = 40

// shoot takes the pictures of a page and returns its title.
func (b *tab) shoot(l sight) string {
	b.t.Helper()
	title := ""
	for _, v := range shotViews(l) {
		b.show(l, v)
		if v.lang == "zh" {
			title = eval[string](b, "document.title")
		}
		b.picture(filepath.Join(*shots, pictureName(l, v)), v)
	}
	return title
}

// show brings a page onto the screen.
func (b *tab) show(l sight, v view) {
	b.t.Helper()
	b.look(v)
	b.open(l.path)
	if l.steps != nil {
		l.steps(b)
	}
}

// picture writes what is on the screen, made as high as the page, to a file.
func (b *tab) picture(file string, v view) {
	b.t.Helper()
	height := min(eval[int64](b, "Math.max(document.documentElement.scrollHeight, innerHeight)"), tallest[v.width])
	b.do(chromedp.EmulateViewport(v.width, height))
	eval[bool](b, "scrollTo(0, 0); true") // a page may begin where the focus is
	q := int64(quality)
	taken := call(b, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatWebp, Quality: &q,
		Clip: &page.Viewport{Width: float64(v.width), Height: float64(height), Scale: 1},
	})
	if err := os.WriteFile(file, taken.Data, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

func pictureName(l sight, v view) string { return l.name + "." + v.String() + ".webp" }

// writeGallery writes the index of the pictures.
func writeGallery(t *testing.T, folder string, titles map[string]string) {
	t.Helper()
	var b strings.Builder
	b.WriteString("# Pictures of all pages\n\nFrom the demo: places, names and numbers are simulated. Made by\n\n    .ci/pages\n\n" +
		"which writes these files anew; long pages are cut off below.\n\n| page | 360 px | 1440 px |\n|---|---|---|\n")
	line := func(l sight, label, lang string, dark bool) {
		small, wide := pictureName(l, view{lang, 360, dark}), pictureName(l, view{lang, 1440, dark})
		fmt.Fprintf(&b, "| %s | <a href=%q><img src=%q width=\"150\" alt=\"%s, 360 px\"></a> | <a href=%q><img src=%q width=\"480\" alt=\"%s, 1440 px\"></a> |\n",
			label, small, small, l.name, wide, wide, l.name)
	}
	for _, l := range sights {
		title, _, _ := strings.Cut(titles[l.name], " · ")
		line(l, l.name+"<br>"+title, "zh", false)
		if len(shotViews(l)) > 2 {
			line(l, l.name+"<br>English, dark", "en", true)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "README.md"), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
