package duty

import (
	"context"
	"slices"
	"strings"
	"time"

	"minping/survey"
)

// judge finds a judge of the panel by a name as somebody wrote it; "": there is
// none of that name. Where no panel is named whoever is named judges.
func (r *Review) judge(name string) string {
	if len(r.Judges) == 0 {
		return name
	}
	if i := slices.IndexFunc(r.Judges, func(j string) bool { return strings.EqualFold(j, name) }); i >= 0 {
		return r.Judges[i]
	}
	return ""
}

// named trims the names of a panel, each once.
func named(judges []string) (panel []string) {
	for _, j := range judges {
		if j = line(j); j != "" && !slices.ContainsFunc(panel, func(x string) bool { return strings.EqualFold(x, j) }) {
			panel = append(panel, j)
		}
	}
	return panel
}

// wrongPanel says what is wrong with the judges of a step, and with the day by
// which they mark.
func (r *Review) wrongPanel(m Move, add func(field, key string, args ...any)) {
	if len(m.Judges) > mostSheets {
		add("judges", "duty_judges", "max", mostSheets)
	}
	for _, j := range m.Judges {
		for _, e := range long("judges", j, mostName) {
			add(e.Field, e.Key, "max", e.Args["max"], "count", e.Args["count"])
		}
	}
	panel := Review{Judges: m.Judges}
	for _, s := range r.Sheets {
		if panel.judge(s.Judge) == "" {
			add("judges", "duty_judge_sheet", "judge", s.Judge)
		}
	}
	switch {
	case m.MarksBy == "":
	case !m.MarksBy.Valid():
		add("marks_by", "duty_marks_by", "due", string(r.Due))
	case m.MarksBy < r.Due:
		add("marks_by", "duty_marks_early", "due", string(r.Due))
	}
}

// Owed are the marks that a judge of a panel still owes.
type Owed struct {
	Review  string
	Title   string
	By      survey.Day
	Reports int // handed in that he has not marked; of those he left out knowingly none
}

// Owed lists what whoever acts in the context owes as a judge of panels, where
// there is a day by which panels mark. He owes his sheet, and the marks of reports
// that were handed in after it.
func (r Room) Owed(ctx context.Context) (all []Owed, err error) {
	reviews, err := r.Reviews(ctx)
	if err != nil {
		return nil, err
	}
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return nil, err
	}
	me := line(survey.ActorOf(ctx).Name)
	for i := range reviews {
		v := &reviews[i]
		judge := v.judge(me)
		if v.State != Running || v.MarksBy == "" || len(v.Judges) == 0 || judge == "" || !may(reach, v, Score) {
			continue
		}
		reports, err := r.desk.store.DutyReports(ctx, v.ID)
		if err != nil {
			return nil, err
		}
		sheet, since := v.Sheet(judge), v.marked(judge)
		o := Owed{Review: v.ID, Title: v.Title, By: v.MarksBy}
		for i := range reports {
			p := &reports[i]
			if p.State != Handed && p.State != Accepted {
				continue
			}
			if sheet == nil || len(sheet.Given[p.Unit].Items) == 0 && p.handed().After(since) {
				o.Reports++
			}
		}
		if sheet == nil || o.Reports > 0 {
			all = append(all, o)
		}
	}
	return all, nil
}

// marked is when the sheet of a judge was last entered.
func (r *Review) marked(judge string) (at time.Time) {
	for _, s := range r.Steps {
		if s.Do == Score && s.Judge == judge {
			at = s.At
		}
	}
	return at
}

// handed is when a report was first handed in: what is handed in again after it
// was returned was there to be marked before.
func (p *Report) handed() time.Time {
	for _, s := range p.Steps {
		if s.Do == HandIn {
			return s.At
		}
	}
	return time.Time{}
}
