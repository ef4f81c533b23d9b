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

// peers returns the peers of u at a node of a group ("": all ballots).
func (f Figures) peers(u *survey.UnitResult, node string) peers {
	var scores []survey.Num
	for i := range f.Release.Units {
		o := &f.Release.Units[i]
		if s, ok := o.Nodes[node]; ok && o.Tier == u.Tier && o.Unit != u.Unit && finite(s.Score) {
			scores = append(scores, s.Score)
		}
	}
	slices.Sort(scores)
	return peers{len(scores), quantile(scores, .25), quantile(scores, .5), quantile(scores, .75)}
}

// quantile interpolates linearly between order statistics; x is sorted.
func quantile(x []survey.Num, p float64) survey.Num {
	if len(x) == 0 {
		return nan
	}
	at := p * float64(len(x)-1)
	i := int(at)
	if i == len(x)-1 {
		return x[i]
	}
	return x[i] + survey.Num(at-float64(i))*(x[i+1]-x[i])
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
	return quantile(scores, .5)
}
