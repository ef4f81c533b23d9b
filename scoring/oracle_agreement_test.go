package scoring

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

var (
	_ = holds("lead.rwg", checkRWG)
	_ = holds("lead.rwgj", checkRWGJ)
	_ = holds("lead.adm", checkRWGJ)
	_ = holds("s360.rwgj", checkRWGJ)
	_ = holds("lead.icc1_2", checkGroupICC)
	_ = holds("s360.icc", checkGroupICC)
	_ = holds("*.icc_psych", checkICC)
	_ = holds("*.icc_irr", checkICCApprox)
	_ = holds("*.icc_oneway", checkICCOneWay)
	_ = holds("*.published", checkICCPublished)
	_ = holds("*.kendall_w", checkKendall)
	_ = holds("*.trimmed", checkTrimmed)
)

// members returns the items of an agreement case, its groups, and the rows of
// each. In a 360 data set they are the complete forms of the other raters (9:
// don't know) of ratees with two or more.
func (r *oracleRun) members() (x *mat.Dense, group []string, at map[string][]int) {
	var p struct {
		Item  string
		Items []string
	}
	if len(r.c.Params) > 0 {
		r.params(&p)
	}
	d := r.table()
	if p.Item != "" {
		p.Items = []string{p.Item}
	}
	at = map[string][]int{}
	if d["relation"] == nil {
		for i, g := range d["COMPID"] {
			at[g] = append(at[g], i)
		}
		return d.columns(p.Items), d["COMPID"], at
	}
	for i := 1; d[fmt.Sprint("i", i)] != nil; i++ {
		p.Items = append(p.Items, fmt.Sprint("i", i))
	}
	x = d.columns(p.Items)
	for i, g := range d["ratee"] {
		row := x.RawRowView(i)
		if d["relation"][i] != "self" && !slices.Contains(row, 9) && !slices.ContainsFunc(row, math.IsNaN) {
			at[g] = append(at[g], i)
		}
	}
	maps.DeleteFunc(at, func(_ string, rows []int) bool { return len(rows) < 2 })
	return x, d["ratee"], at
}

// pick returns the given rows of x.
func pick(x *mat.Dense, rows []int) *mat.Dense {
	_, k := x.Dims()
	out := mat.NewDense(len(rows), k, nil)
	for i, from := range rows {
		out.SetRow(i, x.RawRowView(from))
	}
	return out
}

func checkRWG(r *oracleRun) {
	var p struct{ A int }
	var want []struct {
		Grp string
		N   int
		RWG float64
	}
	r.params(&p)
	r.expect(&want)
	x, _, at := r.members()
	if len(want) != len(at) {
		r.Fatalf("%d groups, want %d", len(at), len(want))
	}
	for _, w := range want {
		got, err := RWG(mat.Col(nil, 0, pick(x, at[w.Grp])), UniformVariance(p.A))
		if err != nil || got.N != w.N {
			r.Errorf("%s: %+v, %v", w.Grp, got, err)
		}
		r.close(w.Grp, got.Value, w.RWG)
	}
}

func checkRWGJ(r *oracleRun) {
	var want []struct {
		Grp, Ratee string
		N          int
		RWGJ, AD   *float64
	}
	r.expect(&want)
	x, _, at := r.members()
	if len(want) != len(at) {
		r.Fatalf("%d groups, want %d", len(at), len(want))
	}
	for _, w := range want {
		name := w.Grp + w.Ratee
		members := pick(x, at[name])
		if w.RWGJ != nil {
			got, err := RWGJ(members, UniformVariance(5))
			if err != nil || got.N != w.N {
				r.Errorf("%s: %+v, %v", name, got, err)
			}
			r.close(name, got.Value, *w.RWGJ)
		}
		if w.AD != nil {
			got, err := AverageDeviation(members)
			if err != nil || got.N != w.N {
				r.Errorf("%s: %+v, %v", name, got, err)
			}
			r.close(name, got.Value, *w.AD)
		}
	}
}

