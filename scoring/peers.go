package scoring

import "math"

// FewestPeers is the least number of untouched units that a line of
// expectation rests on: it leaves three degrees of freedom.
const FewestPeers = 5

// Peers is what units in which nothing was done tell about a second round: how
// far their values moved, and what a unit of a given value before is to be
// expected to show now. All figures are points.
type Peers struct {
	N     int     // untouched units with values and errors in both rounds
	Trend float64 // mean change of the true values of the untouched
	// TrendSE is Trend's standard error, TrendDrift2 the variance of the true
	// changes of single units around it.
	TrendSE, TrendDrift2 float64
	Mu, Tau2             float64 // mean and variance of the true values before, of all units
	// The line: expected now = Level + Persistence (shrunken before − Centre).
	Level, LevelSE, Centre     float64
	Persistence, PersistenceSE float64 // share of the differences before that is still there; 0 where nobody differed
	Drift2                     float64 // ω², variance of the true values now around the line

	before  Shrinkage
	changes fittedLine
	line    fittedLine
}

// PeersOf learns from two rounds of comparable units at one indicator (same
// order; NaN: no value). touched marks those in which something was done: they
// help to say how far true values differed before, which was before anything was
// done, and nothing else. With λ_j and ŝ_j of Shrink (REML) over all units,
//
//	trend: y_j2 − y_j1 = T + η_j + e_j,           Var e_j = s_j1² + s_j2²
//	line:  y_j2 = a + β (ŝ_j − c) + η_j + e_j,   Var e_j = s_j2² + β² λ_j s_j1²
//
// over the untouched. The line is E[y_2 | y_1] under normality, where θ_2 given
// θ_1 is linear; so it holds however units were chosen by y_1, last k or below
// a line. β in the variance is kept within 0–1. The variances of η are those of
// Paule and Mandel; c is the weighted mean of ŝ.
//
// Fewer than FewestPeers untouched units give ErrFewUnits. It panics on
// different lengths and negative errors.
//
// Galton, F. (1886), J. Anthropol. Inst. 15, 246–263. James, K. E. (1973),
// Biometrics 29, 121–130. Carroll, R. J. et al. (2006), Measurement Error in
// Nonlinear Models, 2nd ed., ch. 4 (regression calibration). Thompson, S. &
// Sharp, S. (1999), Stat. Med. 18, 2693–2708 (meta-regression).
func PeersOf(before, now []Score, touched []bool) (*Peers, error) {
	if len(before) != len(now) || len(before) != len(touched) {
		panic("scoring: rounds of comparable units differ in length")
	}
	x, se := make([]float64, len(before)), make([]float64, len(before))
	for i, s := range before {
		x[i], se[i] = s.Value, s.SE
	}
	shrunken, err := Shrink(x, se, REML)
	if err != nil {
		return nil, err
	}
	p := &Peers{Mu: shrunken.Mu, Tau2: shrunken.Tau2, before: shrunken}
	var change, moved, level, start, posterior, later []float64
	for j := range before {
		if touched[j] || math.IsNaN(x[j]+se[j]+now[j].Value+now[j].SE) {
			continue
		}
		v1, v2 := se[j]*se[j], now[j].SE*now[j].SE
		change, moved = append(change, now[j].Value-x[j]), append(moved, v1+v2)
		level, start = append(level, now[j].Value), append(start, shrunken.Units[j].Value)
		posterior, later = append(posterior, shrunken.Units[j].Lambda*v1), append(later, v2)
	}
	if p.N = len(change); p.N < FewestPeers {
		return nil, ErrFewUnits
	}
	p.changes = fitLine(change, nil, moved)
	p.Trend, p.TrendSE, p.TrendDrift2 = p.changes.level, math.Sqrt(1/p.changes.sum), p.changes.drift2
	p.line = fitCalibrated(level, start, posterior, later)
	p.Level, p.LevelSE, p.Centre, p.Drift2 = p.line.level, math.Sqrt(1/p.line.sum), p.line.centre, p.line.drift2
	p.Persistence = p.line.slope
	if p.line.spread > 0 {
		p.PersistenceSE = math.Sqrt(1 / p.line.spread)
	}
	return p, nil
}

// fitCalibrated fits the line over shrunken values, whose errors weigh by the
// slope: it is fitted again until the slope stands.
func fitCalibrated(y, x, posterior, later []float64) fittedLine {
	slope, v := 1.0, make([]float64, len(y))
	var f fittedLine
	for range 100 {
		for j := range v {
			v[j] = later[j] + slope*slope*posterior[j]
		}
		f = fitLine(y, x, v)
		next := min(max(f.slope, 0), 1)
		if math.Abs(next-slope) < 1e-10 {
			break
		}
		slope = next
	}
	f.counted = slope
	return f
}

// leastVariance stands for no variance at all, points².
const leastVariance = 1e-18

// A fittedLine is a weighted line through values with known variances, or
// their mean, with what they vary beside.
type fittedLine struct {
	n, parameters int
	level, slope  float64
	centre        float64 // weighted mean of x
	drift2        float64 // variance beside the known ones
	sum           float64 // Σ w, w = 1/(drift2 + v)
	spread        float64 // Σ w (x − centre)²
	counted       float64 // the slope that the known variances were made with
}

// fitLine fits y on x, or the mean of y where x is nil. The variance beside the
// known v is that of Paule and Mandel: Σ w r² = n − parameters, or 0.
func fitLine(y, x, v []float64) fittedLine {
	parameters := 1
	if x != nil {
		parameters = 2
	}
	free := float64(len(y) - parameters)
	excess := func(drift2 float64) float64 {
		f := lineAt(y, x, v, drift2)
		q := 0.0
		for i := range y {
			r := y[i] - f.level
			if x != nil {
				r -= f.slope * (x[i] - f.centre)
			}
			q += r * r / max(drift2+v[i], leastVariance)
		}
		return q - free
	}
	drift2 := fallingRoot(excess, 1)
	f := lineAt(y, x, v, drift2)
	f.n, f.parameters = len(y), parameters
	return f
}

func lineAt(y, x, v []float64, drift2 float64) fittedLine {
	f := fittedLine{drift2: drift2}
	for i := range y {
		w := 1 / max(drift2+v[i], leastVariance)
		f.sum += w
		f.level += w * y[i]
		if x != nil {
			f.centre += w * x[i]
		}
	}
	f.level, f.centre = f.level/f.sum, f.centre/f.sum
	if x == nil {
		return f
	}
	product := 0.0
	for i := range y {
		w, d := 1/max(drift2+v[i], leastVariance), x[i]-f.centre
		f.spread += w * d * d
		product += w * d * (y[i] - f.level)
	}
	// where nobody differs there is no slope, and none is needed
	if f.spread*float64(len(y)) <= 1e-18*f.sum*(1+f.centre*f.centre) {
		f.spread = 0
		return f
	}
	f.slope = product / f.spread
	return f
}

// typical returns the variance of one observation around the line.
func (f *fittedLine) typical() float64 { return float64(f.n) / f.sum }

// parameterVariance returns the variance of the line at x.
func (f *fittedLine) parameterVariance(x float64) float64 {
	h := 1 / f.sum
	if d := x - f.centre; f.spread > 0 {
		h += d * d / f.spread
	} else if f.parameters == 2 && math.Abs(d) > 1e-9*(1+math.Abs(x)) {
		return math.NaN() // off the only place that the line is known at
	}
	return h
}

// Drift returns how far single units move of themselves beside the line, as a
// standard deviation in points.
func (p *Peers) Drift() float64 { return math.Sqrt(p.Drift2) }
