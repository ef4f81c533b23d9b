package survey

import (
	"slices"
	"time"

	"minping/scoring"
)

// A Rectified is a problem of a unit at a node that something was done about
// between two rounds.
type Rectified struct {
	Order string `json:"order,omitempty"` // the order's number, for whoever reads
	Unit  string `json:"unit"`
	Node  string `json:"node"`
	// Closed is when it was closed on paper 销号; zero: it is not yet.
	Closed time.Time `json:"closed,omitzero"`
}

// A Proof says which rectifications were followed by a real improvement 成效核验.
// Closed on paper and improved are two things, and neither follows from the other.
// It is arithmetic on what two releases show (scoring.Peers, .Improvement), the
// same for the same entries in any order of units.
type Proof struct {
	Then  PollRef `json:"then"`
	Now   PollRef `json:"now"`
	Level Num     `json:"level"`
	// Compared is what the untouched units tell, by tier and node, in the order
	// of their first entry.
	Compared []ProofNode `json:"compared"`
	Items    []ProofItem `json:"items"` // as they were given
	Count    ProofCount  `json:"count"`
	Headline Text        `json:"headline"`
	Part     bool        `json:"part,omitempty"` // only of units that whoever asks may see
}

// A ProofNode is what the units of a tier tell at a node. Figures are points.
type ProofNode struct {
	Tier      string  `json:"tier"`
	Node      string  `json:"node"`
	Title     Text    `json:"title"`
	Breaks    []Break `json:"breaks,omitempty"` // why the rounds cannot be compared
	Touched   int     `json:"touched"`          // units that are judged here
	Untouched int     `json:"untouched"`        // comparable units that the rest rests on; null figures where too few
	Trend     Num     `json:"trend"`            // their mean change
	TrendSE   Num     `json:"trend_se"`
	// Persistence is the share of the true differences before that is still
	// there, Drift how far units move of themselves (standard deviation).
	Persistence   Num `json:"persistence"`
	PersistenceSE Num `json:"persistence_se"`
	Drift         Num `json:"drift"`
	// Together is the mean of Net of those judged here: whether it worked on the
	// whole. Absent where there are none.
	Together  *ProofChange `json:"together,omitempty"`
	untouched []string
}

// A ProofItem is one entry with what became of it.
type ProofItem struct {
	Rectified
	Name   Text         `json:"name"`
	Tier   string       `json:"tier"`
	Title  Text         `json:"title"`         // of the node
	Effect string       `json:"effect"`        // improved, fell, regression, trend, noise, unjudged
	Why    ProofDoubt   `json:"why,omitempty"` // it cannot be judged
	Before *ProofScore  `json:"before,omitempty"`
	Now    *ProofScore  `json:"now,omitempty"`
	Change *ProofChange `json:"change,omitempty"` // now − before
	// Against is Change without what the untouched made on the average: the
	// difference in differences.
	Against *ProofChange `json:"against,omitempty"`
	// Change = Trend + Regression + Net.
	Trend      Num          `json:"trend"`
	Regression Num          `json:"regression"`    // to be expected of one that stood where it did
	Expected   Num          `json:"expected"`      // score now, had nothing been done
	Net        *ProofChange `json:"net,omitempty"` // beyond both
	// P is the p value of the claim that it rose (fell) and by more than expected,
	// PAdjusted with all entries judged together (Benjamini & Hochberg).
	P         Num  `json:"p"`
	PAdjusted Num  `json:"p_adjusted"`
	Says      Text `json:"says"`
}

// A ProofScore is a published score.
type ProofScore struct {
	Score Num `json:"score"`
	SE    Num `json:"se"`
	Low   Num `json:"low"`
	High  Num `json:"high"`
	N     int `json:"n"`
}

// A ProofChange is a difference with its interval, in points.
type ProofChange struct {
	Diff Num `json:"diff"`
	SE   Num `json:"se"`
	DF   Num `json:"df"` // null: errors are 0
	Low  Num `json:"low"`
	High Num `json:"high"`
	P    Num `json:"p"`
}

