package survey

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// CheckSheet returns in what the ballots of a submission break the rules of
// the sheet together: how many units of a tier have the best grade, grades that
// do not fit the unit's other marks, and one and the same mark throughout where
// that is refused. Answers are as Check keeps them; what is blank, void or no
// mark breaks no rule. tier tells a unit's. Fields are as those of Accept.
func (q *Questionnaire) CheckSheet(ballots []Ballot, tier func(unit string) string) FieldErrors {
	if !q.Evaluates() {
		return nil
	}
	var errs FieldErrors
	for i := range q.Evaluation.Types {
		t := &q.Evaluation.Types[i]
		if t.Grade == "" {
			continue
		}
		rules := gradeRules{EvaluationType: t, of: q.For(t.Tier), options: q.ItemOptions(q.item(t.Grade))}
		var best []int
		n := 0
		for j, b := range ballots {
			if tier(b.Unit) != t.Tier {
				continue
			}
			n++
			if grade := rules.grade(b.Answers); grade != nil && *grade.Score == topScore(rules.options) {
				best = append(best, j)
			}
			errs = append(errs, rules.unfit(indexed("ballots", j), b.Answers)...)
		}
		if most := t.BestAtMostOf(n); most > 0 && len(best) > most {
			for _, j := range best[most:] {
				errs = append(errs, FieldError{
					Field: indexed("ballots", j) + ".answers." + t.Grade, Key: "best_at_most",
					Args: Args("max", most, "of", n, "count", len(best), "more", len(best)-most, "option", bestOf(rules.options).Label),
				})
			}
		}
	}
	return append(errs, q.sameMarks(ballots, tier)...)
}

// BestAtMostOf returns how many of n units of the tier on a sheet may have the
// best grade; 0: all of them.
func (t *EvaluationType) BestAtMostOf(n int) int {
	if t.BestShare > 0 {
		return max(1, int(math.Floor(t.BestShare*float64(n)+1e-9)))
	}
	return t.BestAtMost
}

// OnSheet returns those of the units that a group may rate, in the order in
// which they stand on a sheet: as the questionnaire lists the kinds of unit, others
// after them.
func (q *Questionnaire) OnSheet(units []Unit, group string) []Unit {
	place := func(u Unit) int {
		i := slices.IndexFunc(q.Evaluation.Types, func(t EvaluationType) bool { return t.Tier == u.Tier })
		return (i + len(q.Evaluation.Types) + 1) % (len(q.Evaluation.Types) + 1) // -1 is last
	}
	on := slices.DeleteFunc(slices.Clone(units), func(u Unit) bool { return !q.MayRate(group, u.Tier) })
	slices.SortStableFunc(on, func(a, b Unit) int { return cmp.Compare(place(a), place(b)) })
	return on
}

// CapsBest reports whether a sheet may give the best grade to some units of a
// tier only.
func (q *Questionnaire) CapsBest(tier string) bool {
	t := q.EvaluationType(tier)
	return t != nil && (t.BestAtMost > 0 || t.BestShare > 0)
}

// BallotField is where a FieldError finds the i-th ballot of a submission.
func BallotField(i int) string { return indexed("ballots", i) }

// MayRate reports whether a group may rate units of a tier.
func (q *Questionnaire) MayRate(group, tier string) bool {
	t := q.EvaluationType(tier)
	return t == nil || len(t.Raters) == 0 || slices.Contains(t.Raters, group)
}

// Fitting returns the grades that may go with the other marks of a unit of a
// tier, and the mean of these in points. Where no grade lies within
// EvaluationType.Fits of it, the nearest do. ok is false where any grade may:
// there is no such rule, or no mark.
func (q *Questionnaire) Fitting(tier string, a Answers) (fitting []Option, mean float64, ok bool) {
	t := q.EvaluationType(tier)
	if t == nil || t.Grade == "" || t.Fits == 0 {
		return nil, 0, false
	}
	return gradeRules{EvaluationType: t, of: q.For(tier), options: q.ItemOptions(q.item(t.Grade))}.fitting(a)
}

// gradeRules are the rules of a tier's grade.
type gradeRules struct {
	*EvaluationType
	of      *Questionnaire // as it is asked about the tier
	options []Option       // of the grade
}

// grade returns the grade that was given, nil where it is no mark.
func (r *gradeRules) grade(a Answers) *Option {
	if len(a[r.Grade]) != 1 {
		return nil
	}
	if o := optionOf(r.options, a[r.Grade][0]); o != nil && o.Score != nil {
		return o
	}
	return nil
}

func (r gradeRules) fitting(a Answers) (fitting []Option, mean float64, ok bool) {
	n, sum := 0, 0.0
	for _, o := range r.of.marks(a) {
		if o.item != r.Grade {
			n, sum = n+1, sum+o.score
		}
	}
	if n == 0 || r.Fits == 0 {
		return nil, 0, false
	}
	mean = sum / float64(n)
	away := func(o Option) float64 { return math.Abs(*o.Score - mean) }
	nearest := math.Inf(1)
	for _, o := range r.options {
		if o.Score != nil {
			nearest = min(nearest, away(o))
		}
	}
	for _, o := range r.options {
		if o.Score != nil && away(o) <= max(r.Fits, nearest)+1e-9 {
			fitting = append(fitting, o)
		}
	}
	return fitting, mean, true
}

// unfit says that a grade does not fit the unit's other marks.
func (r *gradeRules) unfit(field string, a Answers) FieldErrors {
	grade := r.grade(a)
	fitting, mean, ok := r.fitting(a)
	if grade == nil || !ok || optionOf(fitting, grade.Code) != nil {
		return nil
	}
	labels := make(labels, len(fitting))
	for i, o := range fitting {
		labels[i] = o.Label
	}
	return FieldErrors{{
		Field: field + ".answers." + r.Grade, Key: "grade_unfit",
		Args: Args("option", grade.Label, "mean", math.Round(10*mean)/10, "options", labels),
	}}
}

