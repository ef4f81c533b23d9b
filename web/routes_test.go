package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"minping/survey"
)

// A visit is what nobody and an account are answered on a route, in this order
// on one server.
type visit struct {
	method, route string
	path          string // with parameters and query; "": the route
	form          url.Values
	nobody        int
	signedIn      int
}

// visits has a line for every route. 303 for nobody leads to the sign-in page,
// unless said otherwise.
var visits = []visit{
	{"GET", "/", "", nil, 200, 200},
	{"GET", "/static/:file", "/static/icon.svg", nil, 200, 200},
	{"GET", "/static/leader.css", "", nil, 200, 200},
	{"GET", "/plan", "", nil, 200, 200},
	{"GET", "/api/reference", "", nil, 200, 200},
	{"GET", "/p/:poll", "/p/open", nil, 200, 200},
	{"POST", "/p/:poll", "/p/open", url.Values{"unit": {"west"}, "go": {"start"}}, 200, 200},
	{"GET", "/p/:poll/poster", "/p/open/poster", nil, 200, 200},
	{"GET", "/w", "", nil, 200, 200},
	{"GET", "/n/:poll", "/n/coded", nil, 200, 200},
	{"POST", "/n/:poll", "/n/coded", url.Values{"bundle": {"AAAA"}, "go": {"open"}}, 404, 404},
	{"POST", "/w", "", url.Values{"bundle": {"AAAA"}, "go": {"open"}}, 404, 404},
	{"GET", "/k/:poll", "/k/open", nil, 200, 200},
	{"POST", "/k/:poll", "/k/open", url.Values{"go": {"start"}}, 200, 200},

	{"GET", "/paper/:poll", "/paper/open", nil, 303, 200},
	{"POST", "/paper/:poll", "/paper/open", batchOfThree, 303, 303}, // to the batch
	{"POST", "/paper/:poll/count", "/paper/later/count", nil, 303, 409},
	{"GET", "/paper/:poll/:batch", "/paper/open/1", nil, 303, 200},
	{"POST", "/paper/:poll/:batch", "/paper/open/1", url.Values{"go": {"nothing"}}, 303, 303}, // back to it
	{"POST", "/paper/:poll/:batch/edit", "/paper/open/1/edit", url.Values{"go": {"nothing"}}, 303, 422},
	{"GET", "/paper/:poll/:batch/protocol", "/paper/open/1/protocol", nil, 303, 404}, // there is none yet

	{"GET", "/comments/:poll", "/comments/work", nil, 303, 200},
	{"POST", "/comments/:poll", "/comments/work", nil, 303, 303},
	{"GET", "/comments/:poll/opinions", "/comments/work/opinions", nil, 303, 200},
	{"POST", "/comments/:poll/opinions", "/comments/work/opinions", url.Values{"item": {"none"}}, 303, 404},
	{"POST", "/comments/:poll/release", "/comments/work/release", nil, 303, 422}, // nothing to release

	{"GET", "/manage", "", nil, 303, 200},
	{"GET", "/manage/questionnaires", "", nil, 303, 200},
	{"POST", "/manage/questionnaires", "", url.Values{"from": {"nothing"}}, 303, 422},
	{"GET", "/manage/questionnaires/compare", "/manage/questionnaires/compare?questionnaire=everything&from=1&to=1", nil, 303, 200},
	{"GET", "/manage/questionnaires/:draft/preview", "/manage/questionnaires/none/preview", nil, 303, 404},
	{"POST", "/manage/questionnaires/:draft/preview", "/manage/questionnaires/none/preview", nil, 303, 404},
	{"GET", "/manage/questionnaires/:draft/:part", "/manage/questionnaires/none/items", nil, 303, 404},
	{"POST", "/manage/questionnaires/:draft/:part", "/manage/questionnaires/none/items", nil, 303, 404},
	{"GET", "/manage/:poll", "/manage/coded", nil, 303, 200},
	{"GET", "/manage/new", "", nil, 303, 200},
	{"POST", "/manage/new", "", url.Values{"questionnaire": {"organisation-work@2011.2"}, "id": {"fresh"}}, 303, 303}, // to its units
	{"GET", "/manage/:poll/setup/:step", "/manage/fresh/setup/check", nil, 303, 200},
	{"POST", "/manage/:poll/setup/:step", "/manage/fresh/setup/time", url.Values{"revision": {"0"}, "closes": {"soon"}}, 303, 422},
	{"GET", "/manage/:poll/preview", "/manage/fresh/preview", nil, 303, 200},
	{"POST", "/manage/:poll/preview", "/manage/fresh/preview", url.Values{"unit": {"east"}, "go": {"start"}}, 303, 200},
	{"GET", "/manage/:poll/trial", "/manage/fresh/trial", nil, 303, 200},
	{"GET", "/manage/:poll/trial/*", "/manage/fresh/trial/ranking", nil, 303, 200},
	{"POST", "/manage/:poll/delete", "/manage/fresh/delete", nil, 303, 303},
	{"GET", "/orders", "", nil, 303, 200},
	{"GET", "/orders/ledger/:file", "/orders/ledger/ledger.xlsx", nil, 303, 200},
	{"GET", "/orders/import", "", nil, 303, 200},
	{"POST", "/orders/import", "", url.Values{"go": {"check"}, "list": {"问题,责任单位,完成时限\n窗口推诿,西岭市,2027-01-31\n"}}, 303, 200},
	{"GET", "/orders/problems", "", nil, 303, 200},
	{"POST", "/orders/problems", "", url.Values{"go": {"enter"}, "unit": {"west"}, "title": {"窗口推诿"}}, 303, 303},
	{"GET", "/orders/problems/:problem", "/orders/problems/whole", nil, 303, 200},
	{"POST", "/orders/problems/:problem", "/orders/problems/whole", url.Values{"go": {"save"}}, 303, 409},
	{"GET", "/orders/tasks/:task", "/orders/tasks/whole", nil, 303, 200},
	{"POST", "/orders/tasks/:task", "/orders/tasks/whole", url.Values{"go": {"claim"}, "revision": {"1"}}, 303, 422},
	{"GET", "/manage/documents", "", nil, 303, 200},
	{"GET", "/manage/documents/:kind/:lang", "/manage/documents/notice/zh", nil, 303, 200},
	{"POST", "/manage/documents/:kind/:lang", "/manage/documents/notice/zh", url.Values{"go": {"keep"}, "title": {"通知"}, "body": {"{unti}"}}, 303, 422},
	{"GET", "/orders/:order/documents/:file", "/orders/whole/documents/notice.docx", nil, 303, 200},
	{"GET", "/r/:poll/documents/:file", "/r/none/documents/circular.pdf", nil, 303, 404},
	{"GET", "/attachments/:kind/:id", "/attachments/case/none", nil, 303, 404},
	{"POST", "/attachments/:kind/:id", "/attachments/project/none", url.Values{"go": {"remove"}, "file": {"none"}}, 303, 404},
	{"GET", "/attachments/:kind/:id/:file", "/attachments/duty/none:west/none", nil, 303, 404},
	{"POST", "/orders/tasks/:task/files", "/orders/tasks/whole/files", url.Values{"go": {"remove"}, "file": {"none"}}, 303, 404},
	{"GET", "/orders/tasks/:task/files/:file", "/orders/tasks/whole/files/none", nil, 303, 404},
	{"GET", "/orders/:order", "/orders/whole", nil, 303, 200},
	{"POST", "/orders/:order", "/orders/whole", url.Values{"go": {"drop"}, "revision": {"1"}}, 303, 409}, // it is issued
	{"GET", "/manage/units", "", nil, 303, 200},
	{"POST", "/manage/units", "", url.Values{"id": {"north"}, "zh": {"北原市"}}, 303, 303},
	{"GET", "/manage/units/:file", "/manage/units/units.csv", nil, 303, 200},
	{"GET", "/manage/units/import", "", nil, 303, 200},
	{"POST", "/manage/units/import", "", url.Values{"go": {"check"}, "list": {"unit,name\nsouth,南\n"}}, 303, 200},
	{"GET", "/manage/people", "", nil, 303, 200},
	{"POST", "/manage/people", "", url.Values{"name": {"li"}, "role": {"auditor"}}, 303, 422},
	{"POST", "/manage/people/:grant", "/manage/people/none", nil, 303, 404},
	{"GET", "/manage/roster", "", nil, 303, 200},
	{"GET", "/manage/roster/person", "", nil, 303, 200},
	{"POST", "/manage/roster/person", "", url.Values{"go": {"save"}, "name": {"沈远舟"}, "team": {"nowhere"}}, 303, 422},
	{"GET", "/manage/roster/import", "", nil, 303, 200},
	{"POST", "/manage/roster/import", "", url.Values{"go": {"check"}, "list": {"姓名,部门\n沈远舟,办公室\n"}}, 303, 200},
	{"GET", "/manage/roster/:file", "/manage/roster/roster.xlsx", nil, 303, 200},
	{"GET", "/manage/:poll/assignments", "/manage/coded/assignments", nil, 303, 200},
	{"POST", "/manage/:poll/assignments", "/manage/coded/assignments", url.Values{"go": {"recall"}}, 303, 409}, // nothing is issued
	{"POST", "/manage/:poll/assignments/draw", "/manage/coded/assignments/draw", url.Values{"go": {"preview"}, "relation.cadres": {"peer"}}, 303, 200},
	{"POST", "/manage/:poll/assignments/issue", "/manage/coded/assignments/issue", url.Values{"format": {"pdf"}}, 303, 422},                         // there is nobody
	{"POST", "/manage/:poll/assignments/nominations", "/manage/coded/assignments/nominations", url.Values{"go": {"call"}, "most": {"3"}}, 303, 422}, // there is no plan
	{"GET", "/manage/:poll/assignments/:file", "/manage/coded/assignments/assignments.csv", nil, 303, 200},
	{"GET", "/manage/:poll/codes", "/manage/coded/codes", nil, 303, 200},
	{"GET", "/meeting/:poll", "/meeting/coded", nil, 303, 200},
	{"POST", "/meeting/:poll", "/meeting/coded", nil, 303, 422},
	{"GET", "/manage/:poll/screen", "/manage/coded/screen", nil, 303, 200},
	{"POST", "/manage/:poll", "/manage/coded", url.Values{"go": {"nothing"}}, 303, 422},
	{"POST", "/manage/:poll/codes", "/manage/coded/codes", url.Values{"id": {survey.NewBatchID()}, "group": {"cadres"}, "count": {"1"}, "format": {"csv"}}, 303, 201},
	{"POST", "/manage/:poll/codes/:batch", "/manage/coded/codes/00", nil, 303, 404},
	{"POST", "/manage/:poll/codes/:batch/replace", "/manage/coded/codes/00/replace", url.Values{"count": {"1"}, "format": {"csv"}}, 303, 404},

	{"GET", "/duty", "", nil, 303, 200},
	{"POST", "/duty", "", url.Values{"title": {"年终述职"}}, 303, 422},
	{"GET", "/duty/new", "", nil, 303, 200},
	{"GET", "/duty/:review", "/duty/none", nil, 303, 404},
	{"POST", "/duty/:review", "/duty/none", url.Values{"do": {"start"}, "revision": {"1"}}, 303, 404},
	{"GET", "/duty/:review/edit", "/duty/none/edit", nil, 303, 404},
	{"POST", "/duty/:review/edit", "/duty/none/edit", url.Values{"title": {"年终述职"}}, 303, 404},
	{"GET", "/duty/:review/sheets", "/duty/none/sheets", nil, 303, 404},
	{"POST", "/duty/:review/sheets", "/duty/none/sheets", url.Values{"go": {"check"}, "list": {"评委,述职对象\n"}}, 303, 404},
	{"GET", "/duty/:review/reports/:unit", "/duty/none/reports/west", nil, 303, 404},
	{"POST", "/duty/:review/reports/:unit", "/duty/none/reports/west", url.Values{"do": {"write"}, "revision": {"0"}}, 303, 404},
	{"GET", "/duty/:review/files/:file", "/duty/none/files/duty.xlsx", nil, 303, 404},
	{"GET", "/awards", "", nil, 303, 200},
	{"POST", "/awards", "", url.Values{"title": {"创新奖"}}, 303, 422},
	{"GET", "/awards/new", "", nil, 303, 200},
	{"GET", "/awards/:award", "/awards/none", nil, 303, 404},
	{"POST", "/awards/:award", "/awards/none", url.Values{"do": {"start"}, "revision": {"1"}}, 303, 404},
	{"GET", "/awards/:award/edit", "/awards/none/edit", nil, 303, 404},
	{"POST", "/awards/:award/edit", "/awards/none/edit", url.Values{"title": {"创新奖"}}, 303, 404},
	{"POST", "/awards/:award/marks", "/awards/none/marks", url.Values{"go": {"check"}, "revision": {"1"}, "list": {"评委,编号,打分\n"}}, 303, 404},
	{"GET", "/judging", "", nil, 303, 200},
	{"GET", "/judging/:award/:round", "/judging/none/1", nil, 303, 404},
	{"POST", "/judging/:award/:round", "/judging/none/1", url.Values{"revision": {"0"}}, 303, 404},
	{"GET", "/awards/:award/:file", "/awards/none/award.xlsx", nil, 303, 404},
	{"GET", "/projects", "", nil, 303, 200},
	{"POST", "/projects", "", url.Values{"programme": {"强基工程"}, "title": {"村级阵地规范化"}, "due": {"soon"}}, 303, 422},
	{"GET", "/projects/circular", "", nil, 303, 200},
	{"GET", "/projects/import", "", nil, 303, 200},
	{"POST", "/projects/import", "", url.Values{"go": {"check"}, "list": {"工程,项目,完成时限\n强基工程,村级阵地规范化,2099-06-30\n"}}, 303, 200},
	{"GET", "/projects/files/:file", "/projects/files/circular.xlsx", nil, 303, 200},
	{"GET", "/projects/:project", "/projects/none", nil, 303, 404},
	{"POST", "/projects/:project", "/projects/none", url.Values{"do": {"agree"}, "revision": {"1"}}, 303, 404},
	{"GET", "/points", "", nil, 303, 200},
	{"POST", "/points", "", url.Values{"go": {"nothing"}}, 303, 422},
	{"GET", "/points/entries/import", "/points/entries/import?plan=none", nil, 303, 404},
	{"POST", "/points/entries/import", "", url.Values{"go": {"check"}, "plan": {"none"}, "list": {"unit,item\nwest,award\n"}}, 303, 404},
	{"GET", "/points/entries/files/:file", "/points/entries/files/points.csv?plan=none", nil, 303, 404},
	{"POST", "/points/entries/:entry", "/points/entries/none", url.Values{"go": {"confirm"}}, 303, 404},
	{"GET", "/points/publications/:publication", "/points/publications/none", nil, 303, 404},
	{"POST", "/points/publications/:publication", "/points/publications/none", url.Values{"go": {"object"}}, 303, 404},
	{"GET", "/points/:unit", "/points/west?plan=none&card=none", nil, 303, 404},
	{"GET", "/appraisals", "", nil, 303, 200},
	{"POST", "/appraisals", "", url.Values{"plan": {"none"}}, 303, 422},
	{"GET", "/appraisals/:appraisal", "/appraisals/none", nil, 303, 404},
	{"POST", "/appraisals/:appraisal", "/appraisals/none", url.Values{"go": {"accept"}}, 303, 404},
	{"GET", "/appraisals/:appraisal/units/:unit", "/appraisals/none/units/west", nil, 303, 404},
	{"POST", "/appraisals/:appraisal/units/:unit", "/appraisals/none/units/west", url.Values{"go": {"decide"}}, 303, 404},
	{"GET", "/appraisals/:appraisal/files/:file", "/appraisals/none/files/appraisal.xlsx", nil, 303, 404},
	{"GET", "/schemes", "", nil, 303, 200},
	{"POST", "/schemes", "", url.Values{"source": {"id: x"}}, 303, 422},

	{"GET", "/units", "", nil, 303, 200},
	{"GET", "/units/:unit", "/units/west", nil, 303, 200},
	{"GET", "/candidates", "", nil, 303, 200},
	{"POST", "/candidates", "", url.Values{"go": {"save"}}, 303, 422},
	{"GET", "/candidates/new", "", nil, 303, 200},
	{"GET", "/candidates/:list", "/candidates/none", nil, 303, 404},
	{"POST", "/candidates/:list", "/candidates/none", url.Values{"go": {"save"}, "revision": {"1"}}, 303, 404},
	{"GET", "/candidates/:list/edit", "/candidates/none/edit", nil, 303, 404},
	{"GET", "/candidates/:list/:file", "/candidates/none/candidates.xlsx", nil, 303, 404},

	{"GET", "/admin", "", nil, 303, 303}, // to the first section
	{"GET", "/account/tokens", "", nil, 303, 200},
	{"POST", "/account/tokens", "", url.Values{"label": {"import"}, "days": {"30"}}, 303, 201},
	{"GET", "/admin/webhooks", "", nil, 303, 200},
	{"POST", "/admin/webhooks", "", url.Values{"url": {"https://example.org/"}}, 303, 201},
	{"GET", "/admin/webhooks/:hook", "/admin/webhooks/none", nil, 303, 404},
	{"POST", "/admin/webhooks/:hook", "/admin/webhooks/none", nil, 303, 404},
	{"POST", "/admin/webhooks/:hook/test", "/admin/webhooks/none/test", nil, 303, 404},
	{"POST", "/admin/webhooks/:hook/secret", "/admin/webhooks/none/secret", nil, 303, 404},
	{"POST", "/admin/webhooks/:hook/remove", "/admin/webhooks/none/remove", nil, 303, 404},
	{"GET", "/admin/webhooks/:hook/:event", "/admin/webhooks/none/evt_none", nil, 303, 404},
	{"POST", "/admin/webhooks/:hook/:event", "/admin/webhooks/none/evt_none", nil, 303, 404},
	{"POST", "/account/tokens/:token/revoke", "/account/tokens/none/revoke", nil, 303, 404},

	{"GET", "/manage/:poll/messages", "/manage/coded/messages", nil, 303, 200},
	{"POST", "/manage/:poll/messages/recipients", "/manage/coded/messages/recipients", url.Values{"go": {"import"}, "list": {"address\na@example.org"}}, 303, 303},
	{"POST", "/manage/:poll/messages/texts", "/manage/coded/messages/texts", url.Values{"go": {"nothing"}}, 303, 422},
	{"POST", "/manage/:poll/messages/mailings", "/manage/coded/messages/mailings", url.Values{"kind": {"reminder"}, "when": {"now"}}, 303, 422}, // no mail server
	{"POST", "/manage/:poll/messages/mailings/:mailing", "/manage/coded/messages/mailings/none", nil, 303, 404},
	{"GET", "/admin/audit", "", nil, 303, 200},
	{"GET", "/admin/audit/:file", "/admin/audit/audit.csv", nil, 303, 200},
	{"GET", "/admin/notifications", "", nil, 303, 200},
	{"POST", "/admin/notifications", "", url.Values{"name": {"x"}}, 303, 422},
	{"POST", "/admin/notifications/:channel", "/admin/notifications/none", url.Values{"go": {"test"}}, 303, 404},

	{"GET", "/r/:poll", "/r/work", nil, 404, 200},
	{"GET", "/r/:poll/ranking", "/r/work/ranking", nil, 404, 200},
	{"GET", "/r/:poll/change", "/r/work/change", nil, 404, 200},
	{"GET", "/r/:poll/chart/:file", "/r/work/chart/profile.svg?unit=east", nil, 404, 200},
	{"GET", "/r/:poll/screen", "/r/work/screen", nil, 404, 200},
	{"GET", "/r/:poll/heat", "/r/work/heat", nil, 404, 200},
	{"GET", "/r/:poll/indicator/:node", "/r/work/indicator/overall", nil, 404, 200},
	{"GET", "/r/:poll/compare", "/r/work/compare?a=east&b=west", nil, 404, 200},
	{"GET", "/r/:poll/trend", "/r/work/trend", nil, 404, 200},
	{"GET", "/r/:poll/unit/:unit", "/r/work/unit/east", nil, 404, 200},
	{"GET", "/r/:poll/flags", "/r/work/flags", nil, 404, 200},
	{"GET", "/r/:poll/problems", "/r/work/problems", nil, 404, 200},
	{"GET", "/r/:poll/problems.xlsx", "/r/work/problems.xlsx", nil, 404, 200},
	{"GET", "/r/:poll/proof", "/r/work/proof", nil, 404, 200},
	{"GET", "/r/:poll/supervision", "/r/work/supervision", nil, 404, 200},
	{"POST", "/r/:poll/supervision", "/r/work/supervision", url.Values{"unit": {"none"}}, 303, 422},
	{"GET", "/r/:poll/opinions", "/r/work/opinions", nil, 404, 200},
	{"GET", "/r/:poll/votes", "/r/work/votes", nil, 404, 200},
	{"POST", "/r/:poll/votes", "/r/work/votes", url.Values{"go": {"again"}}, 303, 422}, // nothing was voted on
	{"GET", "/r/:poll/evaluation", "/r/work/evaluation", nil, 404, 200},
	{"GET", "/r/:poll/feedback", "/r/work/feedback?unit=none", nil, 404, 404},
	{"GET", "/r/:poll/comments", "/r/work/comments", nil, 404, 200},
	{"GET", "/r/:poll/whatif", "/r/work/whatif", nil, 404, 200},
	{"GET", "/r/:poll/drivers", "/r/work/drivers", nil, 404, 200},
	{"GET", "/r/:poll/quality", "/r/work/quality", nil, 404, 200},
	{"GET", "/r/:poll/method", "/r/work/method", nil, 404, 200},
	{"GET", "/r/:poll/:file", "/r/work/download.json", nil, 404, 200},

	{"GET", "/calendar", "", nil, 303, 200},
	{"POST", "/calendar", "", url.Values{"go": {"weekly"}, "weekly": {"1"}, "mail": {"nobody"}}, 303, 422},
	{"GET", "/calendar/:feed", "/calendar/none.ics", nil, 404, 404},
	{"GET", "/s", "", nil, 200, 200},
	{"POST", "/s", "", url.Values{"receipt": {"AAAA"}, "go": {"follow"}}, 404, 404},
	{"GET", "/s/:point", "/s/none", nil, 404, 404},
	{"POST", "/s/:point", "/s/none", url.Values{"grade": {"1"}, "go": {"send"}}, 404, 404},
	{"GET", "/cases", "", nil, 303, 200},
	{"GET", "/cases/cases.xlsx", "", nil, 303, 200},
	{"GET", "/cases/cases.csv", "", nil, 303, 200},
	{"GET", "/services", "", nil, 404, 404}, // until the rules make figures public
	{"GET", "/cases/reviews", "", nil, 303, 200},
	{"GET", "/cases/figures", "", nil, 303, 200},
	{"POST", "/cases/figures", "", url.Values{"unit": {"east"}, "theme": {"none"}}, 303, 404},
	{"GET", "/cases/points", "", nil, 303, 200},
	{"POST", "/cases/points", "", url.Values{"unit": {"east"}, "kind": {"window"}, "name": {"3号窗口"}}, 303, 303},
	{"GET", "/cases/points/:point", "/cases/points/none", nil, 303, 404},
	{"GET", "/cases/new", "", nil, 303, 200},
	{"POST", "/cases/new", "", url.Values{"kind": {"letter"}, "unit": {"east"}}, 303, 422},
	{"GET", "/cases/import", "", nil, 303, 200},
	{"POST", "/cases/import", "", url.Values{"go": {"check"}, "list": {"责任单位,评分\neast,5\n"}}, 303, 200},
	{"GET", "/cases/rules", "", nil, 303, 200},
	{"POST", "/cases/rules", "", url.Values{"start": {"soon"}}, 303, 422},
	{"GET", "/cases/:case", "/cases/none", nil, 303, 404},
	{"POST", "/cases/:case", "/cases/none", url.Values{"do": {"remind"}}, 303, 404},
	{"POST", "/cases/:case/contact", "/cases/none/contact", nil, 303, 404},

	{"GET", "/setup", "", nil, 404, 404}, // there is an administrator
	{"POST", "/setup", "", url.Values{"token": {"t"}, "name": {"n"}, "password": {password}, "again": {password}}, 404, 404},
	{"GET", "/login", "", nil, 200, 303},
	{"POST", "/login", "", url.Values{"name": {"wei"}, "password": {"wrong"}}, 401, 401},
	{"GET", "/login/code", "", nil, 303, 303}, // signed in already
	{"POST", "/login/code", "", nil, 303, 303},
	{"GET", "/login/oidc", "", nil, 404, 303},      // no provider; signed in already
	{"GET", "/login/oidc/back", "", nil, 404, 404}, // no provider
	{"GET", "/invite", "", nil, 404, 404},
	{"POST", "/invite", "", url.Values{"token": {"t"}, "password": {password}, "again": {password}}, 404, 404},
	{"GET", "/admin/accounts", "", nil, 303, 200},
	{"POST", "/admin/accounts", "", url.Values{"name": {"warehouse"}}, 303, 303}, // to the account
	{"GET", "/admin/accounts/:account", "/admin/accounts/none", nil, 303, 404},
	{"POST", "/admin/accounts/:account", "/admin/accounts/none", url.Values{"go": {"disable"}}, 303, 404},
	{"POST", "/admin/accounts/:account/grants", "/admin/accounts/none/grants", url.Values{"role": {"leader"}}, 303, 404},
	{"POST", "/admin/accounts/:account/grants/:grant", "/admin/accounts/none/grants/none", nil, 303, 404},
	{"POST", "/admin/accounts/:account/identities/remove", "/admin/accounts/none/identities/remove", url.Values{"issuer": {"https://id.example.org"}, "subject": {"1"}}, 303, 404},
	{"POST", "/admin/accounts/:account/tokens", "/admin/accounts/none/tokens", url.Values{"label": {"x"}, "days": {"30"}}, 303, 404},
	{"POST", "/admin/accounts/:account/tokens/:token", "/admin/accounts/none/tokens/none", nil, 303, 404},
	{"GET", "/admin/invitations", "", nil, 303, 200},
	{"POST", "/admin/invitations", "", url.Values{"name": {"zhao"}, "role": {"leader"}, "unit": {"east"}}, 303, 201},
	{"GET", "/admin/invitations/import", "", nil, 303, 200},
	{"GET", "/admin/invitations/import.csv", "", nil, 303, 200},
	{"POST", "/admin/invitations/import", "", url.Values{"go": {"import"}, "list": {"name,role\nsun,leader\n"}}, 303, 201},
	{"POST", "/admin/invitations/reset", "", url.Values{"account": {"li"}}, 303, 201},
	{"POST", "/admin/invitations/:invitation/withdraw", "/admin/invitations/none/withdraw", nil, 303, 404},
	{"GET", "/account", "", nil, 303, 200},
	{"POST", "/account/password", "", url.Values{"old": {"wrong"}, "new": {password}, "again": {password}}, 303, 422},
	{"POST", "/account/sessions", "", nil, 303, 303},
	{"GET", "/account/factor", "", nil, 303, 200},
	{"POST", "/account/factor", "", nil, 303, 422},
	{"POST", "/account/factor/remove", "", nil, 303, 422},
	{"POST", "/account/recovery", "", nil, 303, 422},
	{"POST", "/account/identity", "", url.Values{"password": {"wrong"}}, 303, 422},
	{"POST", "/account/identity/remove", "", nil, 303, 404},
	{"POST", "/logout", "", nil, 303, 303},
}

