package simulation

import (
	"context"
	"slices"

	"minping/survey"
)

// A ProofPlan tries survey.ProofOf out: the last k of a poll get orders, every
// second of them truly improves by an effect, and a second poll is held against
// the first.
type ProofPlan struct {
	Plan              // of its tiers the last one counts; Drop is not used
	Effects []float64 `json:"effects"` // about so many points of true improvement; 0: none
	Drift   float64   `json:"drift"`   // how far true scores move of themselves, standard deviation, points
	Trend   float64   `json:"trend"`   // how far all move, points
}

// DefaultProof is the plan of the published table, but for the number of rounds.
func DefaultProof(q *survey.Questionnaire) ProofPlan {
	return ProofPlan{Plan: Default(q), Effects: []float64{0, 4, 8, 12}, Drift: 1, Trend: 2}
}

// Check returns the first thing wrong with a plan, a PlanError.
func (p ProofPlan) Check() error {
	if err := p.Plan.Check(); err != nil {
		return err
	}
	switch {
	case len(p.Effects) == 0 || slices.Min(p.Effects) < 0:
		return PlanError{"改进幅度至少一个，不能为负", "effects must be one or more, none negative"}
	case p.Drift < 0:
		return errDrift
	}
	return nil
}

var errDrift = PlanError{"自然波动不能为负", "drift must not be negative"}

// A ProofReport says how often proofs err.
type ProofReport struct {
	Plan          ProofPlan   `json:"plan"`
	Questionnaire string      `json:"questionnaire"`
	Level         survey.Num  `json:"level"`
	Cases         []ProofCase `json:"cases"` // by ballots, then effects
}

// A ProofCase is what proofs say with so many ballots per unit and an effect in
// every second of the last k. Rates are per unit with an order where they do not say otherwise.
type ProofCase struct {
	Ballots    int        `json:"ballots"`
	Effect     survey.Num `json:"effect"`
	Found      Rate       `json:"found"`       // called improved, of those that were
	Wrong      Rate       `json:"wrong"`       // called improved, of those that were not
	WrongShare Rate       `json:"wrong_share"` // mean share, per poll, of those called improved that were not
	AnyWrong   Rate       `json:"any_wrong"`   // polls in which any was called improved wrongly
	FaceFound  Rate       `json:"face_found"`  // risen by the interval of their change alone, of those that were improved
	FaceWrong  Rate       `json:"face_wrong"`  // the same of those that were not
	Fell       Rate       `json:"fell"`
	Regression Rate       `json:"regression"` // of those not improved
	Trend      Rate       `json:"trend"`
	Noise      Rate       `json:"noise"`
	Holds      Rate       `json:"holds"`    // the interval of Net holds the true effect
	Half       Rate       `json:"half"`     // its half width, points
	Together   Rate       `json:"together"` // polls in which that of all together holds their mean effect
}

// RunProof carries a plan out. It returns a PlanError, or the context's error.
func RunProof(ctx context.Context, p ProofPlan) (*ProofReport, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	tier := len(p.Units) - 1
	p.Units, p.Last = p.Units[tier:], p.Last[tier:]
	e := newExperiment(p.Plan)
	cases := len(p.Ballots) * len(p.Effects)
	rounds := make([][]round, cases)
	for i := range rounds {
		rounds[i] = make([]round, p.Rounds)
	}
	err := e.each(ctx, cases*p.Rounds, func(job int) {
		at, r := job/p.Rounds, job%p.Rounds
		rounds[at][r] = e.prove(p, p.Ballots[at/len(p.Effects)], p.Effects[at%len(p.Effects)], uint64(job)+1)
	})
	if err != nil {
		return nil, err
	}
	out := &ProofReport{Plan: p, Questionnaire: p.Questionnaire.ID, Level: 0.95}
	if l := p.Questionnaire.Scoring.Level; l > 0 {
		out.Level = survey.Num(l)
	}
	for at, all := range rounds {
		of := func(what string) Rate { return rate(all, key{what: what}) }
		out.Cases = append(out.Cases, ProofCase{
			Ballots: p.Ballots[at/len(p.Effects)], Effect: survey.Num(p.Effects[at%len(p.Effects)]),
			Found: of("found"), Wrong: of("wrong"), WrongShare: of("wrong-share"), AnyWrong: of("any-wrong"),
			FaceFound: of("face-found"), FaceWrong: of("face-wrong"), Fell: of("fell"),
			Regression: of("regression"), Trend: of("trend"), Noise: of("noise"),
			Holds: of("holds"), Half: of("half"), Together: of("together"),
		})
	}
	return out, nil
}

