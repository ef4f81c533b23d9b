package survey

import (
	"math"
	"testing"

	"minping/scoring"
)

// cast counts n ballots of a unit with the same answers.
func cast(c *pollCount, unit, group string, n int, a Answers) {
	for range n {
		record := c.codec.encode(Ballot{Unit: unit, Group: group, Answers: a}, "")
		if err := c.add(&record); err != nil {
			panic(err)
		}
	}
}

func weighed(q *Questionnaire, s *Sample, k int, units []Unit, fill func(*pollCount)) *Release {
	c := newPollCount(&questionnaireForm{Questionnaire: q, codec: newRecordCodec(q)}, Poll{Sample: s})
	fill(c)
	return Compute(Inputs{Questionnaire: q, Units: units, Ballots: c.counter, Sample: s, MinGroup: k})
}

var (
	content = Answers{"p1": {"3"}, "p2": {"3"}, "sex": {"m"}} // a man, content
	cross   = Answers{"p1": {"1"}, "p2": {"1"}, "sex": {"f"}} // a woman, not
	silent  = Answers{"p1": {"2"}, "p2": {"2"}}               // who does not say
)

// By hand: 30 men at 100 and 10 women at 0, half of the people each, make 50.
// Two who do not say are 2 of 42 ballots and keep that share.
func TestWeightingByHand(t *testing.T) {
	q := surveyed()
	s := &Sample{Margins: []Margin{{Unit: "u", Item: "sex", Population: map[string]float64{"m": 500, "f": 500}}}}
	r := weighed(q, s, 0, nil, func(c *pollCount) {
		cast(c, "u", "", 30, content)
		cast(c, "u", "", 10, cross)
	})
	if got := r.Unit("u").Nodes["overall"].Score; math.Abs(float64(got)-50) > 1e-9 {
		t.Errorf("half and half: %v, want 50", got)
	}
	w := r.Weighting.Units[0]
	if math.Abs(float64(w.MinRatio)-500./30) > 1e-9 || math.Abs(float64(w.MaxRatio)-500./10) > 1e-9 || math.Abs(float64(w.Population)-1000) > 1e-6 {
		t.Errorf("%+v", w)
	}
	r = weighed(q, s, 0, nil, func(c *pollCount) {
		cast(c, "u", "", 30, content)
		cast(c, "u", "", 10, cross)
		cast(c, "u", "", 2, silent)
	})
	if got, want := float64(r.Unit("u").Nodes["overall"].Score), 100*20./42+60*2./42; math.Abs(got-want) > 1e-9 {
		t.Errorf("with two who do not say: %v, want %v", got, want)
	}
	if w := r.Weighting.Units[0]; len(w.Unknown) != 1 || w.Unknown[0] != (UnknownAnswers{"sex", 2}) || w.Failed != "" {
		t.Errorf("%+v", w)
	}
}

// Where raking fails the unit keeps its own figures, the release says why, and
// in the total of the units above it still counts by its people.
func TestWeightingThatFails(t *testing.T) {
	q := surveyed()
	q.Scoring.RollUp = true
	people := map[string]float64{"m": 500, "f": 500}
	s := &Sample{Margins: []Margin{
		{Unit: "a", Item: "sex", Population: map[string]float64{"m": 4500, "f": 4500}},
		{Unit: "b", Item: "sex", Population: people},
		{Unit: "c", Item: "sex", Population: people},
		{Unit: "men", Item: "sex", Population: people},
	}}
	units := []Unit{{ID: "p"}, {ID: "a", Parent: "p"}, {ID: "b", Parent: "p"}, {ID: "c"}, {ID: "men"}}
	r := weighed(q, s, 0, units, func(c *pollCount) {
		cast(c, "a", "", 20, content)
		cast(c, "a", "", 20, cross)
		cast(c, "b", "", 40, silent)
		cast(c, "men", "", 7, content)
	})
	for i, want := range []struct {
		failed string
		score  float64
	}{{"", 50}, {"no_answers", 60}, {"no_ballots", math.NaN()}, {"", 100}} {
		w := r.Weighting.Units[i]
		if w.Failed != want.failed {
			t.Errorf("%s failed with %q, want %q", w.Unit, w.Failed, want.failed)
		}
		if got := r.Unit(w.Unit).Nodes["overall"].Score; got.OK() && math.Abs(float64(got)-want.score) > 1e-9 {
			t.Errorf("%s: %v, want %v", w.Unit, got, want.score)
		}
	}
	if empty := r.Weighting.Units[3].Empty; len(empty) != 1 || empty[0] != (EmptyCategory{"sex", "f"}) {
		t.Errorf("nobody answered for the women: %+v", empty)
	}
	if got, want := float64(r.Unit("p").Nodes["overall"].Score), (9000*50+1000*60)/10000.; math.Abs(got-want) > 1e-9 {
		t.Errorf("the total is %v, want %v", got, want)
	}
	if r.Weighting.Mixed {
		t.Error("all units have margins")
	}
	s.Margins = s.Margins[:1]
	if r = weighed(q, s, 0, units, func(c *pollCount) { cast(c, "a", "", 9, content); cast(c, "b", "", 9, silent) }); !r.Weighting.Mixed {
		t.Error("b counts by the head beside a, and nobody is told")
	}
}

