package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/xuri/excelize/v2"

	"minping/survey"
	"minping/web/site"
)

// resultPages are all pages of results of a poll, by path below /r/:poll.
var resultPages = []string{
	"", "/ranking", "/ranking?tier=city", "/change", "/change?tier=city&node=A1", "/heat", "/heat?tier=city&sort=low&desc=1", "/heat?group=cadres&low=1&q=a", "/heat?q=%00nobody",
	"/unit/c13", "/unit/x26", "/unit/chengchuan", "/flags", "/flags?kind=drop&sure=1&q=a", "/problems", "/problems?action=notice&unit=c13&sure=0", "/method",
}

var inBody = regexp.MustCompile(`NaN|%!|&lt;nil&gt;|<no value>| style="| on[a-z]+="|<style`)

// Every page of results renders in both languages: its heading is a finding,
// it says that the data are simulated, it prints no number that is none, it
// carries no style and no inline script.
func TestResultPages(t *testing.T) {
	w := resultsWorld(t)
	for _, lang := range site.Languages {
		for _, path := range resultPages {
			sep := map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")]
			rec := w.get("/r/results" + path + sep + "lang=" + lang)
			body := rec.Body.String()
			if rec.Code != http.StatusOK {
				t.Errorf("%s %s: %d", path, lang, rec.Code)
				continue
			}
			if m := inBody.FindString(body); m != "" {
				t.Errorf("%s %s has %q", path, lang, m)
			}
			if !strings.Contains(body, site.Translate(lang, "simulated")) {
				t.Errorf("%s %s does not say that the data are simulated", path, lang)
			}
			if strings.Count(body, "<h1") != 1 || strings.Contains(body, "<h1></h1>") {
				t.Errorf("%s %s has no heading", path, lang)
			}
			if lang == "en" {
				if han := regexp.MustCompile(`\p{Han}+`).FindString(strings.ReplaceAll(body, "中文", "")); han != "" {
					t.Errorf("%s: Chinese on the English page: %s", path, han)
				}
			}
			if csp := rec.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") {
				t.Errorf("%s: policy %q", path, csp)
			}
		}
	}
}

// A release without tiers, flags, groups or an earlier round renders too; names
// are text wherever they stand.
func TestBareResultPages(t *testing.T) {
	w := resultsWorld(t)
	for _, path := range []string{"", "/ranking", "/change", "/heat", "/unit/a", "/unit/" + url.PathEscape("b/…?"), "/flags", "/problems", "/method"} {
		rec := w.get("/r/bare" + path)
		body := rec.Body.String()
		if rec.Code != http.StatusOK {
			t.Errorf("%s: %d", path, rec.Code)
		}
		if strings.Contains(body, "<script>") {
			t.Errorf("%s: a name became markup", path)
		}
		if m := inBody.FindString(body); m != "" {
			t.Errorf("%s has %q", path, m)
		}
		if strings.Contains(body, site.Translate("zh", "simulated")) {
			t.Errorf("%s calls real data simulated", path)
		}
	}
}

// Results that a reader may not see look exactly like ones that do not exist.
func TestResultsAreAbsent(t *testing.T) {
	w := resultsWorld(t)
	absent := w.get("/r/nothing")
	if absent.Code != http.StatusNotFound {
		t.Fatalf("an unknown poll: %d", absent.Code)
	}
	for _, poll := range []string{"closed", "inside", "open"} {
		for _, path := range append(resultPages, "/problems.xlsx", "/download.json", "/download.csv", "/download.xlsx") {
			rec := w.get("/r/" + poll + path)
			same := strings.ReplaceAll(rec.Body.String(), "/r/"+poll+path, "/r/nothing")
			if rec.Code != absent.Code || len(same) == 0 || strings.Contains(rec.Body.String(), "澄川") {
				t.Errorf("%s%s: %d", poll, path, rec.Code)
			}
		}
		if got := strings.ReplaceAll(w.get("/r/"+poll).Body.String(), "/r/"+poll, "/r/nothing"); got != absent.Body.String() {
			t.Errorf("the answer for %s differs from that for no poll:\n%s", poll, got)
		}
	}
	for _, path := range []string{"/unit/nobody", "/ranking?tier=moon", "/change?tier=moon", "/change?node=moon", "/heat?group=moon", "/download.exe", "/nonsense"} {
		if rec := w.get("/r/results" + path); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
}

// Who signs in sees results that are not published, and no cache keeps them.
func TestResultsForWhoSignsIn(t *testing.T) {
	accounts := withAccounts(t)
	w := resultsWorld(t)
	w.Access, w.Gate = accounts.Access, accounts.Gate
	w.e = echo.New()
	w.e.HTTPErrorHandler = w.Error
	Register(w.e, w.Site)
	token, err := w.Access.Setup(t.Context())
	must(t, err)
	form := url.Values{"token": {token}, "name": {"Wang"}, "password": {password}, "again": {password}}
	cookie := session(t, w.send("/setup", form, nil))
	for _, poll := range []string{"closed", "inside", "results"} {
		rec := w.get("/r/"+poll, "Cookie", cookie.String())
		if rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), "/logout") || rec.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d, Cache-Control %q", poll, rec.Code, rec.Header().Get("Cache-Control"))
		}
	}
	if rec := w.get("/r/closed"); rec.Code != http.StatusNotFound {
		t.Errorf("kept for one who signed in, shown to all: %d", rec.Code)
	}
}

