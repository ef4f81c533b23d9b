package main

import (
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/labstack/echo/v4"

	"minping/api"
	"minping/web"
	"minping/web/site"
)

// pageActs says of each page by which operations of the API a program does what
// it does; "-" and a reason where there is none on purpose.
var pageActs = map[string]string{
	"GET /":                  "listPolls",
	"GET /static/:file":      "- files of the pages",
	"GET /static/leader.css": "- a file of the pages",
	"GET /plan":              "- arithmetic on what is typed, which minping samplesize does as well; the spread of an earlier poll is in getResults",
	"GET /api/reference":     "getDocument",
	"GET /p/:poll":           "getPoll getPollQuestionnaire listPollUnits getChallenge",
	"POST /p/:poll":          "getGrant submit openBundle",
	"GET /w":                 "- a form; what it does is openBundle",
	"POST /w":                "openBundle",
	"GET /n/:poll":           "- a form; what it does is nominate",
	"POST /n/:poll":          "nominate",
	"GET /p/:poll/poster":    "getPollQR getPoll",
	"GET /k/:poll":           "getPollQuestionnaire",
	"POST /k/:poll":          "submit",

	"GET /paper/:poll":                 "listPaper",
	"POST /paper/:poll":                "openPaper",
	"POST /paper/:poll/count":          "closePoll",
	"GET /paper/:poll/:batch":          "getPaper comparePaper",
	"POST /paper/:poll/:batch":         "typePaper handInPaper",
	"POST /paper/:poll/:batch/edit":    "correctPaper removePaper withdrawPaper",
	"GET /paper/:poll/:batch/protocol": "getPaper",

	"GET /points":                             "listSchemes listPointCards listPointEntries listPointPublications",
	"POST /points":                            "addPointEntry confirmPointEntries publishPoints",
	"GET /points/entries/import":              "getScheme",
	"POST /points/entries/import":             "importPointEntries",
	"GET /points/entries/files/:file":         "exportPointEntries",
	"POST /points/entries/:entry":             "stepPointEntry",
	"GET /points/publications/:publication":   "getPointPublication listPointObjections",
	"POST /points/publications/:publication":  "objectToPoints decidePointObjection",
	"GET /points/:unit":                       "getPointCard",
	"GET /appraisals":                         "listAppraisals listSchemes listPointEntries",
	"POST /appraisals":                        "computeAppraisal",
	"GET /appraisals/:appraisal":              "getAppraisal verifyAppraisal getScheme",
	"POST /appraisals/:appraisal":             "decideGrades agreeGrades showAppraisal",
	"GET /appraisals/:appraisal/units/:unit":  "getAppraisal getScheme",
	"POST /appraisals/:appraisal/units/:unit": "decideGrades agreeGrades",
	"GET /appraisals/:appraisal/files/:file":  "exportAppraisal",
	"GET /schemes":                            "listSchemes getScheme listSchemeRevisions",
	"POST /schemes":                           "putScheme",
	"GET /orders":                             "listTasks listOrders",
	"GET /orders/ledger/:file":                "exportLedger",
	"GET /orders/import":                      "- a form; what it does is importLedger",
	"POST /orders/import":                     "importLedger",
	"GET /orders/problems":                    "listProblems listPolls listFindings getOpinions",
	"POST /orders/problems":                   "draftProblems addProblem editProblem addOrder",
	"GET /orders/problems/:problem":           "getOrderProblem listPrecedents",
	"POST /orders/problems/:problem":          "editProblem",
	"GET /orders/tasks/:task":                 "getTask listTaskFiles",
	"POST /orders/tasks/:task":                "moveTask editTask",
	"GET /manage/documents":                   "listDocumentTemplates getPollDocument",
	"GET /manage/documents/:kind/:lang":       "getDocumentTemplate",
	"POST /manage/documents/:kind/:lang":      "editDocumentTemplate previewDocumentTemplate",
	"GET /orders/:order/documents/:file":      "getOrderDocument",
	"GET /r/:poll/documents/:file":            "getPollDocument",
	"GET /orders/:order":                      "getOrder",
	"POST /orders/:order":                     "editOrder issueOrder dropOrder",
	"GET /attachments/:kind/:id":              "listAttachments",
	"POST /attachments/:kind/:id":             "addAttachment removeAttachment",
	"GET /attachments/:kind/:id/:file":        "getAttachment",
	"POST /orders/tasks/:task/files":          "addTaskFile removeTaskFile",
	"GET /orders/tasks/:task/files/:file":     "getTaskFile",

	"GET /comments/:poll/opinions":  "getMergedOpinions",
	"POST /comments/:poll/opinions": "editOpinions",
	"GET /comments/:poll":           "listReviewedComments countComments",
	"POST /comments/:poll":          "reviewComments",
	"POST /comments/:poll/release":  "releaseComments",

	"GET /manage":                                   "listPolls",
	"GET /manage/:poll":                             "getPoll getTurnout listQuotas listCodes getDisclosure",
	"GET /manage/new":                               "listQuestionnaires",
	"POST /manage/new":                              "publishQuestionnaire createPoll",
	"GET /manage/:poll/setup/:step":                 "getPoll listUnits listCodes",
	"POST /manage/:poll/setup/:step":                "updatePoll putUnits openPoll",
	"POST /manage/:poll/delete":                     "deletePoll",
	"GET /manage/:poll/preview":                     "getPoll getPollQuestionnaire listPollUnits",
	"POST /manage/:poll/preview":                    "- turns the pages of getPollQuestionnaire; nothing is handed in",
	"GET /manage/:poll/trial":                       "getTrial",
	"GET /manage/:poll/trial/*":                     "getTrial",
	"GET /manage/units":                             "listUnits",
	"POST /manage/units":                            "putUnits",
	"GET /manage/units/:file":                       "exportUnits",
	"GET /manage/units/import":                      "- a form; what it does is putUnits",
	"POST /manage/units/import":                     "putUnits",
	"GET /manage/people":                            "listGrantsWithin",
	"POST /manage/people":                           "grantWithin inviteWithin",
	"POST /manage/people/:grant":                    "endGrantWithin",
	"GET /duty":                                     "listDutyReviews",
	"POST /duty":                                    "addDutyReview",
	"GET /duty/new":                                 "- a form; what it does is addDutyReview",
	"GET /duty/:review":                             "getDutyReview listDutyReports",
	"POST /duty/:review":                            "moveDutyReview",
	"GET /duty/:review/edit":                        "- a form; what it does is changeDutyReview",
	"POST /duty/:review/edit":                       "changeDutyReview",
	"GET /duty/:review/sheets":                      "- a form; what it does is importDutySheets",
	"POST /duty/:review/sheets":                     "importDutySheets",
	"GET /duty/:review/reports/:unit":               "getDutyReport",
	"POST /duty/:review/reports/:unit":              "moveDutyReport",
	"GET /duty/:review/files/:file":                 "exportDutyReview",
	"GET /awards":                                   "listAwards",
	"POST /awards":                                  "addAward",
	"GET /awards/new":                               "- a form; what it does is addAward",
	"GET /awards/:award":                            "getAward getAwardStanding getAwardProgress",
	"POST /awards/:award":                           "moveAward",
	"GET /awards/:award/edit":                       "- a form; what it does is changeAward",
	"POST /awards/:award/edit":                      "changeAward",
	"POST /awards/:award/marks":                     "importAwardMarks",
	"GET /judging":                                  "listJudging",
	"GET /judging/:award/:round":                    "getJudgingSheet",
	"POST /judging/:award/:round":                   "markJudgingSheet",
	"GET /awards/:award/:file":                      "exportAward exportAwardMarks getAwardDocument",
	"GET /projects":                                 "listProjects",
	"POST /projects":                                "addProject",
	"GET /projects/circular":                        "getProjectCircular",
	"GET /projects/import":                          "- a form; what it does is importProjects",
	"POST /projects/import":                         "importProjects",
	"GET /projects/files/:file":                     "exportProjects getProjectCircular",
	"GET /projects/:project":                        "getProject",
	"POST /projects/:project":                       "moveProject",
	"GET /units":                                    "listUnits",
	"GET /units/:unit":                              "getDossier getTrend",
	"GET /candidates":                               "listCandidateLists",
	"POST /candidates":                              "addCandidateList",
	"GET /candidates/new":                           "listUnits listRoster listPolls",
	"GET /candidates/:list":                         "getCandidateSheet",
	"POST /candidates/:list":                        "editCandidateList dropCandidateList",
	"GET /candidates/:list/edit":                    "getCandidateSheet",
	"GET /candidates/:list/:file":                   "exportCandidateSheet",
	"GET /manage/roster":                            "listRoster",
	"GET /manage/roster/person":                     "getPerson",
	"POST /manage/roster/person":                    "changeRoster",
	"GET /manage/roster/import":                     "- a form; what it does is importRoster",
	"POST /manage/roster/import":                    "importRoster",
	"GET /manage/roster/:file":                      "exportRoster",
	"GET /manage/:poll/assignments":                 "getAssignmentBook listAssignments getProgress",
	"POST /manage/:poll/assignments":                "editAssignments recallBundles",
	"POST /manage/:poll/assignments/draw":           "drawAssignments",
	"POST /manage/:poll/assignments/issue":          "issueBundles",
	"POST /manage/:poll/assignments/nominations":    "callNominations endNominations",
	"GET /manage/:poll/assignments/:file":           "exportAssignments",
	"GET /manage/:poll/codes":                       "listCodes",
	"GET /meeting/:poll":                            "getPoll getTurnout",
	"POST /meeting/:poll":                           "closePoll",
	"GET /manage/:poll/screen":                      "getPoll getTurnout getPollQR",
	"POST /manage/:poll":                            "openPoll closePoll publishPoll archivePoll updatePoll",
	"POST /manage/:poll/codes":                      "issueCodes",
	"POST /manage/:poll/codes/:batch":               "voidCodes",
	"POST /manage/:poll/codes/:batch/replace":       "replaceCodes",
	"GET /manage/:poll/messages":                    "listRecipients listTexts getText listMailings",
	"POST /manage/:poll/messages/recipients":        "addRecipients importRecipients removeRecipient removeRecipients",
	"POST /manage/:poll/messages/texts":             "putText resetText previewText",
	"POST /manage/:poll/messages/mailings":          "planMailing",
	"POST /manage/:poll/messages/mailings/:mailing": "stopMailing",

	"GET /manage/questionnaires":                 "listDrafts listQuestionnaires",
	"POST /manage/questionnaires":                "createDraft",
	"GET /manage/questionnaires/compare":         "compareQuestionnaires",
	"GET /manage/questionnaires/:draft/preview":  "getDraft",
	"POST /manage/questionnaires/:draft/preview": "getDraft",
	"GET /manage/questionnaires/:draft/:part":    "getDraft checkDraft compareDraft",
	"POST /manage/questionnaires/:draft/:part":   "saveDraft undoDraft removeDraft publishDraft checkDraft",

	"GET /admin/audit":       "listAudit",
	"GET /admin/audit/:file": "exportAudit",

	"GET /r/:poll":                 "getResults",
	"GET /r/:poll/ranking":         "listRankings getRanking",
	"GET /r/:poll/change":          "getResults",
	"GET /r/:poll/screen":          "getResults",
	"GET /r/:poll/heat":            "getResults exportScores",
	"GET /r/:poll/indicator/:node": "getIndicator",
	"GET /r/:poll/compare":         "compareUnits",
	"GET /r/:poll/trend":           "getTrend",
	"GET /r/:poll/unit/:unit":      "getUnitResults",
	"GET /r/:poll/flags":           "listFlags",
	"GET /r/:poll/problems":        "listFindings listSuggestions",
	"GET /r/:poll/problems.xlsx":   "getResultsFile",
	"GET /r/:poll/comments":        "listComments listCommentLists",
	"GET /r/:poll/proof":           "getProof getReport",
	"GET /r/:poll/supervision":     "getSupervision exportSupervision",
	"POST /r/:poll/supervision":    "recordSupervision",
	"GET /r/:poll/opinions":        "getOpinions",
	"GET /r/:poll/votes":           "getResults",
	"POST /r/:poll/votes":          "createNextRound",
	"GET /r/:poll/evaluation":      "getReport",
	"GET /r/:poll/feedback":        "getReport",
	"GET /r/:poll/whatif":          "getWhatIf",
	"GET /r/:poll/drivers":         "getResults",
	"GET /r/:poll/quality":         "getResults",
	"GET /r/:poll/method":          "getResults",
	"GET /r/:poll/chart/:file":     "getChart",
	"GET /r/:poll/:file":           "getResultsFile",

	"GET /calendar":       "getCalendar getCalendarSubscription",
	"POST /calendar":      "subscribeCalendar renewCalendarFeed dropCalendarFeed",
	"GET /calendar/:feed": "- read by calendars at a secret address; a program asks getCalendar",
	"GET /s":              "- a form; what it does is followCase",
	"POST /s":             "followCase sayOfCase",
	"GET /s/:point":       "getServicePoint",
	"POST /s/:point":      "reviewService",

	"GET /cases":                "listCases",
	"GET /cases/cases.xlsx":     "exportCases",
	"GET /cases/cases.csv":      "exportCases",
	"GET /cases/figures":        "getCaseFigures",
	"POST /cases/figures":       "addProblem",
	"GET /cases/points":         "listServicePoints",
	"POST /cases/points":        "addServicePoint editServicePoint",
	"GET /cases/points/:point":  "getServicePointQR",
	"GET /cases/new":            "- a form; what it does is addCase",
	"POST /cases/new":           "addCase",
	"GET /cases/import":         "- a form; what it does is importCases",
	"POST /cases/import":        "importCases",
	"GET /services":             "getServiceFigures",
	"GET /cases/reviews":        "listServiceReviews",
	"GET /cases/rules":          "getCaseRules",
	"POST /cases/rules":         "editCaseRules",
	"GET /cases/:case":          "getCase",
	"POST /cases/:case":         "moveCase",
	"POST /cases/:case/contact": "readCaseContact",

	"GET /setup":           "- a form; what it does is claimSetup",
	"POST /setup":          "claimSetup",
	"GET /login":           "- a form; what it does is login",
	"GET /invite":          "- a form; what it does is acceptInvitation",
	"POST /invite":         "acceptInvitation",
	"POST /login":          "login",
	"GET /login/code":      "- a form of signing in with a browser",
	"POST /login/code":     "- the second step of signing in with a browser; programs have tokens",
	"GET /login/oidc":      "- sends a browser to the provider of identities; programs have tokens",
	"GET /login/oidc/back": "- where the provider sends that browser back to",
	"POST /logout":         "logout",

	"GET /account":                       "getAccount listSessions",
	"POST /account/password":             "changePassword",
	"POST /account/sessions":             "endSession endOtherSessions",
	"GET /account/factor":                "offerSecondFactor",
	"POST /account/factor":               "enrolSecondFactor",
	"POST /account/factor/remove":        "removeSecondFactor",
	"POST /account/recovery":             "renewRecoveryCodes",
	"POST /account/identity":             "- sends a browser to the provider of identities, where only a person can sign in",
	"POST /account/identity/remove":      "- undoes what only a browser can do",
	"GET /account/tokens":                "listTokens",
	"POST /account/tokens":               "createToken",
	"POST /account/tokens/:token/revoke": "revokeToken",

	"GET /admin/invitations":                       "listInvitations",
	"POST /admin/invitations":                      "invite",
	"GET /admin/invitations/import":                "- a form; what it does is invite",
	"GET /admin/invitations/import.csv":            "- a table to fill in, for people",
	"POST /admin/invitations/import":               "importInvitations",
	"POST /admin/invitations/reset":                "resetPassword",
	"POST /admin/invitations/:invitation/withdraw": "withdrawInvitation",

	"GET /admin/webhooks":               "listWebhooks",
	"POST /admin/webhooks":              "addWebhook",
	"GET /admin/webhooks/:hook":         "getWebhook listDeliveries",
	"POST /admin/webhooks/:hook":        "updateWebhook",
	"POST /admin/webhooks/:hook/test":   "testWebhook",
	"POST /admin/webhooks/:hook/secret": "renewWebhookSecret",
	"POST /admin/webhooks/:hook/remove": "removeWebhook",
	"GET /admin/webhooks/:hook/:event":  "getDelivery",
	"POST /admin/webhooks/:hook/:event": "sendDeliveryAgain",

	"GET /admin/notifications":           "listChannels listNotifications",
	"POST /admin/notifications":          "createChannel updateChannel",
	"POST /admin/notifications/:channel": "testChannel updateChannel removeChannel",

	"GET /admin/accounts":                             "listAccounts",
	"POST /admin/accounts":                            "addProgram",
	"GET /admin/accounts/:account":                    "getProfile listRoleGrants listIdentities listAccountTokens",
	"POST /admin/accounts/:account":                   "setAccountState",
	"POST /admin/accounts/:account/grants":            "grantRole",
	"POST /admin/accounts/:account/grants/:grant":     "endRoleGrant",
	"POST /admin/accounts/:account/identities/remove": "unlinkIdentity",
	"POST /admin/accounts/:account/tokens":            "createProgramToken",
	"POST /admin/accounts/:account/tokens/:token":     "revokeToken",

	"GET /admin": "- a table of contents",
}

