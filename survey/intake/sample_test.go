package intake

import (
	"errors"
	"math"
	"strings"
	"testing"

	"minping/survey"
)

// sampled asks one scored item and three about the respondent.
func sampled() *survey.Questionnaire {
	q := questionnaire()
	q.Groups, q.Index = nil, []survey.Node{{ID: "n1", Item: "q1", Weight: 1}}
	q.Items = []survey.Item{
		{ID: "q1", Scale: "s"},
		{ID: "sex", Type: survey.Choice, Profile: true, Options: []survey.Option{{Code: "1"}, {Code: "2"}}},
		{ID: "age", Type: survey.Number, Profile: true},
		{ID: "weight", Type: survey.Number, Profile: true},
	}
	return q
}

func bySexAndAge() *survey.Sample {
	return &survey.Sample{Weight: "weight", Margins: []survey.Margin{
		{Unit: "u", Item: "sex", Population: map[string]float64{"1": 50, "2": 50}},
		{Unit: "u", Item: "age", Population: map[string]float64{"18": 40, "60": 60}},
	}}
}

// A file as people write it (spaces, 1.0, full-width digits, GB18030) is
// weighted as one in order is, and an item may be named as a column is.
func TestSampleFromSloppyFiles(t *testing.T) {
	tidy := "unit,q1,sex,age,weight,comment\nu,5,1,30,1,好\nu,1,2,70,2,好\nu,3,2,18,1.5,好\nu,5,1,60,1,好\n"
	sloppy := "unit,q1,sex,age,weight,comment\nu,5, 1.0,３０,1,好\nu,1,２,70, 2,好\nu,3,2,18,1.5,好\nu,5,1,60.0,1,好\n"
	want := scoreOf(t, tidy, Options{Sample: bySexAndAge()})
	for _, in := range []string{sloppy, gb(sloppy), "\ufeff" + tidy} {
		if got := scoreOf(t, in, Options{Sample: bySexAndAge()}); got != want {
			t.Errorf("%.40q: %v, want %v", in, got, want)
		}
	}
	if plain := scoreOf(t, strings.Replace(tidy, ",weight,", ",-,", 1), Options{Map: map[string]string{"-": "-"}}); plain == want {
		t.Error("the sample changes nothing")
	}
}

func scoreOf(t *testing.T, in string, o Options) survey.Num {
	t.Helper()
	q := sampled()
	count, err := Read(strings.NewReader(in), q, o)
	if err != nil {
		t.Fatal(err)
	}
	r := survey.Compute(survey.Inputs{Questionnaire: q, Ballots: count.Ballots, Sample: o.Sample})
	return r.Unit("u").Nodes["overall"].Score
}

func TestSampleProblems(t *testing.T) {
	const header = "unit,q1,sex,age,weight\n"
	byUnit := &survey.Sample{Populations: []survey.Population{{Size: 1}}}
	for _, tt := range []struct {
		name, in string
		sample   *survey.Sample
		want     string // Chinese
	}{
		{"no option", header + "u,5,3,30,1\n", bySexAndAge(), "第 2 行第 3 列（sex）：“3”不是本题的选项；应是：1, 2"},
		{"no number", header + "u,5,1,old,1\n", bySexAndAge(), "第 2 行第 4 列（age）：“old”不是数"},
		{"no weight", header + "u,5,1,30,\n", bySexAndAge(), "第 2 行第 5 列（weight）：权重“”不对"},
		{"no column", "unit,q1,sex,weight\nu,5,1,1\n", bySexAndAge(), "抽样设计要用题目“age”"},
		{"size twice", "unit,q1,fpc\nu,5,3\n", byUnit, "“fpc”列与抽样设计中的 populations 说的是同一件事"},
		{"size below the sample", "unit,q1,fpc\nu,5,2\nu,5,2\nu,5,2\n", nil, "“*”层有 3 个抽样单元（无群时即票），却说总体只有 2 个"},
		{"sizes that differ", "unit,q1,总体,层\nu,5,20,a\nu,5,30,a\n", nil, "“a”层的各行总体规模不一"},
		{"size below nothing", "unit,q1,fpc\nu,5,-2\n", nil, "总体规模“-2”不对"},
		{"more ballots than the design knows", "unit,q1\nu,5\nu,1\n", byUnit, "“*”层有 2 个抽样单元"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(tt.in), sampled(), Options{Name: "f", Sample: tt.sample})
			problems, ok := errors.AsType[*Problems](err)
			if !ok || !strings.Contains(problems.In("zh"), tt.want) || strings.Contains(problems.In("en"), "{") {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// The fpc column corrects: half of the people asked, and the error is √½ of it.
func TestSizesFromTheFile(t *testing.T) {
	se := func(size string) float64 {
		q := sampled()
		count, err := Read(strings.NewReader("unit,q1,fpc\nu,5,"+size+"\nu,1,"+size+"\nu,3,"+size+"\nu,5,"+size+"\n"), q, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !count.Corrected {
			t.Error("the column is not noted")
		}
		return float64(survey.Compute(survey.Inputs{Questionnaire: q, Ballots: count.Ballots}).Unit("u").Nodes["n1"].SE)
	}
	if got := se("8") / se(""); math.Abs(got-math.Sqrt(.5)) > 1e-12 {
		t.Errorf("the error is %g of the uncorrected one", got)
	}
}
