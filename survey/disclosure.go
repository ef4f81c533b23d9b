package survey

import (
	"context"
	"fmt"

	"minping/scoring"
)

// A DisclosureReport accounts for what a release tells and what it keeps back, and
// why. It says a little more about small groups than the release itself, so it
// is for those who may read unpublished results.
type DisclosureReport struct {
	MinGroup        int              `json:"min_group"`        // people that a figure must rest on, k
	MinDistribution int              `json:"min_distribution"` // people that a distribution must rest on
	BlurredBelow    int              `json:"blurred_below"`    // scores of fewer people are blurred
	Cells           []CellCount      `json:"cells"`            // by tier, then in the order of kinds; those without figures are left out
	Audit           DisclosureAudit  `json:"audit"`
	Comments        *ListsOfComments `json:"comments,omitempty"` // absent: nothing is asked in words
}

// A CellKind is what a figure is about.
type CellKind string

// The kinds of figures.
const (
	UnitCell         CellKind = "unit"         // how many answered about a unit
	GroupCell        CellKind = "group"        // how many of a group did
	NodeCell         CellKind = "node"         // the score at a node, of a unit or a group
	DistributionCell CellKind = "distribution" // the answers to an item, by option
)

var cellKinds = []CellKind{UnitCell, GroupCell, NodeCell, DistributionCell}

// A CellCount says what became of the figures of one kind in a tier. Figures on
// which nobody answered are not counted.
type CellCount struct {
	Tier       string   `json:"tier"`
	Kind       CellKind `json:"kind"`
	Exact      int      `json:"exact"`      // told as they are
	Blurred    int      `json:"blurred"`    // told to half points, without error
	Few        int      `json:"few"`        // hidden: they rest on too few
	Protecting int      `json:"protecting"` // hidden: others that are hidden would follow by subtraction
}

// A DisclosureAudit is what an exact audit found: whether sums and differences
// of published figures give away a group that is too small (scoring.Derivable).
type DisclosureAudit struct {
	Figures int `json:"figures"` // that were combined
	Small   int `json:"small"`   // groups of fewer than k that can be derived
	Exact   int `json:"exact"`   // groups of fewer than BlurredBelow whose exact score can be
}

// ListsOfComments counts questions times units by what became of their comments.
type ListsOfComments struct {
	Least  int `json:"least"`  // comments that a list must have
	Listed int `json:"listed"` // with a list of their own, once it is reviewed
	Above  int `json:"above"`  // with those of the unit above
	Few    int `json:"few"`    // not listed: too few, or none
}

// Account says what a release of these inputs tells, what it keeps back and
// why. It asks the release itself, figure by figure, and not how it was made.
func Account(in Inputs, r *Release) *DisclosureReport {
	in.MinGroup = r.Method.MinGroup
	c := newComputation(in)
	c.weigh()
	c.score()
	s := newSuppression(c)
	a := account{r: r, s: s, by: map[cellOf]*CellCount{}}
	d := &DisclosureReport{MinGroup: r.Method.MinGroup, MinDistribution: leastAnswers(r.Method.MinGroup), Cells: []CellCount{}}
	a.each(a.count)
	for _, tier := range a.tiers {
		for _, kind := range cellKinds {
			if n := a.by[cellOf{tier, kind}]; n != nil {
				d.Cells = append(d.Cells, *n)
			}
		}
	}
	a.each(func(m, i, g int, shown, _ bool) {
		s.measures[m].hidden[i][g] = !shown
		if shown {
			d.Audit.Figures++
		}
	})
	d.Audit.Small = s.derivable(0, len(s.measures))
	if r.Method.Blur == nil {
		return d
	}
	d.BlurredBelow = r.Method.Blur.Below
	a.each(func(m, i, g int, _, exact bool) { s.measures[m].hidden[i][g] = !exact })
	s.raise(d.BlurredBelow)
	d.Audit.Exact = s.derivable(1, 1+len(r.Nodes)) // numbers of people are never blurred
	return d
}

// derivable counts the groups that are too small and that the shown figures of
// measures give away.
func (s *suppression) derivable(from, to int) (n int) {
	for m := from; m < to; m++ {
		for _, tree := range s.trees() {
			atoms, _, totals := s.cells(m, tree)
			n += len(scoring.Derivable(atoms, totals, s.measures[m].least))
		}
	}
	return n
}

