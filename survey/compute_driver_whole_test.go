package survey

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"minping/scoring"
)

// areasWithQuestions is a questionnaire of two areas of unequal weight, each
// with an overall question and two indicators.
func areasWithQuestions() *Questionnaire {
	q := leading()
	base := q.Items[0]
	q.Items, q.Index = nil, nil
	for _, area := range []string{"x", "y"} {
		node := Node{ID: area, Level: LevelArea, Weight: map[string]float64{"x": 3, "y": 1}[area], StandIn: area + "0"}
		for _, i := range []string{"0", "1", "2"} {
			item := base
			item.ID = area + i
			q.Items = append(q.Items, item)
			node.Children = append(node.Children, Node{ID: "n" + area + i, Level: LevelIndicator, Weight: 1, Item: area + i})
		}
		q.Index = append(q.Index, node)
	}
	return q
}

// answersOfAreas draws answers whose overall questions go with the indicators
// of their area; some are missing.
func answersOfAreas(q *Questionnaire, n int) []scoring.Ballot {
	rnd := rand.New(rand.NewPCG(7, 7))
	best := len(q.Instrument().Items[0].Options)
	scored := func() int16 { return int16(rnd.IntN(best)) }
	var ballots []scoring.Ballot
	for range n {
		a := make([]int16, 6)
		for i := range a {
			a[i] = scored()
		}
		for _, at := range []int{0, 3} {
			if rnd.Float64() < .7 {
				a[at] = a[at+1+rnd.IntN(2)]
			}
		}
		ballots = append(ballots, scoring.Ballot{Unit: "u", Group: "a", Weight: 1, Answers: a})
	}
	return ballots
}

// Over all areas importance is that of the driver function, which is held
// against R: of the indicators for the weighted mean of the overall questions,
// over the ballots with a score at each.
func TestDriversOfTheWhole(t *testing.T) {
	q := areasWithQuestions()
	ballots := answersOfAreas(q, 500)
	r := released(q, 5, ballots)
	ins := q.Instrument()
	var y []float64
	x := mat.NewDense(len(ballots), 4, nil)
	for i, b := range ballots {
		score := func(j int) float64 {
			if s := ins.Items[j].Options[b.Answers[j]].Score; b.Answers[j] >= 0 {
				return s
			}
			return math.NaN()
		}
		y = append(y, .75*score(0)+.25*score(3))
		for k, j := range []int{1, 2, 4, 5} {
			x.Set(i, k, score(j))
		}
	}
	want, err := scoring.KeyDrivers(y, x, nil)
	if err != nil {
		t.Fatal(err)
	}
	a := r.Drivers[0]
	if a.Node != "overall" || a.Outcome != "" || !slices.Equal(a.Outcomes, []string{"x0", "y0"}) || a.N != want.N || math.Abs(float64(a.R2)-want.R2) > 1e-10 {
		t.Fatalf("%+v, want %+v", a, want)
	}
	for k, d := range a.Drivers {
		if d.Item != []string{"x1", "x2", "y1", "y2"}[k] || math.Abs(float64(d.Importance)-want.Drivers[k].Share) > 1e-10 || !(d.ImportanceLow < d.Importance && d.Importance < d.ImportanceHigh) {
			t.Errorf("%+v, want %g", d, want.Drivers[k].Share)
		}
		if s := r.Unit("u").Nodes[d.Node]; math.Abs(float64(s.Score-d.Performance)) > 1e-9 {
			t.Errorf("%s: performance %g, score %g", d.Node, float64(d.Performance), float64(s.Score))
		}
	}
	if a.Drivers[0].Importance < a.Drivers[2].Importance {
		t.Error("indicators of the heavier area weigh less")
	}
}

// Where an area's score is made of its own indicators, or the whole is one
// area, nothing is told of the whole; nor of too few ballots.
func TestDriversOfTheWholeOnlyWhereHonest(t *testing.T) {
	whole := func(q *Questionnaire, n int) *DriverAnalysis {
		r := released(q, 5, answersOfAreas(q, n))
		i := slices.IndexFunc(r.Drivers, func(a DriverAnalysis) bool {
			return a.Node == "overall" && a.Group == "" && a.Kind == ImportanceDerived
		})
		if i < 0 {
			return nil
		}
		return &r.Drivers[i]
	}
	circular := areasWithQuestions()
	circular.Index[1].StandIn = ""
	if a := whole(circular, 300); a != nil {
		t.Errorf("an area without an overall question: %+v", a)
	}
	if a := whole(areasWithQuestions(), LeastRows-1); a == nil || a.Reason == "" || len(a.Drivers) > 0 || a.R2.OK() || a.N != 0 {
		t.Errorf("too few: %+v", a)
	}
	if a := whole(areasWithQuestions(), 300); a == nil || a.Reason != "" {
		t.Errorf("%+v", a)
	}
}
