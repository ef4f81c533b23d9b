package survey

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/mat"

	"minping/scoring"
)

// leading is a questionnaire of one area of three indicators and an overall
// question that stands for it, and one of two indicators.
func leading() *Questionnaire {
	q := small()
	q.Index = []Node{
		{ID: "x", Level: LevelArea, Weight: 3, StandIn: "all", Children: []Node{
			{ID: "x1", Level: LevelIndicator, Weight: 1, Item: "p1"},
			{ID: "x2", Level: LevelIndicator, Weight: 1, Item: "p2"},
			{ID: "x3", Level: LevelIndicator, Weight: 2, Item: "p3"},
		}},
		{ID: "y", Level: LevelArea, Weight: 1, Children: []Node{
			{ID: "y1", Level: LevelIndicator, Weight: 1, Item: "r"},
			{ID: "y2", Level: LevelIndicator, Weight: 1, Item: "s"},
		}},
	}
	q.Items = nil
	for _, id := range []string{"all", "p1", "p2", "p3"} {
		q.Items = append(q.Items, Item{ID: id, Type: Choice, Scale: "s"})
	}
	for _, id := range []string{"r", "s"} {
		q.Items = append(q.Items, Item{ID: id, Type: Rating, From: 1, To: 5})
	}
	return q
}

// leadingBallots draws n seeded ballots of a unit and group, whose overall
// answer follows the first indicator most.
func leadingBallots(q *Questionnaire, n int, unit, group string) []scoring.Ballot {
	e := NewEncoder(q)
	r := rand.New(rand.NewPCG(uint64(n), uint64(len(unit)+10*len(group))))
	code := func(x float64) string {
		if r.Float64() < .05 {
			return "9"
		}
		return strconv.Itoa(max(1, min(3, int(math.Round(x+2)))))
	}
	out := make([]scoring.Ballot, n)
	for i := range out {
		mood := .5 * r.NormFloat64()
		x := [3]float64{mood + .6*r.NormFloat64(), mood + .6*r.NormFloat64(), mood + .6*r.NormFloat64()}
		a := Answers{"all": {code(.8*x[0] + .1*x[1] + .3*r.NormFloat64())}}
		for k, v := range x {
			a["p"+strconv.Itoa(k+1)] = []string{code(v)}
		}
		a["r"], a["s"] = []string{strconv.Itoa(1 + r.IntN(5))}, []string{strconv.Itoa(1 + r.IntN(5))}
		out[i] = scoring.Ballot{Unit: unit, Group: group, Weight: 1, Answers: make([]int16, len(e.Columns()))}
		e.Encode(a, out[i].Answers)
	}
	return out
}

func released(q *Questionnaire, k int, ballots ...[]scoring.Ballot) *Release {
	return compute(q, k, nil, func(c *Counter) {
		for _, list := range ballots {
			for i := range list {
				c.Add(&list[i])
			}
		}
	})
}

