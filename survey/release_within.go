package survey

import (
	"math"
	"slices"
	"sync"
)

// fewOthers is how many units beyond those that a reader sees a figure of them
// all must rest on, at least: with fewer, theirs would follow by subtraction.
const fewOthers = 3

// Within returns the part of a release about the units that inside names; the
// release itself where that is all of them.
//
// No other unit's name, id or figure is in it: units, flags, findings, pairs,
// bands, weights, paper and screened scores are those of the units inside, and
// parents outside vanish. A unit's rank keeps its place and of how many, and a
// tier its number of units. What describes all units together, such as the
// spread of a tier, scores drawn towards its mean, the median of peers, and how
// the questionnaire works, stays only where at least three further units are
// part of it. Sums over the whole poll become sums over the units inside, or go;
// so do the arrivals at an open poll, of which the mark remains.
func (r *Release) Within(inside func(unit string) bool) *Release {
	if !slices.ContainsFunc(r.Units, func(u UnitResult) bool { return !inside(u.Unit) }) {
		return r
	}
	p := part{whole: r, inside: inside, others: map[string]int{}}
	return p.make()
}

// A part is the making of a part of a release.
type part struct {
	whole  *Release
	inside func(unit string) bool
	others map[string]int // ranked units outside, by tier
}

func (p *part) make() *Release {
	out := *p.whole
	out.Part = true
	for i := range out.Units {
		if u := &out.Units[i]; u.Rank != nil && !p.inside(u.Unit) {
			p.others[u.Tier]++
		}
	}
	out.Units = p.units()
	out.Tiers = p.tiers(out.Units)
	out.Flags = filtered(out.Flags, func(f Flag) bool { return p.inside(f.Unit) })
	out.Findings = p.findings()
	out.Suggestions = p.suggestions(out.Findings)
	out.Method.Ballots = p.ballots(out.Units)
	if out.Weighting != nil {
		w := *out.Weighting
		w.Units = filtered(w.Units, func(u UnitWeighting) bool { return p.inside(u.Unit) })
		out.Weighting = &w
	}
	if p.apart() < fewOthers {
		out.Quality, out.Drivers = nil, nil
	}
	out.Votes = p.votes()
	out.Integrity, out.Paper, out.LeftOut = p.integrity(), p.paper(), nil
	out.Evaluation = p.evaluation()
	return &out
}

// filtered is a new list of those to keep, never nil.
func filtered[T any](all []T, keep func(T) bool) []T {
	kept := []T{}
	for _, x := range all {
		if keep(x) {
			kept = append(kept, x)
		}
	}
	return kept
}

// units returns the units inside, whose parents are inside too or unnamed.
func (p *part) units() []UnitResult {
	units := filtered(p.whole.Units, func(u UnitResult) bool { return p.inside(u.Unit) })
	for i := range units {
		u := &units[i]
		if !p.inside(u.Parent) {
			u.Parent = ""
		}
		if p.others[u.Tier] >= fewOthers {
			continue
		}
		u.Nodes = alone(u.Nodes)
		if u.Rank != nil {
			rank := *u.Rank
			rank.Shrunken = nil
			u.Rank = &rank
		}
		groups := make(map[string]GroupResult, len(u.Groups))
		for id, g := range u.Groups {
			g.Nodes = alone(g.Nodes)
			groups[id] = g
		}
		u.Groups = groups
	}
	return units
}

// alone returns scores without what was drawn from those of other units.
func alone(nodes map[string]NodeScore) map[string]NodeScore {
	own := make(map[string]NodeScore, len(nodes))
	for id, n := range nodes {
		own[id] = n.alone()
	}
	return own
}

func (n NodeScore) alone() NodeScore {
	n.Shrunken = nil
	if n.Change != nil {
		c := *n.Change
		c.Expected = Num(math.NaN())
		n.Change = &c
	}
	return n
}

// tiers returns the tiers of the units inside.
func (p *part) tiers(units []UnitResult) []TierInfo {
	tiers := filtered(p.whole.Tiers, func(t TierInfo) bool {
		return slices.ContainsFunc(units, func(u UnitResult) bool { return u.Tier == t.ID })
	})
	for i := range tiers {
		t := &tiers[i]
		t.Regression = nil // of the last of all, whoever they were
		if t.Distinct != nil {
			t.Distinct = filtered(t.Distinct, func(pair [2]string) bool { return p.inside(pair[0]) && p.inside(pair[1]) })
		}
		if t.Bands != nil {
			t.Bands = p.bands(t.Bands)
		}
		if p.others[t.ID] < fewOthers {
			t.Spread = nil
		}
	}
	return tiers
}

// bands returns what is inside of each set of units, each once.
func (p *part) bands(all [][]string) [][]string {
	bands := [][]string{}
	for _, band := range all {
		own := filtered(band, p.inside)
		same := func(b []string) bool { return slices.Equal(b, own) }
		if len(own) > 0 && !slices.ContainsFunc(bands, same) {
			bands = append(bands, own)
		}
	}
	return bands
}

