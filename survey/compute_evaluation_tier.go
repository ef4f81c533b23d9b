package survey

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"minping/scoring"
)

// tier tells of the units of a tier together.
func (e *evaluation) tier(id string) TierEvaluation {
	var all []*evaluatedUnit
	for i := range e.units {
		if e.units[i].result.Tier == id {
			all = append(all, &e.units[i])
		}
	}
	t := TierEvaluation{Tier: id, Gap: e.gapTest(all), Quota: e.quota(id, all)}
	units := e.together(all)
	t.Units = len(units)
	t.Reliability = e.reliability(units)
	t.Table = e.table(units)
	t.Severity = e.severity(units)
	return t
}

// together returns the units on which figures of raters may rest: those that
// tell of their raters, and the others that are shown at all where there are
// none or fewOthers of them at least.
func (e *evaluation) together(all []*evaluatedUnit) (units []*evaluatedUnit) {
	veiled := 0
	for _, u := range all {
		if len(u.raters) > 0 && !u.tells && !u.result.Suppressed {
			veiled++
		}
	}
	for _, u := range all {
		if len(u.raters) > 0 && (u.tells || !u.result.Suppressed && veiled >= fewOthers) {
			units = append(units, u)
		}
	}
	return units
}

// reliability says how much of a composite belongs to the unit, and draws the
// units' means towards that of all.
func (e *evaluation) reliability(units []*evaluatedUnit) *RaterReliability {
	var y []float64
	var of []string
	var with []*evaluatedUnit
	var groups [][]float64
	for _, u := range units {
		var x []float64
		for _, r := range u.raters {
			if e.complete(u, r) {
				x = append(x, r.composite)
			}
		}
		if len(x) < 2 {
			continue
		}
		with, groups = append(with, u), append(groups, x)
		for _, v := range x {
			y, of = append(y, v), append(of, u.result.Unit)
		}
	}
	icc, err := scoring.GroupICC(y, of)
	if err != nil {
		return nil
	}
	r := &RaterReliability{
		Units: icc.Groups, N: icc.N, ICC1: Num(icc.ICC1), ICC1N0: Num(icc.ICC1N0), ICC2: Num(icc.ICC2), MSB: Num(icc.MSB), MSW: Num(icc.MSW),
		F: Num(icc.F), P: Num(icc.P), MeanSize: Num(icc.MeanSize), N0: Num(icc.N0),
		Mu: notKnown, MuSE: notKnown, Tau2: notKnown, Sigma2: notKnown, ICC: notKnown,
	}
	fit, err := scoring.OneWayREML(groups)
	if err != nil {
		return r
	}
	r.Mu, r.MuSE, r.Tau2, r.Sigma2, r.ICC = Num(fit.Mu), Num(fit.MuSE), Num(fit.Tau2), Num(fit.Sigma2), Num(fit.ICC)
	for i, u := range with {
		if s := fit.Units[i]; u.tells {
			u.told.Shrunken = &Shrunken{Score: Num(s.Value), SE: Num(s.SE), Reliability: Num(s.Lambda)}
		}
	}
	return r
}

// table tells of raters who each rated every unit once.
func (e *evaluation) table(units []*evaluatedUnit) *RatingTable {
	rows := make([]map[string]float64, len(units))
	raters := []string{}
	for i, u := range units {
		rows[i] = map[string]float64{}
		for _, r := range u.raters {
			if _, twice := rows[i][r.sheet]; r.sheet == "" || twice {
				return nil
			}
			rows[i][r.sheet] = r.composite
			if i == 0 {
				raters = append(raters, r.sheet)
			}
		}
		if i > 0 && len(rows[i]) != len(raters) {
			return nil
		}
	}
	if len(units) < 2 || len(raters) < 2 {
		return nil
	}
	slices.Sort(raters)
	x := mat.NewDense(len(units), len(raters), nil)
	for i := range rows {
		for j, rater := range raters {
			v, ok := rows[i][rater]
			if !ok {
				return nil
			}
			x.Set(i, j, v)
		}
	}
	t := &RatingTable{Units: len(units), Raters: len(raters), W: notKnown, Chi2: notKnown, DF: notKnown, P: notKnown, ICC: []ICCRow{}}
	if w, err := scoring.KendallW(x); err == nil {
		t.W, t.Chi2, t.DF, t.P = Num(w.W), Num(w.ChiSquared), Num(w.DF), Num(w.P)
	}
	if forms, err := scoring.ICC(x, e.level); err == nil {
		for _, f := range forms.Forms {
			t.ICC = append(t.ICC, ICCRow{
				Form: string(f.Form), ICC: Num(f.ICC), F: Num(f.F), DF1: Num(f.DF1), DF2: Num(f.DF2), P: Num(f.P),
				Low: Num(f.Low), High: Num(f.High), ApproxDF2: Num(f.ApproxDF2), ApproxP: Num(f.ApproxP),
			})
		}
	}
	return t
}

// quota suggests whom to grade best, by the scores that are shown.
func (e *evaluation) quota(tier string, all []*evaluatedUnit) *QuotaResult {
	t := e.in.Questionnaire.EvaluationType(tier)
	if t == nil || t.Quota == nil {
		return nil
	}
	var ranked []*evaluatedUnit
	score := func(u *evaluatedUnit) Num { return u.result.Nodes[rootNode].Score }
	for _, u := range all {
		if _, ok := u.result.Nodes[rootNode]; ok {
			ranked = append(ranked, u)
		}
	}
	slices.SortStableFunc(ranked, func(a, b *evaluatedUnit) int { return cmp.Compare(score(b), score(a)) })
	q := &QuotaResult{
		Share: Num(t.Quota.Share), Rounding: cmp.Or(t.Quota.Rounding, RoundHalfUp), Of: len(ranked), Exactly: Num(t.Quota.Share * float64(len(ranked))),
	}
	q.Places = q.Rounding.places(t.Quota.Share, len(ranked))
	if q.Places == 0 {
		return q
	}
	last := score(ranked[q.Places-1])
	above := slices.IndexFunc(ranked, func(u *evaluatedUnit) bool { return score(u) == last })
	same := 0
	for _, u := range ranked {
		if score(u) == last {
			same++
		}
	}
	tied := above+same > q.Places
	if tied {
		q.Tied, q.Left = same, q.Places-above
	}
	for _, u := range ranked {
		switch s := score(u); {
		case s > last, s == last && !tied:
			u.told.Suggested = true
		case s == last:
			u.told.Tied = true
		}
	}
	return q
}

// places turns a share of n units into whole places; what lies within a
// billionth of a whole or half number is one.
func (r Rounding) places(share float64, n int) int {
	x := share * float64(n)
	switch r {
	case RoundDown:
		x = math.Floor(x + 1e-9)
	case RoundUp:
		x = math.Ceil(x - 1e-9)
	default:
		x = roundHalfUp(x, 0)
	}
	return min(n, int(x))
}
