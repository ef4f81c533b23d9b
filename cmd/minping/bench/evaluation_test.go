package bench

import (
	"context"
	"slices"
	"testing"
)

// A small evaluation goes all the way: everybody gets his sheets, every sheet
// is counted, everybody gets a report.
func TestEvaluate(t *testing.T) {
	const people = 100
	done, err := Evaluate(context.Background(), t.TempDir(), people, nil)
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]int{}
	var names []string
	for _, s := range done.Steps {
		made[s.Name] = s.Count
		names = append(names, s.Name)
	}
	if want := []string{"roster", "assignments", "bundles", "ballots", "release", "xlsx", "feedback-pdf", "feedback-docx"}; !slices.Equal(names, want) {
		t.Fatalf("steps %v", names)
	}
	sheets := people*done.Raters - 1 // nobody stands above the first
	if done.Raters != 8 || done.Items != 24 || made["bundles"] != people {
		t.Errorf("%d raters, %d items, %d bundles", done.Raters, done.Items, made["bundles"])
	}
	if made["assignments"] > sheets || made["ballots"] != made["assignments"] || made["release"] != made["ballots"] {
		t.Errorf("%d sheets at most: %v", sheets, made)
	}
	if made["feedback-pdf"] != people || made["feedback-docx"] != people {
		t.Errorf("reports %v", made)
	}
}
