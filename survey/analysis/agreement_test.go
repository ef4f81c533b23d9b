package analysis

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sheet makes a table of lines of cells apart by commas, the first the head.
func sheet(lines ...string) *Table {
	t := &Table{Header: strings.Split(lines[0], ",")}
	for _, line := range lines[1:] {
		t.Rows = append(t.Rows, strings.Split(line, ","))
	}
	return t
}

// A refusal is data that a method cannot work with, and what it should say.
type refusal struct {
	name   string
	method Method
	table  *Table
	zh, en string
}

// refuses checks that each is a *Problem with the words.
func refuses(t *testing.T, refusals ...refusal) {
	t.Helper()
	for _, tt := range refusals {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.method.Analyze(tt.table)
			var p *Problem
			if !errors.As(err, &p) {
				t.Fatalf("%v, want a problem", err)
			}
			if !strings.Contains(p.In("zh"), tt.zh) || !strings.Contains(p.In("en"), tt.en) {
				t.Errorf("%s\n%s", p.In("zh"), p.In("en"))
			}
		})
	}
}

func TestAgreementRefuses(t *testing.T) {
	answers := sheet("u,a,b,c", "1,1,2,3", "1,2,2,1", "2,5,4,2", "2,4,5,1")
	refuses(t,
		refusal{"one item", Reliability{Items: []string{"a"}, Level: 0.95}, answers, "至少要两道题", "two items or more"},
		refusal{"no such item", Reliability{Items: []string{"a", "d"}, Level: 0.95}, answers, "没有“d”", "no column “d”"},
		refusal{"no range to reverse with", Reliability{Items: []string{"a", "b"}, Reverse: []string{"a"}, Level: 0.95}, answers, "--range", "--range"},
		refusal{"reversed elsewhere", Reliability{Items: []string{"a", "b"}, Reverse: []string{"c"}, Range: "1-5", Level: 0.95}, answers, "“c”不在", "“c” of --reverse"},
		refusal{"an answer off the scale", Reliability{Items: []string{"a", "b"}, Range: "1-4", Level: 0.95}, answers, "第 4 行“a”列：“5”不对", "row 4, column “a”: “5” is not right"},
		refusal{"a range upside down", Reliability{Items: []string{"a", "b"}, Range: "5-1", Level: 0.95}, answers, "“5-1”", "“5-1”"},
		refusal{"a level of 95", Reliability{Items: []string{"a", "b"}, Level: 95}, answers, "--level", "--level"},
		refusal{"nobody differs", Reliability{Items: []string{"a", "b"}, Level: 0.95}, sheet("a,b", "1,1", "1,1"), "没有差异", "do not vary"},
		refusal{"half steps", Agreement{Items: []string{"a"}, Unit: "u", Range: "1-5.5"}, answers, "整数", "whole steps"},
		refusal{"no unit", Agreement{Items: []string{"a"}, Unit: "u", Range: "1-5"}, sheet("u,a", ",1", ",2"), "没有一行", "no row"},
		refusal{"one rater", ICC{Items: []string{"a"}, Level: 0.95, Trim: 0.2}, answers, "两位评委", "two raters"},
		refusal{"half cut off", ICC{Items: []string{"a", "b"}, Level: 0.95, Trim: 0.5}, answers, "--trim", "--trim"},
	)
}

// A code for no answer is none where it names a unit.
func TestMissingCodesDoNotNameUnits(t *testing.T) {
	table := sheet("u,a", "9,1", "9,2", "8,9", "8,3", "8,4")
	table.Missing = []string{"9"}
	r, err := Agreement{Items: []string{"a"}, Unit: "u", Range: "1-5"}.Analyze(table)
	if err != nil {
		t.Fatal(err)
	}
	f := r.Figures.(agreementFigures)
	if len(f.RWGJ) != 2 || f.RWGJ[0].Unit != "9" || f.RWGJ[0].N != 2 || f.RWGJ[1].N != 2 || f.Used != 4 {
		t.Errorf("%+v", f)
	}
}

