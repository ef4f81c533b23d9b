package survey

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/scoring"
)

// tickets is a questionnaire of a democratic evaluation: a grade beside one mark,
// three tickets with weights by kind of unit.
func tickets(weights map[string]int) *Questionnaire {
	q := &Questionnaire{
		ID: "t", Version: "1", Title: Text{"zh": "测评"},
		Scales: map[string]Scale{"four": {
			{Code: "A", Score: score(100)},
			{Code: "B", Score: score(80)},
			{Code: "C", Score: score(60)},
			{Code: "D", Score: score(40)},
			{Code: "0", Kind: Abstain},
		}},
		Groups: []Group{{ID: "a"}, {ID: "b"}, {ID: "c"}},
		Items: []Item{
			{ID: "grade", Type: Choice, Scale: "four", Tiers: []string{"member"}},
			{ID: "mark", Type: Rating, From: 0, To: 100, Tiers: []string{"member"}},
			{ID: "team", Type: Choice, Scale: "four", Tiers: []string{"team"}},
		},
		Index: []Node{{ID: "mark", Level: LevelIndicator, Weight: 1, Item: "mark"}, {ID: "team", Level: LevelIndicator, Weight: 1, Item: "team"}},
		Evaluation: Evaluation{Types: []EvaluationType{
			{Tier: "member", Weights: weights, Grade: "grade"}, {Tier: "team", Weights: map[string]int{"c": 100}},
		}},
	}
	return q
}

// marked is a member's release after some marks by ticket, one ballot each.
func marked(q *Questionnaire, marks map[string][]int) (*UnitResult, *UnitEvaluation) {
	counter, e := NewCounter(q, nil), NewEncoder(q)
	for _, group := range sortedKeys(marks) {
		for _, mark := range marks[group] {
			b := scoring.Ballot{Unit: "m", Group: group, Weight: 1, Answers: make([]int16, len(e.Columns()))}
			e.Encode(Answers{"mark": {strconv.Itoa(mark)}}, b.Answers)
			counter.Add(&b)
		}
	}
	r := Compute(Inputs{Questionnaire: q, Units: []Unit{{ID: "m", Tier: "member"}}, Ballots: counter})
	return &r.Units[0], &r.Evaluation.Units[0]
}

// The worked examples of tickets: means, weights, what is printed.
func TestEvaluationOfTickets(t *testing.T) {
	forty := map[string]int{"a": 40, "b": 30, "c": 30}
	for _, tt := range []struct {
		name    string
		weights map[string]int
		empty   EmptyRule
		least   int
		marks   map[string][]int
		total   float64 // NaN: no score
		used    map[string]string
	}{
		{"all three", forty, "", 0, map[string][]int{"a": {92}, "b": {88}, "c": {85}}, 88.7, map[string]string{"a": "counted 0.4000", "b": "counted 0.3000", "c": "counted 0.3000"}},
		{"c is empty, its weight shared out", forty, "", 0, map[string][]int{"a": {92}, "b": {88}}, 90.286, map[string]string{"a": "counted 0.5714", "b": "counted 0.4286", "c": "empty 0.0000"}},
		{"c is empty and counts zero", forty, EmptyZero, 0, map[string][]int{"a": {92}, "b": {88}}, 63.2, map[string]string{"a": "counted 0.4000", "b": "counted 0.3000", "c": "empty 0.3000"}},
		{"c is empty and blocks", forty, EmptyBlock, 0, map[string][]int{"a": {92}, "b": {88}}, math.NaN(), map[string]string{"a": "counted 0.0000", "b": "counted 0.0000", "c": "empty 0.0000"}},
		{"c has too few", forty, EmptyBlock, 2, map[string][]int{"a": {92}, "b": {88, 88}, "c": {10}}, 90.286, map[string]string{"a": "counted 0.5714", "b": "counted 0.4286", "c": "few 0.0000"}},
		{"c may rate and weighs nothing", map[string]int{"a": 50, "b": 50}, "", 0, map[string][]int{"a": {92}, "b": {88}, "c": {10}}, 90, map[string]string{"a": "counted 0.5000", "b": "counted 0.5000", "c": "weightless 0.0000"}},
		{"halves go up", map[string]int{"a": 100}, "", 0, map[string][]int{"a": {88, 88, 88, 89, 89, 89, 89, 89}}, 88.625, map[string]string{"a": "counted 1.0000", "b": "weightless 0.0000", "c": "weightless 0.0000"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := tickets(tt.weights)
			q.Evaluation.Empty = tt.empty
			q.Groups[1].MinBallots, q.Groups[2].MinBallots = tt.least, tt.least
			u, e := marked(q, tt.marks)
			used := map[string]string{}
			for _, g := range e.Groups {
				used[g.Group] = string(g.Standing) + " " + strconv.FormatFloat(float64(g.Used), 'f', 4, 64)
			}
			if diff := cmp.Diff(tt.used, used); diff != "" {
				t.Error(diff)
			}
			if math.IsNaN(tt.total) {
				if e.Total.OK() || len(u.Nodes) > 0 || u.Unranked != EmptyGroup || !e.Blocked {
					t.Errorf("blocked, and yet %+v %+v", u, e)
				}
				return
			}
			if float64(e.Total) != tt.total {
				t.Errorf("printed %v, want %v", e.Total, tt.total)
			}
			if root := u.Nodes[rootNode]; math.Abs(float64(root.Score-e.Total)) > 0.0005 || root.Blank != 0 {
				t.Errorf("%+v: items of other tiers are no blank answers", root)
			}
			if _, told := u.Counts["team"]; told {
				t.Error("an item of another tier is told")
			}
		})
	}
}

