package rectify

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
	Issue    Do = "issue"     // 下发
	Claim    Do = "claim"     // 认领
	Plan     Do = "plan"      // 报方案: cause, measure
	Report   Do = "report"    // 报进展: share, what was done
	Submit   Do = "submit"    // 提交: what was reached, evidence
	Check    Do = "check"     // 核验
	Close    Do = "close"     // 销号
	Return   Do = "return"    // 退回: why
	Ask      Do = "ask"       // 申请延期: why, due
	Grant    Do = "grant"     // 批准延期
	Refuse   Do = "refuse"    // 不予延期: why
	Remind   Do = "remind"    // 催办
	Amend    Do = "amend"     // 调整: why; deadline, people
	Escalate Do = "escalate"  // 升级, by the server
	Withdraw Do = "withdraw"  // 撤销: why
	Held     Do = "held"      // 回头看: it held
	FellBack Do = "fell_back" // 回头看: it did not, the task is open again: why, due
	Imported Do = "imported"  // by a ledger: as it says
	Recorded Do = "recorded"  // of a ledger: what was done elsewhere, as it says
)

// A rule says when a step may be done, by whom, and what it needs.
type rule struct {
	from  []State
	to    State // "": it stays as it is
	right survey.Right
	needs []string // fields of the move that may not be empty
}

var openStates = []State{Issued, Claimed, Planned, InProgress, Submitted, Checked, Returned}

// rules are the steps that people take; all others are the server's, or an
// import's.
var rules = map[Do]rule{
	Issue:    {[]State{Draft}, Issued, survey.ManageOrders, nil},
	Claim:    {[]State{Issued}, Claimed, survey.WorkOrders, []string{"person"}},
	Plan:     {[]State{Claimed, Planned, Returned}, Planned, survey.WorkOrders, []string{"cause", "measure"}},
	Report:   {[]State{Planned, InProgress, Returned}, InProgress, survey.WorkOrders, []string{"why"}},
	Submit:   {[]State{Planned, InProgress, Returned}, Submitted, survey.WorkOrders, []string{"why", "evidence"}},
	Check:    {[]State{Submitted}, Checked, survey.CheckOrders, []string{"why"}},
	Close:    {[]State{Checked}, Closed, survey.CheckOrders, nil},
	Return:   {[]State{Planned, Submitted, Checked}, Returned, survey.CheckOrders, []string{"why"}},
	Ask:      {[]State{Issued, Claimed, Planned, InProgress, Returned}, "", survey.WorkOrders, []string{"why", "due"}},
	Grant:    {openStates, "", survey.ManageOrders, nil},
	Refuse:   {openStates, "", survey.ManageOrders, []string{"why"}},
	Remind:   {openStates, "", survey.ManageOrders, nil},
	Amend:    {openStates, "", survey.ManageOrders, []string{"why"}},
	Withdraw: {openStates, Withdrawn, survey.ManageOrders, []string{"why"}},
	Held:     {[]State{Closed}, "", survey.CheckOrders, []string{"why"}},
	FellBack: {[]State{Closed}, Returned, survey.CheckOrders, []string{"why", "due"}},
}

// Dos lists the steps that people take, in the order of a task's life.
var Dos = []Do{Issue, Claim, Plan, Report, Submit, Check, Close, Return, Ask, Grant, Refuse, Remind, Amend, Withdraw, Held, FellBack}

// Right is what a step takes; "" for those that nobody takes by himself.
func (d Do) Right() survey.Right { return rules[d].right }

// Needs lists the fields of a Move that a step may not leave empty.
func (d Do) Needs() []string { return rules[d].needs }

// Next lists the steps that a task in its state may take, whoever asks.
func (t *Task) Next() (next []Do) {
	for _, d := range Dos {
		r := rules[d]
		if d == Issue || !slices.Contains(r.from, t.State) { // an order is issued as a whole
			continue
		}
		if (d == Grant || d == Refuse) && t.Extension == nil || d == Ask && t.Extension != nil {
			continue
		}
		next = append(next, d)
	}
	return next
}

// A Move is a step as somebody hands it in.
type Move struct {
	Do          Do         `json:"do"`
	Why         string     `json:"why,omitempty"`
	Cause       string     `json:"cause,omitempty"`   // Plan; Submit and Close may say it anew
	Measure     string     `json:"measure,omitempty"` // as Cause
	Person      string     `json:"person,omitempty"`  // Claim, Amend
	Lead        string     `json:"lead,omitempty"`    // Claim, Amend
	Cooperating []string   `json:"cooperating,omitempty"`
	Share       int        `json:"share,omitempty"` // Report: percent
	Due         survey.Day `json:"due,omitempty"`   // Ask, Amend, FellBack; Grant: other than was asked for
	Evidence    []Evidence `json:"evidence,omitempty"`
	Lasting     bool       `json:"lasting,omitempty"` // Close: and kept up
}