// votes are those of the units inside, and on them: of a vote on all units
// nothing is told of the others.
func (p *part) votes() (votes []VoteResult) {
	for _, v := range p.whole.Votes {
		if v.Unit == "" {
			v.Candidates = filtered(v.Candidates, func(c Candidate) bool { return p.inside(c.ID) })
			v.VoteSheets, v.Few = VoteSheets{}, false
		}
		if v.Unit == "" && len(v.Candidates) > 0 || p.inside(v.Unit) {
			votes = append(votes, v)
		}
	}
	return votes
}

func (p *part) findings() []Finding {
	findings := filtered(p.whole.Findings, func(f Finding) bool { return p.inside(f.Unit) })
	for i := range findings {
		if f := &findings[i]; p.others[f.Tier] < fewOthers {
			f.Evidence.Score = f.Evidence.Score.alone()
			f.Evidence.PeerMedian = Num(math.NaN())
		}
	}
	return findings
}

// suggestions returns those that findings name.
func (p *part) suggestions(findings []Finding) []Suggestion {
	return filtered(p.whole.Suggestions, func(s Suggestion) bool {
		return slices.ContainsFunc(findings, func(f Finding) bool { return slices.Contains(f.Suggestions, s.ID) })
	})
}

// ballots counts the ballots about the units inside, each once.
func (p *part) ballots(units []UnitResult) (n int) {
	for _, u := range units {
		if !p.whole.Method.RollUp || u.Parent == "" {
			n += u.Ballots
		}
	}
	return n
}

// apart counts the units outside that are neither above one inside nor below
// one that is counted: what is not inside is made of so many.
func (p *part) apart() (n int) {
	parent := map[string]string{}
	for _, u := range p.whole.Units {
		parent[u.Unit] = u.Parent
	}
	above := map[string]bool{}
	for _, u := range p.whole.Units {
		if !p.inside(u.Unit) {
			continue
		}
		for up := u.Parent; up != "" && !above[up]; up = parent[up] {
			above[up] = true
		}
	}
	for _, u := range p.whole.Units {
		_, known := parent[u.Parent]
		if !p.inside(u.Unit) && !above[u.Unit] && !u.Suppressed && (!known || above[u.Parent]) {
			n++
		}
	}
	return n
}

// integrity is the mark of an open poll with the reasons about units inside.
func (p *part) integrity() *Integrity {
	if p.whole.Integrity == nil {
		return nil
	}
	return &Integrity{
		Mark:    p.whole.Integrity.Mark,
		Reasons: filtered(p.whole.Integrity.Reasons, func(r IntegrityReason) bool { return r.Unit != "" && p.inside(r.Unit) }),
		Units:   filtered(p.whole.Integrity.Units, func(u ScreenedUnit) bool { return p.inside(u.Unit) }),
	}
}

// paper is the paper about units inside, with sums of their own; where one of
// them is told as a band, so is the whole.
func (p *part) paper() *Paper {
	if p.whole.Paper == nil {
		return nil
	}
	units := filtered(p.whole.Paper.Units, func(u PaperUnit) bool { return p.inside(u.Unit) })
	if len(units) == 0 {
		return nil
	}
	var sum PaperTotals
	banded := false
	for _, u := range units {
		sum.Eligible += u.Eligible
		if u.Sheets == nil {
			banded = true
			continue
		}
		own := PaperTotals{
			Issued: u.Sheets.Issued, Returned: u.Sheets.Returned, Valid: u.Sheets.Valid, Invalid: u.Sheets.Invalid,
			Abstained: u.Sheets.Abstained, Reasons: map[string]int{},
		}
		for _, r := range u.Sheets.Reasons {
			own.Reasons[r.Reason] = r.Count
		}
		sum.Add(own)
	}
	out := &Paper{Units: units, PaperFigures: (&paperCell{PaperTotals: sum, banded: banded}).figures()}
	if banded {
		out.Band = &Band{Low: 0, High: 1}
	}
	return out
}

// partCache holds the parts of releases that were asked for.
type partCache struct {
	mu   sync.Mutex
	kept map[partKey]*Release
}

// A partKey names a part: a bit for each unit of the release and for each unit
// right above one, which need not be one of the release.
type partKey struct {
	release *Release
	units   string
}

// keyOf names the part of a release about the units that inside names.
func keyOf(r *Release, inside func(unit string) bool) partKey {
	bits := make([]byte, (2*len(r.Units)+7)/8)
	mark := func(i int, unit string) {
		if inside(unit) {
			bits[i/8] |= 1 << (i % 8)
		}
	}
	for i := range r.Units {
		mark(2*i, r.Units[i].Unit)
		mark(2*i+1, r.Units[i].Parent)
	}
	return partKey{r, string(bits)}
}

// maxParts bounds how many are kept; beyond it all are made anew.
const maxParts = 128

// of returns the same part for the same units, so that what was made of it
// before can be used again.
func (c *partCache) of(r *Release, inside func(unit string) bool) *Release {
	key := keyOf(r, inside)
	c.mu.Lock()
	defer c.mu.Unlock()
	if p := c.kept[key]; p != nil {
		return p
	}
	if c.kept == nil || len(c.kept) >= maxParts {
		c.kept = make(map[partKey]*Release)
	}
	p := r.Within(inside)
	c.kept[key] = p
	return p
}