// A ProofCount counts pairs of unit and node, each once.
type ProofCount struct {
	Pairs    int            `json:"pairs"`
	Judged   int            `json:"judged"`
	Effects  map[string]int `json:"effects"`
	Closed   int            `json:"closed"`   // on paper, of those judged
	Improved int            `json:"improved"` // of those closed
}

// A ProofDoubt is why an entry cannot be judged.
type ProofDoubt string

// The doubts, the first that holds.
const (
	DoubtAbsent ProofDoubt = "absent" // the unit or the node is not in both rounds
	DoubtLate   ProofDoubt = "late"   // closed after the later round had ended
	DoubtBreak  ProofDoubt = "break"  // the node measures something else now
	DoubtHidden ProofDoubt = "hidden" // no score with an error is published in both rounds
	DoubtPeers  ProofDoubt = "peers"  // too few comparable units in which nothing was done
)

// ProofOf holds what was done between two rounds against them. Comparable are
// the units of a tier that publish a score with an error at the node in both
// rounds; untouched are those without an entry there, above or below in the
// index, of their own or of a unit above them (where ballots are rolled up, also
// of one below). An entry that is not closed still touches its unit.
func ProofOf(then, now Round, entries []Rectified) *Proof {
	p := &proving{then: then.Release, now: now.Release, ends: now.Closes, touched: map[[2]string]bool{}}
	p.out = Proof{
		Then: then.Poll, Now: now.Poll, Level: now.Release.Method.Level,
		Compared: []ProofNode{}, Items: []ProofItem{}, Count: ProofCount{Effects: map[string]int{}},
	}
	for _, e := range entries {
		p.touched[[2]string{e.Unit, e.Node}] = true
	}
	for _, e := range entries {
		p.out.Items = append(p.out.Items, p.item(e))
	}
	p.judge()
	p.out.count()
	for i := range p.out.Items {
		p.out.Items[i].Says = p.out.says(&p.out.Items[i])
	}
	p.out.Headline = p.out.headline()
	return &p.out
}

// A proving is the making of a proof.
type proving struct {
	then, now *Release
	ends      time.Time // of the later round; zero: not known
	touched   map[[2]string]bool
	out       Proof
	peers     []*scoring.Peers // as out.Compared; nil: too few
}

// item returns an entry with its scores, or why it cannot be judged.
func (p *proving) item(e Rectified) ProofItem {
	it := ProofItem{
		Rectified: e, Effect: scoring.Unjudged.String(),
		Trend: notKnown, Regression: notKnown, Expected: notKnown, P: notKnown, PAdjusted: notKnown,
	}
	before, after := p.then.Unit(e.Unit), p.now.Unit(e.Unit)
	for _, u := range []*UnitResult{before, after} {
		if u != nil {
			it.Name, it.Tier = u.Name, u.Tier
		}
	}
	node := p.now.Node(e.Node)
	if node != nil {
		it.Title = node.Title
	}
	switch {
	case before == nil || after == nil || node == nil || before.Tier != after.Tier:
		it.Why = DoubtAbsent
	case !p.ends.IsZero() && e.Closed.After(p.ends):
		it.Why = DoubtLate
	case len(Breaks(p.then, p.now, e.Node)) > 0:
		it.Why = DoubtBreak
		p.at(it.Tier, e.Node)
	default:
		it.Before, it.Now = proofScore(p.published(p.then, e.Unit, e.Node)), proofScore(p.published(p.now, e.Unit, e.Node))
		if it.Before == nil || it.Now == nil {
			it.Before, it.Now, it.Why = nil, nil, DoubtHidden
		} else if i := p.at(it.Tier, e.Node); p.peers[i] == nil {
			it.Why = DoubtPeers
		}
	}
	return it
}

// published returns a unit's score at a node where it is told with an error.
func (p *proving) published(r *Release, unit, node string) *NodeScore {
	u := r.Unit(unit)
	if u == nil || u.Suppressed {
		return nil
	}
	if s, ok := u.Nodes[node]; ok && s.exact() {
		return &s
	}
	return nil
}

