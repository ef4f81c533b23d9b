package scoring

import (
	"strings"

	"gonum.org/v1/gonum/mat"
)

var (
	_ = holds("*.lmg", checkKeyDrivers)
	_ = holds("*.relweights", checkRelativeWeights)
	_ = holds("*.ipa", checkImportancePerformance)
)

// drivers returns the outcome, drivers and weights that params name. The file
// ecsi_mobi_drivers has no data of its own and uses those of ecsi_mobi.
func (r *oracleRun) drivers(c oracleCase) (names []string, y []float64, x mat.Matrix, w []float64) {
	var p struct {
		Outcome string
		Drivers []string
		Weights string
	}
	r.decode(c.Params, &p)
	source := *r.file
	if source.Dataset == "" {
		source.Dataset = strings.TrimSuffix(r.file.name, "_drivers") + ".csv"
	}
	d := (&oracleRun{r.T, &source, c}).table()
	y = d.numbers(p.Outcome)
	columns := mat.NewDense(len(y), len(p.Drivers), nil)
	for k, name := range p.Drivers {
		columns.SetCol(k, d.numbers(name))
	}
	if p.Weights != "" {
		w = d.numbers(p.Weights)
	}
	return p.Drivers, y, columns, w
}

func checkKeyDrivers(r *oracleRun) {
	var want struct {
		R2      float64
		Drivers []struct {
			Item                            string
			LMG, First, Last, BetaSq, Pratt float64
			Beta                            float64
			Share                           float64 `json:"lmg_share"`
			StdBeta                         float64 `json:"std_beta"`
		}
	}
	var p struct{ N int }
	r.params(&p)
	r.expect(&want)
	names, y, x, w := r.drivers(r.c)
	got, err := KeyDrivers(y, x, w)
	if err != nil || got.N != p.N || len(got.Drivers) != len(want.Drivers) {
		r.Fatalf("%d drivers of %d rows, want %d of %d; %v", len(got.Drivers), got.N, len(want.Drivers), p.N, err)
	}
	r.close("R²", got.R2, want.R2)
	for k, e := range want.Drivers {
		if e.Item != names[k] {
			r.Fatalf("driver %d is %s, want %s", k, names[k], e.Item)
		}
		d := got.Drivers[k]
		r.close(e.Item+" lmg", d.LMG, e.LMG)
		r.close(e.Item+" share", d.Share, e.Share)
		r.close(e.Item+" first", d.First, e.First)
		r.close(e.Item+" last", d.Last, e.Last)
		r.close(e.Item+" betasq", d.BetaSq, e.BetaSq)
		r.close(e.Item+" pratt", d.Pratt, e.Pratt)
		r.close(e.Item+" beta", d.Beta, e.Beta)
		r.close(e.Item+" std beta", d.StdBeta, e.StdBeta)
	}
}

func checkRelativeWeights(r *oracleRun) {
	var want struct {
		R2      float64
		Drivers []struct {
			Item       string
			Raw, Share float64
		}
	}
	r.expect(&want)
	names, y, x, w := r.drivers(r.c)
	got, err := RelativeWeights(y, x, w)
	if err != nil || len(got.Drivers) != len(want.Drivers) {
		r.Fatalf("%d drivers, want %d; %v", len(got.Drivers), len(want.Drivers), err)
	}
	r.close("R²", got.R2, want.R2)
	for k, e := range want.Drivers {
		if e.Item != names[k] {
			r.Fatalf("driver %d is %s, want %s", k, names[k], e.Item)
		}
		r.close(e.Item+" raw", got.Drivers[k].Raw, e.Raw)
		r.close(e.Item+" share", got.Drivers[k].Share, e.Share)
	}
}

// checkImportancePerformance takes the drivers of the sibling case lmg.
func checkImportancePerformance(r *oracleRun) {
	var want struct {
		ImportanceCut  float64 `json:"importance_cut"`
		PerformanceCut float64 `json:"performance_cut"`
		Items          []struct {
			Item, Quadrant          string
			Importance, Performance float64
		}
	}
	r.expect(&want)
	sibling := strings.TrimSuffix(r.c.ID, "ipa") + "lmg"
	for _, c := range r.file.Cases {
		if c.ID != sibling {
			continue
		}
		names, y, x, w := r.drivers(c)
		drivers, err := KeyDrivers(y, x, w)
		if err != nil || len(names) != len(want.Items) {
			r.Fatalf("%d drivers, want %d; %v", len(names), len(want.Items), err)
		}
		var importance, performance []float64
		for _, d := range drivers.Drivers {
			importance, performance = append(importance, d.Share), append(performance, d.Mean)
		}
		got := ImportancePerformance(importance, performance)
		r.close("importance cut", got.ImportanceCut, want.ImportanceCut)
		r.close("performance cut", got.PerformanceCut, want.PerformanceCut)
		for k, e := range want.Items {
			r.close(e.Item+" importance", importance[k], e.Importance)
			r.close(e.Item+" performance", performance[k], e.Performance)
			if e.Item != names[k] || got.Quadrants[k].String() != e.Quadrant {
				r.Errorf("%s: %s, want %s: %s", names[k], got.Quadrants[k], e.Item, e.Quadrant)
			}
		}
		return
	}
	r.Fatalf("no case %s", sibling)
}
