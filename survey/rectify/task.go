package rectify

import (
	"time"

	"minping/survey"
)

// A Task is one problem that a unit has to put right. What was done about it
// stands in its steps; the fields are how it is now.
type Task struct {
	ID          string     `json:"id"`
	Order       string     `json:"order"` // id of the order
	No          int        `json:"no"`    // place in the order, from 1
	State       State      `json:"state"`
	Unit        string     `json:"unit"` // responsible
	Poll        string     `json:"poll,omitempty"`
	Problem     string     `json:"problem,omitempty"` // id; "": imported without one
	Title       string     `json:"title"`
	Detail      string     `json:"detail,omitempty"`
	Kind        string     `json:"kind,omitempty"`
	Origins     []Origin   `json:"origins"`
	Advice      []Advice   `json:"advice"`
	Lead        string     `json:"lead,omitempty"`   // 牵头领导
	Person      string     `json:"person,omitempty"` // 责任人
	Cooperating []string   `json:"cooperating"`      // 配合单位, by name
	Due         survey.Day `json:"due"`
	Cause       string     `json:"cause,omitempty"`   // why there was the problem
	Measure     string     `json:"measure,omitempty"` // what is done about it
	Share       int        `json:"share"`             // percent done, as last reported
	Evidence    []Evidence `json:"evidence"`
	Lasting     bool       `json:"lasting,omitempty"`   // closed, and kept up from now on: 长期坚持
	Extension   *Extension `json:"extension,omitempty"` // asked for, and not answered yet
	Level       int        `json:"level,omitempty"`     // of escalation since the deadline, 0–3
	Steps       []Step     `json:"steps"`               // oldest first
	Revision    int64      `json:"revision"`            // 0: not kept yet
}

// A State is how far a task is.
type State string

// The states.
const (
	Draft      State = "draft"       // the order is not issued
	Issued     State = "issued"      // 已下发
	Claimed    State = "claimed"     // 已认领
	Planned    State = "planned"     // 已报方案
	InProgress State = "in_progress" // 整改中
	Submitted  State = "submitted"   // 已提交
	Checked    State = "checked"     // 已核验
	Returned   State = "returned"    // 已退回
	Closed     State = "closed"      // 已销号
	Withdrawn  State = "withdrawn"   // 已撤销: issued in error
)

// States are all of them, in the order of a task's life.
var States = []State{Draft, Issued, Claimed, Planned, InProgress, Submitted, Checked, Returned, Closed, Withdrawn}

// Open reports whether something is still to be done about a task.
func (s State) Open() bool { return s != Draft && s != Closed && s != Withdrawn }

// WithUnit reports whether it is the responsible unit's turn.
func (s State) WithUnit() bool { return s.Open() && s != Submitted && s != Checked }

// Evidence is something that shows what was done: 佐证. What is uploaded is
// named by the hash of its content.
type Evidence struct {
	Name string `json:"name"`           // of the file, or what it is and where it lies
	Hash string `json:"hash,omitempty"` // SHA-256 of a file that is kept here, hex; "": none is
}

// An Extension is a later deadline that was asked for.
type Extension struct {
	Due survey.Day `json:"due"`
	Why string     `json:"why"`
}

// A Step is something that was done about a task.
type Step struct {
	Do       Do         `json:"do"`
	At       time.Time  `json:"at"`             // UTC, to the millisecond
	By       string     `json:"by,omitempty"`   // id of the account; "": the server itself
	Name     string     `json:"name,omitempty"` // of the account, as it was then
	From     State      `json:"from"`
	To       State      `json:"to"`
	Why      string     `json:"why,omitempty"` // reason, opinion, or what was reached
	Share    int        `json:"share,omitempty"`
	Due      survey.Day `json:"due,omitempty"`   // as it is from then on, or was asked to be
	Level    int        `json:"level,omitempty"` // of escalation
	Evidence []Evidence `json:"evidence,omitempty"`
}

// last returns the last of the steps that did one of these; nil: none did.
func (t *Task) last(do ...Do) *Step {
	for i := len(t.Steps) - 1; i >= 0; i-- {
		for _, d := range do {
			if t.Steps[i].Do == d {
				return &t.Steps[i]
			}
		}
	}
	return nil
}

// IssuedAt is when the task was issued; zero: it is not.
func (t *Task) IssuedAt() time.Time { return at(t.last(Issue)) }

// ClosedBy returns who closed a task that is closed, and when; nil: it is open.
func (t *Task) ClosedBy() *Step {
	if t.State != Closed {
		return nil
	}
	if s := t.last(Close); s != nil {
		return s
	}
	for i := range t.Steps { // as a ledger says
		if s := &t.Steps[i]; s.Do == Recorded && s.To == Closed && s.From != Closed {
			return s
		}
	}
	return nil
}

// OnTime reports whether a closed task was handed in, for the last time, by its
// deadline.
func (t *Task) OnTime(zone *time.Location) bool {
	s := t.last(Submit)
	if s == nil {
		s = t.ClosedBy()
	}
	return t.State == Closed && s != nil && (t.Due == "" || survey.DayOf(s.At, zone) <= t.Due)
}

func at(s *Step) time.Time {
	if s == nil {
		return time.Time{}
	}
	return s.At
}

// check says what is wrong with what people typed of a task.
func (t *Task) check() (errs survey.FieldErrors) {
	if t.Title == "" {
		errs = append(errs, missing("title"))
	}
	if t.Due == "" || !t.Due.Valid() {
		errs = append(errs, survey.FieldError{Field: "due", Key: "order_due"})
	}
	for _, x := range []struct {
		field, text string
		most        int
	}{
		{"title", t.Title, mostTitle},
		{"detail", t.Detail, mostWords},
		{"kind", t.Kind, mostName},
		{"lead", t.Lead, mostName},
		{"person", t.Person, mostName},
		{"cause", t.Cause, mostWords},
		{"measure", t.Measure, mostWords},
	} {
		errs = append(errs, long(x.field, x.text, x.most)...)
	}
	if len(t.Cooperating) > mostList {
		errs = append(errs, survey.FieldError{Field: "cooperating", Key: "order_many", Args: survey.Args("max", mostList)})
	}
	for i, name := range t.Cooperating {
		errs = append(errs, long(indexed("cooperating", i), name, mostName)...)
	}
	return errs
}
