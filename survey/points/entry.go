package points

import (
	"slices"
	"time"

	"minping/survey"
)

// An Entry is one thing entered of a unit. Exactly one of Item (with Card), Part
// and Veto is set.
type Entry struct {
	ID       string     `json:"id"`
	Scheme   string     `json:"scheme"`
	Unit     string     `json:"unit"`
	Day      survey.Day `json:"date"`           // of the matter; its year is the card's
	Card     string     `json:"card,omitempty"` // points on a card
	Item     string     `json:"item,omitempty"`
	Part     string     `json:"part,omitempty"`     // a mark for a part of the scheme
	Veto     string     `json:"veto,omitempty"`     // a veto of the scheme
	Points   float64    `json:"points"`             // of an item with their sign, or of a mark; 0 of a veto
	Matter   string     `json:"matter,omitempty"`   // 事项; of a veto its reason
	Basis    string     `json:"basis,omitempty"`    // 依据
	Corrects string     `json:"corrects,omitempty"` // the entry in whose place it stands
	State    State      `json:"state"`
	Steps    []Step     `json:"steps"`    // oldest first
	Revision int64      `json:"revision"` // 0: not kept yet
}

// A State is how far an entry is.
type State string

// The states.
const (
	Entered   State = "entered"   // 待审核
	Confirmed State = "confirmed" // 已确认: it counts
	Refused   State = "refused"   // 未通过
	Withdrawn State = "withdrawn" // 已撤销
)

// States are all of them.
var States = []State{Entered, Confirmed, Refused, Withdrawn}

// Do is what may be done about an entry.
type Do string

// What may be done.
const (
	Enter    Do = "enter"
	Confirm  Do = "confirm"
	Refuse   Do = "refuse"
	Withdraw Do = "withdraw"
)

// A Step is something that was done about an entry.
type Step struct {
	Do   Do         `json:"do"`
	At   time.Time  `json:"at"` // UTC
	Day  survey.Day `json:"day"`
	By   string     `json:"by,omitempty"`   // id of the account
	Name string     `json:"name,omitempty"` // of the account, as it was then
	Why  string     `json:"why,omitempty"`
}

// Kind is what an entry is of.
func (e *Entry) Kind() Kind {
	switch {
	case e.Part != "":
		return OfMark
	case e.Veto != "":
		return OfVeto
	}
	return OfPoints
}

// A Kind is what an entry is of.
type Kind string

// The kinds.
const (
	OfPoints Kind = "points"
	OfMark   Kind = "mark"
	OfVeto   Kind = "veto"
)

// Year is the year in which it counts, as 2026.
func (e *Entry) Year() string {
	if len(e.Day) < 4 {
		return ""
	}
	return string(e.Day[:4])
}

// Live reports whether the entry counts, or may yet.
func (e *Entry) Live() bool { return e.State == Entered || e.State == Confirmed }

// Claim is what only one live entry of a unit in a year may be: a mark for a
// part, a veto, the correction of a line. Other points claim nothing.
func (e *Entry) Claim() string {
	switch {
	case !e.Live():
		return ""
	case e.Part != "":
		return "mark " + e.Part
	case e.Veto != "":
		return "veto " + e.Veto
	case e.Corrects != "":
		return "correction " + e.Corrects
	}
	return ""
}

// done returns the last step of a kind, nil if there is none.
func (e *Entry) done(do Do) *Step {
	for i := len(e.Steps) - 1; i >= 0; i-- {
		if e.Steps[i].Do == do {
			return &e.Steps[i]
		}
	}
	return nil
}

// EnteredBy names who entered it.
func (e *Entry) EnteredBy() string { return e.done(Enter).who() }

// ReviewedBy names who confirmed or refused it; "": nobody yet.
func (e *Entry) ReviewedBy() string { return either(e.done(Confirm), e.done(Refuse)).who() }

func either(a, b *Step) *Step {
	if a != nil {
		return a
	}
	return b
}

func (s *Step) who() string {
	switch {
	case s == nil:
		return ""
	case s.Name != "":
		return s.Name
	}
	return s.By
}

// by reports whether somebody took a step.
func (e *Entry) by(actor survey.Actor, do ...Do) bool {
	return slices.ContainsFunc(e.Steps, func(s Step) bool { return slices.Contains(do, s.Do) && s.By == actor.ID })
}

// May reports whether somebody may take a step with the entry as it stands,
// rights aside.
func (e *Entry) May(do Do, actor survey.Actor) bool {
	switch do {
	case Confirm, Refuse:
		return e.State == Entered && !e.by(actor, Enter)
	case Withdraw: // one's own mistake, or somebody else's decision
		return e.State == Entered || e.State == Confirmed && !e.by(actor, Enter)
	}
	return false
}

// take returns the entry after a step.
func (e Entry) take(do Do, why string, now moment) Entry {
	e.State = map[Do]State{Enter: Entered, Confirm: Confirmed, Refuse: Refused, Withdraw: Withdrawn}[do]
	e.Steps = append(slices.Clone(e.Steps), Step{Do: do, At: now.at, Day: now.today, By: now.actor.ID, Name: now.actor.Name, Why: why})
	return e
}

// A moment is when something is done, and by whom.
type moment struct {
	at    time.Time
	today survey.Day
	actor survey.Actor
}

// Line is the entry as a scheme counts it: entered and waiting, or confirmed.
// What was refused or withdrawn is none.
func (e *Entry) Line() (line survey.PointEntry, counted bool) {
	if !e.Live() || e.Kind() != OfPoints {
		return survey.PointEntry{}, false
	}
	line = survey.PointEntry{
		Unit: e.Unit, Card: e.Card, Item: e.Item, Date: string(e.Day), Points: &e.Points, Matter: e.Matter, Basis: e.Basis, Entered: e.EnteredBy(),
	}
	if e.State == Confirmed {
		line.Reviewed = e.ReviewedBy()
	}
	return line, true
}

// order puts entries by day, then as they were entered.
func order(a, b Entry) int {
	if a.Day != b.Day {
		if a.Day < b.Day {
			return -1
		}
		return 1
	}
	return enteredAt(a).Compare(enteredAt(b))
}

func enteredAt(e Entry) time.Time {
	if s := e.done(Enter); s != nil {
		return s.At
	}
	return time.Time{}
}
