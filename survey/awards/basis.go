package awards

import (
	"context"
	"errors"
	"slices"

	"minping/survey"
)

// basis looks up what a round is decided by: of a poll or an appraisal the
// figures of its candidates. Marks stand in the round itself.
func (r Room) basis(ctx context.Context, a *Award, round int, source, part string) (Basis, error) {
	in := a.In(round)
	switch a.Rounds[round].Way {
	case ByPoll:
		return r.ofPoll(ctx, in, source, part)
	case ByAppraisal:
		return r.ofAppraisal(ctx, in, source)
	}
	return Basis{}, nil
}

func wrongSource(key, source string) error {
	return survey.FieldErrors{{Field: "source", Key: key, Args: survey.Args("source", survey.Clip(source))}}
}

// ofPoll reads the votes on candidates, or their scores, from a release.
func (r Room) ofPoll(ctx context.Context, in []*Candidate, poll, part string) (b Basis, err error) {
	release, err := r.v.Release(ctx, poll)
	if errors.Is(err, survey.ErrNotFound) || poll == "" {
		return b, wrongSource("award_poll", poll)
	}
	if err != nil {
		return b, err
	}
	if b.Hash, err = r.v.ReleaseHash(ctx, poll); err != nil {
		return b, err
	}
	b.Figures = map[string]Figure{}
	if b.votes(in, release, part) {
		return b, nil
	}
	if b.Part = part; part == "" && len(release.Nodes) > 0 {
		b.Part = release.Nodes[0].ID
	}
	if release.Node(b.Part) == nil {
		return b, survey.FieldErrors{{Field: "part", Key: "award_part", Args: survey.Args("part", survey.Clip(part))}}
	}
	for _, c := range in {
		u := release.Unit(c.ID)
		if u == nil || u.Suppressed {
			continue
		}
		if s, told := u.Nodes[b.Part]; told && s.Score.OK() {
			b.Figures[c.ID] = Figure{Value: s.Score, Low: s.Low, High: s.High, N: u.Ballots}
		}
	}
	return b, nil
}

// votes takes the votes of an item; "": the first. It reports whether there was
// such a vote.
func (b *Basis) votes(in []*Candidate, release *survey.Release, item string) (found bool) {
	for _, v := range release.Votes {
		if item != "" && v.Item != item || found && v.Item != b.Part {
			continue
		}
		b.Part, found = v.Item, true
		for _, x := range v.Candidates {
			if x.ID == "" || !slices.ContainsFunc(in, func(c *Candidate) bool { return c.ID == x.ID }) {
				continue
			}
			f := Figure{Value: survey.Num(x.Votes), Low: Unknown, High: Unknown, N: v.Cast, Verdict: x.Verdict}
			if x.Sheets != nil {
				f.N = x.Sheets.Cast
			}
			b.Figures[x.ID] = f
		}
	}
	return found
}

// ofAppraisal reads the totals of candidates' units.
func (r Room) ofAppraisal(ctx context.Context, in []*Candidate, id string) (b Basis, err error) {
	if r.desk.Points == nil || id == "" {
		return b, wrongSource("award_appraisal", id)
	}
	appraisal, err := r.desk.Points.Within(r.v).Appraisal(ctx, id)
	if errors.Is(err, survey.ErrNotFound) {
		return b, wrongSource("award_appraisal", id)
	}
	if err != nil {
		return b, err
	}
	b.Figures, b.Hash = map[string]Figure{}, appraisal.Hash
	for _, c := range in {
		for _, u := range appraisal.Result.Units {
			if u.Unit == c.Unit && u.Total.OK() {
				b.Figures[c.ID] = Figure{Value: u.Total, Low: u.Low, High: u.High}
			}
		}
	}
	return b, nil
}

// A Source is a poll or appraisal that may decide a round.
type Source struct {
	ID    string
	Title survey.Text
}

// Sources lists what may decide a round of a way: polls whose results whoever
// asks reads, or appraisals.
func (r Room) Sources(ctx context.Context, way Way) (all []Source, err error) {
	switch way {
	case ByPoll:
		polls, err := r.v.Polls(ctx)
		if err != nil {
			return nil, err
		}
		for _, p := range slices.Backward(polls) {
			if p.State == survey.Published || p.State == survey.Archived {
				all = append(all, Source{p.ID, p.Title})
			}
		}
	case ByAppraisal:
		if r.desk.Points == nil {
			return nil, nil
		}
		appraisals, err := r.desk.Points.Within(r.v).Appraisals(ctx)
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return nil, err
		}
		for _, a := range appraisals {
			all = append(all, Source{a.ID, a.Result.Title})
		}
	}
	return all, nil
}