// Nothing is said of the weighting of what is hidden.
func TestWeightingIsHidden(t *testing.T) {
	q := surveyed()
	q.Groups = []Group{{ID: "x", Weight: 1}, {ID: "y", Weight: 1}}
	people := map[string]float64{"m": 500, "f": 500}
	s := &Sample{}
	for _, of := range []marginKey{{"few", "x"}, {"many", "x"}, {"many", "y"}, {"some", "x"}, {"some", "y"}} {
		s.Margins = append(s.Margins, Margin{Unit: of.unit, Group: of.group, Item: "sex", Population: people})
	}
	fill := func(c *pollCount) {
		for of, n := range map[marginKey]int{{"few", "x"}: 3, {"many", "x"}: 20, {"many", "y"}: 20, {"some", "x"}: 20, {"some", "y"}: 2} {
			cast(c, of.unit, of.group, n, content)
		}
	}
	if r := weighed(q, s, 0, nil, fill); len(r.Weighting.Units) != 5 {
		t.Fatalf("nothing to hide: %+v", r.Weighting.Units)
	}
	r := weighed(q, s, 5, nil, fill)
	var shown []string
	for _, u := range r.Weighting.Units {
		shown = append(shown, u.Unit+u.Group)
	}
	if len(shown) != 2 || shown[0] != "manyx" || shown[1] != "manyy" {
		t.Errorf("shown are %v, want those of many", shown)
	}
	q.Scoring.RollUp = true
	r = weighed(q, &Sample{Margins: []Margin{{Unit: "p", Item: "sex", Population: people}}}, 5, []Unit{{ID: "p"}, {ID: "c", Parent: "p"}}, func(c *pollCount) {
		cast(c, "p", "x", 20, content)
		cast(c, "c", "x", 20, content)
	})
	if len(r.Weighting.Units) != 0 {
		t.Errorf("a parent's own ballots are nowhere else: %+v", r.Weighting.Units)
	}
}

// More ballots than people: the stratum is not corrected, and the release says so.
func TestPopulationBelowSample(t *testing.T) {
	q := surveyed()
	fill := func(c *pollCount) { cast(c, "u", "", 20, content); cast(c, "u", "", 20, cross) }
	plain := weighed(q, nil, 0, nil, fill)
	for size, want := range map[float64]float64{39: 1, 80: math.Sqrt(.5), 40: 0} {
		r := weighed(q, &Sample{Strata: "unit", Populations: []Population{{Unit: "u", Size: size}}}, 0, nil, fill)
		ratio := float64(r.Unit("u").Nodes["p1"].SE / plain.Unit("u").Nodes["p1"].SE)
		if math.Abs(ratio-want) > 1e-9 || r.Method.FPCRefused != (size < 40) || !r.Method.FPC {
			t.Errorf("of %g: SE × %g, want %g; %+v", size, ratio, want, r.Method)
		}
	}
}

// Ballots without the weight that the sample demands are left out.
func TestBallotsWithoutWeight(t *testing.T) {
	q := surveyed()
	c := newPollCount(&questionnaireForm{Questionnaire: q, codec: newRecordCodec(q)}, Poll{Sample: &Sample{Weight: "eligible"}})
	cast(c, "u", "", 3, content)
	cast(c, "u", "", 2, Answers{"p1": {"3"}, "eligible": {"1.5"}})
	if c.unweighted != 3 || c.counter.Ballots() != 2 {
		t.Errorf("%d left out, %d counted", c.unweighted, c.counter.Ballots())
	}
}

// The release lists the items about the respondent that the sample names.
func TestReleaseDescribesTheSample(t *testing.T) {
	s := wholeDesign()
	c := NewCounter(surveyed(), s)
	c.Add(&scoring.Ballot{Unit: "u", Weight: 1, Answers: []int16{0, 0}})
	r := Compute(Inputs{Questionnaire: surveyed(), Ballots: c, Sample: s})
	var ids []string
	for _, it := range r.Profile {
		ids = append(ids, it.ID)
	}
	if len(ids) != 5 || ids[0] != "sex" || r.Method.Clusters != "village" || r.Method.Strata != "area" || !r.Method.Weighted {
		t.Errorf("%v, %+v", ids, r.Method)
	}
}
