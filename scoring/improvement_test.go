package scoring

import (
	"cmp"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

func squared(x float64) float64 { return x * x }

func measured(x, se float64) Score { return Score{Value: x, SE: se, DF: math.Inf(1)} }

// Where all errors are equal and rest on many ballots, Net is the prediction of
// classical analysis of covariance: least squares of now on before over the
// untouched, s² (1 + 1/n + (x−x̄)²/Sxx), t with n − 2 degrees of freedom.
func TestImprovementIsAnalysisOfCovariance(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 4))
	const units, touchedUnits, se = 20, 4, 0.5
	before, now, touched := make([]Score, units), make([]Score, units), make([]bool, units)
	for i := range units {
		truth := 70 + 5*rng.NormFloat64()
		before[i] = measured(truth+se*rng.NormFloat64(), se)
		now[i] = measured(3+.8*truth+3*rng.NormFloat64(), se)
		touched[i] = i < touchedUnits
	}
	p, err := PeersOf(before, now, touched)
	if err != nil {
		t.Fatal(err)
	}
	var x, y []float64
	for i := touchedUnits; i < units; i++ {
		x, y = append(x, before[i].Value), append(y, now[i].Value)
	}
	n := float64(len(x))
	a, b := stat.LinearRegression(x, y, nil, false)
	mean, sxx, rss := stat.Mean(x, nil), stat.Variance(x, nil)*(n-1), 0.0
	for i := range x {
		rss += squared(y[i] - a - b*x[i])
	}
	s2 := rss / (n - 2)
	if s2 < 2*se*se {
		t.Fatal("the example leaves no variance beside the known one")
	}
	quantile := distuv.StudentsT{Sigma: 1, Nu: n - 2}.Quantile(.975)
	for i := range touchedUnits {
		got := p.Improvement(before[i], now[i], .95)
		want := now[i].Value - a - b*before[i].Value
		wantSE := math.Sqrt(s2 * (1 + 1/n + squared(before[i].Value-mean)/sxx))
		if !agree(got.Net.Diff, want, 1e-9) || !agree(got.Net.SE, wantSE, 1e-9) || !agree(got.Net.DF, n-2, 1e-9) ||
			!agree(got.Net.High-got.Net.Diff, quantile*wantSE, 1e-9) {
			t.Errorf("unit %d: %+v; want %g ± %g on %g degrees", i, got.Net, want, wantSE, n-2)
		}
	}
	// and the trend is the mean change, predicted for one more unit
	change := make([]float64, len(x))
	for i := range x {
		change[i] = y[i] - x[i]
	}
	m, v := stat.MeanVariance(change, nil)
	got := p.Improvement(before[0], now[0], .95)
	if !agree(p.Trend, m, 1e-9) || !agree(got.Against.SE, math.Sqrt(v*(1+1/n)), 1e-9) || !agree(got.Against.DF, n-1, 1e-9) {
		t.Errorf("trend %g, %+v; want %g, SE %g", p.Trend, got.Against, m, math.Sqrt(v*(1+1/n)))
	}
	// the mean of the touched: s² (1/m + 1/n + (x̄_m − x̄)²/Sxx)
	together, of := p.Together(before[:touchedUnits], now[:touchedUnits], .95)
	at := 0.0
	for i := range touchedUnits {
		at += before[i].Value / touchedUnits
	}
	if want := math.Sqrt(s2 * (1./touchedUnits + 1/n + squared(at-mean)/sxx)); of != touchedUnits || !agree(together.SE, want, 1e-9) {
		t.Errorf("together %+v of %d; want SE %g", together, of, want)
	}
}

// Units below a line c regress by (σ_e²/σ_y) φ(z)/Φ(z), z = (c−μ)/σ_y, where
// nothing changed: James, K. E. (1973), Biometrics 29, 121–130, formula 2.1.
func TestRegressionAsJamesHasIt(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 5))
	const units, mu, tau, se = 40000, 70.0, 4.0, 3.0
	sigma := math.Hypot(tau, se)
	line := mu - sigma // z = −1
	before, now, touched := make([]Score, units), make([]Score, units), make([]bool, units)
	for i := range units {
		truth := mu + tau*rng.NormFloat64()
		before[i], now[i] = measured(truth+se*rng.NormFloat64(), se), measured(truth+se*rng.NormFloat64(), se)
		touched[i] = before[i].Value < line
	}
	p, err := PeersOf(before, now, touched)
	if err != nil {
		t.Fatal(err)
	}
	sum, net, n := 0.0, 0.0, 0
	for i := range units {
		if touched[i] {
			m := p.Improvement(before[i], now[i], .95)
			sum, net, n = sum+m.Expected-before[i].Value, net+m.Net.Diff, n+1
		}
	}
	want := se * se / sigma * distuv.UnitNormal.Prob(-1) / distuv.UnitNormal.CDF(-1)
	if got := sum / float64(n); math.Abs(got-want) > .1 {
		t.Errorf("%d units below the line are expected to rise by %.3f; want %.3f", n, got, want)
	}
	if math.Abs(net/float64(n)) > .15 {
		t.Errorf("mean rest %.3f where nothing was done", net/float64(n))
	}
}

