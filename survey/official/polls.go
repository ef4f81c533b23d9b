package official

import (
	"context"
	"errors"
	"slices"

	"minping/survey"
)

// A Source is a poll from which documents can be written.
type Source struct {
	Poll    survey.Poll
	Results bool // there are some that compare units
	Orders  int  // issued, that came of it and that whoever asks sees
}

// Sources lists the polls from which whoever asks can have documents written,
// the one that ended last first.
func (r Room) Sources(ctx context.Context) ([]Source, error) {
	polls, err := r.v.ReadablePolls(ctx)
	if err != nil {
		return nil, err
	}
	tasks, _, err := r.orders.Tasks(ctx)
	if err != nil {
		return nil, err
	}
	orders := map[string][]string{}
	for _, t := range tasks {
		if t.Poll != "" && counts(t) && !slices.Contains(orders[t.Poll], t.Order) {
			orders[t.Poll] = append(orders[t.Poll], t.Order)
		}
	}
	var all []Source
	for _, p := range polls {
		ranked, err := r.ranked(ctx, p)
		if err != nil {
			return nil, err
		}
		if n := len(orders[p.ID]); ranked || n > 0 {
			all = append(all, Source{p, ranked, n})
		}
	}
	slices.SortStableFunc(all, func(a, b Source) int { return b.Poll.Closes.Compare(a.Poll.Closes) })
	return all, nil
}

// ranked reports whether there are results of a poll that compare units: votes
// and evaluations have reports of their own.
func (r Room) ranked(ctx context.Context, p survey.Poll) (bool, error) {
	if p.State != survey.Closed && p.State != survey.Published && p.State != survey.Archived {
		return false, nil
	}
	release, err := r.v.Release(ctx, p.ID)
	if errors.Is(err, survey.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return release.Evaluation == nil && slices.ContainsFunc(release.Tiers, func(t survey.TierInfo) bool { return t.Ranked > 1 }), nil
}
