package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Whatever operation takes a body refuses one that is not as documented, in
// the right way and never by failing (trust tests 58 and 59).
func TestHostileBodies(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	tried := 0
	for id, op := range document.operations {
		if len(op.media) == 0 {
			continue
		}
		path := Base + strings.NewReplacer("/attachments/{kind}", "/attachments/case", "/document-templates/{kind}/{lang}", "/document-templates/notice/zh",
			"{poll}", "spring", "{batch}", "1", "{round}", "1", "{kind}", "invitation", "{language}", "zh").Replace(op.route.Path)
		path += map[string]string{"importPointEntries": "?scheme=annual", "importDutySheets": "?revision=1", "importAwardMarks": "?revision=1"}[id]
		send := func(mediaType string, body io.Reader) int {
			r := httptest.NewRequest(op.route.Method, path, body)
			r.Header.Set("Content-Type", mediaType)
			r.Header.Set("Authorization", "Bearer "+f.token)
			r.Header.Set("If-Match", "*")
			w := httptest.NewRecorder()
			f.e.ServeHTTP(w, r)
			tried++
			return w.Code
		}
		is := func(what string, got int, want ...int) {
			t.Helper()
			for _, w := range want {
				if got == w {
					return
				}
			}
			t.Errorf("%s, %s: %d, want %v", id, what, got, want)
		}
		large := func() io.Reader { return strings.NewReader(`{"x":"` + strings.Repeat("x", maxBody+1) + `"}`) }
		if send("text/plain", strings.NewReader("{}")) == http.StatusUnauthorized {
			continue // it asks for a session, whatever the body is
		}
		is("another type", send("text/plain", strings.NewReader("{}")), http.StatusUnsupportedMediaType)
		is("another charset", send(op.media[0]+"; charset=gbk", strings.NewReader("{}")), http.StatusUnsupportedMediaType)
		is("too large", send(op.media[0], large()), http.StatusRequestEntityTooLarge)
		if op.upload { // it says how large a file may be
			is("too large, in chunks", send(op.media[0], io.MultiReader(large())), http.StatusUnprocessableEntity)
			continue
		}
		is("too large, in chunks", send(op.media[0], io.MultiReader(large())), http.StatusRequestEntityTooLarge)
		if op.body == nil {
			continue
		}
		for body, want := range map[string]int{
			"":                            http.StatusBadRequest,
			"{":                           http.StatusBadRequest,
			"{}{}":                        http.StatusBadRequest,
			"\xff\xfe":                    http.StatusBadRequest,
			"null":                        http.StatusUnprocessableEntity,
			`[]`:                          http.StatusUnprocessableEntity,
			`"text"`:                      http.StatusUnprocessableEntity,
			`{"nobody knows this":1}`:     http.StatusUnprocessableEntity,
			strings.Repeat(`{"a":`, 2000): http.StatusUnprocessableEntity,
			`{"a":1,"a":2}`:               http.StatusUnprocessableEntity,
		} {
			is("body "+body[:min(len(body), 12)], send(op.media[0], strings.NewReader(body)), want)
		}
		for name := range op.body.Properties { // each of a type that it is not
			got := send(op.media[0], strings.NewReader(`{"`+name+`":{"no":[[]]}}`))
			is("field "+name, got, http.StatusUnprocessableEntity)
		}
	}
	t.Logf("%d hostile requests", tried)
}
