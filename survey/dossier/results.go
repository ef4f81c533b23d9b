package dossier

import (
	"context"
	"errors"
	"time"

	"minping/survey"
)

// A Result is what a published poll told of a unit.
type Result struct {
	Poll       survey.PollRef `json:"poll"`
	Closes     time.Time      `json:"closes,omitzero"` // absent: it was closed by hand
	Simulated  bool           `json:"simulated,omitempty"`
	Suppressed bool           `json:"suppressed,omitempty"` // too few answered: there are no figures
	Score      survey.Num     `json:"score"`                // at the root of the index
	Low        survey.Num     `json:"low"`
	High       survey.Num     `json:"high"`
	Blurred    bool           `json:"blurred,omitempty"` // told roughly; see NodeScore
	N          int            `json:"n"`
	Rank       int            `json:"rank,omitempty"` // 0: not ranked
	Of         int            `json:"of,omitempty"`
	RankLow    int            `json:"rank_low,omitempty"`
	RankHigh   int            `json:"rank_high,omitempty"`
	Change     *Change        `json:"change,omitempty"` // since the round before
	Flags      []Flag         `json:"flags"`
	Problems   []survey.Text  `json:"problems"` // on the problem list, the worst first
}

// A Change is a difference since the round before, in points.
type Change struct {
	Diff survey.Num `json:"diff"`
	Low  survey.Num `json:"low"`
	High survey.Num `json:"high"`
	Real bool       `json:"real"` // beyond error
}

// A Flag is a rule that a unit met.
type Flag struct {
	Kind    string        `json:"kind"`
	Node    survey.Text   `json:"node"`
	Certain bool          `json:"certain"`
	Action  survey.Action `json:"action"`
}

// A readPoll is a poll whose results whoever asks may read, with them.
type readPoll struct {
	survey.Poll
	release *survey.Release
}

// polls are those whose results whoever asks may read, once there are any.
func (r Room) polls(ctx context.Context) (read []readPoll, err error) {
	all, err := r.v.ReadablePolls(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		release, err := r.v.Release(ctx, p.ID)
		switch {
		case errors.Is(err, survey.ErrNotFound):
		case err != nil:
			return nil, err
		default:
			read = append(read, readPoll{p, release})
		}
	}
	return read, nil
}

// title is what a poll is called.
func (p readPoll) title() survey.Text {
	if len(p.Title) > 0 {
		return p.Title
	}
	return p.release.Title
}

// resultOf returns what a release tells of a unit.
func resultOf(p readPoll, unit string) (Result, bool) {
	u := p.release.Unit(unit)
	if u == nil {
		return Result{}, false
	}
	out := Result{
		Poll: survey.PollRef{ID: p.ID, Title: p.title()}, Closes: p.Closes, Simulated: p.Simulated || p.release.Simulated, Suppressed: u.Suppressed,
		Score: unknown, Low: unknown, High: unknown, Flags: []Flag{}, Problems: []survey.Text{},
	}
	if s, ok := u.Nodes[p.root()]; ok {
		out.Score, out.Low, out.High, out.Blurred, out.N = s.Score, s.Low, s.High, s.Blurred, s.N
		if s.Change != nil {
			out.Change = &Change{s.Change.Diff, s.Change.Low, s.Change.High, s.Change.Real}
		}
	}
	if u.Rank != nil {
		out.Rank, out.Of, out.RankLow, out.RankHigh = u.Rank.Rank, u.Rank.Of, u.Rank.Low, u.Rank.High
	}
	for _, f := range p.release.Flags {
		if f.Unit == unit {
			out.Flags = append(out.Flags, Flag{f.Kind, p.nodeTitle(f.Node), f.Certain, f.Action})
		}
	}
	for _, f := range p.release.Findings {
		if f.Unit == unit {
			out.Problems = append(out.Problems, f.Problem)
		}
	}
	return out, true
}

func (p readPoll) root() string {
	if len(p.release.Nodes) == 0 {
		return ""
	}
	return p.release.Nodes[0].ID
}

func (p readPoll) nodeTitle(node string) survey.Text {
	if n := p.release.Node(node); n != nil {
		return n.Title
	}
	return survey.Text{"zh": node}
}
