package projects

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"minping/survey"
)

// A Project is something that a unit takes on. What was done about it stands in
// its steps; the fields are how it is now.
type Project struct {
	ID        string     `json:"id"`
	Programme string     `json:"programme"`
	Title     string     `json:"title"`
	Home      string     `json:"home,omitempty"` // unit below which it is offered; "": to all
	State     State      `json:"state"`
	Unit      string     `json:"unit,omitempty"` // that has it; "": none yet
	Lead      string     `json:"lead,omitempty"`
	Person    string     `json:"person,omitempty"`
	Measures  string     `json:"measures,omitempty"`
	From      survey.Day `json:"from,omitempty"` // when it was agreed
	Due       survey.Day `json:"due"`
	Asks      []Ask      `json:"asks"`    // of units that wait for an answer
	Reports   []Report   `json:"reports"` // by month, one each
	Visits    []Visit    `json:"visits"`  // oldest first
	Steps     []Step     `json:"steps"`   // oldest first
	Revision  int64      `json:"revision"`
}

// A State is how far a project is.
type State string

// The states.
const (
	Offered   State = "offered"   // 待认领
	Claimed   State = "claimed"   // 推进中
	Done      State = "done"      // 已完成，待验收
	Accepted  State = "accepted"  // 已验收
	Withdrawn State = "withdrawn" // 已撤销
)

// States are all of them, in the order of a project's life.
var States = []State{Offered, Claimed, Done, Accepted, Withdrawn}

// An Ask is a unit's wish to have a project.
type Ask struct {
	Unit string     `json:"unit"`
	Why  string     `json:"why"`
	Date survey.Day `json:"date"`
}

// A Report is what a month brought.
type Report struct {
	Month    string     `json:"month"` // 2026-11
	Share    int        `json:"share"` // percent done, in all
	Text     string     `json:"text"`
	Evidence []string   `json:"evidence,omitempty"` // what shows it, and where it lies
	Date     survey.Day `json:"date"`               // when it was told
}

// A Visit is what somebody saw on the spot.
type Visit struct {
	Date survey.Day `json:"date"`
	Name string     `json:"name"` // who went
	Text string     `json:"text"`
}

// A Step is something that was done about a project.
type Step struct {
	Do    Do         `json:"do"`
	At    time.Time  `json:"at"` // UTC, to the millisecond
	By    string     `json:"by,omitempty"`
	Name  string     `json:"name,omitempty"` // of the account, as it was then
	From  State      `json:"from"`
	To    State      `json:"to"`
	Unit  string     `json:"unit,omitempty"`
	Month string     `json:"month,omitempty"`
	Share int        `json:"share,omitempty"`
	Due   survey.Day `json:"due,omitempty"`
	Why   string     `json:"why,omitempty"`
}

// Share is the percent done as last reported.
func (p *Project) Share() int {
	if n := len(p.Reports); n > 0 {
		return p.Reports[n-1].Share
	}
	return 0
}

// ReportOf returns the report of a month; nil: there is none.
func (p *Project) ReportOf(month string) *Report {
	for i := range p.Reports {
		if p.Reports[i].Month == month {
			return &p.Reports[i]
		}
	}
	return nil
}

// The longest texts, in characters, and lists, in entries.
const (
	mostTitle = 200
	mostName  = 120
	mostWords = 4000
	mostList  = 50
)

// clean trims what people typed.
func (p Project) clean() Project {
	p.Programme, p.Title, p.Lead, p.Person = line(p.Programme), line(p.Title), line(p.Lead), line(p.Person)
	p.Measures = strings.TrimSpace(p.Measures)
	return p
}

func (p Project) check() (errs survey.FieldErrors) {
	if p.Programme == "" {
		errs = append(errs, missing("programme"))
	}
	if p.Title == "" {
		errs = append(errs, missing("title"))
	}
	if !p.Due.Valid() {
		errs = append(errs, survey.FieldError{Field: "due", Key: "project_due"})
	}
	for _, x := range []struct {
		field, text string
		most        int
	}{
		{"programme", p.Programme, mostName},
		{"title", p.Title, mostTitle},
		{"lead", p.Lead, mostName},
		{"person", p.Person, mostName},
		{"measures", p.Measures, mostWords},
	} {
		errs = append(errs, long(x.field, x.text, x.most)...)
	}
	return errs
}

// line is a text of one line.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

func missing(field string) survey.FieldError { return survey.FieldError{Field: field, Key: "missing"} }

func long(field, text string, most int) survey.FieldErrors {
	if n := utf8.RuneCountInString(text); n > most {
		return survey.FieldErrors{{Field: field, Key: "too_long", Args: survey.Args("max", most, "count", n)}}
	}
	return nil
}

// lines are those that say something.
func lines(list []string) []string {
	kept := make([]string, 0, len(list))
	for _, s := range list {
		if s = line(s); s != "" && !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}
