package survey

import (
	"cmp"
	"slices"
	"strings"

	"minping/scoring"
)

// heldBallots are the ballots of an evaluation, of which there are few enough:
// agreement and severity need them one by one.
type heldBallots struct {
	ballots []heldBallot
	names   map[string]string
}

// A heldBallot is one ballot: its answers by column, as scoring.Ballot has them.
type heldBallot struct {
	unit, group string
	sheet       string // the same for the ballots of one rater; "": not known
	answers     []int16
}

func (h *heldBallots) add(sheet string, b *scoring.Ballot) {
	if h.names == nil {
		h.names = map[string]string{}
	}
	h.ballots = append(h.ballots, heldBallot{h.name(b.Unit), h.name(b.Group), h.name(sheet), slices.Clone(b.Answers)})
}

// name returns one string for all that are equal.
func (h *heldBallots) name(s string) string {
	if kept, ok := h.names[s]; ok {
		return kept
	}
	s = strings.Clone(s)
	h.names[s] = s
	return s
}

// byUnit returns the ballots about each unit, in an order that does not depend
// on theirs; where units are rolled up, with those about units below.
func (c *computation) heldByUnit() map[string][]heldBallot {
	held := slices.Clone(c.in.Ballots.held.ballots)
	slices.SortFunc(held, func(a, b heldBallot) int {
		return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.group, b.group), slices.Compare(a.answers, b.answers), cmp.Compare(a.sheet, b.sheet))
	})
	parent := map[string]string{}
	if c.in.Questionnaire.Scoring.RollUp {
		for _, u := range c.in.Units {
			parent[u.ID] = u.Parent
		}
	}
	by := map[string][]heldBallot{}
	for _, b := range held {
		for unit := b.unit; unit != ""; unit = parent[unit] {
			by[unit] = append(by[unit], b)
		}
	}
	return by
}
