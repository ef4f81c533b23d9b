package survey

import (
	"math"

	"minping/scoring"
)

// tauEstimator estimates how far the true scores of a tier differ. Restricted
// maximum likelihood makes the best use of few units, and its bias is small;
// docs/ranks.md compares the estimators.
const tauEstimator = scoring.REML

// fewestShrunk is the least number of ranked units whose scores are shrunk: with
// fewer, the mean is too uncertain for shrunken scores to beat raw ones (Efron
// & Morris 1973, J. Am. Stat. Assoc. 68, 117–130).
const fewestShrunk = 4

// shrink adds shrunken scores, tier by tier and node by node. Only what passed
// disclosure control enters, so that the means and variances tell nothing that
// the shown scores and errors do not. The units listed without a rank are
// shrunk by what the ranked ones say.
func (c *computation) shrink() {
	for t := range c.out.Tiers {
		info := &c.out.Tiers[t]
		var ranked, listed []*UnitResult
		for i := range c.out.Units {
			switch u := &c.out.Units[i]; {
			case u.Tier != info.ID:
			case u.Rank != nil:
				ranked = append(ranked, u)
			default:
				listed = append(listed, u)
			}
		}
		for _, n := range c.out.Nodes {
			c.shrinkNode(info, n.ID, ranked, listed)
		}
		c.placeShrunken(ranked)
	}
}

func (c *computation) shrinkNode(info *TierInfo, node string, ranked, listed []*UnitResult) {
	x, se, _ := scoresAt(ranked, node)
	s, err := scoring.Shrink(x, se, tauEstimator)
	if err != nil || s.N < fewestShrunk {
		return
	}
	if info.Spread == nil {
		info.Spread = map[string]Spread{}
	}
	info.Spread[node] = Spread{
		Units: s.N, Mean: Num(s.Mu), MeanSE: Num(s.MuSE), Tau2: Num(s.Tau2), Rankability: Num(s.Rankability(se)),
	}
	for i, u := range ranked {
		u.setShrunken(node, s.Units[i])
	}
	x, se, _ = scoresAt(listed, node)
	for i, u := range listed {
		u.setShrunken(node, s.Of(x[i], se[i]))
	}
}

// scoresAt returns the scores of units at a node, their errors and degrees of
// freedom; NaN where there is none.
func scoresAt(units []*UnitResult, node string) (x, se, df []float64) {
	x, se, df = make([]float64, len(units)), make([]float64, len(units)), make([]float64, len(units))
	for i, u := range units {
		x[i], se[i], df[i] = math.NaN(), math.NaN(), math.NaN()
		if s, ok := u.Nodes[node]; ok {
			x[i], se[i], df[i] = float64(s.Score), float64(s.SE), float64(s.DF)
		}
	}
	return x, se, df
}

func (u *UnitResult) setShrunken(node string, s scoring.Shrunken) {
	score, ok := u.Nodes[node]
	if !ok || math.IsNaN(s.Value) {
		return
	}
	score.Shrunken = &Shrunken{Score: Num(s.Value), SE: Num(s.SE), Reliability: Num(s.Lambda)}
	u.Nodes[node] = score
}

// scoring returns the shrunken score as package scoring has it; se is the
// standard error of the raw one.
func (s *Shrunken) scoring(se Num) scoring.Shrunken {
	if s == nil {
		nan := math.NaN()
		return scoring.Shrunken{Lambda: nan, Value: nan, SE: nan, PostSD: nan}
	}
	lambda := float64(s.Reliability)
	return scoring.Shrunken{Lambda: lambda, Value: float64(s.Score), SE: float64(s.SE), PostSD: math.Sqrt(lambda) * float64(se)}
}

// placeShrunken ranks units by their shrunken overall scores.
func (c *computation) placeShrunken(ranked []*UnitResult) {
	x, se, _ := scoresAt(ranked, rootNode)
	r, err := scoring.RankShrunken(x, se, tauEstimator)
	if err != nil || r.N < fewestShrunk {
		return
	}
	for i, u := range ranked {
		u.Rank.Shrunken = &ShrunkenPlace{Expected: Num(r.Ranks[i].Expected), PCER: Num(r.Ranks[i].PCER)}
	}
}
