package scoring

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// ErrExtremeProportion is given for a Wald or logit interval of a proportion
// of 0 or 1, where neither is defined.
var ErrExtremeProportion = errors.New("a proportion of 0 or 1 has no Wald or logit interval")

// A ProportionInterval is a way to make an interval for a proportion.
type ProportionInterval uint8

// The intervals. All use t quantiles with the design's degrees of freedom.
const (
	LogitInterval ProportionInterval = iota // t interval of the logit, transformed back
	WaldInterval                            // p ± t se, may leave 0–1
	BetaInterval                            // Clopper-Pearson on the effective number of rows
)

// Proportion estimates the share (0–1) of rows with y = 1 among those with 0
// or 1 (NaN: not answered), with the standard error of Mean and an interval:
//
//	logit  logit p ± t se/(p(1−p)), transformed back
//	Wald   p ± t se
//	beta   quantiles α/2 of Beta(n*p, n*(1−p)+1) and 1−α/2 of Beta(n*p+1, n*(1−p)),
//	       n* = p(1−p)/V (t_{n−1}/t_{df})²
//
// For p = 0 or 1 the first two give ErrExtremeProportion; beta takes Kish's
// effective n for p(1−p)/V then. Other errors are those of Mean. A census gives
// the interval [p, p]. It panics on values other than 0, 1 and NaN.
//
// Korn, E. L. & Graubard, B. I. (1998), Survey Methodology 24, 193–201.
func (s *Sample) Proportion(y []float64, interval ProportionInterval) (SampleEstimate, error) {
	for _, x := range y {
		if x != 0 && x != 1 && !math.IsNaN(x) {
			panic("scoring: a proportion is of zeros and ones")
		}
	}
	e, err := s.Mean(y)
	if err != nil {
		return e, err
	}
	extreme := e.Value <= 0 || e.Value >= 1
	switch {
	case extreme && interval != BetaInterval:
		e.Low, e.High = math.NaN(), math.NaN()
		return e, ErrExtremeProportion
	case interval == WaldInterval:
	case e.SE == 0 && !extreme:
		e.Low, e.High = e.Value, e.Value
	case interval == LogitInterval:
		logit := math.Log(e.Value / (1 - e.Value))
		half := studentQuantile(s.level, e.DF) * e.SE / (e.Value * (1 - e.Value))
		e.Low, e.High = 1/(1+math.Exp(half-logit)), 1/(1+math.Exp(-half-logit))
	case interval == BetaInterval:
		n := e.NEff
		if !extreme {
			n = e.Value * (1 - e.Value) / (e.SE * e.SE)
		}
		if e.N > 1 && e.DF > 0 {
			t := studentQuantile(s.level, float64(e.N-1)) / studentQuantile(s.level, e.DF)
			n *= t * t
		}
		e.Low, e.High = clopperPearson(e.Value, n, s.level)
	default:
		panic("scoring: unknown interval of a proportion")
	}
	return e, nil
}

// clopperPearson returns the beta interval of a share p of n, n not
// necessarily whole.
//
// Clopper, C. J. & Pearson, E. S. (1934), Biometrika 26, 404–413.
func clopperPearson(p, n, level float64) (low, high float64) {
	a := (1 - level) / 2
	if p > 0 {
		low = mathext.InvRegIncBeta(n*p, n*(1-p)+1, a)
	}
	high = 1
	if p < 1 {
		high = 1 - mathext.InvRegIncBeta(n*(1-p), n*p+1, a)
	}
	return low, high
}

// Shares estimates the share of each category among the rows that name one, in
// the order of the names; an empty name is "not answered". Intervals are of
// the kind asked for, and Err is that of Proportion.
func (s *Sample) Shares(category []string, interval ProportionInterval) []DomainMean {
	s.checkRows(len(category))
	names := slices.Compact(slices.Sorted(slices.Values(category)))
	var out []DomainMean
	for _, name := range names {
		if name == "" {
			continue
		}
		y := make([]float64, len(category))
		for i, c := range category {
			switch c {
			case name:
				y[i] = 1
			case "":
				y[i] = math.NaN()
			}
		}
		e, err := s.Proportion(y, interval)
		out = append(out, DomainMean{name, e, err})
	}
	return out
}
