package scoring

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

var (
	_ = holds("*.longstring", checkLongStrings)
	_ = holds("*.irv", checkIRV)
	_ = holds("*.mahalanobis", checkMahalanobis)
	_ = holds("*.evenodd", checkEvenOdd)
)

// sheet returns all items of the data, in the order that the case longstring
// names.
func (r *oracleRun) sheet() *mat.Dense {
	var p struct{ Items []string }
	for _, c := range r.file.Cases {
		if c.Method == "longest and average run of identical answers" {
			r.decode(c.Params, &p)
		}
	}
	return r.table().columns(p.Items)
}

func checkLongStrings(r *oracleRun) {
	var want struct{ Longest, Average []float64 }
	r.expect(&want)
	got := LongStrings(r.sheet())
	if len(got) != len(want.Longest) {
		r.Fatalf("%d rows, want %d", len(got), len(want.Longest))
	}
	for i, g := range got {
		r.close(fmt.Sprint("longest ", i), float64(g.Longest), want.Longest[i])
		r.close(fmt.Sprint("average ", i), g.Average, want.Average[i])
	}
}

// careless compares a value per respondent, null for none.
func (r *oracleRun) careless(got CarelessIndex) {
	r.Helper()
	var want []*float64
	r.expect(&want)
	if len(got.Value) != len(want) {
		r.Fatalf("%d rows, want %d", len(got.Value), len(want))
	}
	for i, w := range want {
		if w != nil {
			r.close(fmt.Sprint("row ", i), got.Value[i], *w)
		} else if !math.IsNaN(got.Value[i]) {
			r.Errorf("row %d: %g, want none", i, got.Value[i])
		}
	}
}

func checkIRV(r *oracleRun) { r.careless(IRV(r.sheet())) }

func checkEvenOdd(r *oracleRun) {
	var p struct{ Factors []int }
	r.params(&p)
	r.careless(EvenOdd(r.sheet(), p.Factors))
}

func checkMahalanobis(r *oracleRun) {
	var want struct {
		D       []float64 `json:"d_sq"`
		P       []float64
		Flagged []bool
		Cutoff  float64
	}
	r.expect(&want)
	got, err := MahalanobisD2(r.sheet(), 0.99)
	if err != nil || len(got.DSquared) != len(want.D) {
		r.Fatalf("%d rows, %v; want %d", len(got.DSquared), err, len(want.D))
	}
	r.close("cutoff", got.Cutoff, want.Cutoff)
	for i := range want.D {
		r.close(fmt.Sprint("distance ", i), got.DSquared[i], want.D[i])
		r.close(fmt.Sprint("p ", i), got.P[i], want.P[i])
		if got.Flagged[i] != want.Flagged[i] {
			r.Errorf("flag %d is %t", i, got.Flagged[i])
		}
	}
}
