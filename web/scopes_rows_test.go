package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"minping/survey"
	"minping/survey/access"
	"minping/web/site"
)

// Which roles are answered.
var (
	managers      = []access.Role{access.Organiser}
	chairs        = []access.Role{access.Organiser, access.Chair}
	moderators    = []access.Role{access.Organiser, access.Moderator}
	resultReaders = []access.Role{access.Organiser, access.Leader, access.Auditor, access.Client}
	caseReaders   = []access.Role{access.Organiser, access.Leader, access.Answerer, access.Inspector, access.Auditor, access.Client}
	operators     = []access.Role{access.Operator}
	orderers      = []access.Role{access.Organiser, access.Leader, access.Answerer, access.Inspector, access.Auditor, access.Client}
	officers      = []access.Role{access.Organiser, access.Leader, access.Answerer, access.Inspector, access.Auditor, access.Client}
)

// A scopedRow is a route, and who is answered by what where he may. Paths and
// forms name the poll as POLL and a unit of it as UNIT.
type scopedRow struct {
	method, route string
	path          string // with parameters and query; "": the route
	form          url.Values
	poll          string        // its state; "": the route is not about one
	roles         []access.Role // who is answered by status; nil: every account
	status        int
	nobody        int      // what a stranger is answered; 0: sent to sign in where an account is needed, else 404
	once          bool     // only a stranger asks: attempts are counted
	open          bool     // open to everybody: the poll is not hidden from anybody
	names         bool     // names units: of both sides' poll at least one of his own
	known         []string // polls of the other side that everybody knows
}

func (r scopedRow) at() string {
	if r.path != "" {
		return r.path
	}
	return strings.NewReplacer(":poll", "POLL", ":unit", "UNIT").Replace(r.route)
}

// want is the status that a role is answered within its scope.
func (r scopedRow) want(w site.Who, role access.Role) int {
	switch {
	case role == "" && r.nobody != 0:
		return r.nobody
	case role == "" && w >= site.Halfway:
		return http.StatusSeeOther
	case role == "":
		return http.StatusNotFound
	case r.roles == nil || slices.Contains(r.roles, role):
		return r.status
	}
	return http.StatusNotFound
}

// forAll is a page for everybody.
func forAll(method, route, path string, status int) scopedRow {
	return scopedRow{method: method, route: route, path: path, status: status, nobody: status}
}

// citizenRow is a page of an open poll, for everybody.
func citizenRow(method, route string, form url.Values) scopedRow {
	return scopedRow{method: method, route: route, form: form, poll: "open", status: 200, nobody: 200, open: true}
}

// resultsOf is a page or file of results.
func resultsOf(route, path string, names bool) scopedRow {
	return scopedRow{method: "GET", route: route, path: path, poll: "published", roles: resultReaders, status: 200, names: names}
}

// rowOf is a page of a poll for some.
func rowOf(method, route, path, poll string, roles []access.Role, status int, form url.Values) scopedRow {
	return scopedRow{method: method, route: route, path: path, poll: poll, roles: roles, status: status, form: form}
}

// rowFor is a page that is not about a poll, for some; nil: for every account.
func rowFor(method, route, path string, roles []access.Role, status int, form url.Values) scopedRow {
	return scopedRow{method: method, route: route, path: path, roles: roles, status: status, form: form}
}

