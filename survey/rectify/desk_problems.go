package rectify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"minping/survey"
)

// Problems lists the problems of the units whose orders whoever asks looks after.
func (r Room) Problems(ctx context.Context) ([]Problem, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	if err != nil {
		return nil, err
	}
	all, err := r.desk.store.Problems(ctx)
	return slices.DeleteFunc(all, func(p Problem) bool { return !reach.Holds(survey.ManageOrders, p.Unit, p.Poll) }), err
}

// Problem returns one of them.
func (r Room) Problem(ctx context.Context, id string) (Problem, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	if err != nil {
		return Problem{}, err
	}
	p, err := r.desk.store.Problem(ctx, id)
	if err == nil && !reach.Holds(survey.ManageOrders, p.Unit, p.Poll) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return Problem{}, fmt.Errorf("problem %s: %w", id, err)
	}
	return p, nil
}

// DraftFindings drafts a problem for each finding of a poll that has none yet,
// in the language, and returns how many.
func (r Room) DraftFindings(ctx context.Context, poll, lang string) (int, error) {
	p, err := r.v.ReadablePoll(ctx, poll)
	if err != nil {
		return 0, err
	}
	release, err := r.v.Release(ctx, poll)
	if err != nil {
		return 0, err
	}
	return r.draft(ctx, poll, func(known []Problem) ([]Problem, []Problem) {
		return FromRelease(survey.PollRef{ID: p.ID, Title: p.Title}, release, lang, known), nil
	})
}

// DraftOpinions drafts a problem for each unit and opinion on a question that
// has none yet; of what is more praise than blame, none.
func (r Room) DraftOpinions(ctx context.Context, poll, item string) (int, error) {
	p, err := r.v.ReadablePoll(ctx, poll)
	if err != nil {
		return 0, err
	}
	list, err := r.v.Opinions(ctx, poll, item)
	if err != nil {
		return 0, err
	}
	return r.draft(ctx, poll, func(known []Problem) ([]Problem, []Problem) {
		return FromOpinions(survey.PollRef{ID: p.ID, Title: p.Title}, list, known)
	})
}

// A drafter drafts problems, and adds to some that are known; known are all, also
// of those who look after other units.
type drafter func(known []Problem) (drafts, joined []Problem)

// draft keeps what is drafted for units that whoever asks looks after.
func (r Room) draft(ctx context.Context, poll string, from drafter) (int, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	if err != nil {
		return 0, err
	}
	return r.desk.draft(ctx, poll, from, func(p Problem) bool { return !reach.Holds(survey.ManageOrders, p.Unit, p.Poll) })
}

// draft keeps what is drafted, but for units that are unseen. Where others draft
// at the same time, it looks again.
func (d *Desk) draft(ctx context.Context, poll string, from drafter, unseen func(Problem) bool) (int, error) {
	for range tries {
		at, err := d.store.OrdersRevision(ctx)
		if err != nil {
			return 0, err
		}
		known, err := d.store.Problems(ctx)
		if err != nil {
			return 0, err
		}
		drafts, joined := from(known)
		drafts, joined = slices.DeleteFunc(drafts, unseen), slices.DeleteFunc(joined, unseen)
		for i := range drafts {
			drafts[i].ID = newID("pr_")
		}
		if len(drafts)+len(joined) == 0 {
			return 0, nil
		}
		c := changed(joined)
		c.Seen, c.Problems = &at, slices.Concat(drafts, joined)
		if len(drafts) > 0 {
			c.Acts = append(c.Acts, survey.Act{
				Kind: survey.ActProblemsDrafted, Poll: poll, Detail: map[string]string{"problems": strconv.Itoa(len(drafts))},
			})
		}
		err = d.store.ChangeOrders(ctx, c)
		if !errors.Is(err, survey.ErrConflict) && !errors.Is(err, survey.ErrStale) {
			return len(drafts), err
		}
	}
	return 0, survey.ErrConflict
}

// AddProblem keeps a problem that was written by hand.
func (r Room) AddProblem(ctx context.Context, p Problem) (Problem, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	if err != nil {
		return Problem{}, err
	}
	p = p.clean()
	errs := p.check()
	if p.Unit != "" && !reach.Holds(survey.ManageOrders, p.Unit, "") {
		errs = append(errs, survey.FieldError{Field: "unit", Key: "order_unit", Args: survey.Args("unit", survey.Clip(p.Unit))})
	}
	if len(errs) > 0 {
		return Problem{}, errs
	}
	p = Problem{
		ID: newID("pr_"), State: Drafted, Unit: p.Unit, Title: p.Title, Detail: p.Detail, Kind: p.Kind, Advice: p.Advice,
		Origins: []Origin{{Source: OfClerk, Peers: survey.Num(math.NaN())}},
	}
	return p, r.keepProblems(ctx, p)
}

// A ProblemEdit is what somebody changes of a problem that he read at a revision.
type ProblemEdit struct {
	Revision int64        `json:"revision"`
	Title    string       `json:"title"`
	Detail   string       `json:"detail,omitempty"`
	Kind     string       `json:"kind,omitempty"`
	Advice   []Advice     `json:"advice"`
	State    ProblemState `json:"state"`           // draft, confirmed or dropped
	Merge    []string     `json:"merge,omitempty"` // ids of others that go into it
	Why      string       `json:"why,omitempty"`   // it is dropped; without it, it is not
}

