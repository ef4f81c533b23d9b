package survey

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"minping/scoring"
)

// rankedRound is a round of six counties; the last told chances.
func rankedRound(id string, last map[string]Num, order ...string) Round {
	var units []unitScore
	for i, u := range order {
		units = append(units, unitScore{u, "county", "", Num(90 - 2*i), 1})
	}
	r := roundOf(id, proofDay, units...)
	for i, u := range order {
		rank := &UnitRank{Tier: "county", Of: len(order), Rank: i + 1}
		if last != nil {
			rank.LastK = map[string]Num{"2": last[u]}
		}
		r.Release.Units[i].Rank = rank
	}
	return r
}

var (
	lowAndLow = map[string]Num{"e": .6, "f": .9, "d": .5}
	lowAgain  = map[string]Num{"e": .8, "f": .95, "a": .25}
)

// The last two of a round, and who is there twice running, with the chance that
// each does not belong there.
func TestSupervise(t *testing.T) {
	rounds := []Round{rankedRound("p1", lowAndLow, "a", "b", "c", "e", "d", "f"), rankedRound("p2", lowAgain, "b", "c", "d", "a", "e", "f")}
	once := Supervise(rounds, SupervisionRule{ID: "last", Tier: "county", Last: 2, Times: 1, Of: 1, Step: StepInspection}, nil)
	if len(once.Units) != 2 || once.Units[0].Unit != "f" || once.Units[1].Unit != "e" || len(once.Rounds) != 1 || !once.Units[0].Due {
		t.Fatalf("%+v", once)
	}
	if f, e := once.Units[0], once.Units[1]; math.Abs(float64(f.Wrong)-.05) > 1e-12 || math.Abs(float64(e.Wrong)-.2) > 1e-12 || e.Certain {
		t.Errorf("%+v %+v", f, e)
	}
	if math.Abs(float64(once.Wrong)-.25) > 1e-12 || math.Abs(float64(once.ByChance)-2./6) > 1e-12 {
		t.Errorf("%v wrong expected, %v by chance", once.Wrong, once.ByChance)
	}

	rule := SupervisionRule{ID: "yellow", Tier: "county", Last: 2, Times: 2, Of: 2, Step: StepYellowCard}
	records := []SupervisionRecord{
		{Unit: "f", Poll: "p1", Step: StepYellowCard, On: "2026-10-01"},
		{Unit: "f", Poll: "p2", Step: StepTalk, On: "2026-10-02", Next: "整改方案一个月内报送"},
	}
	twice := Supervise(rounds, rule, records)
	if len(twice.Units) != 1 || twice.Units[0].Unit != "f" || twice.Units[0].Times != 2 || math.Abs(float64(twice.Units[0].Wrong)-(1-.9*.95)) > 1e-12 {
		t.Fatalf("%+v", twice.Units)
	}
	if u := twice.Units[0]; len(u.Done) != 1 || u.Done[0].Step != StepTalk || !u.Due {
		t.Errorf("a step after another round, or another step, is not this one: %+v", u)
	}
	records = append(records, SupervisionRecord{Unit: "f", Poll: "p2", Step: StepYellowCard, On: "2026-10-01"})
	if u := Supervise(rounds, rule, records).Units[0]; u.Due || len(u.Done) != 2 {
		t.Errorf("recorded: %+v", u)
	}
	// two of three rounds, of which there are two: e was listed once
	if got := Supervise(rounds, SupervisionRule{ID: "x", Tier: "county", Last: 2, Times: 2, Of: 3, Step: StepTalk}, nil); len(got.Units) != 1 || len(got.Rounds) != 2 {
		t.Errorf("%+v", got)
	}
	// Of three rounds: a unit is named if it is there now and was once before.
	three := append([]Round{rankedRound("p0", lowAndLow, "f", "b", "c", "e", "d", "a")}, rounds...)
	of3 := Supervise(three, SupervisionRule{ID: "x", Tier: "county", Last: 2, Times: 2, Of: 3, Step: StepTalk}, nil)
	if want := 2. / 6 * (1 - 4./6*4./6); math.Abs(float64(of3.ByChance)-want) > 1e-12 {
		t.Errorf("by chance %v, want %v", of3.ByChance, want)
	}
	text, err := json.Marshal(twice)
	if err != nil || len(text) == 0 {
		t.Error(err)
	}
}

