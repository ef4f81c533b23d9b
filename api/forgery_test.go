package api

import (
	"net/http"
	"testing"
)

// forgeries are how a page of another site makes a browser send a request.
var forgeries = map[string]map[string]string{
	"another origin":            {"Origin": "https://evil.example"},
	"cross-site":                {"Sec-Fetch-Site": "cross-site"},
	"a neighbour":               {"Sec-Fetch-Site": "same-site"},
	"a form of text":            {"Origin": "https://evil.example", "Content-Type": "text/plain"},
	"a frame without an origin": {"Origin": "null", "Content-Type": "text/plain"},
	"says nothing":              {},
}

// Trust test 48: no operation that changes something is carried out by the
// power of a cookie unless the browser says that a page of ours sent it.
func TestForgedRequests(t *testing.T) {
	f := newFixture(t)
	cookie, tried := f.session(nil), 0
	for _, tt := range matrix {
		op := document.operations[tt.operation]
		if tt.call.method == http.MethodGet {
			continue
		}
		for name, header := range forgeries {
			if op.anonymous && len(header) == 0 {
				continue // cookies are dropped, and programs say no origin
			}
			forged := tt.call
			forged.header = map[string]string{"Cookie": cookie.String()}
			for k, v := range header {
				forged.header[k] = v
			}
			tried++
			if w := f.do(forged); w.Code != http.StatusForbidden || !problem(t, w, "cross-origin") {
				t.Errorf("%s, %s: %d %s", tt.operation, name, w.Code, w.Body)
			}
		}
	}
	t.Logf("%d forged requests", tried)
	f.must(with(whoami, cookie), http.StatusOK, nil) // none of them signed out
}
