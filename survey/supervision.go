package survey

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"minping/scoring"
)

// A SupervisionRule names the units that were among the last k of their tier in
// so many of the latest rounds: the last three cities (1 of 1), who is there
// twice running (2 of 2), a yellow card 黄牌 for twice in three rounds (2 of 3); or
// those whose score fell by so much since the round before, beyond its error.
// Exactly one of Last and Drop is set.
type SupervisionRule struct {
	ID    string          `yaml:"id" json:"id"`
	Title Text            `yaml:"title,omitempty" json:"title,omitempty"`
	Tier  string          `yaml:"tier,omitempty" json:"tier,omitempty"`   // "" in a questionnaire: each tier by itself
	Last  int             `yaml:"last,omitempty" json:"last,omitempty"`   // k
	Times int             `yaml:"times,omitempty" json:"times,omitempty"` // in at least so many
	Of    int             `yaml:"of,omitempty" json:"of,omitempty"`       // of the latest rounds, at least Times
	Drop  float64         `yaml:"drop,omitempty" json:"drop,omitempty"`   // points
	Step  SupervisionStep `yaml:"step" json:"step"`                       // what follows
}

// Words say whom a rule names, by its title or by what it asks for.
func (r SupervisionRule) Words() Text {
	if len(r.Title) > 0 {
		return r.Title
	}
	switch {
	case r.Drop > 0:
		x := strconv.FormatFloat(r.Drop, 'f', -1, 64)
		return Text{"zh": "总分比上轮下降 " + x + " 分以上，且超出误差", "en": "fell by " + x + " points or more since the last round, beyond error"}
	case r.Of <= 1:
		return Text{"zh": fmt.Sprintf("末 %d 名", r.Last), "en": fmt.Sprintf("among the last %d", r.Last)}
	case r.Of == r.Times:
		return Text{"zh": fmt.Sprintf("连续 %d 轮末 %d 名", r.Times, r.Last), "en": fmt.Sprintf("among the last %d, %d rounds running", r.Last, r.Times)}
	}
	return Text{
		"zh": fmt.Sprintf("本轮末 %d 名，且最近 %d 轮中至少 %d 轮如此", r.Last, r.Of, r.Times),
		"en": fmt.Sprintf("among the last %d now, and in at least %d of the last %d rounds", r.Last, r.Times, r.Of),
	}
}

// A SupervisionStep is what is done about a unit, and is recorded.
type SupervisionStep string

// The steps.
const (
	StepSupervision SupervisionStep = "supervision" // 督导
	StepInspection  SupervisionStep = "inspection"  // 专项检查
	StepYellowCard  SupervisionStep = "yellow_card" // 黄牌
	StepTalk        SupervisionStep = "talk"        // 约谈
)

// SupervisionSteps are all of them, the mildest first.
var SupervisionSteps = []SupervisionStep{StepSupervision, StepInspection, StepYellowCard, StepTalk}

// stepsOfActions are the steps that flag rules ask for; other actions are none.
var stepsOfActions = map[Action]SupervisionStep{Supervision: StepSupervision, Inspection: StepInspection, YellowCard: StepYellowCard}

// SupervisionRules are the rules of a questionnaire. Where it states none they
// follow from its flag rules about the overall score that ask for such a step:
// among the last k, repeatedly or not, and significant falls.
func (q *Questionnaire) SupervisionRules() (rules []SupervisionRule, derived bool) {
	if len(q.Supervision) > 0 {
		return q.Supervision, false
	}
	for _, f := range q.Flags {
		step, asks := stepsOfActions[f.Action]
		if !asks || f.Node != "" && f.Node != rootNode || f.Level != "" && f.Level != LevelOverall {
			continue
		}
		rule := SupervisionRule{ID: f.ID, Title: f.Title, Tier: f.Tier, Step: step}
		switch {
		case f.Last > 0:
			rule.Last, rule.Times, rule.Of = f.Last, max(f.Rounds, 1), max(f.Rounds, 1)
		case f.Drop != nil && *f.Drop > 0 && f.Significant:
			rule.Drop = *f.Drop
		default:
			continue
		}
		rules = append(rules, rule)
	}
	return rules, true
}

// Supervised is what a rule says of the latest round.
type Supervised struct {
	Rule   SupervisionRule  `json:"rule"`
	Poll   PollRef          `json:"poll"`
	Rounds []PollRef        `json:"rounds"` // that were looked at, the earliest first; none before a break
	Units  []SupervisedUnit `json:"units"`  // in the order of their ranks, the last first
	Ranked int              `json:"ranked"` // units of the tier that it could name
	// ByChance is the rule's false-alarm rate: how often it would name a unit if
	// none differed from another, or none had changed; of a rule about falls at
	// most. Null where there are too few rounds.
	ByChance Num `json:"by_chance"`
	// Wrong is how many of the units are expected not to belong here; of a rule
	// about falls at most.
	Wrong Num `json:"wrong"`
}

