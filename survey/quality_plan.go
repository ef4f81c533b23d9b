package survey

import (
	"cmp"
	"math"
	"slices"

	"minping/scoring"
)

// unscoredSlots is how many kinds of answer come before an item's options:
// scoring.Invalid and scoring.Blank.
const unscoredSlots = 2

// middleScore lies near all scores of 0–100, and is a whole number.
const middleScore = 50

// An answerPlan says where answers are counted. Every answer that an item can
// have is a slot, item after item: invalid, blank, then its options; first holds
// the slot of an item's first option, so that an answer's is first + answer.
type answerPlan struct {
	ins     *scoring.Instrument
	groups  map[string]int
	first   []int
	options []int
	score   []float64 // by slot; NaN: none
	scales  []scalePlan
	numbers []patternNumbers
}

// patternNumbers make the numbers of a sheet's patterns of up to four scales,
// 16 bits each, the first lowest: no number has more, see
// scoring.MostPatterns. The sum over all items is that of the parts.
type patternNumbers struct {
	scales []int
	parts  []uint64 // by slot
}

// A scalePlan is a set of items that should measure one thing: the indicators
// of an area, or all.
type scalePlan struct {
	node    int   // in Instrument.Nodes
	items   []int // of its indicators
	outcome int   // the overall item that stands for the area or one above; −1: none
	columns []int // items, and the outcome where it is none of them
	levels  [][]float64
	row     []float64
}

func newAnswerPlan(ins *scoring.Instrument) *answerPlan {
	p := &answerPlan{ins: ins, groups: map[string]int{}}
	for i, g := range ins.Groups {
		p.groups[g.ID] = i
	}
	for _, item := range ins.Items {
		p.score = append(p.score, math.NaN(), math.NaN())
		p.first = append(p.first, len(p.score))
		p.options = append(p.options, len(item.Options))
		for _, o := range item.Options {
			p.score = append(p.score, o.Score)
		}
	}
	p.planScales()
	p.planNumbers()
	return p
}

// planScales lists the whole, then every area: a node with indicators right
// below it.
func (p *answerPlan) planScales() {
	leaves := make([][]int, len(p.ins.Nodes))
	for _, n := range p.ins.Nodes {
		if n.Item < 0 {
			continue
		}
		for _, of := range slices.Compact([]int{0, n.Parent}) {
			if of >= 0 && !slices.Contains(leaves[of], n.Item) {
				leaves[of] = append(leaves[of], n.Item)
			}
		}
	}
	for node, items := range leaves {
		if len(items) > 0 && (node == 0 || len(items) < len(leaves[0]) || p.outcome(node) >= 0) {
			p.scales = append(p.scales, p.scale(node, items))
		}
	}
}

func (p *answerPlan) scale(node int, items []int) scalePlan {
	s := scalePlan{node: node, items: items, outcome: p.outcome(node), columns: slices.Clone(items)}
	if s.outcome >= 0 && !slices.Contains(items, s.outcome) {
		s.columns = append(s.columns, s.outcome)
	}
	s.row = make([]float64, len(s.columns))
	for _, item := range s.columns {
		s.levels = append(s.levels, p.scoresOf(item))
	}
	return s
}

// planNumbers says what each answer adds to the numbers of patterns, four
// scales together.
func (p *answerPlan) planNumbers() {
	var last *patternNumbers
	for i, s := range p.scales {
		patterns := scoring.NewPatterns(s.levels)
		if patterns == nil {
			continue
		}
		if last == nil || len(last.scales) == 4 {
			p.numbers = append(p.numbers, patternNumbers{parts: make([]uint64, len(p.score))})
			last = &p.numbers[len(p.numbers)-1]
		}
		for k, item := range s.columns {
			from := p.first[item] - unscoredSlots
			for at := from; at < p.first[item]+p.options[item]; at++ {
				part := patterns.Offset(k, slices.Index(s.levels[k], p.score[at]))
				last.parts[at] += uint64(part) << (16 * len(last.scales))
			}
		}
		last.scales = append(last.scales, i)
	}
}

// scoresOf returns the different scores of an item's options, the least first.
func (p *answerPlan) scoresOf(item int) []float64 {
	var scores []float64
	for _, o := range p.ins.Items[item].Options {
		if !math.IsNaN(o.Score) {
			scores = append(scores, o.Score)
		}
	}
	slices.SortFunc(scores, cmp.Compare[float64])
	return slices.Compact(scores)
}

// outcome returns the item that stands for a node or the nearest one above, −1
// where none does.
func (p *answerPlan) outcome(node int) int {
	for ; node >= 0; node = p.ins.Nodes[node].Parent {
		if item := p.ins.Nodes[node].StandItem; item >= 0 {
			return item
		}
	}
	return -1
}

// empty returns the answers of no ballot.
func (p *answerPlan) empty() *groupAnswers {
	g := &groupAnswers{n: make([]int, len(p.score)), careless: scoring.NewCarelessTally(len(p.first))}
	for _, s := range p.scales {
		a := scaleAnswers{patterns: scoring.NewPatterns(s.levels)}
		if a.patterns == nil {
			origin := make([]float64, len(s.columns))
			for k := range origin {
				origin[k] = middleScore
			}
			a.moments = scoring.NewMoments(origin)
		}
		g.scales = append(g.scales, a)
	}
	return g
}