func proofScore(s *NodeScore) *ProofScore {
	if s == nil {
		return nil
	}
	return &ProofScore{s.Score, s.SE, s.Low, s.High, s.N}
}

// at returns which of Compared a tier's node is, which it computes once.
func (p *proving) at(tier, node string) int {
	if i := slices.IndexFunc(p.out.Compared, func(n ProofNode) bool { return n.Tier == tier && n.Node == node }); i >= 0 {
		return i
	}
	n := ProofNode{
		Tier: tier, Node: node, Title: p.now.Node(node).Title, Breaks: Breaks(p.then, p.now, node),
		Trend: notKnown, TrendSE: notKnown, Persistence: notKnown, PersistenceSE: notKnown, Drift: notKnown,
	}
	var before, now []scoring.Score
	var touched []bool
	for i := range p.now.Units {
		u := &p.now.Units[i]
		then := p.then.Unit(u.Unit)
		a, b := p.published(p.then, u.Unit, node), p.published(p.now, u.Unit, node)
		if u.Tier != tier || then == nil || then.Tier != tier || a == nil || b == nil || len(n.Breaks) > 0 {
			continue
		}
		before, now, touched = append(before, a.scoring()), append(now, b.scoring()), append(touched, p.isTouched(u, node))
		if !touched[len(touched)-1] {
			n.untouched = append(n.untouched, u.Unit)
		}
	}
	n.Untouched = len(n.untouched)
	peers, err := scoring.PeersOf(before, now, touched)
	if err == nil {
		n.Trend, n.TrendSE, n.Drift = Num(peers.Trend), Num(peers.TrendSE), Num(peers.Drift())
		n.Persistence, n.PersistenceSE = Num(peers.Persistence), Num(peers.PersistenceSE)
	}
	p.out.Compared, p.peers = append(p.out.Compared, n), append(p.peers, peers)
	return len(p.out.Compared) - 1
}

// isTouched reports whether something was done at a unit that may show at a node.
func (p *proving) isTouched(u *UnitResult, node string) bool {
	for pair := range p.touched {
		near := pair[0] == u.Unit || p.now.above(pair[0], u.Unit) || p.now.Method.RollUp && p.now.above(u.Unit, pair[0])
		if near && (pair[1] == node || p.now.nodeAbove(pair[1], node) || p.now.nodeAbove(node, pair[1])) {
			return true
		}
	}
	return false
}

// nodeAbove reports whether one node lies above another in the index.
func (r *Release) nodeAbove(upper, node string) bool {
	for n := r.Node(node); n != nil && n.Parent != "" && n.Parent != n.ID; n = r.Node(n.Parent) {
		if n.Parent == upper {
			return true
		}
	}
	return false
}

// judge sets what became of the entries, all pairs together, each once.
func (p *proving) judge() {
	level := float64(p.out.Level)
	var all []scoring.Improvement
	which, before, now := map[[2]string]int{}, make([][]scoring.Score, len(p.peers)), make([][]scoring.Score, len(p.peers))
	for i := range p.out.Items {
		it := &p.out.Items[i]
		pair := [2]string{it.Unit, it.Node}
		if _, done := which[pair]; done || it.Before == nil {
			continue
		}
		at := p.at(it.Tier, it.Node)
		a, b := p.published(p.then, it.Unit, it.Node).scoring(), p.published(p.now, it.Unit, it.Node).scoring()
		which[pair] = len(all)
		all = append(all, p.peers[at].Improvement(a, b, level))
		before[at], now[at] = append(before[at], a), append(now[at], b)
	}
	scoring.JudgeImprovements(all, level)
	for i := range p.out.Items {
		if it := &p.out.Items[i]; it.Before != nil {
			it.set(&all[which[[2]string{it.Unit, it.Node}]])
		}
	}
	for i, peers := range p.peers {
		n := &p.out.Compared[i]
		n.Touched = len(before[i])
		if peers == nil {
			continue
		}
		if net, of := peers.Together(before[i], now[i], level); of > 0 {
			n.Together = proofChange(net)
		}
	}
}

