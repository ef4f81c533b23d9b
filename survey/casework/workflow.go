package casework

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"minping/survey"
)

// A Do is a kind of step.
type Do string

// The steps.
const (
	Receive  Do = "receive"   // 收到, by the server
	Accept   Do = "accept"    // 受理: who handles it
	Refer    Do = "refer"     // 转办: to the unit that handled the matter
	Verify   Do = "verify"    // 核实: what was found
	Fix      Do = "fix"       // 即时整改: measure
	Plan     Do = "plan"      // 列账限期: measure, limit
	Explain  Do = "explain"   // 解释: why nothing can be done
	Reject   Do = "reject"    // 认定恶意或误评: ground
	Uphold   Do = "uphold"    // 复核维持
	Overturn Do = "overturn"  // 复核撤销
	Reply    Do = "reply"     // 答复
	CallBack Do = "call_back" // 回访
	Appeal   Do = "appeal"    // 申诉
	Close    Do = "close"     // 办结
	Reopen   Do = "reopen"    // 重办
	Remind   Do = "remind"    // 催办
	Amend    Do = "amend"     // 调整: deadline, person, theme
	Warn     Do = "warn"      // 临期提醒, by the server
	Recount  Do = "recount"   // 期限重算: the calendar has changed
	Escalate Do = "escalate"  // 逾期升级, by the server
)

// A rule says when a step may be done, by whom, and what it needs.
type rule struct {
	from  []State
	to    State // "": it stays as it is, or the step says
	right survey.Right
	needs []string // fields of the move that may not be empty
}

var openStates = []State{Received, Accepted, Verified, Planned, Fixed, Explained, Rejected, Dismissed, Appealed, Replied, CalledBack}

// rules are the steps that people take.
var rules = map[Do]rule{
	Accept:   {[]State{Received}, Accepted, survey.WorkOrders, []string{"person"}},
	Refer:    {[]State{Received, Accepted}, Received, survey.ManageOrders, []string{"why", "unit"}},
	Verify:   {[]State{Accepted}, Verified, survey.WorkOrders, []string{"why"}},
	Fix:      {[]State{Verified, Planned}, Fixed, survey.WorkOrders, []string{"measure"}},
	Plan:     {[]State{Verified}, Planned, survey.WorkOrders, []string{"measure", "due"}},
	Explain:  {[]State{Verified}, Explained, survey.WorkOrders, []string{"why"}},
	Reject:   {[]State{Verified}, Rejected, survey.WorkOrders, []string{"ground", "why"}},
	Uphold:   {[]State{Rejected, Appealed}, Dismissed, survey.CheckOrders, []string{"why"}},
	Overturn: {[]State{Rejected, Appealed}, Accepted, survey.CheckOrders, []string{"why"}},
	Reply:    {[]State{Fixed, Explained, Dismissed}, Replied, survey.WorkOrders, []string{"why"}},
	CallBack: {[]State{Replied}, "", survey.CheckOrders, []string{"outcome"}},
	Appeal:   {[]State{Dismissed, Replied, CalledBack, Closed}, Appealed, survey.CheckOrders, []string{"why"}},
	Close:    {[]State{Replied, CalledBack}, Closed, survey.CheckOrders, nil},
	Reopen:   {[]State{CalledBack, Closed}, Accepted, survey.CheckOrders, []string{"why"}},
	Remind:   {openStates, "", survey.ManageOrders, nil},
	Amend:    {openStates, "", survey.ManageOrders, []string{"why"}},
}

// Dos lists the steps that people take, in the order of a case's life.
var Dos = []Do{Accept, Verify, Fix, Plan, Explain, Reject, Uphold, Overturn, Reply, CallBack, Close, Appeal, Reopen, Refer, Remind, Amend}

// Right is what a step takes; "" for those that nobody takes by himself.
func (d Do) Right() survey.Right { return rules[d].right }

// Needs lists the fields of a Move that a step may not leave empty.
func (d Do) Needs() []string { return rules[d].needs }

// Next lists the steps that a case in its state may take, whoever asks.
func (c *Case) Next() (next []Do) {
	for _, d := range Dos {
		if slices.Contains(rules[d].from, c.State) && c.allows(d) {
			next = append(next, d)
		}
	}
	return next
}

// allows reports whether what a case is lets a step be done in its state.
func (c *Case) allows(d Do) bool {
	switch d {
	case Appeal: // against a rejection alone
		return c.Void
	case Reject: // a letter is no review
		return c.Kind == ByReview
	case Close: // whoever left a contact is called back first
		return c.State == CalledBack || !c.Named
	case Reopen:
		return !c.Void // which is appealed
	}
	return true
}