// Rounds before a break do not count, chances that the release does not tell
// are computed from all scores, and from a part of them never.
func TestSuperviseLimits(t *testing.T) {
	rounds := []Round{rankedRound("p1", lowAndLow, "a", "b", "c", "e", "d", "f"), rankedRound("p2", nil, "b", "c", "d", "a", "e", "f")}
	rule := SupervisionRule{ID: "y", Tier: "county", Last: 2, Times: 1, Of: 1, Step: StepInspection}
	got := Supervise(rounds, rule, nil)
	if len(got.Units) != 2 || !(got.Units[0].Wrong > 0 && got.Units[0].Wrong < got.Units[1].Wrong && got.Units[1].Wrong < .5) {
		t.Errorf("computed: %+v", got.Units)
	}
	sum := Num(0)
	for _, c := range lastChances(rounds[1].Release, "county", 2) {
		sum += c
	}
	if math.Abs(float64(sum)-2) > 1e-6 {
		t.Errorf("the chances of being among the last two add up to %v", sum)
	}
	rounds[1].Release.Part = true
	if got := Supervise(rounds, rule, nil); got.Units[0].Wrong.OK() || got.Units[0].Certain {
		t.Errorf("from a part: %+v", got.Units[0])
	}
	rounds[0].Release.Questionnaire.Hash, rounds[0].Release.Method.Aggregation = "other", "otherwise"
	rule.Times, rule.Of = 2, 2
	if got := Supervise(rounds, rule, nil); len(got.Units) != 0 || len(got.Rounds) != 1 || got.ByChance.OK() {
		t.Errorf("across a break: %+v", got)
	}
	if got := Supervise(nil, rule, nil); len(got.Units) != 0 {
		t.Error("units of no round")
	}
	defer func() {
		if recover() == nil {
			t.Error("a rule that asks for more times than rounds")
		}
	}()
	Supervise(rounds, SupervisionRule{Tier: "county", Last: 1, Times: 2, Of: 1}, nil)
}

// Falls are named where they are as large as the rule asks for and beyond error.
func TestSuperviseFalls(t *testing.T) {
	rounds := []Round{rankedRound("p1", nil, "a", "b", "c", "d", "e", "f"), rankedRound("p2", nil, "a", "b", "c", "d", "e", "f")}
	now := rounds[1].Release
	now.Previous, now.Method.Level = &PollRef{ID: "p1"}, .95
	for unit, c := range map[string]Change{
		"a": {Diff: -6, PAdjusted: .01, Real: true},
		"b": {Diff: -9, PAdjusted: .004, Real: true},
		"c": {Diff: -6, PAdjusted: .2},              // within its error
		"d": {Diff: -2, PAdjusted: .01, Real: true}, // too small
		"e": {Diff: 8, PAdjusted: .01, Real: true},  // a rise
	} {
		s := now.Unit(unit).Nodes[rootNode]
		s.Change = &c
		now.Unit(unit).Nodes[rootNode] = s
	}
	rule := SupervisionRule{ID: "fall", Tier: "county", Drop: 5, Step: StepTalk}
	got := Supervise(rounds, rule, []SupervisionRecord{{Unit: "a", Poll: "p2", Step: StepTalk}})
	if len(got.Units) != 2 || got.Units[0].Unit != "b" || got.Units[1].Unit != "a" || got.Ranked != 5 || len(got.Rounds) != 2 {
		t.Fatalf("%+v", got)
	}
	if b, a := got.Units[0], got.Units[1]; b.Wrong != .004 || !b.Certain || !b.Due || a.Due || a.Change.Diff != -6 || len(b.Places) != 2 || b.Places[1].Rank != 2 {
		t.Errorf("%+v %+v", b, a)
	}
	if want := scoring.RejectedByChance(5, .05) / 2 / 5; math.Abs(float64(got.ByChance)-want) > 1e-9 || math.Abs(float64(got.Wrong)-.014) > 1e-12 {
		t.Errorf("by chance %v, want %v; wrong %v", got.ByChance, want, got.Wrong)
	}
	rule.Tier = "city"
	if got := Supervise(rounds, rule, nil); len(got.Units) != 0 || got.ByChance.OK() {
		t.Errorf("of another tier %+v", got)
	}
	if got := Supervise(nil, rule, nil); len(got.Units) != 0 {
		t.Error("units of no round")
	}
}

