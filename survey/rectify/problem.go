package rectify

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"minping/survey"
)

// A Problem is something wrong at a unit, drafted, edited and confirmed before
// it becomes a task of an order.
type Problem struct {
	ID       string       `json:"id"`
	State    ProblemState `json:"state"`
	Unit     string       `json:"unit"`
	Poll     string       `json:"poll,omitempty"`   // that it came of; "": of none
	Title    string       `json:"title"`            // in one sentence
	Detail   string       `json:"detail,omitempty"` // 具体表现
	Kind     string       `json:"kind,omitempty"`   // 问题类型
	Origins  []Origin     `json:"origins"`
	Advice   []Advice     `json:"advice"`         // 整改建议
	Task     string       `json:"task,omitempty"` // that it became
	Into     string       `json:"into,omitempty"` // the problem that it was merged into
	Why      string       `json:"why,omitempty"`  // it is dropped
	Revision int64        `json:"revision"`       // 0: not kept yet
}

// A ProblemState is how far a problem is.
type ProblemState string

// The states of a problem.
const (
	Drafted   ProblemState = "draft"
	Confirmed ProblemState = "confirmed"
	Ordered   ProblemState = "ordered" // it is a task
	Merged    ProblemState = "merged"  // into another
	Dropped   ProblemState = "dropped" // with a reason
)

// ProblemStates are all of them.
var ProblemStates = []ProblemState{Drafted, Confirmed, Ordered, Merged, Dropped}

// A Source says what a problem was drafted from.
type Source string

// The sources.
const (
	OfFinding Source = "finding" // of a release
	OfOpinion Source = "opinion" // merged from released comments
	OfLedger  Source = "ledger"  // imported
	OfClerk   Source = "entered" // by hand
)

// An Origin is what a problem rests on, as it was when it was drafted: a poll
// has one release, so its id names the figures.
type Origin struct {
	Source Source `json:"source"`
	Text   string `json:"text,omitempty"` // in words, as the source says it

	Poll      string            `json:"poll,omitempty"`
	Title     survey.Text       `json:"title,omitempty"` // of the poll
	Finding   string            `json:"finding,omitempty"`
	Node      string            `json:"node,omitempty"`
	NodeTitle survey.Text       `json:"node_title,omitempty"`
	Score     *survey.NodeScore `json:"score,omitempty"`
	Peers     survey.Num        `json:"peers"` // median of the tier at the node
	Flags     []survey.Flag     `json:"flags,omitempty"`
	Action    survey.Action     `json:"action,omitempty"`

	Item       string `json:"item,omitempty"`
	Opinion    string `json:"opinion,omitempty"`
	Statements int    `json:"statements,omitempty"` // that say so
}

// Certain reports whether a flag that the origin rests on is beyond error.
func (o Origin) Certain() bool {
	return slices.ContainsFunc(o.Flags, func(f survey.Flag) bool { return f.Certain })
}

// key names what an origin is about, so that it is not drafted twice; "" for
// what was entered.
func (o Origin) key() string {
	switch o.Source {
	case OfFinding:
		return "finding " + o.Poll + " " + o.Finding
	case OfOpinion:
		return "opinion " + o.Poll + " " + o.Item + " " + o.Opinion
	}
	return ""
}

// An Advice is something that could be done about a problem.
type Advice struct {
	Text    string `json:"text"`
	Measure string `json:"measure,omitempty"` // how one sees that it is done
	Days    int    `json:"days,omitempty"`
	Library string `json:"library,omitempty"` // id in the questionnaire's library; "": written here, or done before
	Task    string `json:"task,omitempty"`    // closed, in which it was done before
}

// The longest texts, in characters.
const (
	mostTitle = 200
	mostWords = 4000
	mostName  = 120
	mostList  = 50 // entries
)

const mostDays = 3650 // of the term of an advice

// What is wrong with a problem that is dropped for no reason, and with an advice
// whose term is no number of days.
var (
	ErrNoReason = survey.FieldErrors{{Field: "why", Key: "order_drop_why"}}
	ErrNoDays   = survey.FieldErrors{wrongDays("advice")}
)

func wrongDays(field string) survey.FieldError {
	return survey.FieldError{Field: field, Key: "order_days", Args: survey.Args("max", mostDays)}
}

// clean trims what people typed.
func (p Problem) clean() Problem {
	p.Title, p.Detail, p.Kind, p.Why = plain(p.Title), strings.TrimSpace(p.Detail), plain(p.Kind), strings.TrimSpace(p.Why)
	advice := make([]Advice, 0, len(p.Advice))
	for _, a := range p.Advice {
		a.Text, a.Measure = strings.TrimSpace(a.Text), strings.TrimSpace(a.Measure)
		if a.Text+a.Measure != "" {
			advice = append(advice, a)
		}
	}
	p.Advice = advice
	return p
}

// check says what is wrong with a problem.
func (p Problem) check() (errs survey.FieldErrors) {
	if p.Unit == "" {
		errs = append(errs, missing("unit"))
	}
	if p.Title == "" {
		errs = append(errs, missing("title"))
	}
	errs = append(errs, long("title", p.Title, mostTitle)...)
	errs = append(errs, long("detail", p.Detail, mostWords)...)
	errs = append(errs, long("kind", p.Kind, mostName)...)
	if p.State == Dropped && p.Why == "" {
		errs = append(errs, ErrNoReason...)
	}
	errs = append(errs, long("why", p.Why, mostWords)...)
	if len(p.Advice) > mostList {
		errs = append(errs, survey.FieldError{Field: "advice", Key: "order_many", Args: survey.Args("max", mostList)})
	}
	for i, a := range p.Advice {
		if a.Text == "" {
			errs = append(errs, survey.FieldError{Field: indexed("advice", i), Key: "order_advice"})
		}
		errs = append(errs, long(indexed("advice", i), a.Text, mostWords)...)
		errs = append(errs, long(indexed("advice", i)+".measure", a.Measure, mostWords)...)
		if a.Days < 0 || a.Days > mostDays {
			errs = append(errs, wrongDays(indexed("advice", i)+".days"))
		}
	}
	return errs
}

// open reports whether a problem may still be edited, merged or ordered.
func (p Problem) open() bool { return p.State == Drafted || p.State == Confirmed }

// merge puts others into p: what they rest on, what is advised, and their words
// where p does not say them.
func (p Problem) merge(others []Problem) Problem {
	p.Origins, p.Advice = slices.Clone(p.Origins), slices.Clone(p.Advice)
	for _, o := range others {
		p.Origins = append(p.Origins, o.Origins...)
		for _, a := range o.Advice {
			if !slices.Contains(p.Advice, a) {
				p.Advice = append(p.Advice, a)
			}
		}
		for _, words := range []string{o.Title, o.Detail} {
			if words != "" && words != p.Title && !strings.Contains(p.Detail, words) {
				p.Detail = strings.TrimSpace(p.Detail + "\n" + words)
			}
		}
	}
	return p
}

// plain is a text of one line.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

func missing(field string) survey.FieldError {
	return survey.FieldError{Field: field, Key: "missing"}
}

func long(field, text string, most int) survey.FieldErrors {
	if n := utf8.RuneCountInString(text); n > most {
		return survey.FieldErrors{{Field: field, Key: "too_long", Args: survey.Args("max", most, "count", n)}}
	}
	return nil
}

func indexed(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }
