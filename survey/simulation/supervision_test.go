package simulation

import (
	"errors"
	"math"
	"reflect"
	"testing"
)

// TestSupervision: the rates that are told of a rule are those at which it errs,
// and those called certain seldom do not belong there.
func TestSupervision(t *testing.T) {
	p := DefaultSupervision(questionnaire(t, "service-review"))
	p.Rounds, p.Ballots, p.Units, p.Last, p.Drop = 40, []int{60}, []int{5, 16}, []int{1, 4}, 15
	r, err := RunSupervision(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Cases) != 5 || r.Plan.Units[0] != 16 {
		t.Fatalf("%+v", r)
	}
	for _, c := range r.Cases {
		name := c.Rule.Words()["en"]
		if c.Rule.Drop > 0 {
			if float64(c.Alarm.Value) > float64(c.ByChance)+4*float64(c.Alarm.SE) {
				t.Errorf("%s: %v named where nothing fell, told at most %v", name, c.Alarm, c.ByChance)
			}
			if !(c.Found.Value > .5) {
				t.Errorf("%s: %v of falls by %v points found", name, c.Found, p.Drop)
			}
			continue
		}
		within(t, name+": named where all are equal", c.Alarm, float64(c.ByChance), 1e-12)
		// Of one round it is about so many. Of several it is too many, never too few:
		// the chances of the rounds are multiplied as if nothing were known of the others.
		if over := float64(c.Told.Value - c.Wrong.Value); over < -4*float64(c.Wrong.SE)-.1 || c.Rule.Of == 1 && over > 4*float64(c.Wrong.SE)+.1 {
			t.Errorf("%s: %v of those named do not belong there, told %v", name, c.Wrong, c.Told)
		}
		if slack := 4 * math.Max(float64(c.CertainWrong.SE), .01); c.CertainWrong.Value.OK() && float64(c.CertainWrong.Value) > .05+slack {
			t.Errorf("%s: of those certain %v do not belong there", name, c.CertainWrong)
		}
		if c.Rule.Of == 1 && math.Abs(float64(c.Named.Value)-4) > 1e-12 {
			t.Errorf("%s: %v named of the last 4", name, c.Named)
		}
	}
	if once, thrice := r.Cases[0], r.Cases[3]; !(thrice.Alarm.Value < once.Alarm.Value/4) || !(thrice.Wrong.Value < 1) || !(once.Found.Value > .5) {
		t.Errorf("once %+v; three times running %+v", once, thrice)
	}
	p.Rounds = 3
	one, err := RunSupervision(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	again, err := RunSupervision(t.Context(), p)
	if err != nil || !sameFigures(reflect.ValueOf(one.Cases), reflect.ValueOf(again.Cases)) {
		t.Errorf("the same seed gives other figures: %v", err)
	}
	p.Drift = -1
	if _, err := RunSupervision(t.Context(), p); !errors.As(err, new(PlanError)) {
		t.Errorf("a negative drift: %v", err)
	}
}
