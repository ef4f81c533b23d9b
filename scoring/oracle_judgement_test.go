package scoring

import (
	"encoding/json"

	"gonum.org/v1/gonum/mat"
)

var (
	_ = holds("*.ahp", checkAHP)
	_ = holds("*.ahp_published", checkAHP)
	_ = holds("*.fce", checkFuzzy)
	_ = holds("defuzz", checkFuzzyScore)
)

func checkAHP(r *oracleRun) {
	var p struct {
		Matrix   [][]float64
		Matrices [][][]float64
	}
	r.params(&p)
	var got AHPResult
	var err error
	if p.Matrices == nil {
		got, err = AHP(denseRows(p.Matrix))
	} else {
		var members []mat.Matrix
		for _, m := range p.Matrices {
			members = append(members, denseRows(m))
		}
		var group GroupAHPResult
		group, err = GroupAHP(members)
		got = group.AHPResult
	}
	if err != nil {
		r.Fatal(err)
	}
	r.all("weights", got.Weights)
	r.all("geometric_mean_weights", got.GeometricMean)
	r.one("lambda_max", got.LambdaMax)
	r.one("CI", got.CI)
	r.one("RI", got.RI)
	r.one("CR", got.CR)
	r.one("GCI", got.GCI)
}

// one compares a number with the expected one, where there is such.
func (r *oracleRun) one(key string, got float64) {
	r.Helper()
	var want map[string]json.RawMessage
	r.expect(&want)
	if want[key] == nil {
		return
	}
	var x float64
	r.decode(want[key], &x)
	r.close(key, got, x)
}

func (r *oracleRun) fuzzy(operator FuzzyOperator) FuzzyEvaluation {
	r.Helper()
	var p struct {
		Weights []float64
		R       [][]float64
	}
	r.params(&p)
	got, err := FuzzyComprehensive(p.Weights, denseRows(p.R), operator)
	if err != nil {
		r.Fatal(err)
	}
	return got
}

func checkFuzzy(r *oracleRun) {
	for key, operator := range map[string]FuzzyOperator{
		"max_min": MaxMin, "max_prod": MaxProduct, "bounded_min": BoundedMin, "weighted_average": WeightedAverage,
	} {
		got := r.fuzzy(operator)
		r.all(key, got.B)
		r.all(key+"_normalised", got.Normalised)
	}
}

func checkFuzzyScore(r *oracleRun) {
	var p struct{ Grades []float64 }
	r.params(&p)
	r.one("score", r.fuzzy(WeightedAverage).Score(p.Grades))
}