// The figures of a release are those of scoring over the written-out table.
func TestQualityAgainstTheTable(t *testing.T) {
	q := leading()
	ballots := leadingBallots(q, 400, "u", "a")
	r := released(q, 5, ballots)
	ins := q.Instrument()
	x := mat.NewDense(len(ballots), 4, nil) // all, p1, p2, p3
	unsure := 0
	for i, b := range ballots {
		for j := range 4 {
			x.Set(i, j, ins.Items[j].Options[b.Answers[j]].Score)
		}
		if math.IsNaN(x.At(i, 1)) {
			unsure++
		}
	}
	want, err := scoring.CronbachAlpha(x.Slice(0, 400, 1, 4), .95)
	if err != nil {
		t.Fatal(err)
	}
	got := r.Quality.Scale("x", "")
	if got == nil || math.Abs(float64(got.Alpha)-want.Raw) > 1e-12 || got.N != want.N || got.Dropped != want.Dropped || got.Dropped == 0 {
		t.Fatalf("%+v, want %+v", got, want)
	}
	if !(got.Low < got.Alpha && got.Alpha < got.High) || !got.Omega.OK() || len(got.Items) != 3 {
		t.Errorf("%+v", got)
	}
	items, err := scoring.AnalyzeItems(x.Slice(0, 400, 1, 4))
	if err != nil || math.Abs(float64(got.Items[1].RRest)-items.Items[1].RRest) > 1e-12 {
		t.Errorf("item-rest %g, want %g (%v)", float64(got.Items[1].RRest), items.Items[1].RRest, err)
	}
	if y := r.Quality.Scale("y", ""); y == nil || y.Low > 0 || y.Omega.OK() {
		t.Errorf("unrelated items have no common factor: %+v", y)
	}
	p1 := r.Quality.Items[1]
	if p1.N != 400-unsure || math.Abs(float64(p1.Missing.DontKnow)-float64(unsure)/400) > 1e-15 || p1.Missing.Blank != 0 {
		t.Errorf("%+v, want %d unsure of 400", p1, unsure)
	}
	if s := r.Unit("u").Nodes["x1"]; math.Abs(float64(s.Score-p1.Mean)) > 1e-9 {
		t.Errorf("mean %g, the unit's score %g", float64(p1.Mean), float64(s.Score))
	}
	drivers, err := scoring.KeyDrivers(mat.Col(nil, 0, x), x.Slice(0, 400, 1, 4), nil)
	if err != nil {
		t.Fatal(err)
	}
	d := r.Drivers[0]
	if d.Node != "x" || d.Kind != ImportanceDerived || d.Outcome != "all" || d.N != drivers.N || math.Abs(float64(d.R2)-drivers.R2) > 1e-10 {
		t.Fatalf("%+v, want %+v", d, drivers)
	}
	for k, driver := range d.Drivers {
		if math.Abs(float64(driver.Importance)-drivers.Drivers[k].Share) > 1e-10 {
			t.Errorf("%s: %g, want %g", driver.Node, float64(driver.Importance), drivers.Drivers[k].Share)
		}
	}
	if len(d.Apart) < 2 || d.Apart[0] != [2]string{"x1", "x2"} {
		t.Errorf("the first indicator weighs most beyond error: %v", d.Apart)
	}
	for _, other := range r.Drivers[1:] {
		if other.Node == "y" {
			t.Error("nothing stands for y")
		}
	}
}

