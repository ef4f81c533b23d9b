package awards

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
	Plan     Do = "plan"     // 编制方案, and changes of it
	Start    Do = "start"    // 启动评选
	Name     Do = "name"     // 确定评委: round, judges
	Recuse   Do = "recuse"   // 确定回避: round, judge, candidate, why
	Readmit  Do = "readmit"  // 解除回避: round, judge, candidate, why
	Hand     Do = "hand"     // 交评分, by the judge himself: see Room.Mark
	Mark     Do = "mark"     // 录入评委打分: judge, marks or items
	Settle   Do = "settle"   // 确定本轮结果: source, part, choice, why
	Reopen   Do = "reopen"   // 重评上一轮: why
	Drop     Do = "drop"     // 退出评选: candidate, why
	Publish  Do = "publish"  // 公示
	Object   Do = "object"   // 登记异议: why, candidate
	Rule     Do = "rule"     // 处理异议: objection, finding, why
	Confer   Do = "confer"   // 授予: number, why
	Revoke   Do = "revoke"   // 撤销奖项: candidate, why
	Withdraw Do = "withdraw" // 终止评选: why
)

// Dos lists the steps that people take, in the order of an award's life.
var Dos = []Do{Start, Name, Recuse, Readmit, Mark, Settle, Publish, Object, Rule, Confer, Drop, Reopen, Revoke, Withdraw}

// A rule says when a step may be done, by whom, and what it needs.
type rule struct {
	from  []State
	to    State // "": it stays as it is, or the step says
	needs []string
}

var rules = map[Do]rule{
	Start:    {[]State{Planned}, Running, nil},
	Name:     {[]State{Running}, "", nil},
	Recuse:   {[]State{Running}, "", []string{"judge", "candidate", "why"}},
	Readmit:  {[]State{Running}, "", []string{"judge", "candidate", "why"}},
	Mark:     {[]State{Running}, "", []string{"judge"}},
	Settle:   {[]State{Running}, "", nil},
	Reopen:   {[]State{Running, Chosen, Noticed}, Running, []string{"why"}},
	Drop:     {[]State{Running, Chosen, Noticed}, "", []string{"candidate", "why"}},
	Publish:  {[]State{Chosen}, Noticed, nil},
	Object:   {[]State{Noticed}, "", []string{"why"}},
	Rule:     {[]State{Noticed}, "", []string{"why"}},
	Confer:   {[]State{Noticed}, Conferred, nil},
	Revoke:   {[]State{Conferred}, "", []string{"candidate", "why"}},
	Withdraw: {[]State{Planned, Running, Chosen, Noticed}, Cancelled, []string{"why"}},
}

// Needs lists the fields of a Move that a step may not leave empty.
func (d Do) Needs() []string { return rules[d].needs }

// Next lists the steps that an award in its state may take, whoever asks.
func (a *Award) Next() (next []Do) {
	at := a.Current()
	for _, d := range Dos {
		switch {
		case !slices.Contains(rules[d].from, a.State):
		case d == Name && len(a.ToMark()) == 0:
		case (d == Recuse || d == Readmit) && !slices.ContainsFunc(a.ToMark(), func(i int) bool { return len(a.Rounds[i].Judges) > 0 }):
		case d == Mark && (at < 0 || a.Rounds[at].Way != ByMarks), d == Reopen && !slices.ContainsFunc(a.Rounds, func(r Round) bool { return r.Decided() }):
		case d == Rule && a.open() == 0:
		default:
			next = append(next, d)
		}
	}
	return next
}

// A Move is a step as somebody hands it in.
type Move struct {
	Do        Do                   `json:"do"`
	Why       string               `json:"why,omitempty"`
	Judge     string               `json:"judge,omitempty"`     // Mark, Recuse, Readmit
	Marks     map[string]float64   `json:"marks,omitempty"`     // Mark, by candidate; none at all takes the judge's sheet away
	Items     map[string][]float64 `json:"items,omitempty"`     // Mark, of a round with items, by candidate: a mark for each
	Recused   map[string]string    `json:"recused,omitempty"`   // Mark: whom the judge stood back from, and why
	Round     int                  `json:"round,omitempty"`     // Name, Recuse, Readmit: from 1; 0: the one that runs
	Judges    []Judge              `json:"judges,omitempty"`    // Name: all of them
	Source    string               `json:"source,omitempty"`    // Settle: the poll or appraisal
	Part      string               `json:"part,omitempty"`      // Settle, of a poll: item of the vote, or node; "": the first vote, else the root
	Choice    map[string]int       `json:"choice,omitempty"`    // Settle: class by candidate, of those tied, or named by a meeting
	Candidate string               `json:"candidate,omitempty"` // Drop, Revoke, Object, Recuse, Readmit
	Objection int                  `json:"objection,omitempty"` // Rule
	Finding   Finding              `json:"finding,omitempty"`   // Rule
	Number    string               `json:"number,omitempty"`    // Confer
}