// A scoredMark is the answer to a scored item.
type scoredMark struct {
	item       string
	score, top float64
}

// marks returns the answers to items of the index that have a score.
func (q *Questionnaire) marks(a Answers) (marks []scoredMark) {
	for _, col := range q.columns() {
		if chosen := a[col.id]; len(chosen) == 1 {
			if o := optionOf(col.options, chosen[0]); o != nil && o.Score != nil {
				marks = append(marks, scoredMark{col.id, *o.Score, topScore(col.options)})
			}
		}
	}
	return marks
}

// allSame reports whether the sheet has two marks of scored items at
// least, and each is the best of its scale, or all have one score. An answer
// that is no mark, such as abstaining, is another one.
func (q *Questionnaire) allSame(ballots []Ballot, tier func(unit string) string) (top, alike bool) {
	n, score := 0, 0.0
	top, alike = true, true
	for _, b := range ballots {
		of := q.For(tier(b.Unit))
		marks := of.marks(b.Answers)
		answered := 0
		for _, col := range of.columns() {
			if len(b.Answers[col.id]) > 0 {
				answered++
			}
		}
		if answered > len(marks) {
			return false, false
		}
		for _, m := range marks {
			if n == 0 {
				score = m.score
			}
			n++
			top, alike = top && m.score == m.top, alike && m.score == score
		}
	}
	return top && n >= 2, alike && n >= 2
}

// sameMarks says that a sheet has the same mark throughout.
func (q *Questionnaire) sameMarks(ballots []Ballot, tier func(unit string) string) FieldErrors {
	e := &q.Evaluation
	if e.AllTop != RefuseSheet && e.AllAlike != RefuseSheet {
		return nil
	}
	top, alike := q.allSame(ballots, tier)
	switch {
	case top && e.AllTop == RefuseSheet:
		return FieldErrors{{Field: "ballots", Key: "sheet_all_top"}}
	case alike && e.AllAlike == RefuseSheet:
		return FieldErrors{{Field: "ballots", Key: "sheet_all_alike"}}
	}
	return nil
}

// voidOf is why sheets of paper are void, by what CheckSheet says of them.
var voidOf = map[string]string{
	"best_at_most": VoidMost, "grade_unfit": VoidCheck, "sheet_all_top": VoidAlike, "sheet_all_alike": VoidAlike,
}

// JudgeSheet applies the questionnaire's rules of validity to the ballots of a
// sheet of paper, each as JudgePaper does, then those of the whole sheet. One
// ballot that is void makes the sheet void. Fields of errs begin with the
// ballot, as those of Accept.
func (q *Questionnaire) JudgeSheet(ballots []Ballot, tier func(unit string) string) (kept []Ballot, reason string, errs FieldErrors) {
	for i, b := range ballots {
		answers, why, wrong := q.For(tier(b.Unit)).JudgePaper(b.Answers)
		for _, e := range wrong {
			e.Field = indexed("ballots", i) + ".answers." + e.Field
			errs = append(errs, e)
		}
		if reason == "" {
			reason = why
		}
		b.Answers = answers
		kept = append(kept, b)
	}
	if reason != "" || len(errs) > 0 {
		return nil, reason, errs
	}
	if wrong := q.CheckSheet(kept, tier); len(wrong) > 0 {
		return nil, voidOf[wrong[0].Key], nil
	}
	return kept, "", nil
}

func bestOf(options []Option) Option {
	best := Option{}
	for _, o := range options {
		if o.Score != nil && (best.Score == nil || *o.Score > *best.Score) {
			best = o
		}
	}
	return best
}

// labels are names of options, listed in the reader's language.
type labels []Text

func (l labels) In(lang string) string {
	s := ""
	for i, t := range l {
		if i > 0 {
			s += separator(lang)
		}
		s += t.In(lang)
	}
	return s
}

var sheetMessages = map[string]message{
	"may_not_rate":    {"“{group}”不评“{unit}”这一类对象；可评它的有：{groups}。", "Group “{group}” does not rate units like “{unit}”; these do: {groups}."},
	"rates_nobody":    {"“{group}”在本次测评中没有可评的对象。", "Group “{group}” may rate none of the poll’s units."},
	"paper_rates":     {"该测评主体不评这类对象。", "The group does not rate such units."},
	"paper_whole":     {"每张表限评若干名“优秀”，须整张录入，不能只录一个对象：单位请留空。", "A sheet may give the best grade to some only, so it is typed whole and not unit by unit: leave the unit empty."},
	"best_at_most":    {"{of} 个对象中最多 {max} 个可评“{option}”（现评了 {count} 个）；请改 {more} 个。", "At most {max} of {of} may be graded “{option}” (there are {count}); please change {more}."},
	"grade_unfit":     {"评“{option}”与分项不符：分项平均 {mean} 分，可评 {options}。请改评价或分项。", "“{option}” does not fit the other marks, whose mean is {mean}; it could be {options}. Please change it or them."},
	"sheet_all_top":   {"整张表全部评了最高一档，不能提交；请按实际逐项评价。", "Every mark of the sheet is the best one, which is not taken; please mark each as you see it."},
	"sheet_all_alike": {"整张表全部评了同一档，不能提交；请按实际逐项评价。", "Every mark of the sheet is the same, which is not taken; please mark each as you see it."},
}

func init() { maps.Copy(messages, sheetMessages) }
