package survey

import (
	"encoding/json"
	"math"
	"testing"
	"time"
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
		{Unit: "f", Poll: "p1", Step: StepYellowCard, On: proofDay},
		{Unit: "f", Poll: "p2", Step: StepTalk, On: proofDay.Add(time.Hour), Agreed: "整改方案一个月内报送"},
	}
	twice := Supervise(rounds, rule, records)
	if len(twice.Units) != 1 || twice.Units[0].Unit != "f" || twice.Units[0].Times != 2 || math.Abs(float64(twice.Units[0].Wrong)-(1-.9*.95)) > 1e-12 {
		t.Fatalf("%+v", twice.Units)
	}
	if u := twice.Units[0]; len(u.Done) != 1 || u.Done[0].Step != StepTalk || !u.Due {
		t.Errorf("a step after another round, or another step, is not this one: %+v", u)
	}
	records = append(records, SupervisionRecord{Unit: "f", Poll: "p2", Step: StepYellowCard, On: proofDay})
	if u := Supervise(rounds, rule, records).Units[0]; u.Due || len(u.Done) != 2 {
		t.Errorf("recorded: %+v", u)
	}
	// two of three rounds, of which there are two: e was listed once
	if got := Supervise(rounds, SupervisionRule{ID: "x", Tier: "county", Last: 2, Times: 2, Of: 3, Step: StepTalk}, nil); len(got.Units) != 1 || len(got.Rounds) != 2 {
		t.Errorf("%+v", got)
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
