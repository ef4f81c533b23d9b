package survey

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/scoring"
)

func score(x float64) *float64 { return &x }

// small is a questionnaire of two areas: one of two items, one that its
// overall item stands for.
func small() *Questionnaire {
	return &Questionnaire{
		ID: "small", Version: "1", Title: Text{"zh": "小问卷", "en": "Small"},
		Scales: map[string]Scale{"s": {
			{Code: "3", Score: score(100)},
			{Code: "2", Score: score(60)},
			{Code: "1", Score: score(0)},
			{Code: "9", Kind: DontKnow},
		}},
		Groups: []Group{{ID: "a", Weight: .6}, {ID: "b", Weight: .4}},
		Items: []Item{
			{ID: "p1", Type: Choice, Scale: "s", Text: Text{"zh": "甲"}},
			{ID: "p2", Type: Choice, Scale: "s", Text: Text{"zh": "乙"}},
			{ID: "r", Type: Rating, From: 1, To: 5, Reverse: true, Text: Text{"zh": "丙"}},
			{ID: "age", Type: Choice, Profile: true, Options: []Option{{Code: "1"}}},
		},
		Index: []Node{
			{ID: "x", Level: LevelArea, Weight: 1, Children: []Node{
				{ID: "p1", Level: LevelIndicator, Weight: 1, Item: "p1"},
				{ID: "p2", Level: LevelIndicator, Weight: 3, Item: "p2"},
			}},
			{ID: "y", Level: LevelArea, Weight: 1, Children: []Node{{ID: "rr", Level: LevelIndicator, Weight: 1, Item: "r"}}},
		},
		Scoring: Scoring{Strata: "group", Level: .95},
	}
}

func TestInstrument(t *testing.T) {
	q := small()
	in := q.Instrument()
	if got, want := len(in.Items), 3; got != want {
		t.Fatalf("%d columns, want %d: profile items are not scored", got, want)
	}
	if got := in.Items[2].Options[0].Score; got != 100 {
		t.Errorf("reversed rating: answer 1 scores %g, want 100", got)
	}
	want := []scoring.Node{
		{ID: "overall", Parent: -1, Weight: 1, Item: -1, StandItem: -1},
		{ID: "x", Parent: 0, Weight: 1, Item: -1, StandItem: -1},
		{ID: "p1", Parent: 1, Weight: 1, Item: 0, StandItem: -1},
		{ID: "p2", Parent: 1, Weight: 3, Item: 1, StandItem: -1},
		{ID: "y", Parent: 0, Weight: 1, Item: -1, StandItem: -1},
		{ID: "rr", Parent: 4, Weight: 1, Item: 2, StandItem: -1},
	}
	if diff := cmp.Diff(want, in.Nodes); diff != "" {
		t.Error(diff)
	}
	if !in.Items[0].Options[1].Satisfied || in.Items[0].Options[2].Satisfied {
		t.Error("by default a score of 60 or more counts as satisfied, less does not")
	}
}

func TestEncoder(t *testing.T) {
	e := NewEncoder(small())
	dst := make([]int16, len(e.Columns()))
	e.Encode(Answers{"p1": {"3"}, "p2": {"1", "2"}, "age": {"1"}}, dst)
	if diff := cmp.Diff([]int16{0, scoring.Invalid, scoring.Blank}, dst); diff != "" {
		t.Error(diff)
	}
	for _, tt := range []struct {
		code string
		want int16
		ok   bool
	}{{"9", 3, true}, {"", scoring.Blank, true}, {"!", scoring.Invalid, true}, {"7", noOption, false}, {"33", 0, false}} {
		if got, ok := e.Option(0, []byte(tt.code)); ok != tt.ok || ok && got != tt.want {
			t.Errorf("Option(%q) = %d, %v; want %d, %v", tt.code, got, ok, tt.want, tt.ok)
		}
	}
}

// tally counts n ballots with one and the same code for the scale items.
func tally(t *Counter, q *Questionnaire, unit, group, code string, n int) {
	e := NewEncoder(q)
	b := scoring.Ballot{Unit: unit, Group: group, Weight: 1, Answers: make([]int16, len(e.Columns()))}
	for i := range n {
		e.Encode(Answers{"p1": {code}, "p2": {code}, "r": {strconv.Itoa(1 + i%5)}}, b.Answers)
		t.Add(&b)
	}
}

