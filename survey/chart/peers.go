package chart

import (
	"slices"

	"minping/survey"
)

// peers are the scores of the other units of a tier at a node: their quartiles
// (R's type 7) and how many they are.
type peers struct {
	n                 int
	low, median, high survey.Num
}

// A Crowd holds the scores of a release's units in order, by tier and node, for
// where many pictures are drawn of one release.
type Crowd map[[2]string][]survey.Num

// NewCrowd orders the scores of a release.
func NewCrowd(r *survey.Release) Crowd {
	c := Crowd{}
	for i := range r.Units {
		u := &r.Units[i]
		for node, s := range u.Nodes {
			if finite(s.Score) {
				at := [2]string{u.Tier, node}
				c[at] = append(c[at], s.Score)
			}
		}
	}
	for _, scores := range c {
		slices.Sort(scores)
	}
	return c
}

// peers returns the peers of u at a node of a group ("": all ballots).
func (f Figures) peers(u *survey.UnitResult, node string) peers {
	if f.Crowd != nil {
		scores, own := f.Crowd[[2]string{u.Tier, node}], -1
		if s, ok := u.Nodes[node]; ok && finite(s.Score) {
			own, _ = slices.BinarySearch(scores, s.Score)
		}
		return without(scores, own)
	}
	var scores []survey.Num
	for i := range f.Release.Units {
		o := &f.Release.Units[i]
		if s, ok := o.Nodes[node]; ok && o.Tier == u.Tier && o.Unit != u.Unit && finite(s.Score) {
			scores = append(scores, s.Score)
		}
	}
	slices.Sort(scores)
	return without(scores, -1)
}

// without describes scores in order but for the one at a place; -1: all of them.
func without(scores []survey.Num, own int) peers {
	n := len(scores)
	if own >= 0 {
		n--
	}
	at := func(i int) survey.Num {
		if own >= 0 && i >= own {
			i++
		}
		return scores[i]
	}
	return peers{n, quantile(n, at, .25), quantile(n, at, .5), quantile(n, at, .75)}
}

// quantile interpolates linearly between n order statistics.
func quantile(n int, x func(int) survey.Num, p float64) survey.Num {
	if n == 0 {
		return nan
	}
	at := p * float64(n-1)
	i := int(at)
	if i == n-1 {
		return x(i)
	}
	return x(i) + survey.Num(at-float64(i))*(x(i+1)-x(i))
}

// fewestPeers is how many others it takes to speak of peers.
const fewestPeers = 4

// A standing tells where a score lies against the peers' median, beyond error.
type standing int

const (
	alike standing = iota
	below
	above
)

// against compares a score with the peers' median, which is taken as it is.
func (p peers) against(s survey.NodeScore) standing {
	switch {
	case p.n < fewestPeers || !finite(s.Low) || !finite(s.High):
		return alike
	case s.High < p.median:
		return below
	case s.Low > p.median:
		return above
	}
	return alike
}

// MiddleOf is the median of the scores of a tier at a node, NaN where none is
// shown.
func (f Figures) MiddleOf(tier, node string) survey.Num {
	var scores []survey.Num
	for i := range f.Release.Units {
		if s, ok := f.Release.Units[i].Nodes[node]; ok && f.Release.Units[i].Tier == tier && finite(s.Score) {
			scores = append(scores, s.Score)
		}
	}
	slices.Sort(scores)
	return without(scores, -1).median
}

// Against returns the median of a unit's peers at a node, NaN where they are too
// few, and whether the unit is below (−1) or above it (1) beyond error, or neither (0).
func (f Figures) Against(unit, node string) (median survey.Num, side int) {
	u := f.Release.Unit(unit)
	if u == nil {
		return nan, 0
	}
	p := f.peers(u, node)
	if p.n < fewestPeers {
		return nan, 0
	}
	switch s, shown := u.Nodes[node]; {
	case !shown:
	case p.against(s) == below:
		side = -1
	case p.against(s) == above:
		side = 1
	}
	return p.median, side
}
