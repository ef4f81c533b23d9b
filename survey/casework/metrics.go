package casework

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"minping/scoring"
	"minping/survey"
)

// A Share is so many of so many, from 0 to 1; null where there are none. Low and
// High are the Wilson interval at 95 %, of shares that further services would
// change by chance; null where all were counted and nothing is estimated.
type Share struct {
	N     int        `json:"n"`
	Of    int        `json:"of"`
	Share survey.Num `json:"share"`
	Low   survey.Num `json:"low"`
	High  survey.Num `json:"high"`
}

var unknown = survey.Num(math.NaN())

// counted is a share of a whole that is known.
func counted(n, of int) Share {
	s := Share{n, of, unknown, unknown, unknown}
	if of > 0 {
		s.Share = survey.Num(float64(n) / float64(of))
	}
	return s
}

// estimated is a share with its interval.
func estimated(n, of int) Share {
	s := counted(n, of)
	low, high := scoring.Wilson(n, of, 0.95)
	s.Low, s.High = survey.Num(low), survey.Num(high)
	return s
}

// Figures are the public figures of a unit in a span of days. Imputed reviews and
// those that a recheck found void are in none of the shares.
type Figures struct {
	Unit    string            `json:"unit"`
	Handled int               `json:"handled"` // matters, as far as they were imported
	Reviews int               `json:"reviews"`
	Imputed int               `json:"imputed"`
	Void    int               `json:"void"`
	Grades  [5]int            `json:"grades"` // reviews from grade 1 to 5
	BadBy   map[PointKind]int `json:"bad_by"` // bad reviews by what they are about

	Rate      Share `json:"rate"`      // 评价率: reviews of matters handled; null where no list of them is whole
	Active    Share `json:"active"`    // 主动评价率: those that nobody asked for, of the same
	Satisfied Share `json:"satisfied"` // 满意率: grades 3 to 5
	Bad       Share `json:"bad"`       // 差评率
	InTime    Share `json:"in_time"`   // 按期整改率: answered by the deadline, of cases that were answered or due
	Called    Share `json:"called"`    // 回访率: of answered cases with a contact
	Pleased   Share `json:"pleased"`   // 回访满意率: of those that were reached

	Cases  int `json:"cases"` // that came in
	Closed int `json:"closed"`
	Late   int `json:"late"` // open beyond their deadline

	// Rank is by InTime, the best first; units with equal shares have one rank.
	// 0: nothing was due.
	Rank int `json:"rank"`
	// Low are the last full months in which fewer were answered in time than the
	// rules ask for; Talk says that these are the last two.
	Low  []string `json:"low"`
	Talk bool     `json:"talk"`
}

// Metrics are the figures of all units that whoever asks sees.
type Metrics struct {
	From  survey.Day `json:"from"`
	To    survey.Day `json:"to"`
	Least int        `json:"least"` // percent in time below which a month is low
	Units []Figures  `json:"units"` // by rank, units without one last
	Whole Figures    `json:"whole"` // of all these units
	// Themes are those named at cases of the span more than once, by unit.
	Themes []ThemeCount `json:"themes"`
}

// A ThemeCount is how often a theme came up at a unit.
type ThemeCount struct {
	Unit  string `json:"unit"`
	Theme string `json:"theme"`
	Cases int    `json:"cases"`
}

// Metrics computes the figures of a span, both days included.
func (r Room) Metrics(ctx context.Context, from, to survey.Day) (Metrics, error) {
	reach, err := r.reach(ctx, caseRights...)
	if err != nil {
		return Metrics{}, err
	}
	set, err := r.desk.store.CaseRules(ctx)
	if err != nil {
		return Metrics{}, err
	}
	counts, err := r.desk.store.CountReviews(ctx, from, to)
	if err != nil {
		return Metrics{}, err
	}
	cases, err := r.desk.store.Cases(ctx)
	if err != nil {
		return Metrics{}, err
	}
	counts = slices.DeleteFunc(counts, func(c Count) bool { return !sees(reach, c.Unit) })
	cases = slices.DeleteFunc(cases, func(c Case) bool { return !sees(reach, c.Unit) })
	return measure(counts, cases, set, from, to, r.Today()), nil
}

// A tally is a unit's sums.
type tally struct {
	Figures
	invited                                   int
	inTime, due, called, named, pleased, told int
	months                                    map[string][2]int // in time, due
}

