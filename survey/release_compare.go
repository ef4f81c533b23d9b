package survey

import (
	"slices"

	"minping/scoring"
)

// MostCompared is how many units Compare takes at once.
const MostCompared = 4

// A Comparison sets units side by side at every node of the index tree. It is
// arithmetic on what a release shows.
//
// Scores of different units are taken as independent: their covariance is 0.
// That is what the ranking does as well. Whoever rates two units puts ballots into
// the box that nobody can join again, so a covariance between them cannot be
// known; people who are strict are so with both, so that it is usually positive
// and differences are surer than told. Where one unit counts the ballots of
// another (Method.RollUp) their covariance is positive too.
type Comparison struct {
	Units []ComparedUnit   `json:"units"` // as asked for
	Nodes []NodeComparison `json:"nodes"` // in preorder; an item that stands for its area is not listed again
	Tests int              `json:"tests"` // differences that are judged together
	// Nested is set where one unit counts the ballots of another.
	Nested bool `json:"nested,omitempty"`
}

// A ComparedUnit is one of the units of a comparison.
type ComparedUnit struct {
	Unit       string    `json:"unit"`
	Name       Text      `json:"name"`
	Tier       string    `json:"tier"`
	Ballots    int       `json:"ballots"` // 0 where suppressed
	Suppressed bool      `json:"suppressed,omitempty"`
	Rank       *UnitRank `json:"rank,omitempty"`
}

// A NodeComparison compares the units at one node.
type NodeComparison struct {
	Node        string            `json:"node"`
	Scores      []*NodeScore      `json:"scores"`      // by unit; null: none is shown
	Differences []*UnitDifference `json:"differences"` // of the first unit to each; null: to itself, and where either tells no score with an error
}

// A UnitDifference is the first unit's score minus another's, in points.
type UnitDifference struct {
	Diff Num `json:"diff"`
	SE   Num `json:"se"`
	DF   Num `json:"df"` // Welch and Satterthwaite; null: errors are 0
	Low  Num `json:"low"`
	High Num `json:"high"`
	P    Num `json:"p"`
	// PAdjusted is P adjusted for all differences of the comparison (Holm): the
	// chance that any of them is called real wrongly is at most 1 − level.
	PAdjusted Num `json:"p_adjusted"`
	// Real says that PAdjusted is at most 1 − level and, for overall scores of
	// ranked units of one tier, that the joint test of their ranking tells them
	// apart as well: no comparison says what the ranking denies.
	Real bool `json:"real"`
}

// Compare compares two to MostCompared units, each with the first. A unit that
// is not in the release is ErrNotFound; it panics on a wrong number of units.
func (r *Release) Compare(units ...string) (*Comparison, error) {
	if len(units) < 2 || len(units) > MostCompared {
		panic("survey: two to four units can be compared")
	}
	c := &Comparison{Nodes: []NodeComparison{}}
	results := make([]*UnitResult, len(units))
	for i, id := range units {
		u := r.Unit(id)
		if u == nil {
			return nil, ErrNotFound
		}
		results[i] = u
		c.Units = append(c.Units, ComparedUnit{
			Unit: u.Unit, Name: u.Name, Tier: u.Tier, Ballots: u.Ballots, Suppressed: u.Suppressed, Rank: u.Rank,
		})
	}
	c.Nested = r.Method.RollUp && slices.ContainsFunc(units[1:], func(id string) bool { return r.above(id, units[0]) || r.above(units[0], id) })
	for i := range r.Nodes {
		if n := &r.Nodes[i]; !r.standsAbove(n) {
			c.Nodes = append(c.Nodes, compareAt(n.ID, results, float64(r.Method.Level)))
		}
	}
	c.judge(r)
	return c, nil
}

// above reports whether one unit lies above another.
func (r *Release) above(upper, unit string) bool {
	for range r.Units {
		u := r.Unit(unit)
		if u == nil || u.Parent == "" {
			return false
		}
		if unit = u.Parent; unit == upper {
			return true
		}
	}
	return false
}

// standsAbove reports whether a node is the item that stands for the one above:
// both have one score.
func (r *Release) standsAbove(n *NodeInfo) bool {
	parent := r.Node(n.Parent)
	return parent != nil && n.Item != "" && parent.StandIn == n.Item
}

// compareAt compares units at a node, each test by itself.
func compareAt(node string, units []*UnitResult, level float64) NodeComparison {
	c := NodeComparison{Node: node, Scores: make([]*NodeScore, len(units)), Differences: make([]*UnitDifference, len(units))}
	for i, u := range units {
		if s, ok := u.Nodes[node]; ok {
			c.Scores[i] = &s
		}
	}
	for i := 1; i < len(units); i++ {
		if c.Scores[0].exact() && c.Scores[i].exact() {
			d := scoring.ChangeOf(c.Scores[0].scoring(), c.Scores[i].scoring(), level)
			c.Differences[i] = &UnitDifference{
				Diff: Num(d.Diff), SE: Num(d.SE), DF: Num(d.DF), Low: Num(d.Low), High: Num(d.High), P: Num(d.P),
			}
		}
	}
	return c
}

// exact reports whether a score is told with an error.
func (n *NodeScore) exact() bool { return n != nil && !n.Blurred && n.Score.OK() && n.SE.OK() }

// judge sets what may be said of the differences.
func (c *Comparison) judge(r *Release) {
	var all []*UnitDifference
	var p []float64
	for _, n := range c.Nodes {
		for _, d := range n.Differences {
			if d != nil && d.P.OK() {
				all, p = append(all, d), append(p, float64(d.P))
			}
		}
	}
	c.Tests = len(all)
	for i, x := range scoring.AdjustP(p, scoring.Holm) {
		all[i].PAdjusted, all[i].Real = Num(x), x <= 1-float64(r.Method.Level)
	}
	if len(c.Nodes) == 0 {
		return
	}
	for i, d := range c.Nodes[0].Differences {
		if d != nil && d.Real {
			d.Real = r.ranksApart(c.Units[0], c.Units[i], d)
		}
	}
}

// ranksApart reports whether the joint tests of a ranking tell two units apart;
// where they are in no ranking together, nothing denies it. Long rankings do not
// list their pairs: there the bound of Bonferroni stands for Holm's, which is
// never stricter.
func (r *Release) ranksApart(a, b ComparedUnit, d *UnitDifference) bool {
	i := slices.IndexFunc(r.Tiers, func(t TierInfo) bool { return t.ID == a.Tier })
	if i < 0 || a.Tier != b.Tier || a.Rank == nil || b.Rank == nil {
		return true
	}
	t := r.Tiers[i]
	if n := Num(t.Ranked); t.Ranked > MaxDistinct {
		return d.P*n*(n-1)/2 <= 1-r.Method.Level
	}
	return slices.Contains(t.Distinct, [2]string{a.Unit, b.Unit}) || slices.Contains(t.Distinct, [2]string{b.Unit, a.Unit})
}
