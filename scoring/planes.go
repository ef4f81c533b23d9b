package scoring

import (
	"math"
	"math/bits"
)

// Planes are a pile of ballots turned on its side: one word for each answer
// that an item can have, in which bit i says whether ballot i has it. Sums
// over all of the ballots are counts of bits then, of 64 ballots at once, and
// whole numbers: that all of n ballots have an answer to two items at once
// takes one AND where ballot by ballot takes n multiplications.
//
// Scores are multiples of a step on most scales (0, 25, … 100), written in a
// few bits; a sum of products is
//
//	Σ x_j x_k = step_j step_k Σ_pq 2^(p+q) |bit p of x_j ∧ bit q of x_k|
//
// O'Neil, P. & Quass, D. (1997), SIGMOD Record 26, 38–49 (bit-sliced indices).
type Planes struct {
	layout *layout
	step   []float64  // by item
	pile   *Pile      // as turned last
	all    uint64     // a bit for each of its ballots
	slots  []uint64   // see layout; one more, for what is no answer
	gone   []uint64   // by item: ballots without a score
	scores [][]uint64 // by item: of score ÷ step, the lowest bit first
	in     [][]int    // by item and bit: the slots that have it
	bits   [][]uint64 // room for scores of some ballots
}

const (
	// mostBits is the longest score: beyond, ballots are counted faster one by one.
	mostBits = 5
	// mostMarks is how many options an item of Planes may have: see AppendSheet.
	mostMarks = 0xff - unscoredKinds
)

// NewPlanes returns room for piles of ballots; nil where ballots have to be
// counted one by one: respondents come first, scores lie on no even scale, an
// item has too many options, or there are no items. It panics with the error of in.Check.
func NewPlanes(in *Instrument) *Planes {
	if in.Method == RespondentFirst || len(in.Items) == 0 {
		return nil
	}
	l := newLayout(in)
	p := &Planes{layout: l, slots: make([]uint64, len(l.slots)+1), gone: make([]uint64, len(in.Items))}
	for j, first := range l.first {
		slots := l.slots[first:][:l.width[j]]
		step, length := grid(slots)
		if length > mostBits || len(slots) > mostMarks {
			return nil
		}
		p.step, p.scores = append(p.step, step), append(p.scores, make([]uint64, length))
		p.bits = append(p.bits, make([]uint64, length))
		for bit := range length {
			var having []int
			for s := range slots {
				if int(math.Round(slots[s].score/step))>>bit&1 == 1 {
					having = append(having, first+s)
				}
			}
			p.in = append(p.in, having)
		}
	}
	return p
}

// grid returns a step of which all scores are multiples, but for rounding, and
// how many bits the largest takes; more than mostBits where there is none.
func grid(slots []slot) (step float64, length int) {
	least, most := math.Inf(1), 0.0
	for _, s := range slots {
		if s.score > 0 {
			least, most = min(least, s.score), max(most, s.score)
		}
	}
	if most == 0 {
		return 1, 0
	}
	for parts := 1.0; ; parts++ {
		step = least / parts
		even := true
		for _, s := range slots {
			even = even && math.Abs(math.Round(s.score/step)*step-s.score) <= 1e-14*s.score
		}
		length = bits.Len(uint(math.Round(most / step)))
		if even || length > mostBits {
			return step, length
		}
	}
}

// Turn turns a pile, which must stay as it is while the planes are counted. It
// panics where an answer is no option of its item.
func (p *Planes) Turn(pile *Pile) {
	l := p.layout
	if pile.items != len(l.first) {
		panic("scoring: a pile of ballots with other items")
	}
	p.pile, p.all = pile, math.MaxUint64>>(PileSize-pile.Len())
	clear(p.slots)
	for i := range pile.Len() {
		bit := uint64(1) << i
		for j, mark := range pile.sheet(i) {
			p.slots[min(l.first[j]+int(mark), len(l.slots))] |= bit
		}
	}
	at := 0
	for j, first := range l.first {
		answered, scored := uint64(0), uint64(0)
		for s := first; s < first+l.width[j]; s++ {
			answered |= p.slots[s]
			if l.slots[s].scored {
				scored |= p.slots[s]
			}
		}
		if answered != p.all {
			panic("scoring: item " + l.in.Items[j].ID + " has no such option")
		}
		p.gone[j] = p.all &^ scored
		for bit := range p.scores[j] {
			word := uint64(0)
			for _, s := range p.in[at] {
				word |= p.slots[s]
			}
			p.scores[j][bit] = word
			at++
		}
	}
}

// Sheets returns the answers of the pile as AppendSheet writes them, one byte
// an item, ballot by ballot.
func (p *Planes) Sheets() []byte { return p.pile.sheets }

// Group returns the group whose ballots they are.
func (p *Planes) Group() string { return p.pile.group }

// AddCounts adds how many ballots have each answer: item after item, invalid,
// blank, then its options.
func (p *Planes) AddCounts(to []int) {
	for s, word := range p.slots[:len(to)] {
		to[s] += bits.OnesCount64(word)
	}
}

// among returns the scores of some of the ballots, in room that the next call
// reuses.
func (p *Planes) among(ballots uint64) [][]uint64 {
	for j, words := range p.scores {
		for bit, word := range words {
			p.bits[j][bit] = word & ballots
		}
	}
	return p.bits
}

// sumOf returns the sum of the scores that the words hold, in steps.
func sumOf(words []uint64) (sum int) {
	for bit, word := range words {
		sum += bits.OnesCount64(word) << bit
	}
	return sum
}

// products returns the sum of products of two scores, in steps of both.
func products(a, b []uint64) (sum int) {
	for p, x := range a {
		for q, y := range b {
			sum += bits.OnesCount64(x&y) << (p + q)
		}
	}
	return sum
}
