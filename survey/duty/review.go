package duty

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"minping/survey"
)

// A Review is one round of duty reports. What was done about it stands in its
// steps; the fields are how it is now.
type Review struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Year      string     `json:"year"`               // as 2026
	Home      string     `json:"home,omitempty"`     // unit below which those who report are; "": anywhere
	Due       survey.Day `json:"due"`                // reports are handed in by the end of it
	Sections  []string   `json:"sections"`           // headings of a report
	Items     []Item     `json:"items"`              // that are marked
	Cut       int        `json:"cut,omitempty"`      // how many of the highest, and of the lowest, sums of a report are left out
	Units     []string   `json:"units"`              // who reports
	Poll      string     `json:"poll,omitempty"`     // whose scores stand beside the marks
	Judges    []string   `json:"judges,omitempty"`   // the panel, by name; none: whoever may mark
	MarksBy   survey.Day `json:"marks_by,omitempty"` // judges mark by the end of it; "": nobody is told of one
	Sheets    []Sheet    `json:"sheets"`             // by judge
	State     State      `json:"state"`
	Results   []Result   `json:"results,omitempty"` // once published, the highest first
	Published survey.Day `json:"published,omitempty"`
	Steps     []Step     `json:"steps"` // oldest first
	Revision  int64      `json:"revision"`
}

// An Item is what is marked.
type Item struct {
	Title string  `json:"title"`
	Full  float64 `json:"full"` // highest mark
}

// A State is how far a review is.
type State string

// The states.
const (
	Planned   State = "planned"   // 筹备中
	Running   State = "running"   // 述职评议中
	Published State = "published" // 已公布
	Cancelled State = "cancelled" // 已取消
)

// States are all of them, in the order of a review's life.
var States = []State{Planned, Running, Published, Cancelled}

// A Grade is a judge's view of a report as a whole.
type Grade string

// The grades, the best first.
const (
	Good     Grade = "A" // 好
	RatherSo Grade = "B" // 较好
	Fair     Grade = "C" // 一般
	Poor     Grade = "D" // 差
)

// Grades are all of them.
var Grades = []Grade{Good, RatherSo, Fair, Poor}

// A Sheet is what one judge gave, by unit; of whom he did not mark, such as
// himself, there is nothing.
type Sheet struct {
	Judge   string          `json:"judge"`
	Account string          `json:"account,omitempty"` // of the judge, who handed it in himself; "": typed from paper
	Given   map[string]Mark `json:"given"`
}

// A Mark is what a judge gave one report.
type Mark struct {
	Items []float64 `json:"items"` // as the review's
	Grade Grade     `json:"grade,omitempty"`
}

// Sum is the sum of the items.
func (m Mark) Sum() (sum float64) {
	for _, x := range m.Items {
		sum += x
	}
	return sum
}

// A Step is something that was done about a review.
type Step struct {
	Do    Do         `json:"do"`
	At    time.Time  `json:"at"` // UTC, to the millisecond
	Day   survey.Day `json:"day"`
	By    string     `json:"by,omitempty"`
	Name  string     `json:"name,omitempty"` // of the account, as it was then
	Judge string     `json:"judge,omitempty"`
	Why   string     `json:"why,omitempty"`
}

// Full is the sum that is worth 100.
func (r *Review) Full() (full float64) {
	for _, it := range r.Items {
		full += it.Full
	}
	return full
}

// Sheet returns that of a judge; nil: there is none.
func (r *Review) Sheet(judge string) *Sheet {
	for i := range r.Sheets {
		if r.Sheets[i].Judge == judge {
			return &r.Sheets[i]
		}
	}
	return nil
}

// gives reports whether a sheet has just these marks.
func (s *Sheet) gives(marks map[string]Mark) bool {
	return maps.EqualFunc(s.Given, marks, func(a, b Mark) bool { return a.Grade == b.Grade && slices.Equal(a.Items, b.Items) })
}