// ask returns what a visit is answered.
func (v visit) ask(d desk, account string) *httptest.ResponseRecorder {
	path := v.path
	if path == "" {
		path = v.route
	}
	if v.method == http.MethodPost {
		return d.send(path, v.form, d.cookies[account])
	}
	if account == "" {
		return d.get(path)
	}
	return d.get(path, "Cookie", d.cookies[account].String())
}

// Every route of the table is visited by nobody and by an account; a route
// without a line here fails, and so does a line without a route.
func TestRoutes(t *testing.T) {
	d := newDesk(t)
	d.cast(t, "work", "east", "cadres", 12, workAnswered())
	must(t, d.service.ClosePoll(t.Context(), "work"))
	d.ordered(t, "whole", "east")
	rest := map[string]bool{}
	for _, r := range routes(d.Site) {
		rest[r.Method+" "+r.Path] = true
	}
	for _, v := range visits {
		name := v.method + " " + v.route
		if !rest[name] {
			t.Errorf("%s is no route, or visited twice", name)
		}
		delete(rest, name)
		if got := v.ask(d, "").Code; got != v.nobody {
			t.Errorf("%s, nobody: %d, want %d", name, got, v.nobody)
		}
		if got := v.ask(d, "wei").Code; got != v.signedIn {
			t.Errorf("%s, signed in: %d, want %d", name, got, v.signedIn)
		}
	}
	for name := range rest {
		t.Errorf("%s is not visited", name)
	}
}
