package web

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The reference tells every operation, type and problem of the document, and
// every link within it leads somewhere.
func TestReference(t *testing.T) {
	w := newWorld(t)
	var err error
	w.Document, err = os.ReadFile("../api/openapi.yaml")
	must(t, err)
	for _, lang := range []string{"zh", "en"} {
		rec := w.get("/api/reference?lang=" + lang)
		page := rec.Body.String()
		if rec.Code != 200 || strings.Contains(page, "<script") {
			t.Fatalf("%s: %d, or a script", lang, rec.Code)
		}
		ids := make(map[string]bool)
		for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
			if ids[m[1]] {
				t.Errorf("%s: two things are called %s", lang, m[1])
			}
			ids[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page, -1) {
			if !ids[m[1]] {
				t.Errorf("%s: a link leads to #%s, which is not there", lang, m[1])
			}
		}
		operations := regexp.MustCompile(`operationId: (\w+)`).FindAllStringSubmatch(string(w.Document), -1)
		if len(operations) < 40 {
			t.Fatalf("%d operations only", len(operations))
		}
		for _, m := range operations {
			if !ids[m[1]] {
				t.Errorf("%s: the reference lacks the operation %s", lang, m[1])
			}
		}
	}
}