// A world is how two rounds of units are drawn.
type world struct {
	units, last        int
	spread, low, high  float64 // of true values; errors between
	keep, drift, trend float64 // true value now = 70 + trend + keep (before − 70) + drift z
	effect             float64 // in the touched
	df                 float64
	skew               float64 // σ of a lognormal below a ceiling, which true values follow then; 0: they are normal
}

// z is a true value of mean 0 and variance 1.
func (w world) z(rng *rand.Rand) float64 {
	if w.skew == 0 {
		return rng.NormFloat64()
	}
	v := math.Exp(w.skew * w.skew)
	return (math.Sqrt(v) - math.Exp(w.skew*rng.NormFloat64())) / math.Sqrt(v*(v-1))
}

// draw returns two rounds; touched are the last of the first.
func (w world) draw(rng *rand.Rand) (before, now []Score, touched []bool) {
	before, now, touched = make([]Score, w.units), make([]Score, w.units), make([]bool, w.units)
	order, truth := make([]int, w.units), make([]float64, w.units)
	score := func(truth, se float64) Score {
		chi := distuv.ChiSquared{K: w.df, Src: rng}
		return Score{Value: truth + se*rng.NormFloat64(), SE: se * math.Sqrt(chi.Rand()/w.df), DF: w.df}
	}
	se := make([]float64, w.units)
	for i := range w.units {
		se[i], order[i] = w.low+(w.high-w.low)*rng.Float64(), i
		truth[i] = w.spread * w.z(rng)
		before[i] = score(70+truth[i], se[i])
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(before[a].Value, before[b].Value) })
	for _, i := range order[:w.last] {
		touched[i] = true
	}
	for i := range w.units {
		then := 70 + w.trend + w.keep*truth[i] + w.drift*rng.NormFloat64()
		if touched[i] {
			then += w.effect
		}
		now[i] = score(then, se[i])
	}
	return before, now, touched
}

// A tally of many worlds.
type worlds struct{ improved, fell, any, naive, held, judged, together, lower, higher, rounds float64 }

func (w world) run(t *testing.T, rounds int, seed uint64) worlds {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 88))
	out := worlds{rounds: float64(rounds)}
	for range rounds {
		before, now, touched := w.draw(rng)
		p, err := PeersOf(before, now, touched)
		if err != nil {
			t.Fatal(err)
		}
		var all []Improvement
		var b, n []Score
		for i := range touched {
			if touched[i] {
				all = append(all, p.Improvement(before[i], now[i], .95))
				b, n = append(b, before[i]), append(n, now[i])
			}
		}
		JudgeImprovements(all, .95)
		any := false
		for _, m := range all {
			out.judged++
			if m.Effect == Improved {
				out.improved++
				any = true
			}
			if m.Effect == Fell {
				out.fell++
			}
			if m.Change.Low > 0 {
				out.naive++
			}
			if m.Net.Low <= w.effect && w.effect <= m.Net.High {
				out.held++
			}
		}
		if any {
			out.any++
		}
		switch c, _ := p.Together(b, n, .95); {
		case c.High < w.effect:
			out.lower++
		case c.Low > w.effect:
			out.higher++
		default:
			out.together++
		}
	}
	return out
}

