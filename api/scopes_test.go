package api

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/access"
)

// organisers and so on are the roles that are answered where they may; all
// others are answered as if there were nothing.
var (
	organisers = []access.Role{access.Organiser}
	chairs     = []access.Role{access.Organiser, access.Chair}
	moderators = []access.Role{access.Organiser, access.Moderator}
	counters   = []access.Role{access.Organiser, access.Chair, access.Auditor, access.Client}
	readers    = []access.Role{access.Organiser, access.Auditor, access.Client, access.Leader}
	insiders   = []access.Role{access.Organiser, access.Auditor}
)

// A scopedCall is an operation on a poll, and who is answered by what within
// his scope. Paths and bodies name the poll as POLL and a unit of it as UNIT.
type scopedCall struct {
	operation string
	call
	poll   string // its state
	roles  []access.Role
	status int
	public bool // everybody is answered alike
}

var scopedCalls = []scopedCall{
	{"getPoll", call{method: "GET", path: "/polls/POLL"}, "draft", organisers, 200, false},
	{"getTrial", call{method: "GET", path: "/polls/POLL/trial"}, "draft", organisers, 200, false},
	{"getPoll", call{method: "GET", path: "/polls/POLL"}, "open", nil, 200, true},
	{"getPoll", call{method: "GET", path: "/polls/POLL"}, "closed", append(counters, access.Moderator), 200, false},
	{"getPoll", call{method: "GET", path: "/polls/POLL"}, "published", append(readers, access.Moderator, access.Chair), 200, false},
	{"updatePoll", call{method: "PUT", path: "/polls/POLL", body: `{"title":{"zh":"改"},"questionnaire":{"id":"service"},"units":["UNIT"],"access":"open"}`}, "draft", organisers, 200, false},
	{"getPollQuestionnaire", call{method: "GET", path: "/polls/POLL/questionnaire"}, "draft", organisers, 200, false},
	{"listPollUnits", call{method: "GET", path: "/polls/POLL/units"}, "published", append(readers, access.Moderator, access.Chair), 200, false},
	{"issueCodes", call{method: "POST", path: "/polls/POLL/codes", body: `{"group":"public","count":3}`}, "coded", organisers, 201, false},
	{"listCodes", call{method: "GET", path: "/polls/POLL/codes"}, "coded", organisers, 200, false},
	{"voidCodes", call{method: "POST", path: "/polls/POLL/codes/00/void"}, "coded", organisers, 404, false},
	{"replaceCodes", call{method: "POST", path: "/polls/POLL/codes/00/replace", body: `{"count":3}`}, "coded", organisers, 404, false},
	{"listQuotas", call{method: "GET", path: "/polls/POLL/quotas"}, "open", counters, 200, false},
	{"drawAssignments", call{method: "POST", path: "/polls/POLL/assignments/draw?check=true", body: peerDraw}, "draft", organisers, 200, false},
	{"getAssignmentBook", call{method: "GET", path: "/polls/POLL/assignments"}, "draft", organisers, 200, false},
	{"listAssignments", call{method: "GET", path: "/polls/POLL/assignments/list"}, "draft", organisers, 200, false},
	{"editAssignments", call{method: "POST", path: "/polls/POLL/assignments", body: peerEdit}, "draft", organisers, 412, false},
	{"callNominations", call{method: "POST", path: "/polls/POLL/assignments/nominations", body: `{"revision":1,"groups":["peer"],"most":2}`}, "draft", organisers, 412, false},
	{"endNominations", call{method: "POST", path: "/polls/POLL/assignments/nominations/end", body: `{"revision":1}`}, "draft", organisers, 412, false},
	{"exportAssignments", call{method: "GET", path: "/polls/POLL/export/assignments?format=csv"}, "draft", organisers, 200, false},
	{"issueBundles", call{method: "POST", path: "/polls/POLL/bundles", body: `{"revision":1}`}, "draft", organisers, 412, false},
	{"recallBundles", call{method: "POST", path: "/polls/POLL/bundles/recall", body: `{"revision":1}`}, "draft", organisers, 409, false},
	{"getProgress", call{method: "GET", path: "/polls/POLL/progress"}, "coded", organisers, 200, false},
	{"getGrant", call{method: "POST", path: "/polls/POLL/grant", body: `{"code":"AAAA"}`}, "coded", nil, 404, true},
	{"getTurnout", call{method: "GET", path: "/polls/POLL/turnout"}, "open", counters, 200, false},
	{"getDisclosure", call{method: "GET", path: "/polls/POLL/disclosure"}, "closed", insiders, 200, false},
	{"getDisclosure", call{method: "GET", path: "/polls/POLL/disclosure"}, "published", insiders, 200, false},
	{"getDisclosure", call{method: "GET", path: "/polls/POLL/disclosure"}, "open", insiders, 404, false},
	{"getChallenge", call{method: "GET", path: "/polls/POLL/challenge"}, "coded", nil, 404, true},
	{"submit", call{method: "POST", path: "/polls/POLL/submissions", body: submissionBody(5, "UNIT", `{"s1":3}`)}, "draft", nil, 404, true},
	{"nominate", call{method: "POST", path: "/polls/POLL/nominations", body: `{"secret":"AAAA"}`}, "draft", nil, 404, true},
	{"listPaper", call{method: "GET", path: "/polls/POLL/paper"}, "open", organisers, 200, false},
	{"getPaper", call{method: "GET", path: "/polls/POLL/paper/1"}, "open", organisers, 404, false},
	{"comparePaper", call{method: "GET", path: "/polls/POLL/paper/1/differences"}, "open", organisers, 404, false},
	{"openPaper", call{method: "POST", path: "/polls/POLL/paper", body: strings.ReplaceAll(hall, "north", "UNIT")}, "opened", organisers, 201, false},
	{"correctPaper", call{method: "PUT", path: "/polls/POLL/paper/9", body: strings.ReplaceAll(hall, "north", "UNIT")}, "open", organisers, 404, false},
	{"typePaper", call{method: "PUT", path: "/polls/POLL/paper/9/entry", body: typedHall}, "open", organisers, 404, false},
	{"handInPaper", call{method: "POST", path: "/polls/POLL/paper/9/hand-in", body: `{"revision":2}`}, "open", organisers, 404, false},
	{"withdrawPaper", call{method: "DELETE", path: "/polls/POLL/paper/9/entry"}, "open", organisers, 404, false},
	{"removePaper", call{method: "DELETE", path: "/polls/POLL/paper/9"}, "open", organisers, 404, false},
	{"getPollQR", call{method: "GET", path: "/polls/POLL/qr"}, "draft", organisers, 200, false},
	{"getResultsFile", call{method: "GET", path: "/polls/POLL/files/results.csv"}, "published", readers, 200, false},
	{"getPollDocument", call{method: "GET", path: "/polls/POLL/documents/circular.pdf"}, "published", readers, 200, false},
	{"getPollDocument", call{method: "GET", path: "/polls/POLL/documents/feedback.docx?unit=UNIT"}, "published", readers, 200, false},
	{"getReport", call{method: "GET", path: "/polls/POLL/reports/feedback.pdf?unit=UNIT"}, "published", readers, 404, false}, // nobody is evaluated there
	{"getChart", call{method: "GET", path: "/polls/POLL/charts/profile.csv?unit=UNIT"}, "published", readers, 200, false},
	{"exportScores", call{method: "GET", path: "/polls/POLL/export/scores?format=csv"}, "published", readers, 200, false},
	{"countComments", call{method: "GET", path: "/polls/POLL/comments/counts"}, "closed", moderators, 200, false},
	{"addRecipients", call{method: "POST", path: "/polls/POLL/recipients", body: recipientsBody}, "draft", organisers, 200, false},
	{"listRecipients", call{method: "GET", path: "/polls/POLL/recipients"}, "draft", organisers, 200, false},
	{"listTexts", call{method: "GET", path: "/polls/POLL/texts"}, "open", organisers, 200, false},
	{"getText", call{method: "GET", path: "/polls/POLL/texts/reminder/zh"}, "draft", organisers, 200, false},
	{"putText", call{method: "PUT", path: "/polls/POLL/texts/reminder/zh", body: textBody}, "draft", organisers, 200, false},
	{"previewText", call{method: "POST", path: "/polls/POLL/texts/reminder/zh/preview", body: textBody}, "draft", organisers, 200, false},
	{"resetText", call{method: "DELETE", path: "/polls/POLL/texts/reminder/zh"}, "draft", organisers, 204, false},
	{"planMailing", call{method: "POST", path: "/polls/POLL/mailings", body: `{"kind":"invitation","when":"opening"}`}, "draft", organisers, 201, false},
	{"listMailings", call{method: "GET", path: "/polls/POLL/mailings"}, "draft", organisers, 200, false},
	{"stopMailing", call{method: "POST", path: "/polls/POLL/mailings/none/stop"}, "draft", organisers, 404, false},
	{"removeRecipient", call{method: "POST", path: "/polls/POLL/recipients/remove", body: `{"address":"nobody@example.org"}`}, "draft", organisers, 404, false},
	{"removeRecipients", call{method: "DELETE", path: "/polls/POLL/recipients"}, "draft", organisers, 204, false},
	{"importRecipients", call{method: "POST", path: "/polls/POLL/recipients/import", body: "address\nli@example.org\n", header: csvBody}, "draft", organisers, 200, false},
	{"deletePoll", call{method: "DELETE", path: "/polls/POLL", header: map[string]string{"If-Match": "*"}}, "todelete", organisers, 204, false},
	{"openPoll", call{method: "POST", path: "/polls/POLL/open"}, "toopen", organisers, 200, false},
	{"closePoll", call{method: "POST", path: "/polls/POLL/close"}, "toclose", chairs, 200, false},
	{"publishPoll", call{method: "POST", path: "/polls/POLL/publish"}, "topublish", organisers, 200, false},
	{"archivePoll", call{method: "POST", path: "/polls/POLL/archive"}, "toarchive", organisers, 200, false},
	{"createNextRound", call{method: "POST", path: "/polls/POLL/next", body: `{}`}, "published", organisers, 422, false}, // nothing is voted on there
	{"getResults", call{method: "GET", path: "/polls/POLL/results"}, "closed", insiders, 200, false},
	{"getResults", call{method: "GET", path: "/polls/POLL/results"}, "published", readers, 200, false},
	{"getUnitResults", call{method: "GET", path: "/polls/POLL/results/UNIT"}, "published", readers, 200, false},
	{"listRankings", call{method: "GET", path: "/polls/POLL/rankings"}, "published", readers, 200, false},
	{"getRanking", call{method: "GET", path: "/polls/POLL/rankings/county"}, "published", readers, 200, false},
	{"getWhatIf", call{method: "GET", path: "/polls/POLL/whatif"}, "published", readers, 200, false},
	{"getIndicator", call{method: "GET", path: "/polls/POLL/indicators/overall"}, "published", readers, 200, false},
	{"compareUnits", call{method: "GET", path: "/polls/POLL/comparison?a=UNIT&b=east-1"}, "published", readers, 200, false},
	{"getSupervision", call{method: "GET", path: "/polls/POLL/supervision"}, "published", readers, 200, false},
	{"recordSupervision", call{method: "POST", path: "/polls/POLL/supervision", body: `{"unit":"UNIT","step":"talk","on":"2026-01-01","by":"卓砚青","said":"公示时间短"}`}, "published", organisers, 201, false},
	{"exportSupervision", call{method: "GET", path: "/polls/POLL/export/supervision?format=csv"}, "published", readers, 200, false},
	{"getProof", call{method: "GET", path: "/polls/POLL/proof"}, "published", readers, 404, false}, // no round before: see TestProofWithinRights
	{"getReport", call{method: "GET", path: "/polls/POLL/reports/proof.pdf"}, "published", readers, 404, false},
	{"getTrend", call{method: "GET", path: "/polls/POLL/trends/overall?unit=UNIT"}, "published", readers, 200, false},
	{"listFlags", call{method: "GET", path: "/polls/POLL/flags"}, "published", readers, 200, false},
	{"listFindings", call{method: "GET", path: "/polls/POLL/findings"}, "published", readers, 200, false},
	{"listSuggestions", call{method: "GET", path: "/polls/POLL/suggestions"}, "published", readers, 200, false},
	{"listComments", call{method: "GET", path: "/polls/POLL/comments"}, "published", readers, 200, false},
	{"listCommentLists", call{method: "GET", path: "/polls/POLL/comments/lists"}, "published", readers, 200, false},
	{"listReviewedComments", call{method: "GET", path: "/polls/POLL/comments/review"}, "closed", moderators, 200, false},
	{"reviewComments", call{method: "POST", path: "/polls/POLL/comments/review", body: `{"verdicts":[{"id":"none","state":"published"}]}`}, "closed", moderators, 404, false},
	{"listCommentTerms", call{method: "GET", path: "/polls/POLL/comments/terms"}, "published", readers, 200, false},
	{"getOpinions", call{method: "GET", path: "/polls/POLL/opinions/why"}, "published", readers, 200, false},
	{"getChart", call{method: "GET", path: "/polls/POLL/charts/opinions.csv?node=why"}, "published", readers, 404, false},
	{"getMergedOpinions", call{method: "GET", path: "/polls/POLL/opinions/why/merging"}, "closed", moderators, 200, false},
	{"editOpinions", call{method: "POST", path: "/polls/POLL/opinions/why/merging", body: `{"revision":9,"edits":[{"do":"hide"}]}`}, "closed", moderators, 412, false},
	{"releaseComments", call{method: "POST", path: "/polls/POLL/comments/release"}, "closed", moderators, 422, false},
}