// measure is Metrics from what is kept.
func measure(counts []Count, cases []Case, set Settings, from, to, today survey.Day) Metrics {
	m := Metrics{From: from, To: to, Least: set.Low, Units: []Figures{}, Themes: []ThemeCount{}}
	units, whole := map[string]*tally{}, newTally("")
	both := func(unit string, f func(t *tally)) {
		t := units[unit]
		if t == nil {
			t = newTally(unit)
			units[unit] = t
		}
		f(t)
		f(whole)
	}
	for _, c := range counts {
		both(c.Unit, func(t *tally) { t.count(c) })
	}
	themes := map[[2]string]int{}
	for i := range cases {
		c := &cases[i]
		if c.Day < from.Add(-366) || c.Day > to {
			continue
		}
		both(c.Unit, func(t *tally) { t.take(c, from, to, today) })
		if c.Theme != "" && c.Day >= from {
			themes[[2]string{c.Unit, c.Theme}]++
		}
	}
	for key, n := range themes {
		if n > 1 {
			m.Themes = append(m.Themes, ThemeCount{key[0], key[1], n})
		}
	}
	slices.SortFunc(m.Themes, func(a, b ThemeCount) int {
		return cmp.Or(b.Cases-a.Cases, cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Theme, b.Theme))
	})
	for _, t := range units {
		m.Units = append(m.Units, t.figures(set, to))
	}
	m.Whole = whole.figures(set, to)
	m.Whole.Low, m.Whole.Talk = []string{}, false // a talk is with a unit
	rank(m.Units)
	return m
}

func newTally(unit string) *tally {
	return &tally{Figures: Figures{Unit: unit, BadBy: map[PointKind]int{}}, months: map[string][2]int{}}
}

func (t *tally) count(c Count) {
	switch {
	case c.About == "":
		t.Handled += c.N
	case c.Imputed:
		t.Imputed += c.N
	case c.Void:
		t.Void += c.N
	default:
		t.Reviews += c.N
		t.Grades[c.Grade-1] += c.N
		if c.Invited {
			t.invited += c.N
		}
		if c.Grade <= worstBad {
			t.BadBy[c.About] += c.N
		}
	}
}

// take counts a case: it belongs to the days on which it came in, and what became
// of its deadline to the day of the deadline.
func (t *tally) take(c *Case, from, to, today survey.Day) {
	if c.Day >= from {
		t.Cases++
		if !c.State.Open() {
			t.Closed++
		}
		if c.State.WithUnit() && today > c.Due {
			t.Late++
		}
	}
	due, inTime := c.Due, false
	answer, answered := c.Answered()
	if answered {
		due, inTime = answer.Due, answer.InTime
	}
	if answered || today > c.Due {
		m := t.months[string(due[:7])]
		m[1]++
		if inTime {
			m[0]++
		}
		t.months[string(due[:7])] = m
		if due >= from && due <= to {
			t.due++
			if inTime {
				t.inTime++
			}
		}
	}
	if !answered || answer.Day < from || answer.Day > to || !c.Named {
		return
	}
	t.named++
	if c.Outcome == "" && c.last(CallBack) == nil {
		return
	}
	t.called++
	for i := len(c.Steps) - 1; i >= 0; i-- { // the last that was reached
		if s := c.Steps[i]; s.Do == CallBack && s.Outcome != Unreachable {
			t.told++
			if s.Outcome == Satisfied {
				t.pleased++
			}
			return
		}
	}
}

func (t *tally) figures(set Settings, to survey.Day) Figures {
	f := t.Figures
	bad := f.Grades[0] + f.Grades[1]
	f.Rate, f.Active = counted(f.Reviews, 0), counted(f.Reviews-t.invited, 0)
	if f.Handled >= f.Reviews { // else the list of matters is not whole
		f.Rate, f.Active = counted(f.Reviews, f.Handled), counted(f.Reviews-t.invited, f.Handled)
	}
	f.Satisfied, f.Bad = estimated(f.Reviews-bad, f.Reviews), estimated(bad, f.Reviews)
	f.InTime, f.Called, f.Pleased = estimated(t.inTime, t.due), counted(t.called, t.named), estimated(t.pleased, t.told)
	f.Low = []string{}
	months := lastMonths(to)
	for _, month := range months {
		if m := t.months[month]; m[1] > 0 && 100*m[0] < set.Low*m[1] {
			f.Low = append(f.Low, month)
		}
	}
	f.Talk = len(f.Low) == len(months)
	return f
}

// lastMonths are the last two months that had ended by a day, the earlier first.
func lastMonths(to survey.Day) []string {
	first := to.Add(1).Time()
	first = time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC)
	return []string{first.AddDate(0, -2, 0).Format("2006-01"), first.AddDate(0, -1, 0).Format("2006-01")}
}

// rank orders units by what was answered in time and gives equal shares one rank.
func rank(units []Figures) {
	slices.SortFunc(units, func(a, b Figures) int {
		switch {
		case a.InTime.Of == 0 || b.InTime.Of == 0:
			return cmp.Or(min(1, b.InTime.Of)-min(1, a.InTime.Of), cmp.Compare(a.Unit, b.Unit))
		default: // as whole numbers, so that equal shares are equal
			return cmp.Or(b.InTime.N*a.InTime.Of-a.InTime.N*b.InTime.Of, cmp.Compare(a.Unit, b.Unit))
		}
	})
	for i := range units {
		u := &units[i]
		switch {
		case u.InTime.Of == 0:
		case i > 0 && units[i-1].InTime.Share == u.InTime.Share:
			u.Rank = units[i-1].Rank
		default:
			u.Rank = i + 1
		}
	}
}
