package scoring

import (
	"slices"
	"testing"
)

func flagAt(unit string, node int, kind RuleKind, severity float64) Flag {
	return Flag{Rule: "r", Kind: kind, Unit: unit, Tier: "county", Node: node, Severity: severity}
}

// spots lists findings as unit and node, worst first.
func spots(findings []Finding) (out []string) {
	in := twoAreas(false)
	for _, f := range findings {
		out = append(out, f.Unit+"/"+in.Nodes[f.Node].ID)
	}
	return out
}

func certain(f Flag) Flag {
	f.Certain = true
	return f
}

func TestFindings(t *testing.T) {
	units := []Standing{standing("u", about(50, 1), nil), standing("v", about(50, 1), nil)}
	for _, tt := range []struct {
		name  string
		flags []Flag
		want  []string
	}{
		{"no flags", nil, nil},
		{"one unit and node is one problem", []Flag{flagAt("u", 2, RuleBelow, 30), flagAt("u", 2, RuleDrop, 40)}, []string{"u/a1"}},
		{"worst first", []Flag{flagAt("u", 2, RuleBelow, 30), flagAt("v", 3, RuleBelow, 50), flagAt("v", 2, RuleBelow, 40)}, []string{"v/a2", "v/a1", "u/a1"}},
		{"as severe, but more flags", []Flag{flagAt("u", 2, RuleBelow, 30), flagAt("v", 2, RuleBelow, 30), flagAt("v", 2, RuleDrop, 10)}, []string{"v/a1", "u/a1"}},
		{"a low indicator explains the low place of the whole", []Flag{flagAt("u", 0, RuleLast, 80), flagAt("u", 2, RuleBelow, 30)}, []string{"u/a1"}},
		{"a certain last place is not explained by a doubtful indicator", []Flag{certain(flagAt("u", 0, RuleLast, 80)), flagAt("u", 2, RuleBelow, 30)}, []string{"u/overall", "u/a1"}},
		{"but by a certain one", []Flag{certain(flagAt("u", 0, RuleLast, 80)), certain(flagAt("u", 2, RuleBelow, 30))}, []string{"u/a1"}},
		{"and of its area", []Flag{flagAt("u", 1, RuleBelow, 60), flagAt("u", 2, RuleGap, 30)}, []string{"u/a1"}},
		{"an area explains the whole", []Flag{flagAt("u", 0, RuleLast, 80), flagAt("u", 4, RuleBelow, 30)}, []string{"u/b"}},
		{"not another area's", []Flag{flagAt("u", 1, RuleBelow, 60), flagAt("u", 5, RuleBelow, 30)}, []string{"u/a", "u/b1"}},
		{"not another unit's", []Flag{flagAt("u", 0, RuleLast, 80), flagAt("v", 2, RuleBelow, 30)}, []string{"u/overall", "v/a1"}},
		{"a drop is explained by a drop alone", []Flag{flagAt("u", 0, RuleDrop, 50), flagAt("u", 2, RuleBelow, 30)}, []string{"u/overall", "u/a1"}},
		{"a drop by a drop", []Flag{flagAt("u", 0, RuleDrop, 50), flagAt("u", 2, RuleDrop, 30)}, []string{"u/a1"}},
		{"missing answers explain no low score", []Flag{flagAt("u", 0, RuleLast, 80), flagAt("u", 2, RuleMissing, 10)}, []string{"u/overall", "u/a1"}},
		{"one flag unexplained keeps all", []Flag{flagAt("u", 0, RuleLast, 80), flagAt("u", 0, RuleDrop, 50), flagAt("u", 2, RuleBelow, 30)}, []string{"u/overall", "u/a1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := spots(Findings(twoAreas(false), tt.flags, units, nil)); !slices.Equal(got, tt.want) {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}

func TestFindingHoldsItsFlagsWorstFirst(t *testing.T) {
	units := []Standing{standing("u", about(50, 1), nil)}
	f := Findings(twoAreas(false), []Flag{flagAt("u", 2, RuleBelow, 30), flagAt("u", 2, RuleDrop, 40)}, units, nil)[0]
	if f.Severity != 40 || len(f.Flags) != 2 || f.Flags[0].Kind != RuleDrop || f.Tier != "county" {
		t.Errorf("%+v", f)
	}
}

func TestSuggestions(t *testing.T) {
	library := []Suggestion{
		{ID: "a1-any", Node: 2},
		{ID: "a1-below", Node: 2, Kinds: []RuleKind{RuleBelow, RuleGap}},
		{ID: "a1-missing", Node: 2, Kinds: []RuleKind{RuleMissing}},
		{ID: "a2-below", Node: 3, Kinds: []RuleKind{RuleBelow}},
		{ID: "b1-drop", Node: 5, Kinds: []RuleKind{RuleDrop}},
		{ID: "b-last", Node: 4, Kinds: []RuleKind{RuleLast}},
	}
	units := []Standing{standing("u", about(50, 1), map[int]Score{2: about(40, 1), 3: about(30, 1), 6: nothing})}
	for _, tt := range []struct {
		name string
		flag Flag
		want []string
	}{
		{"all that fit an indicator's kinds", flagAt("u", 2, RuleBelow, 1), []string{"a1-any", "a1-below"}},
		{"and no others", flagAt("u", 2, RuleDrop, 1), []string{"a1-any"}},
		{"none for an indicator without any", flagAt("u", 6, RuleBelow, 1), nil},
		{"an area's own", flagAt("u", 4, RuleLast, 1), []string{"b-last"}},
		{"else those of its indicators, the lowest first", flagAt("u", 1, RuleLast, 1), []string{"a2-below", "a1-any", "a1-below"}},
		{"from any depth", flagAt("u", 0, RuleLast, 1), []string{"a2-below", "a1-any", "a1-below", "b1-drop"}},
		{"missing answers take their own", flagAt("u", 1, RuleMissing, 1), []string{"a1-any", "a1-missing"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := Findings(twoAreas(false), []Flag{tt.flag}, units, library)[0]
			if !slices.Equal(f.Suggestions, tt.want) {
				t.Errorf("%v, want %v", f.Suggestions, tt.want)
			}
		})
	}
}
