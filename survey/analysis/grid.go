package analysis

import "minping/survey"

// A Grid is a table of results for people.
type Grid struct {
	Title survey.Text
	Head  []survey.Text
	// Rows hold a string, a survey.Text, an int, a bool, a survey.Num or a P
	// under each head.
	Rows [][]any
	// Most is how many rows to print at most, the first and the last half of
	// them; 0: all.
	Most int
}

// A P is a p value or another probability: 0–1, NaN where there is none.
type P float64

// head makes the heads of a grid from Chinese and English in turn.
func head(pairs ...string) []survey.Text {
	heads := make([]survey.Text, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		heads = append(heads, survey.Text{"zh": pairs[i], "en": pairs[i+1]})
	}
	return heads
}

// add appends a row.
func (g *Grid) add(cells ...any) { g.Rows = append(g.Rows, cells) }

// nums turns figures into figures of a result.
func nums(x []float64) []survey.Num {
	out := make([]survey.Num, len(x))
	for i, v := range x {
		out[i] = survey.Num(v)
	}
	return out
}
