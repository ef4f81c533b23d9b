package scoring

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

var (
	_ = holds("*.omega", checkOmega(OmegaML))
	_ = holds("*.omega_minres", checkOmega(OmegaMinres))
)

// checkOmega compares ω and the model; the sign of all loadings together is
// free.
func checkOmega(f func(mat.Matrix) (Omega, error)) func(*oracleRun) {
	return func(r *oracleRun) {
		var want struct {
			Omega                  float64
			Loadings, Uniquenesses []float64
			ChiSq                  *float64
			DF                     int
		}
		r.expect(&want)
		got, err := f(r.scale())
		if err != nil {
			r.Fatal(err)
		}
		r.close("omega", got.Omega, want.Omega)
		sign := math.Copysign(1, got.Loadings[0]*want.Loadings[0])
		for j, l := range want.Loadings {
			r.close(fmt.Sprint("loading ", j), sign*got.Loadings[j], l)
		}
		for j, u := range want.Uniquenesses {
			r.close(fmt.Sprint("uniqueness ", j), got.Uniquenesses[j], u)
		}
		if want.ChiSq != nil {
			r.close("chi squared", got.ChiSquared, *want.ChiSq)
			r.close("df", float64(got.DF), float64(want.DF))
		}
	}
}
