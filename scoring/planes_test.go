package scoring

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawEvenInstrument draws an instrument whose scores lie on even scales, its
// items of different lengths.
func drawEvenInstrument(t *rapid.T) *Instrument {
	in := drawInstrument(t)
	in.Method = AggregateFirst
	scales := [][]float64{{100, 75, 50, 25, 0}, {100, 80, 60, 30, 0}, {0, 100. / 3, 200. / 3, 100}, {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100}, {0}, {}}
	for j := range in.Items {
		in.Items[j].Options = nil
		for k, score := range rapid.SampledFrom(scales).Draw(t, "scale") {
			in.Items[j].Options = append(in.Items[j].Options, Option{Code: fmt.Sprint("o", k), Score: score, Satisfied: score > 50})
		}
		in.Items[j].Options = append(in.Items[j].Options, Option{Code: "x", Score: math.NaN(), Kind: DontKnow})
	}
	return in
}

// drawSheets draws ballots of one unit that may lie on a pile, many with the
// same place ticked throughout.
func drawSheets(t *rapid.T, in *Instrument) []Ballot {
	out := make([]Ballot, rapid.IntRange(1, PileSize).Draw(t, "ballots"))
	for i := range out {
		b := Ballot{Unit: "u", Weight: 1}
		if len(in.Groups) > 0 {
			b.Group = in.Groups[1].ID
		}
		line := int16(-3)
		if rapid.Bool().Draw(t, "straight") {
			line = rapid.Int16Range(0, 3).Draw(t, "line")
		}
		for _, item := range in.Items {
			answer := line
			if options := int16(len(item.Options)); line < -2 || line >= options {
				answer = rapid.Int16Range(-2, options-1).Draw(t, "answer")
			}
			b.Answers = append(b.Answers, answer)
		}
		out[i] = b
	}
	return out
}

// turned returns a pile of ballots on its side.
func turned(in *Instrument, ballots []Ballot) *Planes {
	pile, planes := NewPile(ballots[0].Unit, ballots[0].Group, len(in.Items)), NewPlanes(in)
	for i := range ballots {
		pile.Add(AppendSheet(nil, ballots[i].Answers))
	}
	planes.Turn(pile)
	return planes
}

// A pile counts as its ballots do one by one, also beside ballots with weights
// and after others.
func TestPlanesCountAsBallotsDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, d := drawEvenInstrument(t), drawDesign(t)
		ballots, others := drawSheets(t, in), drawSheets(t, in)
		others[0].Weight = rapid.SampledFrom([]float64{1, 1.5}).Draw(t, "weight")
		plain, planes := count(in, d, others), count(in, d, others)
		for i := range ballots {
			plain.Add(&ballots[i])
		}
		planes.AddPlanes(turned(in, ballots))
		if plain.Ballots() != planes.Ballots() {
			t.Fatalf("%d ballots, want %d", planes.Ballots(), plain.Ballots())
		}
		sameScores(t, planes.Scores(), plain.Scores())
		if diff := cmp.Diff(plain.cell(&ballots[0]).absent, planes.cell(&ballots[0]).absent, cmp.AllowUnexported(absence{})); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Scores that are whole numbers sum up to the same bits either way.
func TestPlanesAreExact(t *testing.T) {
	in := benchInstrument(19)
	ballots := benchBallots(in, 500, 1, false)
	d := Design{}
	planes, careless := NewTallies(in, d), NewCarelessTally(19)
	columns := []int{3, 0, 18}
	moments := NewMoments([]float64{50, 50, 50})
	for i := 0; i < len(ballots); i += PileSize {
		of := slices.Clone(ballots[i:min(i+PileSize, len(ballots))])
		for k := range of {
			of[k].Group = "a"
		}
		p := turned(in, of)
		planes.AddPlanes(p)
		careless.AddPlanes(p)
		moments.AddPlanes(p, columns)
	}
	plain, wantCareless, wantMoments := NewTallies(in, d), NewCarelessTally(19), NewMoments([]float64{50, 50, 50})
	row := make([]float64, 19)
	for _, b := range ballots {
		b.Group = "a"
		plain.Add(&b)
		for j, a := range b.Answers {
			if row[j] = math.NaN(); a >= 0 {
				row[j] = in.Items[j].Options[a].Score
			}
		}
		wantCareless.Add(b.Answers, row)
		wantMoments.Add([]float64{row[3], row[0], row[18]}, 1)
	}
	all := cmp.AllowUnexported(CarelessTally{}, Moments{})
	if diff := cmp.Diff(plain.Scores(), planes.Scores(), cmp.Comparer(func(a, b float64) bool { return a == b || a != a && b != b })); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(wantCareless, careless, all); diff != "" {
		t.Error(diff)
	}
	wantMoments.flush()
	wantMoments.waiting, moments.waiting = nil, nil
	if diff := cmp.Diff(wantMoments, moments, all); diff != "" {
		t.Error(diff)
	}
}

