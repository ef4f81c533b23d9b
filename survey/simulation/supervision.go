package simulation

import (
	"context"
	"slices"
	"strconv"

	"minping/scoring"
	"minping/survey"
)

// A SupervisionPlan tries survey.Supervise out: chains of polls of the last tier,
// held against the rules that questionnaires ask for. In one chain no unit differs
// from another and none changes; in the other all differ, drift, and every eighth
// falls by Drop before the last poll.
type SupervisionPlan struct {
	Plan          // of its tiers the last one counts
	Drift float64 `json:"drift"` // how far true scores move of themselves from poll to poll, standard deviation, points
}

// DefaultSupervision is the plan of the published table, but for the number of rounds.
func DefaultSupervision(q *survey.Questionnaire) SupervisionPlan {
	return SupervisionPlan{Plan: Default(q), Drift: 1}
}

// Check returns the first thing wrong with a plan, a PlanError.
func (p SupervisionPlan) Check() error {
	if err := p.Plan.Check(); err != nil {
		return err
	}
	if p.Drift < 0 {
		return errDrift
	}
	return nil
}

// chain is how many polls follow each other: as many as the rules look back on.
const chain = 3

// supervisionRules are the rules tried: among the last k now, twice running,
// twice in three rounds, three times running; and a fall since the round before.
func supervisionRules(k int, tier string, drop float64) []survey.SupervisionRule {
	var rules []survey.SupervisionRule
	for _, r := range []struct{ times, of int }{{1, 1}, {2, 2}, {2, chain}, {chain, chain}} {
		rules = append(rules, survey.SupervisionRule{Tier: tier, Last: k, Times: r.times, Of: r.of, Step: survey.StepSupervision})
	}
	rules = append(rules, survey.SupervisionRule{Tier: tier, Drop: drop, Step: survey.StepTalk})
	for i := range rules {
		rules[i].ID = strconv.Itoa(i + 1)
	}
	return rules
}

// A SupervisionReport says how often rules of supervision err.
type SupervisionReport struct {
	Plan          SupervisionPlan   `json:"plan"`
	Questionnaire string            `json:"questionnaire"`
	Cases         []SupervisionCase `json:"cases"` // by ballots, then rules
}

// A SupervisionCase is what a rule does with so many ballots per unit. A unit
// truly belongs there if its true score was among the last k in as many rounds as
// the rule asks for, or truly fell.
type SupervisionCase struct {
	Ballots int                    `json:"ballots"`
	Rule    survey.SupervisionRule `json:"rule"`
	// Where no unit differs and nothing changes.
	ByChance survey.Num `json:"by_chance"` // the false-alarm rate that is told of the rule; of falls at most
	Alarm    Rate       `json:"alarm"`     // units named: its true rate
	AnyAlarm Rate       `json:"any_alarm"` // chains in which any is named
	// Where units differ.
	Named        Rate `json:"named"`         // units named in a chain
	Wrong        Rate `json:"wrong"`         // of those named, that do not belong there
	Told         Rate `json:"told"`          // of those named, the mean chance told that they do not; of falls at most
	Certain      Rate `json:"certain"`       // of those named, called certain
	CertainWrong Rate `json:"certain_wrong"` // of those called certain, that do not belong there
	Found        Rate `json:"found"`         // named, of those that belong there and, of places, are there now; of falls: that fell by Drop
}

// RunSupervision carries a plan out. It returns a PlanError, or the context's error.
func RunSupervision(ctx context.Context, p SupervisionPlan) (*SupervisionReport, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	tier := len(p.Units) - 1
	p.Units, p.Last = p.Units[tier:], p.Last[tier:]
	e := newExperiment(p.Plan)
	rules := supervisionRules(p.Last[0], tierName(0), p.Drop)
	rounds := make([][]round, len(p.Ballots))
	for i := range rounds {
		rounds[i] = make([]round, p.Rounds)
	}
	err := e.each(ctx, len(p.Ballots)*p.Rounds, func(job int) {
		i, r := job/p.Rounds, job%p.Rounds
		rounds[i][r] = e.supervise(p, rules, p.Ballots[i], uint64(job)+1)
	})
	if err != nil {
		return nil, err
	}
	out := &SupervisionReport{Plan: p, Questionnaire: p.Questionnaire.ID}
	for i, all := range rounds {
		for _, rule := range rules {
			of := func(what string) Rate { return rate(all, key{what: what, at: rule.ID}) }
			out.Cases = append(out.Cases, SupervisionCase{
				Ballots: p.Ballots[i], Rule: rule, ByChance: of("by-chance").Value, Alarm: of("alarm"), AnyAlarm: of("any-alarm"),
				Named: of("named"), Wrong: of("wrong"), Told: of("told"), Certain: of("certain"), CertainWrong: of("certain-wrong"), Found: of("found"),
			})
		}
	}
	return out, nil
}

