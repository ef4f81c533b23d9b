package scoring

import (
	"math"
	"strings"
)

var (
	_ = holds("*.by_unit", checkChangeByUnit)
	_ = holds("*.overall_paired", checkOverallPaired)
	_ = holds("*.overall_design_paired", checkDesignPaired)
	_ = holds("*.overall_repeated_cs", checkRepeatedCrossSections)
	_ = holds("*.ttest", checkDesignTTest)
)

// waves returns the two waves of the variable named before the first dot.
func (r *oracleRun) waves() (d table, before, after []float64) {
	d = r.table()
	name, _, _ := strings.Cut(r.c.ID, ".")
	name = strings.ToUpper(name)
	return d, d.numbers(name + "1"), d.numbers(name + "2")
}

func checkChangeByUnit(r *oracleRun) {
	var p struct{ By string }
	r.params(&p)
	var want []struct {
		Unit    string
		N       int
		Wave1   float64
		Wave2   float64
		Diff    float64
		SE      float64 `json:"se_paired"`
		T       float64 `json:"t_paired"`
		P       float64 `json:"p_paired"`
		Lo, Hi  float64
		TWelch  float64 `json:"t_welch"`
		DFWelch float64 `json:"df_welch"`
		PWelch  float64 `json:"p_welch"`
		DZ      float64 `json:"d_z"`
		G       float64 `json:"hedges_g_indep"`
	}
	r.expect(&want)
	d, before, after := r.waves()
	type pairs struct{ x, y []float64 }
	units := map[string]*pairs{}
	for i, unit := range d[p.By] {
		if units[unit] == nil {
			units[unit] = &pairs{}
		}
		if !math.IsNaN(before[i] + after[i]) { // the case takes complete pairs, for Welch too
			units[unit].x = append(units[unit].x, before[i])
			units[unit].y = append(units[unit].y, after[i])
		}
	}
	enough := 0
	for _, u := range units {
		if len(u.x) >= 3 {
			enough++
		}
	}
	if enough != len(want) {
		r.Errorf("%d units have three pairs, want %d", enough, len(want))
	}
	for _, w := range want {
		u := units[w.Unit]
		if u == nil {
			r.Fatalf("no unit %s", w.Unit)
		}
		paired, err := PairedT(u.x, u.y, 0.95)
		if err != nil {
			r.Fatalf("%s: %v", w.Unit, err)
		}
		welch, err := WelchT(u.x, u.y, 0.95)
		if err != nil {
			r.Fatalf("%s: %v", w.Unit, err)
		}
		if paired.N != w.N || welch.N1 != w.N || welch.N2 != w.N {
			r.Errorf("%s: n = %d, want %d", w.Unit, paired.N, w.N)
		}
		for _, c := range []struct {
			what      string
			got, want float64
		}{
			{"wave1", paired.Before, w.Wave1},
			{"wave2", paired.After, w.Wave2},
			{"diff", paired.Diff, w.Diff},
			{"diff (Welch)", welch.Diff, w.Diff},
			{"se_paired", paired.SE, w.SE},
			{"t_paired", paired.T, w.T},
			{"p_paired", paired.P, w.P},
			{"lo", paired.Low, w.Lo},
			{"hi", paired.High, w.Hi},
			{"t_welch", welch.T, w.TWelch},
			{"df_welch", welch.DF, w.DFWelch},
			{"p_welch", welch.P, w.PWelch},
			{"d_z", paired.DZ, w.DZ},
			{"hedges_g_indep", welch.G, w.G},
		} {
			r.close(w.Unit+" "+c.what, c.got, c.want)
		}
	}
}

func checkOverallPaired(r *oracleRun) {
	var want struct {
		N              int
		Diff, T, DF, P float64
		SE             float64
	}
	r.expect(&want)
	_, before, after := r.waves()
	got, err := PairedT(before, after, 0.95)
	if err != nil {
		r.Fatal(err)
	}
	if got.N != want.N || got.N+got.Dropped != len(before) {
		r.Errorf("n = %d and %d dropped, want %d", got.N, got.Dropped, want.N)
	}
	r.close("diff", got.Diff, want.Diff)
	r.close("se", got.SE, want.SE)
	r.close("t", got.T, want.T)
	r.close("df", got.DF, want.DF)
	r.close("p", got.P, want.P)
}

