package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"minping/survey"
)

// page answers for the administrator a page of a list, read into v, and
// returns the path of the next.
func (f *fixture) page(path string, v any) string {
	f.t.Helper()
	w := f.do(call{method: http.MethodGet, path: path, signed: true})
	if w.Code != http.StatusOK {
		f.t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
		f.t.Fatal(err)
	}
	link := w.Header().Get("Link")
	if link == "" {
		return ""
	}
	next, ok := strings.CutSuffix(link, `>; rel="next"`)
	if !ok || !strings.HasPrefix(next, "<"+Base+"/") {
		f.t.Fatalf("%s: Link %q", path, link)
	}
	return strings.TrimPrefix(next, "<"+Base)
}

// Whatever answers a list answers it in pages, or says why not.
func TestListsArePaged(t *testing.T) {
	for id, op := range document.operations {
		ok := op.route.Operation.Responses.Status(http.StatusOK)
		if op.route.Method != http.MethodGet || ok == nil || ok.Value.Content["application/json"] == nil {
			continue
		}
		whole, _ := op.route.Operation.Extensions["x-whole"].(string)
		paged := op.route.Operation.Parameters.GetByInAndName("query", "cursor") != nil &&
			op.route.Operation.Parameters.GetByInAndName("query", "limit") != nil && ok.Value.Headers["Link"] != nil
		if ok.Value.Content["application/json"].Schema.Value.Type.Is("array") && !paged && whole == "" {
			t.Errorf("%s answers a list, but neither takes limit and cursor nor says why it is whole (x-whole)", id)
		}
	}
}

// A list read page by page is the whole list, also where something comes in
// meanwhile; what was there before comes once.
func TestPages(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.fill(30)
	f.must(call{method: "POST", path: "/polls/spring/close", signed: true}, http.StatusOK, nil)
	add := func(i int) {
		f.must(call{method: "PUT", path: "/units", body: fmt.Sprintf(`{"units":[{"id":"new%d","name":{"en":"N"}}]}`, i), header: map[string]string{"If-Match": "*"}, signed: true}, http.StatusNoContent, nil)
		f.must(call{method: "POST", path: "/polls", body: strings.Replace(poll, "spring", fmt.Sprintf("new%d", i), 1), signed: true}, http.StatusCreated, nil)
		f.must(call{method: "POST", path: "/tokens", body: `{"label":"new"}`, signed: true}, http.StatusCreated, nil)
	}
	add(0)
	add(1)
	for n, path := range []string{"/units", "/polls", "/tokens", "/questionnaires", "/polls/spring/units", "/polls/spring/flags", "/polls/spring/flags?unit=south&lang=en", "/polls/spring/findings"} {
		var all []map[string]any
		if next := f.page(path, &all); next != "" || len(all) == 0 {
			t.Fatalf("%s: %d elements, then %q", path, len(all), next)
		}
		with := "?"
		if strings.Contains(path, "?") {
			with = "&"
		}
		var seen []string
		for next := path + with + "limit=1"; next != ""; {
			var page []map[string]any
			next = f.page(next, &page)
			if len(page) > 1 {
				t.Fatalf("%s: a page of %d", path, len(page))
			}
			for _, x := range page {
				seen = append(seen, fmt.Sprint(x))
			}
			if len(seen) == 1 {
				add(10 + n)
			}
		}
		for _, x := range all {
			if i := slices.Index(seen, fmt.Sprint(x)); i < 0 || slices.Contains(seen[i+1:], fmt.Sprint(x)) {
				t.Errorf("%s page by page: %v is missing or there twice", path, x)
			}
		}
	}
}

// A cursor is good for its own list only, and only as it was given out.
func TestForgedCursor(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	var page []survey.Unit
	next := f.page("/units?limit=1", &page)
	_, cursor, _ := strings.Cut(next, "cursor=")
	cursor, _, _ = strings.Cut(cursor, "&")
	ofUnit := newCursor(Base+"/units?#", "nobody")
	for path, want := range map[string]int{
		"/units?cursor=" + cursor:                    200,
		"/polls/spring/units?cursor=" + cursor:       422,
		"/units?x=1&cursor=" + cursor:                422,
		"/units?cursor=" + cursor[1:]:                422,
		"/units?cursor=" + cursor + "AA":             422,
		"/units?cursor=north":                        422,
		"/units?cursor=%00":                          422,
		"/units?cursor=" + strings.Repeat("A", 2000): 422,
		"/units?cursor=" + ofUnit:                    422, // the check holds, but there is no such unit
		"/units?limit=0":                             422,
		"/units?limit=5001":                          422,
		"/units?limit=many":                          422,
	} {
		w := f.do(call{method: "GET", path: path, signed: true})
		if w.Code != want || want == 422 && !strings.Contains(w.Body.String(), `"parameter":"`) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func FuzzCursor(f *testing.F) {
	f.Add("/units?#", newCursor("/units?#", "north"))
	f.Add("/polls?unit=a#1", "QUJD")
	f.Fuzz(func(t *testing.T, list, cursor string) {
		id, ok := readCursor(list, cursor)
		if ok && (id == "" || newCursor(list, id) != cursor) {
			t.Errorf("%q holds %q", cursor, id)
		}
		if cursor == "" {
			return
		}
		if got, ok := readCursor(list, newCursor(list, cursor)); !ok || got != cursor {
			t.Errorf("%q becomes %q", cursor, got)
		}
		if _, ok := readCursor(list+"x", newCursor(list, cursor)); ok {
			t.Error("the cursor of another list is good")
		}
	})
}
