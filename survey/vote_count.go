package survey

import (
	"encoding/json"
	"slices"
)

// A VoteCounter counts the ballots of the items that are votes. Counters of
// parts of the ballots merge into that of the whole.
type VoteCounter struct {
	q     *Questionnaire
	votes []map[Cell]*voteCell // by vote; Cell.Ballots is 0
}

// A voteCell is the votes of one group about one unit.
type voteCell struct {
	ballots, invalid, abstained int
	codes, written              map[string]int
}

// NewVoteCounter returns a counter, nil where nothing is voted on.
func NewVoteCounter(q *Questionnaire) *VoteCounter {
	if len(q.Votes) == 0 {
		return nil
	}
	c := &VoteCounter{q: q}
	for range q.Votes {
		c.votes = append(c.votes, map[Cell]*voteCell{})
	}
	return c
}

// Units are the ids of the units that ballots are about, sorted.
func (c *VoteCounter) Units() (ids []string) {
	for _, cells := range c.votes {
		for key := range cells {
			ids = append(ids, key.Unit)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Add counts a ballot.
func (c *VoteCounter) Add(unit, group string, a Answers) {
	for i := range c.q.Votes {
		v := &c.q.Votes[i]
		it := c.q.item(v.Item)
		if it == nil {
			continue
		}
		cell := c.cell(i, unit, group)
		cell.ballots++
		cell.count(v, it, c.q.ItemOptions(it), a)
	}
}

func (c *VoteCounter) cell(vote int, unit, group string) *voteCell {
	key := Cell{Unit: unit, Group: group}
	cell := c.votes[vote][key]
	if cell == nil {
		cell = &voteCell{codes: map[string]int{}, written: map[string]int{}}
		c.votes[vote][key] = cell
	}
	return cell
}

// count counts what a ballot says in a vote.
func (c *voteCell) count(v *Vote, it *Item, options []Option, a Answers) {
	listed, written := v.names(options, a)
	if slices.Contains(listed, InvalidMark) || it.Type != Choice && it.Max != nil && float64(len(listed)+len(written)) > *it.Max {
		c.invalid++
		return
	}
	said := len(written) > 0
	for _, code := range listed {
		c.codes[code]++
		o := optionOf(options, code)
		said = said || o != nil && o.Kind != Abstain
	}
	for _, name := range written {
		c.written[name]++
	}
	if !said {
		c.abstained++
	}
}

// read counts a stored ballot.
func (c *VoteCounter) read(r *Record) error {
	var a Answers
	if len(r.Rest) > 0 {
		if err := json.Unmarshal(r.Rest, &a); err != nil {
			return brokenRest(r.Rest)
		}
	}
	c.Add(string(r.Unit), string(r.Group), a)
	return nil
}

// Merge adds all that o has counted; it must be of the same questionnaire.
func (c *VoteCounter) Merge(o *VoteCounter) {
	for i, cells := range o.votes {
		for key, from := range cells {
			c.cell(i, key.Unit, key.Group).merge(from)
		}
	}
}

func (c *voteCell) merge(o *voteCell) {
	c.ballots, c.invalid, c.abstained = c.ballots+o.ballots, c.invalid+o.invalid, c.abstained+o.abstained
	for code, n := range o.codes {
		c.codes[code] += n
	}
	for name, n := range o.written {
		c.written[name] += n
	}
}
