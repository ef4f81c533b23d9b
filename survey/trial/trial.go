// Package trial tries a poll out before it opens: it answers the questionnaire
// by chance, as respondents would, and computes the release that would follow.
// Nothing is stored: neither the answers nor the release, and whatever it
// returns says that it is simulated.
package trial

import (
	"errors"
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"minping/scoring"
	"minping/survey"
)

// How many ballots a trial draws: of a unit in each group, and at most in all.
const (
	Each = 30
	Most = 60_000
)

// ErrUnits says that a poll has no units to try it on.
var ErrUnits = errors.New("a trial needs units")

// A Trial is what came of trying a poll out.
type Trial struct {
	Release *survey.Release // Simulated
	Ballots int             // drawn and counted
	// Refused are the kinds of mistake for which the questionnaire refused
	// answers drawn by chance as respondents would give them, the first of each
	// item: such as a rule that nobody can keep.
	Refused survey.FieldErrors
	Turned  int // ballots that were refused in the end
}

// Run tries a poll over the units out: of each unit and group it draws as many
// ballots, by default Each and enough for a rank. The same poll is answered the same
// in every run. ErrUnits: there are no units.
func Run(q *survey.Questionnaire, poll survey.Poll, units []survey.Unit) (*Trial, error) {
	if len(poll.Units) == 0 {
		return nil, ErrUnits
	}
	poll.Simulated = true
	t := &Trial{}
	d := &drawing{
		whole: q, respondent: respondent{rng: seeded(poll.ID, q.Hash)}, trial: t,
		encoder: survey.NewEncoder(q), profiler: survey.NewProfiler(q, poll.Sample), counter: survey.NewCounter(q, poll.Sample),
	}
	d.ballot.Answers = make([]int16, len(d.encoder.Columns()))
	groups := []string{""}
	if len(q.Groups) > 0 {
		groups = groups[:0]
		for _, g := range q.Groups {
			groups = append(groups, g.ID)
		}
	}
	each := max(Each, (q.Scoring.MinBallots+len(groups)-1)/len(groups))
	each = max(1, min(each, Most/(len(groups)*len(poll.Units))))
	tiers := make(map[string]string, len(units))
	for _, u := range units {
		tiers[u.ID] = u.Tier
	}
	if d.tier = func(unit string) string { return tiers[unit] }; q.Evaluates() {
		d.sheets(poll.Units, groups, each)
	} else {
		d.units(poll.Units, groups, each)
	}
	t.Release = survey.Compute(survey.Inputs{
		Questionnaire: q, Units: survey.RosterOf(units, poll.Units, q.Scoring.RollUp), Ballots: d.counter,
		Sample: poll.Sample, Poll: &poll, MinGroup: q.MinGroup(),
	})
	t.Release.Open = nil // nobody wrote anything
	return t, nil
}

// A drawing draws the ballots of a trial and counts them.
type drawing struct {
	whole *survey.Questionnaire
	tier  func(unit string) string
	respondent
	trial    *Trial
	encoder  *survey.Encoder
	profiler *survey.Profiler // nil: the sample needs no answers
	counter  *survey.Counter
	ballot   scoring.Ballot
}

// units draws the ballots of each unit, one respondent each.
func (d *drawing) units(units, groups []string, each int) {
	for _, unit := range units {
		d.q, d.quality = d.whole.For(d.tier(unit)), 0.9*d.rng.NormFloat64()
		for _, group := range groups {
			for range each {
				answers, wrong := d.answer()
				if d.refused(wrong); len(wrong) > 0 {
					d.trial.Turned++
					continue
				}
				d.count(unit, group, answers)
			}
		}
	}
}

// refused notes mistakes of new kinds.
func (d *drawing) refused(wrong survey.FieldErrors) {
	for _, e := range wrong {
		if !slices.ContainsFunc(d.trial.Refused, func(seen survey.FieldError) bool { return seen.Field == e.Field }) {
			d.trial.Refused = append(d.trial.Refused, e)
		}
	}
}

// count counts a ballot.
func (d *drawing) count(unit, group string, answers survey.Answers) {
	d.ballot.Unit, d.ballot.Group, d.ballot.Weight = unit, group, 1
	d.encoder.Encode(answers, d.ballot.Answers)
	if d.profiler != nil && !d.profiler.Fill(&d.ballot, said(d.profiler.Asks(), answers)) {
		d.trial.Turned++ // it has no design weight
		return
	}
	d.trial.Ballots++
	d.counter.Add(&d.ballot)
}

// said returns the first of the answers to each item.
func said(items []string, answers survey.Answers) [][]byte {
	list := make([][]byte, len(items))
	for i, item := range items {
		if a := answers[item]; len(a) > 0 {
			list[i] = []byte(a[0])
		}
	}
	return list
}

// seeded returns a source of chance that names alone settle.
func seeded(names ...string) *rand.Rand {
	h := fnv.New64a()
	for _, n := range names {
		h.Write([]byte(n))
		h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(h.Sum64(), 0))
}
