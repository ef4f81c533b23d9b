package survey

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/stat/distuv"
)

// appraisalLevel is that of an appraisal's intervals.
const appraisalLevel = 0.95

// Appraise makes totals and grades. s must have passed Check, in CheckInputs.
func (s *Scheme) Appraise(in SchemeInputs) *Appraisal {
	a := &appraising{s: s, in: in, marks: map[[2]string]SchemeMark{}, entries: map[[2]string][]PointEntry{}, z: distuv.UnitNormal.Quantile((1 + appraisalLevel) / 2)}
	for _, m := range in.Marks {
		a.marks[[2]string{m.Unit, m.Part}] = m
	}
	for _, e := range in.Points {
		key := [2]string{e.Unit, e.Card}
		a.entries[key] = append(a.entries[key], e)
	}
	a.out = &Appraisal{Scheme: s.ID, Title: s.Title, Level: appraisalLevel, Units: []UnitAppraisal{}, Tiers: []TierAppraisal{}}
	for _, u := range in.Units {
		if len(s.Tiers) == 0 || slices.Contains(s.Tiers, u.Tier) {
			a.out.Units = append(a.out.Units, a.unit(u))
		}
	}
	for i := range a.out.Units {
		if tier := a.out.Units[i].Tier; !slices.ContainsFunc(a.out.Tiers, func(t TierAppraisal) bool { return t.Tier == tier }) {
			a.tier(tier)
		}
	}
	return a.out
}

// appraising is the making of an Appraisal.
type appraising struct {
	s       *Scheme
	in      SchemeInputs
	marks   map[[2]string]SchemeMark // by unit and part
	entries map[[2]string][]PointEntry
	z       float64
	out     *Appraisal
}

// unit makes a unit's total.
func (a *appraising) unit(u Unit) UnitAppraisal {
	r := UnitAppraisal{Unit: u.ID, Name: u.Name, Tier: u.Tier, Total: notKnown, SE: notKnown, Low: notKnown, High: notKnown}
	var value Num
	r.Parts, value = a.parts(u.ID, a.s.Parts, &r)
	if !value.OK() {
		return r
	}
	share(r.Parts, 1)
	r.Total = Num(roundHalfUp(float64(value), 2))
	if se, known := errorOf(r.Parts, a.s); known {
		r.SE = Num(se)
		r.Low, r.High = Num(max(0, float64(r.Total)-a.z*se)), Num(min(100, float64(r.Total)+a.z*se))
	}
	return r
}

// parts values a list of parts.
func (a *appraising) parts(unit string, parts []SchemePart, r *UnitAppraisal) (all []PartAppraisal, value Num) {
	weight, sum := 0.0, 0.0
	for i := range parts {
		p := a.part(unit, &parts[i], r)
		switch rule := cmp.Or(a.s.Missing, EmptyBlock); {
		case p.Value.OK() || len(parts[i].Parts) > 0 && rule != EmptyRenormalise:
		case rule == EmptyBlock:
			r.Steps = append(r.Steps, AppraisalStep{Kind: StepMissing, Part: p.Part, Args: Args("part", p.Title, "why", p.Why.Words())})
		case rule == EmptyZero:
			p.Value, p.SE = 0, 0
			r.Steps = append(r.Steps, AppraisalStep{Kind: StepZero, Part: p.Part, Args: Args("part", p.Title, "why", p.Why.Words())})
		default:
			r.Steps = append(r.Steps, AppraisalStep{Kind: StepShared, Part: p.Part, Args: Args("part", p.Title, "why", p.Why.Words())})
		}
		if p.Value.OK() {
			weight, sum = weight+float64(p.Weight), sum+float64(p.Weight)*float64(p.Value)
		}
		all = append(all, p)
	}
	whole := !slices.ContainsFunc(all, func(p PartAppraisal) bool { return !p.Value.OK() })
	if weight == 0 || !whole && a.s.Missing != EmptyRenormalise {
		return all, notKnown
	}
	for i := range all {
		if all[i].Value.OK() {
			all[i].Share = Num(float64(all[i].Weight) / weight)
		}
	}
	return all, Num(sum / weight)
}