// Where nothing was done to any effect, at most 5 % of rounds call any unit
// improved (all claims being false, that is the false discovery rate), whatever
// else moves; intervals hold the truth in 95 % of cases. Taken at face value, the
// last ten would have risen in several times as many.
func TestProofBySimulation(t *testing.T) {
	const rounds = 500
	limit := .05 + 4*math.Sqrt(.05*.95/rounds)
	for _, tt := range []struct {
		name  string
		world world
	}{
		{"nothing moves", world{units: 64, last: 10, spread: 4, low: 2, high: 2, keep: 1, df: 100}},
		{"errors differ", world{units: 64, last: 10, spread: 4, low: 1, high: 4, keep: 1, df: 60}},
		{"all rise", world{units: 64, last: 10, spread: 4, low: 1, high: 3, keep: 1, trend: 5, df: 100}},
		{"units move of themselves", world{units: 64, last: 10, spread: 4, low: 1, high: 3, keep: 1, drift: 2, df: 100}},
		{"half of the differences pass", world{units: 64, last: 10, spread: 4, low: 1, high: 3, keep: .5, drift: 3, df: 100}},
		{"thirteen units", world{units: 13, last: 3, spread: 4, low: 1, high: 3, keep: 1, drift: 1, df: 100}},
		{"few ballots", world{units: 64, last: 10, spread: 4, low: 4, high: 8, keep: 1, df: 12}},
		{"nobody differs", world{units: 64, last: 10, low: 2, high: 4, keep: 1, df: 60}},
	} {
		got := tt.world.run(t, rounds, 1)
		t.Logf("%-30s any improved %.3f, of units: improved %.4f, fell %.4f, risen at face value %.3f; interval holds %.3f, together %.3f",
			tt.name, got.any/rounds, got.improved/got.judged, got.fell/got.judged, got.naive/got.judged, got.held/got.judged, got.together/rounds)
		if got.any/rounds > limit {
			t.Errorf("%s: some unit called improved in %.3f of rounds", tt.name, got.any/rounds)
		}
		if got.held/got.judged < .93 || got.held/got.judged > .985 {
			t.Errorf("%s: intervals hold the truth in %.3f", tt.name, got.held/got.judged)
		}
		if got.together/rounds < .92 {
			t.Errorf("%s: intervals of all together hold the truth in %.3f", tt.name, got.together/rounds)
		}
	}
}

// Where some units lie far below all others, those come back less far than the
// line says: intervals hold the truth less often, on the side of claiming too
// little, and verdicts about single units stay right.
func TestProofOfSkewedUnits(t *testing.T) {
	const rounds = 500
	for _, skew := range []float64{.4, .6, .8} {
		got := world{units: 64, last: 10, spread: 4, low: 1.5, high: 1.6, keep: 1, trend: 1.5, drift: 1, df: 200, skew: skew}.run(t, rounds, 3)
		t.Logf("skew %.1f: improved %.4f, fell %.4f; intervals hold %.3f; of all together %.3f hold, %.3f are too low, %.3f too high",
			skew, got.improved/got.judged, got.fell/got.judged, got.held/got.judged, got.together/rounds, got.lower/rounds, got.higher/rounds)
		if got.any/rounds > .05 || got.fell/got.judged > .01 {
			t.Errorf("skew %.1f: improved in %.3f of rounds, fell %.4f", skew, got.any/rounds, got.fell/got.judged)
		}
		if got.higher/rounds > .025 {
			t.Errorf("skew %.1f: intervals of all together claim too much in %.3f", skew, got.higher/rounds)
		}
	}
}

// A real effect is found, the more often the larger it is, and estimated
// without bias.
func TestProofFindsEffects(t *testing.T) {
	last := 0.0
	for _, effect := range []float64{3, 6, 14} {
		w := world{units: 64, last: 10, spread: 4, low: 1.5, high: 2.5, keep: 1, drift: 1, effect: effect, df: 100}
		got := w.run(t, 200, 2)
		found := got.improved / got.judged
		t.Logf("an effect of %g is found in %.3f, intervals hold it in %.3f", effect, found, got.held/got.judged)
		if found <= last || got.held/got.judged < .93 {
			t.Errorf("an effect of %g is found in %.3f, held in %.3f", effect, found, got.held/got.judged)
		}
		last = found
	}
	if last < .97 {
		t.Errorf("an effect of 14 points is found in %.3f only", last)
	}
}

