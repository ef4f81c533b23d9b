package scoring

import (
	"errors"
	"math"
	"testing"
)

var nan = math.NaN()

// twoAreas is a tree of two areas with two indicators each; the second area
// may have an overall item. Options: 100, 50, 0, don't know, abstain.
func twoAreas(stand bool) *Instrument {
	in := &Instrument{Nodes: []Node{
		{ID: "overall", Parent: -1, Item: -1, StandItem: -1},
		{ID: "a", Parent: 0, Weight: 3, Item: -1, StandItem: -1},
		{ID: "a1", Parent: 1, Weight: 1, Item: 0, StandItem: -1},
		{ID: "a2", Parent: 1, Weight: 1, Item: 1, StandItem: -1},
		{ID: "b", Parent: 0, Weight: 1, Item: -1, StandItem: -1},
		{ID: "b1", Parent: 4, Weight: 1, Item: 2, StandItem: -1},
		{ID: "b2", Parent: 4, Weight: 0, Item: 3, StandItem: -1},
	}}
	for _, id := range []string{"a1", "a2", "b1", "b2", "b"} {
		in.Items = append(in.Items, Item{ID: id, Options: []Option{
			{Code: "3", Score: 100, Satisfied: true},
			{Code: "2", Score: 50},
			{Code: "1"},
			{Code: "0", Score: nan, Kind: DontKnow},
			{Code: "x", Score: nan, Kind: Abstain},
		}})
	}
	if stand {
		in.Nodes[4].StandItem = 4
	}
	return in
}

// Answers by their options in twoAreas.
const (
	good int16 = iota
	fair
	bad
	dk
	abstain
)

func ballots(unit, group string, answers ...[]int16) []Ballot {
	var out []Ballot
	for _, a := range answers {
		out = append(out, Ballot{Unit: unit, Group: group, Weight: 1, Answers: a})
	}
	return out
}

