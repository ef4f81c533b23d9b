package scoring

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// Equal probabilities are binomial; unequal ones by counting all outcomes.
func TestAtLeast(t *testing.T) {
	for m := range 6 {
		want := 1.0
		if m > 0 {
			want = 1 - distuv.Binomial{N: 5, P: .3}.CDF(float64(m-1))
		}
		if got := AtLeast([]float64{.3, .3, .3, .3, .3}, m); !agree(got, want, 1e-12) {
			t.Errorf("at least %d of 5: %g, want %g", m, got, want)
		}
	}
	rng := rand.New(rand.NewPCG(5, 5))
	p := make([]float64, 7)
	for i := range p {
		p[i] = rng.Float64()
	}
	for m := range 9 {
		want := 0.0
		for outcome := range 1 << len(p) {
			n, chance := 0, 1.0
			for i, x := range p {
				if outcome>>i&1 == 1 {
					n++
					chance *= x
				} else {
					chance *= 1 - x
				}
			}
			if n >= m {
				want += chance
			}
		}
		if got := AtLeast(p, m); math.Abs(got-want) > 1e-12 {
			t.Errorf("at least %d: %g, want %g", m, got, want)
		}
	}
	if !math.IsNaN(AtLeast([]float64{.5, math.NaN()}, 1)) {
		t.Error("a chance that is not known")
	}
}

// Ten of 64 twice running: (10/64)²; the table of docs/simulation.md says 2.4 %.
func TestNamedByChance(t *testing.T) {
	if got := NamedByChance(64, 10, 2, 2); !agree(got, 10./64*10/64, 1e-12) {
		t.Errorf("%g", got)
	}
	if got := NamedByChance(13, 3, 2, 3); !agree(got, 3*squared(3./13)*10/13+squared(3./13)*3/13, 1e-12) {
		t.Errorf("%g", got)
	}
	if NamedByChance(3, 3, 1, 1) != 1 || NamedByChance(3, 0, 1, 5) != 0 {
		t.Error("all, or none")
	}
}

// One hypothesis is rejected in α of the cases; of two both where both p values are
// below α, one where the lower is below α/2 only: α + α². Else by drawing p values.
func TestRejectedByChance(t *testing.T) {
	for n, want := range map[int]float64{1: .05, 2: .05 + .05*.05} {
		if got := RejectedByChance(n, .05); math.Abs(got-want) > 1e-15 {
			t.Errorf("of %d: %v, want %v", n, got, want)
		}
	}
	random := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{3, 13, 64} {
		const rounds, alpha = 40_000, .2
		total, squares := 0.0, 0.0
		p := make([]float64, n)
		for range rounds {
			for i := range p {
				p[i] = random.Float64()
			}
			rejected := 0.0
			for _, x := range AdjustP(p, BH) {
				if x <= alpha {
					rejected++
				}
			}
			total, squares = total+rejected, squares+rejected*rejected
		}
		mean := total / rounds
		se := math.Sqrt((squares/rounds - mean*mean) / rounds)
		if want := RejectedByChance(n, alpha); math.Abs(mean-want) > 4*se {
			t.Errorf("of %d: drawn %v ± %v, computed %v", n, mean, se, want)
		}
	}
	for _, wrong := range []func(){func() { RejectedByChance(0, .05) }, func() { RejectedByChance(3, 1) }} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			wrong()
		}()
	}
}
