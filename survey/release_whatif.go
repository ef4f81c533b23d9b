package survey

import "math"

// A Basis is what a unit's figures rest on beyond what they show: as much as
// it takes to compute them anew under other weights. It says nothing of a cell
// that is hidden but that it is; a unit without one hides nothing, and its
// ballots weigh the same.
type Basis struct {
	// Hidden are the nodes with a value that disclosure control hides or blurs.
	Hidden []string `json:"hidden,omitempty"`
	// Uneven is set where a figure of a group is hidden and some group lacks a
	// value at a node: then the unit's scores do not follow from those below.
	Uneven bool                  `json:"uneven,omitempty"`
	Groups map[string]GroupBasis `json:"groups,omitempty"` // by id; never of a hidden group
}

// A GroupBasis is the basis of one group within a unit.
type GroupBasis struct {
	Hidden []string `json:"hidden,omitempty"`
	// Weights is, by node shown, the summed design weight of the ballots with a
	// value there; kept where groups are pooled and ballots weigh differently.
	Weights map[string]Num `json:"weights,omitempty"`
}

// base notes what the units' figures rest on, once it is known what is hidden.
func (c *computation) base() {
	for i := range c.out.Units {
		u := &c.out.Units[i]
		if s := c.scores[u.Unit]; s != nil && !u.Suppressed {
			u.Basis = c.basis(u)
		}
	}
}

// basis returns a unit's basis, nil where there is nothing to say.
func (c *computation) basis(u *UnitResult) *Basis {
	s := c.scores[u.Unit]
	b := Basis{Groups: map[string]GroupBasis{}}
	for i, n := range c.out.Nodes {
		if score, shown := u.Nodes[n.ID]; (!shown || score.Blurred) && !math.IsNaN(s.Nodes[i].Value) {
			b.Hidden = append(b.Hidden, n.ID)
		}
	}
	veiled, uneven := false, false
	for g, info := range c.out.Groups {
		res, ok := u.Groups[info.ID]
		if !ok {
			continue
		}
		var own GroupBasis
		for i, n := range c.out.Nodes {
			score := s.Groups[g].Nodes[i]
			published, shown := res.Nodes[n.ID]
			valid := !math.IsNaN(score.Value)
			uneven = uneven || info.Weight > 0 && !valid
			switch {
			case res.Suppressed || !valid:
			case !shown || published.Blurred:
				own.Hidden = append(own.Hidden, n.ID)
			case c.out.unequal() && !weighted(c.out.Groups):
				if own.Weights == nil {
					own.Weights = map[string]Num{}
				}
				own.Weights[n.ID] = Num(score.Weight)
			}
		}
		veiled = veiled || res.Suppressed || own.Hidden != nil
		if own.Hidden != nil || own.Weights != nil {
			b.Groups[info.ID] = own
		}
	}
	b.Uneven = veiled && uneven && weighted(c.out.Groups)
	if b.Hidden == nil && !b.Uneven && len(b.Groups) == 0 {
		return nil
	}
	return &b
}

// unequal reports whether ballots may weigh differently: by design, or raked.
func (r *Release) unequal() bool { return r.Method.Weighted || r.Weighting != nil }

// weighted reports whether groups have fixed weights; else ballots are pooled.
func weighted(groups []GroupInfo) bool {
	for _, g := range groups {
		if g.Weight > 0 {
			return true
		}
	}
	return false
}