// TestPagesActThroughTheAPI: a page without a line fails, so does a line
// without a page, and one that names an operation that is not there.
func TestPagesActThroughTheAPI(t *testing.T) {
	var document struct {
		Paths map[string]map[string]any `yaml:"paths"`
	}
	if err := yaml.Unmarshal(api.Document(), &document); err != nil {
		t.Fatal(err)
	}
	operations := map[string]bool{}
	for _, item := range document.Paths {
		for _, o := range item {
			if o, ok := o.(map[string]any); ok {
				id, _ := o["operationId"].(string)
				operations[id] = true
			}
		}
	}
	e := echo.New()
	web.Register(e, &site.Site{Document: api.Document()})
	rest := map[string]bool{}
	for name := range pageActs {
		rest[name] = true
	}
	without := 0
	for _, r := range e.Routes() {
		name := r.Method + " " + r.Path
		delete(rest, name)
		acts, ok := pageActs[name]
		switch first, _, _ := strings.Cut(acts, " "); {
		case !ok:
			t.Errorf("%s: say in this file by which operation a program does what this page does", name)
		case first == "-":
			without++
		default:
			for id := range strings.FieldsSeq(acts) {
				if !operations[id] {
					t.Errorf("%s: there is no operation %s", name, id)
				}
			}
		}
	}
	for name := range rest {
		t.Errorf("there is no page %s", name)
	}
	t.Logf("%d pages, %d of them without an operation on purpose", len(e.Routes()), without)
}
