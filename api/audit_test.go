package api

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/access"
)

// The log is read in pages, the newest first, though entries come in meanwhile;
// it is filtered, exported whole, and there for those alone who may read it.
func TestAudit(t *testing.T) {
	f := newFixture(t)
	f.must(call{method: "PUT", path: "/units", body: units, signed: true}, 204, nil)
	var all []survey.AuditLine
	f.must(call{method: "GET", path: "/audit", signed: true}, 200, &all)
	var got []survey.AuditLine
	for path := "/audit?limit=1"; path != "" && len(got) <= len(all); {
		w := f.do(call{method: "GET", path: path, signed: true})
		var page []survey.AuditLine
		f.must(call{method: "GET", path: path, signed: true}, 200, &page)
		got = append(got, page...)
		link := regexp.MustCompile(`<` + Base + `([^>]+)>; rel="next"`).FindStringSubmatch(w.Header().Get("Link"))
		if path = ""; link != nil {
			path = link[1]
		}
		if _, err := f.access.AddClient(t.Context(), "program "+strconv.Itoa(len(got))); err != nil { // is noted
			t.Fatal(err)
		}
	}
	if len(all) < 3 || len(got) != len(all) {
		t.Fatalf("%d by pages of one, %d at once", len(got), len(all))
	}
	for i := range all {
		if got[i].Hash != all[i].Hash || all[i].Sequence != int64(len(all)-i) {
			t.Errorf("entry %d: %+v, by pages %+v", i, all[i], got[i])
		}
	}
	var put []survey.AuditLine
	f.must(call{method: "GET", path: "/audit?kind=units.put&actor=admin&text=NORTH", signed: true}, 200, &put)
	if len(put) != 1 || put[0].Kind != "units.put" {
		t.Errorf("units.put: %+v", put)
	}
	f.must(call{method: "GET", path: "/audit?from=yesterday", signed: true}, 422, nil)
	f.must(call{method: "GET", path: "/audit?cursor=AAAA", signed: true}, 422, nil)
	w := f.do(call{method: "GET", path: "/export/audit?format=csv&kind=units.put", signed: true})
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.HasPrefix(body, "\ufeffsequence,") || strings.Count(body, "\r\n") != 2 {
		t.Errorf("table: %d %s", w.Code, body)
	}
	w = f.do(call{method: "GET", path: "/export/audit?format=ndjson", signed: true})
	if body := w.Body.String(); !strings.HasPrefix(body, `{"sequence":1,`) || strings.Count(body, "\n") < len(all) {
		t.Errorf("lines: %s", body)
	}
	for _, role := range access.Roles {
		token, _, _ := f.tokenFor(role, "")
		want := http.StatusNotFound
		if role == access.Operator || role == access.Auditor {
			want = http.StatusOK
		}
		for _, path := range []string{"/audit", "/export/audit?format=ndjson"} {
			if w := f.as(token, call{method: "GET", path: path}, "", ""); w.Code != want {
				t.Errorf("%s by %s: %d, want %d", path, role, w.Code, want)
			}
		}
	}
}