func TestEdgeCases(t *testing.T) {
	weighted := twoAreas(false)
	weighted.Groups = []Group{{"g", 1}, {"h", 3}}
	zero := twoAreas(false)
	zero.Groups = []Group{{"g", 1}, {"self", 0}}
	for _, tt := range []struct {
		name   string
		in     *Instrument
		design Design
		rows   []Ballot
		node   int
		want   Score // of the first unit; Low, High, NEff, Deff are not compared
	}{
		{
			"an area without answers gives its weight away", twoAreas(false),
			Design{},
			ballots("u", "", []int16{good, fair, dk, Blank, Blank}, []int16{good, fair, Blank, dk, Blank}),
			0,
			Score{Value: 75, DF: 1, N: 2, Rate: 0.5, DontKnow: 0.25, Blank: 0.25},
		},
		{
			"the area itself has no value", twoAreas(false),
			Design{},
			ballots("u", "", []int16{good, fair, dk, Blank, Blank}, []int16{good, fair, dk, dk, Blank}),
			4,
			Score{Value: nan, SE: nan, Rate: nan, DontKnow: 0.75, Blank: 0.25},
		},
		{
			"all don't know", twoAreas(false),
			Design{},
			ballots("u", "", []int16{dk, dk, dk, dk, dk}, []int16{dk, dk, dk, dk, dk}),
			0,
			Score{Value: nan, SE: nan, Rate: nan, DontKnow: 1},
		},
		{
			"don't know, abstained, blank and invalid are four things", twoAreas(false),
			Design{},
			ballots("u", "", []int16{dk, abstain, Blank, Invalid, Blank}),
			0,
			Score{Value: nan, SE: nan, Rate: nan, DontKnow: 0.25, Abstain: 0.25, Blank: 0.25, Invalid: 0.25},
		},
		{
			"an indicator of weight 0 does not carry its area", twoAreas(false),
			Design{},
			ballots("u", "", []int16{dk, dk, dk, good, Blank}, []int16{dk, dk, dk, good, Blank}),
			4,
			Score{Value: nan, SE: nan, Rate: nan, DontKnow: 0.5},
		},
		{
			"but it has a value of its own", twoAreas(false),
			Design{},
			ballots("u", "", []int16{dk, dk, dk, good, Blank}, []int16{dk, dk, dk, fair, Blank}),
			6,
			Score{Value: 75, SE: 25, DF: 1, N: 2, Rate: 0.5},
		},
		{
			"the overall item stands for its area", twoAreas(true),
			Design{},
			ballots("u", "", []int16{good, good, bad, bad, good}, []int16{good, good, bad, bad, fair}),
			4,
			Score{Value: 75, SE: 25, DF: 1, N: 2, Rate: 0.5},
		},
		{
			"which has no value where nobody answers that item", twoAreas(true),
			Design{},
			ballots("u", "", []int16{good, good, bad, bad, dk}, []int16{good, good, bad, bad, Blank}),
			4,
			Score{Value: nan, SE: nan, Rate: nan, DontKnow: 1.0 / 6, Blank: 1.0 / 6},
		},
		{
			"nobody differs: the error is exactly 0", twoAreas(false),
			Design{},
			ballots("u", "", []int16{fair, good, bad, good, Blank}, []int16{fair, good, bad, good, Blank}, []int16{fair, good, bad, good, Blank}),
			0,
			Score{Value: 56.25, DF: 2, N: 3, Rate: 0.375},
		},
		{
			"differences that cancel: the error is exactly 0", twoAreas(false),
			Design{},
			ballots("u", "", []int16{good, bad, fair, dk, Blank}, []int16{bad, good, fair, dk, Blank}, []int16{good, bad, fair, dk, Blank}),
			1,
			Score{Value: 50, DF: 2, N: 3, Rate: 0.5},
		},
		{
			"one ballot says nothing about its error", twoAreas(false),
			Design{},
			append(ballots("u", "", []int16{fair, fair, fair, fair, Blank}), ballots("v", "", []int16{bad, bad, bad, bad, Blank})...),
			0,
			Score{Value: 50, SE: nan, N: 1},
		},
		{
			"a stratum of one ballot: no error", twoAreas(false),
			Design{},
			[]Ballot{
				{Unit: "u", Weight: 1, Stratum: "n", Answers: []int16{good, Blank, Blank, Blank, Blank}},
				{Unit: "u", Weight: 1, Stratum: "n", Answers: []int16{bad, Blank, Blank, Blank, Blank}},
				{Unit: "u", Weight: 1, Stratum: "s", Answers: []int16{good, Blank, Blank, Blank, Blank}},
			},
			2,
			Score{Value: 200. / 3, SE: nan, DF: 1, N: 3, Rate: 2. / 3, Blank: 0},
		},
		{
			"a stratum of one ballot, certain: the other's error", twoAreas(false),
			Design{Lonely: LonelyCertainty},
			[]Ballot{
				{Unit: "u", Weight: 1, Stratum: "n", Answers: []int16{good, Blank, Blank, Blank, Blank}},
				{Unit: "u", Weight: 1, Stratum: "n", Answers: []int16{bad, Blank, Blank, Blank, Blank}},
				{Unit: "u", Weight: 1, Stratum: "s", Answers: []int16{good, Blank, Blank, Blank, Blank}},
			},
			// u = ±50/3 about their mean: V = 2 · 2 (50/3)²
			2,
			Score{Value: 200. / 3, SE: 100. / 3, DF: 1, N: 3, Rate: 2. / 3},
		},
		{
			"a stratum of one ballot, adjusted: centred at the grand mean", twoAreas(false),
			Design{Lonely: LonelyAdjust},
			[]Ballot{
				{Unit: "u", Weight: 1, Stratum: "n", Answers: []int16{good, Blank, Blank, Blank, Blank}},
				{Unit: "u", Weight: 1, Stratum: "n", Answers: []int16{bad, Blank, Blank, Blank, Blank}},
				{Unit: "u", Weight: 1, Stratum: "s", Answers: []int16{good, Blank, Blank, Blank, Blank}},
			},
			// and ((100 − 200/3)/3)² more
			2,
			Score{Value: 200. / 3, SE: math.Sqrt(10000./9 + 10000./81), DF: 1, N: 3, Rate: 2. / 3},
		},
		{
			"an empty group gives its weight away", weighted,
			Design{},
			ballots("u", "g", []int16{fair, fair, fair, fair, Blank}, []int16{fair, fair, fair, fair, Blank}),
			0,
			Score{Value: 50, DF: 1, N: 2},
		},
		{
			"groups by their weights, not their numbers", weighted,
			Design{},
			append(ballots("u", "h", []int16{bad, bad, bad, bad, Blank}),
				ballots("u", "g", []int16{good, good, good, good, Blank}, []int16{good, good, good, good, Blank})...),
			0,
			Score{Value: 25, DF: 2, N: 3, Rate: 0.25},
		},
		{
			"a group of weight 0 is shown, not counted", zero,
			Design{},
			append(ballots("u", "self", []int16{good, good, good, good, Blank}),
				ballots("u", "g", []int16{fair, fair, fair, fair, Blank}, []int16{fair, fair, fair, fair, Blank})...),
			0,
			Score{Value: 50, DF: 1, N: 2},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := count(tt.in, tt.design, tt.rows).Scores()[0].Nodes[tt.node]
			got.Low, got.High, got.NEff, got.Deff = 0, 0, 0, 0
			x, y := numbers(got), numbers(tt.want)
			for k := range x {
				if !agree(x[k], y[k], 1e-12) || y[k] == 0 && x[k] != 0 {
					t.Fatalf("%+v, want %+v", got, tt.want)
				}
			}
		})
	}
}

