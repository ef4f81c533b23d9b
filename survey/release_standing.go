package survey

import (
	"cmp"
	"slices"

	"minping/scoring"
)

// A Standing is where the units of a tier stand at one node of the index tree.
//
// At the root it is the ranking of the release. At other nodes the units are
// tested against each other here, from their shown scores and errors alone, by
// the same joint tests (Welch, Holm); in a part of a release only those that
// are in it, and the ranges of ranks, which need all of the tier, are not told.
type Standing struct {
	Tier   string      `json:"tier"`
	Node   string      `json:"node"`
	Places []NodePlace `json:"places"` // those compared, the best first
	// Distinct holds the pairs that differ beyond error, the higher first, Bands
	// the sets of units that cannot be told apart; see TierInfo for both.
	Distinct [][2]string `json:"distinct,omitempty"`
	Bands    [][]string  `json:"bands,omitempty"`
	// Unplaced are the other units of the tier, with the reason.
	Unplaced []Unplaced `json:"unplaced,omitempty"`
}

// A NodePlace is a unit's place at a node.
type NodePlace struct {
	Unit  string    `json:"unit"`
	Name  Text      `json:"name"`
	Score NodeScore `json:"score"`
	Rank  int       `json:"rank"`           // ties 1-2-2-4
	Low   int       `json:"low,omitempty"`  // joint interval of the rank; 0: not told
	High  int       `json:"high,omitempty"` // at least Low
}

// An Unplaced unit is not compared at a node.
type Unplaced struct {
	Unit  string     `json:"unit"`
	Name  Text       `json:"name"`
	Score *NodeScore `json:"score,omitempty"` // absent: none is shown
	Why   Unranked   `json:"why"`
}

// Standing returns where the units of a tier stand at a node.
func (r *Release) Standing(tier, node string) Standing {
	s := Standing{Tier: tier, Node: node, Places: []NodePlace{}}
	root := len(r.Nodes) > 0 && r.Nodes[0].ID == node
	for i := range r.Units {
		u := &r.Units[i]
		if u.Tier != tier {
			continue
		}
		if why := r.unplaced(u, node); why != "" {
			out := Unplaced{Unit: u.Unit, Name: u.Name, Why: why}
			if score, ok := u.Nodes[node]; ok {
				out.Score = &score
			}
			s.Unplaced = append(s.Unplaced, out)
			continue
		}
		p := NodePlace{Unit: u.Unit, Name: u.Name, Score: u.Nodes[node], Rank: u.Nodes[node].Rank}
		if root {
			p.Rank, p.Low, p.High = u.Rank.Rank, u.Rank.Low, u.Rank.High
		}
		s.Places = append(s.Places, p)
	}
	slices.SortStableFunc(s.Places, func(a, b NodePlace) int { return cmp.Compare(b.Score.Score, a.Score.Score) })
	switch {
	case root:
		if i := slices.IndexFunc(r.Tiers, func(t TierInfo) bool { return t.ID == tier }); i >= 0 {
			s.Distinct, s.Bands = r.Tiers[i].Distinct, r.Tiers[i].Bands
		}
	case len(s.Places) > 0:
		s.compare(float64(r.Method.Level), !r.Part)
	}
	return s
}

// unplaced returns why a unit is not compared at a node, or "".
func (r *Release) unplaced(u *UnitResult, node string) Unranked {
	score, ok := u.Nodes[node]
	switch {
	case u.Suppressed || !ok && u.Basis != nil && slices.Contains(u.Basis.Hidden, node):
		return NotShown
	case u.Rank == nil && u.Unranked != "":
		return u.Unranked
	case !ok || !score.Score.OK():
		return NoScore
	case score.Blurred:
		return Roughly
	case !score.SE.OK():
		return NoError
	case u.Rank == nil: // of a release that does not say why
		return FewBallots
	}
	return ""
}

// compare tests all pairs jointly; whole says that they are all of the tier.
func (s *Standing) compare(level float64, whole bool) {
	x, se, df := make([]float64, len(s.Places)), make([]float64, len(s.Places)), make([]float64, len(s.Places))
	for i, p := range s.Places {
		x[i], se[i], df[i] = float64(p.Score.Score), float64(p.Score.SE), float64(p.Score.DF)
	}
	distinct := scoring.Distinct(x, se, df, level)
	if whole {
		for i, rank := range scoring.CompetitionRanks(x) {
			p := &s.Places[i]
			p.Rank, p.Low, p.High = rank, 1, len(x)
			for j, differs := range distinct[i] {
				switch {
				case differs && x[j] > x[i]:
					p.Low++
				case differs:
					p.High--
				}
			}
		}
	}
	if len(x) > MaxDistinct {
		return
	}
	for i, row := range distinct {
		for j, differs := range row {
			if differs && x[i] > x[j] {
				s.Distinct = append(s.Distinct, [2]string{s.Places[i].Unit, s.Places[j].Unit})
			}
		}
	}
	bands, _ := scoring.Bands(distinct, MaxBands)
	for _, band := range bands {
		units := make([]string, len(band))
		for i, at := range band {
			units[i] = s.Places[at].Unit
		}
		s.Bands = append(s.Bands, units)
	}
}
