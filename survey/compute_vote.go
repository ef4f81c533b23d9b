package survey

import (
	"cmp"
	"maps"
	"slices"

	"minping/scoring"
)

// vote adds what votes came to. Votes are told exactly, as who votes is told
// beforehand, but not of fewer people than the least group.
func (c *computation) vote() {
	if c.in.Votes == nil {
		return
	}
	q := c.in.Questionnaire
	for i := range q.Votes {
		v := &q.Votes[i]
		it := q.item(v.Item)
		if it == nil {
			continue
		}
		t := tallying{computation: c, vote: v, item: it, options: q.ItemOptions(it), cells: c.in.Votes.votes[i]}
		if it.Type == Choice {
			c.out.Votes = append(c.out.Votes, t.choice())
			continue
		}
		for _, unit := range t.units() {
			c.out.Votes = append(c.out.Votes, t.names(unit))
		}
	}
	c.earlier()
}

// A tallying is the making of one vote's results.
type tallying struct {
	*computation
	vote    *Vote
	item    *Item
	options []Option
	cells   map[Cell]*voteCell
}

// units are those that have ballots, in the release's order.
func (t *tallying) units() (ids []string) {
	for i := range t.out.Units {
		id := t.out.Units[i].Unit
		if t.about(id).ballots > 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// about sums the groups' cells of a unit.
func (t *tallying) about(unit string) *voteCell {
	sum := &voteCell{codes: map[string]int{}, written: map[string]int{}}
	for key, cell := range t.cells {
		if key.Unit == unit {
			sum.merge(cell)
		}
	}
	return sum
}

// sheets are how many voted about a unit, void sheets of paper among them.
func (t *tallying) sheets(unit string, cell *voteCell) VoteSheets {
	s := VoteSheets{Expected: t.in.Expected[unit], Cast: cell.ballots, Invalid: cell.invalid, Abstained: cell.abstained}
	for _, b := range t.in.Paper {
		if b.State == PaperDone && (b.Totals.Unit == unit || b.Totals.Unit == "" && t.onSheet(b.Totals.Group, unit)) {
			s.Cast, s.Invalid = s.Cast+b.Totals.Invalid, s.Invalid+b.Totals.Invalid
		}
	}
	return s
}

// onSheet reports whether whole sheets of a group are about a unit too.
func (t *tallying) onSheet(group, unit string) bool {
	u := t.out.Unit(unit)
	return u != nil && t.in.Questionnaire.MayRate(group, u.Tier)
}

func (t *tallying) result() VoteResult {
	return VoteResult{Item: t.item.ID, Text: t.item.Text, Places: t.vote.Places, Candidates: []Candidate{}}
}

// choice is a vote on each unit.
func (t *tallying) choice() VoteResult {
	r := t.result()
	v := t.vote
	r.Options, r.Approve, r.Quorum, r.Majority, r.Base = t.options, v.Approve, v.Quorum, cmp.Or(v.Majority, "1/2"), cmp.Or(v.Base, BaseExpected)
	for i := range t.out.Units {
		u := &t.out.Units[i]
		cell := t.about(u.Unit)
		s := t.sheets(u.Unit, cell)
		if s.Cast == 0 {
			continue
		}
		r.Expected, r.Cast = max(r.Expected, s.Expected), max(r.Cast, s.Cast)
		r.Invalid, r.Abstained = max(r.Invalid, s.Invalid), max(r.Abstained, s.Abstained)
		if cell.ballots-cell.invalid < t.in.MinGroup {
			r.Few = true
			continue
		}
		count := scoring.VoteCount{Expected: s.Expected, Cast: s.Cast, For: total(cell.codes, v.Approve), Against: total(cell.codes, v.Against)}
		rule := v.rule()
		if count.Expected == 0 && rule.Base == scoring.OfExpected {
			count.Expected = s.Cast // nobody said how many are entitled: those who came
		}
		r.Candidates = append(r.Candidates, Candidate{
			ID: u.Unit, Name: u.Name, Votes: count.For, Sheets: &s, Options: cell.codes,
			Verdict: rule.Decide(count).String(), Groups: t.groups(u.Unit, v.Approve),
		})
	}
	t.seat(&r)
	return r
}

// names is a vote among names, of one unit.
func (t *tallying) names(unit string) VoteResult {
	r := t.result()
	cell := t.about(unit)
	r.Unit, r.VoteSheets = unit, t.sheets(unit, cell)
	if cell.ballots-cell.invalid < t.in.MinGroup {
		r.Few = true
		return r
	}
	for _, o := range t.options {
		if o.Kind == "" && !o.Exclusive {
			r.Candidates = append(r.Candidates, Candidate{ID: o.Code, Name: o.Label, Votes: cell.codes[o.Code], Groups: t.groups(unit, []string{o.Code})})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(cell.written)) {
		r.Candidates = append(r.Candidates, Candidate{Name: Text{"zh": name, "en": name}, Written: true, Votes: cell.written[name]})
	}
	t.seat(&r)
	return r
}

// groups are the votes for codes by group, nil where a group is too small.
func (t *tallying) groups(unit string, codes []string) map[string]int {
	by := map[string]int{}
	for key, cell := range t.cells {
		if key.Unit != unit || key.Group == "" {
			continue
		}
		if cell.ballots-cell.invalid < t.in.MinGroup {
			return nil
		}
		by[key.Group] = total(cell.codes, codes)
	}
	if len(by) == 0 {
		return nil
	}
	return by
}

func total(counts map[string]int, codes []string) (n int) {
	for _, code := range codes {
		n += counts[code]
	}
	return n
}

// seat orders candidates by votes and shares out the places: of a vote on
// units only among those that are carried.
func (t *tallying) seat(r *VoteResult) {
	slices.SortStableFunc(r.Candidates, func(a, b Candidate) int {
		return cmp.Compare(b.Votes, a.Votes)
	})
	votes := make([]int, len(r.Candidates))
	for i, c := range r.Candidates {
		votes[i] = c.Votes
		if c.Verdict != "" && c.Verdict != scoring.Carried.String() {
			votes[i] = 0
		}
	}
	ranks, seats := scoring.Seats(inFavour(r.Candidates)), scoring.Seats(votes, t.vote.Places...)
	for i := range r.Candidates {
		c := &r.Candidates[i]
		c.Rank, c.Class, c.Tied, c.Upper = ranks[i].Rank, seats[i].Class, seats[i].Tied, seats[i].Upper
	}
}

func inFavour(candidates []Candidate) (votes []int) {
	for _, c := range candidates {
		votes = append(votes, c.Votes)
	}
	return votes
}

// earlier puts the votes of the rounds before beside those of this one.
func (c *computation) earlier() {
	for _, past := range c.in.Past {
		for i := range c.out.Votes {
			now := &c.out.Votes[i]
			j := slices.IndexFunc(past.Votes, func(v VoteResult) bool { return v.Item == now.Item && v.Unit == now.Unit })
			if j < 0 {
				continue
			}
			for k := range now.Candidates {
				x := &now.Candidates[k]
				if before := past.Votes[j].candidate(x); before != nil {
					e := EarlierVote{Poll: past.Poll, Votes: before.Votes, Cast: past.Votes[j].Cast, Verdict: before.Verdict}
					if before.Sheets != nil {
						e.Cast = before.Sheets.Cast
					}
					x.Earlier = append(x.Earlier, e)
				}
			}
		}
	}
}

// candidate finds somebody by id, or by name where he was written in: then, or
// then and now.
func (r *VoteResult) candidate(like *Candidate) *Candidate {
	for i := range r.Candidates {
		c := &r.Candidates[i]
		if c.ID == like.ID && c.Written == like.Written && (!c.Written || c.Name["zh"] == like.Name["zh"]) {
			return c
		}
	}
	for i := range r.Candidates {
		c := &r.Candidates[i]
		if !c.Written || like.Written {
			continue
		}
		for _, label := range like.Name {
			if candidateName(label) == c.Name["zh"] {
				return c
			}
		}
	}
	return nil
}