// Neither the order of ballots nor the parts in which they are counted change a
// figure.
func TestAnswersKnowNoOrder(t *testing.T) {
	q := leading()
	ballots := append(leadingBallots(q, 150, "u", "a"), leadingBallots(q, 90, "v", "b")...)
	one, parts := NewCounter(q, nil), []*Counter{NewCounter(q, nil), NewCounter(q, nil), NewCounter(q, nil)}
	for i := range ballots {
		one.Add(&ballots[i])
		parts[i*i%3].Add(&ballots[len(ballots)-1-i])
	}
	parts[1].Merge(parts[0])
	parts[1].Merge(parts[2])
	text := func(c *Counter) string {
		r := Compute(Inputs{Questionnaire: q, Ballots: c, MinGroup: 5})
		b, err := json.Marshal([]any{r.Quality, r.Drivers})
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if a, b := text(one), text(parts[1]); a != b {
		t.Errorf("the order changes the figures:\n%s\n%s", a, b)
	}
}

// Means and shares over all ballots would give a small hidden unit away by
// subtraction; coefficients do not add up, and stay.
func TestQualityGivesNoHiddenUnitAway(t *testing.T) {
	q := leading()
	q.Groups = nil
	r := released(q, 5, leadingBallots(q, 200, "u", ""), leadingBallots(q, 3, "v", ""))
	if !r.Unit("v").Suppressed {
		t.Fatal("three ballots are hidden")
	}
	for _, item := range r.Quality.Items {
		if item.Mean.OK() || item.N != 0 || item.Missing.DontKnow.OK() {
			t.Errorf("all ballots less the unit shown give away three: %+v", item)
		}
	}
	for _, d := range r.Drivers[0].Drivers {
		if d.Performance.OK() || d.Quadrant != "" {
			t.Errorf("so does %+v", d)
		}
	}
	if s := r.Quality.Scale("x", ""); !s.Alpha.OK() || !r.Drivers[0].R2.OK() {
		t.Errorf("coefficients do not add up and are shown: %+v", s)
	}
}

func TestQualityOfGroups(t *testing.T) {
	q := leading()
	r := released(q, 5, leadingBallots(q, 200, "u", "a"), leadingBallots(q, 40, "u", "b"))
	if r.Quality.Scale("x", "a").N+r.Quality.Scale("x", "b").N != r.Quality.Scale("x", "").N {
		t.Error("the groups make the whole")
	}
	r = released(q, 5, leadingBallots(q, 200, "u", "a"), leadingBallots(q, 20, "u", "b"))
	if s := r.Quality.Scale("x", "b"); s.Reason != ReasonFewBallots || s.Alpha.OK() || s.N != 0 {
		t.Errorf("twenty ballots have no reliability: %+v", s)
	}
	r = released(q, 5, leadingBallots(q, 200, "u", "a"), leadingBallots(q, 4, "u", "b"))
	if r.Quality.Scale("x", "a") != nil || r.Quality.Scale("x", "b") != nil || len(r.Quality.Items[0].Groups) > 0 {
		t.Error("all less one group would give the other away")
	}
	if r = released(q, 5, leadingBallots(q, 4, "u", "a")); r.Quality != nil || r.Drivers != nil {
		t.Error("four ballots have no quality")
	}
}

// Without an overall question the weights of the questionnaire are the
// importance, and the release says so.
func TestStatedImportance(t *testing.T) {
	q := leading()
	q.Index[0].StandIn = ""
	r := released(q, 5, leadingBallots(q, 100, "u", "a"))
	if len(r.Drivers) != 1 || r.Drivers[0].Kind != ImportanceStated || r.Drivers[0].R2.OK() || r.Drivers[0].Outcome != "" {
		t.Fatalf("%+v", r.Drivers)
	}
	want := map[string]float64{"x1": 3. / 16, "x2": 3. / 16, "x3": 3. / 8, "y1": 1. / 8, "y2": 1. / 8}
	for _, d := range r.Drivers[0].Drivers {
		if math.Abs(float64(d.Importance)-want[d.Node]) > 1e-15 {
			t.Errorf("%s: %g, want %g", d.Node, float64(d.Importance), want[d.Node])
		}
	}
}

// An overall question above several areas is the outcome of each.
func TestOutcomeAbove(t *testing.T) {
	q := leading()
	q.Index = []Node{{ID: "top", Level: LevelComposite, Weight: 1, StandIn: "all", Children: q.Index}}
	q.Index[0].Children[0].StandIn = ""
	var nodes []string
	for _, d := range released(q, 5, leadingBallots(q, 100, "u", "a")).Drivers {
		if d.Group == "" {
			nodes = append(nodes, d.Node)
			if d.Outcome != "all" || len(d.Drivers) == 0 {
				t.Errorf("%+v", d)
			}
		}
	}
	if fmt.Sprint(nodes) != "[x y]" {
		t.Errorf("drivers of %v", nodes)
	}
}

// Design weights move the performance as they move scores.
func TestPerformanceIsWeighted(t *testing.T) {
	q := leading()
	q.Groups, q.Scoring.Strata = nil, ""
	ballots := leadingBallots(q, 120, "u", "")
	for i := range ballots {
		ballots[i].Weight = .5 + float64(i%4)
	}
	r := released(q, 5, ballots)
	for _, d := range r.Drivers[0].Drivers {
		if s := r.Unit("u").Nodes[d.Node].Score; math.Abs(float64(s-d.Performance)) > 1e-9 {
			t.Errorf("%s: %g, the unit's score is %g", d.Node, float64(d.Performance), float64(s))
		}
	}
}
