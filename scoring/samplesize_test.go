package scoring

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// simple is a simple random sample of a large population.
func simple(sd float64) SamplePlan {
	return SamplePlan{SD: sd, Cluster: 1, Weighting: 1, Population: math.Inf(1)}
}

func TestDropPowerEqualsR(t *testing.T) {
	for _, tt := range []struct {
		call         string
		n            int
		d, sd, alpha float64
		power        float64
	}{
		{"power.t.test(n=50, delta=5, sd=20)", 50, 5, 20, 0.05, 0.235087354008},
		{"power.t.test(n=200, delta=5, sd=20)", 200, 5, 20, 0.05, 0.70332908773},
		{"power.t.test(n=10, delta=1, sd=1)", 10, 1, 1, 0.05, 0.561984615034},
	} {
		if got := simple(tt.sd).DropPower(tt.n, tt.d, tt.alpha); !agree(got, tt.power, 1e-9) {
			t.Errorf("%s$power: %.12g, want %.12g", tt.call, got, tt.power)
		}
	}
	for _, tt := range []struct {
		call         string
		power, alpha float64
		n            int
		delta        float64
	}{
		{"power.t.test(n=300, sd=20, power=.9, sig.level=.01)", 0.9, 0.01, 300, 6.31661280671},
		{"power.t.test(n=300, sd=20, power=.8, sig.level=.05/64)", 0.8, 0.05 / 64, 300, 6.89269595347},
	} {
		if got := simple(20).DetectableDrop(tt.n, tt.alpha, tt.power); !agree(got, tt.delta, 1e-7) {
			t.Errorf("%s$delta: %.12g, want %.12g", tt.call, got, tt.delta)
		}
	}
	// power.t.test(delta=5, sd=20, power=.8)$n is 252.128, with sig.level=.05/64 567.565.
	for alpha, want := range map[float64]int{0.05: 253, FamilyAlpha(0.05, 64, 0, 0.8, Bonferroni): 568} {
		if n, err := simple(20).ForDrop(5, alpha, 0.8); n != want || err != nil {
			t.Errorf("alpha %g: %d (%v), want %d", alpha, n, err, want)
		}
	}
}