func compute(q *Questionnaire, k int, units []Unit, fill func(*Counter), past ...*Release) *Release {
	counter := NewCounter(q, nil)
	fill(counter)
	return Compute(Inputs{Questionnaire: q, Units: units, Ballots: counter, MinGroup: k, Past: past})
}

func TestComputeHidesSmallCells(t *testing.T) {
	q := small()
	units := []Unit{{ID: "u1", Tier: "t"}, {ID: "u2", Tier: "t"}, {ID: "u3", Tier: "t"}}
	r := compute(q, 5, units, func(ts *Counter) {
		tally(ts, q, "u1", "a", "3", 20)
		tally(ts, q, "u1", "b", "2", 4) // below k: hidden, and so is a, its only sibling
		tally(ts, q, "u2", "a", "1", 4)
		tally(ts, q, "u3", "a", "2", 20)
		tally(ts, q, "u3", "b", "1", 20)
	})
	if u := r.Unit("u2"); !u.Suppressed || u.Ballots != 0 || len(u.Nodes) != 0 || u.Rank != nil {
		t.Errorf("4 ballots with k = 5 must be hidden, got %+v", u)
	}
	u1 := r.Unit("u1")
	if !u1.Groups["b"].Suppressed || !u1.Groups["a"].Suppressed {
		t.Error("total minus the shown group would give the hidden one away")
	}
	if u3 := r.Unit("u3"); u3.Groups["a"].Suppressed || u3.Groups["b"].Suppressed {
		t.Error("groups of 20 are shown")
	}
	if r.Tiers[0].Ranked != 2 || u1.Rank == nil || u1.Rank.Of != 2 {
		t.Errorf("two units are ranked, got %+v", r.Tiers)
	}
}

func TestComputeRollUpHidesSiblings(t *testing.T) {
	q := small()
	q.Scoring.RollUp = true
	q.Groups = nil
	units := []Unit{{ID: "p", Tier: "city"}, {ID: "a", Tier: "county", Parent: "p"}, {ID: "b", Tier: "county", Parent: "p"}, {ID: "c", Tier: "county", Parent: "p"}}
	r := compute(q, 5, units, func(ts *Counter) {
		tally(ts, q, "a", "", "3", 30)
		tally(ts, q, "b", "", "2", 3)
		tally(ts, q, "c", "", "2", 12)
	})
	if got := r.Unit("p").Ballots; got != 45 {
		t.Errorf("the city counts %d ballots, want 45", got)
	}
	if !r.Unit("b").Suppressed || !r.Unit("c").Suppressed || r.Unit("a").Suppressed {
		t.Error("b is too small; c, the next smallest, hides it; a is shown")
	}
}

func TestComputeFlagsAndWords(t *testing.T) {
	q := small()
	q.Flags = []FlagRule{
		{ID: "last", Tier: "t", Node: "overall", Last: 1, Action: Supervision},
		{ID: "low", Level: LevelIndicator, Below: score(60), Action: Notice},
		{ID: "fall", Level: LevelIndicator, Drop: score(3), Significant: true, Action: Notice},
	}
	q.Suggestions = []Suggestion{{ID: "do", Node: "p1", Text: Text{"zh": "改"}}, {ID: "idle", Node: "y", When: []string{"gap"}, Text: Text{"zh": "等"}}}
	units := []Unit{{ID: "u1", Tier: "t"}, {ID: "u2", Tier: "t"}}
	before := compute(q, 0, units, func(ts *Counter) {
		tally(ts, q, "u1", "a", "3", 50)
		tally(ts, q, "u2", "a", "3", 50)
	})
	r := compute(q, 0, units, func(ts *Counter) {
		tally(ts, q, "u1", "a", "3", 50)
		tally(ts, q, "u2", "a", "1", 50)
	}, before)
	kinds := map[string]bool{}
	for _, f := range r.Flags {
		if f.Unit != "u2" && f.Node != "rr" {
			t.Errorf("only u2 did badly, got %+v", f)
		}
		kinds[f.Kind] = true
	}
	for _, want := range []string{"last", "below", "drop"} {
		if !kinds[want] {
			t.Errorf("no flag of kind %s in %v", want, kinds)
		}
	}
	found := false
	for _, f := range r.Findings {
		if f.Unit == "u2" && f.Node == "p1" {
			found = true
			if diff := cmp.Diff([]string{"do"}, f.Suggestions); diff != "" {
				t.Error(diff)
			}
			if f.Problem["zh"] == "" || f.Problem["en"] == "" || len(f.Evidence.Flags) == 0 {
				t.Errorf("a finding needs words and evidence: %+v", f)
			}
		}
	}
	if !found {
		t.Error("p1 of u2 is no finding")
	}
	if len(r.Suggestions) != 1 {
		t.Errorf("only suggestions that findings name belong in the release: %v", r.Suggestions)
	}
	if ch := r.Unit("u2").Nodes["p1"].Change; ch == nil || ch.Diff != -100 || !ch.Real {
		t.Errorf("a fall of 100 points is a change, got %+v", ch)
	}
}

