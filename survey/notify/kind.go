package notify

import "minping/survey"

// A Kind says what a message is about.
type Kind string

// The kinds of messages.
const (
	Opened     Kind = "opened"
	Closed     Kind = "closed"
	Released   Kind = "released"
	Published  Kind = "published"
	Invitation Kind = "invitation" // to take part
	Reminder   Kind = "reminder"
	Bundle     Kind = "bundle"     // what opens a rater's sheets; holds a secret link
	Nomination Kind = "nomination" // what one proposes raters with; holds a secret link
	Account    Kind = "account"    // an invitation to an account; holds a secret link
	Weekly     Kind = "weekly"     // what is due, to accounts that want it
	Judging    Kind = "judging"    // a round waits for marks, to judges that want mail
	Test       Kind = "test"

	OrderIssued    Kind = "order_issued"
	OrderSubmitted Kind = "order_submitted"
	OrderReturned  Kind = "order_returned"
	OrderClosed    Kind = "order_closed"
	OrderReminded  Kind = "order_reminded"
	OrderOverdue   Kind = "order_overdue"

	CaseOpened   Kind = "case_opened"
	CaseDue      Kind = "case_due"
	CaseOverdue  Kind = "case_overdue"
	CaseReminded Kind = "case_reminded"
	CaseAppealed Kind = "case_appealed"
	CaseReturned Kind = "case_returned"
	CaseAnswered Kind = "case_answered"
	CaseClosed   Kind = "case_closed"
)

// PollKinds are those whose texts an organiser may change for a poll.
var PollKinds = []Kind{Invitation, Reminder, Opened, Closed, Released, Published}

// kindOf says what message an event makes.
var kindOf = map[survey.EventKind]Kind{
	survey.PollOpened:    Opened,
	survey.PollClosed:    Closed,
	survey.PollReleased:  Released,
	survey.PollPublished: Published,

	survey.OrderIssued:    OrderIssued,
	survey.OrderSubmitted: OrderSubmitted,
	survey.OrderReturned:  OrderReturned,
	survey.OrderClosed:    OrderClosed,
	survey.OrderReminded:  OrderReminded,
	survey.OrderOverdue:   OrderOverdue,

	survey.CaseOpened:   CaseOpened,
	survey.CaseDue:      CaseDue,
	survey.CaseOverdue:  CaseOverdue,
	survey.CaseReminded: CaseReminded,
	survey.CaseAppealed: CaseAppealed,
	survey.CaseReturned: CaseReturned,
	survey.CaseAnswered: CaseAnswered,
	survey.CaseClosed:   CaseClosed,
}

// ToRespondents reports whether messages of the kind go to those who are
// invited to take part, and not to staff.
func (k Kind) ToRespondents() bool { return k == Invitation || k == Reminder }
