package site

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// The switches of a refused form lead to the page on which it stood.
func TestShownAt(t *testing.T) {
	for _, tt := range []struct{ method, referer, want string }{
		{http.MethodPost, "http://example.com/manage/p?ask=void", "/manage/p?ask=void"},
		{http.MethodPost, "", "/manage/p/codes"},
		{http.MethodPost, "http://elsewhere.org/x", "/manage/p/codes"},
		{http.MethodPost, "http://example.com//elsewhere.org", "/"},
		{http.MethodGet, "http://example.com/manage", "/manage/p/codes"},
	} {
		r := httptest.NewRequest(tt.method, "/manage/p/codes", nil)
		r.Header.Set("Referer", tt.referer)
		if got := shownAt(r).String(); got != tt.want {
			t.Errorf("%s from %q: %s, want %s", tt.method, tt.referer, got, tt.want)
		}
	}
}

// All pages parse, in all languages.
func TestPagesParse(t *testing.T) {
	all, err := (&Site{}).findTemplates()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 60 {
		t.Errorf("%d pages were found", len(all))
	}
	for name, parse := range all {
		if _, err := parse(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
