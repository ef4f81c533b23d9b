package survey

import (
	"math"
	"slices"
	"strconv"
	"time"

	"minping/scoring"
)

// A SupervisionRule names the units that were among the last k of their tier in
// so many of the latest rounds: the last three cities (1 of 1), who is there
// twice running (2 of 2), a yellow card 黄牌 for twice in three rounds (2 of 3).
type SupervisionRule struct {
	ID    string          `json:"id"`
	Tier  string          `json:"tier"`
	Last  int             `json:"last"`  // k
	Times int             `json:"times"` // in at least so many
	Of    int             `json:"of"`    // of the latest rounds, at least Times
	Step  SupervisionStep `json:"step"`  // what follows
}

// A SupervisionStep is what is done about a unit, and is recorded.
type SupervisionStep string

// The steps.
const (
	StepInspection SupervisionStep = "inspection"  // 督导检查
	StepYellowCard SupervisionStep = "yellow_card" // 黄牌
	StepTalk       SupervisionStep = "talk"        // 约谈
)

// A SupervisionRecord says that a step was taken with a unit after a round: when,
// who held it, and what came of it.
type SupervisionRecord struct {
	Unit   string          `json:"unit"`
	Poll   string          `json:"poll"` // whose results it followed
	Step   SupervisionStep `json:"step"`
	On     time.Time       `json:"on"`
	By     string          `json:"by,omitempty"`
	Agreed string          `json:"agreed,omitempty"`
}

// Supervised is what a rule says of the latest round.
type Supervised struct {
	Rule   SupervisionRule  `json:"rule"`
	Poll   PollRef          `json:"poll"`
	Rounds []PollRef        `json:"rounds"` // that were looked at, the earliest first; none before a break
	Units  []SupervisedUnit `json:"units"`  // in the order of their ranks, the last first
	// ByChance is how often the rule would name a unit if none differed from
	// another; null where no rounds are enough.
	ByChance Num `json:"by_chance"`
	// Wrong is how many of the units are expected not to belong here.
	Wrong Num `json:"wrong"`
}

// A SupervisedUnit is a unit that a rule names.
type SupervisedUnit struct {
	Unit   string            `json:"unit"`
	Name   Text              `json:"name"`
	Places []SupervisedPlace `json:"places"` // one a round
	Times  int               `json:"times"`  // listed among the last
	// Wrong is the chance that the unit was truly among the last in fewer rounds
	// than the rule asks for: its false alarm. Certain: at most 1 − level; else verify first.
	Wrong   Num  `json:"wrong"`
	Certain bool `json:"certain"`
	// Done are the steps recorded after the latest round; Due says that the
	// rule's is not among them.
	Done []SupervisionRecord `json:"done"`
	Due  bool                `json:"due"`
}

// A SupervisedPlace is where a unit stood in a round.
type SupervisedPlace struct {
	Rank   int  `json:"rank"` // 0: not ranked
	Of     int  `json:"of"`
	Listed bool `json:"listed"` // among the last k
	Chance Num  `json:"chance"` // of truly being there
}

