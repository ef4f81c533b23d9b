package demo

import (
	"hash/fnv"
	"iter"
	"math/rand/v2"

	"minping/survey"
)

// itemShift moves items away from their unit's quality, in points: people
// rate the handling of complaints lowest.
var itemShift = map[string]float64{
	"A1": 2, "A2": 1, "A3": 3, "A4": 2, "A5": -2,
	"B1": 3, "B2": 1, "B3": 4, "B4": 2, "B5": 2,
	"C1": -1, "C2": -2, "C3": 0, "C4": -5, "C5": -2,
	"D1": -2, "D2": -1, "D3": -9, "D4": -4,
}

// dontKnow is the share of people who cannot rate an item; others: 0.06.
var dontKnow = map[string]float64{"A2": .09, "C2": .14, "C4": .12, "D3": .27, "D4": .18}

// How far answers spread, in points: between units, between the items of a
// unit, between people, between one person's answers.
const (
	spreadUnit   = 2.6
	spreadItem   = 2.4
	spreadPerson = 16
	spreadAnswer = 15
	spreadDrift  = 2.8 // of an item of a unit between the rounds
	officialGain = 3.5 // officials rate higher than the public
)

// Ballots draws the ballots of one round (0 the first) about all units that
// people rate, from a fixed seed: the same on every machine.
func Ballots(q *survey.Questionnaire, round int) iter.Seq[survey.Ballot] {
	return func(yield func(survey.Ballot) bool) {
		for i := range cities {
			if !draw(q, cityID(i), i, round, 30, 30, yield) {
				return
			}
		}
		for i := range 64 {
			size := seeded("size", countyID(i))
			if !draw(q, countyID(i), countyCity(i), round, 60+size.IntN(20), 130+size.IntN(24), yield) {
				return
			}
		}
	}
}

// draw makes one unit's ballots, officials first.
func draw(q *survey.Questionnaire, unit string, of, round, officials, public int, yield func(survey.Ballot) bool) bool {
	person := seeded("people", unit, string(rune('0'+round)))
	target := targets(q, unit, of, round)
	for n := range officials + public {
		group, gain := q.Groups[0].ID, officialGain
		if n >= officials {
			group, gain = q.Groups[1].ID, 0
		}
		if !yield(survey.Ballot{Unit: unit, Group: group, Answers: answer(q, person, target, gain)}) {
			return false
		}
	}
	return true
}

// targets returns, by item, the quality that a unit's answers are drawn around.
func targets(q *survey.Questionnaire, unit string, of, round int) map[string]float64 {
	fixed, drift := seeded("unit", unit), seeded("drift", unit)
	c := cities[of]
	base := c.quality + spreadUnit*fixed.NormFloat64()
	if round == 0 {
		base -= c.trend + 1.2*drift.NormFloat64()
	}
	target := make(map[string]float64)
	for i := range q.Items {
		id := q.Items[i].ID
		target[id] = base + itemShift[id] + spreadItem*fixed.NormFloat64()
		if round == 0 {
			target[id] += spreadDrift * drift.NormFloat64()
		}
	}
	return target
}

// answer makes one person's answers: scored items around the targets, other
// closed ones by chance, no texts.
func answer(q *survey.Questionnaire, r *rand.Rand, target map[string]float64, gain float64) survey.Answers {
	mood := spreadPerson * r.NormFloat64()
	a := make(survey.Answers)
	for i := range q.Items {
		it := &q.Items[i]
		options := q.ItemOptions(it)
		_, scored := itemShift[it.ID]
		switch {
		case scored:
			a[it.ID] = []string{rate(r, options, it.ID, target[it.ID]+gain+mood)}
		case it.Type == survey.Choice && len(options) > 0:
			a[it.ID] = []string{options[r.IntN(len(options))].Code}
		case it.Type == survey.Multiple && len(options) > 1 && r.Float64() < .6:
			first := r.IntN(len(options) - 1)
			if !options[first].Exclusive {
				a[it.ID] = []string{options[first].Code}
			}
		}
	}
	return a
}

// rate picks the scored option nearest to what the person feels, or don't know.
func rate(r *rand.Rand, options []survey.Option, item string, feels float64) string {
	share, ok := dontKnow[item]
	if !ok {
		share = .06
	}
	unsure := r.Float64() < share
	feels += spreadAnswer * r.NormFloat64()
	best, distance := "", 1e9
	for _, o := range options {
		switch {
		case o.Kind == survey.DontKnow && unsure:
			return o.Code
		case o.Score == nil:
			continue
		}
		if d := abs(*o.Score - feels); d < distance {
			best, distance = o.Code, d
		}
	}
	return best
}

func abs(x float64) float64 { return max(x, -x) }

// seeded returns a generator for one named purpose.
func seeded(names ...string) *rand.Rand {
	h := fnv.New64a()
	for _, n := range names {
		h.Write([]byte(n))
		h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(h.Sum64(), 20261122))
}
