package scoring

import (
	"errors"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"
)

func TestRWG(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name string
		x    []float64
		want Agreement
		err  error
	}{
		{"all agree", []float64{4, 4, 4}, Agreement{Value: 1, Rows: 3, N: 3}, nil},
		{"half the expected variance", []float64{1, 2, 3}, Agreement{Value: 0.5, Rows: 3, N: 3}, nil},
		{"a missing answer", []float64{1, nan, 2, 3}, Agreement{Value: 0.5, Rows: 4, N: 3, Dropped: 1}, nil},
		{"worse than chance", []float64{1, 5, 1, 5}, Agreement{Value: 0, Rows: 4, N: 4, Capped: true}, nil},
		{"one rater", []float64{3, nan}, Agreement{Value: nan, Rows: 2, N: 1, Dropped: 1}, ErrTooFew},
		{"nobody", nil, Agreement{Value: nan}, ErrTooFew},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := RWG(tt.x, UniformVariance(5))
			if !errors.Is(err, tt.err) || !agree(got.Value, tt.want.Value, 1e-14) {
				t.Errorf("%+v, %v", got, err)
			}
			if got.Value, tt.want.Value = 0, 0; got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestGroupICC(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name                string
		y                   []float64
		group               []string
		icc1, icc2          float64
		n, dropped, grouped int
		err                 error
	}{
		// MSB 8, MSW 1, two in each group: (8−1)/(8+1), (8−1)/8
		{"two groups", []float64{1, 1 + math.Sqrt2, 1 + math.Sqrt(8), 1 + math.Sqrt(18)}, []string{"a", "a", "b", "b"}, 7. / 9, 7. / 8, 4, 0, 2, nil},
		{"missing answers", []float64{nan, 1, 1 + math.Sqrt2, 1 + math.Sqrt(8), nan, 1 + math.Sqrt(18)}, []string{"c", "a", "a", "b", "b", "b"}, 7. / 9, 7. / 8, 4, 2, 2, nil},
		{"no difference inside", []float64{0.1, 0.1, 0.1, 0.3, 0.3, 0.3}, []string{"a", "a", "a", "b", "b", "b"}, 1, 1, 6, 0, 2, nil},
		{"no difference between", []float64{1, 3, 3, 1}, []string{"a", "a", "b", "b"}, -1, nan, 4, 0, 2, nil},
		{"one group", []float64{1, 2}, []string{"a", "a"}, nan, nan, 2, 0, 1, ErrTooFew},
		{"single members", []float64{1, 2}, []string{"a", "b"}, nan, nan, 2, 0, 2, ErrTooFew},
		{"nobody differs", []float64{0.1, 0.1, 0.1}, []string{"a", "b", "b"}, nan, nan, 3, 0, 2, ErrConstant},
		{"nothing", nil, nil, nan, nan, 0, 0, 0, ErrTooFew},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := GroupICC(tt.y, tt.group)
			if !errors.Is(err, tt.err) || got.N != tt.n || got.Dropped != tt.dropped || got.Groups != tt.grouped || got.Rows != len(tt.y) {
				t.Errorf("%+v, %v", got, err)
			}
			if !agree(got.ICC1, tt.icc1, 1e-12) || !agree(got.ICC2, tt.icc2, 1e-12) {
				t.Errorf("ICC(1) %g, ICC(2) %g, want %g, %g", got.ICC1, got.ICC2, tt.icc1, tt.icc2)
			}
		})
	}
}

func TestICCEdges(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name  string
		k     int
		x     []float64
		forms [6]float64
		err   error
	}{
		{"full agreement", 3, []float64{1, 1, 1, 2, 2, 2, 5, 5, 5}, [6]float64{1, 1, 1, 1, 1, 1}, nil},
		// raters 1 apart: MSR 2, MSC 1.5, MSE 0, MSW 0.5
		{"a constant difference", 2, []float64{1, 2, 2, 3, 3, 4}, [6]float64{0.6, 2. / 3, 1, 0.75, 0.8, 1}, nil},
		{"a subject with a gap", 2, []float64{1, 2, 9, nan, 2, 3, 3, 4}, [6]float64{0.6, 2. / 3, 1, 0.75, 0.8, 1}, nil},
		// MSR 0, MSC 0, MSE 8, MSW 16/3
		{"subjects equal on average", 2, []float64{1, 5, 5, 1, 3, 3}, [6]float64{-1, -3, -1, nan, nan, nan}, nil},
		{"one subject", 2, []float64{1, 2}, [6]float64{}, ErrTooFew},
		{"equal ratings", 2, []float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, [6]float64{}, ErrConstant},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ICC(mat.NewDense(len(tt.x)/tt.k, tt.k, tt.x), 0.95)
			if !errors.Is(err, tt.err) {
				t.Fatalf("%+v, %v", got, err)
			}
			for i, f := range got.Forms {
				if !agree(f.ICC, tt.forms[i], 1e-12) || math.IsInf(f.Low, 0) || math.IsInf(f.High, 0) || math.IsInf(f.F, 0) {
					t.Errorf("%+v, want %g", f, tt.forms[i])
				}
			}
		})
	}
}

