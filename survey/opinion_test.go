package survey

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// firstLetters merges statements that begin alike.
type firstLetters struct{}

func (firstLetters) Statements(comment string) []string { return strings.Split(comment, "; ") }
func (firstLetters) Tone(text string) float64 {
	return map[bool]float64{true: 1, false: -0.5}[text[0] == 'a']
}

func (firstLetters) Merge(statements []string) [][]int {
	at, groups := map[byte]int{}, [][]int{}
	for i, s := range statements {
		g, known := at[s[0]]
		if !known {
			g = len(groups)
			at[s[0]], groups = g, append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	return groups
}

func newOpinionDesk(texts ...string) *opinionDesk {
	d := &opinionDesk{book: &OpinionBook{}, reader: firstLetters{}, known: map[string]Statement{}, findings: map[string]bool{"F1": true, "F2": true}}
	for i, text := range texts {
		s := Statement{ID: fmt.Sprint("s", i), Unit: []string{"east", "west"}[i%2], Text: text}
		d.statements = append(d.statements, s)
		d.known[s.ID] = s
	}
	return d
}

// told writes opinions as "wording: texts".
func told(opinions []Opinion) (lines []string) {
	for _, o := range opinions {
		var texts []string
		for _, s := range o.Statements {
			texts = append(texts, s.Text)
		}
		lines = append(lines, o.Wording+": "+strings.Join(texts, ", "))
	}
	return lines
}

func everything(Statement) bool { return true }

func TestOpinionEdits(t *testing.T) {
	d := newOpinionDesk("bus late", "apples", "bins", "acid", "cars")
	steps := []struct {
		do   OpinionEdit
		want []string // opinions
		left int      // unmerged
	}{
		{OpinionEdit{Do: ProposeOpinions}, []string{"bus late: bus late, bins", "apples: apples, acid", "cars: cars"}, 0},
		{OpinionEdit{Do: RewordOpinion, Opinion: "O1", Wording: " Transport and bins "}, []string{"Transport and bins: bus late, bins", "apples: apples, acid", "cars: cars"}, 0},
		{OpinionEdit{Do: AssignOpinion, Opinion: "O3", Findings: []string{"F2", "F1", "F2"}}, []string{"Transport and bins: bus late, bins", "apples: apples, acid", "cars: cars"}, 0},
		{OpinionEdit{Do: MoveStatements, Statements: []string{"s2"}, Wording: "Bins"}, []string{"apples: apples, acid", "Transport and bins: bus late", "cars: cars", "Bins: bins"}, 0},
		{OpinionEdit{Do: MergeOpinions, Opinion: "O1", Opinions: []string{"O3"}}, []string{"Transport and bins: bus late, cars", "apples: apples, acid", "Bins: bins"}, 0},
		{OpinionEdit{Do: DropOpinion, Opinion: "O2"}, []string{"Transport and bins: bus late, cars", "Bins: bins"}, 2},
		{OpinionEdit{Do: MoveStatements, Opinion: "O4", Statements: []string{"s1"}}, []string{"Transport and bins: bus late, cars", "Bins: apples, bins"}, 1},
		{OpinionEdit{Do: MoveStatements, Opinion: "O4", Statements: []string{"s0", "s4"}}, []string{"Bins: bus late, apples, bins, cars"}, 1},
		{OpinionEdit{Do: ProposeOpinions}, []string{"Bins: bus late, apples, bins, cars", "acid: acid"}, 0},
	}
	for i, step := range steps {
		if err := d.apply([]OpinionEdit{step.do}); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		if diff := cmp.Diff(step.want, told(d.list(everything))); diff != "" {
			t.Fatalf("step %d: %s", i, diff)
		}
		if got := len(d.unmerged()); got != step.left {
			t.Fatalf("step %d: %d unmerged, want %d", i, got, step.left)
		}
		if i == 4 {
			if got := fmt.Sprint(d.book.Opinions[0].Findings); got != "[F1 F2]" {
				t.Errorf("the merged opinion bears on %s", got)
			}
		}
	}
	west := d.list(func(s Statement) bool { return s.Unit == "west" })
	if diff := cmp.Diff([]string{"Bins: apples", "acid: acid"}, told(west)); diff != "" {
		t.Error(diff)
	}
}

// TestWordingOfOthers: a proposed wording is somebody's words, which those who
// may not read them do not get.
func TestWordingOfOthers(t *testing.T) {
	d := newOpinionDesk("bus stop of East", "bus line of West")
	if err := d.apply([]OpinionEdit{{Do: ProposeOpinions}}); err != nil {
		t.Fatal(err)
	}
	for unit, want := range map[string]string{"east": "bus stop of East", "west": "bus line of West"} {
		got := d.list(func(s Statement) bool { return s.Unit == unit })
		if len(got) != 1 || got[0].Wording != want {
			t.Errorf("%s reads %+v, want %q", unit, got, want)
		}
	}
}

func TestOpinionEditsAreChecked(t *testing.T) {
	for _, tt := range []struct {
		edit       OpinionEdit
		field, key string
	}{
		{OpinionEdit{Do: "burn"}, "edits[0].do", "opinion_do"},
		{OpinionEdit{Do: RewordOpinion, Opinion: "O9", Wording: "x"}, "edits[0].opinion", "opinion_unknown"},
		{OpinionEdit{Do: RewordOpinion, Opinion: "O1", Wording: " "}, "edits[0].wording", "opinion_wording"},
		{OpinionEdit{Do: RewordOpinion, Opinion: "O1", Wording: strings.Repeat("字", 501)}, "edits[0].wording", "opinion_wording"},
		{OpinionEdit{Do: MergeOpinions, Opinion: "O1"}, "edits[0].opinions", "opinion_nothing"},
		{OpinionEdit{Do: MergeOpinions, Opinion: "O1", Opinions: []string{"O1"}}, "edits[0].opinions", "opinion_unknown"},
		{OpinionEdit{Do: MergeOpinions, Opinion: "O1", Opinions: []string{"O7"}}, "edits[0].opinions", "opinion_unknown"},
		{OpinionEdit{Do: MoveStatements}, "edits[0].statements", "opinion_nothing"},
		{OpinionEdit{Do: MoveStatements, Statements: []string{"s9"}}, "edits[0].statements", "statement_unknown"},
		{OpinionEdit{Do: MoveStatements, Statements: []string{"s0"}, Opinion: "O9"}, "edits[0].opinion", "opinion_unknown"},
		{OpinionEdit{Do: AssignOpinion, Opinion: "O1", Findings: []string{"F3"}}, "edits[0].findings", "finding_unknown"},
	} {
		d := newOpinionDesk("a", "b")
		d.add("a", []string{"s0"})
		var errs FieldErrors
		errors.As(d.apply([]OpinionEdit{tt.edit}), &errs)
		if len(errs) != 1 || errs[0].Field != tt.field || errs[0].Key != tt.key {
			t.Errorf("%+v: %v, want %s at %s", tt.edit, errs, tt.key, tt.field)
		}
	}
	d := newOpinionDesk("a")
	d.reader = nil
	if err := d.apply([]OpinionEdit{{Do: ProposeOpinions}}); err == nil {
		t.Error("proposed without a reader")
	}
}

// TestOpinionsArePartition: whatever is done, each statement is in one opinion
// or in none, none is lost, no opinion is empty, and no id comes again.
func TestOpinionsArePartition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newOpinionDesk(rapid.SliceOfN(rapid.StringMatching(`[a-d][a-z]{0,3}`), 1, 12).Draw(t, "texts")...)
		gone := map[string]bool{}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			before := map[string]bool{}
			for _, o := range d.book.Opinions {
				before[o.ID] = true
			}
			ids := append([]string{"", "O99"}, slices.Sorted(func(yield func(string) bool) {
				for id := range before {
					if !yield(id) {
						return
					}
				}
			})...)
			var of []string
			for _, s := range d.statements {
				of = append(of, s.ID)
			}
			copied := *d.book
			copied.Opinions = slices.Clone(d.book.Opinions)
			for i := range copied.Opinions {
				copied.Opinions[i].Statements = slices.Clone(copied.Opinions[i].Statements)
			}
			err := d.apply([]OpinionEdit{{
				Do:         rapid.SampledFrom([]OpinionDo{ProposeOpinions, MergeOpinions, MoveStatements, RewordOpinion, DropOpinion}).Draw(t, "do"),
				Opinion:    rapid.SampledFrom(ids).Draw(t, "opinion"),
				Opinions:   rapid.SliceOfN(rapid.SampledFrom(ids), 0, 3).Draw(t, "opinions"),
				Statements: rapid.SliceOfN(rapid.SampledFrom(of), 0, 4).Draw(t, "statements"),
				Wording:    "new",
			}})
			if err != nil {
				d.book = &copied // as the service throws away what failed
			}
			for id := range before {
				if d.find(id) < 0 {
					gone[id] = true
				}
			}
			seen := map[string]int{}
			for _, o := range d.book.Opinions {
				if len(o.Statements) == 0 || gone[o.ID] {
					t.Fatalf("opinion %+v", o)
				}
				for _, s := range o.Statements {
					seen[s]++
				}
			}
			for _, s := range d.unmerged() {
				seen[s.ID]++
			}
			for _, s := range d.statements {
				if seen[s.ID] != 1 {
					t.Fatalf("%s is in %d places", s.ID, seen[s.ID])
				}
			}
		}
	})
}