// supervise simulates a chain of polls in which no unit differs, and one in which
// all do, and holds the rules against both.
func (e *experiment) supervise(p SupervisionPlan, rules []survey.SupervisionRule, ballots int, stream uint64) round {
	d := newSampler(e.set, p.Seed, stream)
	out := round{}
	equal := e.chain(d, ballots, slices.Repeat([]*population{e.equal}, chain))
	for _, rule := range rules {
		s := survey.Supervise(equal, rule, nil)
		out.sum(key{what: "by-chance", at: rule.ID}, float64(s.ByChance))
		out[key{what: "alarm", at: rule.ID}] = count{float64(len(s.Units)), float64(s.Ranked)}
		out.add(key{what: "any-alarm", at: rule.ID}, len(s.Units) > 0)
	}
	truth, fell := e.drifting(d, p)
	differ := e.chain(d, ballots, truth)
	for _, rule := range rules {
		out.supervised(survey.Supervise(differ, rule, nil), e.set.all, truth, fell)
	}
	return out
}

// drifting draws the true states of a chain of polls, and who fell before the last.
func (e *experiment) drifting(d *sampler, p SupervisionPlan) (truth []*population, fell map[string]bool) {
	levels := make([][]float64, len(e.set.all)) // points above the plan's shares, by unit and item
	move := func(u int, points float64) {
		for j := range levels[u] {
			levels[u][j] += points
		}
	}
	for u := range levels {
		levels[u] = make([]float64, len(e.set.scales))
		for j := range levels[u] {
			if p.Spread > 0 {
				levels[u][j] = ownSpread * d.rng.NormFloat64()
			}
		}
		move(u, p.Spread*d.rng.NormFloat64())
	}
	fell = map[string]bool{}
	for at := range chain {
		for u, id := range e.set.all {
			if at > 0 {
				move(u, p.Drift*d.rng.NormFloat64())
			}
			if at == chain-1 && u%8 == 0 {
				fell[id] = true
				move(u, -p.Drop)
			}
		}
		truth = append(truth, e.set.at(levels))
	}
	return truth, fell
}

// chain polls populations one after the other.
func (e *experiment) chain(d *sampler, ballots int, of []*population) []survey.Round {
	var rounds []survey.Round
	var before *survey.Release
	for i, p := range of {
		ref := survey.PollRef{ID: strconv.Itoa(i + 1)}
		before = e.compute(d, p, e.plain.q, ballots, before)
		before.Poll = &ref
		rounds = append(rounds, survey.Round{Poll: ref, Release: before})
	}
	return rounds
}

// supervised counts whom a rule names, rightly and wrongly, given the true states
// of the units in every round.
func (r round) supervised(s survey.Supervised, units []string, truth []*population, fell map[string]bool) {
	at := func(what string) key { return key{what: what, at: s.Rule.ID} }
	belongs, wanted := map[string]bool{}, map[string]bool{}
	if s.Rule.Drop > 0 {
		now, before := truth[len(truth)-1], truth[len(truth)-2]
		for u, id := range units {
			belongs[id], wanted[id] = now.units[u].truth[0] < before.units[u].truth[0], fell[id]
		}
	} else {
		times := map[string]int{}
		for i, p := range truth[len(truth)-s.Rule.Of:] {
			scores := make([]float64, len(units))
			for u := range units {
				scores[u] = p.units[u].truth[0]
			}
			for u, rank := range scoring.CompetitionRanks(scores) {
				if rank > len(units)-s.Rule.Last {
					times[units[u]]++
					wanted[units[u]] = i == s.Rule.Of-1
				}
			}
		}
		for id, n := range times {
			belongs[id] = n >= s.Rule.Times
			wanted[id] = wanted[id] && belongs[id]
		}
	}
	named := map[string]bool{}
	for _, u := range s.Units {
		named[u.Unit] = true
		r.add(at("wrong"), !belongs[u.Unit])
		r.sum(at("told"), float64(u.Wrong))
		r.add(at("certain"), u.Certain)
		if u.Certain {
			r.add(at("certain-wrong"), !belongs[u.Unit])
		}
	}
	r.sum(at("named"), float64(len(named)))
	for _, id := range units {
		if wanted[id] {
			r.add(at("found"), named[id])
		}
	}
}
