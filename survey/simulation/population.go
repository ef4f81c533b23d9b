package simulation

import (
	"math"
	"math/rand/v2"
	"strconv"

	"minping/scoring"
)

// A setting is what all populations of a plan share.
type setting struct {
	plan    Plan
	ins     *scoring.Instrument
	groups  []string // group ids; one empty one where there are none
	scales  []scale  // by item
	mixture *mixture
	names   [][]string // tier → unit ids
	all     []string   // unit ids, tier after tier
}

func newSetting(p Plan) *setting {
	s := &setting{plan: p, ins: p.Questionnaire.Instrument(), groups: []string{""}}
	if len(s.ins.Groups) > 0 {
		s.groups = s.groups[:0]
		for _, g := range s.ins.Groups {
			s.groups = append(s.groups, g.ID)
		}
	}
	for _, item := range s.ins.Items {
		s.scales = append(s.scales, newScale(item, p.Shares))
	}
	shared := p.Shared
	if p.Cluster == 0 {
		shared = 0
	}
	s.mixture = newMixture(shared)
	for t, n := range p.Units {
		var names []string
		for u := range n {
			names = append(names, tierName(t)+"-"+strconv.Itoa(u+1))
		}
		s.names = append(s.names, names)
		s.all = append(s.all, names...)
	}
	return s
}

func tierName(t int) string { return "t" + strconv.Itoa(t+1) }

// A population is units of which all is known.
type population struct {
	units []unit // tier after tier
}

// A unit is the probabilities of its answers and its true scores.
type unit struct {
	tier  int
	fell  bool
	cells [][]answers // group, class
	truth []float64   // by node of the instrument
}

// answers is what one class of respondents answers: per item the cumulative
// probability of "no score", the worst option, the next, …, of 2³², without
// the last.
type answers [][]uint32

// An effect is how far a unit's opinion on an item, in a group, lies from that
// of the plan's shares.
type effect func(unit, group, item int) float64

// population works the probabilities and the truth of units out. Units to
// which an effect gives the same are worked out once where same says so.
func (s *setting) population(of effect, fell func(u int) bool, same func(u int) int) *population {
	p := &population{}
	u := 0
	for t, n := range s.plan.Units {
		for range n {
			if first := same(u); first < u {
				p.units = append(p.units, unit{t, fell(u), p.units[first].cells, p.units[first].truth})
			} else {
				p.units = append(p.units, s.unit(t, fell(u), func(g, j int) float64 { return of(u, g, j) }))
			}
			u++
		}
	}
	return p
}

func (s *setting) unit(tier int, fell bool, of func(group, item int) float64) unit {
	out := unit{tier: tier, fell: fell, cells: make([][]answers, len(s.groups))}
	means := make([][]float64, len(s.groups))
	for g := range s.groups {
		means[g] = make([]float64, len(s.scales))
		out.cells[g] = make([]answers, classes)
		for j := range s.scales {
			e := of(g, j)
			means[g][j] = s.scales[j].mean(s.mixture, e, s.plan.Leniency)
			for c := range classes {
				out.cells[g][c] = append(out.cells[g][c], s.cumulative(j, e, c))
			}
		}
	}
	out.truth = s.truth(means)
	return out
}

// cumulative returns the cut points of one item's answers.
func (s *setting) cumulative(item int, effect float64, class int) []uint32 {
	sc := &s.scales[item]
	p := make([]float64, len(sc.scores))
	sc.probabilities(p, effect, s.plan.Leniency, s.mixture.level[class])
	cuts, sum := []uint32{share32(s.plan.DontKnow)}, s.plan.DontKnow
	for _, x := range p[:len(p)-1] {
		sum += (1 - s.plan.DontKnow) * x
		cuts = append(cuts, share32(sum))
	}
	return cuts
}

// share32 returns a probability as a share of 2³².
func share32(p float64) uint32 { return uint32(min(math.MaxUint32, math.Round(p*(1<<32)))) }

