package simulation

import (
	"context"
	"runtime"
	"sync"

	"minping/survey"
)

// Run carries a plan out. It returns a PlanError, or the context's error.
func Run(ctx context.Context, p Plan) (*Report, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	e := newExperiment(p)
	rounds := make([][]round, len(p.Ballots))
	for i := range rounds {
		rounds[i] = make([]round, p.Rounds)
	}
	err := e.each(ctx, len(p.Ballots)*p.Rounds, func(job int) {
		i, r := job/p.Rounds, job%p.Rounds
		rounds[i][r] = e.round(p.Ballots[i], job, r)
	})
	if err != nil {
		return nil, err
	}
	return e.report(rounds), nil
}

// costlyEvery is how many rounds pass between two in which the costly rules
// are tried as well.
const costlyEvery = 8

// An experiment is a plan made ready: populations, questionnaires and rules.
type experiment struct {
	plan                  Plan
	set                   *setting
	units                 []survey.Unit
	differ, equal, fallen *population
	plain                 trial // no rules
	cheap, full           trial // rules where nothing has changed, without and with the costly ones
	drops                 trial
	tier                  int // the one that flags look at
	indicators            int
}

// A trial is a questionnaire with the rules that it tries out.
type trial struct {
	rules []Rule
	q     *survey.Questionnaire
}

func newExperiment(p Plan) *experiment {
	s := newSetting(p)
	e := &experiment{plan: p, set: s, differ: s.spread(), equal: s.equal(), fallen: s.fallen(), tier: len(p.Units) - 1}
	for t, names := range s.names {
		for _, id := range names {
			e.units = append(e.units, survey.Unit{ID: id, Name: survey.Text{"zh": id}, Tier: tierName(t)})
		}
	}
	for _, n := range s.ins.Nodes {
		if n.Item >= 0 {
			e.indicators++
		}
	}
	for _, r := range rules(p.Last[e.tier]) {
		e.full.rules = append(e.full.rules, r)
		if !r.costly() {
			e.cheap.rules = append(e.cheap.rules, r)
		}
		if r.Kind == "drop" {
			e.drops.rules = append(e.drops.rules, r)
		}
	}
	for _, t := range []*trial{&e.plain, &e.cheap, &e.full, &e.drops} {
		t.q = s.questionnaire(append(e.places(), s.flagRules(t.rules, tierName(e.tier), e.equal.units[0].truth)...))
	}
	return e
}

// places are rules that name the k of every tier, so that releases tell the
// chance of being among the last k.
func (e *experiment) places() []survey.FlagRule {
	var out []survey.FlagRule
	for t, k := range e.plan.Last {
		out = append(out, survey.FlagRule{ID: tierName(t), Tier: tierName(t), Last: k})
	}
	return out
}

// each calls f for every job, in parallel.
func (e *experiment) each(ctx context.Context, jobs int, f func(job int)) error {
	var wg sync.WaitGroup
	var mu sync.Mutex
	next, done := 0, 0
	take := func() int {
		mu.Lock()
		defer mu.Unlock()
		next++
		return next - 1
	}
	finish := func() {
		mu.Lock()
		defer mu.Unlock()
		done++
		if e.plan.Progress != nil {
			e.plan.Progress(done, jobs)
		}
	}
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for job := take(); job < jobs && ctx.Err() == nil; job = take() {
				f(job)
				finish()
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}

// round simulates one poll of units that differ, two rounds of a poll in which
// nothing does, and one after a fall. stream separates its random numbers from
// those of other rounds.
func (e *experiment) round(ballots, stream, number int) round {
	d := newSampler(e.set, e.plan.Seed, uint64(stream)+1)
	out := round{}
	differ := e.compute(d, e.differ, e.plain.q, ballots, nil)
	out.intervals(differ, e.differ)
	before := e.compute(d, e.equal, e.plain.q, ballots, nil)
	tried := e.cheap
	if number%costlyEvery == 0 {
		tried = e.full
	}
	now := e.compute(d, e.equal, tried.q, ballots, before)
	for t, k := range e.plan.Last {
		out.regions(differ, e.differ, t, "differ")
		out.regions(now, e.equal, t, "equal")
		out.last(differ, e.differ, t, k, "differ")
		out.last(now, e.equal, t, k, "equal")
	}
	out.alarms(now, tried.rules, e.plan.Units[e.tier], e.indicators)
	after := e.compute(d, e.fallen, e.drops.q, ballots, before)
	out.falls(after, e.drops.rules, e.fallen, e.tier, e.indicators)
	return out
}

func (e *experiment) compute(d *sampler, p *population, q *survey.Questionnaire, ballots int, before *survey.Release) *survey.Release {
	in := survey.Inputs{
		Questionnaire: q, Units: e.units, Ballots: d.poll(p, q, ballots), Weighted: e.plan.Weights > 1,
	}
	if before != nil {
		in.Past = []*survey.Release{before}
	}
	return survey.Compute(in)
}