// The worked examples of scales: counts of answers, and the score.
func TestScalesOfEvaluations(t *testing.T) {
	for _, tt := range []struct {
		name     string
		scores   []float64 // NaN: do not know
		counts   []int
		want     float64
		dontKnow float64
	}{
		{"five grades of organisation work", []float64{100, 80, 60, 30, 0}, []int{20, 40, 25, 10, 5}, 70, 0},
		{"do not know is left out", []float64{100, 80, 60, 30, 0, math.NaN()}, []int{20, 40, 25, 10, 5, 25}, 70, 0.2},
		{"team", []float64{100, 80, 60, 40}, []int{60, 30, 8, 2}, 89.6, 0},
		{"person of 95", []float64{95, 85, 75, 65}, []int{60, 30, 8, 2}, 89.8, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := tickets(nil)
			q.Groups, q.Evaluation.Thresholds = nil, []Threshold{
				{ID: "high", Options: []string{"0"}, Least: score(0.6)}, {ID: "low", Options: []string{"3"}, Above: score(0.02)},
			}
			var scale Scale
			for i, x := range tt.scores {
				o := Option{Code: strconv.Itoa(i), Score: score(x)}
				if math.IsNaN(x) {
					o = Option{Code: o.Code, Kind: DontKnow}
				}
				scale = append(scale, o)
			}
			q.Scales = map[string]Scale{"four": scale}
			q.Index[0] = Node{ID: "grade", Level: LevelIndicator, Weight: 1, Item: "grade"}
			counter, e := NewCounter(q, nil), NewEncoder(q)
			for i, n := range tt.counts {
				for range n {
					b := scoring.Ballot{Unit: "m", Weight: 1, Answers: make([]int16, len(e.Columns()))}
					e.Encode(Answers{"grade": {strconv.Itoa(i)}}, b.Answers)
					counter.Add(&b)
				}
			}
			r := Compute(Inputs{Questionnaire: q, Units: []Unit{{ID: "m", Tier: "member"}}, Ballots: counter, MinGroup: 5})
			u, told := r.Units[0].Nodes[rootNode], r.Evaluation.Units[0]
			if math.Abs(float64(u.Score)-tt.want) > 1e-9 || float64(told.Total) != tt.want || math.Abs(float64(u.DontKnow)-tt.dontKnow) > 1e-12 {
				t.Errorf("score %v, printed %v, %v do not know; want %v and %v", u.Score, told.Total, u.DontKnow, tt.want, tt.dontKnow)
			}
			if told.Grades == nil || told.Grades.Valid != 100 || float64(told.Grades.Rates["0"]) != float64(tt.counts[0])/100 {
				t.Errorf("grades: %+v", told.Grades)
			}
			var want []string
			if tt.counts[0] >= 60 {
				want = append(want, "high")
			}
			if tt.counts[3] > 2 {
				want = append(want, "low")
			}
			if !slices.Equal(told.Thresholds, want) {
				t.Errorf("thresholds %v, want %v", told.Thresholds, want)
			}
		})
	}
}

// Averages of a scale of ten, weighted and plain, in percent of its range.
func TestIndexOfTen(t *testing.T) {
	for _, tt := range []struct {
		weights []float64
		want    float64
	}{{[]float64{0.3885, 0.3190, 0.2925}, 72.608}, {[]float64{1, 1, 1}, 72.222}} {
		q := &Questionnaire{ID: "x", Version: "1"}
		for i, w := range tt.weights {
			id := "i" + strconv.Itoa(i)
			q.Items = append(q.Items, Item{ID: id, Type: Rating, From: 1, To: 10})
			q.Index = append(q.Index, Node{ID: id, Item: id, Weight: w, Level: LevelIndicator})
		}
		r := compute(q, 0, nil, func(c *Counter) {
			c.Add(&scoring.Ballot{Unit: "u", Weight: 1, Answers: []int16{7, 6, 6}})
			c.Add(&scoring.Ballot{Unit: "u", Weight: 1, Answers: []int16{7, 6, 7}})
		})
		if got := roundHalfUp(float64(r.Units[0].Nodes[rootNode].Score), 3); got != tt.want {
			t.Errorf("weights %v: %v, want %v", tt.weights, got, tt.want)
		}
	}
}

