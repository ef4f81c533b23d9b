package trial

import (
	"slices"
	"strings"

	"minping/survey"
)

// sheets draws the ballots of a questionnaire that evaluates: each respondent
// rates all units that his group may.
func (d *drawing) sheets(units, groups []string, each int) {
	quality := make(map[string]float64, len(units))
	for _, unit := range units {
		quality[unit] = 0.9 * d.rng.NormFloat64()
	}
	for _, group := range groups {
		rated := slices.DeleteFunc(slices.Clone(units), func(u string) bool { return !d.whole.MayRate(group, d.tier(u)) })
		for range each {
			d.sheet(rated, group, quality)
		}
	}
}

// sheet draws one and counts it. Ballots by which it breaks rules of the whole
// are answered anew.
func (d *drawing) sheet(units []string, group string, quality map[string]float64) {
	ballots := make([]survey.Ballot, len(units))
	for i, unit := range units {
		ballots[i] = survey.Ballot{Unit: unit, Group: group}
	}
	wrong := survey.FieldErrors{}
	for i := range ballots {
		wrong = append(wrong, d.fillIn(&ballots[i], quality)...)
	}
	broken := d.whole.CheckSheet(ballots, d.tier)
	for turn := 0; turn < turns*turns && len(wrong) == 0 && len(broken) > 0; turn++ {
		for i := range ballots {
			about := func(e survey.FieldError) bool {
				return e.Field == "ballots" || strings.HasPrefix(e.Field, survey.BallotField(i)+".")
			}
			if slices.ContainsFunc(broken, about) {
				wrong = append(wrong, d.fillIn(&ballots[i], quality)...)
			}
		}
		broken = d.whole.CheckSheet(ballots, d.tier)
	}
	d.refused(append(wrong, broken...))
	if len(wrong)+len(broken) > 0 {
		d.trial.Turned += len(ballots)
		return
	}
	for _, b := range ballots {
		d.count(b.Unit, b.Group, b.Answers)
	}
}

// fillIn answers a ballot; a grade that would not fit the other marks is the
// one that does.
func (d *drawing) fillIn(b *survey.Ballot, quality map[string]float64) survey.FieldErrors {
	tier := d.tier(b.Unit)
	d.q, d.quality = d.whole.For(tier), quality[b.Unit]
	answers, wrong := d.answer()
	if fitting, _, ok := d.whole.Fitting(tier, answers); ok && len(wrong) == 0 {
		grade := d.whole.EvaluationType(tier).Grade
		fits := func(o survey.Option) bool { return slices.Contains(answers[grade], o.Code) }
		if len(answers[grade]) > 0 && !slices.ContainsFunc(fitting, fits) {
			answers[grade] = []string{fitting[d.rng.IntN(len(fitting))].Code}
			answers, wrong = d.answerFrom(answers)
		}
	}
	b.Answers = answers
	return wrong
}