func checkGroupICC(r *oracleRun) {
	var want map[string]float64
	r.expect(&want)
	x, group, at := r.members()
	y := make([]float64, len(group))
	for i := range y {
		y[i] = math.NaN()
		if slices.Contains(at[group[i]], i) {
			y[i] = stat.Mean(x.RawRowView(i), nil)
		}
	}
	got, err := GroupICC(y, group)
	if err != nil {
		r.Fatal(err)
	}
	have := map[string]float64{
		"icc1": got.ICC1, "icc2": got.ICC2, "msb": got.MSB, "msw": got.MSW, "F": got.F, "p": got.P, "k_groups": float64(got.Groups),
		"n": float64(got.N), "mean_group_size": got.MeanSize, "n0": got.N0, "icc1_n0": got.ICC1N0,
	}
	for key, w := range want {
		x, ok := have[key]
		if !ok {
			r.Errorf("%s is not checked", key)
		}
		r.close(key, x, w)
	}
}

// intraclass returns the six forms of the case's data.
func (r *oracleRun) intraclass() (*mat.Dense, Intraclass) {
	d := r.table()
	x := d.columns(slices.Sorted(maps.Keys(d)))
	got, err := ICC(x, 0.95)
	if err != nil {
		r.Fatal(err)
	}
	return x, got
}

func checkICC(r *oracleRun) {
	var want []struct {
		Form                     ICCForm
		ICC, F, DF1, DF2, Lo, Hi float64
	}
	r.expect(&want)
	_, got := r.intraclass()
	for i, w := range want {
		f := got.Forms[i]
		if f.Form != w.Form {
			r.Fatalf("form %d is %s, want %s", i, f.Form, w.Form)
		}
		for what, pair := range map[string][2]float64{
			"icc": {f.ICC, w.ICC}, "F": {f.F, w.F}, "df1": {f.DF1, w.DF1}, "df2": {f.DF2, w.DF2}, "low": {f.Low, w.Lo}, "high": {f.High, w.Hi},
		} {
			r.close(string(f.Form)+" "+what, pair[0], pair[1])
		}
	}
}

func checkICCApprox(r *oracleRun) {
	var want []struct {
		Type, Unit          string
		ICC, F, DF1, DF2, P float64
		Lo, Hi              *float64 // left out for (A,k): see checkICC
	}
	r.expect(&want)
	_, got := r.intraclass()
	for _, w := range want {
		f := got.Forms[map[string]int{"agreement single": 1, "consistency single": 2, "agreement average": 4, "consistency average": 5}[w.Type+" "+w.Unit]]
		name := string(f.Form)
		r.close(name, f.ICC, w.ICC)
		r.close(name+" F", f.F, w.F)
		r.close(name+" df1", f.DF1, w.DF1)
		r.close(name+" df2", f.ApproxDF2, w.DF2)
		r.close(name+" p", f.ApproxP, w.P)
		if w.Lo != nil && w.Hi != nil {
			r.close(name+" low", f.Low, *w.Lo)
			r.close(name+" high", f.High, *w.Hi)
		}
	}
}

func checkICCOneWay(r *oracleRun) {
	var want struct{ ICC, Lo, Hi float64 }
	r.expect(&want)
	_, got := r.intraclass()
	r.close("icc", got.Forms[0].ICC, want.ICC)
	r.close("low", got.Forms[0].Low, want.Lo)
	r.close("high", got.Forms[0].High, want.Hi)
}

func checkICCPublished(r *oracleRun) {
	var want map[string]float64
	r.expect(&want)
	_, got := r.intraclass()
	for i, key := range []string{"icc11", "icc21", "icc31", "icc14", "icc24", "icc34"} {
		r.close(key, got.Forms[i].ICC, want[key])
	}
}

func checkKendall(r *oracleRun) {
	var want struct{ W, ChiSq, P float64 }
	r.expect(&want)
	x, _ := r.intraclass()
	got, err := KendallW(x)
	if err != nil {
		r.Fatal(err)
	}
	r.close("W", got.W, want.W)
	r.close("chi squared", got.ChiSquared, want.ChiSq)
	r.close("p", got.P, want.P)
}

func checkTrimmed(r *oracleRun) {
	var want []json.Number
	r.expect(&want)
	x, _ := r.intraclass()
	for i, w := range want {
		got, err := TrimmedMean(x.RawRowView(i), 0.2)
		if err != nil {
			r.Fatal(err)
		}
		r.close(fmt.Sprint("row ", i), got.Mean, number(w.String()))
	}
}