// states are the polls of each side, and what is done with them first.
var states = map[string][]string{
	"draft": nil, "toopen": nil, "todelete": nil, "open": {"open"}, "coded": {"open"}, "toclose": {"open"}, "opened": {"open"},
	"closed": {"open", "close"}, "topublish": {"open", "close"},
	"published": {"open", "close", "publish"}, "toarchive": {"open", "close", "publish"},
}

// twoSides has two cities with two counties each, a poll of every state over
// the counties of each, and "mixed-published" over all of them.
func twoSides(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	signed := func(method, path, body string, want int) {
		t.Helper()
		c := call{method: method, path: path, body: body, signed: true}
		if path == "/questionnaires" {
			c.header = map[string]string{"Content-Type": "application/yaml"}
		}
		f.must(c, want, nil)
	}
	signed("POST", "/questionnaires", testForm, 201)
	var units []string
	for _, side := range []string{"east", "west"} {
		units = append(units, fmt.Sprintf(`{"id":%q,"name":{"zh":"%s市"},"tier":"city"}`, side, side))
		for i := range 2 {
			units = append(units, fmt.Sprintf(`{"id":"%s-%d","name":{"zh":"%s县%d"},"tier":"county","parent":%q}`, side, i, side, i, side))
		}
	}
	signed("PUT", "/units", `{"units":[`+strings.Join(units, ",")+`]}`, 204)
	key := 1000
	make := func(id, access string, units []string, steps []string) {
		signed("POST", "/polls", fmt.Sprintf(`{"id":%q,"title":{"zh":%q},"questionnaire":{"id":"service"},"units":["%s"],"access":%q}`, id, id, strings.Join(units, `","`), access), 201)
		for _, step := range steps {
			if step == "close" {
				for i := range 6 * len(units) {
					key += 10
					f.must(call{method: "POST", path: "/polls/" + id + "/submissions", body: submissionBody(key, units[i%len(units)], `{"s1":1}`)}, 201, nil)
				}
			}
			signed("POST", "/polls/"+id+"/"+step, "", 200)
		}
	}
	for _, side := range []string{"east", "west"} {
		for state, steps := range states {
			access := "open"
			if state == "coded" {
				access = "code"
			}
			make(side+"-"+state, access, []string{side + "-0", side + "-1"}, steps)
		}
	}
	make("mixed-published", "open", []string{"east-0", "east-1", "west-0", "west-1"}, states["published"])
	return f
}

