package simulation

import (
	"errors"
	"math"
	"reflect"
	"testing"
)

// TestProofs: where nothing was done to any effect hardly a poll calls anybody
// improved, intervals hold the truth, and large effects are found.
func TestProofs(t *testing.T) {
	p := DefaultProof(questionnaire(t, "service-review"))
	p.Rounds, p.Ballots, p.Units, p.Last, p.Effects = 24, []int{60}, []int{20}, []int{4}, []float64{0, 20}
	r, err := RunProof(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	none, large := r.Cases[0], r.Cases[1]
	if slack := 4 * math.Sqrt(.05*.95/float64(p.Rounds)); float64(none.AnyWrong.Value) > .05+slack {
		t.Errorf("any called improved in %v of polls without any", none.AnyWrong)
	}
	for _, c := range r.Cases {
		within(t, "intervals of what is beyond expectation", c.Holds, 0.95, 0.03)
	}
	if none.Found.Value.OK() || large.Found.Value < .6 || none.FaceWrong.Value < none.Wrong.Value {
		t.Errorf("no effect: %+v; a large one: %+v", none, large)
	}
	again, err := RunProof(t.Context(), p)
	if err != nil || !reflect.DeepEqual(again.Cases[1], r.Cases[1]) {
		t.Errorf("the same seed gives other figures: %v", err)
	}
	p.Effects = []float64{-1}
	if _, err := RunProof(t.Context(), p); !errors.As(err, new(PlanError)) {
		t.Errorf("a negative effect: %v", err)
	}
}
