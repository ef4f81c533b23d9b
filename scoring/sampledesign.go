package scoring

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// What a sample can be too poor for.
var (
	ErrSampleWeight   = errors.New("sample weights must be finite, not negative and not all zero")
	ErrPopulationSize = errors.New("population sizes must be constant within what they count and not below the sample")
	ErrNoAnswers      = errors.New("no row has an answer and a weight")
	ErrLonelyUnit     = errors.New("a stratum with a single sampling unit has no variance")
)

// A SampleDesign says how the n rows of a data set were drawn. Every slice is
// nil or has one entry per row.
type SampleDesign struct {
	Weights  []float64 // design weights, 1/probability; nil: all 1
	Strata   []string  // nil: one stratum
	Clusters []string  // primary sampling units (PSUs), named within a stratum; nil: each row is one
	// PSUs counts the PSUs that the population has in the row's stratum, for
	// the finite population correction; nil or +Inf: drawn with replacement.
	PSUs []float64
	// Subclusters are second-stage units, named within a cluster (nil: each
	// row is one), and SSUs counts those that the population has in the row's
	// cluster. Without SSUs, or without PSUs, the second stage adds nothing.
	Subclusters []string
	SSUs        []float64
	// Lonely is what to do with a stratum of one PSU and with a cluster of one
	// second-stage unit, unless these are the whole population of it.
	// LonelyAdjust centres at 0, the mean of the linearised variable of a
	// mean; for a total that is cautious (as in R's survey).
	Lonely Lonely
	Level  float64 // of the intervals, 0–1; 0 means 0.95
}

// A Sample estimates figures of a population from n rows drawn by a design.
type Sample struct {
	w      []float64
	in     []bool // the domain; nil: everybody
	stages []samplingStage
	lonely Lonely
	level  float64
	// residuals take off what calibration explains of a linearised variable.
	residuals []func(z []float64)
}

// NewSample prepares a sample of n rows. Bad weights give ErrSampleWeight,
// population sizes that vary or are below the sample ErrPopulationSize. It
// panics if n < 1 or a slice of the design has another length.
func NewSample(n int, d SampleDesign) (*Sample, error) {
	if n < 1 {
		panic("scoring: a sample needs rows")
	}
	for _, l := range []int{len(d.Weights), len(d.Strata), len(d.Clusters), len(d.PSUs), len(d.Subclusters), len(d.SSUs)} {
		if l != 0 && l != n {
			panic(fmt.Sprintf("scoring: the design has %d entries for %d rows", l, n))
		}
	}
	s := &Sample{w: d.Weights, lonely: d.Lonely, level: Design{Level: d.Level}.level()}
	if s.w == nil {
		s.w = make([]float64, n)
		for i := range s.w {
			s.w[i] = 1
		}
	}
	sum := 0.0
	for _, w := range s.w {
		if !(w >= 0) {
			return nil, ErrSampleWeight
		}
		sum += w
	}
	if !(sum > 0) || math.IsInf(sum, 1) {
		return nil, ErrSampleWeight
	}
	strata := make([]int, n)
	if d.Strata != nil {
		strata, _ = nestedUnits(strata, d.Strata)
	}
	first, err := newSamplingStage(strata, d.Clusters, d.PSUs)
	if err != nil {
		return nil, err
	}
	s.stages = []samplingStage{first}
	if d.SSUs == nil || d.PSUs == nil {
		return s, nil
	}
	second, err := newSamplingStage(first.unit, d.Subclusters, d.SSUs)
	if err != nil {
		return nil, err
	}
	for psu := range second.scale {
		h := first.group[psu]
		second.scale[psu] *= float64(first.size[h]) / first.pop[h]
	}
	s.stages = append(s.stages, second)
	return s, nil
}

// DF returns the degrees of freedom of the whole design, PSUs − strata; a
// domain keeps them.
func (s *Sample) DF() float64 {
	return float64(len(s.stages[0].group) - len(s.stages[0].size))
}

// Weights returns a copy of the weights, calibrated if the sample is.
func (s *Sample) Weights() []float64 { return append([]float64(nil), s.w...) }

// Domain returns the sample seen from the rows in the domain only: the others
// stay in the design, so that its strata and clusters keep their sizes. It
// panics on another length.
func (s *Sample) Domain(in []bool) *Sample {
	s.checkRows(len(in))
	out := *s
	out.in = append([]bool(nil), in...)
	for i := range s.in {
		out.in[i] = in[i] && s.in[i]
	}
	return &out
}

func (s *Sample) checkRows(n int) {
	if n != len(s.w) {
		panic(fmt.Sprintf("scoring: %d values for %d rows", n, len(s.w)))
	}
}

// covariance returns the variance of the totals Σ w z of linearised variables:
//
//	V = Σ_h (1−f_h) n_h/(n_h−1) Σ_c (t_c − t̄_h)²,  t_c = Σ_{i in PSU c} w_i z_i
//
// plus, with a second stage, f_h times the same sum within each PSU. used are
// the rows that have an answer. ErrLonelyUnit follows the policy.
func (s *Sample) covariance(used []bool, z ...[]float64) (*mat.SymDense, error) {
	u := make([][]float64, len(z))
	for k := range z {
		u[k] = append([]float64(nil), z[k]...)
		for _, residual := range s.residuals {
			residual(u[k])
		}
		for i, w := range s.w {
			u[k][i] *= w
		}
	}
	v := mat.NewSymDense(len(z), nil)
	certain := true
	for i := range s.stages {
		st := &s.stages[i]
		touched := make([]bool, len(st.size))
		for row, ok := range used {
			if ok || len(s.residuals) > 0 {
				touched[st.group[st.unit[row]]] = true
			}
		}
		for g, ok := range touched {
			if ok && st.scale[g] > 0 {
				certain = false
				if st.size[g] == 1 && s.lonely == LonelyFail {
					return nil, ErrLonelyUnit
				}
			}
		}
		st.addTo(v, u, s.lonely)
	}
	if s.DF() < 1 && !certain {
		return nil, ErrLonelyUnit
	}
	return v, nil
}
