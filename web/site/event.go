package site

import (
	"net/url"

	"minping/survey"
)

// EventLink returns where an event is looked at, on a server that people reach
// at base: where a poll is answered, read, or looked after.
func EventLink(base string, e survey.Event) string {
	poll := url.PathEscape(e.Poll)
	switch e.Kind {
	case survey.OrderIssued, survey.OrderSubmitted, survey.OrderReturned, survey.OrderClosed, survey.OrderReminded, survey.OrderOverdue:
		if e.Task != "" {
			return base + TaskURL(e.Task)
		}
		return base + OrderURL(e.Order)
	case survey.CaseOpened, survey.CaseDue, survey.CaseOverdue, survey.CaseReminded,
		survey.CaseAppealed, survey.CaseReturned, survey.CaseAnswered, survey.CaseClosed:
		return base + CaseURL(e.Case)
	case survey.PollOpened:
		return base + "/p/" + poll
	case survey.PollPublished:
		return base + "/r/" + poll
	default:
		return base + "/manage/" + poll
	}
}
