package survey

import (
	"math"
	"slices"

	"minping/scoring"
)

// groups tells what became of each group that may rate a unit, or did.
func (e *evaluation) groups(i int, u *evaluatedUnit) []GroupEvaluation {
	out := []GroupEvaluation{}
	t := e.in.Questionnaire.EvaluationType(u.result.Tier)
	rule := e.rule(u.result.Unit)
	planned := 0.0
	for _, w := range rule.Weights {
		planned += w
	}
	for g, info := range e.in.Questionnaire.Groups {
		var s scoring.GroupScore
		if u.score != nil {
			s = u.score.Groups[g]
		}
		if s.Ballots == 0 && t != nil && len(t.Raters) > 0 && !slices.Contains(t.Raters, info.ID) {
			continue
		}
		told := GroupEvaluation{
			Group: info.ID, Standing: standing(s, rule.Weights[g], planned), Planned: notKnown, Used: Num(s.Used),
			Least: rule.Least[g], Attributable: info.Attributable, BallotCounts: e.counts(g+1, u), Grades: e.grades(i, g+1, u),
		}
		if planned > 0 {
			told.Planned = Num(rule.Weights[g] / planned)
		}
		out = append(out, told)
	}
	return out
}

// standing names what became of a group.
func standing(s scoring.GroupScore, weight, planned float64) GroupStanding {
	switch {
	case planned > 0 && weight == 0:
		return GroupWeightless
	case s.Ballots == 0:
		return GroupIsEmpty
	case s.State == scoring.GroupValueless:
		return GroupNoValue
	case s.State == scoring.GroupFew:
		return GroupTooFew
	}
	return GroupCounts
}

// A markedSheet is what the marks of one rater have in common.
type markedSheet struct {
	marks      int
	top, alike bool
	first      int16 // place of the first mark on its scale, from the best
}

// countSheets reads which linked sheets have the best or the same mark throughout.
func (e *evaluation) countSheets() {
	e.sheets = map[string]markedSheet{}
	for _, u := range e.computation.out.Units {
		for _, b := range e.held[u.Unit] {
			if b.sheet != "" && b.unit == u.Unit {
				e.sheets[b.sheet] = e.mark(e.sheets[b.sheet], b.answers)
			}
		}
	}
}

// mark adds the marks of a ballot to those of its sheet.
func (e *evaluation) mark(m markedSheet, answers []int16) markedSheet {
	for j, a := range answers {
		if a < 0 || math.IsNaN(e.ins.Items[j].Options[a].Score) {
			continue
		}
		place := int16(0)
		for _, o := range e.ins.Items[j].Options {
			if o.Score > e.ins.Items[j].Options[a].Score {
				place++
			}
		}
		if m.marks == 0 {
			m = markedSheet{top: true, alike: true, first: place}
		}
		m.marks++
		m.top, m.alike = m.top && place == 0, m.alike && place == m.first
	}
	return m
}

// counts tells of the ballots about a unit, slot 0, or of one group of it.
func (e *evaluation) counts(slot int, u *evaluatedUnit) (told BallotCounts) {
	group, shown := "", u.result.Ballots
	if slot > 0 {
		group = e.in.Questionnaire.Groups[slot-1].ID
		shown = u.result.Groups[group].Ballots
	}
	if n, known := e.issued(u.result.Unit, group); known {
		told.Issued = &n
	}
	var collected, abstained, top, alike int
	for _, b := range e.held[u.result.Unit] {
		if slot > 0 && b.group != group {
			continue
		}
		collected++
		if marks := e.mark(markedSheet{}, e.onlyAsked(b.answers, u.asked)); marks.marks == 0 {
			abstained++
		} else {
			sheet := e.sheets[b.sheet]
			if b.sheet == "" {
				sheet = marks
			}
			if sheet.marks > 1 && sheet.top {
				top++
			}
			if sheet.marks > 1 && sheet.alike {
				alike++
			}
		}
	}
	if collected > 0 && shown == 0 {
		return told // hidden
	}
	told.Collected = &collected
	if e.showsDistribution(slot, u) {
		told.Abstained = &abstained
		if rules := e.in.Questionnaire.Evaluation; rules.AllTop == FlagSheet {
			told.AllTop = &top
		}
		if rules := e.in.Questionnaire.Evaluation; rules.AllAlike == FlagSheet {
			told.AllAlike = &alike
		}
	}
	return told
}