// A page is rendered once; whoever holds it is told so.
func TestResultsAreKept(t *testing.T) {
	w := resultsWorld(t)
	first := w.get("/r/results")
	tag := first.Header().Get("ETag")
	if tag == "" || first.Header().Get("Cache-Control") != "private, no-cache" {
		t.Fatalf("ETag %q, Cache-Control %q", tag, first.Header().Get("Cache-Control"))
	}
	again := w.get("/r/results", "If-None-Match", tag)
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("with the tag: %d, %d bytes", again.Code, again.Body.Len())
	}
	if rec := w.get("/r/results", "If-None-Match", tag, "Accept-Language", "en"); rec.Code != http.StatusOK {
		t.Errorf("in another language: %d", rec.Code)
	}
	if rec := w.get("/r/results?size=large", "If-None-Match", tag); rec.Code != http.StatusOK {
		t.Errorf("in large text: %d", rec.Code)
	}
}

// The overview fits 15 KB, other pages 15 KB but for the large tables.
func TestResultPagesFitTheirBudget(t *testing.T) {
	w := resultsWorld(t)
	for path, most := range map[string]int{"": 15, "/heat": 15, "/unit/x26": 15, "/flags": 15, "/ranking": 15, "/problems": 20} {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, err := z.Write(w.get("/r/results" + path).Body.Bytes())
		must(t, err)
		must(t, z.Close())
		if b.Len() > most<<10 {
			t.Errorf("%s: %d bytes compressed, at most %d KB", path, b.Len(), most)
		}
	}
	script, err := os.ReadFile("static/leader.js")
	must(t, err)
	if len(script) > 2<<11 {
		t.Errorf("leader.js: %d bytes", len(script))
	}
}

// The downloads are the whole release; the problem list is filtered as its
// page is.
func TestDownloads(t *testing.T) {
	w := resultsWorld(t)
	want, err := exampleRelease()
	must(t, err)
	var got survey.Release
	must(t, json.Unmarshal(w.get("/r/results/download.json").Body.Bytes(), &got))
	if len(got.Units) != len(want.Units) || len(got.Findings) != len(want.Findings) {
		t.Errorf("JSON: %d units, %d findings", len(got.Units), len(got.Findings))
	}
	for _, format := range []string{"csv", "xlsx", "html"} {
		rec := w.get("/r/results/download." + format)
		if rec.Code != http.StatusOK || rec.Body.Len() < 1000 || !strings.Contains(rec.Header().Get("Content-Disposition"), "results."+format) {
			t.Errorf("%s: %d, %d bytes, %s", format, rec.Code, rec.Body.Len(), rec.Header().Get("Content-Disposition"))
		}
	}
	rows := func(path string) int {
		f, err := excelize.OpenReader(w.get(path).Body)
		must(t, err)
		defer f.Close()
		rows, err := f.GetRows(f.GetSheetName(0))
		must(t, err)
		return len(rows)
	}
	all, some := rows("/r/results/problems.xlsx"), rows("/r/results/problems.xlsx?sure=1")
	certain := 0
	for _, f := range want.Findings {
		if slices.ContainsFunc(want.Flags, func(fl survey.Flag) bool { return fl.Certain && slices.Contains(f.Evidence.Flags, fl.ID) }) {
			certain++
		}
	}
	if certain == 0 || all-some != len(want.Findings)-certain {
		t.Errorf("%d rows, %d of them certain; the release has %d findings, %d certain", all, some, len(want.Findings), certain)
	}
}

// Every finding and flag of the release is on its page, and a unit's page has
// all of its own.
func TestNothingIsLost(t *testing.T) {
	w := resultsWorld(t)
	r, err := exampleRelease()
	must(t, err)
	problems, flags := w.get("/r/results/problems").Body.String(), w.get("/r/results/flags").Body.String()
	for _, f := range r.Findings {
		if !strings.Contains(problems, `<tr id="`+f.ID+`">`) {
			t.Errorf("finding %s is not on the list", f.ID)
		}
	}
	if n := strings.Count(flags, "<tr><td>"); n != len(r.Flags) {
		t.Errorf("%d flags shown of %d", n, len(r.Flags))
	}
	for _, u := range []string{"x26", "c13"} {
		page := w.get("/r/results/unit/" + u).Body.String()
		for _, f := range r.Findings {
			if f.Unit == u && !strings.Contains(page, `<li id="`+f.ID+`">`) {
				t.Errorf("unit %s: problem %s is missing", u, f.ID)
			}
		}
	}
}
