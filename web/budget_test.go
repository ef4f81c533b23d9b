package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"

	"minping/survey"
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

// A landing with its first questions is three requests: page, script, icon; no
// more than 10,000 bytes in all, of which the script 2,000.
func TestBudget(t *testing.T) {
	w := newWorld(t)
	script := packed(t, assets["citizen.js"].content)
	if script > 2000 {
		t.Errorf("citizen.js: %d bytes packed", script)
	}
	w.layoutPoll(t, "one", "organisation-work", survey.OneByOne)
	w.layoutPoll(t, "list", "organisation-work", survey.AsList)
	w.embedPoll(t, "framed", "https://www.example.cn")
	for _, path := range []string{
		"/p/work?unit=east&group=public", "/p/work?unit=east&group=public&lang=en", "/p/open?unit=west",
		"/p/one?group=public", "/p/one?group=public&lang=en", "/p/list?group=public", "/p/list?group=public&lang=en", "/p/framed?embed=1&unit=west",
		"/p/work", "/p/coded", "/p/later",
	} {
		rec := w.get(path)
		page := packed(t, rec.Body.Bytes())
		total := page + script + packed(t, assets["icon.svg"].content)
		t.Logf("%s: %d bytes packed, %d of them the page", path, total, page)
		most := 10_000
		if strings.HasPrefix(path, "/p/list") {
			most = 12_500 // all 26 questions of the bundled questionnaire
		}
		if total > most {
			t.Errorf("%s: %d bytes packed, %d of them the page", path, total, page)
		}
		files := 2
		if strings.Contains(path, "embed=1") {
			files = 3 // embed.js; no browser fetches the icon of a frame
		}
		if n := strings.Count(rec.Body.String(), "src=") + strings.Count(rec.Body.String(), "<link "); n != files {
			t.Errorf("%s: %d files beside the page, want script and icon", path, n)
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
	for _, path := range []string{"/static/nothing.js", "/static/..%2fweb.go", "/static/"} {
		if rec := w.get(path); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, rec.Code)
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