func TestPlacesOfAQuota(t *testing.T) {
	for _, tt := range []struct {
		share float64
		n     int
		half  int
		down  int
		up    int
	}{{0.20, 63, 13, 12, 13}, {0.25, 10, 3, 2, 3}, {0.20, 10, 2, 2, 2}, {0.3, 10, 3, 3, 3}, {0.2, 2, 0, 0, 1}, {1, 7, 7, 7, 7}, {0.5, 0, 0, 0, 0}} {
		if got := [3]int{Rounding("").places(tt.share, tt.n), RoundDown.places(tt.share, tt.n), RoundUp.places(tt.share, tt.n)}; got != [3]int{tt.half, tt.down, tt.up} {
			t.Errorf("%g of %d: %v", tt.share, tt.n, got)
		}
	}
	for x, want := range map[float64]float64{1.0005: 1.001, 90.2857142857: 90.286, 2.5: 2.5, 0.1234994: 0.123} {
		if got := roundHalfUp(x, 3); got != want {
			t.Errorf("%v to three decimals: %v, want %v", x, got, want)
		}
	}
}

// Whom the quota suggests follows from shown scores; who ties for the last
// place is said, not chosen.
func TestQuotaSaysTies(t *testing.T) {
	for _, tt := range []struct {
		marks           []int
		share           float64
		suggested, tied string
		left            int
	}{
		{[]int{90, 80, 70, 60, 50}, 0.4, "0 1", "", 0},
		{[]int{90, 80, 80, 60, 50}, 0.4, "0", "1 2", 1},
		{[]int{80, 80, 80, 80, 80}, 0.2, "", "0 1 2 3 4", 1},
		{[]int{90, 90, 70, 60, 50}, 0.4, "0 1", "", 0},
	} {
		q := tickets(map[string]int{"a": 100})
		q.Evaluation.Types[0].Quota = &GradeQuota{Share: tt.share}
		counter, e := NewCounter(q, nil), NewEncoder(q)
		var units []Unit
		for i, mark := range tt.marks {
			units = append(units, Unit{ID: strconv.Itoa(i), Tier: "member"})
			b := scoring.Ballot{Unit: strconv.Itoa(i), Group: "a", Weight: 1, Answers: make([]int16, len(e.Columns()))}
			e.Encode(Answers{"mark": {strconv.Itoa(mark)}}, b.Answers)
			counter.Add(&b)
		}
		r := Compute(Inputs{Questionnaire: q, Units: units, Ballots: counter})
		var suggested, tied []string
		for _, u := range r.Evaluation.Units {
			if u.Suggested {
				suggested = append(suggested, u.Unit)
			}
			if u.Tied {
				tied = append(tied, u.Unit)
			}
		}
		if strings.Join(suggested, " ") != tt.suggested || strings.Join(tied, " ") != tt.tied || r.Evaluation.Tiers[0].Quota.Left != tt.left {
			t.Errorf("%v: suggested %v, tied %v, %+v", tt.marks, suggested, tied, r.Evaluation.Tiers[0].Quota)
		}
	}
}

// A part of an evaluation names nobody outside and keeps what rests on all only
// where three others are in it.
func TestPartOfAnEvaluation(t *testing.T) {
	q := tickets(map[string]int{"a": 100})
	q.Groups[0].Attributable, q.Evaluation.Linked = true, true
	counter, e := NewCounter(q, nil), NewEncoder(q)
	var units []Unit
	for i := range 6 {
		units = append(units, Unit{ID: "qz" + strconv.Itoa(i), Tier: "member"})
		for j := range 4 {
			b := scoring.Ballot{Unit: units[i].ID, Group: "a", Weight: 1, Answers: make([]int16, len(e.Columns()))}
			e.Encode(Answers{"grade": {"A"}, "mark": {strconv.Itoa(50 + 7*i*(j+1)%40)}}, b.Answers)
			counter.AddFrom("s"+strconv.Itoa(j), &b)
		}
	}
	whole := Compute(Inputs{Questionnaire: q, Units: units, Ballots: counter, MinGroup: 5})
	if t0 := whole.Evaluation.Tiers[0]; t0.Severity == nil || t0.Table == nil || t0.Reliability == nil {
		t.Fatalf("the whole: %+v", t0)
	}
	for _, tt := range []struct{ inside, told int }{{3, 1}, {4, 0}} {
		part := whole.Within(func(unit string) bool {
			return slices.ContainsFunc(units[:tt.inside], func(u Unit) bool { return u.ID == unit })
		})
		all := text(t, part)
		for i, u := range units {
			if strings.Contains(all, u.ID) != (i < tt.inside) {
				t.Errorf("of %d: unit %s", tt.inside, u.ID)
			}
		}
		tier, told := part.Evaluation.Tiers[0], 0
		if tier.Severity != nil && tier.Table != nil && tier.Reliability != nil && part.Evaluation.Units[0].Severity != nil {
			told = 1
		}
		if none := tier.Severity == nil && tier.Table == nil && tier.Reliability == nil && part.Evaluation.Units[0].Severity == nil; told != tt.told || told == 0 && !none {
			t.Errorf("of %d: %+v", tt.inside, tier)
		}
	}
}