// prove simulates two polls, the last k of the first with orders between them.
func (e *experiment) prove(p ProofPlan, ballots int, effect float64, stream uint64) round {
	d := newSampler(e.set, p.Seed, stream)
	levels := make([][]float64, len(e.set.all)) // points above the plan's shares, by unit and item
	normal := func(sd float64) float64 { return sd * d.rng.NormFloat64() }
	for u := range levels {
		levels[u] = make([]float64, len(e.set.scales))
		own := normal(p.Spread)
		for j := range levels[u] {
			levels[u][j] = own
			if p.Spread > 0 {
				levels[u][j] += normal(ownSpread)
			}
		}
	}
	before := e.compute(d, e.set.at(levels), e.plain.q, ballots, nil)
	var entries []survey.Rectified
	improved := map[string]bool{}
	moved, without := levels, map[string]float64{}
	for u := range moved {
		drift := p.Trend + normal(p.Drift)
		for j := range moved[u] {
			moved[u][j] += drift
		}
	}
	idle := e.set.at(moved)
	for u, id := range e.set.all {
		res := before.Unit(id)
		if res.Rank == nil || res.Rank.Rank <= res.Rank.Of-p.Last[0] {
			continue
		}
		without[id] = idle.units[u].truth[0]
		if effect > 0 && len(entries)%2 == 0 {
			improved[id] = true
			for j := range moved[u] {
				moved[u][j] += effect
			}
		}
		entries = append(entries, survey.Rectified{Unit: id, Node: before.Nodes[0].ID})
	}
	after := e.set.at(moved)
	now := e.compute(d, after, e.plain.q, ballots, nil)
	proof := survey.ProofOf(survey.Round{Poll: survey.PollRef{ID: "1"}, Release: before}, survey.Round{Poll: survey.PollRef{ID: "2"}, Release: now}, entries)
	out := round{}
	truth := map[string]float64{}
	for u, id := range e.set.all {
		truth[id] = after.units[u].truth[0] - without[id]
	}
	out.proof(proof, improved, truth)
	return out
}

// proof counts what a proof says of those that improved and of the others;
// truth is the true effect by unit.
func (r round) proof(p *survey.Proof, improved map[string]bool, truth map[string]float64) {
	called, wrong, mean := 0, 0, 0.0
	for i := range p.Items {
		it := &p.Items[i]
		claimed := it.Effect == "improved"
		risen := it.Change != nil && it.Change.Low > 0
		mean += truth[it.Unit] / float64(len(p.Items))
		if claimed {
			called++
		}
		if improved[it.Unit] {
			r.add(key{what: "found"}, claimed)
			r.add(key{what: "face-found"}, risen)
		} else {
			if claimed {
				wrong++
			}
			r.add(key{what: "wrong"}, claimed)
			r.add(key{what: "face-wrong"}, risen)
			for _, effect := range []string{"regression", "trend", "noise"} {
				r.add(key{what: effect}, it.Effect == effect)
			}
		}
		r.add(key{what: "fell"}, it.Effect == "fell")
		if it.Net != nil {
			effect := survey.Num(truth[it.Unit])
			r.add(key{what: "holds"}, it.Net.Low <= effect && effect <= it.Net.High)
			r.sum(key{what: "half"}, float64(it.Net.High-it.Net.Low)/2)
		}
	}
	r.sum(key{what: "wrong-share"}, share(wrong, called))
	r.add(key{what: "any-wrong"}, wrong > 0)
	for _, n := range p.Compared {
		if c := n.Together; c != nil {
			r.add(key{what: "together"}, float64(c.Low) <= mean && mean <= float64(c.High))
		}
	}
}

// at is a population whose units and items lie so many points above the plan's shares.
func (s *setting) at(points [][]float64) *population {
	slopes := make([]float64, len(s.scales))
	for j := range slopes {
		slopes[j] = s.slope(j)
	}
	return s.population(func(u, g, j int) float64 { return (points[u][j] + s.groupPoints(g)) / slopes[j] },
		func(int) bool { return false }, func(u int) int { return u })
}
