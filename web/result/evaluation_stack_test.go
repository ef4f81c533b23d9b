package result

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/survey/document"
)

// A table stands one row below the other; a share joins its number, and what is
// kept back is left out.
func TestStack(t *testing.T) {
	cells := func(texts ...string) (row []document.Cell) {
		for _, s := range texts {
			row = append(row, document.Cell{Text: s})
		}
		return row
	}
	got := stack(document.Table{
		Head: [][]document.Cell{
			{{Text: "Evaluated", Down: 2}, {Text: "Group", Down: 2}, {Text: "Ballots", Span: 2}, {Text: "Excellent", Span: 2}, {Text: "Score", Down: 2}},
			cells("Issued", "Returned", "n", "%"),
		},
		Rows: [][]document.Cell{
			cells("Wen", "All", "9", "8", "4", "50", "82.1"),
			cells("of which A", "3", "—", "—", "—", ""),
			cells("Qi", "All", "9", "9", "0", "0", "70.0"),
		},
	})
	want := []stackEntry{
		{"Wen", []stackLine{
			{"All", []stackFact{{"Issued", "9"}, {"Returned", "8"}, {"Excellent", "4 · 50%"}, {"Score", "82.1"}}},
			{"of which A", []stackFact{{"Issued", "3"}}},
		}},
		{"Qi", []stackLine{{"All", []stackFact{{"Issued", "9"}, {"Returned", "9"}, {"Excellent", "0 · 0%"}, {"Score", "70.0"}}}}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
