package demo

import (
	"hash/fnv"
	"iter"
	"maps"
	"math"
	"math/rand/v2"
	"slices"

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

// An overall item follows what the person thinks of other items: by how much,
// as shares of the spread of one person's answers. What is left is its own.
var follows = map[string]map[string]float64{
	"A1": {"A2": .25, "A3": .35, "A4": .2, "A5": .6},
	"B1": {"B2": .65, "B3": .2, "B4": .4, "B5": .3},
	"C1": {"C2": .15, "C3": .35, "C4": .55, "C5": .45},
	"D1": {"D2": .5, "D3": .45, "D4": .2},
}

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
		} else {
			target[id] += lifted[unit][id]
		}
	}
	return target
}

// answer makes one person's answers: scored items around the targets, other
// closed ones by chance, no texts.
func answer(q *survey.Questionnaire, r *rand.Rand, target map[string]float64, gain float64) survey.Answers {
	mood := spreadPerson * r.NormFloat64()
	a := make(survey.Answers)
	unsure, own := make(map[string]bool), make(map[string]float64)
	for i := range q.Items {
		it := &q.Items[i]
		options := q.ItemOptions(it)
		_, scored := itemShift[it.ID]
		switch {
		case scored:
			unsure[it.ID] = r.Float64() < unsureShare(it.ID)
			own[it.ID] = r.NormFloat64()
		case it.Type == survey.Choice && len(options) > 0:
			a[it.ID] = []string{options[r.IntN(len(options))].Code}
		case it.Type == survey.Multiple && len(options) > 1 && r.Float64() < .6:
			first := r.IntN(len(options) - 1)
			if !options[first].Exclusive {
				a[it.ID] = []string{options[first].Code}
			}
		}
	}
	for i := range q.Items {
		it := &q.Items[i]
		if _, scored := itemShift[it.ID]; scored {
			feels := target[it.ID] + gain + mood + spreadAnswer*opinion(it.ID, own)
			a[it.ID] = []string{rate(q.ItemOptions(it), unsure[it.ID], feels)}
		}
	}
	return a
}

// unsureShare returns the share of people who cannot rate an item.
func unsureShare(item string) float64 {
	if share, ok := dontKnow[item]; ok {
		return share
	}
	return .06
}

// opinion returns what a person thinks of an item beside his mood, of standard
// deviation 1, given what is his own at each.
func opinion(item string, own map[string]float64) float64 {
	led, left := 0.0, 1.0
	for _, other := range slices.Sorted(maps.Keys(follows[item])) {
		share := follows[item][other]
		led += share * own[other]
		left -= share * share
	}
	return led + math.Sqrt(left)*own[item]
}

// rate picks the scored option nearest to what the person feels, or don't know.
func rate(options []survey.Option, unsure bool, feels float64) string {
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
