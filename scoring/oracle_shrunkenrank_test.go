package scoring

import (
	"encoding/json"
	"strconv"
	"strings"
)

var (
	_ = holds("*.goldstein_healy", checkGoldsteinHealy)
	_ = holds("*.rank_prob_eb", checkShrunkenRanks)
)

func checkGoldsteinHealy(r *oracleRun) {
	var want struct{ Z float64 }
	r.expect(&want)
	_, x, se := r.estimates()
	got, err := GoldsteinHealy(x, se, 0.95)
	if err != nil {
		r.Fatal(err)
	}
	r.close("z", got.Z, want.Z)
}

func checkShrunkenRanks(r *oracleRun) {
	var want struct {
		Tau2, Mu, Rankability float64
		Units                 []struct {
			ID           json.RawMessage
			EB           float64
			PostSD       float64 `json:"post_sd"`
			ExpectedRank float64 `json:"expected_rank"`
			PCER         float64
			Q025, Q975   int
		}
	}
	r.expect(&want)
	ids, x, se := r.estimates()
	got, err := RankShrunken(x, se, DerSimonianLaird)
	if err != nil {
		r.Fatal(err)
	}
	r.close("tau2", got.Tau2, want.Tau2)
	r.close("mu", got.Mu, want.Mu)
	r.close("rankability", got.Rankability, want.Rankability)
	if len(want.Units) != len(ids) {
		r.Fatalf("%d units, want %d", len(ids), len(want.Units))
	}
	for i, w := range want.Units {
		if strings.Trim(string(w.ID), `"`) != ids[i] {
			r.Fatalf("unit %d is %s, want %s", i, ids[i], w.ID)
		}
		unit, rank := got.Units[i], got.Ranks[i]
		r.close(ids[i]+" eb", unit.Value, w.EB)
		r.close(ids[i]+" post_sd", unit.PostSD, w.PostSD)
		r.close(ids[i]+" expected", rank.Expected, w.ExpectedRank)
		r.close(ids[i]+" pcer", rank.PCER, w.PCER)
		d := rank.Distribution
		if q := [2]int{d.Quantile(0.025), d.Quantile(0.975)}; q != [2]int{w.Q025, w.Q975} {
			r.Errorf("%s: quantiles %v, want %d %d", ids[i], q, w.Q025, w.Q975)
		}
	}
	var all map[string]json.RawMessage
	r.expect(&all)
	seen := 0
	for key, raw := range all {
		last, ok := strings.CutPrefix(key, "p_bottom_")
		if !ok {
			continue
		}
		k, err := strconv.Atoi(last)
		if err != nil {
			r.Fatal(err)
		}
		var p []float64
		r.decode(raw, &p)
		for i, w := range p {
			r.close(ids[i]+" "+key, got.Ranks[i].Distribution.Last(k), w)
		}
		seen++
	}
	if seen == 0 {
		r.Fatal("no probabilities")
	}
}
