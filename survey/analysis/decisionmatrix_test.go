package analysis

import (
	"math"
	"testing"

	"minping/survey"
)

func TestDecisionRefuses(t *testing.T) {
	table := sheet("u,a,b", "x,1,2", "y,2,1", ",3,")
	topsis := func(d Decision) Method { return TOPSIS{d} }
	items := []string{"a", "b"}
	refuses(t,
		refusal{"weights for others", topsis(Decision{Items: items, Weights: []string{"1", "2", "3"}}), table, "2 个数", "2 numbers"},
		refusal{"a word for a weight", topsis(Decision{Items: items, Weights: []string{"1", "much"}}), table, "“much”", "“much” of --weights"},
		refusal{"no weight at all", topsis(Decision{Items: items, Weights: []string{"0", "0"}}), table, "不能全为 0", "not all be 0"},
		refusal{"a cost elsewhere", topsis(Decision{Items: []string{"a"}, Cost: []string{"b"}, Weights: []string{"equal"}}), table, "“b”不在", "“b” of --cost"},
		refusal{"a unit without a name", topsis(Decision{Items: items, Unit: "u", Weights: []string{"equal"}}), table, "第 4 行“u”列", "row 4, column “u”"},
		refusal{"one complete row", topsis(Decision{Items: items, Weights: []string{"equal"}}), sheet("a,b", "1,2", "1,"), "不足两行", "fewer than two"},
		refusal{"nothing to tell apart", topsis(Decision{Items: items, Weights: []string{"equal"}}), sheet("a,b", "1,2", "1,2"), "都一样", "do not differ"},
		refusal{"rho of 0", Grey{Decision{Items: items, Weights: []string{"equal"}}, 0}, table, "--rho", "--rho"},
	)
}

// Rows left out have no figures and change nothing for the others.
func TestDecisionLeavesOutIncompleteRows(t *testing.T) {
	d := Decision{Items: []string{"a", "b"}, Cost: []string{"b"}, Weights: []string{"3", "1"}}
	part, err := TOPSIS{d}.Analyze(sheet("a,b", "1,2", "NA,9", "3,5", "2,2"))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := TOPSIS{d}.Analyze(sheet("a,b", "1,2", "3,5", "2,2"))
	if err != nil {
		t.Fatal(err)
	}
	p, w := part.Figures.(topsisFigures), whole.Figures.(topsisFigures)
	if p.Score[1].OK() || p.Rank[1].OK() || p.Used != 3 {
		t.Errorf("%+v", p)
	}
	for i, from := range []int{0, 2, 3} {
		if p.Score[from] != w.Score[i] || p.Rank[from] != w.Rank[i] {
			t.Errorf("row %d: %v ranks %v, alone %v and %v", from, p.Score[from], p.Rank[from], w.Score[i], w.Rank[i])
		}
	}
	if w.Weights[0] != 0.75 {
		t.Errorf("weights %v do not add up to 1", w.Weights)
	}
}

// A column of answers and the table of its shares are one evaluation.
func TestFuzzyOfAnswersAndOfShares(t *testing.T) {
	answers, err := Fuzzy{
		Items: []string{"a", "b"}, Options: []string{"1", "2"}, Weights: []float64{0.25, 0.75}, Unit: "u", Operator: "weighted_average", Scores: []float64{0, 100},
	}.Analyze(sheet("u,a,b", "x,1,2", "x,2,2", "y,2,1", "y,2,", "z,,"))
	if err != nil {
		t.Fatal(err)
	}
	shares, err := Fuzzy{Grades: []string{"1", "2"}, Weight: "w", Operator: "weighted_average", Scores: []float64{0, 100}}.Analyze(sheet("w,1,2", "0.25,0.25,0.75", "0.75,0.333333333333333,0.666666666666667"))
	if err != nil {
		t.Fatal(err)
	}
	a, s := answers.Figures.(fuzzyFigures), shares.Figures.(fuzzyFigures)
	if math.Abs(float64(a.Score-s.Score)) > 1e-9 || a.Grade != "2" {
		t.Errorf("%v of answers, %v of shares", a.Score, s.Score)
	}
	if len(a.Units) != 3 || a.Units[0].Score != survey.Num(87.5) || a.Units[1].Score != survey.Num(25) || a.Units[2].Score.OK() {
		t.Errorf("units %+v", a.Units)
	}
	if a.Used != 4 {
		t.Errorf("%d rows used, want 4", a.Used)
	}
}

func TestFuzzyRefuses(t *testing.T) {
	table := sheet("a,b,w", "1,2,0.5", "2,3,0.5")
	refuses(t,
		refusal{"nothing", Fuzzy{Operator: "max_min"}, table, "--items", "--items"},
		refusal{"both", Fuzzy{Items: []string{"a"}, Grades: []string{"b"}}, table, "之一", "either"},
		refusal{"no options", Fuzzy{Items: []string{"a"}}, table, "--options", "--options"},
		refusal{"another answer", Fuzzy{Items: []string{"a", "b"}, Options: []string{"1", "2"}}, table, "第 3 行“b”列：“3”不对", "row 3, column “b”: “3” is not right"},
		refusal{"scores for others", Fuzzy{Items: []string{"a"}, Options: []string{"1", "2"}, Scores: []float64{1}}, table, "2 个数", "2 numbers"},
		refusal{"a weight above 1", Fuzzy{Items: []string{"a"}, Options: []string{"1", "2"}, Weights: []float64{20}}, table, "0 与 1", "between 0 and 1"},
		refusal{"a membership above 1", Fuzzy{Grades: []string{"a", "b"}}, table, "第 2 行“b”列", "row 2, column “b”"},
		refusal{"options with grades", Fuzzy{Grades: []string{"w"}, Options: []string{"1"}}, table, "--options", "--options"},
	)
}