// Result returns that of a unit; nil: there is none.
func (r *Review) Result(unit string) *Result {
	for i := range r.Results {
		if r.Results[i].Unit == unit {
			return &r.Results[i]
		}
	}
	return nil
}

// The longest texts, in characters, and lists, in entries.
const (
	mostTitle = 200
	mostName  = 120
	mostWords = 4000
	// MostUnits, MostItems and MostSections bound a review.
	MostUnits    = 300
	MostItems    = 20
	MostSections = 12
	mostSheets   = 100
	mostFull     = 1000
	mostCut      = 5
)

// clean trims what people typed, and keeps only what a plan says.
func (r Review) clean() Review {
	p := Review{
		ID: r.ID, Title: line(r.Title), Year: line(r.Year), Home: r.Home, Due: survey.ReadDay(string(r.Due)), Cut: r.Cut, Poll: line(r.Poll),
		Sections: []string{}, Items: []Item{}, Units: slices.Clone(r.Units), Sheets: []Sheet{}, State: Planned, Steps: r.Steps, Revision: r.Revision,
		Judges: r.Judges, MarksBy: r.MarksBy,
	}
	if p.Steps == nil {
		p.Steps = []Step{}
	}
	if p.Units == nil {
		p.Units = []string{}
	}
	for _, s := range r.Sections {
		if s = line(s); s != "" {
			p.Sections = append(p.Sections, s)
		}
	}
	for _, it := range r.Items {
		p.Items = append(p.Items, Item{line(it.Title), it.Full})
	}
	return p
}

// check says what is wrong with a plan by itself.
func (r *Review) check() (errs survey.FieldErrors) {
	add := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	if r.Title == "" {
		add("title", "missing")
	}
	errs = append(errs, long("title", r.Title, mostTitle)...)
	if !survey.Day(r.Year + "-01-01").Valid() {
		add("year", "duty_year")
	}
	if !r.Due.Valid() {
		add("due", "duty_due")
	} else if r.MarksBy != "" && r.Due > r.MarksBy {
		add("due", "duty_due_marks", "day", string(r.MarksBy))
	}
	if r.Cut < 0 || r.Cut > mostCut {
		add("cut", "duty_cut", "max", mostCut)
	}
	if n := len(r.Sections); n == 0 || n > MostSections {
		add("sections", "duty_sections", "max", MostSections)
	}
	for _, s := range r.Sections {
		errs = append(errs, long("sections", s, mostTitle)...)
	}
	r.checkItems(add)
	if n := len(r.Units); n == 0 || n > MostUnits {
		add("units", "duty_units", "max", MostUnits)
	}
	seen := map[string]bool{}
	for i, u := range r.Units {
		if seen[u] {
			add(fmt.Sprintf("units[%d]", i), "duty_twice", "unit", survey.Clip(u))
		}
		seen[u] = true
	}
	return errs
}

func (r *Review) checkItems(add func(field, key string, args ...any)) {
	if n := len(r.Items); n == 0 || n > MostItems {
		add("items", "duty_items", "max", MostItems)
	}
	seen := map[string]bool{}
	for i, it := range r.Items {
		field := fmt.Sprintf("items[%d]", i)
		if it.Title == "" || utf8.RuneCountInString(it.Title) > mostName {
			add(field, "duty_item_title", "max", mostName)
		}
		if !(it.Full > 0 && it.Full <= mostFull) {
			add(field, "duty_full", "max", mostFull)
		}
		if seen[it.Title] {
			add(field, "duty_item_twice", "item", it.Title)
		}
		seen[it.Title] = true
	}
}

// line is a text of one line.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

func long(field, text string, most int) survey.FieldErrors {
	if n := utf8.RuneCountInString(text); n > most {
		return survey.FieldErrors{{Field: field, Key: "too_long", Args: survey.Args("max", most, "count", n)}}
	}
	return nil
}