// truth returns the true scores of a unit from the true means of its groups'
// items: the index tree over all, group by group, then over the groups.
func (s *setting) truth(means [][]float64) []float64 {
	total, fixed := 0.0, 0.0
	for _, g := range s.ins.Groups {
		fixed += g.Weight
	}
	out := make([]float64, len(s.ins.Nodes))
	for g := range s.groups {
		w := 1.0 // groups are drawn in equal numbers
		if fixed > 0 {
			w = s.ins.Groups[g].Weight
		}
		total += w
		for i := range out {
			out[i] += w * s.value(i, means[g])
		}
	}
	for i := range out {
		out[i] /= total
	}
	return out
}

// value returns the value of a node: of its item or the one that stands for
// it, else the weighted mean of its children.
func (s *setting) value(node int, means []float64) float64 {
	switch n := s.ins.Nodes[node]; {
	case n.Item >= 0:
		return means[n.Item]
	case n.StandItem >= 0:
		return means[n.StandItem]
	}
	sum, total := 0.0, 0.0
	for i, n := range s.ins.Nodes {
		if n.Parent == node {
			sum += n.Weight * s.value(i, means)
			total += n.Weight
		}
	}
	return sum / total
}

// slope returns about how many points an item's score rises with an effect of 1.
func (s *setting) slope(item int) float64 {
	const step = 0.1
	sc := &s.scales[item]
	return (sc.mean(s.mixture, step, s.plan.Leniency) - sc.mean(s.mixture, -step, s.plan.Leniency)) / (2 * step)
}

// groupGap is how many points the first group is above the last, in every population.
const groupGap = 4

// groupPoints spreads the groups evenly over groupGap.
func (s *setting) groupPoints(g int) float64 {
	if len(s.groups) == 1 {
		return 0
	}
	return groupGap * (0.5 - float64(g)/float64(len(s.groups)-1))
}

// equal is a population in which all units and items have the same truth.
func (s *setting) equal() *population {
	return s.population(func(_, g, j int) float64 { return s.groupPoints(g) / s.slope(j) },
		func(int) bool { return false }, func(int) int { return 0 })
}

// fallen is the equal population after every eighth unit of a tier fell by the
// plan's drop at every item.
func (s *setting) fallen() *population {
	fell := func(u int) bool {
		for _, n := range s.plan.Units {
			if u < n {
				return u%8 == 0
			}
			u -= n
		}
		return false
	}
	return s.population(func(u, g, j int) float64 {
		e := s.groupPoints(g) / s.slope(j)
		if fell(u) {
			return s.scales[j].shifted(s.mixture, e, s.plan.Leniency, -s.plan.Drop)
		}
		return e
	}, fell, func(u int) int {
		if fell(u) {
			return 0 // the first of all fell
		}
		return min(u, 1)
	})
}

// The spread of single items beside that of units, points: what all units have
// in common, and what a unit has of its own.
const (
	itemSpread = 4
	ownSpread  = 3
)

// spread is a population in which all units differ: their levels are normal
// quantiles, the deviations of their items are drawn.
func (s *setting) spread() *population {
	rng := rand.New(rand.NewPCG(s.plan.Seed, 0))
	draw := func() float64 { return normalQuantile((float64(rng.Uint64()>>11) + 0.5) / (1 << 53)) }
	level := make([]float64, 0, len(s.all))
	for _, n := range s.plan.Units {
		for _, r := range rng.Perm(n) {
			level = append(level, s.plan.Spread*normalQuantile((float64(r)+0.5)/float64(n)))
		}
	}
	common := make([]float64, len(s.scales))
	for j := range common {
		common[j] = itemSpread * draw()
	}
	points := make([][]float64, len(s.all))
	for u := range points {
		points[u] = make([]float64, len(s.scales))
		for j := range points[u] {
			points[u][j] = level[u] + common[j]
			if s.plan.Spread > 0 {
				points[u][j] += ownSpread * draw()
			}
		}
	}
	return s.population(func(u, g, j int) float64 { return (points[u][j] + s.groupPoints(g)) / s.slope(j) },
		func(int) bool { return false }, func(u int) int { return u })
}
