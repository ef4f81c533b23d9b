package answer

import (
	"testing"

	"minping/survey"
)

func TestCellsOfSeveralItemsClose(t *testing.T) {
	p := &Paper{Answers: survey.Answers{"sex": {"f"}}}
	where := map[string]string{"age": "a", "sex": "f"}
	if !p.meets(where, "age", nil) {
		t.Error("the rest of the cell is met on another screen")
	}
	if p.meets(where, "age", []survey.Item{{ID: "sex"}}) {
		t.Error("an answer on the same screen may still change")
	}
	if p.meets(map[string]string{"age": "a", "sex": "m"}, "age", nil) {
		t.Error("another cell is full")
	}
}
