package survey

import (
	"math"

	"gonum.org/v1/gonum/stat"

	"minping/scoring"
)

// severity tells how severe raters are, part by part of those that common
// ratings connect, and frees the units' means of it.
func (e *evaluation) severity(units []*evaluatedUnit) *TierSeverity {
	if !e.in.Ballots.held.linked() {
		return nil
	}
	ratings, by := scoring.Ratings{}, map[string]*evaluatedUnit{}
	for _, u := range units {
		by[u.result.Unit] = u
		for _, r := range u.raters {
			if r.sheet != "" {
				ratings.Ratee, ratings.Rater = append(ratings.Ratee, u.result.Unit), append(ratings.Rater, r.sheet)
				ratings.Value = append(ratings.Value, r.composite)
			}
		}
	}
	random, err := scoring.SeverityRandom(ratings)
	if err == scoring.ErrNoRatings { //nolint:errorlint // a sentinel of the function itself
		return nil
	}
	parts := scoring.RatingParts(ratings)
	s := &TierSeverity{Parts: len(parts), Ratings: len(ratings.Value), Fixed: []PartSeverity{}}
	for i, part := range parts {
		s.Raters += len(part.Raters)
		e.severityOf(s, i+1, part, within(ratings, part), by)
	}
	s.OrderDepends = s.OrderDepends || len(parts) > 1
	if err != nil {
		return s
	}
	s.Random = &RandomSeverity{
		Mean: Num(random.Mean), RateeVariance: Num(random.RateeVariance), RaterVariance: Num(random.RaterVariance), Residual: Num(random.Residual),
	}
	for _, a := range random.Ratees {
		if told := by[a.Ratee].told.Severity; told != nil {
			told.Random, told.RandomSE = Num(a.Adjusted), Num(a.SE)
		}
	}
	return s
}

// linked reports whether some ballots say which others come from the same rater.
func (h *heldBallots) linked() bool {
	for _, b := range h.ballots {
		if b.sheet != "" {
			return true
		}
	}
	return false
}

// within returns the ratings of a part.
func within(all scoring.Ratings, part scoring.RatingPart) (own scoring.Ratings) {
	inside := map[string]bool{}
	for _, ratee := range part.Ratees {
		inside[ratee] = true
	}
	for k, ratee := range all.Ratee {
		if inside[ratee] {
			own.Ratee, own.Rater, own.Value = append(own.Ratee, ratee), append(own.Rater, all.Rater[k]), append(own.Value, all.Value[k])
		}
	}
	return own
}

// severityOf adds the fixed-effects analysis of a part, and what it says of its
// units that tell of their raters.
func (e *evaluation) severityOf(s *TierSeverity, number int, part scoring.RatingPart, ratings scoring.Ratings, by map[string]*evaluatedUnit) {
	fixed, err := scoring.SeverityFixed(ratings)
	if err != nil {
		return
	}
	effects := make([]float64, len(fixed.Raters))
	for i, r := range fixed.Raters {
		effects[i] = r.Effect
	}
	s.Fixed = append(s.Fixed, PartSeverity{
		Part: number, Units: len(part.Ratees), Raters: len(part.Raters), Ratings: fixed.N, Mean: Num(fixed.Mean),
		Sigma: Num(fixed.Sigma), DF: fixed.DF, Spread: Num(stat.StdDev(effects, nil)), F: Num(fixed.F), P: Num(fixed.P),
	})
	raw, adjusted, raters := make([]float64, len(fixed.Ratees)), make([]float64, len(fixed.Ratees)), map[string]map[string]bool{}
	for i, a := range fixed.Ratees {
		raw[i], adjusted[i], raters[a.Ratee] = steady(a.Raw), steady(a.Adjusted), map[string]bool{}
	}
	for k, ratee := range ratings.Ratee {
		raters[ratee][ratings.Rater[k]] = true
	}
	swapped := 0
	for i := range raw {
		for j := range i {
			if (raw[i]-raw[j])*(adjusted[i]-adjusted[j]) < 0 {
				swapped++
			}
		}
	}
	s.Swapped += swapped
	s.OrderDepends = s.OrderDepends || swapped > 0 && fixed.P <= 1-e.level
	rawRank, adjustedRank := scoring.CompetitionRanks(raw), scoring.CompetitionRanks(adjusted)
	for i, a := range fixed.Ratees {
		if u := by[a.Ratee]; u.tells {
			u.told.Severity = &UnitSeverity{
				Part: number, Raters: len(raters[a.Ratee]), Raw: Num(a.Raw), Adjusted: Num(a.Adjusted), SE: Num(a.SE),
				Random: notKnown, RandomSE: notKnown, RawRank: rawRank[i], AdjustedRank: adjustedRank[i],
			}
		}
	}
}

// steady takes off what is nothing but rounding, so that it breaks no tie.
func steady(x float64) float64 { return math.Round(x*1e9) / 1e9 }
