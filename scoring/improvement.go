package scoring

import "math"

// An Effect is what became of a unit in which something was done.
type Effect uint8

// The effects. Improved and Fell are claims, held against all units judged
// together; the other three say why nothing is claimed.
const (
	Unjudged     Effect = iota // a value, an error or comparable units are missing
	Improved                   // rose, and by more than regression to the mean and the trend bring
	ByRegression               // moved beyond its own error, not beyond expectation: mostly regression to the mean
	WithOthers                 // moved beyond its own error, not beyond expectation: mostly the trend
	OnlyNoise                  // cannot be told from no change, or from none beyond what was expected
	Fell                       // fell, and by more than regression to the mean and the trend bring
)

func (e Effect) String() string {
	return [...]string{"unjudged", "improved", "regression", "trend", "noise", "fell"}[e]
}

// An Improvement is the change of one unit in which something was done, and
// what of it is beyond what was to be expected:
//
//	Change.Diff = Trend + Regression + Net.Diff
//
// All figures are points; NaN where they cannot be told.
type Improvement struct {
	Change     Change  // now − before
	Against    Change  // Change − Trend: difference in differences
	Trend      float64 // the part that the untouched made too
	Regression float64 // the part that its value before makes one expect beside the trend
	Expected   float64 // value now, had nothing been done
	Net        Change  // now − Expected
	// P is the p value of the claim that it rose, or fell, and by more than
	// expected: the greater of the two, 1 where they point apart.
	P         float64
	PAdjusted float64 // set by JudgeImprovements, as Effect is
	Effect    Effect
}

// Improvement holds the two rounds of a touched unit against its peers.
//
//	Against: V = s_1² + s_2² + ω_T² + Var(T)
//	Net:     V = s_2² + β² λ s_1² + ω² + Var(a) + (ŝ − c)² Var(β)
//
// ω² is what units move of themselves: a single unit's own luck is no effect.
// Intervals are Student's t with the degrees of freedom of Welch and
// Satterthwaite over the peers' variance (n − 1, n − 2) and the unit's own. Where
// all errors are equal and rest on many ballots, Net is the prediction of
// classical analysis of covariance and exact. A nil Peers (too few) gives the
// Change alone.
//
// Conley, T. & Taber, C. (2011), Rev. Econ. Stat. 93, 113–125. Donald, S. &
// Lang, K. (2007), Rev. Econ. Stat. 89, 221–233. Berger, R. (1982),
// Technometrics 24, 295–300 (the greater p value).
func (p *Peers) Improvement(before, now Score, level float64) Improvement {
	checkLevel(level)
	nan := math.NaN()
	none := Change{Diff: nan, SE: nan, DF: nan, Low: nan, High: nan, P: nan}
	m := Improvement{
		Change: ChangeOf(now, before, level), Against: none, Net: none,
		Trend: nan, Regression: nan, Expected: nan, P: nan, PAdjusted: nan,
	}
	if p == nil || math.IsNaN(before.Value+before.SE+now.Value+now.SE) {
		return m
	}
	v1, v2 := before.SE*before.SE, now.SE*now.SE
	m.Trend = p.Trend
	m.Against = p.changes.apart(m.Change.Diff-p.Trend, 0, []ownVariance{{v1, before.DF}, {v2, now.DF}}, level)
	s := p.before.Of(before.Value, before.SE)
	m.Expected = p.line.level + p.line.slope*(s.Value-p.line.centre)
	m.Regression = m.Expected - before.Value - m.Trend
	m.Net = p.line.apart(now.Value-m.Expected, s.Value, []ownVariance{{p.kept(s, before.SE), before.DF}, {v2, now.DF}}, level)
	m.P = math.Max(m.Net.P, m.Change.P) // NaN if either is
	if m.Net.Diff*m.Change.Diff < 0 {
		m.P = 1
	}
	return m
}

// An ownVariance is a unit's sampling variance with the degrees of freedom it was estimated on.
type ownVariance struct{ v, df float64 }

// apart returns the mean difference of so many units from the line, at their
// mean x, with its t interval; variances are two a unit.
func (f *fittedLine) apart(diff, x float64, variances []ownVariance, level float64) Change {
	m := float64(len(variances)) / 2
	h := f.parameterVariance(x)
	v := f.drift2/m + h
	peers := f.typical()/m + h
	rest := peers * peers / float64(f.n-f.parameters)
	for _, k := range variances {
		v += k.v / (m * m)
		rest += over(k.v*k.v, k.df) / (m * m * m * m)
	}
	c := Change{Diff: diff, SE: math.Sqrt(v), DF: v * v / rest}
	c.Low, c.High, c.P = tInterval(c.Diff, c.SE, c.DF, level)
	return c
}

// Together returns the mean Net of touched units at the indicator: whether what
// was done worked on the whole, whatever can be said of each. The units share
// the error of the line; their own luck averages out. Units without a value or
// an error are left out; n counts the others, NaN with none.
func (p *Peers) Together(before, now []Score, level float64) (net Change, n int) {
	checkLevel(level)
	var diff, x float64
	var variances []ownVariance
	for i := range before {
		m := p.Improvement(before[i], now[i], level)
		if math.IsNaN(m.Net.SE) {
			continue
		}
		s, v := p.before.Of(before[i].Value, before[i].SE), now[i].SE*now[i].SE
		diff, x = diff+m.Net.Diff, x+s.Value
		variances = append(variances, ownVariance{p.kept(s, before[i].SE), before[i].DF}, ownVariance{v, now[i].DF})
	}
	if n = len(variances) / 2; n == 0 {
		nan := math.NaN()
		return Change{nan, nan, nan, nan, nan, nan}, 0
	}
	return p.line.apart(diff/float64(n), x/float64(n), variances, level), n
}

// kept returns what the error of a value before leaves to the expectation.
func (p *Peers) kept(s Shrunken, se float64) float64 {
	return p.line.counted * p.line.counted * s.Lambda * se * se
}

// JudgeImprovements says what became of all units judged together, whatever
// indicators they were judged at. Among those called improved or fallen, a share
// of at most 1 − level is expected to be called so wrongly (Benjamini & Hochberg
// over P). Nothing is claimed of the others: one that moved beyond its own error,
// but not beyond what was expected by the interval of Net, moved by regression to
// the mean or with the others, whichever is the greater part of its move.
//
// Benjamini, Y. & Hochberg, Y. (1995), J. R. Stat. Soc. B 57, 289–300.
// Benjamini, Y. & Yekutieli, D. (2005), J. Am. Stat. Assoc. 100, 71–81 (the
// direction of what is claimed).
func JudgeImprovements(all []Improvement, level float64) {
	checkLevel(level)
	p := make([]float64, len(all))
	for i := range all {
		p[i] = all[i].P
	}
	for i, adjusted := range AdjustP(p, BH) {
		all[i].PAdjusted = adjusted
		all[i].Effect = all[i].effect(1 - level)
	}
}

func (m *Improvement) effect(alpha float64) Effect {
	way := math.Copysign(1, m.Change.Diff)
	explained := m.Change.P <= alpha && !(m.Net.P <= alpha && m.Net.Diff*way > 0)
	switch {
	case math.IsNaN(m.P):
		return Unjudged
	case m.PAdjusted <= alpha && m.Net.Diff > 0:
		return Improved
	case m.PAdjusted <= alpha:
		return Fell
	case explained && m.Regression*way > max(0, m.Trend*way):
		return ByRegression
	case explained && m.Trend*way > 0:
		return WithOthers
	}
	return OnlyNoise
}