var scopedRows = []scopedRow{
	{method: "GET", route: "/", status: 200, nobody: 200, known: []string{yonder + "-open", yonder + "-coded"}},
	forAll("GET", "/static/:file", "/static/icon.svg", 200),
	forAll("GET", "/static/leader.css", "", 200),
	forAll("GET", "/plan", "", 200),
	forAll("GET", "/api/reference", "", 200),
	citizenRow("GET", "/p/:poll", nil),
	citizenRow("POST", "/p/:poll", url.Values{"unit": {"UNIT"}, "go": {"start"}}),
	citizenRow("GET", "/p/:poll/poster", nil),
	forAll("GET", "/w", "", 200),
	forAll("POST", "/w", "", 200),
	forAll("GET", "/n/:poll", "/n/POLL", 200),
	forAll("POST", "/n/:poll", "/n/POLL", 200),
	citizenRow("GET", "/k/:poll", nil),
	citizenRow("POST", "/k/:poll", url.Values{"go": {"start"}}),

	rowOf("GET", "/paper/:poll", "", "open", managers, 200, nil),
	rowOf("POST", "/paper/:poll", "", "open", managers, 303, url.Values{"unit": {"UNIT"}, "eligible": {"30"}, "issued": {"4"}, "returned": {"3"}}),
	rowOf("POST", "/paper/:poll/count", "", "open", managers, 409, nil),
	rowOf("GET", "/paper/:poll/:batch", "/paper/POLL/1", "open", managers, 200, nil),
	rowOf("POST", "/paper/:poll/:batch", "/paper/POLL/1", "open", managers, 303, url.Values{"go": {"nothing"}}),
	rowOf("POST", "/paper/:poll/:batch/edit", "/paper/POLL/1/edit", "open", managers, 422, url.Values{"go": {"nothing"}}),
	rowOf("GET", "/paper/:poll/:batch/protocol", "/paper/POLL/1/protocol", "open", managers, 404, nil),

	rowOf("GET", "/meeting/:poll", "", "open", chairs, 200, nil),
	rowOf("POST", "/meeting/:poll", "", "open", chairs, 422, nil),

	rowOf("GET", "/comments/:poll", "", "closed", moderators, 200, nil),
	rowOf("GET", "/comments/:poll", "/comments/POLL?unit=UNIT", "closed", moderators, 200, nil),
	rowOf("POST", "/comments/:poll", "", "closed", moderators, 303, nil),
	rowOf("POST", "/comments/:poll/release", "", "closed", moderators, 422, nil),
	rowOf("GET", "/comments/:poll/opinions", "", "closed", moderators, 200, nil),
	rowOf("POST", "/comments/:poll/opinions", "", "closed", moderators, 303, url.Values{"item": {"why"}, "revision": {"1"}, "go": {"save"}}),

	rowFor("GET", "/manage", "", managers, 200, nil),
	// Who writes questionnaires does so for all, which nobody in a part may.
	rowFor("GET", "/manage/questionnaires", "", []access.Role{}, 404, nil),
	rowFor("POST", "/manage/questionnaires", "", []access.Role{}, 404, url.Values{"from": {"blank"}}),
	rowFor("GET", "/manage/questionnaires/compare", "", []access.Role{}, 404, nil),
	rowFor("GET", "/manage/questionnaires/:draft/preview", "/manage/questionnaires/none/preview", []access.Role{}, 404, nil),
	rowFor("POST", "/manage/questionnaires/:draft/preview", "/manage/questionnaires/none/preview", []access.Role{}, 404, nil),
	rowFor("GET", "/manage/questionnaires/:draft/:part", "/manage/questionnaires/none/items", []access.Role{}, 404, nil),
	rowFor("POST", "/manage/questionnaires/:draft/:part", "/manage/questionnaires/none/items", []access.Role{}, 404, nil),
	rowOf("GET", "/manage/:poll", "", "draft", managers, 200, nil),
	rowOf("GET", "/manage/:poll", "", "coded", managers, 200, nil),
	rowOf("GET", "/manage/:poll", "", "closed", managers, 200, nil),
	rowFor("GET", "/manage/new", "", managers, 200, nil),
	rowFor("POST", "/manage/new", "", managers, 422, url.Values{"questionnaire": {"none"}}),
	rowOf("GET", "/manage/:poll/setup/:step", "/manage/POLL/setup/units", "draft", managers, 200, nil),
	rowOf("GET", "/manage/:poll/setup/:step", "/manage/POLL/setup/check", "draft", managers, 200, nil),
	rowOf("POST", "/manage/:poll/setup/:step", "/manage/POLL/setup/units", "draft", managers, 422, url.Values{"revision": {"0"}, "go": {"next"}}),
	rowOf("GET", "/manage/:poll/preview", "/manage/POLL/preview", "draft", managers, 200, nil),
	rowOf("POST", "/manage/:poll/preview", "/manage/POLL/preview", "draft", managers, 200, url.Values{"go": {"start"}}),
	rowOf("GET", "/manage/:poll/trial", "/manage/POLL/trial", "draft", managers, 200, nil),
	rowOf("GET", "/manage/:poll/trial/*", "/manage/POLL/trial/ranking", "draft", managers, 200, nil),
	rowOf("POST", "/manage/:poll/delete", "/manage/POLL/delete", "coded", managers, 303, nil), // it is open: back to it
	rowFor("GET", "/points", "", officers, 200, nil),
	rowFor("POST", "/points", "", officers, 422, url.Values{"go": {"nothing"}}),
	rowFor("GET", "/points/entries/import", "/points/entries/import?plan=none", nil, 404, nil), // see TestPointTables
	rowFor("POST", "/points/entries/import", "/points/entries/import", nil, 404, url.Values{"go": {"check"}, "plan": {"none"}, "list": {"unit,item\nUNIT,award\n"}}),
	rowFor("GET", "/points/entries/files/:file", "/points/entries/files/points.csv?plan=none", nil, 404, nil),
	rowFor("POST", "/points/entries/:entry", "/points/entries/none", nil, 404, url.Values{"go": {"confirm"}}), // see TestPointPages
	rowFor("GET", "/points/publications/:publication", "/points/publications/none", nil, 404, nil),
	rowFor("POST", "/points/publications/:publication", "/points/publications/none", nil, 404, url.Values{"go": {"object"}}),
	rowFor("GET", "/points/:unit", "/points/UNIT?plan=none&card=none", nil, 404, nil),
	rowFor("GET", "/appraisals", "", officers, 200, nil),
	rowFor("POST", "/appraisals", "", managers, 422, url.Values{"plan": {"none"}}),
	rowFor("GET", "/appraisals/:appraisal", "/appraisals/none", nil, 404, nil), // see TestAppraisalPages
	rowFor("POST", "/appraisals/:appraisal", "/appraisals/none", nil, 404, url.Values{"go": {"accept"}}),
	rowFor("GET", "/appraisals/:appraisal/units/:unit", "/appraisals/none/units/UNIT", nil, 404, nil),
	rowFor("POST", "/appraisals/:appraisal/units/:unit", "/appraisals/none/units/UNIT", nil, 404, url.Values{"go": {"decide"}}),
	rowFor("GET", "/appraisals/:appraisal/files/:file", "/appraisals/none/files/appraisal.xlsx", nil, 404, nil),
	rowFor("GET", "/schemes", "", officers, 200, nil),
	rowFor("POST", "/schemes", "", nil, 404, url.Values{"source": {"id: x"}}), // schemes hold for all units
	rowFor("GET", "/orders", "", officers, 200, nil),
	rowFor("GET", "/orders/ledger/:file", "/orders/ledger/ledger.csv", officers, 200, nil),
	rowFor("GET", "/orders/ledger/:file", "/orders/ledger/ledger.xlsx", officers, 200, nil),
	rowFor("GET", "/orders/import", "", managers, 200, nil),
	rowFor("POST", "/orders/import", "", managers, 422, url.Values{"go": {"check"}, "list": {"问题,责任单位,完成时限\n推诿,无此县,2027-01-31\n"}}),
	rowFor("GET", "/orders/problems", "", managers, 200, nil),
	rowFor("POST", "/orders/problems", "", managers, 409, url.Values{"go": {"drop"}}), // none is marked
	rowOf("GET", "/orders/problems/:problem", "/orders/problems/POLL", "order", managers, 200, nil),
	rowOf("POST", "/orders/problems/:problem", "/orders/problems/POLL", "order", managers, 409, url.Values{"go": {"save"}}),
	rowOf("GET", "/orders/tasks/:task", "/orders/tasks/POLL", "order", officers, 200, nil),
	rowOf("POST", "/orders/tasks/:task", "/orders/tasks/POLL", "order", officers, 422, url.Values{"go": {"nothing"}}),
	rowOf("POST", "/orders/tasks/:task/files", "/orders/tasks/POLL/files", "order", officers, 422, url.Values{"go": {"nothing"}}),
	rowOf("GET", "/orders/tasks/:task/files/:file", "/orders/tasks/POLL/files/none", "order", officers, 404, nil),
	rowOf("GET", "/orders/:order", "/orders/POLL", "order", officers, 200, nil),
	rowOf("GET", "/orders/:order/documents/:file", "/orders/POLL/documents/problems.xlsx", "order", officers, 200, nil),
	rowFor("GET", "/manage/documents", "", managers, 200, nil),
	rowFor("GET", "/manage/documents/:kind/:lang", "/manage/documents/notice/zh", []access.Role{}, 200, nil), // templates are the whole house's
	rowFor("POST", "/manage/documents/:kind/:lang", "/manage/documents/notice/zh", []access.Role{}, 303, url.Values{"go": {"keep"}, "title": {"通知"}, "body": {"{unit}"}}),
	rowOf("GET", "/r/:poll/documents/:file", "/r/POLL/documents/circular.pdf", "published", resultReaders, 200, nil),
	rowOf("POST", "/orders/:order", "/orders/POLL", "order", officers, 422, url.Values{"go": {"nothing"}}),
	rowFor("GET", "/manage/units", "", managers, 200, nil),
	rowFor("POST", "/manage/units", "", managers, 422, url.Values{"id": {"lone"}, "zh": {"孤"}}), // no parent in scope
	rowFor("GET", "/manage/units/:file", "/manage/units/units.csv", managers, 200, nil),
	rowFor("GET", "/manage/units/import", "", managers, 200, nil),
	rowFor("POST", "/manage/units/import", "", managers, 200, url.Values{"go": {"check"}, "list": {"unit,name\nlone,孤\n"}}),
	rowFor("GET", "/manage/people", "", managers, 200, nil),
	rowFor("POST", "/manage/people", "", managers, 422, url.Values{"name": {"nobody"}, "role": {"leader"}, "unit": {"UNIT"}}),
	rowFor("POST", "/manage/people/:grant", "/manage/people/none", nil, 404, nil),
	rowFor("GET", "/manage/roster", "", managers, 200, nil),
	rowFor("GET", "/manage/roster/person", "", managers, 200, nil),
	rowFor("POST", "/manage/roster/person", "", managers, 422, url.Values{"go": {"save"}, "name": {"沈远舟"}, "team": {"nowhere"}}),
	rowFor("GET", "/manage/roster/import", "", managers, 200, nil),
	rowFor("POST", "/manage/roster/import", "", managers, 422, url.Values{"go": {"check"}, "list": {"姓名,部门\n沈远舟,\n"}}),
	rowFor("GET", "/manage/roster/:file", "/manage/roster/roster.xlsx", managers, 200, nil),
	rowOf("GET", "/manage/:poll/assignments", "", "draft", managers, 200, nil),
	rowOf("POST", "/manage/:poll/assignments", "", "draft", managers, 409, url.Values{"go": {"recall"}}),
	rowOf("POST", "/manage/:poll/assignments/draw", "", "draft", managers, 422, url.Values{"go": {"preview"}}),
	rowOf("POST", "/manage/:poll/assignments/issue", "", "draft", managers, 422, url.Values{"format": {"pdf"}}),
	rowOf("POST", "/manage/:poll/assignments/nominations", "", "draft", managers, 422, url.Values{"go": {"call"}, "most": {"3"}}),
	rowOf("GET", "/manage/:poll/assignments/:file", "/manage/POLL/assignments/assignments.csv", "draft", managers, 200, nil),
	rowOf("GET", "/manage/:poll/codes", "", "coded", managers, 200, nil),
	rowOf("GET", "/manage/:poll/screen", "", "draft", managers, 200, nil),
	rowOf("GET", "/manage/:poll/screen", "", "open", managers, 200, nil),
	rowOf("GET", "/manage/:poll/screen", "", "closed", managers, 303, nil),
	rowOf("POST", "/manage/:poll", "", "coded", managers, 422, url.Values{"go": {"nothing"}}),
	rowOf("POST", "/manage/:poll/codes", "", "coded", managers, 201, url.Values{"id": {survey.NewBatchID()}, "count": {"1"}, "format": {"csv"}}),
	rowOf("POST", "/manage/:poll/codes/:batch", "/manage/POLL/codes/00", "coded", managers, 404, nil),
	rowOf("POST", "/manage/:poll/codes/:batch/replace", "/manage/POLL/codes/00/replace", "coded", managers, 404, url.Values{"count": {"1"}, "format": {"csv"}}),
	rowOf("GET", "/manage/:poll/messages", "", "coded", managers, 200, nil),
	rowOf("POST", "/manage/:poll/messages/recipients", "", "coded", managers, 303, url.Values{"go": {"import"}, "list": {"address\na@example.org"}}),
	rowOf("POST", "/manage/:poll/messages/texts", "", "coded", managers, 422, url.Values{"go": {"nothing"}}),
	rowOf("POST", "/manage/:poll/messages/mailings", "", "coded", managers, 422, url.Values{"kind": {"reminder"}, "when": {"now"}}),
	rowOf("POST", "/manage/:poll/messages/mailings/:mailing", "/manage/POLL/messages/mailings/none", "coded", managers, 404, nil),

	resultsOf("/r/:poll", "", true),
	resultsOf("/r/:poll/ranking", "", true),
	resultsOf("/r/:poll/change", "", false),
	resultsOf("/r/:poll/screen", "", false),
	resultsOf("/r/:poll/screen", "/r/POLL/screen?slide=2", false),
	resultsOf("/r/:poll/heat", "", true),
	resultsOf("/r/:poll/chart/:file", "/r/POLL/chart/ranking.svg", true),
	resultsOf("/r/:poll/chart/:file", "/r/POLL/chart/ranking.csv", true),
	resultsOf("/r/:poll/chart/:file", "/r/POLL/chart/profile.csv?unit=UNIT", false),
	resultsOf("/r/:poll/chart/:file", "/r/POLL/chart/opinions.csv?node=why", false),
	resultsOf("/r/:poll/indicator/:node", "/r/POLL/indicator/overall", true),
	resultsOf("/r/:poll/indicator/:node", "/r/POLL/indicator/s", true),
	resultsOf("/r/:poll/compare", "/r/POLL/compare?a=UNIT&b=hither-1", true),
	resultsOf("/r/:poll/compare", "/r/POLL/compare", true),
	resultsOf("/r/:poll/trend", "", false),
	resultsOf("/r/:poll/unit/:unit", "", true),
	resultsOf("/r/:poll/flags", "/r/POLL/flags?unit=UNIT", false),
	resultsOf("/r/:poll/problems", "/r/POLL/problems?unit=UNIT", false),
	resultsOf("/r/:poll/problems.xlsx", "", false),
	resultsOf("/r/:poll/comments", "", true),
	resultsOf("/r/:poll/opinions", "", true),
	resultsOf("/r/:poll/proof", "", false), // no round before: see TestProofPage
	resultsOf("/r/:poll/supervision", "", false),
	rowOf("POST", "/r/:poll/supervision", "", "published", managers, 422, url.Values{"unit": {"UNIT"}}),
	rowOf("GET", "/r/:poll/:file", "/r/POLL/proof.pdf", "published", resultReaders, 404, nil),
	resultsOf("/r/:poll/votes", "", false),                                                       // its polls vote on nothing and evaluate nobody: see TestPartOfAnEvaluation, TestVoteTwice
	rowOf("POST", "/r/:poll/votes", "", "published", managers, 422, url.Values{"go": {"again"}}), // see TestNextRound
	resultsOf("/r/:poll/evaluation", "", false),
	rowOf("GET", "/r/:poll/feedback", "/r/POLL/feedback?unit=UNIT", "published", resultReaders, 404, nil),
	resultsOf("/r/:poll/comments", "/r/POLL/comments?unit=UNIT", true),
	resultsOf("/r/:poll/comments", "/r/POLL/comments?q=1", true),
	resultsOf("/r/:poll/whatif", "", false),
	resultsOf("/r/:poll/drivers", "", false),
	resultsOf("/r/:poll/quality", "", false),
	resultsOf("/r/:poll/method", "", false),
	resultsOf("/r/:poll/:file", "/r/POLL/download.json", true),
	resultsOf("/r/:poll/:file", "/r/POLL/download.csv", true),
	resultsOf("/r/:poll/:file", "/r/POLL/download.xlsx", true),
	resultsOf("/r/:poll/:file", "/r/POLL/download.html", true),
	resultsOf("/r/:poll/:file", "/r/POLL/comments.json", true),
	resultsOf("/r/:poll/:file", "/r/POLL/opinions.xlsx", true),
	resultsOf("/r/:poll/:file", "/r/POLL/comments.csv", true),
	resultsOf("/r/:poll/:file", "/r/POLL/comments.xlsx", true),
	rowOf("GET", "/r/:poll", "", "closed", []access.Role{access.Organiser, access.Auditor}, 200, nil),

	rowFor("GET", "/duty", "", officers, 200, nil), // who sees which: TestDutyFromPlanToGrade
	rowFor("POST", "/duty", "", managers, 422, url.Values{"title": {"年终述职"}}),
	rowFor("GET", "/duty/new", "", managers, 200, nil),
	rowFor("GET", "/duty/:review", "/duty/none", nil, 404, nil),
	rowFor("POST", "/duty/:review", "/duty/none", nil, 404, url.Values{"do": {"start"}, "revision": {"1"}}),
	rowFor("GET", "/duty/:review/edit", "/duty/none/edit", nil, 404, nil),
	rowFor("POST", "/duty/:review/edit", "/duty/none/edit", nil, 404, url.Values{"title": {"年终述职"}}),
	rowFor("GET", "/duty/:review/sheets", "/duty/none/sheets", nil, 404, nil),
	rowFor("POST", "/duty/:review/sheets", "/duty/none/sheets", nil, 404, url.Values{"go": {"check"}, "list": {"评委,述职对象\n"}}),
	rowFor("GET", "/duty/:review/reports/:unit", "/duty/none/reports/west", nil, 404, nil),
	rowFor("POST", "/duty/:review/reports/:unit", "/duty/none/reports/west", nil, 404, url.Values{"do": {"write"}, "revision": {"0"}}),
	rowFor("GET", "/duty/:review/files/:file", "/duty/none/files/duty.xlsx", nil, 404, nil),
	rowFor("GET", "/attachments/:kind/:id", "/attachments/case/none", nil, 404, nil), // see TestAttachments
	rowFor("POST", "/attachments/:kind/:id", "/attachments/award/none", nil, 404, url.Values{"go": {"remove"}}),
	rowFor("GET", "/attachments/:kind/:id/:file", "/attachments/project/none/none", nil, 404, nil),
	rowFor("GET", "/awards", "", officers, 200, nil), // who sees which: TestAwardInRounds
	rowFor("POST", "/awards", "", managers, 422, url.Values{"title": {"x"}}),
	rowFor("GET", "/awards/new", "", managers, 200, nil),
	rowFor("GET", "/awards/:award", "/awards/none", nil, 404, nil),
	rowFor("POST", "/awards/:award", "/awards/none", nil, 404, url.Values{"do": {"start"}, "revision": {"1"}}),
	rowFor("GET", "/awards/:award/edit", "/awards/none/edit", nil, 404, nil),
	rowFor("POST", "/awards/:award/edit", "/awards/none/edit", nil, 404, url.Values{"title": {"x"}}),
	rowFor("POST", "/awards/:award/marks", "/awards/none/marks", nil, 404, url.Values{"go": {"check"}, "revision": {"1"}, "list": {"评委,编号,打分\n"}}),
	rowFor("GET", "/judging", "", nil, 200, nil),
	rowFor("GET", "/judging/:award/:round", "/judging/none/1", nil, 404, nil), // who is a judge: TestJudges
	rowFor("POST", "/judging/:award/:round", "/judging/none/1", nil, 404, url.Values{"revision": {"0"}}),
	rowFor("GET", "/awards/:award/:file", "/awards/none/award.xlsx", nil, 404, nil),
	rowFor("GET", "/projects", "", orderers, 200, nil), // who sees which: TestProjectsWithinRights
	rowFor("POST", "/projects", "", managers, 422, url.Values{"title": {"x"}}),
	rowFor("GET", "/projects/circular", "", orderers, 200, nil),
	rowFor("GET", "/projects/import", "", managers, 200, nil),
	rowFor("POST", "/projects/import", "", managers, 422, url.Values{"go": {"check"}, "list": {"工程\nx\n"}}),
	rowFor("GET", "/projects/files/:file", "/projects/files/projects.xlsx", orderers, 200, nil),
	rowFor("GET", "/projects/:project", "/projects/none", nil, 404, nil),
	rowFor("POST", "/projects/:project", "/projects/none", nil, 404, url.Values{"do": {"agree"}, "revision": {"1"}}),
	rowFor("GET", "/units", "", officers, 200, nil),
	rowOf("GET", "/units/:unit", "", "published", officers, 200, nil),
	rowFor("GET", "/candidates", "", resultReaders, 200, nil),
	rowFor("POST", "/candidates", "", managers, 422, url.Values{"go": {"save"}}),
	rowFor("GET", "/candidates/new", "", managers, 200, nil),
	rowFor("GET", "/candidates/:list", "/candidates/none", nil, 404, nil), // see TestCandidateSheet
	rowFor("POST", "/candidates/:list", "/candidates/none", nil, 404, url.Values{"go": {"drop"}, "revision": {"1"}}),
	rowFor("GET", "/candidates/:list/edit", "/candidates/none/edit", nil, 404, nil),
	rowFor("GET", "/candidates/:list/:file", "/candidates/none/candidates.xlsx", nil, 404, nil),

	rowFor("GET", "/admin", "", nil, 303, nil),
	rowFor("GET", "/admin/webhooks", "", operators, 200, nil),
	rowFor("POST", "/admin/webhooks", "", operators, 201, url.Values{"url": {"https://example.org/"}}),
	rowFor("GET", "/admin/webhooks/:hook", "/admin/webhooks/none", operators, 404, nil),
	rowFor("POST", "/admin/webhooks/:hook", "/admin/webhooks/none", operators, 404, nil),
	rowFor("POST", "/admin/webhooks/:hook/test", "/admin/webhooks/none/test", operators, 404, nil),
	rowFor("POST", "/admin/webhooks/:hook/secret", "/admin/webhooks/none/secret", operators, 404, nil),
	rowFor("POST", "/admin/webhooks/:hook/remove", "/admin/webhooks/none/remove", operators, 404, nil),
	rowFor("GET", "/admin/webhooks/:hook/:event", "/admin/webhooks/none/evt_none", operators, 404, nil),
	rowFor("POST", "/admin/webhooks/:hook/:event", "/admin/webhooks/none/evt_none", operators, 404, nil),
	rowFor("GET", "/admin/audit", "", operators, 200, nil), // auditors of everything too: see TestAuditReaders
	rowFor("GET", "/admin/audit/:file", "/admin/audit/audit.csv", operators, 200, nil),
	rowFor("GET", "/admin/notifications", "", operators, 200, nil),
	rowFor("POST", "/admin/notifications", "", operators, 422, url.Values{"name": {"x"}}),
	rowFor("POST", "/admin/notifications/:channel", "/admin/notifications/none", operators, 404, url.Values{"go": {"test"}}),
	rowFor("GET", "/admin/accounts", "", operators, 200, nil),
	rowFor("POST", "/admin/accounts", "", operators, 303, url.Values{"name": {"warehouse"}}),
	rowFor("GET", "/admin/accounts/:account", "/admin/accounts/none", operators, 404, nil),
	rowFor("POST", "/admin/accounts/:account", "/admin/accounts/none", operators, 404, url.Values{"go": {"disable"}}),
	rowFor("POST", "/admin/accounts/:account/grants", "/admin/accounts/none/grants", operators, 404, url.Values{"role": {"leader"}}),
	rowFor("POST", "/admin/accounts/:account/grants/:grant", "/admin/accounts/none/grants/none", operators, 404, nil),
	rowFor("POST", "/admin/accounts/:account/identities/remove", "/admin/accounts/none/identities/remove", operators, 404, url.Values{"issuer": {"https://id.example.org"}, "subject": {"1"}}),
	rowFor("POST", "/admin/accounts/:account/tokens", "/admin/accounts/none/tokens", operators, 404, url.Values{"label": {"x"}, "days": {"30"}}),
	rowFor("POST", "/admin/accounts/:account/tokens/:token", "/admin/accounts/none/tokens/none", operators, 404, nil),
	rowFor("GET", "/admin/invitations", "", operators, 200, nil),
	rowFor("POST", "/admin/invitations", "", operators, 201, url.Values{"name": {"zhao"}, "role": {"leader"}, "unit": {"east"}}),
	rowFor("GET", "/admin/invitations/import", "", operators, 200, nil),
	rowFor("GET", "/admin/invitations/import.csv", "", operators, 200, nil),
	rowFor("POST", "/admin/invitations/import", "", operators, 201, url.Values{"go": {"import"}, "list": {"name,role,unit\nfeng,leader,east\n"}}),
	rowFor("POST", "/admin/invitations/reset", "", operators, 201, url.Values{"account": {"li"}}),
	rowFor("POST", "/admin/invitations/:invitation/withdraw", "/admin/invitations/none/withdraw", operators, 404, nil),

	rowFor("GET", "/calendar", "", nil, 200, nil),
	rowFor("POST", "/calendar", "", nil, 422, url.Values{"go": {"weekly"}, "weekly": {"1"}, "mail": {"nobody"}}),
	forAll("GET", "/calendar/:feed", "/calendar/none.ics", 404),
	forAll("GET", "/s", "", 200),
	forAll("POST", "/s", "", 404),
	forAll("GET", "/s/:point", "/s/none", 404),
	forAll("POST", "/s/:point", "/s/none", 404),
	rowFor("GET", "/cases", "", caseReaders, 200, nil),
	rowFor("GET", "/cases/cases.xlsx", "", caseReaders, 200, nil),
	rowFor("GET", "/cases/cases.csv", "", caseReaders, 200, nil),
	forAll("GET", "/services", "", 404),
	rowFor("GET", "/cases/reviews", "", caseReaders, 200, nil),
	rowFor("GET", "/cases/figures", "", caseReaders, 200, nil),
	rowFor("POST", "/cases/figures", "", caseReaders, 404, url.Values{"unit": {"UNIT"}, "theme": {"none"}}),
	rowFor("GET", "/cases/points", "", caseReaders, 200, nil),
	rowFor("POST", "/cases/points", "", managers, 422, url.Values{"unit": {"UNIT"}, "kind": {"window"}}),
	rowFor("GET", "/cases/points/:point", "/cases/points/none", caseReaders, 404, nil),
	rowFor("GET", "/cases/new", "", managers, 200, nil),
	rowFor("POST", "/cases/new", "", managers, 422, url.Values{"kind": {"letter"}, "unit": {"UNIT"}}),
	rowFor("GET", "/cases/import", "", managers, 200, nil),
	rowFor("POST", "/cases/import", "", managers, 422, url.Values{"go": {"check"}, "list": {"责任单位,评分\nUNIT,很好\n"}}),
	rowFor("GET", "/cases/rules", "", caseReaders, 200, nil),
	rowFor("POST", "/cases/rules", "", []access.Role{}, 404, nil), // for all units
	rowFor("GET", "/cases/:case", "/cases/none", caseReaders, 404, nil),
	rowFor("POST", "/cases/:case", "/cases/none", caseReaders, 404, url.Values{"do": {"remind"}}),
	rowFor("POST", "/cases/:case/contact", "/cases/none/contact", caseReaders, 404, nil),

	rowFor("GET", "/account", "", nil, 200, nil),
	rowFor("GET", "/account/tokens", "", nil, 200, nil),
	rowFor("POST", "/account/tokens", "", nil, 201, url.Values{"label": {"import"}, "days": {"30"}}),
	rowFor("POST", "/account/tokens/:token/revoke", "/account/tokens/none/revoke", nil, 404, nil),
	rowFor("POST", "/account/password", "", nil, 422, url.Values{"old": {"wrong"}, "new": {password}, "again": {password}}),
	rowFor("POST", "/account/sessions", "", nil, 303, nil),
	rowFor("GET", "/account/factor", "", nil, 200, nil),
	rowFor("POST", "/account/factor", "", nil, 422, nil),
	rowFor("POST", "/account/factor/remove", "", nil, 422, nil),
	rowFor("POST", "/account/recovery", "", nil, 422, nil),

	{method: "GET", route: "/login/oidc", status: 303, nobody: 404},
	{method: "GET", route: "/login/oidc/back", status: 404, nobody: 404},
	{method: "POST", route: "/account/identity", form: url.Values{"password": {"wrong"}}, status: 422, nobody: 303},
	{method: "POST", route: "/account/identity/remove", status: 404, nobody: 303},
	forAll("GET", "/setup", "", 404),
	forAll("POST", "/setup", "", 404),
	{method: "GET", route: "/login", status: 303, nobody: 200},
	{method: "POST", route: "/login", status: 401, nobody: 401},
	{method: "GET", route: "/login/code", status: 303},
	{method: "POST", route: "/login/code", status: 303},
	forAll("GET", "/invite", "", 404),
	{method: "POST", route: "/invite", nobody: 404, once: true},
	forAll("POST", "/logout", "", 303), // the last: it ends the session
}