// part values one part.
func (a *appraising) part(unit string, p *SchemePart, r *UnitAppraisal) PartAppraisal {
	out := PartAppraisal{Part: p.ID, Title: p.Title, Weight: p.Weight, Share: 0, Value: notKnown, SE: 0, Adds: notKnown}
	switch {
	case len(p.Parts) > 0:
		if out.Parts, out.Value = a.parts(unit, p.Parts, r); !out.Value.OK() {
			out.Why = PartEmpty
		}
	case p.Poll != "":
		a.poll(unit, p, &out)
	case p.Card != "":
		card := a.s.Card(p.Card)
		out.Balance = card.Balance(a.entries[[2]string{unit, p.Card}])
		out.Value = Num(min(max(100*out.Balance.Balance/p.full(), 0), 100))
		if n := out.Balance.Waiting; n > 0 {
			r.Steps = append(r.Steps, AppraisalStep{Kind: StepWaiting, Part: p.ID, Args: Args("card", card.Title, "count", n)})
		}
		if out.Balance.Short > 0 {
			r.Steps = append(r.Steps, AppraisalStep{Kind: StepShort, Part: p.ID, Args: Args("card", card.Title, "balance", pointText(out.Balance.Balance), "required", pointText(card.Required))})
		}
	default:
		if mark, given := a.marks[[2]string{unit, p.ID}]; given {
			out.Value, out.SE = Num(100*mark.Value/p.full()), 100*mark.SE/Num(p.full())
		} else {
			out.Why = PartNoMark
		}
	}
	return out
}

// poll takes a part from a release.
func (a *appraising) poll(unit string, p *SchemePart, out *PartAppraisal) {
	release := a.in.Releases[p.Poll]
	if release == nil {
		out.Why = PartNoRelease
		return
	}
	u := release.Unit(unit)
	if u == nil || u.Suppressed {
		out.Why = PartNoScore
		return
	}
	score, told := u.Nodes[p.node()]
	if !told {
		out.Why = PartNoScore
		return
	}
	out.Value, out.SE, out.Blurred = score.Score, score.SE, score.Blurred
}

// share says how much of the total each part is.
func share(parts []PartAppraisal, of float64) {
	for i := range parts {
		p := &parts[i]
		p.Share = Num(of * float64(p.Share))
		if p.Value.OK() {
			p.Adds = p.Share * p.Value
		}
		share(p.Parts, float64(p.Share))
	}
}

// errorOf is the standard error of a total; it is not known where that of a
// part is not. Polls err apart from one another, figures of one poll together.
func errorOf(parts []PartAppraisal, s *Scheme) (se float64, known bool) {
	by := map[string]float64{}
	var order []string
	known = true
	var walk func(parts []PartAppraisal)
	walk = func(parts []PartAppraisal) {
		for i := range parts {
			p := &parts[i]
			if len(p.Parts) > 0 {
				walk(p.Parts)
				continue
			}
			if p.Share == 0 {
				continue
			}
			if !p.SE.OK() {
				known = false
				continue
			}
			poll := s.Part(p.Part).Poll
			if _, seen := by[poll]; !seen {
				order = append(order, poll)
			}
			by[poll] += float64(p.Share) * float64(p.SE)
		}
	}
	walk(parts)
	sum := 0.0
	for _, poll := range order {
		sum += by[poll] * by[poll]
	}
	return math.Sqrt(sum), known
}

// Balance sums the entries of a card up.
func (c *PointCard) Balance(entries []PointEntry) *PointBalance {
	b := &PointBalance{Base: c.Base, Items: []PointLine{}}
	sum := c.Base
	for i := range c.Items {
		it := &c.Items[i]
		line := PointLine{Item: it.ID}
		for _, e := range entries {
			switch {
			case e.Item != it.ID:
			case !e.Counts():
				b.Waiting++
			case e.Points != nil:
				line.Entries, line.Points = line.Entries+1, line.Points+*e.Points
			default:
				line.Entries, line.Points = line.Entries+1, line.Points+it.Points
			}
		}
		line.Counted = line.Points
		if it.Cap > 0 {
			line.Counted = min(max(line.Points, -it.Cap), it.Cap)
		}
		line.Capped = line.Counted != line.Points
		if line.Entries > 0 {
			b.Items = append(b.Items, line)
		}
		sum += line.Counted
	}
	low, high := 0.0, math.Inf(1)
	if c.Low != nil {
		low = *c.Low
	}
	if c.High != nil {
		high = *c.High
	}
	b.Balance = min(max(sum, low), high)
	b.Beyond = sum - b.Balance
	b.Short = max(0, c.Required-b.Balance)
	return b
}

// pointText writes points with at most two decimals.
func pointText(x float64) string { return strconv.FormatFloat(roundHalfUp(x, 2), 'f', -1, 64) }
