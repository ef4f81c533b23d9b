package main

import "testing"

const gapArgs = "gap FILE --ratee ratee --relation relation --items i1:i8 --missing 9 --weights boss=0.4,peer=0.3,report=0.3 --single boss" +
	" --min-raters 3 --trim 0.2 --competency A=i1:i4 --competency B=i5:i8 --unpublished"

var _ = repeats(
	oracleCommand{file: "r360_synth", id: `s360\.ratee`, args: gapArgs, at: "ratee", holds: holdsRelations},
	oracleCommand{file: "r360_synth", id: `s360\.gap_test`, args: gapArgs, at: "gap_test"},
	oracleCommand{file: "ratings1", id: `r1\.(severity_ols|severity_reml)`, args: "severity FILE --ratee idstud --rater rater --score total", at: "$1", holds: holdsSeverity},
)

// holdsRelations takes a relation used that the case writes alone for a list.
func holdsRelations(t *testing.T, c analyzeCase, got any) {
	t.Helper()
	for _, w := range c.Expect.([]any) {
		w := w.(map[string]any)
		if one, ok := w["relations_used"].(string); ok {
			w["relations_used"] = []any{one}
		}
	}
	c.sameFigures(t, c.ID, got, c.Expect)
}

// holdsSeverity compares raters and ratees by name, not by place.
func holdsSeverity(t *testing.T, c analyzeCase, got any) {
	t.Helper()
	want, have := c.Expect.(map[string]any), got.(map[string]any)
	for _, key := range []string{"rater", "ratee"} {
		byName := map[any]any{}
		for _, x := range have[key].([]any) {
			byName[x.(map[string]any)[key]] = x
		}
		list := want[key].([]any)
		if len(byName) != len(list) {
			t.Errorf("%d of %s, want %d", len(byName), key, len(list))
		}
		ordered := make([]any, len(list))
		for i, w := range list {
			ordered[i] = byName[w.(map[string]any)[key]]
		}
		have[key] = ordered
	}
	c.sameFigures(t, c.ID, have, want)
}