// A RevisedMove is a step with an award as it was read.
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

// A Basis is what a round is decided by.
type Basis struct {
	Figures map[string]Figure // by candidate
	Part    string
	Hash    string
}

// Apply returns the award after a step; the award itself stays as it was. basis
// is what Settle rests on. What is wrong with the step is survey.FieldErrors.
// Whether somebody may take it, by his rights, is for whoever calls.
func (a Award) Apply(m Move, basis Basis, now Moment) (Award, error) {
	m.Why, m.Judge, m.Number = strings.TrimSpace(m.Why), line(m.Judge), line(m.Number)
	m.Judges = cleanJudges(m.Judges)
	r, there := rules[m.Do]
	if !there {
		return a, survey.FieldErrors{{Field: "do", Key: "award_do", Args: survey.Args("do", survey.Clip(string(m.Do)))}}
	}
	if errs := a.wrong(m, r, now); len(errs) > 0 {
		return a, errs
	}
	a = a.clone()
	step := Step{
		Do: m.Do, At: now.At.UTC().Truncate(time.Millisecond), Day: now.Today, By: now.Actor.ID, Name: now.Actor.Name, From: a.State, To: cmp.Or(r.to, a.State),
		Judge: m.Judge, Candidate: m.Candidate, Why: m.Why,
	}
	if at := a.Current(); at >= 0 && (m.Do == Mark || m.Do == Settle) {
		step.Round = a.Rounds[at].Title
	}
	switch m.Do {
	case Name:
		r := &a.Rounds[a.named(m)]
		r.Judges, step.Round = m.Judges, r.Title
	case Recuse, Readmit:
		step.Round, step.Judge = a.recusal(m)
	case Mark:
		a.Rounds[a.Current()].put(a.Rounds[a.Current()].sheet(m, now))
	case Settle:
		errs := a.settle(m, basis, now)
		if len(errs) > 0 {
			return a, errs
		}
		if a.Current() < 0 {
			step.To = Chosen
		}
	case Reopen:
		step.Round = a.reopen()
		a.meet("")
	case Drop, Revoke:
		c := a.Candidate(m.Candidate)
		c.Out = &Leaving{now.Today, m.Why}
		if m.Do == Drop {
			c.Prize = 0
			a.meet(c.ID)
		}
	case Publish:
		a.Opens, a.Closes = now.Today, now.Today.Add(a.Notice)
	case Object:
		a.Objections = append(a.Objections, Objection{
			ID: len(a.Objections) + 1, Candidate: m.Candidate, Text: m.Why, By: now.Actor.ID, Name: now.Actor.Name, Day: now.Today, State: Raised,
		})
	case Rule:
		o := &a.Objections[m.Objection-1]
		o.State, o.Why, o.Decider, o.Decided = m.Finding, m.Why, now.Actor.Name, now.Today
		step.Candidate = o.Candidate
	case Confer:
		a.Conferred, a.Number = now.Today, m.Number
	}
	a.State = step.To
	a.Steps = append(a.Steps, step)
	return a, nil
}

// clone is a copy that may be changed.
func (a Award) clone() Award {
	a.Candidates, a.Rounds, a.Objections, a.Steps = slices.Clone(a.Candidates), slices.Clone(a.Rounds), slices.Clone(a.Objections), slices.Clone(a.Steps)
	return a
}

// Standing is how the candidates of the round that is to be decided stand.
func (a *Award) Standing(basis Basis) []Line {
	at := a.Current()
	if at < 0 {
		return nil
	}
	if a.Rounds[at].Way == ByMarks {
		basis.Figures = a.Rounds[at].marked()
	}
	return standing(a.In(at), basis.Figures, a.Places(at))
}

