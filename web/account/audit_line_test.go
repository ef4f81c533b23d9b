package account

import (
	"testing"

	"minping/survey"
	"minping/web/site"
)

// Every kind of act has its sentence in both languages, and so have the ways.
func TestAuditInWords(t *testing.T) {
	for _, lang := range site.Languages {
		seen := map[string]survey.ActKind{}
		for _, k := range survey.ActKinds {
			what := auditWhat(lang, k, "object", "poll", "unit")
			if other, twice := seen[what]; twice || what == string(k) || what == "" {
				t.Errorf("%s, %s: %q, as %q", lang, k, what, other)
			}
			seen[what] = k
		}
		for _, via := range auditWays {
			if site.Translate(lang, "audit.via."+string(via)) == "" || site.Translate(lang, "audit.nobody."+string(via)) == "" {
				t.Errorf("%s: no words for %s", lang, via)
			}
		}
		for _, d := range auditDetails {
			if auditDetail(lang, d) == "" {
				t.Errorf("%s: no words for the detail %s", lang, d)
			}
		}
	}
	if got := auditWhat("zh", "<no>.such", "", "", ""); got != "<no>.such" {
		t.Errorf("an unknown kind: %q", got)
	}
}
