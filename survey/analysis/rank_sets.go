package analysis

import (
	"math/rand/v2"
	"strings"

	"minping/scoring"
	"minping/survey"
)

// apply computes the figures of one method.
func (r *ranking) apply(method string) {
	f := r.figures
	family, form, _ := strings.Cut(method, "_")
	switch {
	case family == "kww":
		*map[string]**kwwFigures{"none": &f.KWWNone, "independence": &f.KWWIndependence, "bonferroni": &f.KWWBonferroni}[form] = r.kww(method, form)
	case family == "pairwise":
		*map[string]**pairwiseFigures{
			"none": &f.PairwiseNone, "holm": &f.PairwiseHolm, "bonferroni": &f.PairwiseBonferroni, "BH": &f.PairwiseBH,
		}[form] = r.pairwise(method, form)
	case method == "csranks_marginal":
		f.CSRanksMarginal = r.csranks(method, true)
	case method == "csranks_simul":
		f.CSRanksSimultaneous = r.csranks(method, false)
	case method == "rank_prob":
		f.Probability = r.probabilities()
	case method == "rank_prob_eb":
		r.shrunken()
	case method == "goldstein_healy":
		r.compare()
	}
}

// sets words the ranges of ranks and adds them to the table.
func (r *ranking) sets(method string, sets []scoring.RankSet) []rankSet {
	out := make([]rankSet, len(sets))
	for i, s := range sets {
		out[i] = rankSet{r.units.ids[i], r.ranks[i], s.Low, s.High}
	}
	family, form, _ := strings.Cut(method, "_")
	zh := map[string]string{"kww": "同时区间", "pairwise": "两两检验", "csranks": "自助法"}[family] + " " + form
	r.column(zh, method, func(i int) any { return span(sets[i].Low, sets[i].High) })
	return out
}

func (r *ranking) kww(method, form string) *kwwFigures {
	adjustment := map[string]scoring.Adjustment{
		"none": scoring.Unadjusted, "independence": scoring.Sidak, "bonferroni": scoring.Bonferroni,
	}[form]
	z, sets := scoring.KleinWrightWieczorek(r.x, r.units.se, r.Level, adjustment)
	return &kwwFigures{survey.Num(z), r.sets(method, sets)}
}

// pairwise counts every pair that differs once: at the lower of the two, whose
// range starts below the other.
func (r *ranking) pairwise(method, form string) *pairwiseFigures {
	adjustment := map[string]scoring.Adjustment{
		"none": scoring.Unadjusted, "holm": scoring.Holm, "bonferroni": scoring.Bonferroni, "BH": scoring.BH,
	}[form]
	sets := scoring.PairwiseRankSets(r.x, r.units.se, r.Level, adjustment)
	f := &pairwiseFigures{Units: r.sets(method, sets)}
	for _, s := range sets {
		f.Significant += s.Low - 1
	}
	return f
}

func (r *ranking) csranks(method string, marginal bool) []rankSet {
	c := scoring.MogstadRomanoShaikhWilhelm(r.x, r.units.se, scoring.RankBootstrap{
		Level: r.Level, Src: rand.NewPCG(r.Seed, 2024), Draws: r.Draws, Marginal: marginal,
	})
	return r.sets(method, c.Sets)
}

// compare gives intervals in points of the scores as they are.
func (r *ranking) compare() {
	c, err := scoring.GoldsteinHealy(r.units.x, r.units.se, r.Level)
	if err != nil {
		r.without("goldstein_healy", err)
		return
	}
	f := &comparisonFigures{Z: survey.Num(c.Z)}
	for i, id := range r.units.ids {
		f.Units = append(f.Units, comparisonInterval{id, survey.Num(c.Low[i]), survey.Num(c.High[i])})
	}
	r.figures.Comparison = f
	r.column("对比下限", "Compare from", func(i int) any { return survey.Num(c.Low[i]) })
	r.column("对比上限", "to", func(i int) any { return survey.Num(c.High[i]) })
}

// without notes why a method has no figures.
func (r *ranking) without(method string, err error) {
	r.notes = append(r.notes, say("没有 {method}：{why}。", "No {method}: {why}.", "method", method, "why", why(err)))
}
