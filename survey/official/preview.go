package official

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"minping/survey"
)

// A Subject is what a template can be tried on: an order, a poll, a unit in a
// poll, an award.
type Subject struct {
	ID    string `json:"id"` // of a unit in a poll: the poll's id, "/", the unit's
	Title string `json:"title"`
}

// Subjects lists what templates of a kind can be tried on, the latest first, as
// far as whoever asks sees it; of the units in a poll the one that ranks last.
func (r Room) Subjects(ctx context.Context, k Kind, lang string) ([]Subject, error) {
	if _, err := r.Template(ctx, k, lang); err != nil {
		return nil, err
	}
	switch {
	case slices.Contains(OfOrder, k):
		return r.someOrders(ctx, lang)
	case slices.Contains(OfAward, k):
		return r.someAwards(ctx, k)
	}
	sources, err := r.Sources(ctx)
	if err != nil {
		return nil, err
	}
	var all []Subject
	for _, s := range sources {
		if !s.Results {
			continue
		}
		about := Subject{s.Poll.ID, plain(s.Poll.Title.In(lang))}
		if k == Feedback {
			release, err := r.v.Release(ctx, s.Poll.ID)
			if err != nil {
				return nil, err
			}
			u := lastRanked(release)
			if u == nil {
				continue
			}
			about.ID, about.Title = about.ID+"/"+u.Unit, about.Title+" · "+u.Name.In(lang)
		}
		all = append(all, about)
	}
	return all, nil
}

// lastRanked is the unit with the worst rank of those to whom there is feedback.
func lastRanked(r *survey.Release) (last *survey.UnitResult) {
	rank := -1
	for i := range r.Units {
		u := &r.Units[i]
		if score := u.Nodes[r.Nodes[0].ID]; hasFeedback(r, u) && score.Rank > rank {
			last, rank = u, score.Rank
		}
	}
	return last
}

func (r Room) someOrders(ctx context.Context, lang string) (all []Subject, err error) {
	orders, err := r.orders.Orders(ctx)
	if err != nil {
		return nil, err
	}
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return nil, err
	}
	units := reach.Named()
	for _, o := range slices.Backward(orders) {
		title := strings.TrimSpace(o.Number + " " + o.Title)
		if u, there := units[o.Unit]; there {
			title += " · " + u.Name.In(lang)
		}
		all = append(all, Subject{o.ID, title})
	}
	return all, nil
}

func (r Room) someAwards(ctx context.Context, k Kind) (all []Subject, err error) {
	given, err := r.awards.Awards(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range slices.Backward(given) {
		held, err := r.awards.Holds(ctx, a)
		if err != nil {
			return nil, err
		}
		if held && k.Of(&a) {
			all = append(all, Subject{a.ID, a.Title})
		}
	}
	return all, nil
}

// Preview writes a text that need not be kept: about one of its Subjects, or ""
// with the meaning of each field in its place. What is wrong with the text is
// survey.FieldErrors, a subject that there is not survey.ErrNotFound.
func (r Room) Preview(ctx context.Context, k Kind, lang string, text Text, about string) (Paper, error) {
	if _, err := r.Template(ctx, k, lang); err != nil {
		return Paper{}, err
	}
	text = text.clean()
	if errs := text.Check(k); len(errs) > 0 {
		return Paper{}, errs
	}
	if about == "" {
		return Example(k, lang, text), nil
	}
	f, err := r.about(ctx, k, lang, text, about)
	if err != nil {
		return Paper{}, fmt.Errorf("preview: %w", err)
	}
	return f.paper, nil
}

func (r Room) about(ctx context.Context, k Kind, lang string, text Text, about string) (File, error) {
	switch {
	case slices.Contains(OfOrder, k):
		return r.ofOrder(ctx, k, about, lang, text)
	case slices.Contains(OfAward, k):
		return r.ofAward(ctx, k, about, lang, text)
	}
	poll, unit, _ := strings.Cut(about, "/")
	return r.ofPoll(ctx, k, poll, unit, lang, text)
}
