package scoring

import (
	"encoding/json"
	"strings"

	"gonum.org/v1/gonum/mat"
)

var (
	_ = holds("*.alpha", checkAlpha)
	_ = holds("*.alpha_pairwise", checkAlphaPairwise)
	_ = holds("*.items", checkItemAnalysis)
)

// columns returns the named columns of a table as the columns of a matrix.
func (t table) columns(names []string) *mat.Dense {
	x := mat.NewDense(len(t[names[0]]), len(names), nil)
	for j, name := range names {
		x.SetCol(j, t.numbers(name))
	}
	return x
}

// scale returns the items of a reliability case, keyed one way: the reversed
// ones (a name, a list of names or null) by the case's rule, 7 − x.
func (r *oracleRun) scale() *mat.Dense {
	var p struct {
		Items    []string
		Reversed json.RawMessage
		Rule     string `json:"reverse_rule"`
	}
	r.params(&p)
	if p.Rule != "" && p.Rule != "7 - x" {
		r.Fatalf("unknown rule %q", p.Rule)
	}
	x := r.table().columns(p.Items)
	x.Apply(func(_, j int, v float64) float64 {
		if strings.Contains(string(p.Reversed), `"`+p.Items[j]+`"`) {
			return 7 - v
		}
		return v
	}, x)
	return x
}

func checkAlpha(r *oracleRun) {
	var want map[string]float64
	r.expect(&want)
	got, err := CronbachAlpha(r.scale(), 0.95)
	if err != nil {
		r.Fatal(err)
	}
	for key, x := range map[string]float64{
		"n": float64(got.N), "k": float64(got.Items), "raw_alpha": got.Raw, "std_alpha": got.Standardized,
		"lambda6": got.Lambda6, "average_r": got.MeanR, "median_r": got.MedianR, "ase": got.ASE,
		"feldt_lo": got.Low, "feldt_hi": got.High, "score_mean": got.ScoreMean, "score_sd": got.ScoreSD,
	} {
		r.close(key, x, want[key])
		delete(want, key)
	}
	if len(want) > 0 {
		r.Errorf("not checked: %v", want)
	}
}

func checkAlphaPairwise(r *oracleRun) {
	var want struct {
		Rows int     `json:"n_rows"`
		Raw  float64 `json:"raw_alpha"`
		Std  float64 `json:"std_alpha"`
	}
	r.expect(&want)
	got, err := CronbachAlphaPairwise(r.scale())
	if err != nil {
		r.Fatal(err)
	}
	r.close("rows", float64(got.Rows), float64(want.Rows))
	r.close("alpha", got.Raw, want.Raw)
	r.close("standardised", got.Standardized, want.Std)
}

func checkItemAnalysis(r *oracleRun) {
	var want []struct {
		Item       string
		RTotal     float64 `json:"r_item_total"`
		RRest      float64 `json:"r_item_total_corrected"`
		RCorrected float64 `json:"r_cor"`
		Mean, SD   float64
		Alpha      float64 `json:"alpha_if_deleted"`
		Std        float64 `json:"std_alpha_if_deleted"`
	}
	r.expect(&want)
	got, err := AnalyzeItems(r.scale())
	if err != nil || len(got.Items) != len(want) {
		r.Fatalf("%d items, %v; want %d", len(got.Items), err, len(want))
	}
	for j, w := range want {
		g := got.Items[j]
		r.close(w.Item+" mean", g.Mean, w.Mean)
		r.close(w.Item+" sd", g.SD, w.SD)
		r.close(w.Item+" r with the total", g.RTotal, w.RTotal)
		r.close(w.Item+" r with the rest", g.RRest, w.RRest)
		r.close(w.Item+" r corrected", g.RCorrected, w.RCorrected)
		r.close(w.Item+" alpha if deleted", g.AlphaIfDeleted, w.Alpha)
		r.close(w.Item+" standardised if deleted", g.StandardizedIfDeleted, w.Std)
	}
}
