package scoring

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// A MeanRegression parts the change of chosen units into what chance alone
// brings and the rest. All figures are points; NaN where no unit has them.
type MeanRegression struct {
	N         int     // units used
	Missing   int     // units without a value, an error or a shrunken value: left out
	Change    float64 // mean of now − before
	Expected  float64 // mean of shrunken − before: the change if no true value moved
	Rest      float64 // Change − Expected
	SE        float64 // of Rest
	Low, High float64 // normal interval of Rest at the level
}

// RegressionToMean takes units that were chosen for their place before, such as
// the last k, with their values then, what Shrink made of these among all units
// compared, and their values and errors now (all in the same order). Units
// chosen for being low were low partly by chance; the shrunken value is what
// they are expected to show again, however they were chosen:
//
//	Expected = mean(shrunken_i − before_i),  Rest = mean(now_i − shrunken_i)
//	SE² = [Σ se_i² + Σ λ_i v_i + (Σ (1−λ_i))² Var(μ)] / n²
//
// where se is now's error, λ_i v_i the posterior variance before. The two rounds
// are taken as independent. It panics on different lengths and a level outside
// 0–1.
//
// Davis, C. E. (1976), American Journal of Epidemiology 104, 493–498. Morris,
// C. N. (1983), J. Am. Stat. Assoc. 78, 47–55. Senn, S. (2008), Bayes and
// selection: A note on a paradox, The American Statistician 62, 314–316.
func RegressionToMean(now, se, before []float64, shrunken []Shrunken, level float64) MeanRegression {
	if len(now) != len(se) || len(now) != len(before) || len(now) != len(shrunken) {
		panic("scoring: values now and before differ in length")
	}
	if !(level > 0 && level < 1) {
		panic("scoring: level must lie between 0 and 1")
	}
	nan := math.NaN()
	r := MeanRegression{Change: nan, Expected: nan, Rest: nan, SE: nan, Low: nan, High: nan}
	var change, expected, own, shared float64
	for i, s := range shrunken {
		if math.IsNaN(now[i] + se[i] + before[i] + s.Value + s.SE) {
			r.Missing++
			continue
		}
		r.N++
		change += now[i] - before[i]
		expected += s.Value - before[i]
		own += se[i]*se[i] + s.PostSD*s.PostSD
		shared += math.Sqrt(max(0, s.SE*s.SE-s.PostSD*s.PostSD))
	}
	if r.N == 0 {
		return r
	}
	n := float64(r.N)
	r.Change, r.Expected = change/n, expected/n
	r.Rest, r.SE = (change-expected)/n, math.Sqrt(own+shared*shared)/n
	half := distuv.UnitNormal.Quantile((1+level)/2) * r.SE
	r.Low, r.High = r.Rest-half, r.Rest+half
	return r
}
