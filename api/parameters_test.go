package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzParameters is trust test 75 for what stands in addresses and headers:
// filters, limits, cursors, tags. Whatever it is, the answer is one that the
// document lists.
func FuzzParameters(f *testing.F) {
	fx := newFixture(f)
	fx.server.Pace.PerMinute = 0 // the fuzzer is faster
	fx.prepare()
	fx.fill(8)
	fx.must(call{method: http.MethodPost, path: "/polls/spring/close", signed: true}, http.StatusOK, nil)
	paths := []string{"/units", "/polls", "/polls/spring/flags", "/polls/spring/comments", "/polls/spring/comments/review", "/polls/spring/results", "/questionnaires/service", "/polls/spring/whatif", "/polls/spring/comparison", "/polls/spring/trends/overall"}
	f.Add(byte(0), "limit=1", `"a", W/"b"`)
	f.Add(byte(2), "action=notice&unit=south&limit=1", "*")
	f.Add(byte(3), "cursor=QUJD&q=%00", "")
	f.Add(byte(4), "state=waiting&after=x;y", `"`)
	f.Add(byte(8), "a=north&b=south&d=north", "")
	f.Add(byte(8), "a=north&b=&c=%20", "")
	f.Add(byte(9), "unit=south&tier=city", "*")
	f.Add(byte(6), "version=2&version=1", "\t")
	f.Add(byte(7), "nodes=attitude:0.5,s1:1&groups=public:0", "")
	f.Fuzz(func(t *testing.T, path byte, query, tags string) {
		fx.t = t
		r := httptest.NewRequest(http.MethodGet, Base+paths[int(path)%len(paths)], nil)
		r.URL.RawQuery = query
		r.Header.Set("If-None-Match", tags)
		r.Header.Set("Authorization", "Bearer "+fx.token)
		w := httptest.NewRecorder()
		fx.e.ServeHTTP(w, r)
		fx.documented(r, w)
		switch w.Code {
		case http.StatusOK, http.StatusNotModified, http.StatusNotFound, http.StatusUnprocessableEntity:
		default:
			t.Fatalf("%s?%s: %d %s", r.URL.Path, query, w.Code, strings.TrimSpace(w.Body.String()))
		}
	})
}
