package scoring

import (
	"errors"
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// drawSample draws a sample with unequal weights, two strata of at least two
// clusters each, answers with gaps, and its design.
func drawSample(t *rapid.T) (SampleDesign, []float64) {
	n := rapid.IntRange(8, 40).Draw(t, "rows")
	var d SampleDesign
	y := make([]float64, n)
	for i := range y {
		d.Strata = append(d.Strata, strconv.Itoa(i%2))
		cluster := i / 2
		if cluster > 1 {
			cluster = rapid.IntRange(0, 4).Draw(t, "cluster")
		}
		d.Clusters = append(d.Clusters, strconv.Itoa(cluster))
		d.Weights = append(d.Weights, rapid.Float64Range(0.5, 20).Draw(t, "weight"))
		y[i] = rapid.Float64Range(-100, 100).Draw(t, "answer")
		if i > 3 && rapid.IntRange(0, 9).Draw(t, "gap") == 0 {
			y[i] = math.NaN()
		}
	}
	return d, y
}

func mustSample(t interface {
	Helper()
	Fatal(...any)
}, n int, d SampleDesign,
) *Sample {
	t.Helper()
	s, err := NewSample(n, d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func nearly(a, b float64) bool { return math.Abs(a-b) <= 1e-8*(1+math.Abs(b)) }

func TestSampleRowsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, y := drawSample(t)
		want, err := mustSample(t, len(y), d).Mean(y)
		if err != nil {
			t.Fatal(err)
		}
		if !(want.Low <= want.Value && want.Value <= want.High) {
			t.Fatalf("%g lies outside %g..%g", want.Value, want.Low, want.High)
		}
		order := rapid.Permutation(countTo(len(y))).Draw(t, "order")
		scale := rapid.Float64Range(0.01, 100).Draw(t, "scale")
		a, b := rapid.Float64Range(-50, 50).Draw(t, "shift"), rapid.Float64Range(0.1, 10).Draw(t, "factor")
		var p SampleDesign
		moved := make([]float64, len(y))
		for k, i := range order {
			p.Strata, p.Clusters = append(p.Strata, d.Strata[i]), append(p.Clusters, d.Clusters[i])
			p.Weights = append(p.Weights, scale*d.Weights[i])
			moved[k] = a + b*y[i]
		}
		got, err := mustSample(t, len(y), p).Mean(moved)
		if err != nil {
			t.Fatal(err)
		}
		if !nearly(got.Value, a+b*want.Value) || !nearly(got.SE, b*want.SE) || !nearly(got.NEff, want.NEff) || got.N != want.N {
			t.Fatalf("%+v, want %+v scaled", got, want)
		}
	})
}

func countTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// A domain's mean is the mean of all with the others' answers taken away.
func TestSampleDomainIsMissingness(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, y := drawSample(t)
		s := mustSample(t, len(y), d)
		in := make([]bool, len(y))
		masked := make([]float64, len(y))
		for i := range y {
			in[i], masked[i] = i < 4 || i%3 > 0, math.NaN()
			if in[i] {
				masked[i] = y[i]
			}
		}
		a, err1 := s.Domain(in).Mean(y)
		b, err2 := s.Mean(masked)
		if err1 != nil || err2 != nil || a.Value != b.Value || a.SE != b.SE || a.DF != b.DF || a.N != b.N {
			t.Fatalf("%+v (%v), want %+v (%v)", a, err1, b, err2)
		}
	})
}

// Rows drawn twice as often halve the variance, up to the degrees of freedom.
func TestSampleDuplicatesHalveTheVariance(t *testing.T) {
	y := []float64{3, 1, 4, 1, 5, 9, 2, 6}
	once, _ := mustSample(t, 8, SampleDesign{}).Mean(y)
	twice, _ := mustSample(t, 16, SampleDesign{}).Mean(append(y, y...))
	if got := twice.SE * twice.SE * 15 / 8; !nearly(got, once.SE*once.SE*7/8) {
		t.Errorf("variance × (n−1)/n₀ %g, want %g", got, once.SE*once.SE*7/8)
	}
	if want := math.Sqrt(52.875 / 7 / 8); !nearly(once.SE, want) {
		t.Errorf("SE %g, want s/√n = %g", once.SE, want)
	}
}