func TestJudgeImprovements(t *testing.T) {
	nan := math.NaN()
	at := func(diff, p float64) Change { return Change{Diff: diff, P: p} }
	for _, tt := range []struct {
		name string
		m    Improvement
		want Effect
	}{
		{"rose beyond all", Improvement{Change: at(9, .001), Against: at(8, .001), Net: at(7, .002), P: .002}, Improved},
		{"fell beyond all", Improvement{Change: at(-9, .001), Against: at(-8, .001), Net: at(-7, .002), P: .002}, Fell},
		{"rose as expected of one so low", Improvement{Change: at(5, .01), Trend: 1, Regression: 3, Net: at(1, .6), P: .6}, ByRegression},
		{"fell as expected of one so high", Improvement{Change: at(-5, .01), Trend: 1, Regression: -5, Net: at(-1, .6), P: .6}, ByRegression},
		{"rose less than expected of one so low", Improvement{Change: at(5, .01), Trend: 1, Regression: 9, Net: at(-5, .01), P: 1}, ByRegression},
		{"rose like all", Improvement{Change: at(5, .01), Trend: 4.7, Regression: .1, Net: at(.2, .9), P: .9}, WithOthers},
		{"rose less than all", Improvement{Change: at(5, .01), Trend: 11, Regression: .1, Net: at(-6, .01), P: 1}, WithOthers},
		{"nothing", Improvement{Change: at(1, .6), Trend: .1, Regression: .9, Net: at(0, 1), P: 1}, OnlyNoise},
		{"others fell, it did not rise", Improvement{Change: at(1, .6), Trend: -8, Net: at(9, .001), P: .6}, OnlyNoise},
		{"rose against its expectation", Improvement{Change: at(5, .01), Trend: -1, Regression: -1, Net: at(7, .06), P: .06}, OnlyNoise},
		{"sure by itself, not among all", Improvement{Change: at(5, .01), Trend: 1, Regression: 1, Net: at(3, .04), P: .04}, OnlyNoise},
		{"no comparable units", Improvement{Change: at(5, .01), Net: at(nan, nan), P: nan}, Unjudged},
	} {
		// beside 30 others about which nothing is claimed
		all := append(slices.Repeat([]Improvement{{Change: at(0, 1), Net: at(0, 1), P: 1}}, 20), tt.m)
		JudgeImprovements(all, .95)
		if got := all[20].Effect; got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// The parts add up, a shift of all values moves none, the order of units does
// not matter, and nothing is claimed that the intervals do not hold.
func TestImprovementProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(FewestPeers+2, 20).Draw(t, "units")
		value, err := rapid.Float64Range(0, 100), rapid.Float64Range(.1, 9)
		before, now, touched := make([]Score, n), make([]Score, n), make([]bool, n)
		for i := range n {
			before[i] = Score{Value: value.Draw(t, "before"), SE: err.Draw(t, "se"), DF: 30}
			now[i] = Score{Value: value.Draw(t, "now"), SE: err.Draw(t, "se"), DF: 30}
			touched[i] = i < 2
		}
		judge := func(before, now []Score, touched []bool) []Improvement {
			p, err := PeersOf(before, now, touched)
			if err != nil {
				t.Fatal(err)
			}
			all := make([]Improvement, 0, 2)
			for i := range touched {
				if touched[i] {
					all = append(all, p.Improvement(before[i], now[i], .95))
				}
			}
			JudgeImprovements(all, .95)
			return all
		}
		all := judge(before, now, touched)
		for i, m := range all {
			if sum := m.Trend + m.Regression + m.Net.Diff; math.Abs(sum-m.Change.Diff) > 1e-6 {
				t.Fatalf("the parts of %g add up to %g", m.Change.Diff, sum)
			}
			if m.Effect == Improved && !(m.Net.Low > 0 && m.Change.Low > 0) || m.Effect == Fell && !(m.Net.High < 0 && m.Change.High < 0) ||
				(m.Effect == ByRegression || m.Effect == WithOthers) && (m.Net.Low > 0 && m.Change.Diff > 0 || m.Net.High < 0 && m.Change.Diff < 0) {
				t.Fatalf("unit %d: %v claims too much: %+v", i, m.Effect, m)
			}
		}
		shifted := slices.Clone(now)
		for i := range shifted {
			shifted[i].Value += 7
		}
		slices.Reverse(before)
		slices.Reverse(shifted)
		slices.Reverse(touched)
		again := judge(before, shifted, touched)
		for i, m := range all {
			if d := again[1-i].Net.Diff - m.Net.Diff; math.Abs(d) > 1e-5 {
				t.Fatalf("a shift of all values moved what is beyond expectation by %g", d)
			}
		}
	})
}

func TestFewPeers(t *testing.T) {
	before := []Score{measured(60, 1), measured(70, 1), measured(72, 1), measured(74, 1), measured(76, 1)}
	if _, err := PeersOf(before, before, []bool{true, false, false, false, false}); !errors.Is(err, ErrFewUnits) {
		t.Errorf("four untouched units: %v", err)
	}
	var none *Peers
	if m := none.Improvement(before[0], before[1], .95); m.Change.Diff != 10 || !math.IsNaN(m.P) || !math.IsNaN(m.Net.Diff) {
		t.Errorf("without peers: %+v", m)
	}
	p, err := PeersOf(before, before, make([]bool, 5))
	if err != nil {
		t.Fatal(err)
	}
	if c, n := p.Together(nil, nil, .95); n != 0 || !math.IsNaN(c.Diff) {
		t.Errorf("nobody together: %+v", c)
	}
	if m := p.Improvement(measured(math.NaN(), 1), before[0], .95); !math.IsNaN(m.Net.Diff) || !math.IsNaN(m.P) {
		t.Errorf("without a value before: %+v", m)
	}
}
