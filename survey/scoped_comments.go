package survey

import (
	"context"
	"fmt"
	"slices"
)

// CommentIndex is Service.CommentIndex, of the units that whoever asks may read.
// Where the comments of one are with those of a unit above that he may not
// read, it does not say with which.
func (v Scoped) CommentIndex(ctx context.Context, poll string) (*CommentIndex, error) {
	_, scope, err := v.readable(ctx, poll)
	if err != nil {
		return nil, err
	}
	return v.commentIndex(ctx, poll, scope)
}

func (v Scoped) commentIndex(ctx context.Context, poll string, scope Scope) (*CommentIndex, error) {
	all, err := v.s.CommentIndex(ctx, poll)
	if err != nil || scope.whole() {
		return all, err
	}
	d, err := v.s.directory(ctx)
	if err != nil {
		return nil, err
	}
	index := &CommentIndex{Release: all.Release, Least: all.Least, Groups: all.Groups, Lists: []CommentListing{}}
	for _, l := range all.Lists {
		if !scope.holds(d, l.Unit, poll) {
			continue
		}
		if l.Above != "" && !scope.holds(d, l.Above, poll) {
			l.Above = ""
		}
		index.Lists = append(index.Lists, l)
	}
	return index, nil
}

// ReleasedComments is Service.ReleasedComments, of the units that whoever asks
// may read.
func (v Scoped) ReleasedComments(ctx context.Context, poll string, q CommentQuery) ([]Comment, error) {
	_, scope, err := v.readable(ctx, poll)
	if err != nil {
		return nil, err
	}
	return v.comments(ctx, poll, scope, q, v.s.ReleasedComments)
}

// ShuffledComments is Service.ShuffledComments.
func (v Scoped) ShuffledComments(ctx context.Context, poll string, l CommentList) ([]string, error) {
	_, scope, err := v.readable(ctx, poll)
	if err != nil {
		return nil, err
	}
	d, err := v.s.directory(ctx)
	if err != nil {
		return nil, err
	}
	if !scope.holds(d, l.Unit, poll) {
		return nil, v.absent(ctx, poll)
	}
	return v.s.ShuffledComments(ctx, poll, l)
}

// comments reads comments that lie in a scope, through what reads them all.
func (v Scoped) comments(ctx context.Context, poll string, scope Scope, q CommentQuery, read func(context.Context, string, CommentQuery) ([]Comment, error)) ([]Comment, error) {
	if scope.whole() {
		return read(ctx, poll, q)
	}
	d, err := v.s.directory(ctx)
	if err != nil {
		return nil, err
	}
	if q.Units, err = v.commentUnits(ctx, d, poll, scope); err != nil || len(q.Units) == 0 {
		return nil, err
	}
	return read(ctx, poll, q)
}

// commentUnits returns the units in a scope that can have lists of comments:
// those of the poll and those above them.
func (v Scoped) commentUnits(ctx context.Context, d *directory, poll string, scope Scope) ([]string, error) {
	roster, err := v.s.definitions.Roster(ctx, poll)
	if err != nil {
		return nil, err
	}
	var units []string
	for _, u := range roster {
		if scope.holds(d, u.ID, poll) {
			units = append(units, u.ID)
		}
	}
	return units, nil
}

// moderated returns a poll, and where whoever asks reviews what was written.
func (v Scoped) moderated(ctx context.Context, poll string) (*directory, Scope, error) {
	p, d, err := v.find(ctx, poll)
	if err != nil {
		return nil, nil, err
	}
	scope := v.rights[Moderate]
	if !scope.touches(d, &p.Poll) {
		return nil, nil, v.absent(ctx, poll)
	}
	return d, scope, nil
}

// ReviewedRelease returns the release of a poll whose comments whoever asks
// reviews, for the names of its questions and of units in his scope. It has no
// figure.
func (v Scoped) ReviewedRelease(ctx context.Context, poll string) (*Release, error) {
	_, scope, err := v.moderated(ctx, poll)
	if err != nil {
		return nil, err
	}
	r, err := v.release(ctx, poll, scope)
	if err != nil {
		return nil, err
	}
	names := &Release{Questionnaire: r.Questionnaire, Title: r.Title, Poll: r.Poll, Simulated: r.Simulated, Open: r.Open, Groups: r.Groups}
	for _, u := range r.Units {
		names.Units = append(names.Units, UnitResult{Unit: u.Unit, Name: u.Name, Tier: u.Tier, Parent: u.Parent})
	}
	return names, nil
}

// Reviews reports whether whoever asks reviews comments of a poll.
func (v Scoped) Reviews(ctx context.Context, poll string) bool {
	_, _, err := v.moderated(ctx, poll)
	return err == nil
}

// ReviewsWhole reports whether whoever asks reviews all comments of a poll, and
// so may release them.
func (v Scoped) ReviewsWhole(ctx context.Context, poll string) bool {
	return v.whole(ctx, poll, Moderate) == nil
}

// ReviewedComments is Service.ReviewedComments, of units in the scope of Moderate.
func (v Scoped) ReviewedComments(ctx context.Context, poll string, q CommentQuery) ([]Comment, error) {
	_, scope, err := v.moderated(ctx, poll)
	if err != nil {
		return nil, err
	}
	return v.comments(ctx, poll, scope, q, v.s.ReviewedComments)
}

// CommentCounts is Service.CommentCounts, of such units.
func (v Scoped) CommentCounts(ctx context.Context, poll string) ([]CommentCount, error) {
	d, scope, err := v.moderated(ctx, poll)
	if err != nil {
		return nil, err
	}
	all, err := v.s.CommentCounts(ctx, poll)
	return slices.DeleteFunc(all, func(c CommentCount) bool { return !scope.holds(d, c.List.Unit, poll) }), err
}

// ReviewComments is Service.ReviewComments, of such units.
func (v Scoped) ReviewComments(ctx context.Context, poll string, verdicts []CommentVerdict) error {
	d, scope, err := v.moderated(ctx, poll)
	if err != nil {
		return err
	}
	for _, verdict := range verdicts {
		c, err := v.s.definitions.Comment(ctx, poll, verdict.ID)
		if err != nil || !scope.holds(d, c.List.Unit, poll) {
			return fmt.Errorf("comment of poll %s: %w", poll, orNotFound(err))
		}
	}
	return v.s.ReviewComments(ctx, poll, verdicts)
}

func orNotFound(err error) error {
	if err == nil {
		return ErrNotFound
	}
	return err
}

// ReleaseComments is Service.ReleaseComments, of a whole poll.
func (v Scoped) ReleaseComments(ctx context.Context, poll string) (int, error) {
	if err := v.whole(ctx, poll, Moderate); err != nil {
		return 0, err
	}
	return v.s.ReleaseComments(ctx, poll)
}
