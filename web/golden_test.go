package web

import (
	"context"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
	"minping/web/answer"
	"minping/web/site"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	proofTask    = regexp.MustCompile(`(name="task" value=")[\w-]{39}"`)
	randomDigits = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
	styleElement = regexp.MustCompile(`(?s)<style>.*?</style>`)
	assetDigest  = regexp.MustCompile(`\?v=[0-9a-f]{8}`)
	receiptLine  = regexp.MustCompile(`(?:[0-9A-F]{4}(?: |%20)){15}[0-9A-F]{4}`)
)

// steady replaces what differs from run to run, or belongs to another file.
func steady(page string) string {
	page = styleElement.ReplaceAllString(page, "<style>…</style>")
	page = assetDigest.ReplaceAllString(page, "")
	page = receiptLine.ReplaceAllString(page, "RECEIPT")
	page = proofTask.ReplaceAllString(page, `${1}TASK"`)
	return randomDigits.ReplaceAllString(page, "RANDOM")
}

func golden(t *testing.T, name, page string) {
	t.Helper()
	file := filepath.Join("testdata", name+".html")
	got := steady(page)
	if *update {
		must(t, os.WriteFile(file, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (go test ./web -update writes it anew): -want +got\n%s", file, diff)
	}
}

// plain turns shuffling off, so that a page is the same in every run.
func plain(v *visitor) *visitor {
	v.form.Set(answer.FieldSeed, strings.Repeat("00", 32))
	return v
}

func TestGoldenPages(t *testing.T) {
	w := newWorld(t)
	for _, lang := range site.Languages {
		for name, page := range map[string]func() *visitor{
			"home":    func() *visitor { return w.visit(t, "/?lang="+lang) },
			"choose":  func() *visitor { return w.visit(t, "/p/work?lang="+lang) },
			"group":   func() *visitor { return w.visit(t, "/p/work?unit=east&go=start&lang="+lang) },
			"code":    func() *visitor { return w.visit(t, "/p/coded?lang="+lang) },
			"first":   func() *visitor { return w.visit(t, "/p/open?unit=west&lang="+lang) },
			"missing": func() *visitor { return w.visit(t, "/p/open?unit=west&lang="+lang).next() },
			"second":  func() *visitor { return fillVisit(plain(w.visit(t, "/p/open?unit=west&lang="+lang))).next() },
			"doubt": func() *visitor {
				v := fillVisit(plain(w.visit(t, "/p/open?unit=west&lang="+lang))).next()
				return v.answer("heard", "web").answer("visits", "60").next()
			},
			"review": func() *visitor { return reviewed(plain(w.visit(t, "/p/open?unit=west&lang="+lang))) },
			"thanks": func() *visitor {
				return reviewed(plain(w.visit(t, "/p/open?unit=west&lang="+lang))).press(site.FieldGo, "submit")
			},
			"login":    func() *visitor { return w.visit(t, "/login?lang="+lang) },
			"notfound": func() *visitor { return w.visit(t, "/nothing?lang="+lang) },
			"later":    func() *visitor { return w.visit(t, "/p/later?lang="+lang) },
		} {
			t.Run(name+"-"+lang, func(t *testing.T) {
				v := page()
				golden(t, name+"-"+lang, v.body)
				if got := v.header.Get("Content-Language"); got != lang {
					t.Errorf("Content-Language %q", got)
				}
			})
		}
	}
}

// reviewed fills in "everything" with no answer whose place is random.
func reviewed(v *visitor) *visitor {
	v.t.Helper()
	fillVisit(v).next()
	v.answer("heard", "web").answer("order", "signs", "queue").next()
	return v.answer("said", "好 good").next()
}

// Every page is rendered in both languages by some test; this is for those
// that only a fault shows.
func TestFaultPages(t *testing.T) {
	w := newWorld(t)
	for _, lang := range site.Languages {
		w.Service = brokenBox{w.service}
		v := reviewed(plain(w.visit(t, "/p/open?unit=west&lang="+lang))).press(site.FieldGo, "submit")
		golden(t, "retry-"+lang, v.body)
		w.Service = brokenStore{w.service}
		v = w.visit(t, "/?lang="+lang)
		if v.status != http.StatusServiceUnavailable || v.header.Get("Retry-After") == "" {
			t.Errorf("status %d, Retry-After %q", v.status, v.header.Get("Retry-After"))
		}
		golden(t, "unavailable-"+lang, v.body)
	}
}

// brokenStore is a Service whose database does not answer.
type brokenStore struct{ site.Polls }

func (brokenStore) Landings(context.Context) ([]survey.Poll, error) {
	return nil, survey.ErrUnavailable
}

func TestClosedPollLeadsToItsResults(t *testing.T) {
	w := newWorld(t)
	must(t, w.service.ClosePoll(context.Background(), "work"))
	w.visit(t, "/p/work").sees(http.StatusGone, "This poll has closed")
	must(t, w.service.PublishPoll(context.Background(), "work"))
	v := w.visit(t, "/p/work").sees(http.StatusGone, "See the results")
	if !strings.Contains(v.body, `href="/r/work"`) {
		t.Error("no link to the results")
	}
	w.visit(t, "/").sees(http.StatusOK, "Published results", "Poll work")
	must(t, w.service.ClosePoll(context.Background(), "open"))
	must(t, w.service.PublishPoll(context.Background(), "open"))
	if v := w.visit(t, "/p/open").sees(http.StatusGone); strings.Contains(v.body, `href="/r/open"`) {
		t.Error("results that are not public are linked")
	}
}

func TestWindowOpensByItself(t *testing.T) {
	w := newWorld(t)
	later := now.Add(25 * time.Hour)
	w.service.Now = func() time.Time { return later }
	w.visit(t, "/p/later?unit=west").sees(http.StatusOK, "The visit overall")
}