func TestReleaseSurvivesJSON(t *testing.T) {
	q := small()
	r := compute(q, 0, nil, func(ts *Counter) { tally(ts, q, "u", "a", "3", 1) })
	first, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back Release
	if err := json.Unmarshal(first, &back); err != nil {
		t.Fatal(err)
	}
	if se := back.Unit("u").Nodes["overall"].SE; se.OK() {
		t.Errorf("one ballot has no error, got %g", float64(se))
	}
	again, err := json.Marshal(&back)
	if err != nil {
		t.Fatal(err)
	}
	if string(first) != string(again) {
		t.Errorf("JSON changed on its way:\n%s\n%s", first, again)
	}
}

func TestScoresAreNeverShownOnALineTheyMiss(t *testing.T) {
	below60 := []scoring.Flag{{Kind: scoring.RuleBelow, Threshold: 60}}
	for _, tt := range []struct {
		x     float64
		flags []scoring.Flag
		want  string
	}{
		{59.97, below60, "59.97"},
		{59.9996, below60, "59.9996"},
		{59.8, below60, "59.8"},
		{59.97, nil, "60.0"},
		{73.03, nil, "73.0"},
	} {
		if got := pointsBeside(tt.x, tt.flags); got != tt.want {
			t.Errorf("pointsBeside(%g) = %s, want %s", tt.x, got, tt.want)
		}
	}
}

func TestNumWithoutValue(t *testing.T) {
	if Num(math.NaN()).OK() || !Num(0).OK() {
		t.Error("NaN is no value, 0 is one")
	}
}

// Nine people of one mind are shown as a band, without anything that tells
// that they agree (trust test 37); ten are shown as they are.
func TestComputeBlursSmallCells(t *testing.T) {
	q := small()
	units := []Unit{{ID: "few", Tier: "t"}, {ID: "many", Tier: "t"}}
	fill := func(ts *Counter) {
		tally(ts, q, "few", "a", "3", 9)
		tally(ts, q, "many", "a", "3", 10)
	}
	r := compute(q, 5, units, fill)
	few, many := r.Unit("few").Nodes["p1"], r.Unit("many").Nodes["p1"]
	if few.Score != 95 || few.SE.OK() || few.Low.OK() || few.Rate.OK() || few.DontKnow.OK() || !few.Blurred {
		t.Errorf("nine of one mind: %+v", few)
	}
	mixed := compute(q, 5, units[:1], func(ts *Counter) {
		tally(ts, q, "few", "a", "3", 9)
		tally(ts, q, "few", "b", "1", 12)
	}).Unit("few")
	if !mixed.Groups["a"].Nodes["p1"].Blurred || !mixed.Groups["b"].Nodes["p1"].Blurred || mixed.Nodes["p1"].Blurred {
		t.Error("the unit minus group b would tell what the nine of group a said")
	}
	if g := r.Unit("few").Groups["a"].Nodes["p1"]; g.Score != 95 || !g.Blurred {
		t.Errorf("as a group: %+v", g)
	}
	if many.Score != 100 || many.SE != 0 || many.Blurred {
		t.Errorf("ten: %+v", many)
	}
	if r.Unit("few").Rank != nil || r.Unit("few").Unranked != Roughly {
		t.Errorf("few: rank %+v, %q", r.Unit("few").Rank, r.Unit("few").Unranked)
	}
	if n := compute(q, 0, units, fill).Unit("few").Nodes["p1"]; n.Score != 100 {
		t.Errorf("without disclosure control: %+v", n)
	}
}