// tokenFor makes an account with a role over a subtree, and its token.
func (f *fixture) tokenFor(role access.Role, unit string) (token string, account access.Account, grant access.Grant) {
	f.t.Helper()
	if role == access.Operator {
		unit = ""
	}
	a, err := f.access.AddClient(f.t.Context(), string(role)+" of "+unit)
	if err == nil {
		grant, err = f.access.Grant(f.t.Context(), access.Grant{Account: a.ID, Role: role, Unit: unit})
	}
	if err == nil {
		token, _, err = f.access.CreateToken(f.t.Context(), a.Name, "test", time.Hour, access.Narrowed{})
	}
	if err != nil {
		f.t.Fatal(err)
	}
	return token, a, grant
}

// as asks for a poll and its first unit with a token; "": as a stranger.
func (f *fixture) as(token string, c call, poll, unit string) *httptest.ResponseRecorder {
	names := strings.NewReplacer("POLL", poll, "UNIT", unit)
	c.path, c.body = names.Replace(c.path), names.Replace(c.body)
	if token != "" {
		c.header = maps.Clone(c.header)
		if c.header == nil {
			c.header = map[string]string{}
		}
		c.header["Authorization"] = "Bearer " + token
	}
	return f.do(c)
}

// Every operation on a poll, by every role over one of two cities and by a
// stranger: within the scope as documented, outside as what does not exist, byte
// by byte; and what is read of a poll over both tells nothing of the other
// (trust test 43).
func TestScopes(t *testing.T) {
	f := twoSides(t)
	tokens := map[access.Role]string{"": ""}
	for _, role := range access.Roles {
		tokens[role], _, _ = f.tokenFor(role, "east")
	}
	cells, leaks := 0, 0
	leak := func(format string, args ...any) { t.Helper(); leaks++; t.Errorf(format, args...) }
	covered := map[string]bool{}
	for _, tt := range scopedCalls {
		covered[tt.operation] = true
		for _, role := range append([]access.Role{""}, access.Roles...) {
			in := f.as(tokens[role], tt.call, "east-"+tt.poll, "east-0")
			out := f.as(tokens[role], tt.call, "west-"+tt.poll, "west-0")
			absent := f.as(tokens[role], tt.call, "none", "nowhere")
			cells += 3
			if tt.public {
				if in.Code != tt.status || out.Code != tt.status {
					leak("%s by %q: %d and %d, want %d", tt.operation, role, in.Code, out.Code, tt.status)
				}
				continue
			}
			want := 404
			for _, r := range tt.roles {
				if r == role {
					want = tt.status
				}
			}
			if role == "" && document.operations[tt.operation].signed {
				want = 401
			}
			if in.Code != want {
				leak("%s of a %s poll by %q within: %d, want %d: %s", tt.operation, tt.poll, role, in.Code, want, in.Body)
			}
			if out.Code != absent.Code || out.Body.String() != absent.Body.String() || out.Code < 400 {
				leak("%s of a %s poll by %q outside: %d %s\nabsent: %d %s", tt.operation, tt.poll, role, out.Code, out.Body, absent.Code, absent.Body)
			}
			if in.Code == 404 && want == 404 && in.Body.String() != absent.Body.String() {
				leak("%s of a %s poll by %q without the right: %s\nabsent: %s", tt.operation, tt.poll, role, in.Body, absent.Body)
			}
			if tt.method != "GET" {
				continue
			}
			cells++
			if mixed := f.as(tokens[role], tt.call, "mixed-published", "east-0"); strings.Contains(mixed.Body.String(), "west") {
				leak("%s of the poll over both by %q tells of the other: %s", tt.operation, role, mixed.Body)
			}
			if unit := f.as(tokens[role], tt.call, "mixed-published", "west-0"); strings.Contains(tt.path, "UNIT") && unit.Body.String() != absent.Body.String() {
				leak("%s of another's unit by %q: %s", tt.operation, role, unit.Body)
			}
		}
	}
	for _, list := range []string{"/units", "/questionnaires", "/tokens", "/polls"} {
		for _, role := range access.Roles {
			cells++
			body := f.as(tokens[role], call{method: "GET", path: list}, "", "").Body.String()
			for _, name := range []string{"west市", "west县", "west-draft", "west-closed", "west-published"} {
				if strings.Contains(body, name) && role != access.Operator { // who names units in grants
					leak("%s by %q tells of %s: %s", list, role, name, body)
				}
			}
		}
	}
	for id, op := range document.operations {
		if strings.Contains(op.route.Path, "{poll}") && !covered[id] {
			t.Errorf("%s is not in the matrix of scopes", id)
		}
	}
	t.Logf("%d cells, %d leaks", cells, leaks)
}