// settle decides the current round.
func (a *Award) settle(m Move, basis Basis, now Moment) (errs survey.FieldErrors) {
	at := a.Current()
	r := &a.Rounds[at]
	lines, meeting, last := a.Standing(basis), r.Way == ByMeeting, at == len(a.Rounds)-1
	switch {
	case meeting && len(m.Choice) == 0:
		return survey.FieldErrors{{Field: "choice", Key: "award_nobody_chosen"}}
	case !meeting && !slices.ContainsFunc(lines, func(l Line) bool { return l.Value.OK() }):
		return survey.FieldErrors{{Field: "source", Key: "award_no_figures"}}
	}
	errs = decide(lines, m.Choice, a.Places(at), meeting, last)
	decided := meeting || slices.ContainsFunc(lines, func(l Line) bool { return l.Tied })
	if len(errs) == 0 && decided && m.Why == "" {
		errs = append(errs, survey.FieldError{Field: "why", Key: "award_why_tie"})
	}
	if n := a.wanting(at); r.Way == ByMarks && n > 0 && m.Why == "" {
		errs = append(errs, survey.FieldError{Field: "why", Key: "award_why_sheets", Args: survey.Args("count", n)})
	}
	if len(errs) > 0 {
		return errs
	}
	r.Lines, r.Day, r.Why = lines, now.Today, m.Why
	r.Source, r.Part, r.Hash = "", "", ""
	if r.Way == ByPoll || r.Way == ByAppraisal {
		r.Source, r.Part, r.Hash = m.Source, basis.Part, basis.Hash
	}
	if last {
		for _, l := range lines {
			a.Candidate(l.Candidate).Prize = l.Class
		}
	}
	return nil
}

// reopen takes the last decision back and returns the title of its round.
func (a *Award) reopen() string {
	for i := range a.Candidates {
		a.Candidates[i].Prize = 0
	}
	a.Opens, a.Closes = "", ""
	for i := len(a.Rounds) - 1; i >= 0; i-- {
		if r := &a.Rounds[i]; r.Decided() {
			r.Lines, r.Day, r.Why, r.Source, r.Part, r.Hash = nil, "", "", "", "", ""
			return r.Title
		}
	}
	return ""
}

// wrong says what a step lacks, or why it cannot be taken now.
func (a *Award) wrong(m Move, r rule, now Moment) (errs survey.FieldErrors) {
	add := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	if !slices.Contains(a.Next(), m.Do) {
		if m.Do == Rule && a.State == Noticed {
			add("objection", "award_no_objection")
			return errs
		}
		add("do", "award_not_now", "do", m.Do.Words(), "state", a.State.Words())
		return errs
	}
	for _, field := range r.needs {
		if (map[string]string{"why": m.Why, "judge": m.Judge, "candidate": m.Candidate})[field] == "" {
			add(field, "award_"+field)
		}
	}
	errs = append(errs, slices.Concat(long("why", m.Why, mostWords), long("judge", m.Judge, mostName), long("number", m.Number, mostName))...)
	if m.Candidate != "" {
		c := a.Candidate(m.Candidate)
		switch {
		case c == nil:
			add("candidate", "award_no_candidate")
		case m.Do == Drop && c.Out != nil:
			add("candidate", "award_left")
		case m.Do == Revoke && c.Won() == 0:
			add("candidate", "award_no_prize")
		}
	}
	switch m.Do {
	case Name:
		a.wrongJudges(m, add)
	case Recuse, Readmit:
		a.wrongRecusal(m, add)
	case Mark:
		a.wrongSheet(m, add)
	case Object:
		if now.Today > a.Closes {
			add("do", "award_notice_over", "day", string(a.Closes))
		}
	case Rule:
		a.wrongRuling(m, now, add)
	case Confer:
		if now.Today <= a.Closes {
			add("do", "award_notice_runs", "day", string(a.Closes))
		}
		if n := a.open(); n > 0 {
			add("do", "award_objections", "count", n)
		}
		for _, o := range a.unmet() {
			switch c := a.Candidate(o.Candidate); {
			case c != nil && c.Won() > 0:
				add("do", "award_upheld", "objection", o.ID)
			case m.Why == "":
				add("why", "award_upheld_why", "objection", o.ID)
			}
		}
	}
	return errs
}

func (a *Award) wrongRuling(m Move, now Moment, add func(field, key string, args ...any)) {
	switch {
	case m.Objection < 1 || m.Objection > len(a.Objections) || a.Objections[m.Objection-1].State != Raised:
		add("objection", "award_no_objection")
	case m.Finding != Upheld && m.Finding != Dismissed:
		add("finding", "award_finding")
	case now.Actor.ID != "" && a.Objections[m.Objection-1].By == now.Actor.ID:
		add("do", "award_own_objection")
	}
}
