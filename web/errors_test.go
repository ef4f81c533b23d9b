package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
)

// Whatever a page answers is packed at most once: what is wrong can be read,
// also where the gate answers it.
func TestErrorsArePackedOnce(t *testing.T) {
	d := newDesk(t)
	for _, path := range []string{"/nowhere", "/p/nowhere", "/manage/nowhere", "/r/nowhere", "/paper/nowhere", "/manage/nowhere/assignments", "/admin/accounts/nowhere"} {
		rec := d.get(path, "Cookie", d.cookies["wei"].String(), "Accept-Language", "en", "Accept-Encoding", "gzip, br")
		if rec.Code != http.StatusNotFound || rec.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: %d, packed as %q", path, rec.Code, rec.Header().Get("Content-Encoding"))
			continue
		}
		r, err := gzip.NewReader(rec.Body)
		must(t, err)
		page, err := io.ReadAll(r)
		must(t, err)
		if !strings.HasPrefix(string(page), "<!doctype html>") {
			t.Errorf("%s answers what nobody can read: %.40q", path, page)
		}
	}
}