// A Move is a step as somebody hands it in.
type Move struct {
	Do      Do         `json:"do"`
	Why     string     `json:"why,omitempty"`     // finding, reason, or the answer
	Person  string     `json:"person,omitempty"`  // Accept, Amend
	Unit    string     `json:"unit,omitempty"`    // Refer
	Measure string     `json:"measure,omitempty"` // Fix, Plan
	Due     survey.Day `json:"due,omitempty"`     // Plan, Amend
	Ground  Ground     `json:"ground,omitempty"`  // Reject
	Outcome Outcome    `json:"outcome,omitempty"` // CallBack
	Theme   string     `json:"theme,omitempty"`   // Verify, Amend
	Complex bool       `json:"complex,omitempty"` // Accept: it gets the longer time
}

// A RevisedMove is a step with a case as it was read.
type RevisedMove struct {
	Move
	Revision int64 `json:"revision"`
}

func (m Move) clean() Move {
	m.Why, m.Measure = strings.TrimSpace(m.Why), strings.TrimSpace(m.Measure)
	m.Person, m.Theme = plain(m.Person), plain(m.Theme)
	return m
}

// A Moment is when and by whom a step is taken.
type Moment struct {
	At      time.Time
	Today   survey.Day // where days begin for whoever keeps the cases
	Actor   survey.Actor
	Citizen bool // whoever complained does it himself
}

// Apply returns the case after a step; the case itself stays as it was. What is
// wrong with the step is survey.FieldErrors. Whether somebody may take it at
// all, by his rights, is for whoever calls.
func (c Case) Apply(m Move, now Moment, set Settings) (Case, error) {
	m = m.clean()
	r, there := rules[m.Do]
	if !there {
		return c, survey.FieldErrors{{Field: "do", Key: "case_do", Args: survey.Args("do", survey.Clip(string(m.Do)))}}
	}
	if errs := c.wrong(m, r, now, set); len(errs) > 0 {
		return c, errs
	}
	step := Step{Do: m.Do, Why: m.Why, To: r.to}
	c.Person, c.Measure, c.Theme = cmp.Or(m.Person, c.Person), cmp.Or(m.Measure, c.Measure), cmp.Or(m.Theme, c.Theme)
	switch m.Do {
	case Accept:
		if m.Complex && !c.Complex {
			c.Complex = true
			day, _ := c.opened()
			c.Due = set.After(day, set.Complex)
		}
		step.Due = c.Due
	case Refer:
		c.Unit, c.Person, step.Unit = m.Unit, "", m.Unit
		c.begin(now.Today, set)
		step.Due = c.Due
	case Verify:
		c.Finding = m.Why
	case Plan, Amend:
		c.Due, step.Due = cmp.Or(m.Due, c.Due), m.Due
	case Reject:
		c.Ground, step.Ground = m.Ground, m.Ground
	case Uphold:
		c.Void = true
		c.resume(now.Today, set)
		step.Due = c.Due
	case Reopen:
		c.again(now.Today, set)
		step.Due = c.Due
	case Overturn:
		if c.back(); c.replied() {
			c.begin(now.Today, set)
		} else {
			c.resume(now.Today, set)
		}
		step.Due = c.Due
	case Reply:
		c.Reply, step.Due = m.Why, c.Due
	case CallBack:
		step.Outcome, step.To = m.Outcome, c.called(m.Outcome, now.Today, set)
		if step.To == Accepted {
			step.Due = c.Due
		}
	case Close:
		c.Closed, c.Erase = now.Today, now.Today.Add(set.Keep)
	}
	if m.Do == Appeal || m.Do == Reopen {
		c.Closed, c.Erase = "", ""
	}
	after := c.stepped(step, now)
	if after.deadline(set) >= now.Today || after.State.WithUnit() != c.State.WithUnit() { // who gets more time is no longer overdue, nor whose turn begins
		after.Level = 0
	}
	return after, nil
}

// begin gives a case the time that it has from a day on.
func (c *Case) begin(day survey.Day, set Settings) {
	c.StartBy, c.Due = set.After(day, set.Start), set.After(day, set.Simple)
	if c.Complex {
		c.Due = set.After(day, set.Complex)
	}
}