// set takes over what scoring says.
func (it *ProofItem) set(m *scoring.Improvement) {
	it.Effect = m.Effect.String()
	it.Change, it.Against, it.Net = proofChange(m.Change), proofChange(m.Against), proofChange(m.Net)
	it.Trend, it.Regression, it.Expected = Num(m.Trend), Num(m.Regression), Num(m.Expected)
	it.P, it.PAdjusted = Num(m.P), Num(m.PAdjusted)
	if m.Effect == scoring.Unjudged {
		it.Why = DoubtPeers // that are there, but nowhere near
	}
}

// proofChange returns a difference; nil where there is none.
func proofChange(c scoring.Change) *ProofChange {
	if !Num(c.Diff).OK() {
		return nil
	}
	return &ProofChange{Num(c.Diff), Num(c.SE), Num(c.DF), Num(c.Low), Num(c.High), Num(c.P)}
}

// count counts the pairs of unit and node, each once; a pair is closed where
// any of its entries is.
func (p *Proof) count() {
	type fate struct {
		effect string
		closed bool
	}
	pairs := map[[2]string]fate{}
	for _, it := range p.Items {
		key := [2]string{it.Unit, it.Node}
		f, seen := pairs[key]
		// of two entries of one pair, the one that could be judged counts
		if !seen || f.effect == scoring.Unjudged.String() {
			f.effect = it.Effect
		}
		f.closed = f.closed || it.Effect != scoring.Unjudged.String() && !it.Closed.IsZero()
		pairs[key] = f
	}
	p.Count = ProofCount{Pairs: len(pairs), Effects: map[string]int{}}
	for _, f := range pairs {
		p.Count.Effects[f.effect]++
		if f.effect != scoring.Unjudged.String() {
			p.Count.Judged++
		}
		if f.closed {
			p.Count.Closed++
			if f.effect == scoring.Improved.String() {
				p.Count.Improved++
			}
		}
	}
}

// Within returns the part of a proof about the units that inside names, whose
// judgement stays. Figures that rest on the untouched stay where all of these are
// inside, or at least three are not: else theirs would follow by subtraction.
func (p *Proof) Within(inside func(unit string) bool) *Proof {
	out := *p
	out.Items = filtered(p.Items, func(it ProofItem) bool { return inside(it.Unit) })
	out.Compared = []ProofNode{}
	outside := func(unit string) bool { return !inside(unit) }
	for _, n := range p.Compared {
		here := filtered(out.Items, func(it ProofItem) bool { return it.Tier == n.Tier && it.Node == n.Node })
		if len(here) == 0 {
			continue
		}
		others := len(filtered(n.untouched, outside))
		hides := others > 0 && others < fewOthers
		out.Part = out.Part || others > 0
		pairs := map[string]bool{}
		for _, it := range here {
			if it.Change != nil {
				pairs[it.Unit] = true
			}
		}
		if len(pairs) < n.Touched {
			n.Touched, n.Together, out.Part = len(pairs), nil, true // it was of others too
		}
		if hides {
			n.Trend, n.TrendSE, n.Persistence, n.PersistenceSE, n.Drift, n.Together = notKnown, notKnown, notKnown, notKnown, notKnown, nil
			for i := range out.Items {
				if it := &out.Items[i]; it.Tier == n.Tier && it.Node == n.Node {
					it.Against, it.Net = nil, nil
					it.Trend, it.Regression, it.Expected, it.P, it.PAdjusted = notKnown, notKnown, notKnown, notKnown, notKnown
					it.Says = out.says(it)
				}
			}
		}
		out.Compared = append(out.Compared, n)
	}
	out.Part = out.Part || len(out.Items) < len(p.Items)
	out.count()
	out.Headline = out.headline()
	return &out
}
