package projects

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"minping/survey"
)

// A Circular is what a month brought, of all projects that units had in it.
type Circular struct {
	Month    string         `json:"month"`
	Reported int            `json:"reported"` // projects of which something was told
	Silent   int            `json:"silent"`   // of which nothing was
	Behind   int            `json:"behind"`
	Lines    []CircularLine `json:"lines"` // by unit; within it by programme
}

// A CircularLine is one project of a circular.
type CircularLine struct {
	Project  string      `json:"project"`
	Title    string      `json:"title"`
	Program  string      `json:"programme"`
	Unit     string      `json:"unit"`
	Name     survey.Text `json:"name"`           // of the unit
	Share    int         `json:"share"`          // percent done by the end of the month
	Expected int         `json:"expected"`       // that even progress would have reached by then
	Text     string      `json:"text,omitempty"` // what was reported
	Silent   bool        `json:"silent,omitempty"`
	Behind   bool        `json:"behind,omitempty"` // less than half of what was expected, once a quarter of the time is gone
}

// Circular returns the circular of a month, such as 2026-11; "" is the month
// before today. What is no month, or lies ahead, is survey.FieldErrors.
func (r Room) Circular(ctx context.Context, month string) (Circular, error) {
	today := r.Today()
	month = cmp.Or(month, monthBefore(today))
	if !months.MatchString(month) {
		return Circular{}, survey.FieldErrors{{Field: "month", Key: "project_month"}}
	}
	if month > today.Month() {
		return Circular{}, survey.FieldErrors{{Field: "month", Key: "project_future", Args: survey.Args("month", today.Month())}}
	}
	projects, err := r.Projects(ctx, Filter{})
	if err != nil {
		return Circular{}, err
	}
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return Circular{}, err
	}
	named := reach.Named()
	c := Circular{Month: month, Lines: []CircularLine{}}
	for i := range projects {
		if p := &projects[i]; p.ran(month, r.desk.Zone) {
			c.add(p, named[p.Unit].Name, min(lastOf(month), today))
		}
	}
	slices.SortStableFunc(c.Lines, func(a, b CircularLine) int { return cmp.Compare(a.Name.In("zh"), b.Name.In("zh")) })
	return c, nil
}

// ran reports whether a unit had the project in a month, and it was not done before.
func (p *Project) ran(month string, zone *time.Location) bool {
	if p.Unit == "" || p.From.Month() > month || p.State == Withdrawn {
		return false
	}
	done := p.last(HandIn)
	return p.State == Claimed || done == nil || survey.DayOf(done.At, zone).Month() >= month
}

func (c *Circular) add(p *Project, name survey.Text, end survey.Day) {
	l := CircularLine{Project: p.ID, Title: p.Title, Program: p.Programme, Unit: p.Unit, Name: name, Expected: p.Expected(end)}
	for _, report := range p.Reports {
		if report.Month <= c.Month {
			l.Share = report.Share
		}
	}
	if report := p.ReportOf(c.Month); report != nil {
		l.Text = report.Text
		c.Reported++
	} else {
		l.Silent = true
		c.Silent++
	}
	if l.Behind = l.Expected >= 25 && 2*l.Share < l.Expected; l.Behind {
		c.Behind++
	}
	c.Lines = append(c.Lines, l)
}

// Table writes the circular as a table of texts.
func (c Circular) Table(lang string) (heads []string, rows [][]string) {
	for _, h := range []survey.Text{
		{"zh": "承办单位", "en": "Unit"},
		{"zh": "工程", "en": "Programme"},
		{"zh": "项目", "en": "Project"},
		{"zh": "进度", "en": "Done"},
		{"zh": "时序进度", "en": "Even progress"},
		{"zh": "本月进展", "en": "This month"},
		{"zh": "提示", "en": "Note"},
	} {
		heads = append(heads, h.In(lang))
	}
	for _, l := range c.Lines {
		var notes []string
		if l.Silent {
			notes = append(notes, survey.Text{"zh": "未报", "en": "nothing reported"}.In(lang))
		}
		if l.Behind {
			notes = append(notes, Behind.Words().In(lang))
		}
		rows = append(rows, []string{
			l.Name.In(lang), l.Program, l.Title, strconv.Itoa(l.Share) + "%", strconv.Itoa(l.Expected) + "%", l.Text,
			strings.Join(notes, survey.Text{"zh": "、", "en": ", "}.In(lang)),
		})
	}
	return heads, rows
}