// A RevisedMove is a step with a task as it was read.
type RevisedMove struct {
	Move
	Revision int64 `json:"revision"`
}

func (m Move) clean() Move {
	m.Why, m.Cause, m.Measure = strings.TrimSpace(m.Why), strings.TrimSpace(m.Cause), strings.TrimSpace(m.Measure)
	m.Person, m.Lead = plain(m.Person), plain(m.Lead)
	m.Cooperating = names(m.Cooperating)
	m.Evidence = slices.DeleteFunc(slices.Clone(m.Evidence), func(e Evidence) bool { return plain(e.Name) == "" && e.Hash == "" })
	return m
}

// names are those that say something.
func names(list []string) []string {
	kept := make([]string, 0, len(list))
	for _, n := range list {
		if n = plain(n); n != "" && !slices.Contains(kept, n) {
			kept = append(kept, n)
		}
	}
	return kept
}

// A Moment is when and by whom a step is taken.
type Moment struct {
	At    time.Time
	Today survey.Day // in the zone of whoever keeps the ledger
	Actor survey.Actor
}

// Apply returns the task after a step; the task itself stays as it was. What is
// wrong with the step is survey.FieldErrors. Whether somebody may take it at
// all, by his rights, is for whoever calls.
func (t Task) Apply(m Move, now Moment) (Task, error) {
	m = m.clean()
	r, there := rules[m.Do]
	if !there {
		return t, survey.FieldErrors{{Field: "do", Key: "order_do", Args: survey.Args("do", survey.Clip(string(m.Do)))}}
	}
	if errs := t.wrong(m, r, now); len(errs) > 0 {
		return t, errs
	}
	step := Step{Do: m.Do, Why: m.Why, To: r.to}
	switch m.Do {
	case Claim:
		t.Person, t.Lead = m.Person, cmp.Or(m.Lead, t.Lead)
	case Plan, Submit, Close:
		t.Cause, t.Measure = cmp.Or(m.Cause, t.Cause), cmp.Or(m.Measure, t.Measure)
	case Amend:
		t.Person, t.Lead, t.Due = cmp.Or(m.Person, t.Person), cmp.Or(m.Lead, t.Lead), cmp.Or(m.Due, t.Due)
		if len(m.Cooperating) > 0 {
			t.Cooperating = m.Cooperating
		}
		step.Due = m.Due
		if t.Extension != nil && t.Due >= t.Extension.Due { // which grants what was asked for
			t.Extension = nil
		}
	case Ask:
		t.Extension, step.Due = &Extension{m.Due, m.Why}, m.Due
	case Grant:
		t.Due = cmp.Or(m.Due, t.Extension.Due)
		t.Extension, step.Due = nil, t.Due
	case Refuse:
		t.Extension = nil
	case FellBack:
		t.Due, t.Share, t.Lasting, step.Due = m.Due, 0, false, m.Due
	}
	switch m.Do {
	case Report:
		t.Share, step.Share = m.Share, m.Share
	case Submit:
		t.Share = 100
	case Close:
		t.Lasting = m.Lasting
	}
	if m.Do.shows() {
		step.Evidence = m.Evidence
	}
	if m.Do == Report || m.Do == Submit {
		t.Evidence = together(t.Evidence, m.Evidence)
	}
	if t.Due >= now.Today { // whoever gets more time is no longer overdue
		t.Level = 0
	}
	if m.Do == Close || m.Do == Withdraw {
		t.Extension, t.Level = nil, 0
	}
	return t.stepped(step, now), nil
}

// shows reports whether a step may come with evidence: what its unit did, and
// what whoever checked it saw.
func (d Do) shows() bool {
	return slices.Contains([]Do{Report, Submit, Check, Return, Held, FellBack}, d)
}

// together adds evidence to what there is; a file is listed once.
func together(have, more []Evidence) []Evidence {
	have = slices.Clip(have)
	for _, e := range more {
		if e.Hash == "" || !slices.ContainsFunc(have, func(h Evidence) bool { return h.Hash == e.Hash }) {
			have = append(have, e)
		}
	}
	return have
}

// stepped notes a step, and brings the task into the state that it leads to.
func (t Task) stepped(s Step, now Moment) Task {
	s.At, s.By, s.Name, s.From = now.At.UTC().Truncate(time.Millisecond), now.Actor.ID, now.Actor.Name, t.State
	if s.To == "" {
		s.To = t.State
	}
	t.State = s.To
	t.Steps = append(slices.Clip(t.Steps), s)
	return t
}
