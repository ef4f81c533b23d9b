package scoring

import (
	"encoding/json"
	"slices"
	"strings"
)

var (
	_ = holds("*.eb_*", checkShrink)
	_ = holds("*.reml", checkOneWay)
	_ = holds("*.reml_oneway", checkOneWay)
)

func checkShrink(r *oracleRun) {
	var want struct {
		Mu    float64
		MuSE  float64 `json:"mu_se"`
		Tau2  float64
		I2, Q float64
		Units []struct {
			ID     json.RawMessage
			Shrink float64
			EB     float64
			SE     float64 `json:"eb_se"`
		}
	}
	r.expect(&want)
	_, name, _ := strings.Cut(r.c.ID, "eb_")
	method, ok := map[string]TauEstimator{"DL": DerSimonianLaird, "PM": PauleMandel, "REML": REML}[name]
	if !ok {
		r.Fatalf("unknown estimator %s", name)
	}
	ids, x, se := r.estimates()
	got, err := Shrink(x, se, method)
	if err != nil {
		r.Fatal(err)
	}
	r.close("mu", got.Mu, want.Mu)
	r.close("mu_se", got.MuSE, want.MuSE)
	r.close("tau2", got.Tau2, want.Tau2)
	r.close("I2", got.I2, want.I2)
	r.close("Q", got.Q, want.Q)
	if len(got.Units) != len(want.Units) {
		r.Fatalf("%d units, want %d", len(got.Units), len(want.Units))
	}
	for i, w := range want.Units {
		if strings.Trim(string(w.ID), `"`) != ids[i] {
			r.Fatalf("unit %d is %s, want %s", i, ids[i], w.ID)
		}
		u := got.Units[i]
		r.close(ids[i]+" shrink", u.Lambda, w.Shrink)
		r.close(ids[i]+" eb", u.Value, w.EB)
		r.close(ids[i]+" eb_se", u.SE, w.SE)
	}
}

// checkOneWay fits the mean of the items named by the case (of complete rows), or the column y, in the groups of the data set.
func checkOneWay(r *oracleRun) {
	var p struct{ Items []string }
	if r.c.Params != nil {
		r.params(&p)
	}
	type unit struct {
		Group string `json:"grp"`
		D     string
		N     int
		Raw   *float64
		EB    float64
	}
	var want struct {
		Mu, Tau2, Sigma2 float64
		ICC              *float64
		Shrunken         []unit
		First50          []unit
	}
	r.expect(&want)
	d := r.table()
	y, by := d.numbers("y"), d["d"]
	if len(p.Items) > 0 {
		y, by = itemMeanRows(d, p.Items), d["COMPID"]
	}
	at, groups := map[string]int{}, [][]float64(nil)
	for i, g := range by {
		if _, ok := at[g]; !ok {
			at[g] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[g]] = append(groups[at[g]], y[i])
	}
	got, err := OneWayREML(groups)
	if err != nil {
		r.Fatal(err)
	}
	r.close("mu", got.Mu, want.Mu)
	r.close("tau2", got.Tau2, want.Tau2)
	r.close("sigma2", got.Sigma2, want.Sigma2)
	if want.ICC != nil {
		r.close("icc", got.ICC, *want.ICC)
	}
	units := slices.Concat(want.Shrunken, want.First50)
	if len(units) == 0 {
		r.Fatal("no units")
	}
	for _, w := range units {
		name := w.Group + w.D
		i, ok := at[name]
		if !ok {
			r.Fatalf("no group %s", name)
		}
		u := got.Units[i]
		if u.N != w.N {
			r.Errorf("%s: n = %d, want %d", name, u.N, w.N)
		}
		if w.Raw != nil {
			r.close(name+" raw", u.Raw, *w.Raw)
		}
		r.close(name+" eb", u.Value, w.EB)
	}
}

// itemMeanRows returns each row's mean of the columns, NaN where one is missing.
func itemMeanRows(d table, columns []string) []float64 {
	out := make([]float64, len(d[columns[0]]))
	for _, c := range columns {
		for i, x := range d.numbers(c) {
			out[i] += x / float64(len(columns))
		}
	}
	return out
}
