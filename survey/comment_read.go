package survey

import (
	"cmp"
	"context"
	"slices"
)

// A CommentListing says of a question and a unit how many comments are
// released, or why there are none.
type CommentListing struct {
	CommentList
	Comments int        `json:"comments"`
	Why      CommentGap `json:"why,omitempty"`
	Above    string     `json:"above,omitempty"` // the unit above whose list takes them
}

// A CommentGap is why a unit has no released comments on a question.
type CommentGap string

// The reasons.
const (
	CommentsFew     CommentGap = "few"     // fewer than must be shown together
	CommentsAbove   CommentGap = "above"   // they are with those of a unit above
	CommentsWaiting CommentGap = "waiting" // not reviewed, or not enough of them published
)

// A CommentIndex lists what comments there are to read.
type CommentIndex struct {
	Release int              `json:"release"`          // its number; 0: none yet
	Least   int              `json:"least"`            // comments that a list must have
	Groups  []CommentGroup   `json:"groups,omitempty"` // that may have lists of their own; none: all share
	Lists   []CommentListing `json:"lists"`            // by question, then by unit, then by group
}

// CommentIndex returns the lists of a poll's comments, for readers. It tells
// no number but those of released comments.
func (s *Service) CommentIndex(ctx context.Context, poll string) (*CommentIndex, error) {
	r, err := s.Release(ctx, poll)
	if err != nil {
		return nil, err
	}
	index := &CommentIndex{Lists: []CommentListing{}}
	plan, err := s.definitions.CommentPlan(ctx, poll)
	if isNotFound(err) {
		return index, nil
	}
	if err != nil {
		return nil, err
	}
	units, err := s.definitions.Roster(ctx, poll)
	if err != nil {
		return nil, err
	}
	released, err := s.definitions.CommentRelease(ctx, poll)
	if err != nil && !isNotFound(err) {
		return nil, err
	}
	index.Release, index.Least, index.Groups = released.Number, plan.Least, plan.Groups
	planner := newCommentPlanner(r, units, plan.Least, plan.Groups)
	by := make(map[CommentList][]PlannedList)
	for _, l := range plan.Lists {
		all := CommentList{Item: l.Item, Unit: l.Unit}
		by[all] = append(by[all], l)
	}
	for _, q := range r.Open {
		for _, u := range units {
			index.Lists = append(index.Lists, planner.listings(by, released, CommentList{Item: q.ID, Unit: u.ID})...)
		}
	}
	return index, nil
}

// listings says what there is to read on a question about a unit: each of its
// lists, and why there is none but of known groups.
func (p *commentPlanner) listings(planned map[CommentList][]PlannedList, released CommentRelease, about CommentList) (listings []CommentListing) {
	for _, l := range planned[about] {
		listing := CommentListing{CommentList: l.CommentList, Comments: released.Lists[l.CommentList]}
		if listing.Comments == 0 {
			listing.Why = CommentsWaiting
		}
		listings = append(listings, listing)
	}
	switch up, ok := p.taker(planned, about); {
	case !ok:
		listings = append(listings, CommentListing{CommentList: about, Why: CommentsFew})
	case up != about.Unit:
		listings = append(listings, CommentListing{CommentList: about, Why: CommentsAbove, Above: up})
	}
	return listings
}

// ReleasedComments returns comments of the last release, in an order that is
// that release's own; at most q.Limit.
func (s *Service) ReleasedComments(ctx context.Context, poll string, q CommentQuery) ([]Comment, error) {
	return s.definitions.ReleasedComments(ctx, poll, q)
}

// exportedAtOnce is how many comments of a list are read at once.
const exportedAtOnce = 2000

// ShuffledComments returns a whole released list in a new random order: what
// one export shows beside another tells nothing. A list is in memory at once.
func (s *Service) ShuffledComments(ctx context.Context, poll string, l CommentList) ([]string, error) {
	var texts []string
	q := CommentQuery{Item: l.Item, Unit: l.Unit, Group: cmp.Or(l.Group, Pooled), Limit: exportedAtOnce}
	for {
		part, err := s.definitions.ReleasedComments(ctx, poll, q)
		if err != nil {
			return nil, err
		}
		for _, c := range part {
			texts = append(texts, c.Shown)
		}
		if len(part) < q.Limit {
			Shuffle(texts)
			return slices.Clip(texts), nil
		}
		q.After = part[len(part)-1].ID
	}
}
