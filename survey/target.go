package survey

import (
	"context"
	"math"

	"minping/scoring"
)

// A Target is how many ballots a unit needs.
type Target struct {
	Ballots int     `json:"ballots"`        // for an interval of ± Half; rounded up
	Half    float64 `json:"half"`           // half of the interval of a unit's overall score, in points
	Level   float64 `json:"level"`          // of the interval, 0–1
	SD      float64 `json:"sd"`             // of one respondent's score within a unit, points
	Deff    float64 `json:"deff"`           // of the design, at least 1
	From    string  `json:"from,omitempty"` // the poll that SD and Deff are of; "": usual values
	Rank    int     `json:"rank"`           // fewer ballots: not ranked; 0: no minimum
	Shown   int     `json:"shown"`          // fewer: not shown
}

// What a target is for, and what is taken where there was no round before.
const (
	targetHalf  = 3
	usualSpread = 20
)

// Target returns how many ballots each unit of a poll needs, by the spread of
// the round before, where there was one.
func (s *Service) Target(ctx context.Context, id string) (Target, error) {
	p, err := s.poll(ctx, id)
	if err != nil {
		return Target{}, err
	}
	t := Target{Half: targetHalf, Level: p.form.Scoring.Level, SD: usualSpread, Deff: 1, Rank: p.form.Scoring.MinBallots, Shown: p.form.MinGroup()}
	if t.Level == 0 {
		t.Level = .95
	}
	if p.Previous != "" {
		r, err := s.Release(ctx, p.Previous)
		switch {
		case err == nil:
			t.learn(p.Previous, r)
		case !isNotFound(err):
			return t, err
		}
	}
	plan := scoring.SamplePlan{SD: t.SD, Cluster: 1, Weighting: t.Deff, Population: math.Inf(1)}
	t.Ballots, err = plan.ForHalfWidth(t.Half, t.Level)
	t.Ballots = max(t.Ballots, t.Rank, t.Shown)
	return t, err
}

// learn takes the spread of a unit's ballots and the design effect from a
// release: of both the median over its units.
func (t *Target) learn(poll string, r *Release) {
	var sd, deff []float64
	for _, u := range r.Units {
		root := u.Nodes[rootNode]
		if u.Rank != nil && root.SE > 0 && root.NEff > 0 {
			sd = append(sd, float64(root.SE)*math.Sqrt(float64(root.NEff)))
			deff = append(deff, max(1, float64(root.N)/float64(root.NEff)))
		}
	}
	if len(sd) > 0 {
		t.From, t.SD, t.Deff = poll, scoring.Median(sd), scoring.Median(deff)
	}
}

// Target is Service.Target, for those who look after the poll or read its turnout.
func (v Scoped) Target(ctx context.Context, id string) (Target, error) {
	if err := v.whole(ctx, id, ManagePolls, ReadTurnout); err != nil {
		return Target{}, err
	}
	return v.s.Target(ctx, id)
}