// Over all samples that two stages can draw, the estimated total is unbiased
// and its estimated variance has the estimate's true variance as its mean.
func TestTwoStagesAreUnbiased(t *testing.T) {
	population := [][]float64{{3, 8, 1}, {10, 12}, {0, 5, 7, 2}}
	truth := 48.0
	var n, first, second, variance float64
	for left := range population {
		a, b := population[left], population[(left+1)%3]
		for _, i := range pairsOf(len(a)) {
			for _, j := range pairsOf(len(b)) {
				y := []float64{a[i[0]], a[i[1]], b[j[0]], b[j[1]]}
				size := []float64{float64(len(a)), float64(len(a)), float64(len(b)), float64(len(b))}
				d := SampleDesign{Clusters: []string{"a", "a", "b", "b"}, PSUs: []float64{3, 3, 3, 3}, SSUs: size}
				for _, m := range size {
					d.Weights = append(d.Weights, 3.0/2*m/2)
				}
				e, err := mustSample(t, 4, d).Total(y)
				if err != nil {
					t.Fatal(err)
				}
				p := 1 / float64(len(pairsOf(len(a)))*len(pairsOf(len(b)))) / 3
				n += p
				first += p * e.Value
				second += p * (e.Value - truth) * (e.Value - truth)
				variance += p * e.SE * e.SE
			}
		}
	}
	if !nearly(n, 1) || !nearly(first, truth) || !nearly(variance, second) {
		t.Errorf("mean %g, want %g; mean variance %g, want %g", first, truth, variance, second)
	}
}

func pairsOf(n int) (out [][2]int) {
	for i := range n {
		for j := i + 1; j < n; j++ {
			out = append(out, [2]int{i, j})
		}
	}
	return out
}

func TestPoorSamples(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name string
		d    SampleDesign
		y    []float64
		se   float64 // NaN: the error
		err  error
	}{
		{"nobody answered", SampleDesign{}, []float64{nan, nan}, nan, ErrNoAnswers},
		{"one row", SampleDesign{}, []float64{4}, nan, ErrLonelyUnit},
		{"one row of one, the whole population", SampleDesign{PSUs: []float64{1}}, []float64{4}, 0, nil},
		{"a census", SampleDesign{PSUs: []float64{2, 2}}, []float64{1, 3}, 0, nil},
		{"half of the population", SampleDesign{PSUs: []float64{4, 4}}, []float64{1, 3}, math.Sqrt(0.5), nil},
		{"two rows", SampleDesign{}, []float64{1, 3}, 1, nil},
		{"a row without an answer stays in the design", SampleDesign{}, []float64{1, 3, nan}, math.Sqrt(3.0 / 4), nil},
		{"one cluster", SampleDesign{Clusters: []string{"a", "a"}}, []float64{1, 3}, nan, ErrLonelyUnit},
		{"a lonely stratum", SampleDesign{Strata: []string{"a", "a", "b"}}, []float64{1, 3, 5}, nan, ErrLonelyUnit},
		{"a lonely stratum without answers", SampleDesign{Strata: []string{"a", "a", "b"}}, []float64{1, 3, nan}, 1, nil},
		{"certainty", SampleDesign{Strata: []string{"a", "a", "b"}, Lonely: LonelyCertainty}, []float64{1, 3, 5}, 2.0 / 3, nil},
		{"adjusted", SampleDesign{Strata: []string{"a", "a", "b"}, Lonely: LonelyAdjust}, []float64{1, 3, 5}, math.Sqrt(8.0 / 9), nil},
		{"only lonely strata", SampleDesign{Strata: []string{"a", "b"}, Lonely: LonelyAdjust}, []float64{1, 3}, nan, ErrLonelyUnit},
		{"nobody differs", SampleDesign{Weights: []float64{0.1, 0.7, 3}}, []float64{0.3, 0.3, 0.3}, 0, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, err := mustSample(t, len(tt.y), tt.d).Mean(tt.y)
			if !errors.Is(err, tt.err) || !nearly(e.SE, tt.se) && !(math.IsNaN(e.SE) && math.IsNaN(tt.se)) {
				t.Errorf("SE %g (%v), want %g (%v)", e.SE, err, tt.se, tt.err)
			}
			if err == nil && !(e.Low <= e.Value && e.Value <= e.High) {
				t.Errorf("%g lies outside %g..%g", e.Value, e.Low, e.High)
			}
		})
	}
}

