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
