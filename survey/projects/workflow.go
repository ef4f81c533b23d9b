package projects

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"minping/survey"
)

// A Do is a kind of step.
type Do string

// The steps.
const (
	Asking   Do = "ask"      // 申请认领: unit, why
	Retract  Do = "retract"  // 撤回申请: unit
	Agree    Do = "agree"    // 同意认领: unit
	Refuse   Do = "refuse"   // 不予认领: unit, why
	Tell     Do = "report"   // 月报: month, share, why
	Seen     Do = "visit"    // 走访: why
	HandIn   Do = "submit"   // 报验: why
	Accept   Do = "accept"   // 验收: why
	Return   Do = "return"   // 退回: why
	Amend    Do = "amend"    // 调整: why; what is to be
	Withdraw Do = "withdraw" // 撤销: why
	Imported Do = "imported" // by a table
)

// Dos lists the steps that people take, in the order of a project's life.
var Dos = []Do{Asking, Retract, Agree, Refuse, Tell, Seen, HandIn, Accept, Return, Amend, Withdraw}

// A rule says when a step may be done, by whom, and what it needs.
type rule struct {
	from  []State
	to    State // "": it stays as it is
	right survey.Right
	needs []string
}

var rules = map[Do]rule{
	Asking:   {[]State{Offered}, "", survey.WorkOrders, []string{"unit", "why"}},
	Retract:  {[]State{Offered}, "", survey.WorkOrders, []string{"unit"}},
	Agree:    {[]State{Offered}, Claimed, survey.ManageOrders, []string{"unit"}},
	Refuse:   {[]State{Offered}, "", survey.ManageOrders, []string{"unit", "why"}},
	Tell:     {[]State{Claimed}, "", survey.WorkOrders, []string{"month", "why"}},
	Seen:     {[]State{Claimed, Done}, "", survey.CheckOrders, []string{"why"}},
	HandIn:   {[]State{Claimed}, Done, survey.WorkOrders, []string{"why"}},
	Accept:   {[]State{Done}, Accepted, survey.CheckOrders, []string{"why"}},
	Return:   {[]State{Done}, Claimed, survey.CheckOrders, []string{"why"}},
	Amend:    {[]State{Offered, Claimed}, "", survey.ManageOrders, []string{"why"}},
	Withdraw: {[]State{Offered, Claimed, Done}, Withdrawn, survey.ManageOrders, []string{"why"}},
}

// Right is what a step takes; "" for those that nobody takes by himself.
func (d Do) Right() survey.Right { return rules[d].right }

// Needs lists the fields of a Move that a step may not leave empty.
func (d Do) Needs() []string { return rules[d].needs }

// Next lists the steps that a project in its state may take, whoever asks.
func (p *Project) Next() (next []Do) {
	for _, d := range Dos {
		if slices.Contains(rules[d].from, p.State) && (len(p.Asks) > 0 || d != Retract && d != Agree && d != Refuse) {
			next = append(next, d)
		}
	}
	return next
}

// A Move is a step as somebody hands it in.
type Move struct {
	Do        Do         `json:"do"`
	Unit      string     `json:"unit,omitempty"`  // Asking, Retract, Agree, Refuse
	Why       string     `json:"why,omitempty"`   // reason, or what was done or seen
	Month     string     `json:"month,omitempty"` // Tell: 2026-11
	Share     int        `json:"share,omitempty"` // Tell: percent done, in all
	Evidence  []string   `json:"evidence,omitempty"`
	Programme string     `json:"programme,omitempty"` // Amend, as the following: what is empty stays
	Title     string     `json:"title,omitempty"`
	Lead      string     `json:"lead,omitempty"`
	Person    string     `json:"person,omitempty"`
	Measures  string     `json:"measures,omitempty"`
	Due       survey.Day `json:"due,omitempty"`
}

// A RevisedMove is a step with a project as it was read.
type RevisedMove struct {
	Move
	Revision int64 `json:"revision"`
}

// A Moment is when and by whom a step is taken.
type Moment struct {
	At    time.Time
	Today survey.Day
	Actor survey.Actor
}

var months = regexp.MustCompile(`^20\d\d-(0[1-9]|1[0-2])$`)

