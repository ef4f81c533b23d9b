package web

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"minping/web/site"
)

// Trust test 48: no form is taken by the power of a cookie unless the browser
// says that a page of ours sent it.
func TestForgedForms(t *testing.T) {
	d := newDesk(t)
	open := map[string]site.Who{}
	for _, r := range routes(d.Site) {
		open[r.Path] = r.Who
	}
	forms := 0
	for _, v := range visits {
		if v.method != http.MethodPost || open[v.route] == site.Respondent {
			continue // respondents': without cookies
		}
		path := v.path
		if path == "" {
			path = v.route
		}
		forms++
		for name, header := range map[string][2]string{
			"another origin": {"Origin", "https://evil.example"},
			"a frame":        {"Origin", "null"},
			"cross-site":     {"Sec-Fetch-Site", "cross-site"},
			"a neighbour":    {"Sec-Fetch-Site", "same-site"},
			"a form of text": {"Content-Type", "text/plain"},
			"says nothing":   {"Accept-Language", "en"},
		} {
			r := postForm(path, v.form)
			r.Header.Set(header[0], header[1])
			r.AddCookie(d.cookies["wei"])
			rec := httptest.NewRecorder()
			d.e.ServeHTTP(rec, r)
			if rec.Code != http.StatusForbidden {
				t.Errorf("%s, %s: %d", path, name, rec.Code)
			}
		}
	}
	if forms < 15 {
		t.Errorf("%d forms were tried: the table was not read", forms)
	}
	d.page(t, "wei", "/account", http.StatusOK) // none of them signed out
}