// checkDesignPaired estimates the mean difference of the complete pairs, which
// are the case's whole design.
func checkDesignPaired(r *oracleRun) {
	var want struct{ Diff, SE, DF float64 }
	r.expect(&want)
	d, before, after := r.waves()
	w := d.numbers("w")
	var diff []float64
	var design SampleDesign
	for i := range before {
		if x := after[i] - before[i]; !math.IsNaN(x) {
			diff = append(diff, x)
			design.Weights = append(design.Weights, w[i])
			design.Clusters = append(design.Clusters, d["BTN2"][i])
		}
	}
	s, err := NewSample(len(diff), design)
	if err != nil {
		r.Fatal(err)
	}
	got, err := s.Mean(diff)
	if err != nil {
		r.Fatal(err)
	}
	r.close("diff", got.Value, want.Diff)
	r.close("se", got.SE, want.SE)
	r.close("df", got.DF, want.DF)
}

// checkRepeatedCrossSections stacks the available answers of both waves.
func checkRepeatedCrossSections(r *oracleRun) {
	var p struct{ Cluster string }
	r.params(&p)
	var want struct {
		Wave1, Wave2, Diff, SE float64
		DiffIndependent        float64 `json:"diff_independent"`
		SEIndependent          float64 `json:"se_independent"`
	}
	r.expect(&want)
	d, before, after := r.waves()
	w := d.numbers("w")
	var y []float64
	var first, second []bool
	var design SampleDesign
	for wave, answers := range [][]float64{before, after} {
		for i, x := range answers {
			if math.IsNaN(x) {
				continue
			}
			y = append(y, x)
			first, second = append(first, wave == 0), append(second, wave == 1)
			design.Weights = append(design.Weights, w[i])
			design.Clusters = append(design.Clusters, d[p.Cluster][i])
		}
	}
	s, err := NewSample(len(y), design)
	if err != nil {
		r.Fatal(err)
	}
	got, err := s.Change(y, first, second)
	if err != nil {
		r.Fatal(err)
	}
	r.close("wave1", got.Before, want.Wave1)
	r.close("wave2", got.After, want.Wave2)
	r.close("diff", got.Diff, want.Diff)
	r.close("se", got.SE, want.SE)
	if v := got.SE*got.SE + 2*got.Covariance; !agree(v, got.SEUncorrelated*got.SEUncorrelated, 1e-12) {
		r.Errorf("V1 + V2 = %g, want %g", got.SEUncorrelated*got.SEUncorrelated, v)
	}

	design.Clusters = nil // the case's independent waves: each answer drawn by itself
	if s, err = NewSample(len(y), design); err != nil {
		r.Fatal(err)
	}
	if got, err = s.Change(y, first, second); err != nil {
		r.Fatal(err)
	}
	r.close("diff_independent", got.Diff, want.DiffIndependent)
	r.close("se_independent", got.SE, want.SEIndependent)
}

// checkDesignTTest compares api00 of schools that met their targets or not.
func checkDesignTTest(r *oracleRun) {
	var want struct{ Diff, SE, T, DF, P float64 }
	r.expect(&want)
	s, d := r.sample()
	yes, no := make([]bool, len(d["sch.wide"])), make([]bool, len(d["sch.wide"]))
	for i, x := range d["sch.wide"] {
		yes[i], no[i] = x == "Yes", x == "No"
	}
	got, err := s.TTest(d.numbers("api00"), no, yes)
	if err != nil {
		r.Fatal(err)
	}
	r.close("diff", got.Diff, want.Diff)
	r.close("se", got.SE, want.SE)
	r.close("t", got.T, want.T)
	r.close("df", got.DF, want.DF)
	r.close("p", got.P, want.P)
}