// Supervise holds a rule against rounds, the earliest first. Rounds before a
// break in the overall score do not count; with fewer than Times left nobody is
// named. A unit belongs where it is named if it was truly among the last k in at
// least Times of the rounds, which are independent (scoring.AtLeast over the
// chances of the releases). It panics on a rule that cannot be.
func Supervise(rounds []Round, rule SupervisionRule, records []SupervisionRecord) Supervised {
	if rule.Last < 1 || rule.Times < 1 || rule.Of < rule.Times {
		panic("survey: a supervision rule needs a k, and no more times than rounds")
	}
	s := Supervised{Rule: rule, Rounds: []PollRef{}, Units: []SupervisedUnit{}, ByChance: notKnown, Wrong: notKnown}
	if len(rounds) == 0 {
		return s
	}
	first := len(rounds) - 1
	for first > 0 && len(rounds)-first < rule.Of && len(Breaks(rounds[first-1].Release, rounds[first].Release, rootNode)) == 0 {
		first--
	}
	used := rounds[first:]
	latest := used[len(used)-1]
	s.Poll = latest.Poll
	chances := make([]map[string]Num, len(used))
	for i, round := range used {
		s.Rounds = append(s.Rounds, round.Poll)
		chances[i] = lastChances(round.Release, rule.Tier, rule.Last)
	}
	ranked := 0
	for i := range latest.Release.Units {
		u := &latest.Release.Units[i]
		if u.Tier != rule.Tier || u.Rank == nil {
			continue
		}
		ranked = u.Rank.Of
		if named, ok := superviseUnit(u, used, chances, rule); ok {
			named.record(latest.Poll.ID, rule.Step, records)
			named.Certain = named.Wrong <= 1-latest.Release.Method.Level
			s.Units = append(s.Units, named)
		}
	}
	slices.SortStableFunc(s.Units, func(a, b SupervisedUnit) int {
		return b.Places[len(b.Places)-1].Rank - a.Places[len(a.Places)-1].Rank
	})
	if ranked > 0 && len(used) >= rule.Times {
		s.ByChance = Num(scoring.NamedByChance(ranked, min(rule.Last, ranked), rule.Times, len(used)))
		s.Wrong = 0
		for _, u := range s.Units {
			s.Wrong += u.Wrong
		}
	}
	return s
}

// superviseUnit returns where a unit stood, and whether the rule names it: it is
// among the last now, and was often enough.
func superviseUnit(u *UnitResult, rounds []Round, chances []map[string]Num, rule SupervisionRule) (SupervisedUnit, bool) {
	out := SupervisedUnit{Unit: u.Unit, Name: u.Name, Places: []SupervisedPlace{}, Wrong: notKnown, Done: []SupervisionRecord{}}
	var truly []float64
	for i, round := range rounds {
		place := SupervisedPlace{Chance: notKnown}
		if then := round.Release.Unit(u.Unit); then != nil && then.Rank != nil && then.Tier == rule.Tier {
			place.Rank, place.Of = then.Rank.Rank, then.Rank.Of
			place.Listed = place.Rank > place.Of-rule.Last
			place.Chance = chances[i][u.Unit]
			truly = append(truly, float64(place.Chance))
		}
		if place.Listed {
			out.Times++
		}
		out.Places = append(out.Places, place)
	}
	out.Wrong = Num(1 - scoring.AtLeast(truly, rule.Times))
	return out, out.Times >= rule.Times && out.Places[len(out.Places)-1].Listed
}

// record takes over the steps that followed a round.
func (u *SupervisedUnit) record(poll string, step SupervisionStep, records []SupervisionRecord) {
	u.Due = true
	for _, r := range records {
		if r.Unit == u.Unit && r.Poll == poll {
			u.Done = append(u.Done, r)
			u.Due = u.Due && r.Step != step
		}
	}
}

// lastChances returns, by unit, the chance of truly being among the last k of a
// tier: as the release tells it, else from all scores shown, else not known.
func lastChances(r *Release, tier string, k int) map[string]Num {
	out := map[string]Num{}
	var ids []string
	var x, se []float64
	all := !r.Part
	for i := range r.Units {
		u := &r.Units[i]
		if u.Tier != tier || u.Rank == nil {
			continue
		}
		chance, told := u.Rank.LastK[strconv.Itoa(k)]
		if !told {
			chance = notKnown
		}
		if u.Rank.Of <= k {
			chance = 1
		}
		out[u.Unit] = chance
		s, ok := u.Nodes[rootNode]
		all = all && ok && s.exact()
		ids, x, se = append(ids, u.Unit), append(x, float64(s.Score)), append(se, float64(s.SE))
	}
	missing := slices.ContainsFunc(ids, func(id string) bool { return math.IsNaN(float64(out[id])) })
	if missing && all {
		for i, d := range scoring.RankProbabilities(x, se) {
			out[ids[i]] = Num(d.Last(k))
		}
	}
	return out
}
