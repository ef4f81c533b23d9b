package walk

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"minping/web/browsertest"
)

var record = flag.String("record", "", "TestPages: write weights, times and what axe-core says of all pages to this `file`")

// slow3G is the line of an old phone far from town; DevTools add the latency to
// each request, not to the connection.
var slow3G = network.Conditions{Latency: 400, DownloadThroughput: 400_000 / 8, UploadThroughput: 400_000 / 8}

// slowCPU is how many times slower than here a phone computes.
const slowCPU = 4

// A weight is what a page costs whoever opens it with nothing in his cache.
type weight struct {
	requests     int
	bytes        float64       // as they come over the line, with headers
	first, whole time.Duration // until something is painted, until the largest part is
}

// weigh opens a page over a slow line, three times, and returns the median of the
// times.
func (b *tab) weigh(l sight) weight {
	b.t.Helper()
	call(b, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	b.throttle([]*network.Conditions{&slow3G}, slowCPU)
	defer b.throttle(nil, 1)
	defer call(b, network.SetCacheDisabled, network.SetCacheDisabledParams{})
	b.look(view{"zh", 360, false})
	var runs []weight
	for range 3 {
		b.do(chromedp.Navigate("about:blank"))
		b.forget()
		b.open(l.path)
		runs = append(runs, b.painted())
	}
	slices.SortFunc(runs, func(a, b weight) int { return int(a.first - b.first) })
	return runs[1]
}

// throttle makes line and computer slow.
func (b *tab) throttle(line []*network.Conditions, cpu float64) {
	b.t.Helper()
	if line == nil {
		line = []*network.Conditions{}
	}
	call(b, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: line})
	call(b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: cpu})
}

// painted returns what the page that was just opened cost.
func (b *tab) painted() weight {
	b.t.Helper()
	times := eval[[]float64](b, `new Promise(done => {
		let largest = 0;
		new PerformanceObserver(l => { for (const e of l.getEntries()) largest = e.startTime }).observe({type: 'largest-contentful-paint', buffered: true});
		setTimeout(() => done([performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0, largest]), 500);
	})`)
	b.mu.Lock()
	defer b.mu.Unlock()
	ms := func(i int) time.Duration { return time.Duration(times[i]*1000) * time.Microsecond }
	return weight{requests: len(b.requests), bytes: b.received, first: ms(0), whole: ms(1)}
}

const recordIntro = `# What pages weigh

Every page of the demo, in every state, made by ` + "`.ci/pages`" + `, which looks at all of them in Chromium.

- **requests, kB**: what comes over the line, with headers (about 0.4 kB an answer), when the page is opened with an empty cache
  (1 kB is 1000 bytes); without the icon, which Chromium does not fetch here. ` + "`TestBudget`" + ` in ` + "`web`" + ` holds what a citizen opens
  first, with headers and icon, to 10 kB and three requests.
- **first paint, largest paint**: median of three, at 360 pixels, over a line of 400 kbit/s with 400 ms from request to answer, on a
  processor four times slower, as the developer tools of Chromium simulate them. The line's part of it is 0.4 s and 20 ms for
  each kB, 0.6 s for a page of 10 kB; all above that is the processor's, and grows with whatever else the measuring
  machine does. They do not simulate how a connection is made: a phone that reaches the server for the first
  time waits for the name, the connection and TLS before the request, at 400 ms each way and back 1.2 s more,
  whatever the page.
- **rules held, violations**: of axe-core (WCAG 2.2 A and AA, and its best practice), over all views of the page.

All 26 questions of the bundled questionnaire as one list are 12.2 kB by that measure (Chinese; English 11.5), 10.5 kB of it without
headers. Bit by bit of the packed page: the words of the questions 1.7, the style sheet, of which only rules that can apply are sent,
3.3, what is promised, buttons and the form 1.7, the markup of 156 options and 26 questions 1.4, tables of the packing and random
numbers of the ballot 0.4; then the script 1.7, the icon 0.2, and headers of three answers 1.8. Without hints that are
descriptions of their own, elements and classes of options, every rule that nothing matches, and with the icon in the page, it would
come to 11.4 kB; only without the script, which keeps the draft and counts, would the list be below 10 kB. One question or one section
at a time is.

%d pages in %d views (360 and 1440 pixels, Chinese and English, light and dark); axe-core %s: %d rules held, %d violations.

`

// writeRecord writes the table of all pages.
func writeRecord(t *testing.T, file string, seen *tally) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, recordIntro, len(sights), len(views()), browsertest.AxeVersion, seen.held, seen.violated)
	b.WriteString("| page | address | requests | kB | first paint | largest paint | rules held | violations |\n|---|---|--:|--:|--:|--:|--:|--:|\n")
	for _, l := range sights {
		p := seen.pages[l.name]
		fmt.Fprintf(&b, "| %s | `%s` | %s | %d | %d |\n", l.name, l.path, p.weight, p.held, p.violated)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (w *weight) String() string {
	if w == nil {
		return "| | |" // reached by a form: its files are those of the page before
	}
	return fmt.Sprintf("%d | %.1f | %.2f s | %.2f s", w.requests, w.bytes/1000, w.first.Seconds(), w.whole.Seconds())
}
