package scoring

import (
	"math"
	"slices"
	"testing"
)

// exactly is a score known exactly.
func exactly(x float64) Score {
	return Score{Value: x, Low: x, High: x, DF: 10, N: 50, Rate: x / 100}
}

// about is a score with an error and 50 degrees of freedom.
func about(x, se float64) Score {
	half := 2.0085591 * se // 97.5 % quantile of t with 50 df
	return Score{Value: x, SE: se, Low: max(0, x-half), High: min(100, x+half), DF: 50, N: 51}
}

var nothing = Score{Value: nan, SE: nan, Low: nan, High: nan, NEff: nan, Rate: nan}

// standing has the same score at every node of twoAreas but those given.
func standing(unit string, s Score, at map[int]Score) Standing {
	st := Standing{Unit: unit, Tier: "county", Scores: make([]Score, 7)}
	for i := range st.Scores {
		st.Scores[i] = s
		if x, ok := at[i]; ok {
			st.Scores[i] = x
		}
	}
	return st
}

func unitsOf(flags []Flag) []string {
	var out []string
	for _, f := range flags {
		out = append(out, f.Unit)
	}
	slices.Sort(out)
	return out
}

func TestLastRule(t *testing.T) {
	field := func(values ...float64) []Standing {
		var out []Standing
		for i, x := range values {
			s := exactly(x)
			if math.IsNaN(x) {
				s = nothing
			}
			out = append(out, standing(string(rune('a'+i)), s, nil))
		}
		return out
	}
	for _, tt := range []struct {
		name  string
		units []Standing
		last  int
		want  []string
	}{
		{"the last two", field(90, 80, 70, 60), 2, []string{"c", "d"}},
		{"tied across the line: all of them", field(90, 70, 70, 60), 2, []string{"b", "c", "d"}},
		{"tied at the bottom", field(90, 60, 60), 1, []string{"b", "c"}},
		{"all alike: nobody", field(60, 60, 60), 1, nil},
		{"a tier of one: nobody", field(60), 3, nil},
		{"no more units than places: not the first", field(90, 80, 70), 3, []string{"b", "c"}},
		{"no value: neither ranked nor flagged", field(90, nan, 70), 1, []string{"c"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			flags := Flags(twoAreas(false), []Rule{{ID: "r", Kind: RuleLast, Nodes: []int{0}, Last: tt.last}}, tt.units, 0.95)
			if got := unitsOf(flags); !slices.Equal(got, tt.want) {
				t.Fatalf("flagged %v, want %v", got, tt.want)
			}
			for _, f := range flags {
				if f.Threshold != float64(tt.last) || f.Rank < 2 || f.Of < f.Rank {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}

func TestLastRuleTellsHowSureItIs(t *testing.T) {
	units := []Standing{
		standing("a", about(80, 1), nil), standing("b", about(60.5, 1), nil),
		standing("c", about(60, 1), nil), standing("d", about(40, 1), nil),
	}
	unknown := about(30, 1)
	unknown.SE, unknown.Low, unknown.High = nan, nan, nan
	units = append(units, standing("e", unknown, nil))
	units[0].Tier = "city"
	flags := Flags(twoAreas(false), []Rule{{Kind: RuleLast, Tier: "county", Nodes: []int{0}, Last: 3, Action: "inspection"}}, units, 0.95)
	if got := unitsOf(flags); !slices.Equal(got, []string{"c", "d", "e"}) {
		t.Fatalf("flagged %v", got)
	}
	by := map[string]Flag{}
	for _, f := range flags {
		by[f.Unit] = f
	}
	// P(c below b) = Φ(0.5/√2) = 0.6382
	if c := by["c"]; !agree(c.Chance, 0.638163, 1e-5) || c.Certain || c.Rank != 2 || c.Of != 4 || c.Action != "inspection" {
		t.Errorf("c: %+v", c)
	}
	if d := by["d"]; d.Chance < 0.999 || !d.Certain {
		t.Errorf("d: %+v", d)
	}
	if e := by["e"]; !math.IsNaN(e.Chance) || e.Certain {
		t.Errorf("e: %+v", e)
	}
	if flags[0].Unit != "d" {
		t.Errorf("%s is worst, want d", flags[0].Unit)
	}
}

func TestRepeatRule(t *testing.T) {
	rule := []Rule{{Kind: RuleRepeat, Nodes: []int{0}, Last: 1, Rounds: 3}}
	for _, tt := range []struct {
		name string
		past []map[int]Place
		want int
	}{
		{"last three times running", []map[int]Place{{0: {4, 4}}, {0: {5, 5}}}, 1},
		{"tied for last counts", []map[int]Place{{0: {4, 4}}, {0: {3, 3}}}, 1},
		{"not last once", []map[int]Place{{0: {4, 4}}, {0: {4, 5}}}, 0},
		{"not ranked once", []map[int]Place{{0: {4, 4}}, {}}, 0},
		{"first of one is not last", []map[int]Place{{0: {1, 1}}, {0: {2, 2}}}, 0},
		{"too few rounds", []map[int]Place{{0: {4, 4}}}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			units := []Standing{standing("a", about(80, 1), nil), standing("b", about(40, 1), nil)}
			units[1].PastRanks = tt.past
			if flags := Flags(twoAreas(false), rule, units, 0.95); len(flags) != tt.want {
				t.Errorf("%d flags, want %d", len(flags), tt.want)
			}
		})
	}
}

func TestRulesOfValues(t *testing.T) {
	drop := func(now, before Score) Standing {
		s := standing("u", now, nil)
		s.Previous = standing("u", before, nil).Scores
		return s
	}
	lost := func(dontKnow, blank float64) Standing {
		s := nothing
		s.DontKnow, s.Blank = dontKnow, blank
		return standing("u", s, nil)
	}
	for _, tt := range []struct {
		name    string
		rule    Rule
		unit    Standing
		met     bool
		certain bool
		value   float64
		line    float64
	}{
		{"clearly below", Rule{Kind: RuleBelow, Below: 60}, standing("u", about(50, 2), nil), true, true, 50, 60},
		{"below within its error", Rule{Kind: RuleBelow, Below: 60}, standing("u", about(59, 2), nil), true, false, 59, 60},
		{"on the line is not below", Rule{Kind: RuleBelow, Below: 60}, standing("u", about(60, 2), nil), false, false, 0, 0},
		{"no value is not below", Rule{Kind: RuleBelow, Below: 60}, standing("u", nothing, nil), false, false, 0, 0},
		{"known exactly", Rule{Kind: RuleBelow, Below: 60}, standing("u", exactly(59.9), nil), true, true, 59.9, 60},
		{"fell by more", Rule{Kind: RuleDrop, Drop: 3, Significant: true}, drop(about(60, 1), about(70, 1)), true, true, -10, -3},
		{"fell for sure, perhaps by less than the line", Rule{Kind: RuleDrop, Drop: 3, Significant: true}, drop(about(66, 1), about(70, 1)), true, true, -4, -3},
		{"fell within the error", Rule{Kind: RuleDrop, Drop: 3, Significant: true}, drop(about(66, 2), about(70, 2)), false, false, 0, 0},
		{"the same where significance is not asked for", Rule{Kind: RuleDrop, Drop: 3}, drop(about(66, 2), about(70, 2)), true, false, -4, -3},
		{"fell by just the line", Rule{Kind: RuleDrop, Drop: 4}, drop(about(66, 2), about(70, 2)), false, false, 0, 0},
		{"rose", Rule{Kind: RuleDrop, Drop: 0}, drop(about(71, 1), about(70, 1)), false, false, 0, 0},
		{"no round before", Rule{Kind: RuleDrop, Drop: 3}, standing("u", about(60, 1), nil), false, false, 0, 0},
		{"no value the round before", Rule{Kind: RuleDrop, Drop: 3}, drop(about(60, 1), nothing), false, false, 0, 0},
		{"error unknown: no significant drop", Rule{Kind: RuleDrop, Drop: 3, Significant: true}, drop(Score{Value: 40, SE: nan, DF: 0}, about(70, 1)), false, false, 0, 0},
		{"far under its area", Rule{Kind: RuleGap, Gap: 10}, standing("u", about(80, 0.5), map[int]Score{2: about(60, 1)}), true, true, 20, 10},
		{"under its area within the error", Rule{Kind: RuleGap, Gap: 10}, standing("u", about(80, 2), map[int]Score{2: about(69, 2)}), true, false, 11, 10},
		{"near its area", Rule{Kind: RuleGap, Gap: 10}, standing("u", about(80, 2), map[int]Score{2: about(71, 2)}), false, false, 0, 0},
		{"many do not know, no score at all", Rule{Kind: RuleMissing, Rate: 0.3}, lost(0.3, 0.1), true, false, 0.4, 0.3},
		{"just as many as allowed", Rule{Kind: RuleMissing, Rate: 0.5}, lost(0.25, 0.25), false, false, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.rule.Nodes = []int{2}
			flags := Flags(twoAreas(false), []Rule{tt.rule}, []Standing{tt.unit}, 0.95)
			if (len(flags) == 1) != tt.met {
				t.Fatalf("flags %+v, want %v", flags, tt.met)
			}
			if !tt.met {
				return
			}
			f := flags[0]
			if f.Certain != tt.certain || !agree(f.Value, tt.value, 1e-12) || f.Threshold != tt.line {
				t.Errorf("%+v", f)
			}
			if !(f.Severity > 0 && f.Severity <= 100) {
				t.Errorf("severity %g", f.Severity)
			}
		})
	}
}

// A fall that one comparison would call significant is none among a hundred;
// a fall far beyond its error stays one.
func TestManyComparisonsFlagFewFallsByChance(t *testing.T) {
	rule := []Rule{{Kind: RuleDrop, Drop: 3, Significant: true, Nodes: []int{2}}}
	fell := func(unit string, by float64) Standing {
		st := standing(unit, about(70-by, 1), nil)
		st.Previous = standing(unit, about(70, 1), nil).Scores
		return st
	}
	units := []Standing{fell("slightly", 3.5), fell("clearly", 9)}
	if flags := Flags(twoAreas(false), rule, units, 0.95); len(flags) != 2 {
		t.Errorf("two comparisons: %d flags, want both", len(flags))
	}
	for range 98 {
		units = append(units, fell("not", 0))
	}
	flags := Flags(twoAreas(false), rule, units, 0.95)
	if len(flags) != 1 || flags[0].Unit != "clearly" {
		t.Errorf("a hundred comparisons: %+v, want the clear fall alone", flags)
	}
}

func TestRootHasNoGap(t *testing.T) {
	rule := []Rule{{Kind: RuleGap, Gap: 0, Nodes: []int{0}}}
	if flags := Flags(twoAreas(false), rule, []Standing{standing("u", about(50, 1), nil)}, 0.95); len(flags) != 0 {
		t.Errorf("%+v", flags)
	}
}

func TestSeverityGrowsWithSizeAndSureness(t *testing.T) {
	below := func(x, se float64) float64 {
		return Flags(twoAreas(false), []Rule{{Kind: RuleBelow, Below: 60, Nodes: []int{2}}}, []Standing{standing("u", about(x, se), nil)}, 0.95)[0].Severity
	}
	if !(below(40, 1) > below(50, 1) && below(50, 1) > below(50, 10) && below(50, 10) > 0) {
		t.Error(below(40, 1), below(50, 1), below(50, 10))
	}
}

// By the joint region fewer places among the last k are certain than by the
// chance of one unit alone, and none that is not so by chance.
func TestCertaintyByRegionIsStricter(t *testing.T) {
	var units []Standing
	for i := range 12 {
		units = append(units, standing(string(rune('a'+i)), about(60+1.8*float64(i), 1), nil))
	}
	certain := func(c Certainty) (list []string) {
		for _, f := range Flags(twoAreas(false), []Rule{{Kind: RuleLast, Nodes: []int{0}, Last: 3, Certainty: c}}, units, .95) {
			if f.Certain {
				list = append(list, f.Unit)
			}
		}
		return list
	}
	chance, region := certain(ByChance), certain(ByRegion)
	if len(region) == 0 || len(region) >= len(chance) {
		t.Fatalf("certain by chance %v, by the joint region %v", chance, region)
	}
	for _, u := range region {
		if !slices.Contains(chance, u) {
			t.Errorf("%s is certain by the region alone", u)
		}
	}
}