// issued returns how many codes were handed out for a unit or one group of it.
func (e *evaluation) issued(unit, group string) (n int, known bool) {
	if e.codes == nil {
		e.codes = make(map[string]map[string]int)
		for cell, codes := range e.in.Issued {
			if e.codes[cell.Unit] == nil {
				e.codes[cell.Unit] = make(map[string]int)
			}
			e.codes[cell.Unit][cell.Group] += codes
		}
	}
	for of, codes := range e.codes[unit] {
		if group == "" || of == group {
			n, known = n+codes, true
		}
	}
	return n, known
}

// showsDistribution reports whether it may be told how many of the ballots of a
// unit or group have something in common: as with distributions of answers, and
// only of units that tell of their raters.
func (e *evaluation) showsDistribution(slot int, u *evaluatedUnit) bool {
	if e.in.MinGroup < 2 {
		return true
	}
	if slot > 0 && e.open[e.in.Questionnaire.Groups[slot-1].ID] {
		return true
	}
	if !u.tells {
		return false
	}
	n := 0
	for g, s := range u.score.Groups {
		if (slot == 0 || slot == g+1) && !e.open[s.Group] {
			n += s.Ballots
		}
	}
	return n == 0 || n >= leastAnswers(e.in.MinGroup)
}

// grades tells the marks at the item that grades a unit, of all or one group.
func (e *evaluation) grades(i, slot int, u *evaluatedUnit) *GradeCounts {
	item := e.gradeItem(u)
	if item < 0 || u.score == nil || !e.showsGrades(item, i, slot) {
		return nil
	}
	counts := u.score.Counts[item]
	if slot > 0 {
		counts = u.score.Groups[slot-1].Counts[item]
	}
	told := &GradeCounts{Item: e.ins.Items[item].ID, Counts: distribution(e.ins.Items[item], counts), Rates: map[string]Num{}}
	for o, option := range e.ins.Items[item].Options {
		if !math.IsNaN(option.Score) {
			told.Valid += counts[o]
		}
	}
	for o, option := range e.ins.Items[item].Options {
		if told.Valid > 0 && !math.IsNaN(option.Score) {
			told.Rates[option.Code] = Num(float64(counts[o]) / float64(told.Valid))
		}
	}
	return told
}

// gradeItem returns the column that grades a unit, -1 where none does.
func (e *evaluation) gradeItem(u *evaluatedUnit) int {
	t := e.in.Questionnaire.EvaluationType(u.result.Tier)
	if t == nil || t.Grade == "" {
		return -1
	}
	return slices.IndexFunc(e.ins.Items, func(it scoring.Item) bool { return it.ID == t.Grade })
}

func (e *evaluation) showsGrades(item, i, slot int) bool {
	if e.hidden == nil {
		return true
	}
	return e.hidden.shown(1+len(e.computation.out.Nodes)+item, i, slot)
}

// thresholds returns the ids of the thresholds that a unit meets.
func (e *evaluation) thresholds(u *evaluatedUnit) (met []string) {
	grades := u.told.Grades
	if grades == nil || grades.Valid == 0 {
		return nil
	}
	for _, t := range e.in.Questionnaire.Evaluation.Thresholds {
		if t.Tier != "" && t.Tier != u.result.Tier {
			continue
		}
		n := 0
		for _, code := range t.Options {
			n += grades.Counts[code]
		}
		rate := float64(n) / float64(grades.Valid)
		if t.Above != nil && rate > *t.Above || t.Least != nil && rate >= *t.Least {
			met = append(met, t.ID)
		}
	}
	return met
}
