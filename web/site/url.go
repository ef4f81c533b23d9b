package site

import "net/url"

// Where families of pages begin.
const (
	AnswerPath     = "/p/:poll" // polls are answered on people's own devices
	kioskPath      = "/k/"      // and on a shared tablet
	OrdersPath     = "/orders"
	ProblemsPath   = OrdersPath + "/problems"
	tasksPath      = OrdersPath + "/tasks"
	PapersPath     = "/manage/documents" // official documents and their templates
	PointsPath     = "/points"
	SchemesPath    = "/schemes"
	AppraisalsPath = "/appraisals" // the results of schemes
	DutyPath       = "/duty"
	AwardsPath     = "/awards"
	DelegatePath   = "/manage/people" // organisers let others help them
)

// PollURL is where a poll is answered.
func PollURL(id string) string { return "/p/" + url.PathEscape(id) }

// ResultsURL is where its results are.
func ResultsURL(id string) string { return "/r/" + url.PathEscape(id) }

// KioskURL is where a poll is answered on a shared tablet.
func KioskURL(id string) string { return kioskPath + url.PathEscape(id) }

// PaperURL is where the paper of a poll is entered.
func PaperURL(poll string) string { return "/paper/" + url.PathEscape(poll) }

// ManageURL is where a poll is looked after.
func ManageURL(id string) string { return "/manage/" + url.PathEscape(id) }

// StepCheck is the last step of making a poll.
const StepCheck = "check"

// StepURL is where a step of a draft is.
func StepURL(poll, step string) string { return ManageURL(poll) + "/setup/" + url.PathEscape(step) }

// ReviewURL is where the comments of a poll are reviewed.
func ReviewURL(poll string) string { return "/comments/" + url.PathEscape(poll) }

// OrderURL is where an order is.
func OrderURL(id string) string { return OrdersPath + "/" + url.PathEscape(id) }

// OrderProblemURL is where a problem is that orders may be drafted from.
func OrderProblemURL(id string) string { return ProblemsPath + "/" + url.PathEscape(id) }

// TaskURL is where a task of an order is.
func TaskURL(id string) string { return tasksPath + "/" + url.PathEscape(id) }

// CaseURL is where a case is handled.
func CaseURL(id string) string { return "/cases/" + url.PathEscape(id) }

// ProjectURL is where a project is followed.
func ProjectURL(id string) string { return "/projects/" + url.PathEscape(id) }

// AwardURL is where an award is.
func AwardURL(id string) string { return AwardsPath + "/" + url.PathEscape(id) }

// DutyURL is where a round of duty reports is.
func DutyURL(id string) string { return DutyPath + "/" + url.PathEscape(id) }

// DutyReportURL is where the report of one unit is.
func DutyReportURL(id, unit string) string { return DutyURL(id) + "/reports/" + url.PathEscape(unit) }