// Apply returns the project after a step; the project itself stays as it was.
// What is wrong with the step is survey.FieldErrors. Whether somebody may take
// it, by his rights, is for whoever calls.
func (p Project) Apply(m Move, now Moment) (Project, error) {
	m.Why, m.Evidence, m.Measures = strings.TrimSpace(m.Why), lines(m.Evidence), strings.TrimSpace(m.Measures)
	r, there := rules[m.Do]
	if !there {
		return p, survey.FieldErrors{{Field: "do", Key: "project_do", Args: survey.Args("do", survey.Clip(string(m.Do)))}}
	}
	if errs := p.wrong(m, r, now); len(errs) > 0 {
		return p, errs
	}
	step := Step{
		Do: m.Do, At: now.At.UTC().Truncate(time.Millisecond), By: now.Actor.ID, Name: now.Actor.Name, From: p.State, To: cmp.Or(r.to, p.State),
		Unit: m.Unit, Why: m.Why,
	}
	others := func(a Ask) bool { return a.Unit != m.Unit }
	switch m.Do {
	case Asking:
		p.Asks = append(slices.Clone(p.Asks), Ask{m.Unit, m.Why, now.Today})
	case Retract, Refuse:
		p.Asks = slices.DeleteFunc(slices.Clone(p.Asks), func(a Ask) bool { return !others(a) })
	case Agree:
		p.Unit, p.From, p.Asks = m.Unit, now.Today, []Ask{}
	case Tell:
		step.Month, step.Share = m.Month, m.Share
		p.Reports = slices.DeleteFunc(slices.Clone(p.Reports), func(r Report) bool { return r.Month == m.Month }) // the step before keeps what was told
		p.Reports = append(p.Reports, Report{m.Month, m.Share, m.Why, m.Evidence, now.Today})
		slices.SortFunc(p.Reports, func(a, b Report) int { return cmp.Compare(a.Month, b.Month) })
	case Seen:
		p.Visits = append(slices.Clone(p.Visits), Visit{now.Today, now.Actor.Name, m.Why})
	case Amend:
		p.Programme, p.Title, p.Lead = cmp.Or(line(m.Programme), p.Programme), cmp.Or(line(m.Title), p.Title), cmp.Or(line(m.Lead), p.Lead)
		p.Person, p.Measures, p.Due = cmp.Or(line(m.Person), p.Person), cmp.Or(m.Measures, p.Measures), cmp.Or(m.Due, p.Due)
		step.Due = m.Due
		if errs := p.check(); len(errs) > 0 {
			return p, errs
		}
	}
	p.State = step.To
	p.Steps = append(slices.Clip(p.Steps), step)
	return p, nil
}

// wrong says what a step lacks, or why it cannot be taken now.
func (p *Project) wrong(m Move, r rule, now Moment) (errs survey.FieldErrors) {
	add := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	if !slices.Contains(r.from, p.State) {
		add("do", "project_not_now", "do", m.Do.Words(), "state", p.State.Words())
		return errs
	}
	for _, field := range r.needs {
		if (map[string]string{"unit": m.Unit, "why": m.Why, "month": m.Month})[field] == "" {
			add(field, "project_"+field)
		}
	}
	errs = append(errs, long("why", m.Why, mostWords)...)
	if len(m.Evidence) > mostList {
		add("evidence", "project_many", "max", mostList)
	}
	asked := slices.ContainsFunc(p.Asks, func(a Ask) bool { return a.Unit == m.Unit })
	switch m.Do {
	case Asking:
		if asked {
			add("unit", "project_asked")
		}
	case Retract, Agree, Refuse:
		if m.Unit != "" && !asked {
			add("unit", "project_not_asked")
		}
	case Tell:
		if m.Month != "" {
			p.wrongMonth(m, now, add)
		}
		if m.Share < 0 || m.Share > 100 {
			add("share", "project_share")
		}
	case Accept:
		if p.OwnWork(Accept, now.Actor.ID) {
			add("do", "project_own_work")
		}
	case Amend:
		if m.Due != "" && !m.Due.Valid() {
			add("due", "project_due")
		}
	}
	return errs
}

// wrongMonth looks at the month of a report: from the one in which the project
// was agreed to the one that runs.
func (p *Project) wrongMonth(m Move, now Moment, add func(field, key string, args ...any)) {
	switch {
	case !months.MatchString(m.Month):
		add("month", "project_month")
	case m.Month > now.Today.Month():
		add("month", "project_future", "month", now.Today.Month())
	case m.Month < p.From.Month():
		add("month", "project_before", "month", p.From.Month())
	}
}

// last returns the last of the steps of a kind; nil: there is none.
func (p *Project) last(do Do) *Step {
	for i := len(p.Steps) - 1; i >= 0; i-- {
		if p.Steps[i].Do == do {
			return &p.Steps[i]
		}
	}
	return nil
}

// OwnWork reports whether a step would judge what the same account handed in.
func (p *Project) OwnWork(d Do, actor string) bool {
	s := p.last(HandIn)
	return d == Accept && s != nil && actor != "" && s.By == actor
}