// again opens a case anew: it is handled as if it had just been taken on.
func (c *Case) again(day survey.Day, set Settings) {
	c.back()
	c.begin(day, set)
}

func (c *Case) back() {
	c.Back++
	c.Void, c.Ground, c.Outcome, c.Attempts = false, "", "", 0
}

// resume hands a case back after a recheck, which stopped its time: the unit has
// the working days that it had left when the case went there, or those to take a
// case on; what was late already stays so.
func (c *Case) resume(day survey.Day, set Settings) {
	for _, s := range slices.Backward(c.Steps) {
		if !s.stops() {
			continue
		}
		if s.Day <= c.Due {
			c.Due = set.After(day, max(set.Late(s.Day, c.Due), set.Start))
		}
		return
	}
}

// stops reports whether a step takes a case to be rechecked.
func (s *Step) stops() bool {
	return s.From != s.To && (s.To == Rejected || s.To == Appealed)
}

// called notes what a call-back found and returns where the case goes.
func (c *Case) called(o Outcome, today survey.Day, set Settings) State {
	switch o {
	case Satisfied:
		c.Outcome = Satisfied
		return CalledBack
	case Dissatisfied:
		if c.Void { // then the rejection is what he is dissatisfied with
			c.Outcome = Dissatisfied
			return Appealed
		}
		c.again(today, set)
		return Accepted
	}
	if c.Attempts++; c.Attempts < MostAttempts {
		return Replied
	}
	c.Outcome = Unreachable
	return CalledBack
}

// latest is the last day that a unit may set as its own limit; more is the
// organiser's to give, with a reason.
func (c *Case) latest(set Settings, today survey.Day) survey.Day {
	day, at := c.opened()
	stopped, since := 0, survey.Day("")
	for _, s := range c.Steps[at:] {
		switch {
		case s.stops():
			since = s.Day
		case s.Do == Overturn || s.Do == Uphold:
			stopped += set.Late(since, s.Day)
		}
	}
	return max(set.After(day, set.Complex+stopped), today)
}

// opened is the day from which the time of a case counts, and the place of the
// step after it. A rejection that is overturned opens a case anew where it was
// answered since: the unit begins again.
func (c *Case) opened() (day survey.Day, next int) {
	day, replied := c.Day, false
	for i, s := range c.Steps {
		switch {
		case s.Do == Reply:
			replied = true
		case s.Do == Refer, s.Do == Reopen, s.Do == CallBack && s.To == Accepted, s.Do == Overturn && replied:
			day, next, replied = s.Day, i+1, false
		}
	}
	return day, next
}

// replied reports whether a case was answered since it was opened.
func (c *Case) replied() bool {
	_, at := c.opened()
	return slices.ContainsFunc(c.Steps[at:], func(s Step) bool { return s.Do == Reply })
}

// recounted is the case with its deadlines after the calendar has changed, where
// that changes them: they stay as many working days away from when they were set.
// What people set as a day stays.
func (c Case) recounted(was, is Settings, now Moment) (Case, bool) {
	if !c.State.Open() || c.State == Replied || c.State == CalledBack {
		return c, false
	}
	since, at := c.opened()
	for _, s := range c.Steps[at:] {
		switch {
		case (s.Do == Plan || s.Do == Amend) && s.Due != "":
			return c, false
		case s.Do == Overturn || s.Do == Uphold:
			since = s.Day
		}
	}
	moved := func(day survey.Day) survey.Day {
		if n := was.Late(since, day); n > 0 && was.Works(day) {
			return is.After(since, n)
		}
		return day
	}
	after := c
	if after.Due = moved(c.Due); c.State == Received {
		after.StartBy = moved(c.StartBy)
	}
	if after.Due == c.Due && after.StartBy == c.StartBy {
		return c, false
	}
	after = after.stepped(Step{Do: Recount, Due: after.Due}, now)
	if after.Due >= now.Today {
		after.Level = 0
	}
	return after, true
}

// stepped notes a step, and brings the case into the state that it leads to.
func (c Case) stepped(s Step, now Moment) Case {
	s.At, s.Day, s.By, s.Name, s.From = now.At.UTC().Truncate(time.Millisecond), now.Today, now.Actor.ID, now.Actor.Name, c.State
	if now.Citizen {
		s.At, s.By, s.Name, s.Citizen = now.Today.Time(), "", "", true
	}
	if s.To == "" {
		s.To = c.State
	}
	c.State = s.To
	c.Steps = append(slices.Clip(c.Steps), s)
	return c
}