// A questionnaire that states no rules is followed by its flag rules that ask for
// a step.
func TestSupervisionRules(t *testing.T) {
	five, six := 5., 6.
	q := &Questionnaire{Flags: []FlagRule{
		{ID: "last", Tier: "city", Node: rootNode, Last: 3, Action: Supervision},
		{ID: "again", Node: rootNode, Last: 10, Rounds: 2, Action: YellowCard},
		{ID: "fall", Drop: &five, Significant: true, Action: Inspection},
		{ID: "loose fall", Drop: &five, Action: Inspection},
		{ID: "notice", Last: 3, Action: Notice},
		{ID: "below", Below: &six, Action: Supervision},
		{ID: "of a node", Node: "x", Last: 3, Action: Supervision},
		{ID: "of a level", Level: LevelArea, Last: 3, Action: Supervision},
	}}
	rules, derived := q.SupervisionRules()
	want := []SupervisionRule{
		{ID: "last", Tier: "city", Last: 3, Times: 1, Of: 1, Step: StepSupervision},
		{ID: "again", Last: 10, Times: 2, Of: 2, Step: StepYellowCard},
		{ID: "fall", Drop: 5, Step: StepInspection},
	}
	if !derived || !reflect.DeepEqual(rules, want) {
		t.Errorf("%+v", rules)
	}
	q.Supervision = want[2:]
	if rules, derived := q.SupervisionRules(); derived || len(rules) != 1 {
		t.Errorf("stated: %+v", rules)
	}
}

// A record says what it lacks; the same words are the same record.
func TestSupervisionRecord(t *testing.T) {
	whole := SupervisionRecord{Poll: "p", Unit: "u", Step: StepTalk, On: "2026-10-01", By: " 卓砚青 ", Said: "公示时间短"}
	first, again := whole, whole
	if errs := first.prepare("2026-10-01"); len(errs) > 0 || first.By != "卓砚青" {
		t.Errorf("%v, %+v", errs, first)
	}
	if again.prepare("2026-10-09"); again.ID != first.ID || first.ID == "" {
		t.Errorf("%s, again %s", first.ID, again.ID)
	}
	again.Said = "其他"
	if again.prepare("2026-10-09"); again.ID == first.ID {
		t.Error("another record has the same id")
	}
	for key, change := range map[string]func(*SupervisionRecord){
		"supervision_step":   func(r *SupervisionRecord) { r.Step = "praise" },
		"supervision_on":     func(r *SupervisionRecord) { r.On = "10月1日" },
		"supervision_future": func(r *SupervisionRecord) { r.On = "2026-10-02" },
		"supervision_by":     func(r *SupervisionRecord) { r.By = " " },
		"supervision_said":   func(r *SupervisionRecord) { r.Said = "" },
		"too_long":           func(r *SupervisionRecord) { r.Next = strings.Repeat("话", mostSaid+1) },
	} {
		r := whole
		change(&r)
		errs := r.prepare("2026-10-01")
		if len(errs) != 1 || errs[0].Key != key {
			t.Errorf("%s: %v", key, errs)
			continue
		}
		for _, lang := range []string{"zh", "en"} {
			if m := errs[0].Message(lang); m == key || strings.ContainsAny(m, "{}") {
				t.Errorf("%s in %s: %q", key, lang, m)
			}
		}
	}
}
