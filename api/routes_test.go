package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

// matrix has a line for every operation: what a stranger and what the
// administrator is answered, in this order on one server.
var matrix = []struct {
	operation         string
	call              call
	stranger          int
	administrator     int
	strangerPublished int // once the results are public; 0: as before
}{
	{"getDocument", call{method: "GET", path: "/openapi.yaml"}, 200, 200, 0},
	{"getDocumentJSON", call{method: "GET", path: "/openapi.json"}, 200, 200, 0},
	{"getProblem", call{method: "GET", path: "/problems/closed"}, 200, 200, 0},
	{"claimSetup", call{method: "POST", path: "/setup", body: `{"token":"t","name":"n","password":"a good password"}`}, 403, 403, 0},
	{"login", call{method: "POST", path: "/session", body: `{"name":"admin","password":"wrong"}`}, 401, 401, 0},
	{"getSession", call{method: "GET", path: "/session"}, 401, 200, 0},
	{"logout", call{method: "DELETE", path: "/session"}, 204, 204, 0},
	{"getAccount", call{method: "GET", path: "/account"}, 401, 200, 0},
	// By a session alone: see TestOwnAccount.
	{"changePassword", call{method: "PUT", path: "/account/password", body: `{"old":"x","password":"y"}`}, 401, 401, 0},
	{"offerSecondFactor", call{method: "POST", path: "/account/second-factor"}, 401, 401, 0},
	{"enrolSecondFactor", call{method: "PUT", path: "/account/second-factor", body: `{"secret":"x","code":"1"}`}, 401, 401, 0},
	{"removeSecondFactor", call{method: "POST", path: "/account/second-factor/remove", body: `{"code":"1"}`}, 401, 401, 0},
	{"renewRecoveryCodes", call{method: "POST", path: "/account/recovery-codes", body: `{"code":"1"}`}, 401, 401, 0},
	{"listSessions", call{method: "GET", path: "/account/sessions"}, 401, 401, 0},
	{"endOtherSessions", call{method: "DELETE", path: "/account/sessions"}, 401, 401, 0},
	{"endSession", call{method: "DELETE", path: "/account/sessions/none"}, 401, 401, 0},
	{"listInvitations", call{method: "GET", path: "/invitations"}, 401, 200, 0},
	{"invite", call{method: "POST", path: "/invitations", body: `{"accounts":[{"name":"guest","role":"leader"}]}`}, 401, 201, 0},
	{"importInvitations", call{method: "POST", path: "/invitations/import?check=true", body: "name,role\nqian,leader\n", header: csvBody}, 401, 200, 0},
	{"resetPassword", call{method: "POST", path: "/invitations/reset", body: `{"name":"guest"}`}, 401, 201, 0},
	{"acceptInvitation", call{method: "POST", path: "/invitations/accept", body: `{"token":"t","password":"a good password"}`}, 403, 403, 0},
	{"withdrawInvitation", call{method: "DELETE", path: "/invitations/none"}, 401, 404, 0},
	{"listAccounts", call{method: "GET", path: "/accounts"}, 401, 200, 0},
	{"addProgram", call{method: "POST", path: "/accounts", body: `{"name":"warehouse"}`}, 401, 201, 0},
	{"getProfile", call{method: "GET", path: "/accounts/none"}, 401, 404, 0},
	{"setAccountState", call{method: "PUT", path: "/accounts/none", body: `{"disabled":true}`}, 401, 404, 0},
	{"listRoleGrants", call{method: "GET", path: "/accounts/none/grants"}, 401, 404, 0},
	{"grantRole", call{method: "POST", path: "/accounts/none/grants", body: `{"role":"leader"}`}, 401, 404, 0},
	{"endRoleGrant", call{method: "DELETE", path: "/accounts/none/grants/none"}, 401, 404, 0},
	{"listIdentities", call{method: "GET", path: "/accounts/none/identities"}, 401, 404, 0},
	{"unlinkIdentity", call{method: "DELETE", path: "/accounts/none/identities?issuer=https://id.example.org&subject=1"}, 401, 404, 0},
	{"listAccountTokens", call{method: "GET", path: "/accounts/none/tokens"}, 401, 404, 0},
	{"createProgramToken", call{method: "POST", path: "/accounts/none/tokens", body: `{"label":"x"}`}, 401, 404, 0},
	{"listGrantsWithin", call{method: "GET", path: "/people/grants"}, 401, 200, 0},
	{"grantWithin", call{method: "POST", path: "/people/grants", body: `{"name":"nobody","role":"leader"}`}, 401, 422, 0},
	{"endGrantWithin", call{method: "DELETE", path: "/people/grants/none"}, 401, 404, 0},
	{"inviteWithin", call{method: "POST", path: "/people/invitations", body: `{"name":"newcomer","role":"leader"}`}, 401, 201, 0},
	{"listAudit", call{method: "GET", path: "/audit?kind=poll.opened"}, 401, 200, 0},
	{"exportAudit", call{method: "GET", path: "/export/audit?format=csv"}, 401, 200, 0},
	{"listTokens", call{method: "GET", path: "/tokens"}, 401, 200, 0},
	{"createToken", call{method: "POST", path: "/tokens", body: `{"label":"x"}`}, 401, 201, 0},
	{"revokeToken", call{method: "DELETE", path: "/tokens/none"}, 401, 404, 0},
	{"listWebhooks", call{method: "GET", path: "/webhooks"}, 401, 200, 0},
	{"addWebhook", call{method: "POST", path: "/webhooks", body: `{"url":"https://example.org/"}`}, 401, 201, 0},
	{"getWebhook", call{method: "GET", path: "/webhooks/none"}, 401, 404, 0},
	{"updateWebhook", call{method: "PUT", path: "/webhooks/none", body: `{"url":"https://example.org/"}`, header: map[string]string{"If-Match": "*"}}, 401, 404, 0},
	{"removeWebhook", call{method: "DELETE", path: "/webhooks/none"}, 401, 404, 0},
	{"renewWebhookSecret", call{method: "POST", path: "/webhooks/none/secret"}, 401, 404, 0},
	{"testWebhook", call{method: "POST", path: "/webhooks/none/test"}, 401, 404, 0},
	{"listDeliveries", call{method: "GET", path: "/webhooks/none/deliveries"}, 401, 404, 0},
	{"getDelivery", call{method: "GET", path: "/webhooks/none/deliveries/evt_none"}, 401, 404, 0},
	{"sendDeliveryAgain", call{method: "POST", path: "/webhooks/none/deliveries/evt_none/send"}, 401, 404, 0},
	{"listChannels", call{method: "GET", path: "/channels"}, 401, 200, 0},
	{"createChannel", call{method: "POST", path: "/channels", body: channelBody}, 401, 201, 0},
	{"getChannel", call{method: "GET", path: "/channels/none"}, 401, 404, 0},
	{"updateChannel", call{method: "PUT", path: "/channels/none", body: channelBody}, 401, 404, 0},
	{"removeChannel", call{method: "DELETE", path: "/channels/none"}, 401, 404, 0},
	{"testChannel", call{method: "POST", path: "/channels/none/test"}, 401, 404, 0},
	{"listNotifications", call{method: "GET", path: "/notifications?state=sent"}, 401, 200, 0},
	{"getQuestionnaireSchema", call{method: "GET", path: "/questionnaire-schema"}, 200, 200, 0},
	{"listQuestionnaires", call{method: "GET", path: "/questionnaires"}, 401, 200, 0},
	{"publishQuestionnaire", call{method: "POST", path: "/questionnaires", body: testForm, header: map[string]string{"Content-Type": "application/yaml"}}, 401, 201, 0},
	{"getQuestionnaire", call{method: "GET", path: "/questionnaires/service"}, 401, 200, 0},
	{"getQuestionnaireSource", call{method: "GET", path: "/questionnaires/service/source?version=1"}, 401, 200, 0},
	{"compareQuestionnaires", call{method: "GET", path: "/questionnaires/service/differences?from=1"}, 401, 200, 0},
	{"listDrafts", call{method: "GET", path: "/questionnaire-drafts"}, 401, 200, 0},
	{"createDraft", call{method: "POST", path: "/questionnaire-drafts", body: `{"questionnaire":{"id":"service"}}`}, 401, 201, 0},
	{"getDraft", call{method: "GET", path: "/questionnaire-drafts/none"}, 401, 404, 0},
	{"saveDraft", call{method: "PUT", path: "/questionnaire-drafts/none", body: "id: x", header: map[string]string{"Content-Type": "application/yaml", "If-Match": "*"}}, 401, 404, 0},
	{"undoDraft", call{method: "POST", path: "/questionnaire-drafts/none/undo", body: `{"revision":1}`}, 401, 404, 0},
	{"publishDraft", call{method: "POST", path: "/questionnaire-drafts/none/publish", body: `{"revision":1}`}, 401, 404, 0},
	{"checkDraft", call{method: "GET", path: "/questionnaire-drafts/none/mistakes"}, 401, 404, 0},
	{"compareDraft", call{method: "GET", path: "/questionnaire-drafts/none/differences?questionnaire=service"}, 401, 404, 0},
	{"removeDraft", call{method: "DELETE", path: "/questionnaire-drafts/none"}, 401, 404, 0},
	{"listUnits", call{method: "GET", path: "/units"}, 401, 200, 0},
	{"putUnits", call{method: "PUT", path: "/units", body: units}, 401, 204, 0},
	{"importUnits", call{method: "POST", path: "/units/import?check=true", body: "unit,name,tier\neast,东区,county\n", header: csvBody}, 401, 200, 0},
	{"listProblems", call{method: "GET", path: "/order-problems"}, 401, 200, 0},
	{"addProblem", call{method: "POST", path: "/order-problems", body: `{"unit":"north","title":"公示时间短"}`}, 401, 201, 0},
	{"draftProblems", call{method: "POST", path: "/order-problems/draft", body: `{"poll":"none"}`}, 401, 404, 0},
	{"getOrderProblem", call{method: "GET", path: "/order-problems/none"}, 401, 404, 0},
	{"editProblem", call{method: "POST", path: "/order-problems/none/edit", body: `{"revision":1,"title":"公示时间短","state":"confirmed"}`}, 401, 404, 0},
	{"listPrecedents", call{method: "GET", path: "/order-problems/none/precedents"}, 401, 404, 0},
	{"listOrders", call{method: "GET", path: "/orders"}, 401, 200, 0},
	{"addOrder", call{method: "POST", path: "/orders", body: `{"unit":"north","title":"限期整改","due":"2099-01-01","problems":["none"]}`}, 401, 422, 0},
	{"getOrder", call{method: "GET", path: "/orders/none"}, 401, 404, 0},
	{"editOrder", call{method: "POST", path: "/orders/none/edit", body: `{"revision":1,"title":"限期整改","due":"2099-01-01"}`}, 401, 404, 0},
	{"issueOrder", call{method: "POST", path: "/orders/none/issue", body: `{"revision":1}`}, 401, 404, 0},
	{"dropOrder", call{method: "POST", path: "/orders/none/drop", body: `{"revision":1}`}, 401, 404, 0},
	{"getOrderDocument", call{method: "GET", path: "/orders/none/documents/notice.docx"}, 401, 404, 0},
	{"getPollDocument", call{method: "GET", path: "/polls/none/documents/circular.pdf"}, 401, 404, 0},
	{"listDocumentTemplates", call{method: "GET", path: "/document-templates"}, 401, 200, 0},
	{"getDocumentTemplate", call{method: "GET", path: "/document-templates/notice/zh"}, 401, 200, 0},
	{"editDocumentTemplate", call{method: "POST", path: "/document-templates/notice/zh/edit", body: `{"revision":0,"text":{"title":"通知","body":"{unit}：{count}个问题。"}}`}, 401, 200, 0},
	{"previewDocumentTemplate", call{method: "POST", path: "/document-templates/notice/zh/preview", body: `{"title":"通知","body":"{unit}"}`}, 401, 200, 0},
	{"listTasks", call{method: "GET", path: "/tasks?open=true"}, 401, 200, 0},
	{"getTask", call{method: "GET", path: "/tasks/none"}, 401, 404, 0},
	{"editTask", call{method: "POST", path: "/tasks/none/edit", body: `{"revision":1,"title":"公示时间短","due":"2099-01-01"}`}, 401, 404, 0},
	{"moveTask", call{method: "POST", path: "/tasks/none/steps", body: `{"revision":1,"do":"remind"}`}, 401, 404, 0},
	{"listAttachments", call{method: "GET", path: "/attachments/case/none"}, 401, 404, 0},
	{"addAttachment", call{method: "POST", path: "/attachments/case/none?name=a.pdf", body: "%PDF-1.7", header: map[string]string{"Content-Type": "application/octet-stream"}}, 401, 404, 0},
	{"getAttachment", call{method: "GET", path: "/attachments/duty/none:north/none"}, 401, 404, 0},
	{"removeAttachment", call{method: "DELETE", path: "/attachments/award/none/none"}, 401, 404, 0},
	{"listTaskFiles", call{method: "GET", path: "/tasks/none/files"}, 401, 404, 0},
	{"addTaskFile", call{method: "POST", path: "/tasks/none/files?name=a.pdf", body: "%PDF-1.7", header: map[string]string{"Content-Type": "application/octet-stream"}}, 401, 404, 0},
	{"getTaskFile", call{method: "GET", path: "/tasks/none/files/none"}, 401, 404, 0},
	{"removeTaskFile", call{method: "DELETE", path: "/tasks/none/files/none"}, 401, 404, 0},
	{"importLedger", call{method: "POST", path: "/ledger/import?check=true", body: "问题,责任单位,完成时限\n公示时间短,north,2099-01-01\n", header: csvBody}, 401, 200, 0},
	{"exportLedger", call{method: "GET", path: "/export/ledger"}, 401, 200, 0},
	{"listServicePoints", call{method: "GET", path: "/service-points"}, 401, 200, 0},
	{"addServicePoint", call{method: "POST", path: "/service-points", body: `{"unit":"north","kind":"window","name":"3号窗口"}`}, 401, 201, 0},
	{"getServicePoint", call{method: "GET", path: "/service-points/none"}, 404, 404, 0},
	{"editServicePoint", call{method: "POST", path: "/service-points/none/edit", body: `{"revision":1,"name":"3号窗口"}`}, 401, 404, 0},
	{"getServicePointQR", call{method: "GET", path: "/service-points/none/qr"}, 401, 404, 0},
	{"reviewService", call{method: "POST", path: "/service-points/none/reviews", body: `{"grade":1}`}, 404, 404, 0},
	{"listServiceReviews", call{method: "GET", path: "/service-reviews?from=2026-01-01"}, 401, 200, 0},
	{"listCases", call{method: "GET", path: "/cases?open=true&mine=true"}, 401, 200, 0},
	{"addCase", call{method: "POST", path: "/cases", body: `{"kind":"letter","unit":"north","words":"路灯不亮"}`}, 401, 201, 0},
	{"importCases", call{method: "POST", path: "/cases/import?check=true", body: "责任单位,评分,内容\nnorth,1,等了两个小时\n", header: csvBody}, 401, 200, 0},
	{"followCase", call{method: "POST", path: "/cases/follow", body: `{"receipt":"AAAA"}`}, 404, 404, 0},
	{"sayOfCase", call{method: "POST", path: "/cases/say", body: `{"receipt":"AAAA","outcome":"satisfied"}`}, 404, 404, 0},
	{"getCase", call{method: "GET", path: "/cases/none"}, 401, 404, 0},
	{"moveCase", call{method: "POST", path: "/cases/none/steps", body: `{"revision":1,"do":"remind"}`}, 401, 404, 0},
	{"readCaseContact", call{method: "POST", path: "/cases/none/contact"}, 401, 404, 0},
	{"exportCases", call{method: "GET", path: "/export/cases"}, 401, 200, 0},
	{"getCaseFigures", call{method: "GET", path: "/case-figures"}, 401, 200, 0},
	{"getServiceFigures", call{method: "GET", path: "/service-figures"}, 404, 404, 0}, // not public until the rules say so
	{"getCaseRules", call{method: "GET", path: "/case-rules"}, 401, 200, 0},
	{"editCaseRules", call{method: "POST", path: "/case-rules", body: `{"start":1,"simple":5,"complex":15,"silent":7,"imputed":3,"keep":30,"low":90,"holidays":["2026-10-01"],"workdays":[],"revision":0}`}, 401, 200, 0},
	{"listDutyReviews", call{method: "GET", path: "/duty-reviews"}, 401, 200, 0},
	{"addDutyReview", call{method: "POST", path: "/duty-reviews", body: `{"title":"年终述职","year":"2026","due":"2099-12-20","sections":["履职情况"],"items":[{"title":"实绩","full":100}],"units":["north"]}`}, 401, 201, 0},
	{"getDutyReview", call{method: "GET", path: "/duty-reviews/none"}, 401, 404, 0},
	{"changeDutyReview", call{method: "PUT", path: "/duty-reviews/none", body: `{"revision":1,"title":"年终述职","year":"2026","due":"2099-12-20","sections":["履职情况"],"items":[{"title":"实绩","full":100}],"units":["north"]}`}, 401, 404, 0},
	{"moveDutyReview", call{method: "POST", path: "/duty-reviews/none/steps", body: `{"revision":1,"do":"start"}`}, 401, 404, 0},
	{"importDutySheets", call{method: "POST", path: "/duty-reviews/none/sheets?revision=1&check=true", body: "评委,述职对象,实绩\n卓砚青,north,88\n", header: csvBody}, 401, 404, 0},
	{"listDutyReports", call{method: "GET", path: "/duty-reviews/none/reports"}, 401, 404, 0},
	{"getDutyReport", call{method: "GET", path: "/duty-reviews/none/reports/north"}, 401, 404, 0},
	{"moveDutyReport", call{method: "POST", path: "/duty-reviews/none/reports/north/steps", body: `{"revision":0,"do":"write","texts":["…"]}`}, 401, 404, 0},
	{"exportDutyReview", call{method: "GET", path: "/export/duty-reviews/none"}, 401, 404, 0},
	{"listAwards", call{method: "GET", path: "/awards"}, 401, 200, 0},
	{"addAward", call{method: "POST", path: "/awards", body: `{"title":"创新奖","year":"2026","notice":7,"prizes":[{"title":"一等奖","places":1}],"candidates":[{"unit":"north"}],"rounds":[{"title":"终评","way":"meeting"}]}`}, 401, 201, 0},
	{"getAward", call{method: "GET", path: "/awards/none"}, 401, 404, 0},
	{"changeAward", call{method: "PUT", path: "/awards/none", body: `{"revision":1,"title":"创新奖","year":"2026","notice":7,"prizes":[{"title":"一等奖","places":1}],"candidates":[{"unit":"north"}],"rounds":[{"title":"终评","way":"meeting"}]}`}, 401, 404, 0},
	{"getAwardStanding", call{method: "GET", path: "/awards/none/standing?source=x"}, 401, 404, 0},
	{"moveAward", call{method: "POST", path: "/awards/none/steps", body: `{"revision":1,"do":"start"}`}, 401, 404, 0},
	{"getAwardProgress", call{method: "GET", path: "/awards/none/progress?round=1"}, 401, 404, 0},
	{"getAwardDocument", call{method: "GET", path: "/awards/none/documents/award_notice.docx"}, 401, 404, 0},
	{"importAwardMarks", call{method: "POST", path: "/awards/none/marks/import?revision=1&check=true", body: "评委,编号,打分\n甲,north,92\n", header: csvBody}, 401, 404, 0},
	{"exportAwardMarks", call{method: "GET", path: "/export/awards/none/marks?round=1"}, 401, 404, 0},
	{"listJudging", call{method: "GET", path: "/judging"}, 401, 200, 0},
	{"getJudgingSheet", call{method: "GET", path: "/judging/none/1"}, 401, 404, 0},
	{"markJudgingSheet", call{method: "PUT", path: "/judging/none/1", body: `{"revision":0,"marks":{"north":[1]}}`}, 401, 404, 0},
	{"exportAward", call{method: "GET", path: "/export/awards/none"}, 401, 404, 0},
	{"listProjects", call{method: "GET", path: "/projects?state=offered"}, 401, 200, 0},
	{"addProject", call{method: "POST", path: "/projects", body: `{"programme":"强基工程","title":"村级阵地规范化","due":"2099-06-30"}`}, 401, 201, 0},
	{"getProject", call{method: "GET", path: "/projects/none"}, 401, 404, 0},
	{"moveProject", call{method: "POST", path: "/projects/none/steps", body: `{"revision":1,"do":"agree","unit":"north"}`}, 401, 404, 0},
	{"getProjectCircular", call{method: "GET", path: "/project-circular"}, 401, 200, 0},
	{"importProjects", call{method: "POST", path: "/project-list/import?check=true", body: "工程,项目,完成时限\n强基工程,村级阵地规范化,2099-06-30\n", header: csvBody}, 401, 200, 0},
	{"exportProjects", call{method: "GET", path: "/export/projects"}, 401, 200, 0},
	{"getDossier", call{method: "GET", path: "/units/north/dossier"}, 401, 200, 0},
	{"listCandidateLists", call{method: "GET", path: "/candidate-lists"}, 401, 200, 0},
	{"addCandidateList", call{method: "POST", path: "/candidate-lists", body: `{"title":"人选","units":["north"],"columns":[{"kind":"overdue"}]}`}, 401, 201, 0},
	{"getCandidateSheet", call{method: "GET", path: "/candidate-lists/none?sort=0"}, 401, 404, 0},
	{"editCandidateList", call{method: "POST", path: "/candidate-lists/none/edit", body: `{"revision":1,"title":"人选","units":["north"],"columns":[{"kind":"overdue"}]}`}, 401, 404, 0},
	{"dropCandidateList", call{method: "POST", path: "/candidate-lists/none/drop", body: `{"revision":1}`}, 401, 404, 0},
	{"exportCandidateSheet", call{method: "GET", path: "/export/candidate-lists/none?sort=0"}, 401, 404, 0},
	{"listSchemes", call{method: "GET", path: "/schemes"}, 401, 200, 0},
	{"putScheme", call{method: "POST", path: "/schemes", body: `{"revision":0,"source":"id: x"}`}, 401, 422, 0},
	{"getScheme", call{method: "GET", path: "/schemes/none"}, 401, 404, 0},
	{"listSchemeRevisions", call{method: "GET", path: "/schemes/none/revisions"}, 401, 404, 0},
	{"listPointCards", call{method: "GET", path: "/point-cards?scheme=none"}, 401, 404, 0},
	{"getPointCard", call{method: "GET", path: "/point-cards/none/none/north"}, 401, 404, 0},
	{"listPointEntries", call{method: "GET", path: "/point-entries?waiting=true"}, 401, 200, 0},
	{"addPointEntry", call{method: "POST", path: "/point-entries", body: `{"scheme":"none","unit":"north","item":"award"}`}, 401, 422, 0},
	{"importPointEntries", call{method: "POST", path: "/point-entries/import?scheme=none&check=true", body: "单位,项目,事项\nnorth,award,获表彰\n", header: csvBody}, 401, 404, 0},
	{"getPointEntry", call{method: "GET", path: "/point-entries/none"}, 401, 404, 0},
	{"confirmPointEntries", call{method: "POST", path: "/point-entries/confirm", body: `{"entries":[{"id":"none","revision":1}]}`}, 401, 404, 0},
	{"stepPointEntry", call{method: "POST", path: "/point-entries/none/steps", body: `{"revision":1,"do":"confirm"}`}, 401, 404, 0},
	{"exportPointEntries", call{method: "GET", path: "/export/point-entries?scheme=none"}, 401, 404, 0},
	{"listPointPublications", call{method: "GET", path: "/point-publications"}, 401, 200, 0},
	{"publishPoints", call{method: "POST", path: "/point-publications", body: `{"scheme":"none","from":"2026-01-01","to":"2026-01-31"}`}, 401, 422, 0},
	{"getPointPublication", call{method: "GET", path: "/point-publications/none"}, 401, 404, 0},
	{"listPointObjections", call{method: "GET", path: "/point-publications/none/objections"}, 401, 404, 0},
	{"objectToPoints", call{method: "POST", path: "/point-publications/none/objections", body: `{"unit":"north","reason":"不对"}`}, 401, 404, 0},
	{"decidePointObjection", call{method: "POST", path: "/point-publications/none/objections/none", body: `{"revision":1,"state":"upheld","why":"属实"}`}, 401, 404, 0},
	{"listAppraisals", call{method: "GET", path: "/appraisals"}, 401, 200, 0},
	{"computeAppraisal", call{method: "POST", path: "/appraisals", body: `{"scheme":"none","year":"2026"}`}, 401, 422, 0},
	{"getAppraisal", call{method: "GET", path: "/appraisals/none"}, 401, 404, 0},
	{"verifyAppraisal", call{method: "GET", path: "/appraisals/none/verification"}, 401, 404, 0},
	{"decideGrades", call{method: "POST", path: "/appraisals/none/grades", body: `{"revision":1,"grades":[{"unit":"north","grade":"best"}]}`}, 401, 404, 0},
	{"agreeGrades", call{method: "POST", path: "/appraisals/none/agree", body: `{"revision":1,"units":["north"]}`}, 401, 404, 0},
	{"showAppraisal", call{method: "POST", path: "/appraisals/none/show", body: `{"revision":1,"shown":true}`}, 401, 404, 0},
	{"exportAppraisal", call{method: "GET", path: "/export/appraisals/none"}, 401, 404, 0},
	{"getCalendar", call{method: "GET", path: "/calendar?from=2026-09-07"}, 401, 200, 0},
	{"getCalendarSubscription", call{method: "GET", path: "/calendar/subscription"}, 401, 200, 0},
	{"subscribeCalendar", call{method: "POST", path: "/calendar/subscription", body: `{"weekly":false}`}, 401, 200, 0},
	{"renewCalendarFeed", call{method: "POST", path: "/calendar/feed"}, 401, 200, 0},
	{"dropCalendarFeed", call{method: "DELETE", path: "/calendar/feed"}, 401, 204, 0},
	{"listRoster", call{method: "GET", path: "/roster"}, 401, 200, 0},
	{"changeRoster", call{method: "PUT", path: "/roster", body: `{"people":[{"id":"shen","name":"沈远舟","team":"north"}]}`}, 401, 200, 0},
	{"getPerson", call{method: "GET", path: "/roster/people/shen"}, 401, 200, 0},
	{"importRoster", call{method: "POST", path: "/roster/import?check=true&into=north", body: "姓名\n陆清禾\n", header: csvBody}, 401, 200, 0},
	{"exportRoster", call{method: "GET", path: "/export/roster"}, 401, 200, 0},
	{"listPolls", call{method: "GET", path: "/polls"}, 200, 200, 0},
	{"createPoll", call{method: "POST", path: "/polls", body: strings.Replace(poll, "spring", "draft", 1)}, 401, 201, 0},
	{"getPoll", call{method: "GET", path: "/polls/draft"}, 404, 200, 0},
	{"updatePoll", call{method: "PUT", path: "/polls/draft", body: strings.Replace(poll, `"id":"spring",`, "", 1)}, 401, 200, 0},
	{"deletePoll", call{method: "DELETE", path: "/polls/none", header: map[string]string{"If-Match": "*"}}, 401, 404, 0},
	{"issueCodes", call{method: "POST", path: "/polls/coded/codes", body: `{"group":"public","count":3}`}, 401, 201, 0},
	{"listCodes", call{method: "GET", path: "/polls/coded/codes"}, 401, 200, 0},
	{"voidCodes", call{method: "POST", path: "/polls/coded/codes/00/void"}, 401, 404, 0},
	{"replaceCodes", call{method: "POST", path: "/polls/coded/codes/00/replace", body: `{"count":3}`}, 401, 404, 0},
	{"listQuotas", call{method: "GET", path: "/polls/spring/quotas"}, 401, 200, 0},
	{"drawAssignments", call{method: "POST", path: "/polls/draft/assignments/draw", body: peerDraw}, 401, 200, 0},
	{"getAssignmentBook", call{method: "GET", path: "/polls/draft/assignments"}, 401, 200, 0},
	{"listAssignments", call{method: "GET", path: "/polls/draft/assignments/list?state=nominated"}, 401, 200, 0},
	{"editAssignments", call{method: "POST", path: "/polls/draft/assignments", body: peerEdit}, 401, 422, 0}, // nobody of them is on the roster
	{"exportAssignments", call{method: "GET", path: "/polls/draft/export/assignments?format=csv"}, 401, 200, 0},
	{"issueBundles", call{method: "POST", path: "/polls/draft/bundles", body: `{"revision":1}`}, 401, 422, 0}, // it is not by code
	{"recallBundles", call{method: "POST", path: "/polls/draft/bundles/recall", body: `{"revision":1}`}, 401, 409, 0},
	{"getProgress", call{method: "GET", path: "/polls/draft/progress"}, 401, 200, 0},
	{"getGrant", call{method: "POST", path: "/polls/coded/grant", body: `{"code":"AAAA"}`}, 404, 404, 0},
	{"callNominations", call{method: "POST", path: "/polls/draft/assignments/nominations", body: `{"revision":1,"groups":["peer"],"most":2}`}, 401, 422, 0}, // nobody of the poll is on the roster
	{"endNominations", call{method: "POST", path: "/polls/draft/assignments/nominations/end", body: `{"revision":1}`}, 401, 409, 0},
	{"nominate", call{method: "POST", path: "/polls/draft/nominations", body: `{"secret":"AAAA"}`}, 404, 404, 0},
	{"openBundle", call{method: "POST", path: "/bundles/open", body: `{"secret":"AAAA"}`}, 404, 404, 0},
	{"getTurnout", call{method: "GET", path: "/polls/spring/turnout"}, 401, 200, 0},
	{"getDisclosure", call{method: "GET", path: "/polls/spring/disclosure"}, 401, 404, 0},
	{"getTrial", call{method: "GET", path: "/polls/draft/trial"}, 401, 200, 0},
	{"getPollQuestionnaire", call{method: "GET", path: "/polls/draft/questionnaire"}, 404, 200, 0},
	{"listPollUnits", call{method: "GET", path: "/polls/draft/units"}, 404, 200, 0},
	{"getChallenge", call{method: "GET", path: "/polls/draft/challenge"}, 404, 404, 0},
	{"submit", call{method: "POST", path: "/polls/draft/submissions", body: submissionBody(5, "north", `{"s1":3}`)}, 404, 404, 0},
	{"getPollQR", call{method: "GET", path: "/polls/draft/qr?unit=north"}, 404, 200, 0},
	{"openPaper", call{method: "POST", path: "/polls/spring/paper", body: hall}, 401, 201, 0},
	{"listPaper", call{method: "GET", path: "/polls/spring/paper"}, 401, 200, 0},
	{"getPaper", call{method: "GET", path: "/polls/spring/paper/1"}, 401, 200, 0},
	{"correctPaper", call{method: "PUT", path: "/polls/spring/paper/1", body: hall}, 401, 200, 0},
	{"typePaper", call{method: "PUT", path: "/polls/spring/paper/1/entry", body: typedHall}, 401, 200, 0},
	{"comparePaper", call{method: "GET", path: "/polls/spring/paper/1/differences"}, 401, 409, 0}, // one has typed
	{"handInPaper", call{method: "POST", path: "/polls/spring/paper/1/hand-in", body: `{"revision":2}`}, 401, 409, 0},
	{"withdrawPaper", call{method: "DELETE", path: "/polls/spring/paper/1/entry"}, 401, 204, 0},
	{"removePaper", call{method: "DELETE", path: "/polls/spring/paper/1"}, 401, 204, 0},
	{"exportAccounts", call{method: "GET", path: "/export/accounts?format=csv"}, 401, 200, 0},
	{"exportUnits", call{method: "GET", path: "/export/units?format=csv"}, 401, 200, 0},
	{"addRecipients", call{method: "POST", path: "/polls/draft/recipients", body: recipientsBody}, 401, 200, 0},
	{"importRecipients", call{method: "POST", path: "/polls/draft/recipients/import", body: "address\nli@example.org\n", header: csvBody}, 401, 200, 0},
	{"listRecipients", call{method: "GET", path: "/polls/draft/recipients"}, 401, 200, 0},
	{"listTexts", call{method: "GET", path: "/polls/draft/texts"}, 401, 200, 0},
	{"getText", call{method: "GET", path: "/polls/draft/texts/reminder/en"}, 401, 200, 0},
	{"putText", call{method: "PUT", path: "/polls/draft/texts/reminder/en", body: textBody}, 401, 200, 0},
	{"previewText", call{method: "POST", path: "/polls/draft/texts/reminder/en/preview", body: textBody}, 401, 200, 0},
	{"resetText", call{method: "DELETE", path: "/polls/draft/texts/reminder/en"}, 401, 204, 0},
	{"planMailing", call{method: "POST", path: "/polls/draft/mailings", body: `{"kind":"invitation","when":"opening"}`}, 401, 201, 0},
	{"listMailings", call{method: "GET", path: "/polls/draft/mailings"}, 401, 200, 0},
	{"stopMailing", call{method: "POST", path: "/polls/draft/mailings/none/stop"}, 401, 404, 0},
	{"removeRecipient", call{method: "POST", path: "/polls/draft/recipients/remove", body: `{"address":"li@example.org"}`}, 401, 204, 0},
	{"removeRecipients", call{method: "DELETE", path: "/polls/draft/recipients"}, 401, 204, 0},
	{"openPoll", call{method: "POST", path: "/polls/draft/open"}, 401, 200, 0},
	{"closePoll", call{method: "POST", path: "/polls/spring/close"}, 401, 200, 0},
	{"getResults", call{method: "GET", path: "/polls/spring/results"}, 404, 200, 200},
	{"getUnitResults", call{method: "GET", path: "/polls/spring/results/south"}, 404, 200, 200},
	{"getResultsFile", call{method: "GET", path: "/polls/spring/files/results.xlsx"}, 404, 200, 200},
	{"getReport", call{method: "GET", path: "/polls/spring/reports/feedback.pdf?unit=north"}, 404, 404, 404},
	{"getSupervision", call{method: "GET", path: "/polls/spring/supervision"}, 401, 200, 401},
	{"recordSupervision", call{method: "POST", path: "/polls/spring/supervision", body: `{"unit":"none","step":"talk","on":"2026-01-01","by":"卓砚青","said":"公示时间短"}`}, 401, 422, 401},
	{"exportSupervision", call{method: "GET", path: "/polls/spring/export/supervision?format=csv"}, 401, 200, 401},
	{"getProof", call{method: "GET", path: "/polls/spring/proof"}, 401, 404, 0}, // it has no round before
	{"getChart", call{method: "GET", path: "/polls/spring/charts/profile.png?unit=north"}, 404, 200, 200},
	{"exportScores", call{method: "GET", path: "/polls/spring/export/scores?format=csv"}, 404, 200, 200},
	{"countComments", call{method: "GET", path: "/polls/spring/comments/counts"}, 401, 200, 0},
	{"listRankings", call{method: "GET", path: "/polls/spring/rankings"}, 404, 200, 200},
	{"getRanking", call{method: "GET", path: "/polls/spring/rankings/county"}, 404, 200, 200},
	{"getWhatIf", call{method: "GET", path: "/polls/spring/whatif"}, 404, 200, 200},
	{"getIndicator", call{method: "GET", path: "/polls/spring/indicators/overall"}, 404, 200, 200},
	{"compareUnits", call{method: "GET", path: "/polls/spring/comparison?a=north&b=south"}, 404, 200, 200},
	{"getTrend", call{method: "GET", path: "/polls/spring/trends/overall?unit=south"}, 404, 200, 200},
	{"listFlags", call{method: "GET", path: "/polls/spring/flags?action=notice"}, 404, 200, 200},
	{"listFindings", call{method: "GET", path: "/polls/spring/findings?unit=south"}, 404, 200, 200},
	{"listSuggestions", call{method: "GET", path: "/polls/spring/suggestions"}, 404, 200, 200},
	{"listComments", call{method: "GET", path: "/polls/spring/comments?limit=5"}, 404, 200, 200},
	{"listCommentLists", call{method: "GET", path: "/polls/spring/comments/lists"}, 404, 200, 200},
	{"listReviewedComments", call{method: "GET", path: "/polls/spring/comments/review"}, 401, 200, 0},
	{"reviewComments", call{method: "POST", path: "/polls/spring/comments/review", body: `{"verdicts":[{"id":"none","state":"published"}]}`}, 401, 404, 0},
	{"listCommentTerms", call{method: "GET", path: "/polls/spring/comments/terms"}, 404, 200, 200},
	{"getOpinions", call{method: "GET", path: "/polls/spring/opinions/why"}, 404, 200, 200},
	{"getMergedOpinions", call{method: "GET", path: "/polls/spring/opinions/why/merging"}, 401, 200, 0},
	{"editOpinions", call{method: "POST", path: "/polls/spring/opinions/why/merging", body: `{"revision":0,"edits":[{"do":"hide"}]}`}, 401, 200, 0},
	{"releaseComments", call{method: "POST", path: "/polls/spring/comments/release"}, 401, 422, 0},
	{"createNextRound", call{method: "POST", path: "/polls/spring/next", body: `{}`}, 401, 422, 0}, // nothing was voted on
	{"publishPoll", call{method: "POST", path: "/polls/spring/publish"}, 401, 200, 0},
	{"archivePoll", call{method: "POST", path: "/polls/spring/archive"}, 401, 200, 0},
}

