package scoring

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"
)

// estimates returns ids, values and errors of the data sets with ranking cases.
func (r *oracleRun) estimates() (ids []string, x, se []float64) {
	d := r.table()
	for _, c := range [][3]string{
		{"Abbreviation", "Estimate.2dec", "SE.2dec"},
		{"jurisdiction", "math_score", "math_se"},
		{"d", "score", "se"},
	} {
		if ids, ok := d[c[0]]; ok {
			return ids, d.numbers(c[1]), d.numbers(c[2])
		}
	}
	r.Fatalf("%s has no estimates", r.file.Dataset)
	return nil, nil, nil
}

// wantRank is one unit of a ranking case; numbers as ids are kept as written.
type wantRank struct {
	ID           json.RawMessage
	Rank, Lo, Hi int
	ExpectedRank float64 `json:"expected_rank"`
	PBest        float64 `json:"p_best"`
	PWorst       float64 `json:"p_worst"`
	Q025, Q975   int
	Median       int
}

func (w wantRank) id() string { return strings.Trim(string(w.ID), `"`) }

// same demands equal rank sets.
func (r *oracleRun) same(ids []string, ranks []int, got []RankSet, want []wantRank) {
	r.Helper()
	for i, w := range want {
		if w.id() != ids[i] {
			r.Fatalf("unit %d is %s, want %s", i, ids[i], w.id())
		}
		if got[i] != (RankSet{w.Lo, w.Hi}) || ranks != nil && ranks[i] != w.Rank {
			r.Errorf("%s: %v, want rank %d in %d..%d", ids[i], got[i], w.Rank, w.Lo, w.Hi)
		}
	}
}

func checkKleinWrightWieczorek(r *oracleRun) {
	var p struct {
		Level  float64
		Adjust string
	}
	var want struct {
		Z     float64
		Units []wantRank
	}
	r.params(&p)
	r.expect(&want)
	ids, x, se := r.estimates()
	method := map[string]Adjustment{"none": Unadjusted, "independence": Sidak, "bonferroni": Bonferroni}[p.Adjust]
	z, sets := KleinWrightWieczorek(x, se, p.Level, method)
	r.close("z", z, want.Z)
	r.same(ids, CompetitionRanks(x), sets, want.Units)
}

// checkArticle repeats figure 1 of the article: rank 1 is the shortest time,
// interval ends are rounded to one decimal, and touching intervals differ.
func checkArticle(r *oracleRun) {
	var p struct{ Level float64 }
	var want struct {
		Z     float64 `json:"z_indep"`
		Units []wantRank
	}
	r.params(&p)
	r.expect(&want)
	d := r.table()
	x, moe := d.numbers("Estimate.1dec"), d.numbers("MOE.1dec")
	se, low, high := make([]float64, len(x)), make([]float64, len(x)), make([]float64, len(x))
	for i := range x {
		se[i] = moe[i] / distuv.UnitNormal.Quantile(0.95)
	}
	z, _ := KleinWrightWieczorek(x, se, p.Level, Sidak)
	r.close("z", z, want.Z)
	for i := range x {
		const touch = 0.01 // within the rounding
		low[i] = -math.Round(10*(x[i]+z*se[i]))/10 + touch
		high[i] = -math.Round(10*(x[i]-z*se[i]))/10 - touch
	}
	r.same(d["Abbreviation"], nil, RankRegions(low, high), want.Units)
}

func checkPairwise(r *oracleRun) {
	var p struct{ Level float64 }
	var want struct {
		N     int `json:"n_significant"`
		Units []wantRank
	}
	r.params(&p)
	r.expect(&want)
	ids, x, se := r.estimates()
	_, name, _ := strings.Cut(r.c.ID, "pairwise_")
	method := map[string]Adjustment{"none": Unadjusted, "holm": Holm, "bonferroni": Bonferroni, "BH": BH}[name]
	n := 0
	for i, row := range significant(x, se, nil, p.Level, method) {
		for j, differ := range row {
			if differ && j > i {
				n++
			}
		}
	}
	if n != want.N {
		r.Errorf("%d pairs differ, want %d", n, want.N)
	}
	r.same(ids, CompetitionRanks(x), PairwiseRankSets(x, se, p.Level, method), want.Units)
}

func checkRankProbabilities(r *oracleRun) {
	var want map[string]json.RawMessage
	r.expect(&want)
	var units []wantRank
	r.decode(want["units"], &units)
	ids, x, se := r.estimates()
	prob, expected := RankProbabilities(x, se), ExpectedRanks(x, se)
	for i, w := range units {
		d := prob[i]
		r.close(ids[i]+" expected", expected[i], w.ExpectedRank)
		mean := 0.0
		for k, p := range d {
			mean += float64(k+1) * p
		}
		r.close(ids[i]+" mean of the distribution", mean, w.ExpectedRank)
		r.close(ids[i]+" best", d.First(1), w.PBest)
		r.close(ids[i]+" worst", d.Last(1), w.PWorst)
		if got := [3]int{d.Quantile(0.025), d.Quantile(0.5), d.Quantile(0.975)}; got != [3]int{w.Q025, w.Median, w.Q975} {
			r.Errorf("%s: quantiles %v, want %d %d %d", ids[i], got, w.Q025, w.Median, w.Q975)
		}
	}
	for key, raw := range want {
		end, number, ok := strings.Cut(strings.TrimPrefix(key, "p_"), "_")
		k, err := strconv.Atoi(number)
		if !ok || err != nil {
			continue
		}
		var p []float64
		r.decode(raw, &p)
		for i, d := range prob {
			got := d.Last(k)
			if end == "top" {
				got = d.First(k)
			}
			r.close(ids[i]+" "+key, got, p[i])
		}
	}
}

// checkAdjustP adjusts the p values of the sibling case by_unit.
func checkAdjustP(r *oracleRun) {
	variable, _, _ := strings.Cut(r.c.ID, ".")
	var p []float64
	for _, c := range r.file.Cases {
		if c.ID == variable+".by_unit" {
			var units []struct {
				P *float64 `json:"p_paired"`
			}
			r.decode(c.Expect, &units)
			for _, u := range units {
				if u.P == nil {
					p = append(p, math.NaN())
				} else {
					p = append(p, *u.P)
				}
			}
		}
	}
	var want map[string][]any
	r.expect(&want)
	for name, method := range map[string]Adjustment{"bonferroni": Bonferroni, "holm": Holm, "hochberg": Hochberg, "BH": BH, "BY": BY} {
		got := AdjustP(p, method)
		if len(got) != len(want[name]) {
			r.Fatalf("%d p values, want %d", len(got), len(want[name]))
		}
		for i, w := range want[name] {
			if x, ok := w.(float64); ok {
				r.close(name, got[i], x)
			} else if !math.IsNaN(got[i]) {
				r.Errorf("%s: p value %d is %g, want none", name, i, got[i])
			}
		}
	}
}