func TestIntervalOfAKnownSample(t *testing.T) {
	rows := ballots("u", "", []int16{good, 0, 0, 0, 0}, []int16{good, 0, 0, 0, 0}, []int16{fair, 0, 0, 0, 0}, []int16{bad, 0, 0, 0, 0})
	s := count(twoAreas(false), Design{Level: 0.9}, rows).Scores()[0].Nodes[2]
	// mean 62.5, sd √(6875/3), and 2.3534 the 95 % quantile of t with 3 df (any table)
	se := math.Sqrt(6875. / 3 / 4)
	if !agree(s.SE, se, 1e-12) || !agree(s.Low, 62.5-2.3534*se, 1e-3) || s.High != 100 || s.NEff != 4 {
		t.Errorf("%+v", s)
	}
}

func TestEffectiveNumberOfBallots(t *testing.T) {
	in := twoAreas(false)
	rows := ballots("u", "", []int16{good, 0, 0, 0, 0}, []int16{fair, 0, 0, 0, 0}, []int16{dk, 0, 0, 0, 0})
	rows[0].Weight, rows[1].Weight = 1, 3
	if s := count(in, Design{}, rows).Scores()[0].Nodes[2]; !agree(s.NEff, 16./10, 1e-12) || s.N != 2 || !agree(s.DontKnow, 0.2, 1e-12) {
		t.Errorf("%+v", s)
	}
	rows[1].Answers[0] = good // no spread, no design effect: Kish's
	if s := count(in, Design{}, rows).Scores()[0].Nodes[2]; !agree(s.NEff, 16./10, 1e-12) || !math.IsNaN(s.Deff) {
		t.Errorf("%+v", s)
	}
	in.Groups = []Group{{"g", 1}, {"h", 1}}
	two := [][]int16{{good, 0, 0, 0, 0}, {bad, 0, 0, 0, 0}}
	rows = append(ballots("u", "g", two...), ballots("u", "h", append(append(append(two, two...), two...), two...)...)...)
	// weights per ballot ¼ twice and 1/16 eight times, one spread: 1/(2/16 + 8/256)
	if s := count(in, Design{}, rows).Scores()[0].Nodes[2]; !agree(s.NEff, 6.4, 1e-12) || s.N != 10 {
		t.Errorf("%+v", s)
	}
}

