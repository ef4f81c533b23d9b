package dossier

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"minping/survey"
	"minping/survey/points"
)

// A Candidate is somebody who may be put into a list.
type Candidate struct {
	survey.Unit
	Team   survey.Text
	Person survey.Person // zero: nobody on the roster
}

// A Choice is what a list can be made of.
type Choice struct {
	Candidates []Candidate // in the directory's order
	Polls      []PollChoice
	Columns    []Head // of point cards by scheme, then of totals and grades by scheme and year, the latest year first
}

// A PollChoice is a poll whose figures can be columns.
type PollChoice struct {
	ID    string
	Title survey.Text
	Nodes []survey.NodeInfo // the root and the areas right below it; none where nothing is scored
}

// Choice returns what whoever asks can make lists of: survey.ErrNotFound where
// he looks after no polls.
func (r Room) Choice(ctx context.Context) (c Choice, err error) {
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return c, err
	}
	if !reach.Anywhere(survey.ManagePolls) {
		return c, survey.ErrNotFound
	}
	people, err := r.people(ctx)
	if err != nil {
		return c, err
	}
	byID := make(map[string]survey.Person, len(people))
	for _, p := range people {
		byID[p.ID] = p
	}
	units := reach.Units(survey.ManagePolls)
	name := make(map[string]survey.Text, len(units))
	for _, u := range units {
		name[u.ID] = u.Name
	}
	for _, u := range units {
		if reach.Holds(survey.ManagePolls, u.ID, "") {
			c.Candidates = append(c.Candidates, Candidate{u, name[u.Parent], byID[u.ID]})
		}
	}
	polls, err := r.polls(ctx)
	for _, p := range polls {
		choice := PollChoice{ID: p.ID, Title: p.title()}
		for _, n := range p.release.Nodes {
			if n.Depth <= 1 && p.scored() {
				choice.Nodes = append(choice.Nodes, n)
			}
		}
		c.Polls = append(c.Polls, choice)
	}
	if err != nil {
		return c, err
	}
	schemes, err := r.schemes(ctx)
	if err != nil {
		return c, err
	}
	for _, s := range schemes {
		for i := range s.Scheme.Cards {
			card := &s.Scheme.Cards[i]
			kind := Points
			if !kind.counts(card) {
				kind = Credits
			}
			c.Columns = append(c.Columns, Head{Column{Kind: kind, Scheme: s.ID, Card: card.ID}, kind.Words(), joined(s.Scheme.Title, card.Title)})
		}
	}
	graded, err := r.graded(ctx)
	c.appraisals(graded)
	return c, err
}

// appraisals adds the columns of those by which candidates were graded.
func (c *Choice) appraisals(graded map[string][]points.Graded) {
	cards := len(c.Columns)
	for _, who := range c.Candidates {
		for _, g := range graded[who.ID] {
			of := Column{Kind: Total, Scheme: g.Scheme, Year: g.Year}
			if slices.ContainsFunc(c.Columns, func(h Head) bool { return h.Column == of }) {
				continue
			}
			for _, kind := range []Kind{Total, Grade} {
				of.Kind = kind
				c.Columns = append(c.Columns, Head{of, kind.Words(), ofYear(g.Title, g.Year)})
			}
		}
	}
	slices.SortStableFunc(c.Columns[cards:], func(x, y Head) int { return cmp.Compare(y.Year, x.Year) })
}

// scored reports whether any unit has a score.
func (p readPoll) scored() bool {
	root := p.root()
	return slices.ContainsFunc(p.release.Units, func(u survey.UnitResult) bool { _, told := u.Nodes[root]; return told })
}

// A Filter narrows candidates down. Empty fields narrow nothing.
type Filter struct {
	Text  string // in the name, the post or the id
	Tier  string
	Group string // rank group
	Above string // id of what they belong to
}

// Of returns those of the candidates that it lets through.
func (f Filter) Of(all []Candidate) []Candidate {
	text := strings.ToLower(f.Text)
	return slices.DeleteFunc(slices.Clone(all), func(c Candidate) bool {
		return f.Tier != "" && c.Tier != f.Tier || f.Group != "" && c.Person.Rank != f.Group || f.Above != "" && c.Parent != f.Above ||
			text != "" && !slices.ContainsFunc([]string{c.ID, c.Name["zh"], c.Name["en"], c.Person.Post}, func(s string) bool { return strings.Contains(strings.ToLower(s), text) })
	})
}
