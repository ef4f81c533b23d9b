package rectify

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"minping/survey"
)

// An Order is what one unit is told to put right.
type Order struct {
	ID       string     `json:"id"`
	Number   string     `json:"number,omitempty"` // 文号, given when it is issued
	Pattern  string     `json:"pattern"`          // of the number; see NumberPattern
	Title    string     `json:"title"`
	Unit     string     `json:"unit"`             // that answers for it
	Poll     string     `json:"poll,omitempty"`   // that all its tasks came of; "": of none, or of several
	Issuer   string     `json:"issuer,omitempty"` // who signs: 发文单位
	Preamble string     `json:"preamble,omitempty"`
	Due      survey.Day `json:"due"` // of tasks that say no other
	Made     time.Time  `json:"made"`
	Issued   time.Time  `json:"issued,omitzero"` // zero: a draft
	Revision int64      `json:"revision"`
}

// NumberPattern is how numbers are written where nobody says otherwise: the
// year and, in it, the next number of the same pattern.
const NumberPattern = "整改通知〔{year}〕{n}号"

// MostTasks is how many tasks an order holds at most.
const MostTasks = 500

func (o Order) clean() Order {
	o.Title, o.Issuer, o.Pattern, o.Preamble = plain(o.Title), plain(o.Issuer), plain(o.Pattern), strings.TrimSpace(o.Preamble)
	if o.Pattern == "" {
		o.Pattern = NumberPattern
	}
	return o
}

// check says what is wrong with an order.
func (o Order) check() (errs survey.FieldErrors) {
	if o.Title == "" {
		errs = append(errs, missing("title"))
	}
	if o.Unit == "" {
		errs = append(errs, missing("unit"))
	}
	if !o.Due.Valid() {
		errs = append(errs, survey.FieldError{Field: "due", Key: "order_due"})
	}
	if strings.Count(o.Pattern, "{n}") != 1 || strings.Count(o.Pattern, "{year}") > 1 {
		errs = append(errs, survey.FieldError{Field: "pattern", Key: "order_pattern", Args: survey.Args("example", NumberPattern)})
	}
	errs = append(errs, long("title", o.Title, mostTitle)...)
	errs = append(errs, long("issuer", o.Issuer, mostName)...)
	errs = append(errs, long("pattern", o.Pattern, mostName)...)
	return append(errs, long("preamble", o.Preamble, mostWords)...)
}

// number returns the number of a pattern and a year.
func number(pattern string, year, n int) string {
	return strings.NewReplacer("{year}", strconv.Itoa(year), "{n}", strconv.Itoa(n)).Replace(pattern)
}

// nextNumber returns the next number of a pattern in a year after those taken.
func nextNumber(pattern string, year int, taken []string) string {
	before, after, _ := strings.Cut(strings.ReplaceAll(pattern, "{year}", strconv.Itoa(year)), "{n}")
	form := regexp.MustCompile("^" + regexp.QuoteMeta(before) + "([0-9]{1,9})" + regexp.QuoteMeta(after) + "$")
	most := 0
	for _, t := range taken {
		if m := form.FindStringSubmatch(t); m != nil {
			n, _ := strconv.Atoi(m[1]) // nine digits at most
			most = max(most, n)
		}
	}
	return number(pattern, year, most+1)
}

// task is the task that a problem becomes in an order.
func (o Order) task(p Problem, no int) Task {
	return Task{
		Order: o.ID, No: no, State: Draft, Unit: o.Unit, Poll: p.Poll, Problem: p.ID, Title: p.Title, Detail: p.Detail, Kind: p.Kind,
		Origins: p.Origins, Advice: p.Advice, Due: o.Due, Cooperating: []string{}, Evidence: []Evidence{}, Steps: []Step{},
	}
}