// Turning all items round leaves reliability as it is.
func TestReverseAllChangesNothing(t *testing.T) {
	table := sheet("a,b,c", "1,2,3", "2,2,1", "5,4,2", "4,5,1", "3,3,5")
	items := []string{"a", "b", "c"}
	once, err := Reliability{Items: items, Level: 0.9}.Analyze(table)
	if err != nil {
		t.Fatal(err)
	}
	turned, err := Reliability{Items: items, Reverse: items, Range: "1-5", Level: 0.9}.Analyze(table)
	if err != nil {
		t.Fatal(err)
	}
	a, b := once.Figures.(reliabilityFigures).Alpha, turned.Figures.(reliabilityFigures).Alpha
	if math.Abs(float64(a.Raw-b.Raw)) > 1e-12 || math.Abs(float64(a.ScoreMean+b.ScoreMean-6)) > 1e-12 {
		t.Errorf("%+v, turned %+v", a, b)
	}
}

// Whatever the table, a method says what it found, as JSON and in both
// languages, or what is wrong.
func TestAnyTable(t *testing.T) {
	items := []string{"a", "b", "c"}
	methods := map[string]Method{
		"reliability": Reliability{Items: items, Level: 0.95},
		"agreement":   Agreement{Items: items, Unit: "u", Range: "1-5"},
		"icc":         ICC{Items: items, Trim: 0.2, Level: 0.95},
		"severity":    Severity{Ratee: "u", Rater: "v", Score: "a"},
		"gap":         Gap{Ratee: "v", Relation: "u", Items: items, Self: "x", MinRaters: 2, Competency: map[string]string{"A": "a,b"}, Trim: 0.2, Level: 0.95},
		"drivers":     Drivers{Outcome: "a", Items: []string{"b", "c"}},
		"topsis":      TOPSIS{Decision{Items: items, Cost: []string{"a"}, Weights: []string{"critic"}}},
		"grey":        Grey{Decision{Items: items, Unit: "v", Weights: []string{"entropy"}}, 0.5},
		"fuzzy":       Fuzzy{Items: items, Options: []string{"1", "2", "3", "4", "5"}, Unit: "u", Operator: "max_prod", Scores: []float64{1, 2, 3, 4, 5}},
		"pls":         PLS{Model: []byte("latent:\n- {name: P, items: [a, b]}\n- {name: Q, items: [c], causes: [P]}\n"), Scheme: "path", Range: "1-5"},
	}
	rapid.Check(t, func(t *rapid.T) {
		table := &Table{Header: []string{"u", "v", "a", "b", "c"}}
		cell := rapid.SampledFrom([]string{"", "1", "2", "3", "4", "5"})
		for range rapid.IntRange(1, 12).Draw(t, "rows") {
			row := []string{rapid.SampledFrom([]string{"", "x", "y", "z"}).Draw(t, "u"), strconv.Itoa(rapid.IntRange(1, 4).Draw(t, "v"))}
			for range items {
				row = append(row, cell.Draw(t, "answer"))
			}
			table.Rows = append(table.Rows, row)
		}
		for name, m := range methods {
			r, err := m.Analyze(table)
			var p *Problem
			if err != nil && !errors.As(err, &p) {
				t.Fatalf("%s: %v is no *Problem", name, err)
			}
			if err != nil {
				continue
			}
			if _, err := json.Marshal(r.Figures); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, note := range r.Notes {
				if s := note["zh"] + note["en"]; note["zh"] == "" || note["en"] == "" || strings.ContainsAny(s, "{}") {
					t.Fatalf("%s: note %v", name, note)
				}
			}
			for _, g := range r.Grids {
				for _, row := range g.Rows {
					if len(row) != len(g.Head) {
						t.Fatalf("%s: %d cells under %d heads", name, len(row), len(g.Head))
					}
				}
			}
		}
	})
}