// Ids of another subtree in path, query and body, fields that are not there to
// be set, and a narrowed token that makes another (trust tests 44 and 45).
func TestSwappedIDs(t *testing.T) {
	f := twoSides(t)
	organiser, _, _ := f.tokenFor(access.Organiser, "east")
	leader, _, _ := f.tokenFor(access.Leader, "east")
	newPoll := func(units, more string) call {
		return call{method: "POST", path: "/polls", body: `{"title":{"zh":"新"},"questionnaire":{"id":"service"},"units":[` + units + `],"access":"open"` + more + `}`}
	}
	for _, tt := range []struct {
		name  string
		token string
		call  call
		want  int
	}{
		{"a poll over another's unit", organiser, newPoll(`"east-0","west-0"`, ""), 422},
		{"a poll after another's", organiser, newPoll(`"east-0"`, `,"previous":"west-closed"`), 422},
		{"a poll with a state", organiser, newPoll(`"east-0"`, `,"state":"published"`), 422},
		{"a poll of its own", organiser, newPoll(`"east-0"`, ""), 201},
		{"another's units into a poll", organiser, call{method: "PUT", path: "/polls/east-draft", body: `{"title":{"zh":"改"},"questionnaire":{"id":"service"},"units":["west-0"],"access":"open"}`}, 422},
		{"another's unit", organiser, call{method: "PUT", path: "/units", body: `{"units":[{"id":"west-0","name":{"zh":"x"},"tier":"county","parent":"east"}]}`}, 422},
		{"under another's unit", organiser, call{method: "PUT", path: "/units", body: `{"units":[{"id":"new","name":{"zh":"x"},"tier":"county","parent":"west"}]}`}, 422},
		{"the top itself", organiser, call{method: "PUT", path: "/units", body: `{"units":[{"id":"east","name":{"zh":"x"},"tier":"city"}]}`}, 422},
		{"a unit below", organiser, call{method: "PUT", path: "/units", body: `{"units":[{"id":"new","name":{"zh":"x"},"tier":"county","parent":"east-0"}]}`}, 204},
		{"a questionnaire for all", organiser, call{method: "POST", path: "/questionnaires", body: testForm, header: map[string]string{"Content-Type": "application/yaml"}}, 404},
		{"flags by unit", leader, call{method: "GET", path: "/polls/mixed-published/flags?unit=west-0"}, 200},
		{"comments by unit", leader, call{method: "GET", path: "/polls/mixed-published/comments?unit=west-0"}, 200},
		{"a token with a role", leader, call{method: "POST", path: "/tokens", body: `{"label":"x","role":"operator"}`}, 422},
	} {
		c := tt.call
		header := map[string]string{"Authorization": "Bearer " + tt.token}
		for k, v := range c.header {
			header[k] = v
		}
		c.header = header
		if w := f.do(c); w.Code != tt.want || w.Code < 300 && strings.Contains(w.Body.String(), "west") {
			t.Errorf("%s: %d, want %d: %s", tt.name, w.Code, tt.want, w.Body)
		}
	}
	exists := f.as(organiser, newPoll(`"west-0"`, ""), "", "").Body.String()
	absent := f.as(organiser, newPoll(`"none-0"`, ""), "", "").Body.String()
	if strings.ReplaceAll(exists, "west-0", "none-0") != absent {
		t.Errorf("another's unit is answered\n%s\nand an absent one\n%s", exists, absent)
	}
}

// A leader who is moved to another unit sees the new one and not the old at the
// next request, and so does one whose unit is moved (trust test 46).
func TestLeaderIsMoved(t *testing.T) {
	f := twoSides(t)
	token, a, grant := f.tokenFor(access.Leader, "east")
	sees := func(poll string, want int) {
		t.Helper()
		if w := f.as(token, call{method: "GET", path: "/polls/POLL/results"}, poll, ""); w.Code != want {
			t.Errorf("%s: %d, want %d", poll, w.Code, want)
		}
	}
	sees("east-published", 200)
	sees("west-published", 404)
	if _, err := f.access.Grant(t.Context(), access.Grant{Account: a.ID, Role: access.Leader, Unit: "west"}); err != nil {
		t.Fatal(err)
	}
	if err := f.access.Revoke(t.Context(), a.ID, grant.ID); err != nil {
		t.Fatal(err)
	}
	sees("east-published", 404)
	sees("west-published", 200)
	moved := survey.Unit{ID: "east-0", Name: survey.Text{"zh": "east县0"}, Tier: "county", Parent: "west"}
	if err := f.service.PutUnits(t.Context(), []survey.Unit{moved}); err != nil {
		t.Fatal(err)
	}
	sees("east-published", 200)
}
