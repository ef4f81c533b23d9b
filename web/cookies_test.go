package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzCookies is trust test 75 for the cookies that are ours: whatever they
// hold, a page is answered, in one of its languages, and nobody is signed in.
func FuzzCookies(f *testing.F) {
	w := newWorld(f)
	f.Add("lang=en; size=large")
	f.Add("minping_session=; __Host-minping_session=x; lang=zh-Hans-CN-u-co-pinyin")
	f.Add("scheme=dark; size=\x00; lang=\"en\"")
	f.Add("minping_session=" + strings.Repeat("A", 43) + "; minping_session=%zz")
	f.Fuzz(func(t *testing.T, cookies string) {
		for path, want := range map[string]int{"/login": http.StatusOK, "/account": http.StatusSeeOther, "/p/open": http.StatusOK} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Header["Cookie"] = []string{cookies}
			rec := httptest.NewRecorder()
			w.e.ServeHTTP(rec, r)
			if rec.Code != want {
				t.Fatalf("%s with %q: %d, want %d", path, cookies, rec.Code, want)
			}
			page := rec.Body.String()
			if want == http.StatusOK && !strings.Contains(page, `lang="zh`) && !strings.Contains(page, `lang="en`) {
				t.Fatalf("%s with %q: in no language", path, cookies)
			}
		}
	})
}
