package scoring

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A SampleEstimate is an estimated mean, total or proportion of a population.
// Where the error that comes with it is not nil, what could not be computed is
// NaN.
type SampleEstimate struct {
	Value     float64
	SE        float64
	DF        float64 // of the whole design: PSUs − strata
	Low, High float64 // t interval at the design's level
	// Deff and DeffReplace compare the variance of a mean with that of simple
	// random samples of n rows, without and with replacement. NaN for totals
	// and constant variables, Deff also unless weights add up to more than n.
	Deff, DeffReplace float64
	Variance          float64 // of the variable in the population, n−1 form; NaN for totals and n = 1
	KishDeff, NEff    float64 // of the weights of the rows used
	N                 int     // rows used: in the domain, answered, weight above 0
	Missing           int     // rows of the domain without an answer (NaN)
	Outside           int     // rows outside the domain, or without weight
}

// usedRows marks the rows of the domain with weight that have all answers.
func (s *Sample) usedRows(columns ...[]float64) (used []bool, e SampleEstimate) {
	used = make([]bool, len(s.w))
	for _, y := range columns {
		s.checkRows(len(y))
	}
	nan := math.NaN()
	e = SampleEstimate{Value: nan, SE: nan, Low: nan, High: nan, Deff: nan, DeffReplace: nan, Variance: nan, KishDeff: nan, NEff: nan}
	e.DF = s.DF()
	var w []float64
	for i := range used {
		answered := true
		for _, y := range columns {
			if math.IsInf(y[i], 0) {
				panic("scoring: an infinite answer")
			}
			answered = answered && !math.IsNaN(y[i])
		}
		switch {
		case s.in != nil && !s.in[i] || s.w[i] == 0:
			e.Outside++
		case !answered:
			e.Missing++
		default:
			used[i] = true
			e.N++
			w = append(w, s.w[i])
		}
	}
	if e.N > 0 {
		e.KishDeff, e.NEff, _ = KishDeff(w)
	}
	return used, e
}

// linearisedMean returns the weighted mean m of the used rows, their weight W,
// and the influence (y−m)/W of each row, 0 for rows not used. A constant has
// exactly itself as its mean.
func (s *Sample) linearisedMean(y []float64, used []bool) (m, total float64, z []float64) {
	origin := y[slices.Index(used, true)]
	for i, ok := range used {
		if ok {
			total += s.w[i]
			m += s.w[i] * (y[i] - origin)
		}
	}
	shift := m / total
	z = make([]float64, len(y))
	for i, ok := range used {
		if ok {
			z[i] = (y[i] - origin - shift) / total
		}
	}
	return origin + shift, total, z
}

// Mean estimates the population mean of y (one value per row, NaN: not
// answered) by the weighted mean of the rows with an answer, with the
// linearised (Taylor) variance:
//
//	m = Σwy/W,  z_i = (y_i − m)/W,  V = Var(Σ w z) under the design
//	S² = n/(n−1) Σ w (y−m)²/W
//
// and the interval m ± t se, t with PSUs − strata degrees of freedom. Rows
// without an answer are a domain: they stay in the design. No answers give
// ErrNoAnswers, lonely units under LonelyFail, or a design without degrees of
// freedom, ErrLonelyUnit with the value filled in. It panics on a wrong length
// or an infinite value.
//
// Särndal, C.-E., Swensson, B. & Wretman, J. (1992), Model Assisted Survey
// Sampling, sections 5.5–5.8; Lumley, T. (2004), Journal of Statistical
// Software 9(8).
func (s *Sample) Mean(y []float64) (SampleEstimate, error) {
	used, e := s.usedRows(y)
	if e.N == 0 {
		return e, ErrNoAnswers
	}
	m, total, z := s.linearisedMean(y, used)
	e.Value = m
	n := float64(e.N)
	if e.N > 1 {
		e.Variance = 0
		for i, x := range z {
			e.Variance += n / (n - 1) * s.w[i] * x * x * total
		}
	}
	v, err := s.covariance(used, z)
	if err != nil {
		return e, err
	}
	e.setError(v.At(0, 0), s.level)
	e.Deff, e.DeffReplace = designEffects(v.At(0, 0), e.Variance, n, total)
	return e, nil
}

// setError fills the standard error and the interval from the variance.
func (e *SampleEstimate) setError(v, level float64) {
	e.SE = math.Sqrt(v)
	e.Low, e.High, _ = tInterval(e.Value, e.SE, e.DF, level)
}

// Total estimates the population total Σwy of y, as Mean does with z = y. Rows
// without an answer add nothing: the total is that of those who answer.
func (s *Sample) Total(y []float64) (SampleEstimate, error) {
	used, e := s.usedRows(y)
	if e.N == 0 {
		return e, ErrNoAnswers
	}
	z := make([]float64, len(y))
	e.Value = 0
	for i, ok := range used {
		if ok {
			z[i] = y[i]
			e.Value += s.w[i] * y[i]
		}
	}
	v, err := s.covariance(used, z)
	if err != nil {
		return e, err
	}
	e.setError(v.At(0, 0), s.level)
	return e, nil
}

// SampleMeans are means of several variables with their covariances.
type SampleMeans struct {
	Values     []float64
	Covariance *mat.SymDense // nil with an error
	DF         float64
	N          int // rows used: all variables answered
	Missing    int // rows of the domain that lack an answer
}

// Means estimates the means of the k columns, each with one value per row, and
// their covariance matrix under the design, from the rows that answered all.
// Errors are those of Mean. It panics without a column.
func (s *Sample) Means(columns ...[]float64) (SampleMeans, error) {
	if len(columns) == 0 {
		panic("scoring: means of no variable")
	}
	used, e := s.usedRows(columns...)
	out := SampleMeans{DF: e.DF, N: e.N, Missing: e.Missing}
	if e.N == 0 {
		return out, ErrNoAnswers
	}
	var z [][]float64
	for _, y := range columns {
		m, _, influence := s.linearisedMean(y, used)
		out.Values = append(out.Values, m)
		z = append(z, influence)
	}
	var err error
	out.Covariance, err = s.covariance(used, z...)
	return out, err
}

// A DomainMean is the mean of one domain; Err is that of Mean.
type DomainMean struct {
	Name string
	SampleEstimate
	Err error
}

// MeansBy estimates the mean of y in each domain that by names, in the order
// of the names. Rows with an empty name belong to none. Every domain is
// estimated under the whole design.
func (s *Sample) MeansBy(y []float64, by []string) []DomainMean {
	s.checkRows(len(by))
	names := slices.Compact(slices.Sorted(slices.Values(by)))
	var out []DomainMean
	for _, name := range names {
		if name == "" {
			continue
		}
		in := make([]bool, len(by))
		for i := range by {
			in[i] = by[i] == name
		}
		e, err := s.Domain(in).Mean(y)
		out = append(out, DomainMean{name, e, err})
	}
	return out
}
