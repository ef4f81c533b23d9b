package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"minping/survey/access"
)

// A draft from a version to the next one: begun, broken, told what is wrong,
// taken back, compared, published.
func TestDraft(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	yaml := func(ifMatch string) map[string]string {
		return map[string]string{"Content-Type": "application/yaml", "If-Match": ifMatch}
	}
	must := func(status int, c call, into any) http.Header {
		t.Helper()
		c.signed = true
		w := f.do(c)
		if w.Code != status {
			t.Fatalf("%s %s: %d, want %d: %s", c.method, c.path, w.Code, status, w.Body)
		}
		if into != nil {
			if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
				t.Fatal(err)
			}
		}
		return w.Header()
	}
	var d QuestionnaireDraft
	must(201, call{method: "POST", path: "/questionnaire-drafts", body: `{"questionnaire":{"id":"service"}}`}, &d)
	at := "/questionnaire-drafts/" + d.ID
	if d.Based.Version != "1" || d.Mistakes != 0 || !strings.Contains(d.Source, "version: \"2\"") && !strings.Contains(d.Source, `version: 2`) {
		t.Errorf("begun as %+v", d)
	}
	tag := must(200, call{method: "GET", path: at}, nil).Get("ETag")
	must(200, call{method: "PUT", path: at, body: strings.Replace(d.Source, "items:", "itmes:", 1), header: yaml(tag)}, &d)
	if d.Mistakes == 0 || d.Revision != 2 {
		t.Errorf("broken, it is %+v", d)
	}
	must(412, call{method: "PUT", path: at, body: "id: other", header: yaml(tag)}, nil)
	must(428, call{method: "PUT", path: at, body: "id: other", header: map[string]string{"Content-Type": "application/yaml", "If-Match": ""}}, nil)
	var mistakes []DraftMistake
	must(200, call{method: "GET", path: at + "/mistakes"}, &mistakes)
	if len(mistakes) != d.Mistakes || !strings.Contains(mistakes[len(mistakes)-1].Zh+mistakes[0].Zh, "items") {
		t.Errorf("mistakes: %+v", mistakes)
	}
	must(422, call{method: "POST", path: at + "/publish", body: `{"revision":2}`}, nil)
	must(412, call{method: "POST", path: at + "/undo", body: `{"revision":1}`}, nil)
	must(200, call{method: "POST", path: at + "/undo", body: `{"revision":2}`}, &d)
	must(409, call{method: "POST", path: at + "/undo", body: `{"revision":3}`}, nil)
	if d.Mistakes != 0 || d.Revision != 3 {
		t.Errorf("taken back, it is %+v", d)
	}
	var differences []QuestionnaireDifference
	must(200, call{method: "GET", path: at + "/differences?questionnaire=service"}, &differences)
	if len(differences) != 1 || differences[0].Zh != "问卷：版本由“1”改为“2”" || differences[0].Breaks {
		t.Errorf("differences: %+v", differences)
	}
	var published QuestionnaireInfo
	must(201, call{method: "POST", path: at + "/publish", body: `{"revision":3}`}, &published)
	must(404, call{method: "GET", path: at}, nil)
	must(200, call{method: "GET", path: "/questionnaires/service/differences?version=2&from=1"}, &differences)
	if published.Version != "2" || len(differences) != 1 {
		t.Errorf("published %+v", published)
	}
	for body, mistakes := range map[string]int{`{}`: 2, `{"bundled":"service-review"}`: 0, `{"source":"id: ["}`: 1} {
		must(201, call{method: "POST", path: "/questionnaire-drafts", body: body}, &d)
		if d.Mistakes != mistakes {
			t.Errorf("%s: %+v", body, d)
		}
		must(204, call{method: "DELETE", path: "/questionnaire-drafts/" + d.ID}, nil)
	}
	must(422, call{method: "POST", path: "/questionnaire-drafts", body: `{"bundled":"none"}`}, nil)
}

// Drafts are for whoever writes questionnaires for the whole installation:
// everybody in a part of it is answered as if there were none.
func TestDraftScopes(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	var d QuestionnaireDraft
	f.must(call{method: "POST", path: "/questionnaire-drafts", body: `{"questionnaire":{"id":"service"}}`, signed: true}, 201, &d)
	f.must(call{method: "PUT", path: "/units", body: `{"units":[{"id":"east","name":{"zh":"东市"},"tier":"city"}]}`, signed: true}, 204, nil)
	yaml := map[string]string{"Content-Type": "application/yaml", "If-Match": "*"}
	calls := map[string]call{
		"listDrafts":   {method: "GET", path: "/questionnaire-drafts"},
		"createDraft":  {method: "POST", path: "/questionnaire-drafts", body: `{}`},
		"getDraft":     {method: "GET", path: "/questionnaire-drafts/POLL"},
		"saveDraft":    {method: "PUT", path: "/questionnaire-drafts/POLL", body: "id: x", header: yaml},
		"undoDraft":    {method: "POST", path: "/questionnaire-drafts/POLL/undo", body: `{"revision":1}`},
		"publishDraft": {method: "POST", path: "/questionnaire-drafts/POLL/publish", body: `{"revision":1}`},
		"checkDraft":   {method: "GET", path: "/questionnaire-drafts/POLL/mistakes"},
		"compareDraft": {method: "GET", path: "/questionnaire-drafts/POLL/differences?questionnaire=service"},
		"removeDraft":  {method: "DELETE", path: "/questionnaire-drafts/POLL"},
	}
	for id, op := range document.operations {
		if _, listed := calls[id]; !listed && strings.Contains(op.route.Path, "questionnaire-drafts") {
			t.Errorf("%s is not in the matrix", id)
		}
	}
	for _, role := range access.Roles {
		if role == access.Operator {
			continue // is never over a part
		}
		token, _, _ := f.tokenFor(role, "east")
		for id, c := range calls {
			in, absent := f.as(token, c, d.ID, ""), f.as(token, c, "none", "")
			if in.Code != 404 || in.Body.String() != absent.Body.String() {
				t.Errorf("%s by %s: %d %s\nof none: %s", id, role, in.Code, in.Body, absent.Body)
			}
		}
	}
	for id, c := range calls {
		if w := f.as("", c, d.ID, ""); w.Code != 401 {
			t.Errorf("%s by a stranger: %d %s", id, w.Code, w.Body)
		}
	}
	f.must(call{method: "GET", path: "/questionnaire-drafts/" + d.ID, signed: true}, 200, nil)
}