// prepareMatrix makes what the matrix speaks of: an open poll with public
// results and ballots, and one with codes.
func prepareMatrix(t *testing.T) *fixture {
	f := newFixture(t)
	f.must(call{method: "POST", path: "/questionnaires", body: testForm, header: map[string]string{"Content-Type": "application/yaml"}, signed: true}, 201, nil)
	f.must(call{method: "PUT", path: "/units", body: units, signed: true}, 204, nil)
	f.must(call{method: "POST", path: "/polls", body: strings.Replace(poll, `"access":"open"`, `"access":"open","public_results":true`, 1), signed: true}, 201, nil)
	f.must(call{method: "POST", path: "/polls", body: strings.NewReplacer("spring", "coded", `"open"`, `"code"`).Replace(poll), signed: true}, 201, nil)
	f.must(call{method: "POST", path: "/polls/coded/open", signed: true}, 200, nil)
	f.must(call{method: "POST", path: "/polls/spring/open", signed: true}, 200, nil)
	f.fill(8)
	return f
}

func TestMatrix(t *testing.T) {
	f := prepareMatrix(t)
	for _, tt := range matrix {
		stranger := f.do(tt.call)
		if stranger.Code != tt.stranger {
			t.Errorf("%s by a stranger: %d, want %d: %s", tt.operation, stranger.Code, tt.stranger, stranger.Body)
		}
		signed := tt.call
		signed.signed = true
		w := f.do(signed)
		if w.Code != tt.administrator {
			t.Errorf("%s by the administrator: %d, want %d: %s", tt.operation, w.Code, tt.administrator, w.Body)
		}
		if tt.stranger == http.StatusNotFound {
			absent := tt.call
			absent.path = strings.NewReplacer("spring", "absent", "draft", "absent").Replace(absent.path)
			if got := f.do(absent); got.Body.String() != stranger.Body.String() {
				t.Errorf("%s: what is hidden is answered\n%s\nand what is absent\n%s", tt.operation, stranger.Body, got.Body)
			}
		}
	}
	for _, tt := range matrix { // the poll is published by now
		if tt.strangerPublished == 0 {
			continue
		}
		w := f.do(tt.call)
		if w.Code != tt.strangerPublished {
			t.Errorf("%s by a stranger, once public: %d, want %d: %s", tt.operation, w.Code, tt.strangerPublished, w.Body)
		}
	}
}

