package awards

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"minping/scoring"
	"minping/survey"
)

// An Item is what judges mark by itself, with the highest mark.
type Item struct {
	Title string  `json:"title"`
	Full  float64 `json:"full"`
}

// A Judge marks the candidates of a round.
type Judge struct {
	Name    string   `json:"name"`              // of the account that he signs in with; without one he marks on paper
	Unit    string   `json:"unit,omitempty"`    // his own
	Recused []string `json:"recused,omitempty"` // candidates whom he does not mark: of his unit, those above and below it, and whom the organiser named
}

// A Sheet is the marks of one judge, by candidate; whom he did not mark, such as
// his own unit, is absent.
type Sheet struct {
	Judge   string               `json:"judge"`
	Account string               `json:"account,omitempty"` // that handed it in; "": typed from paper
	Marks   map[string]float64   `json:"marks"`             // with items their sums
	Items   map[string][]float64 `json:"items,omitempty"`   // in the order of the round's
	Recused map[string]string    `json:"recused,omitempty"` // whom the judge stood back from by himself, and why
	Day     survey.Day           `json:"day,omitempty"`
}

const (
	mostItems  = 12
	mostFull   = 1000
	mostJudges = 60
)

// items takes the items of a plan, and what they come to as full marks.
func (r *Round) items(all []Item) {
	for _, x := range all {
		r.Items = append(r.Items, Item{line(x.Title), x.Full})
	}
	switch {
	case len(r.Items) > 0:
		r.Full = 0
		for _, x := range r.Items {
			r.Full = Exact(r.Full + x.Full)
		}
	case r.Full == 0:
		r.Full = fullMarks
	}
}

// Marked are the items of a round; one without a title where it has none.
func (r *Round) Marked() []Item {
	if len(r.Items) > 0 {
		return r.Items
	}
	return []Item{{Full: r.Full}}
}

// Exact takes from a sum of marks what floating-point numbers leave over.
func Exact(sum float64) float64 { return math.Round(sum*1e6) / 1e6 }

func (r *Round) checkMarks(field string, add func(field, key string, args ...any)) {
	if r.Way != ByMarks {
		return
	}
	if !(r.Full > 0 && r.Full <= mostFull) {
		add(field, "award_full")
	}
	if len(r.Items) > mostItems {
		add(field, "award_items_many", "max", mostItems)
	}
	seen := map[string]bool{}
	for _, x := range r.Items {
		switch {
		case x.Title == "" || len([]rune(x.Title)) > mostName || !(x.Full > 0 && x.Full <= mostFull):
			add(field, "award_item", "max", mostName)
		case seen[x.Title]:
			add(field, "award_item_twice", "item", survey.Clip(x.Title))
		}
		seen[x.Title] = true
	}
}

// ToMark lists the rounds, from 0, that are to be decided by marks.
func (a *Award) ToMark() (rounds []int) {
	if at := a.Current(); at >= 0 {
		for i := at; i < len(a.Rounds); i++ {
			if a.Rounds[i].Way == ByMarks {
				rounds = append(rounds, i)
			}
		}
	}
	return rounds
}

// named is the round whose judges a move names.
func (a *Award) named(m Move) int {
	if m.Round == 0 {
		return a.Current()
	}
	return m.Round - 1
}

func cleanJudges(all []Judge) (clean []Judge) {
	for _, j := range all {
		j.Name, j.Unit = line(j.Name), line(j.Unit)
		j.Recused = slices.Compact(slices.Sorted(slices.Values(j.Recused)))
		clean = append(clean, j)
	}
	return clean
}

// called reports whether a judge goes by a name: accounts' are compared without case.
func (j *Judge) called(name string) bool { return strings.EqualFold(j.Name, line(name)) }

// judge is the one of a name; nil: there is none.
func (r *Round) judge(name string) *Judge {
	if i := slices.IndexFunc(r.Judges, func(j Judge) bool { return j.called(name) }); i >= 0 {
		return &r.Judges[i]
	}
	return nil
}

// public are the judges as the public is told of them.
func (r *Round) public(told bool) (names []Judge) {
	for _, j := range r.Judges {
		if told {
			names = append(names, Judge{Name: j.Name})
		}
	}
	return names
}

func (a *Award) wrongJudges(m Move, add func(field, key string, args ...any)) {
	at := a.named(m)
	if !slices.Contains(a.ToMark(), at) {
		add("round", "award_no_marks")
		return
	}
	if len(m.Judges) > mostJudges {
		add("judges", "award_many", "max", mostJudges)
	}
	r := &a.Rounds[at]
	named := Round{Judges: m.Judges}
	for i, j := range m.Judges {
		field := fmt.Sprintf("judges[%d]", i)
		switch {
		case j.Name == "" || len([]rune(j.Name)) > mostName:
			add(field, "award_judge")
		case slices.ContainsFunc(m.Judges[:i], func(o Judge) bool { return o.called(j.Name) }):
			add(field, "award_judge_twice", "judge", survey.Clip(j.Name))
		}
		for _, id := range j.Recused {
			if a.Candidate(id) == nil {
				add(field, "award_no_candidate")
				break
			}
		}
		if sheet := r.sheetOf(j.Name); sheet != nil {
			for id := range sheet.Marks {
				if slices.Contains(j.Recused, id) {
					add(field, "award_judge_marked", "judge", survey.Clip(j.Name))
					break
				}
			}
		}
	}
	for _, s := range r.Sheets {
		if len(m.Judges) > 0 && named.judge(s.Judge) == nil {
			add("judges", "award_judge_sheet", "judge", survey.Clip(s.Judge))
		}
	}
}