// EditProblem changes a problem, takes others into it, confirms or drops it.
// One that has changed since it was read is survey.ErrStale.
func (r Room) EditProblem(ctx context.Context, id string, e ProblemEdit) (Problem, error) {
	p, err := r.Problem(ctx, id)
	switch {
	case err != nil:
		return Problem{}, err
	case p.Revision != e.Revision:
		return Problem{}, survey.ErrStale
	case !p.open() && p.State != Dropped:
		return Problem{}, survey.FieldErrors{{Field: "state", Key: "order_state", Args: survey.Args("state", p.State.Words())}}
	}
	p.Title, p.Detail, p.Kind, p.Advice, p.State, p.Why = e.Title, e.Detail, e.Kind, e.Advice, e.State, ""
	if e.State == Dropped {
		p.Why = e.Why
	}
	p = p.clean()
	errs := p.check()
	if !p.open() && p.State != Dropped {
		errs = append(errs, survey.FieldError{Field: "state", Key: "unknown_option", Args: survey.Args("option", survey.Clip(string(e.State)), "options", []string{"draft", "confirmed", "dropped"})})
	}
	var others []Problem
	for i, other := range e.Merge {
		o, err := r.Problem(ctx, other)
		if err != nil && !isNotFound(err) {
			return Problem{}, err
		}
		if err != nil || o.ID == p.ID || o.Unit != p.Unit || !o.open() || slices.ContainsFunc(others, func(q Problem) bool { return q.ID == o.ID }) {
			errs = append(errs, survey.FieldError{Field: indexed("merge", i), Key: "order_merge", Args: survey.Args("problem", survey.Clip(other))})
			continue
		}
		others = append(others, o)
	}
	if len(errs) > 0 {
		return Problem{}, errs
	}
	if len(others) > 0 {
		p = p.merge(others)
		if errs := p.check(); len(errs) > 0 {
			return Problem{}, errs
		}
		for i := range others {
			others[i].State, others[i].Into = Merged, p.ID
		}
	}
	if err := r.keepProblems(ctx, append([]Problem{p}, others...)...); err != nil {
		return Problem{}, err
	}
	p.Revision++
	return p, nil
}

func (r Room) keepProblems(ctx context.Context, problems ...Problem) error {
	return r.desk.store.ChangeOrders(ctx, changed(problems))
}

// changed is a change of problems, with an entry in the log for each.
func changed(problems []Problem) Change {
	c := Change{Problems: problems}
	for _, p := range problems {
		act := survey.Act{Kind: survey.ActProblemChanged, Object: p.ID, Poll: p.Poll, Unit: p.Unit, Detail: map[string]string{"state": string(p.State)}}
		if p.Why != "" {
			act.Detail["reason"] = p.Why
		}
		c.Acts = append(c.Acts, act)
	}
	return c
}

// Precedents returns what was done before about the same indicators as a
// problem's, in tasks that are closed and that whoever asks sees, with what the
// figure was then and in the first round after; the one closed last first.
func (r Room) Precedents(ctx context.Context, id string) ([]Precedent, error) {
	p, err := r.Problem(ctx, id)
	if err != nil {
		return nil, err
	}
	tasks, _, err := r.Tasks(ctx)
	if err != nil {
		return nil, err
	}
	wanted := nodes(p.Origins)
	var found []Precedent
	for _, t := range tasks {
		closed := t.ClosedBy()
		at := slices.IndexFunc(t.Origins, func(o Origin) bool { return slices.Contains(wanted, o.Node) })
		if closed == nil || at < 0 {
			continue
		}
		done := Precedent{Task: t.ID, Unit: t.Unit, Title: t.Title, Measure: t.Measure, Closed: survey.DayOf(closed.At, r.desk.Zone), Before: t.Origins[at].Score}
		if s := t.last(Held, FellBack); s != nil {
			held := s.Do == Held
			done.Held = &held
		}
		if err := r.after(ctx, &done, t, t.Origins[at]); err != nil {
			return nil, err
		}
		found = append(found, done)
	}
	slices.SortStableFunc(found, func(a, b Precedent) int { return cmp.Compare(b.Closed, a.Closed) })
	return found, nil
}

// after finds the first round whose poll closed after the task and that
// measured the same unit at the same node.
func (r Room) after(ctx context.Context, done *Precedent, t Task, o Origin) error {
	polls, err := r.v.ReadablePolls(ctx)
	if err != nil {
		return err
	}
	closed := t.ClosedBy()
	var first *survey.Poll
	for i, p := range polls {
		if p.ID == o.Poll || !p.Closes.After(closed.At) || first != nil && !p.Closes.Before(first.Closes) {
			continue
		}
		release, err := r.v.Release(ctx, p.ID)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return err
		}
		u := release.Unit(t.Unit)
		if u == nil {
			continue
		}
		if score, there := u.Nodes[o.Node]; there && score.Score.OK() {
			first, done.Round, done.After = &polls[i], p.ID, &score
		}
	}
	return nil
}