func TestDocumentAndRoutesAgree(t *testing.T) {
	var documented, tested, routed []string
	for id, op := range document.operations {
		documented = append(documented, id)
		path := strings.NewReplacer("{", ":", "}", "").Replace(op.route.Path)
		routed = append(routed, op.route.Method+" "+Base+path)
		if op.route.Method == http.MethodGet {
			routed = append(routed, "HEAD "+Base+path)
		}
	}
	for _, tt := range matrix {
		tested = append(tested, tt.operation)
	}
	slices.Sort(documented)
	slices.Sort(tested)
	if !slices.Equal(documented, tested) {
		t.Errorf("operations in the document\n%v\nin the matrix\n%v", documented, tested)
	}
	e := echo.New()
	(&Server{}).Register(e)
	var served []string
	for _, r := range e.Routes() {
		served = append(served, r.Method+" "+r.Path)
	}
	slices.Sort(routed)
	slices.Sort(served)
	if !slices.Equal(routed, served) {
		t.Errorf("routes in the document\n%v\nserved\n%v", routed, served)
	}
}

func TestWrongMethodAndPath(t *testing.T) {
	f := newFixture(t)
	for _, tt := range []struct {
		method, path string
		want         int
	}{
		{"PATCH", "/polls", 405},
		{"GET", "/polls/spring/submissions", 405},
		{"GET", "/nothing", 404},
	} {
		if w := f.do(call{method: tt.method, path: tt.path}); w.Code != tt.want || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s: %d %s, want problem %d", tt.method, tt.path, w.Code, w.Header().Get("Content-Type"), tt.want)
		}
	}
}