func TestHalfWidthEqualsItsClosedForm(t *testing.T) {
	// R: qt(.975, 99)*20/sqrt(100)
	if got := simple(20).HalfWidth(100, 0.95); !agree(got, 3.96843390317, 1e-10) {
		t.Errorf("%.12g", got)
	}
	// R: n <- 2; while (qt(.975, n-1)*20/sqrt(n) > 3) n <- n+1; with qnorm it is 171
	if n, err := simple(20).ForHalfWidth(3, 0.95); n != 174 || err != nil {
		t.Errorf("%d (%v), want 174", n, err)
	}
	rapid.Check(t, func(t *rapid.T) {
		p := SamplePlan{
			SD: rapid.Float64Range(5, 40).Draw(t, "sd"), ICC: rapid.Float64Range(0, 0.3).Draw(t, "icc"), Weighting: rapid.Float64Range(1, 2).Draw(t, "weighting"),
			Cluster: float64(rapid.IntRange(1, 20).Draw(t, "cluster")), Population: rapid.SampledFrom([]float64{300, 5000, math.Inf(1)}).Draw(t, "N"),
		}
		half := rapid.Float64Range(0.5, 10).Draw(t, "half")
		n, err := p.ForHalfWidth(half, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		// Cochran with z lies below, and the difference is that of t and z alone.
		z := 1.959963984540054
		n0 := z * z * p.Deff() * p.SD * p.SD / (half * half)
		cochran := n0 / (1 + n0/p.Population)
		df := float64(n)/p.Cluster - 1
		if float64(n) < cochran-1e-9 {
			t.Fatalf("%d ballots, less than Cochran's %g", n, cochran)
		}
		if df > 2000 && float64(n) > 1.002*cochran+2 {
			t.Fatalf("%d ballots, Cochran %g", n, cochran)
		}
		if p.HalfWidth(n, 0.95) > half || n > 1 && p.HalfWidth(n-1, 0.95) <= half {
			t.Fatalf("%d is not the fewest: %g, one less %g", n, p.HalfWidth(n, 0.95), p.HalfWidth(n-1, 0.95))
		}
	})
}

func TestRankabilityEqualsItsClosedForm(t *testing.T) {
	p := SamplePlan{SD: 20, ICC: 0.05, Cluster: 11, Weighting: 1.2, Population: 2000}
	if !agree(p.Deff(), 1.8, 1e-12) {
		t.Fatalf("deff %g", p.Deff())
	}
	n0 := 1.8 * 400 * 0.7 / (9 * 0.3)
	want := int(math.Ceil(n0 / (1 + n0/2000)))
	if n, err := p.ForRankability(0.7, 3); n != want || err != nil {
		t.Errorf("%d (%v), want %d", n, err, want)
	}
	if got := p.Rankability(2000, 3); got != 1 {
		t.Errorf("everybody asked: %g", got)
	}
	if _, err := simple(20).ForRankability(1, 3); !errors.Is(err, ErrSampleSize) {
		t.Errorf("%v", err)
	}
}

// TestNoncentralTail against R: pt(t, df, ncp, lower.tail=FALSE).
func TestNoncentralTail(t *testing.T) {
	for _, tt := range []struct{ t, df, ncp, want float64 }{
		{2, 5, 1, 0.221925337384}, {2, 1, 0.5, 0.251514415761}, {1.98, 98, 3, 0.844939649707}, {4, 10000, 3, 0.158776199085}, {0, 7, 1.5, 0.933192798731},
	} {
		if got := noncentralTail(tt.t, tt.df, tt.ncp); !agree(got, tt.want, 1e-9) {
			t.Errorf("pt(%g, %g, %g): %.12g, want %.12g", tt.t, tt.df, tt.ncp, got, tt.want)
		}
	}
}

// With BH over 64 units of which 16 truly fall, the planned size finds a fall
// about as often as planned: 4,000 simulated pairs of rounds.
func TestFamilyAlphaOfBH(t *testing.T) {
	const m, real, d, sd, power = 64, 16, 5.0, 20.0, 0.8
	p := simple(sd)
	alpha := FamilyAlpha(0.05, m, real, power, BH)
	n, err := p.ForDrop(d, alpha, power)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 1))
	se, found := math.Sqrt2*p.SE(float64(n)), 0
	const rounds = 4000
	values := make([]float64, m)
	for range rounds {
		for i := range values {
			z := random.NormFloat64()
			if i < real {
				z += d / se
			}
			values[i] = math.Erfc(math.Abs(z) / math.Sqrt2)
		}
		for i, q := range AdjustP(values, BH) {
			if i < real && q <= 0.05 {
				found++
			}
		}
	}
	if got := float64(found) / (rounds * real); math.Abs(got-power) > 0.015 {
		t.Errorf("%d ballots: found in %.3f of the cases, planned %.2f", n, got, power)
	}
	if b := FamilyAlpha(0.05, m, 1, power, Bonferroni); b != 0.05/m || alpha < b || alpha > 0.05 || FamilyAlpha(0.05, 1, 1, power, BH) != 0.05 {
		t.Errorf("Bonferroni %g, BH %g", b, alpha)
	}
}

func TestSamplePlanProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := SamplePlan{
			SD: rapid.Float64Range(5, 40).Draw(t, "sd"), ICC: rapid.Float64Range(0, 0.3).Draw(t, "icc"), Weighting: 1,
			Cluster: float64(rapid.IntRange(1, 10).Draw(t, "cluster")), Population: rapid.SampledFrom([]float64{300, 5000, math.Inf(1)}).Draw(t, "N"),
		}
		n := rapid.IntRange(30, 290).Draw(t, "n")
		d := p.DetectableDrop(n, 0.05, 0.8)
		if got := p.DropPower(n, d, 0.05); math.Abs(got-0.8) > 1e-6 {
			t.Fatalf("power %g at the detectable drop %g", got, d)
		}
		if p.HalfWidth(n+5, 0.95) > p.HalfWidth(n, 0.95) || p.DetectableDrop(n+5, 0.05, 0.8) > d*(1+1e-9) || p.Rankability(n+5, 3) < p.Rankability(n, 3) {
			t.Fatal("more ballots tell less")
		}
		if m, err := p.ForDrop(d*(1+1e-9), 0.05, 0.8); err != nil || m > n {
			t.Fatalf("%d ballots for what %d find (%v)", m, n, err)
		}
	})
}