// A cellOf names a line of the account.
type cellOf struct {
	tier string
	kind CellKind
}

// An account is the making of a DisclosureReport.
type account struct {
	r     *Release
	s     *suppression // what there is to tell
	by    map[cellOf]*CellCount
	tiers []string // in the order of their first unit
}

// each passes all figures on which somebody answered, and whether the release
// shows them, and as they are.
func (a *account) each(use func(m, i, g int, shown, exact bool)) {
	for m := range a.s.measures {
		for i := range a.s.units {
			for g, n := range a.s.measures[m].count[i] {
				if n > 0 {
					shown, exact := a.shown(m, i, g)
					use(m, i, g, shown, exact)
				}
			}
		}
	}
}

// shown asks the release for a figure.
func (a *account) shown(m, i, g int) (shown, exact bool) {
	u := &a.r.Units[i]
	ballots, nodes := u.Ballots, u.Nodes
	if g > 0 {
		group := u.Groups[a.s.groups[g-1]]
		ballots, nodes = group.Ballots, group.Nodes
	}
	switch j := m - 1; {
	case m == allBallots:
		return ballots > 0, ballots > 0
	case j < len(a.r.Nodes):
		score, ok := nodes[a.r.Nodes[j].ID]
		return ok, ok && !score.Blurred
	default:
		_, ok := u.Counts[a.r.Items[j-len(a.r.Nodes)].ID]
		return ok, ok
	}
}

// count puts a figure into the account.
func (a *account) count(m, i, g int, shown, exact bool) {
	kind := DistributionCell
	switch {
	case m == allBallots && g == 0:
		kind = UnitCell
	case m == allBallots:
		kind = GroupCell
	case m <= len(a.r.Nodes):
		kind = NodeCell
	}
	line := cellOf{a.r.Units[i].Tier, kind}
	n := a.by[line]
	if n == nil {
		n = &CellCount{Tier: line.tier, Kind: kind}
		a.by[line] = n
		if kind == UnitCell {
			a.tiers = append(a.tiers, line.tier)
		}
	}
	switch x := &a.s.measures[m]; {
	case exact:
		n.Exact++
	case shown:
		n.Blurred++
	case a.s.others(m, i, g) < x.least:
		n.Few++
	default:
		n.Protecting++
	}
}

// Disclosure accounts for the release of a closed poll; before there is one, it
// is ErrNotFound. The figures are counted from the ballots once and kept.
func (s *Service) Disclosure(ctx context.Context, poll string) (*DisclosureReport, error) {
	kept, ok := s.disclosures.Load(poll)
	if !ok {
		counted, err := shared(ctx, &s.reading, "disclosure "+poll, func(ctx context.Context) (*DisclosureReport, error) {
			return s.disclosure(ctx, poll)
		})
		if err != nil {
			return nil, err
		}
		kept, _ = s.disclosures.LoadOrStore(poll, counted)
	}
	d := *kept.(*DisclosureReport)
	index, err := s.CommentIndex(ctx, poll)
	if err != nil || len(index.Lists) == 0 {
		return &d, err
	}
	d.Comments = &ListsOfComments{Least: index.Least}
	for _, l := range index.Lists {
		switch l.Why {
		case CommentsFew:
			d.Comments.Few++
		case CommentsAbove:
			d.Comments.Above++
		default:
			d.Comments.Listed++
		}
	}
	return &d, nil
}

func (s *Service) disclosure(ctx context.Context, poll string) (*DisclosureReport, error) {
	release, err := s.Release(ctx, poll)
	if err != nil {
		return nil, err
	}
	p, err := s.definitions.Poll(ctx, poll)
	if err != nil {
		return nil, fmt.Errorf("disclosure of poll %s: %w", poll, err)
	}
	in, _, err := s.inputs(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("disclosure of poll %s: %w", poll, err)
	}
	return Account(in, release), nil
}

// Disclosure is Service.Disclosure, for those who may read a whole poll's
// unpublished results.
func (v Scoped) Disclosure(ctx context.Context, poll string) (*DisclosureReport, error) {
	if err := v.whole(ctx, poll, ReadUnpublished); err != nil {
		return nil, err
	}
	return v.s.Disclosure(ctx, poll)
}
