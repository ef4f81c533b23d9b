package scoring

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// A Pooled360 describes the composites of all other raters, whatever their
// relation and number, and so may disclose a relation that is not used.
// A NaN means that the ratee has too few raters for the figure.
type Pooled360 struct {
	N                         int
	Mean, Trimmed, Median, SD float64
	ProfileR                  float64 // correlation over items of self and others; NaN where either is flat
	ProfileRMS                float64 // root mean square difference over items of self and others, points
}

// pooled describes the composites of all other raters.
func (p Plan360) pooled(self, others [][]float64) Pooled360 {
	x := composites360(others, nil)
	slices.Sort(x)
	n := len(x)
	out := Pooled360{N: n, Mean: plainMean(x), Trimmed: math.NaN(), Median: math.NaN(), SD: math.NaN()}
	if n > 0 {
		cut := int(float64(n) * p.Trim)
		out.Trimmed = plainMean(x[cut : n-cut])
		out.Median = (x[(n-1)/2] + x[n/2]) / 2
	}
	if n > 1 {
		out.SD = stat.StdDev(x, nil)
	}
	out.ProfileR, out.ProfileRMS = CompareProfiles(itemMeans360(self), itemMeans360(others))
	return out
}

// CompareProfiles compares two profiles over the items that both have (NaN: not
// there): their correlation, NaN where either is flat or fewer than two items
// are left, and the root mean square of their differences, NaN without any.
func CompareProfiles(a, b []float64) (r, rms float64) {
	var x, y []float64
	for j := range min(len(a), len(b)) {
		if d := a[j] - b[j]; !math.IsNaN(d) {
			x, y = append(x, a[j]), append(y, b[j])
			rms += d * d
		}
	}
	return correlation360(x, y), math.Sqrt(rms / float64(len(x)))
}

// correlation360 returns Pearson's r, NaN for fewer than two pairs or a
// variable that does not vary.
func correlation360(x, y []float64) float64 {
	for _, v := range [][]float64{x, y} {
		if len(v) < 2 || slices.Max(v)-slices.Min(v) <= 1e-12*math.Abs(v[0]) {
			return math.NaN()
		}
	}
	return stat.Correlation(x, y, nil)
}

// itemMeans360 returns each item's mean over the forms, NaN without an answer.
func itemMeans360(forms [][]float64) []float64 {
	if len(forms) == 0 {
		return nil
	}
	out := make([]float64, len(forms[0]))
	for j := range out {
		out[j] = plainMean(composites360(forms, []int{j}))
	}
	return out
}

// composites360 returns the means of the forms' answers to the items, nil for
// all; forms without an answer have none.
func composites360(forms [][]float64, items []int) []float64 {
	var out []float64
	for _, f := range forms {
		if m := meanAnswered(f, items); !math.IsNaN(m) {
			out = append(out, m)
		}
	}
	return out
}

// meanAnswered returns the mean of the answers to the items, nil for all; NaN
// without an answer.
func meanAnswered(form []float64, items []int) float64 {
	var x []float64
	for j, v := range form {
		if !math.IsNaN(v) && (items == nil || slices.Contains(items, j)) {
			x = append(x, v)
		}
	}
	return plainMean(x)
}

// plainMean returns the mean, NaN of nothing.
func plainMean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}
