package projects

import (
	"slices"
	"time"

	"minping/survey"
)

// An Alert says how a project stands.
type Alert string

// The alerts of a project that a unit has and has not finished:
//
//   - Overdue 逾期: the deadline has passed.
//   - Unreported 未报: nothing was told of the month before.
//   - Behind 滞后: a quarter of the time is gone, and less than half of what would
//     be even progress is done.
//   - Near 临期: the deadline is within NearDays.
//   - Unvisited 未走访: nobody has been there in this quarter, and its last month runs.
const (
	Overdue    Alert = "overdue"
	Unreported Alert = "unreported"
	Behind     Alert = "behind"
	Near       Alert = "near"
	Unvisited  Alert = "unvisited"
)

// Alerts are all of them, the gravest first.
var Alerts = []Alert{Overdue, Unreported, Behind, Near, Unvisited}

// NearDays is how many days before the deadline it is near.
const NearDays = 30

// Grave reports whether an alert is about time that is lost.
func (a Alert) Grave() bool { return a == Overdue }

// CheckDays is within how many days what a unit asked for, or handed in, should
// have its answer.
const CheckDays = 5

// Unreported lists the months that a project under way owes a report of: the one
// before, where neither it nor this one has one, and this one.
func (p *Project) Unreported(today survey.Day) (months []string) {
	if p.State != Claimed || p.ReportOf(today.Month()) != nil {
		return nil
	}
	if before := monthBefore(today); before >= p.From.Month() && p.ReportOf(before) == nil {
		months = append(months, before)
	}
	return append(months, today.Month())
}

// LastOf is the last day of a month, by which its report is due.
func LastOf(month string) survey.Day { return lastOf(month) }

// Waits returns what a project waits for that those do who look after it, with
// the right that it takes, and the day by which it should be done. "": for nothing.
func (p *Project) Waits(zone *time.Location) (do Do, right survey.Right, by survey.Day) {
	switch {
	case p.State == Offered && len(p.Asks) > 0:
		by = p.Asks[0].Date
		for _, a := range p.Asks {
			by = min(by, a.Date)
		}
		return Agree, Agree.Right(), by.Add(CheckDays)
	case p.State == Done:
		for _, s := range slices.Backward(p.Steps) {
			if s.To == Done && s.From != Done {
				return Accept, Accept.Right(), survey.DayOf(s.At, zone).Add(CheckDays)
			}
		}
		return Accept, Accept.Right(), p.Due
	}
	return "", "", ""
}

// Expected is the share that even progress would have reached on a day, in
// percent; 0 before it begins.
func (p *Project) Expected(day survey.Day) int {
	whole := p.From.Until(p.Due)
	if p.From == "" || whole <= 0 {
		return 0
	}
	return max(0, min(100, 100*p.From.Until(day)/whole))
}

// Alerts are those that hold on a day, the gravest first.
func (p *Project) Alerts(today survey.Day) (alerts []Alert) {
	if p.State != Claimed {
		return nil
	}
	if today > p.Due {
		alerts = append(alerts, Overdue)
	}
	if len(p.Unreported(today)) > 1 {
		alerts = append(alerts, Unreported)
	}
	if expected := p.Expected(today); expected >= 25 && 2*p.Share() < expected {
		alerts = append(alerts, Behind)
	}
	if today <= p.Due && today.Until(p.Due) <= NearDays {
		alerts = append(alerts, Near)
	}
	if p.unvisited(today) {
		alerts = append(alerts, Unvisited)
	}
	return alerts
}

// unvisited reports whether the last month of a quarter runs in which nobody
// has been there; the quarter in which it was agreed does not count.
func (p *Project) unvisited(today survey.Day) bool {
	quarter := today.Quarter()
	if p.From.Quarter() == quarter || today.Time().Month()%3 != 0 {
		return false
	}
	return len(p.Visits) == 0 || p.Visits[len(p.Visits)-1].Date.Quarter() != quarter
}