func TestCountsAndUsed(t *testing.T) {
	in := twoAreas(false)
	in.Groups = []Group{{"g", 1}, {"h", 3}, {"i", 4}}
	rows := append(ballots("u", "g", []int16{good, dk, Blank, Invalid, fair}), ballots("u", "h", []int16{bad, dk, Blank, Invalid, fair})...)
	u := count(in, Design{}, rows).Scores()[0]
	if u.Ballots != 2 || u.Weight != 2 || u.Counts[0][good] != 1 || u.Counts[0][bad] != 1 || u.Counts[1][dk] != 2 || u.Counts[2][5] != 2 || u.Counts[3][6] != 2 {
		t.Errorf("counts %v", u.Counts)
	}
	if u.Groups[0].Used != 0.25 || u.Groups[1].Used != 0.75 || u.Groups[2].Used != 0 || u.Groups[2].Ballots != 0 || !math.IsNaN(u.Groups[2].Nodes[0].Value) {
		t.Errorf("groups %+v", u.Groups)
	}
	if u.Groups[0].Counts[0][good] != 1 || u.Groups[1].Counts[0][good] != 0 {
		t.Errorf("group counts %v %v", u.Groups[0].Counts, u.Groups[1].Counts)
	}
	for i := range in.Groups {
		in.Groups[i].Weight = 0
	}
	if u := count(in, Design{}, rows).Scores()[0]; u.Groups[0].Used != 0.5 {
		t.Errorf("pooled groups are used %g", u.Groups[0].Used)
	}
}

func TestWrongCallsPanic(t *testing.T) {
	in := twoAreas(false)
	in.Groups = []Group{{"g", 1}}
	fine := Ballot{Unit: "u", Group: "g", Weight: 1, Answers: []int16{0, 0, 0, 0, 0}}
	other := twoAreas(true)
	for name, call := range map[string]func(){
		"too few answers": func() { b := fine; b.Answers = b.Answers[:4]; count(in, Design{}, []Ballot{b}) },
		"unknown option":  func() { b := fine; b.Answers = []int16{0, 0, 0, 0, 5}; count(in, Design{}, []Ballot{b}) },
		"unknown mark":    func() { b := fine; b.Answers = []int16{0, 0, 0, 0, -3}; count(in, Design{}, []Ballot{b}) },
		"unknown group":   func() { b := fine; b.Group = "h"; count(in, Design{}, []Ballot{b}) },
		"weight 0":        func() { b := fine; b.Weight = 0; count(in, Design{}, []Ballot{b}) },
		"weight NaN":      func() { b := fine; b.Weight = nan; count(in, Design{}, []Ballot{b}) },
		"level 95":        func() { NewTallies(in, Design{Level: 95}) },
		"other design":    func() { NewTallies(in, Design{}).Merge(NewTallies(in, Design{Strata: UnitStrata})) },
		"other tree":      func() { NewTallies(in, Design{}).Merge(NewTallies(other, Design{})) },
		"circle":          func() { count(in, Design{}, []Ballot{fine}).RollUp(map[string]string{"u": "v", "v": "w", "w": "v"}) },
		"no numbers":      func() { Ranks([]float64{nan}, []float64{1}, nil, 0.95) },
		"negative error":  func() { Ranks([]float64{1}, []float64{-1}, nil, 0.95) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			call()
		})
	}
}

func TestCheckOfInstruments(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(in *Instrument)
		want   error
	}{
		{"fine", func(*Instrument) {}, nil},
		{"no root", func(in *Instrument) { in.Nodes = nil }, ErrTree},
		{"two roots", func(in *Instrument) { in.Nodes[4].Parent = -1 }, ErrTree},
		{"child before parent", func(in *Instrument) { in.Nodes[1].Parent = 4 }, ErrTree},
		{"child of a leaf", func(in *Instrument) { in.Nodes[3].Parent = 2 }, ErrTree},
		{"all weights zero", func(in *Instrument) { in.Nodes[2].Weight, in.Nodes[3].Weight = 0, 0 }, ErrWeight},
		{"negative weight", func(in *Instrument) { in.Nodes[2].Weight = -1 }, ErrWeight},
		{"negative group weight", func(in *Instrument) { in.Groups = []Group{{"g", -1}} }, ErrWeight},
		{"zero weights under an item that stands for them", func(in *Instrument) {
			in.Nodes[4].StandItem, in.Nodes[5].Weight = 4, 0
		}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := twoAreas(false)
			tt.change(in)
			if err := in.Check(); !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
}
