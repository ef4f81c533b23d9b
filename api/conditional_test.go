package api

import (
	"net/http"
	"strings"
	"testing"
)

// What is read has a tag of its content, which holds until that changes; HEAD
// says the same without a body.
func TestConditionalReading(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	ask := func(method, path, etag string) (int, string, string) {
		c := call{method: method, path: path, signed: true}
		if etag != "" {
			c.header = map[string]string{"If-None-Match": etag}
		}
		w := f.do(c)
		return w.Code, w.Header().Get("ETag"), w.Body.String()
	}
	for _, path := range []string{"/units", "/polls", "/polls/spring", "/questionnaires/service", "/questionnaires/service/source", "/polls/spring/questionnaire", "/session", "/openapi.json"} {
		status, etag, body := ask("GET", path, "")
		if status != http.StatusOK || len(etag) != 24 || body == "" {
			t.Errorf("%s: %d, tag %q", path, status, etag)
		}
		if status, again, body := ask("GET", path, `"x", W/`+etag); status != http.StatusNotModified || again != etag || body != "" {
			t.Errorf("%s, known: %d, tag %q, %q", path, status, again, body)
		}
		if status, again, body := ask("HEAD", path, ""); status != http.StatusOK || again != etag || body != "" {
			t.Errorf("%s by HEAD: %d, tag %q, %q", path, status, again, body)
		}
		if status, _, _ := ask("HEAD", path, etag); status != http.StatusNotModified {
			t.Errorf("%s by HEAD, known: %d", path, status)
		}
	}
	if status, etag, _ := ask("HEAD", "/polls/none", ""); status != http.StatusNotFound || etag != "" {
		t.Errorf("what is not there: %d, tag %q", status, etag)
	}
	_, first, _ := ask("GET", "/units?limit=1", "")
	_, list, _ := ask("GET", "/units", "")
	_, poll, _ := ask("GET", "/polls/spring", "")
	f.must(call{method: "PUT", path: "/units", body: strings.Replace(units, "South", "S.", 1), header: map[string]string{"If-Match": "*"}, signed: true}, http.StatusNoContent, nil)
	for path, tt := range map[string]struct {
		etag string
		want int
	}{"/units?limit=1": {first, http.StatusOK}, "/units": {list, http.StatusOK}, "/polls/spring": {poll, http.StatusNotModified}} {
		if status, _, _ := ask("GET", path, tt.etag); status != tt.want {
			t.Errorf("%s after an edit: %d, want %d", path, status, tt.want)
		}
	}
}

// Results are the same for all who may see them, and their tag is that of the
// release; each representation has its own address.
func TestResultsByHead(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.fill(8)
	f.must(call{method: "POST", path: "/polls/spring/close", signed: true}, http.StatusOK, nil)
	whole := f.do(call{method: "GET", path: "/polls/spring/results", signed: true})
	for path, header := range map[string]map[string]string{"results": nil, "rankings": nil, "flags": nil, "results/south": {"If-None-Match": whole.Header().Get("ETag")}} {
		w := f.do(call{method: "HEAD", path: "/polls/spring/" + path, header: header, signed: true})
		want := http.StatusOK
		if header != nil {
			want = http.StatusNotModified
		}
		if w.Code != want || w.Body.Len() > 0 || w.Header().Get("ETag") != whole.Header().Get("ETag") {
			t.Errorf("%s: %d, %d bytes, %v", path, w.Code, w.Body.Len(), w.Header())
		}
	}
}