func TestKendallW(t *testing.T) {
	for _, tt := range []struct {
		name string
		k    int
		x    []float64
		w    float64
		err  error
	}{
		{"one order", 3, []float64{1, 10, 3, 2, 20, 4, 3, 30, 9}, 1, nil},
		{"opposite orders", 2, []float64{1, 3, 2, 2, 3, 1}, 0, nil},
		// rank sums 3.5, 3.5, 5: 12·1.5/(4·24 − 2·12), one tie of two per rater
		{"ties", 2, []float64{1, 2, 2, 1, 2, 2}, 0.25, nil},
		{"all tied", 2, []float64{1, 3, 1, 3, 1, 3}, math.NaN(), ErrConstant},
		{"one subject", 2, []float64{1, 3}, math.NaN(), ErrTooFew},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := KendallW(mat.NewDense(len(tt.x)/tt.k, tt.k, tt.x))
			if !errors.Is(err, tt.err) || !agree(got.W, tt.w, 1e-12) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestTrimmedMean(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name    string
		x       []float64
		trim    float64
		mean    float64
		n, gaps int
		err     error
	}{
		{"one off each end of five", []float64{100, 2, 4, 3, 1}, 0.2, 3, 3, 0, nil},
		{"none off four", []float64{1, 2, 3, 6}, 0.2, 3, 4, 0, nil},
		{"missing values do not count", []float64{nan, 1, 2, 3, 6}, 0.2, 3, 4, 1, nil},
		{"down to the median", []float64{9, 1, 2}, 0.49, 2, 1, 0, nil},
		{"nothing", []float64{nan}, 0.2, nan, 0, 1, ErrTooFew},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := TrimmedMean(tt.x, tt.trim)
			if !errors.Is(err, tt.err) || !agree(got.Mean, tt.mean, 1e-12) || got.N != tt.n || got.Dropped != tt.gaps || got.N+got.Cut+got.Dropped != got.Rows {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestAgreementMisuse(t *testing.T) {
	for name, f := range map[string]func(){
		"no expected variance": func() { _, _ = RWG([]float64{1, 2}, 0) },
		"one option":           func() { UniformVariance(1) },
		"group lengths":        func() { _, _ = GroupICC([]float64{1}, nil) },
		"one rater":            func() { _, _ = ICC(mat.NewDense(3, 1, nil), 0.95) },
		"level 0":              func() { _, _ = ICC(mat.NewDense(3, 2, nil), 0) },
		"one rater's order":    func() { _, _ = KendallW(mat.NewDense(3, 1, nil)) },
		"half trimmed":         func() { _, _ = TrimmedMean([]float64{1}, 0.5) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			f()
		})
	}
}

func TestAgreementProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawAnswers(t, 2, 1)
		y := shuffledRows(t, x)
		a, err1 := RWGJ(x, 2)
		b, err2 := RWGJ(y, 2)
		if err1 != nil || err2 != nil || !agree(a.Value, b.Value, 1e-9) || a.Value < 0 || a.Value > 1 {
			t.Fatalf("%+v %v, %+v %v", a, err1, b, err2)
		}
		twice := mat.DenseCopyOf(x)
		twice.Scale(2, x)
		c, _ := AverageDeviation(x)
		d, _ := AverageDeviation(twice)
		if !agree(2*c.Value, d.Value, 1e-12) {
			t.Fatalf("AD %g, doubled %g", c.Value, d.Value)
		}
		mean, err := TrimmedMean(mat.Col(nil, 0, x), 0)
		if err != nil || !agree(mean.Mean, stat.Mean(mat.Col(nil, 0, y), nil), 1e-12) {
			t.Fatalf("untrimmed %+v, %v", mean, err)
		}
	})
}

func TestICCProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawAnswers(t, 3, 2)
		a, err := ICC(x, 0.9)
		if err != nil {
			t.Skip()
		}
		var moved mat.Dense
		moved.Apply(func(_, _ int, v float64) float64 { return 10*v + 7 }, shuffledRows(t, x))
		b, err := ICC(&moved, 0.9)
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range a.Forms {
			agreement := f.Form == ICCAgreement1 || f.Form == ICCAgreementK
			if agreement && f.ICC < 0 {
				continue // see ICC
			}
			if f.Low > f.ICC+1e-9 || f.High < f.ICC-1e-9 || f.ICC > 1+1e-12 {
				t.Fatalf("%+v", f)
			}
			g := b.Forms[i]
			if !agree(f.ICC, g.ICC, 1e-7) || f.Low > -100 && !agree(f.Low, g.Low, 1e-5) || !agree(f.P, g.P, 1e-7) {
				t.Fatalf("%+v, rescaled %+v", f, g)
			}
		}
		w, err1 := KendallW(x)
		v, err2 := KendallW(&moved)
		if !errors.Is(err1, err2) || !agree(w.W, v.W, 1e-9) || w.W < -1e-12 || w.W > 1+1e-12 {
			t.Fatalf("W %g %v, rescaled %g %v", w.W, err1, v.W, err2)
		}
	})
}
