package scoring

import (
	"encoding/json"
	"slices"
	"sort"

	"gonum.org/v1/gonum/mat"
)

var (
	_ = holds("*.entropy", checkEntropy)
	_ = holds("*.entropy_sum", checkEntropy)
	_ = holds("*.entropy_minmax", checkEntropyMinMax)
	_ = holds("*.critic", checkCritic)
	_ = holds("*.topsis", checkTOPSIS)
	_ = holds("*.topsis_exact", checkTOPSIS)
	_ = holds("*.gra", checkGrey)
	_ = holds("*.states", checkStates)
	_ = holds("*.linear_index", checkLinearIndex)
)

// A decisionCase is the input of one case: its own matrix, or the latest release
// of the hospital survey.
type decisionCase struct {
	x       *mat.Dense
	weights []float64
	cost    []bool
	rho     float64
}

func (r *oracleRun) decision() decisionCase {
	r.Helper()
	var p struct {
		Matrix  [][]float64
		Weights []float64
		Benefit []bool
		Columns []string
		Rho     float64
	}
	r.params(&p)
	d := decisionCase{weights: p.Weights, rho: p.Rho}
	for _, b := range p.Benefit {
		d.cost = append(d.cost, !b)
	}
	if p.Matrix != nil {
		d.x = denseRows(p.Matrix)
	} else {
		_, d.x = r.hospitals(p.Columns, func(_, _, top float64) float64 { return top })
	}
	return d
}

func denseRows(rows [][]float64) *mat.Dense {
	return mat.NewDense(len(rows), len(rows[0]), slices.Concat(rows...))
}

// hospitals returns the states with every measure, in alphabetical order, and
// the value of their answers' shares by measure.
func (r *oracleRun) hospitals(measures []string, value func(bottom, middle, top float64) float64) (states []string, x *mat.Dense) {
	r.Helper()
	d := r.table()
	bottom, middle, top := d.numbers("bottom"), d.numbers("middle"), d.numbers("top")
	cells := map[string]map[string]float64{}
	for i, state := range d["state"] {
		if d["release"][i] != "07_2023" {
			continue
		}
		if cells[state] == nil {
			cells[state] = map[string]float64{}
		}
		if v := value(bottom[i], middle[i], top[i]); v == v {
			cells[state][d["measure"][i]] = v
		}
	}
	for state, c := range cells {
		complete := true
		for _, m := range measures {
			_, ok := c[m]
			complete = complete && ok
		}
		if complete {
			states = append(states, state)
		}
	}
	sort.Strings(states)
	x = mat.NewDense(len(states), len(measures), nil)
	for i, state := range states {
		for j, m := range measures {
			x.Set(i, j, cells[state][m])
		}
	}
	return states, x
}

// all compares a list of numbers with one of the expected ones, where there is such.
func (r *oracleRun) all(key string, got []float64) {
	r.Helper()
	var want map[string]json.RawMessage
	r.expect(&want)
	if want[key] == nil {
		return
	}
	var numbers []float64
	r.decode(want[key], &numbers)
	if len(got) != len(numbers) {
		r.Fatalf("%d values of %s, want %d", len(got), key, len(numbers))
	}
	for i, x := range numbers {
		r.close(key, got[i], x)
	}
}

func checkStates(r *oracleRun) {
	var want struct{ States, Measures []string }
	r.expect(&want)
	states, _ := r.hospitals(want.Measures, func(_, _, top float64) float64 { return top })
	if !slices.Equal(states, want.States) {
		r.Errorf("states %v, want %v", states, want.States)
	}
}

func checkLinearIndex(r *oracleRun) {
	var want struct{ Overall map[string]float64 }
	r.expect(&want)
	var measures []string
	for _, m := range r.table()["measure"] {
		if !slices.Contains(measures, m) {
			measures = append(measures, m)
		}
	}
	states, x := r.hospitals(measures, func(_, middle, top float64) float64 { return (50*middle + 100*top) / 100 })
	if len(states) != len(want.Overall) {
		r.Errorf("%d states, want %d", len(states), len(want.Overall))
	}
	for i, state := range states {
		r.close(state, mat.Sum(x.RowView(i))/float64(len(measures)), want.Overall[state])
	}
}

func checkEntropy(r *oracleRun) {
	got, err := EntropyWeights(r.decision().x)
	r.entropy(got, err)
}

func checkEntropyMinMax(r *oracleRun) {
	d := r.decision()
	got, err := EntropyWeightsMinMax(d.x, d.cost)
	r.entropy(got, err)
}

func (r *oracleRun) entropy(got Entropy, err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
	r.all("e", got.E)
	r.all("d", got.D)
	r.all("w", got.W)
}

func checkCritic(r *oracleRun) {
	d := r.decision()
	got, err := CriticWeights(d.x, d.cost)
	if err != nil {
		r.Fatal(err)
	}
	r.all("sd", got.SD)
	r.all("conflict", got.Conflict)
	r.all("info", got.Info)
	r.all("w", got.W)
}

func checkTOPSIS(r *oracleRun) {
	d := r.decision()
	got, err := TOPSIS(d.x, d.weights, d.cost)
	if err != nil {
		r.Fatal(err)
	}
	r.all("score", got.Score)
	r.all("c", got.Score)
	for _, key := range []string{"d_plus", "dp"} {
		r.all(key, got.Plus)
	}
	for _, key := range []string{"d_minus", "dn"} {
		r.all(key, got.Minus)
	}
	var ranks []float64
	for _, k := range CompetitionRanks(got.Score) {
		ranks = append(ranks, float64(k))
	}
	r.all("rank", ranks)
	if entropy, err := EntropyWeights(d.x); err == nil {
		got, err = TOPSIS(d.x, entropy.W, d.cost)
		if err != nil {
			r.Fatal(err)
		}
		r.all("score_entropy_weights", got.Score)
	}
}

func checkGrey(r *oracleRun) {
	d := r.decision()
	got, err := GreyRelational(d.x, d.weights, d.cost, d.rho)
	if err != nil {
		r.Fatal(err)
	}
	r.all("grade", got.Grade)
	r.all("coef_first_row", got.Coefficients[0])
	critic, err := CriticWeights(d.x, d.cost)
	if err != nil {
		r.Fatal(err)
	}
	got, err = GreyRelational(d.x, critic.W, d.cost, d.rho)
	if err != nil {
		r.Fatal(err)
	}
	r.all("grade_critic_weights", got.Grade)
}
