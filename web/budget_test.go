package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"regexp"
	"strings"
	"testing"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/casework"
)

// packed returns the size of b under gzip, in bytes.
func packed(t *testing.T, b []byte) int {
	t.Helper()
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	must(t, err)
	_, err = z.Write(b)
	must(t, err)
	must(t, z.Close())
	return buf.Len()
}

// A line counts what servers answer over it, with headers.
type line struct {
	t    *testing.T
	url  string
	base http.RoundTripper
}

// fetch returns how many bytes an address costs, and what it answers.
func (l line) fetch(path string) (bytes int, body string) {
	l.t.Helper()
	r, err := http.NewRequestWithContext(l.t.Context(), http.MethodGet, l.url+path, nil)
	must(l.t, err)
	r.Header.Set("Accept-Encoding", "gzip")
	resp, err := l.base.RoundTrip(r)
	must(l.t, err)
	defer resp.Body.Close()
	whole, err := httputil.DumpResponse(resp, true)
	must(l.t, err)
	var content io.Reader = resp.Body
	if resp.Header.Get("Content-Encoding") == "gzip" {
		content, err = gzip.NewReader(resp.Body)
		must(l.t, err)
	}
	text, err := io.ReadAll(content)
	must(l.t, err)
	return len(whole), string(text)
}

var fileOf = regexp.MustCompile(`(?:src|href)="(/static/[^"]+)"`)

// What a phone with an empty cache fetches before somebody can answer is three
// requests, page, script and icon, and at most 10,000 bytes with all headers.
// All 26 questions of the bundled questionnaire at once are some more: their
// words alone are 2,500 bytes packed, which nothing makes shorter.
func TestBudget(t *testing.T) {
	w := newWorld(t)
	w.layoutPoll(t, "one", "organisation-work", survey.OneByOne)
	w.layoutPoll(t, "list", "organisation-work", survey.AsList)
	w.embedPoll(t, "framed", "https://www.example.cn")
	w.Cases = casework.New(w.store.People)
	must(t, w.store.People.ChangeCases(t.Context(), casework.Change{Points: []casework.Point{{ID: "window", Unit: "east", Kind: casework.Window, Name: "政务大厅3号窗口", Hint: "不动产登记"}, {ID: "shut", Unit: "east", Kind: casework.Site, Name: "网上", Shut: true}}}))
	w.e.Use(middleware.Headers(true))
	server := httptest.NewServer(w.e)
	defer server.Close()
	l := line{t, server.URL, &http.Transport{DisableCompression: true}}
	for _, path := range []string{
		"/p/work?unit=east&group=public", "/p/work?unit=east&group=public&lang=en", "/p/open?unit=west", "/p/open?unit=west&size=large",
		"/p/one?group=public", "/p/one?group=public&lang=en", "/p/list?group=public", "/p/list?group=public&lang=en", "/p/framed?embed=1&unit=west",
		"/p/work", "/p/coded", "/p/later", "/nothing",
		"/s/window", "/s/window?lang=en", "/s/window?size=large", "/s/window?matter=B7", "/s/shut", "/s/unknown", "/s",
	} {
		total, page := l.fetch(path)
		if strings.HasPrefix(path, "/s/window") && !strings.Contains(page, "政务大厅3号窗口") {
			t.Errorf("%s is not the form of the service point", path)
		}
		sizes := []int{total}
		for _, m := range fileOf.FindAllStringSubmatch(page, -1) {
			n, _ := l.fetch(m[1])
			total, sizes = total+n, append(sizes, n)
		}
		requests := 3
		if strings.Contains(path, "embed=1") {
			requests = 4 // embed.js, and an icon that no browser fetches for a frame
			total -= sizes[1]
		}
		t.Logf("%s: %d bytes %v", path, total, sizes)
		most := 10_000
		if strings.HasPrefix(path, "/p/list") {
			most = 12_300
		}
		if total > most {
			t.Errorf("%s: %d bytes %v, want at most %d", path, total, sizes, most)
		}
		if len(sizes) != requests {
			t.Errorf("%s: %d requests, want %d", path, len(sizes), requests)
		}
	}
}

func TestStaticFiles(t *testing.T) {
	w := newWorld(t)
	rec := w.get("/static/citizen.js")
	if rec.Code != http.StatusOK || !strings.HasPrefix(rec.Header().Get("Content-Type"), "text/javascript") {
		t.Errorf("citizen.js: %d, %s", rec.Code, rec.Header())
	}
	if !strings.Contains(rec.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("Cache-Control %q", rec.Header().Get("Cache-Control"))
	}
	plain := rec.Body.String()
	rec = w.get("/static/citizen.js", "Accept-Encoding", "gzip, br", "Cookie", "lang=en; minping_session=x")
	z, err := gzip.NewReader(rec.Body)
	must(t, err)
	if unpacked, err := io.ReadAll(z); err != nil || string(unpacked) != plain || rec.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("packed: %v, %s", err, rec.Header())
	}
	if rec.Header().Get("Vary") != "Accept-Encoding" {
		t.Errorf("a file is the same for all, but varies by %q", rec.Header().Values("Vary"))
	}
	for _, path := range []string{"/static/nothing.js", "/static/..%2fweb.go", "/static/"} {
		if rec := w.get(path); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
}

// Error pages are packed as all others, with a route and without.
func TestErrorPagesArePacked(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/nothing", "/p/nothing", "/r/nothing", "/static/nothing.js"} {
		rec := w.get(path, "Accept-Encoding", "gzip")
		z, err := gzip.NewReader(rec.Body)
		must(t, err)
		page, err := io.ReadAll(z)
		must(t, err)
		if rec.Code != http.StatusNotFound || !bytes.Contains(page, []byte("</html>")) || rec.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: %d, %s\n%s", path, rec.Code, rec.Header(), page)
		}
		if path != "/static/nothing.js" && rec.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: Cache-Control %q", path, rec.Header().Get("Cache-Control"))
		}
	}
}

func TestHeaders(t *testing.T) {
	w := newWorld(t)
	rec := w.get("/p/open?unit=west", "Cookie", "lang=en; minping_session=x")
	h := rec.Header()
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
	} {
		if h.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, h.Get(name), want)
		}
	}
	csp := h.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'sha256-", "frame-ancestors 'none'", "base-uri 'none'"} {
		if !strings.Contains(csp, want) {
			t.Errorf("policy %q lacks %s", csp, want)
		}
	}
	if strings.Contains(csp, "unsafe") || strings.Contains(rec.Body.String(), " style=") {
		t.Error("inline styles are allowed or used")
	}
	if h.Get("Set-Cookie") != "" {
		t.Errorf("cookie %q", h.Get("Set-Cookie"))
	}
}
