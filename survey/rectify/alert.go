package rectify

import (
	"cmp"
	"time"

	"minping/survey"
)

// An Alert says how a task stands against its deadline.
type Alert string

// The alerts. They look only at tasks that wait for the unit: whoever has
// submitted is not late because nobody has checked yet.
//
//   - Red 逾期: the deadline has passed.
//   - Yellow 滞后: it was returned; or nobody claimed it within ClaimDays; or half
//     of the time is gone, and less than half of what would be even progress is
//     reported.
//   - Blue 临期: the deadline is within NearDays.
const (
	NoAlert Alert = ""
	Blue    Alert = "blue"
	Yellow  Alert = "yellow"
	Red     Alert = "red"
)

// Alerts are those that are one, the gravest first.
var Alerts = []Alert{Red, Yellow, Blue}

// What the alerts go by, in days.
const (
	NearDays  = 7
	ClaimDays = 3
)

// CheckDays is within how many days what a unit handed in, or asked for, should
// have its answer.
const CheckDays = 5

// escalations are the days after the deadline from which on a task stands on
// level 1 (its unit is told), 2 (and the unit above), 3 (and whoever issued it).
var escalations = [...]int{1, 7, 15}

// Alert returns how the task stands on a day.
func (t *Task) Alert(today survey.Day, zone *time.Location) Alert {
	if !t.State.WithUnit() || t.Due == "" {
		return NoAlert
	}
	switch {
	case today > t.Due:
		return Red
	case t.State == Returned, t.behind(today, zone):
		return Yellow
	case today.Until(t.Due) <= NearDays:
		return Blue
	}
	return NoAlert
}

// behind reports whether less was done than the time that is gone would let expect.
// Time counts from when the task was issued, or opened again.
func (t *Task) behind(today survey.Day, zone *time.Location) bool {
	begun := at(t.last(Issue, FellBack))
	if begun.IsZero() {
		return false
	}
	gone := survey.DayOf(begun, zone).Until(today)
	if t.State == Issued && gone > ClaimDays {
		return true
	}
	whole := survey.DayOf(begun, zone).Until(t.Due)
	return whole > 0 && 2*gone >= whole && 2*t.Share*whole < 100*gone
}

// ClaimBy is the day by which a task should be claimed, none where it is or is
// not issued: within ClaimDays, and before it is due.
func (t *Task) ClaimBy(zone *time.Location) survey.Day {
	issued := t.IssuedAt()
	if t.State != Issued || issued.IsZero() {
		return ""
	}
	by := survey.DayOf(issued, zone).Add(ClaimDays)
	return min(by, cmp.Or(t.Due, by))
}

// A Wait is a decision that a task waits for: who may take it, and by when it
// should be.
type Wait struct {
	Do    Do
	Right survey.Right
	By    survey.Day
}

// Waits lists what a task waits for that others than its unit do: a decision on
// more time, a check, or closing.
func (t *Task) Waits(zone *time.Location) (all []Wait) {
	add := func(next Do, since ...Do) {
		by := t.Due
		if s := t.last(since...); s != nil {
			by = survey.DayOf(s.At, zone).Add(CheckDays)
		}
		if next == Grant && t.Due != "" {
			by = min(by, t.Due) // it is of no use once the task is overdue
		}
		if by != "" {
			all = append(all, Wait{next, next.Right(), by})
		}
	}
	if t.Extension != nil && t.State.Open() {
		add(Grant, Ask)
	}
	switch t.State {
	case Submitted:
		add(Check, Submit, Recorded)
	case Checked:
		add(Close, Check, Recorded)
	}
	return all
}

// Late is how many days a task is past its deadline; 0: it is not.
func (t *Task) Late(today survey.Day) int {
	if !t.State.WithUnit() || t.Due == "" || today <= t.Due {
		return 0
	}
	return t.Due.Until(today)
}

// level is how far the task is to be escalated on a day.
func (t *Task) level(today survey.Day) (level int) {
	late := t.Late(today)
	for _, days := range escalations {
		if late >= days {
			level++
		}
	}
	return level
}

// Chase returns the task escalated, where that is due and was not done yet.
func (t Task) Chase(now Moment) (Task, bool) {
	level := t.level(now.Today)
	if level <= t.Level {
		return t, false
	}
	t.Level = level
	return t.stepped(Step{Do: Escalate, Level: level}, now), true
}