func TestBadDesigns(t *testing.T) {
	for _, tt := range []struct {
		name string
		d    SampleDesign
		err  error
	}{
		{"negative weight", SampleDesign{Weights: []float64{1, -1}}, ErrSampleWeight},
		{"no weight", SampleDesign{Weights: []float64{1, math.NaN()}}, ErrSampleWeight},
		{"zero weights", SampleDesign{Weights: []float64{0, 0}}, ErrSampleWeight},
		{"population below the sample", SampleDesign{PSUs: []float64{1, 1}}, ErrPopulationSize},
		{"population differs within a stratum", SampleDesign{PSUs: []float64{9, 8}}, ErrPopulationSize},
		{"population unknown", SampleDesign{PSUs: []float64{math.NaN(), 8}}, ErrPopulationSize},
		{"second stage below the sample", SampleDesign{
			Clusters: []string{"a", "a"}, PSUs: []float64{3, 3}, SSUs: []float64{1, 1},
		}, ErrPopulationSize},
	} {
		if _, err := NewSample(2, tt.d); !errors.Is(err, tt.err) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.err)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a design of another length did not panic")
		}
	}()
	_, _ = NewSample(3, SampleDesign{Weights: []float64{1}})
}

func TestExtremeProportions(t *testing.T) {
	zeros := []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	s := mustSample(t, 10, SampleDesign{})
	for _, kind := range []ProportionInterval{LogitInterval, WaldInterval} {
		if e, err := s.Proportion(zeros, kind); !errors.Is(err, ErrExtremeProportion) || !math.IsNaN(e.Low) {
			t.Errorf("interval %d: %v, %g", kind, err, e.Low)
		}
	}
	// R: binom.test(0, 10)$conf.int
	e, err := s.Proportion(zeros, BetaInterval)
	if err != nil || e.Low != 0 || !nearly(e.High, 0.308497104781608) {
		t.Errorf("%g..%g (%v)", e.Low, e.High, err)
	}
}

func TestProportionIntervalsHoldTheirShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, y := drawSample(t)
		for i := range y {
			if !math.IsNaN(y[i]) {
				y[i] = math.Round(math.Abs(y[i]) / 100)
			}
		}
		y[0], y[1] = 0, 1
		s := mustSample(t, len(y), d)
		for _, kind := range []ProportionInterval{LogitInterval, WaldInterval, BetaInterval} {
			e, err := s.Proportion(y, kind)
			if err != nil || !(e.Low <= e.Value && e.Value <= e.High) {
				t.Fatalf("interval %d: %g in %g..%g (%v)", kind, e.Value, e.Low, e.High, err)
			}
			if kind != WaldInterval && (e.Low < 0 || e.High > 1) {
				t.Fatalf("interval %d: %g..%g", kind, e.Low, e.High)
			}
		}
	})
}

func TestKishDeff(t *testing.T) {
	for _, tt := range []struct {
		name       string
		w          []float64
		deff, nEff float64
		err        error
	}{
		{"equal", []float64{2, 2, 2}, 1, 3, nil},
		{"unequal", []float64{1, 3}, 1.25, 1.6, nil},
		{"zeros do not count", []float64{1, 3, 0}, 1.25, 1.6, nil},
		{"none", nil, math.NaN(), math.NaN(), ErrSampleWeight},
		{"zero", []float64{0}, math.NaN(), math.NaN(), ErrSampleWeight},
	} {
		deff, nEff, err := KishDeff(tt.w)
		if !errors.Is(err, tt.err) || err == nil && (!nearly(deff, tt.deff) || !nearly(nEff, tt.nEff)) {
			t.Errorf("%s: %g, %g (%v), want %g, %g (%v)", tt.name, deff, nEff, err, tt.deff, tt.nEff, tt.err)
		}
	}
}
