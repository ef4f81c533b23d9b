package survey

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"minping/scoring"
)

// BenchmarkAnswers counts ballots of 19 items in four areas: ns/op is per
// ballot, beside all else that a Counter does.
func BenchmarkAnswers(b *testing.B) {
	ins := benchInstrument()
	ballots := benchBallots(ins, 20000)
	for name, add := range map[string]func(*scoring.Ballot){
		"answers": newAnswerCount(ins).add,
		"tallies": scoring.NewTallies(ins, scoring.Design{}).Add,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := range b.N {
				add(&ballots[i%len(ballots)])
			}
		})
	}
}

// benchInstrument is four areas with 19 indicators on a six-option scale.
func benchInstrument() *scoring.Instrument {
	q := small()
	q.Items, q.Index = nil, nil
	for area := range 4 {
		node := Node{ID: fmt.Sprint("area", area), Level: LevelArea, Weight: 1}
		for i := range 5 - area/3 {
			id := fmt.Sprintf("q%d%d", area, i)
			q.Items = append(q.Items, Item{ID: id, Type: Choice, Options: []Option{
				{Code: "5", Score: score(100)},
				{Code: "4", Score: score(80)},
				{Code: "3", Score: score(60)},
				{Code: "2", Score: score(30)},
				{Code: "1", Score: score(0)},
				{Code: "9", Kind: DontKnow},
			}})
			node.Children = append(node.Children, Node{ID: id, Level: LevelIndicator, Weight: 1, Item: id})
		}
		q.Index = append(q.Index, node)
	}
	return q.Instrument()
}

// benchBallots makes n weighted ballots over 77 units, a twentieth of the
// answers don't know.
func benchBallots(ins *scoring.Instrument, n int) []scoring.Ballot {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]scoring.Ballot, n)
	for i := range out {
		out[i] = scoring.Ballot{
			Unit: fmt.Sprintf("u%02d", r.IntN(77)), Group: ins.Groups[r.IntN(2)].ID, Weight: .5 + r.Float64(),
			Answers: make([]int16, len(ins.Items)),
		}
		for j := range out[i].Answers {
			out[i].Answers[j] = int16(r.IntN(5))
			if r.IntN(20) == 0 {
				out[i].Answers[j] = 5
			}
		}
	}
	return out
}
