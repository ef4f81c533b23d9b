package duty

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"minping/survey"
)

// A Do is a kind of step with a review.
type Do string

// The steps.
const (
	Plan     Do = "plan"     // 制定方案, and changes of it
	Start    Do = "start"    // 启动
	Name     Do = "name"     // 确定评委: judges, marks_by
	Score    Do = "score"    // 录入评分: judge, given
	Publish  Do = "publish"  // 公布结果: overall
	Reopen   Do = "reopen"   // 撤回公布: why
	Withdraw Do = "withdraw" // 取消: why
)

// Dos lists the steps that people take, in the order of a review's life.
var Dos = []Do{Start, Score, Name, Publish, Reopen, Withdraw}

var rules = map[Do]struct {
	from []State
	to   State // "": it stays as it is
}{
	Start:    {[]State{Planned}, Running},
	Name:     {[]State{Planned, Running}, ""},
	Score:    {[]State{Running}, Running},
	Publish:  {[]State{Running}, Published},
	Reopen:   {[]State{Published}, Running},
	Withdraw: {[]State{Planned, Running}, Cancelled},
}

// Next lists the steps that a review in its state may take, whoever asks.
func (r *Review) Next() (next []Do) {
	for _, d := range Dos {
		if slices.Contains(rules[d].from, r.State) && (d != Publish || len(r.Sheets) > 0) {
			next = append(next, d)
		}
	}
	return next
}

// A Move is a step with a review as somebody hands it in.
type Move struct {
	Do      Do               `json:"do"`
	Why     string           `json:"why,omitempty"`
	Judge   string           `json:"judge,omitempty"`   // Score; "": the account's own name
	Given   map[string]Mark  `json:"given,omitempty"`   // Score, by unit; none at all takes the judge's sheet away
	Overall map[string]Grade `json:"overall,omitempty"` // Publish, by unit: the grade that people decided
	Judges  []string         `json:"judges,omitempty"`  // Name: all of them; none: whoever may mark
	MarksBy survey.Day       `json:"marks_by,omitempty"`
}

// A RevisedMove is a step with a review as it was read.
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

// Apply returns the review after a step; the review itself stays as it was.
// handed are the units whose reports were handed in: only those are marked. What
// is wrong with the step is survey.FieldErrors. Whether somebody may take it is
// for whoever calls.
func (r Review) Apply(m Move, handed map[string]bool, now Moment) (Review, error) {
	rule, there := rules[m.Do]
	if !there {
		return r, survey.FieldErrors{{Field: "do", Key: "duty_do", Args: survey.Args("do", survey.Clip(string(m.Do)))}}
	}
	m.Why, m.Judge = strings.TrimSpace(m.Why), line(cmp.Or(m.Judge, now.Actor.Name))
	account := "" // of a judge who marks in his own name
	if m.Judge == line(now.Actor.Name) {
		account = now.Actor.ID
	}
	m.Judges, m.MarksBy = named(m.Judges), survey.ReadDay(string(m.MarksBy))
	if errs := r.wrong(m, handed, now.Actor); len(errs) > 0 {
		return r, errs
	}
	r.Sheets, r.Steps = slices.Clone(r.Sheets), slices.Clone(r.Steps)
	step := Step{Do: m.Do, At: now.At.UTC().Truncate(time.Millisecond), Day: now.Today, By: now.Actor.ID, Name: now.Actor.Name, Why: m.Why}
	switch m.Do {
	case Name:
		r.Judges, r.MarksBy = m.Judges, m.MarksBy
	case Score:
		m.Judge = r.judge(m.Judge)
		step.Judge = m.Judge
		if s := r.Sheet(m.Judge); s != nil && account == "" && s.gives(m.Given) {
			account = s.Account
		}
		r.Sheets = slices.DeleteFunc(r.Sheets, func(s Sheet) bool { return s.Judge == m.Judge })
		if len(m.Given) > 0 {
			r.Sheets = append(r.Sheets, Sheet{m.Judge, account, m.Given})
		}
		slices.SortFunc(r.Sheets, func(a, b Sheet) int { return cmp.Compare(a.Judge, b.Judge) })
	case Publish:
		r.Results, r.Published = r.Score(), now.Today
		for i := range r.Results {
			r.Results[i].Overall = m.Overall[r.Results[i].Unit]
		}
	case Reopen:
		r.Results, r.Published = nil, ""
	}
	r.State = cmp.Or(rule.to, r.State)
	r.Steps = append(r.Steps, step)
	return r, nil
}

// wrong says what a step lacks, or why it cannot be taken now.
func (r *Review) wrong(m Move, handed map[string]bool, by survey.Actor) (errs survey.FieldErrors) {
	add := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	if !slices.Contains(r.Next(), m.Do) {
		if m.Do == Publish && r.State == Running {
			add("do", "duty_no_sheets")
			return errs
		}
		add("do", "duty_not_now", "do", m.Do.Words(), "state", r.State.Words())
		return errs
	}
	if (m.Do == Reopen || m.Do == Withdraw) && m.Why == "" {
		add("why", "duty_why_"+string(m.Do))
	}
	errs = append(errs, long("why", m.Why, mostWords)...)
	switch m.Do {
	case Name:
		r.wrongPanel(m, add)
	case Score:
		if m.Judge == "" {
			add("judge", "duty_judge")
		} else if r.judge(m.Judge) == "" {
			add("judge", "duty_not_judge", "judge", m.Judge)
		}
		errs = append(errs, long("judge", m.Judge, mostName)...)
		if s := r.Sheet(r.judge(m.Judge)); s != nil && s.Account != "" && s.Account != by.ID && !s.gives(m.Given) {
			if len(m.Given) > 0 {
				add("judge", "duty_judge_own", "judge", s.Judge)
			} else if m.Why == "" {
				add("why", "duty_why_take", "judge", s.Judge)
			}
		}
		if len(r.Sheets) >= mostSheets && r.Sheet(m.Judge) == nil {
			add("judge", "duty_judges", "max", mostSheets)
		}
		for _, unit := range slices.Sorted(maps.Keys(m.Given)) {
			r.wrongMark(unit, m.Given[unit], handed, add)
		}
	case Publish:
		for _, unit := range slices.Sorted(maps.Keys(m.Overall)) {
			if g := m.Overall[unit]; !slices.Contains(r.Units, unit) {
				add("overall", "duty_unit", "unit", survey.Clip(unit))
			} else if g != "" && !slices.Contains(Grades, g) {
				add("overall."+unit, "duty_grade")
			}
		}
	}
	return errs
}

// wrongMark says what is wrong with the marks of one report: all items have one,
// or none has.
func (r *Review) wrongMark(unit string, m Mark, handed map[string]bool, add func(field, key string, args ...any)) {
	field := "given." + survey.Clip(unit)
	switch {
	case !slices.Contains(r.Units, unit):
		add("given", "duty_unit", "unit", survey.Clip(unit))
		return
	case !handed[unit]:
		add(field, "duty_not_handed")
		return
	case len(m.Items) != len(r.Items):
		add(field, "duty_marks", "count", len(r.Items))
		return
	}
	for i, x := range m.Items {
		if !(x >= 0 && x <= r.Items[i].Full) {
			add(fmt.Sprintf("%s.items[%d]", field, i), "duty_mark", "item", r.Items[i].Title, "full", strconv.FormatFloat(r.Items[i].Full, 'f', -1, 64))
		}
	}
	if m.Grade != "" && !slices.Contains(Grades, m.Grade) {
		add(field+".grade", "duty_grade")
	}
}