// What a pile tells of careless answering, and its moments, are those of its
// ballots.
func TestPlanesOfTheQuestionnaire(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawEvenInstrument(t)
		ballots := drawSheets(t, in)
		k := len(in.Items)
		careless, want := NewCarelessTally(k), NewCarelessTally(k)
		columns := rapid.Permutation(seq(k)).Draw(t, "columns")[:rapid.IntRange(1, k).Draw(t, "of")]
		moments, wantMoments := NewMoments(make([]float64, len(columns))), NewMoments(make([]float64, len(columns)))
		p := turned(in, ballots)
		careless.AddPlanes(p)
		moments.AddPlanes(p, columns)
		counts, l := make([]int, len(p.layout.slots)), p.layout
		p.AddCounts(counts)
		row, scores := make([]float64, len(columns)), make([]float64, k)
		for _, b := range ballots {
			for j, a := range b.Answers {
				at := l.first[j] + int(a) + unscoredKinds
				counts[at]--
				if scores[j] = math.NaN(); l.slots[at].scored {
					scores[j] = l.slots[at].score
				}
			}
			for i, j := range columns {
				row[i] = scores[j]
			}
			want.Add(b.Answers, scores)
			wantMoments.Add(row, 1)
		}
		if diff := cmp.Diff(want, careless, cmp.AllowUnexported(CarelessTally{})); diff != "" {
			t.Fatal(diff)
		}
		if slices.ContainsFunc(counts, func(n int) bool { return n != 0 }) {
			t.Fatalf("answers that were not counted: %v", counts)
		}
		wantMoments.flush()
		if moments.n != wantMoments.n || moments.incomplete != wantMoments.incomplete ||
			!slices.Equal(moments.low, wantMoments.low) || !slices.Equal(moments.high, wantMoments.high) {
			t.Fatalf("%+v, want %+v", moments, wantMoments)
		}
		for i, x := range append(wantMoments.cross, wantMoments.sum...) {
			if got := append(slices.Clone(moments.cross), moments.sum...)[i]; !agree(got, x, 1e-12) {
				t.Fatalf("sum %d is %v, want %v", i, got, x)
			}
		}
	})
}

// Scales whose scores are no multiples of a step are counted one by one, and
// so is what has respondents first.
func TestPlanesNeedAnEvenScale(t *testing.T) {
	of := func(scores ...float64) *Instrument {
		in := benchInstrument(1)
		in.Items[0].Options = nil
		for _, s := range scores {
			in.Items[0].Options = append(in.Items[0].Options, Option{Score: s})
		}
		return in
	}
	for _, in := range []*Instrument{of(0, 62.5, 99.1), of(1, 100), of(0.1, 33)} {
		if NewPlanes(in) != nil {
			t.Errorf("planes of %v", in.Items[0].Options)
		}
	}
	first := of(0, 50, 100)
	if NewPlanes(first) == nil {
		t.Error("no planes of three even options")
	}
	first.Method = RespondentFirst
	if NewPlanes(first) != nil {
		t.Error("planes of respondents first")
	}
}

// Answers that no option stands for are not counted as another item's.
func TestPlanesRefuseUnknownOptions(t *testing.T) {
	in := benchInstrument(2)
	for _, sheet := range [][]byte{{2, 8}, {8, 2}, {2, 255}, {255, 2}} {
		pile, planes := NewPile("u", "a", 2), NewPlanes(in)
		pile.Add([]byte{2, 2})
		pile.Add(sheet)
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%v was counted", sheet)
				}
			}()
			planes.Turn(pile)
		}()
	}
}
