package analysis

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// TestPoorDataGivesProblems feeds methods small tables of any numbers, codes
// and gaps: each must answer, with figures that are valid JSON and rows that add
// up, or return a *Problem in both languages.
func TestPoorDataGivesProblems(t *testing.T) {
	design := Design{Level: 0.95, Lonely: "fail"}
	clustered := Design{Level: 0.9, Lonely: "adjust", Weight: "w", Cluster: "g", Strata: "h"}
	margins := table("variable;category;population", "g;0;10", "g;1;20")
	methods := []Method{
		Means{Items: []string{"a", "b"}, Unit: "g", Shares: []string{"h"}, Interval: "beta", Design: clustered},
		Means{Items: []string{"a"}, Shares: []string{"g"}, Interval: "logit", Design: design},
		Rake{Margins: "margins", Items: []string{"a"}, Unit: "h", Design: design},
		Rake{Margins: "margins", Lowest: 0.5, Highest: 2, Residuals: "sweeps", Design: clustered},
		Rank{Estimates: Estimates{"g", "a", "w"}, Method: []string{"kww_bonferroni", "pairwise_BH", "csranks_simul", "rank_prob", "rank_prob_eb", "goldstein_healy"}, Ends: []int{1, 3}, Level: 0.95, Draws: 100, Seed: 1},
		Shrink{Unit: "g", Score: "a", SE: "w", Method: []string{"DL", "PM", "REML"}},
		Shrink{Unit: "g", Items: []string{"a", "b"}},
		Change{Before: "a", After: "b", Unit: "g", MinPairs: 2, Design: clustered},
		Change{Score: "a", Wave: "g", Unit: "h", MinPairs: 2, Design: design},
		NPS{Items: []string{"a", "b"}, Unit: "g", DetractorMax: 1, PromoterMin: 3, Design: clustered},
		Careless{Items: []string{"a", "b", "w"}, Scales: []int{2, 1}, Confidence: 0.99},
		Weights{Items: []string{"a", "b", "w"}, Cost: []string{"b"}, Method: []string{"entropy_sum", "entropy_minmax", "critic"}},
		AHP{Items: []string{"a", "b"}},
	}
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.SampledFrom([]string{"0", "1", "2", "3.5", "-1", "", "NA", "1", "4"})
		code := rapid.SampledFrom([]string{"0", "1", "1", "2"})
		weight := rapid.SampledFrom([]string{"1", "0.5", "3", "0"})
		d := &Table{Header: []string{"a", "b", "g", "h", "w"}}
		for range rapid.IntRange(1, 12).Draw(t, "rows") {
			d.Rows = append(d.Rows, []string{cell.Draw(t, "a"), cell.Draw(t, "b"), code.Draw(t, "g"), code.Draw(t, "h"), weight.Draw(t, "w")})
		}
		d.Open = func(string) (*Table, error) { return margins, nil }
		for _, m := range methods {
			checkAnswer(t, d, m)
		}
	})
}

func checkAnswer(t *rapid.T, d *Table, m Method) {
	name := fmt.Sprintf("%T", m)
	r, err := m.Analyze(d)
	if err != nil {
		var wrong *Problem
		if !errors.As(err, &wrong) || wrong.In("zh") == "" || wrong.In("en") == "" {
			t.Fatalf("%s: %v", name, err)
		}
		return
	}
	raw, err := json.Marshal(r.Figures)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var rows Rows
	if err := json.Unmarshal(raw, &rows); err != nil || rows.Rows != d.Len() || rows.Used > rows.Rows {
		t.Fatalf("%s: %s (%v)", name, raw, err)
	}
	for _, g := range r.Grids {
		for _, row := range g.Rows {
			if len(row) != len(g.Head) {
				t.Fatalf("%s: %d cells under %d heads", name, len(row), len(g.Head))
			}
		}
	}
	for _, note := range r.Notes {
		if note["zh"] == "" || note["en"] == "" {
			t.Fatalf("%s: a note without words: %v", name, note)
		}
	}
}
