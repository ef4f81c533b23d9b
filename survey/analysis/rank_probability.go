package analysis

import (
	"fmt"

	"minping/scoring"
	"minping/survey"
)

// probabilities are those of ranks; P(among the first or last k) for each k
// stands under p_top_k and p_bottom_k, in the order of the units.
func (r *ranking) probabilities() map[string]any {
	distributions, expected := scoring.RankProbabilities(r.x, r.units.se), scoring.ExpectedRanks(r.x, r.units.se)
	type unit struct {
		ID       string     `json:"id"`
		Rank     int        `json:"rank"`
		Expected survey.Num `json:"expected_rank"`
		Best     survey.Num `json:"p_best"`
		Worst    survey.Num `json:"p_worst"`
		Q025     int        `json:"q025"`
		Median   int        `json:"median"`
		Q975     int        `json:"q975"`
	}
	units := make([]unit, len(expected))
	for i, d := range distributions {
		units[i] = unit{
			r.units.ids[i], r.ranks[i], survey.Num(expected[i]), survey.Num(d.First(1)), survey.Num(d.Last(1)),
			d.Quantile(0.025), d.Quantile(0.5), d.Quantile(0.975),
		}
	}
	r.column("期望名次", "Expected rank", func(i int) any { return survey.Num(expected[i]) })
	figures := map[string]any{"units": units}
	r.ends(figures, distributions, true)
	return figures
}

// ends adds the chances of being among the first (where asked for) and last k.
func (r *ranking) ends(figures map[string]any, distributions []scoring.RankDistribution, first bool) {
	for _, k := range r.Ends {
		if k >= len(distributions) {
			continue // everybody is among them
		}
		top, bottom := make([]survey.Num, len(distributions)), make([]survey.Num, len(distributions))
		for i, d := range distributions {
			top[i], bottom[i] = survey.Num(d.First(k)), survey.Num(d.Last(k))
		}
		figures[fmt.Sprintf("p_bottom_%d", k)] = bottom
		if first {
			figures[fmt.Sprintf("p_top_%d", k)] = top
			r.column(fmt.Sprintf("居前 %d", k), fmt.Sprintf("First %d", k), func(i int) any { return P(top[i]) })
		}
		r.column(fmt.Sprintf("居末 %d", k), fmt.Sprintf("Last %d", k), func(i int) any { return P(bottom[i]) })
	}
}

// shrunken ranks the units by their empirical-Bayes posteriors.
func (r *ranking) shrunken() {
	s, err := scoring.RankShrunken(r.x, r.units.se, scoring.DerSimonianLaird)
	if err != nil {
		r.without("rank_prob_eb", err)
		return
	}
	sign := survey.Num(1)
	if r.LowestFirst {
		sign = -1
	}
	type unit struct {
		ID       string     `json:"id"`
		EB       survey.Num `json:"eb"`
		PostSD   survey.Num `json:"post_sd"`
		Expected survey.Num `json:"expected_rank"`
		PCER     survey.Num `json:"pcer"`
		Q025     int        `json:"q025"`
		Q975     int        `json:"q975"`
	}
	units := make([]unit, len(s.Ranks))
	distributions := make([]scoring.RankDistribution, len(s.Ranks))
	for i, rank := range s.Ranks {
		distributions[i] = rank.Distribution
		units[i] = unit{
			r.units.ids[i], sign * survey.Num(s.Units[i].Value), survey.Num(s.Units[i].PostSD), survey.Num(rank.Expected), survey.Num(rank.PCER),
			rank.Distribution.Quantile(0.025), rank.Distribution.Quantile(0.975),
		}
	}
	r.figures.ProbabilityShrunken = map[string]any{
		"tau2": survey.Num(s.Tau2), "mu": sign * survey.Num(s.Mu), "rankability": survey.Num(s.Rankability), "units": units,
	}
	r.column("收缩得分", "Shrunken score", func(i int) any { return units[i].EB })
	r.column("收缩后期望名次", "Expected rank, shrunken", func(i int) any { return units[i].Expected })
	r.ends(r.figures.ProbabilityShrunken, distributions, false)
}