// wanting is how many judges were named for a round, may mark somebody in it, and
// have not handed in.
func (a *Award) wanting(round int) (n int) {
	r, in := &a.Rounds[round], a.In(round)
	for _, j := range r.Judges {
		marks := slices.ContainsFunc(in, func(c *Candidate) bool { return !slices.Contains(j.Recused, c.ID) })
		if marks && r.sheetOf(j.Name) == nil {
			n++
		}
	}
	return n
}

// sheetOf is the sheet of a judge; nil: it is not in.
func (r *Round) sheetOf(judge string) *Sheet {
	j := Judge{Name: judge}
	if i := slices.IndexFunc(r.Sheets, func(s Sheet) bool { return j.called(s.Judge) }); i >= 0 {
		return &r.Sheets[i]
	}
	return nil
}

// sheet is the one of a move.
func (r *Round) sheet(m Move, now Moment) Sheet {
	s := Sheet{Judge: m.Judge, Marks: m.Marks, Items: m.Items, Recused: m.Recused, Day: now.Today}
	if j := r.judge(m.Judge); j != nil {
		s.Judge = j.Name
	}
	s.sum()
	return s
}

// sum works out the marks of a sheet with items.
func (s *Sheet) sum() {
	if len(s.Items) == 0 {
		return
	}
	s.Marks = map[string]float64{}
	for id, marks := range s.Items {
		for _, m := range marks {
			s.Marks[id] = Exact(s.Marks[id] + m)
		}
	}
}

// put puts a judge's sheet in, in place of the one that was there; an empty one
// takes that away.
func (r *Round) put(sheet Sheet) {
	j := Judge{Name: sheet.Judge}
	r.Sheets = slices.DeleteFunc(slices.Clone(r.Sheets), func(s Sheet) bool { return j.called(s.Judge) })
	if len(sheet.Marks)+len(sheet.Recused) > 0 {
		r.Sheets = append(r.Sheets, sheet)
	}
	slices.SortFunc(r.Sheets, func(a, b Sheet) int { return cmp.Compare(a.Judge, b.Judge) })
}

// wrongSheet says what is wrong with a sheet that an organiser types from paper.
func (a *Award) wrongSheet(m Move, add func(field, key string, args ...any)) {
	r := &a.Rounds[a.Current()]
	before := r.sheetOf(m.Judge)
	empty := len(m.Marks)+len(m.Items)+len(m.Recused) == 0
	switch {
	case len(r.Judges) > 0 && r.judge(m.Judge) == nil && m.Judge != "":
		add("judge", "award_judge_unknown", "judge", survey.Clip(m.Judge))
	case before != nil && before.Account != "" && !empty:
		add("judge", "award_judge_own", "judge", survey.Clip(m.Judge))
	case before != nil && before.Account != "" && m.Why == "":
		add("why", "award_why")
	case before == nil && len(r.Sheets) >= mostJudges:
		add("judge", "award_many", "max", mostJudges)
	}
	a.wrongMarks(a.Current(), r.judge(m.Judge), m.Marks, m.Items, m.Recused, add)
}

// wrongMarks says what is wrong with the marks of a judge; nil: of one who was not
// named.
func (a *Award) wrongMarks(round int, judge *Judge, marks map[string]float64, items map[string][]float64, recused map[string]string, add func(field, key string, args ...any)) {
	r := &a.Rounds[round]
	if len(r.Items) > 0 && len(marks) > 0 || len(r.Items) == 0 && len(items) > 0 {
		add("marks", "award_items", "count", len(r.Items))
		return
	}
	in := a.In(round)
	known := map[string]bool{}
	for _, c := range in {
		known[c.ID] = true
		given, told := items[c.ID]
		if mark, whole := marks[c.ID]; whole {
			given, told = []float64{mark}, true
		}
		_, back := recused[c.ID]
		switch out := judge != nil && slices.Contains(judge.Recused, c.ID); {
		case (out || back) && told:
			add("marks."+c.ID, "award_recused")
		case back && line(recused[c.ID]) == "":
			add("marks."+c.ID, "award_recused_why")
		case told:
			r.wrongMark("marks."+c.ID, given, add)
		}
	}
	for _, id := range slices.Concat(slices.Collect(maps.Keys(marks)), slices.Collect(maps.Keys(items)), slices.Collect(maps.Keys(recused))) {
		if !known[id] {
			add("marks", "award_no_candidate")
			return
		}
	}
}

// wrongMark says what is wrong with what a candidate was given.
func (r *Round) wrongMark(field string, given []float64, add func(field, key string, args ...any)) {
	items := r.Marked()
	if len(given) != len(items) {
		add(field, "award_items_all", "count", len(items))
		return
	}
	for i, mark := range given {
		switch full := items[i].Full; {
		case mark >= 0 && mark <= full:
		case items[i].Title == "":
			add(field, "award_mark", "full", full)
		default:
			add(field, "award_item_mark", "item", items[i].Title, "full", full)
		}
	}
}

// marked are the figures of the sheets of judges: the mean of each candidate's
// marks without the extremes that the round leaves out.
func (r *Round) marked() map[string]Figure {
	by := map[string][]float64{}
	for _, s := range r.Sheets {
		for candidate, mark := range s.Marks {
			by[candidate] = append(by[candidate], mark)
		}
	}
	figures := map[string]Figure{}
	for candidate, marks := range by {
		e, _ := scoring.EstimateTrimmed(marks, r.Cut, 0.95) // there is at least one
		f := Figure{Value: survey.Num(e.Mean), Low: survey.Num(e.Low), High: survey.Num(e.High), N: e.N}
		if f.Low.OK() {
			f.Low, f.High = max(f.Low, 0), min(f.High, survey.Num(r.Full))
		}
		figures[candidate] = f
	}
	return figures
}