// A SupervisedUnit is a unit that a rule names.
type SupervisedUnit struct {
	Unit   string            `json:"unit"`
	Name   Text              `json:"name"`
	Places []SupervisedPlace `json:"places"` // one a round
	Times  int               `json:"times"`  // listed among the last
	// Change is since the round before, of a rule about falls.
	Change *Change `json:"change,omitempty"`
	// Wrong is the chance that the unit was truly among the last in fewer rounds
	// than the rule asks for: its false alarm. Of a fall it is at most so, as the
	// share of wrong ones among falls that are as plain (Change.PAdjusted).
	// Certain: at most 1 − level; else verify first.
	Wrong   Num  `json:"wrong"`
	Certain bool `json:"certain"`
	// Done are the steps recorded after the latest round; Due says that the
	// rule's is not among them. Whoever may not see the steps is told of neither.
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
// named. A unit is named if it is among the last k now and was often enough. It
// belongs there if it was truly among the last k in at least Times of the rounds,
// which are independent (scoring.AtLeast over the chances of the releases). It
// panics on a rule that cannot be.
func Supervise(rounds []Round, rule SupervisionRule, records []SupervisionRecord) Supervised {
	if rule.Drop > 0 {
		return superviseFalls(rounds, rule, records)
	}
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
	for i := range latest.Release.Units {
		u := &latest.Release.Units[i]
		if u.Tier != rule.Tier || u.Rank == nil {
			continue
		}
		s.Ranked = u.Rank.Of
		if named, ok := superviseUnit(u, used, chances, rule); ok {
			named.record(latest.Poll.ID, rule.Step, records)
			named.Certain = named.Wrong <= 1-latest.Release.Method.Level
			s.Units = append(s.Units, named)
		}
	}
	slices.SortStableFunc(s.Units, func(a, b SupervisedUnit) int {
		return b.Places[len(b.Places)-1].Rank - a.Places[len(a.Places)-1].Rank
	})
	if k := min(rule.Last, s.Ranked); s.Ranked > 0 && len(used) >= rule.Times {
		now := float64(k) / float64(s.Ranked) // and often enough in the rounds before
		s.ByChance = Num(now * scoring.NamedByChance(s.Ranked, k, rule.Times-1, len(used)-1))
		s.Wrong = wrongOf(s.Units)
	}
	return s
}

func wrongOf(units []SupervisedUnit) (sum Num) {
	for _, u := range units {
		sum += u.Wrong
	}
	return sum
}

// superviseFalls names the units of a tier whose overall score fell by at least
// so many points since the round before, where that is beyond its error with all
// units of the tier judged together (Change.Real).
func superviseFalls(rounds []Round, rule SupervisionRule, records []SupervisionRecord) Supervised {
	s := Supervised{Rule: rule, Rounds: []PollRef{}, Units: []SupervisedUnit{}, ByChance: notKnown, Wrong: notKnown}
	if len(rounds) == 0 {
		return s
	}
	latest := rounds[len(rounds)-1]
	s.Poll = latest.Poll
	used := rounds[len(rounds)-1:]
	if before := latest.Release.Previous; before != nil && len(rounds) > 1 && rounds[len(rounds)-2].Poll.ID == before.ID {
		used = rounds[len(rounds)-2:]
	}
	for _, round := range used {
		s.Rounds = append(s.Rounds, round.Poll)
	}
	level := latest.Release.Method.Level
	for i := range latest.Release.Units {
		u := &latest.Release.Units[i]
		change := u.Nodes[rootNode].Change
		if u.Tier != rule.Tier || change == nil {
			continue
		}
		s.Ranked++
		if !change.Real || float64(change.Diff) > -rule.Drop {
			continue
		}
		named := SupervisedUnit{
			Unit: u.Unit, Name: u.Name, Places: []SupervisedPlace{}, Change: change, Wrong: change.PAdjusted,
			Certain: change.PAdjusted <= 1-level, Done: []SupervisionRecord{},
		}
		for _, round := range used {
			named.Places = append(named.Places, placeIn(round.Release, u.Unit, rule))
		}
		named.record(latest.Poll.ID, rule.Step, records)
		s.Units = append(s.Units, named)
	}
	slices.SortStableFunc(s.Units, func(a, b SupervisedUnit) int { return cmp.Compare(a.Change.Diff, b.Change.Diff) })
	if s.Ranked > 0 {
		// Half of what is called real where nothing changed are falls; that a fall
		// has to be so large makes it rarer still.
		s.ByChance = Num(scoring.RejectedByChance(s.Ranked, float64(1-level)) / 2 / float64(s.Ranked))
		s.Wrong = wrongOf(s.Units)
	}
	return s
}

// placeIn returns where a unit stood in a round.
func placeIn(r *Release, unit string, rule SupervisionRule) SupervisedPlace {
	place := SupervisedPlace{Chance: notKnown}
	if then := r.Unit(unit); then != nil && then.Rank != nil && then.Tier == rule.Tier {
		place.Rank, place.Of = then.Rank.Rank, then.Rank.Of
		place.Listed = rule.Last > 0 && place.Rank > place.Of-rule.Last
	}
	return place
}

// superviseUnit returns where a unit stood, and whether the rule names it: it is
// among the last now, and was often enough.
func superviseUnit(u *UnitResult, rounds []Round, chances []map[string]Num, rule SupervisionRule) (SupervisedUnit, bool) {
	out := SupervisedUnit{Unit: u.Unit, Name: u.Name, Places: []SupervisedPlace{}, Wrong: notKnown, Done: []SupervisionRecord{}}
	var truly []float64
	for i, round := range rounds {
		place := placeIn(round.Release, u.Unit, rule)
		if place.Rank > 0 {
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
