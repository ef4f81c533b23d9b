package scoring

import (
	"math"
	"slices"
)

// A Relation360 is a group of raters seen from the ratee, such as peers.
type Relation360 struct {
	Name      string
	Weight    float64 // in the mean of others, as renormalised over the relations used
	MinRaters int     // fewer raters than these and the relation is not used; 1 for a boss
}

// A Plan360 says how a 360-degree assessment is put together.
type Plan360 struct {
	Self         string        // name of the ratee's relation to himself
	Relations    []Relation360 // of the others
	Competencies [][]int       // each a set of columns
	Trim         float64       // share cut off each end in Pooled.Trimmed, 0 ≤ Trim < 0.5
}

// A Form360 is one rater's answers about one ratee.
type Form360 struct {
	Ratee, Relation string
	Items           []float64 // points; NaN: not answered or don't know
}

// A RelationScore is the mean of one relation's raters.
type RelationScore struct {
	N    int     // raters with an answer
	Mean float64 // mean of their composites; NaN where N is 0
	Used bool    // it enters Others
}

// A Gap360 compares a ratee with what others say. NaN: no value.
type Gap360 struct {
	Self   float64 // mean of the ratee's own answers
	Others float64 // Σ w m / Σ w over the relations used
	Gap    float64 // Self − Others
}

// A Ratee360 is the assessment of one ratee.
type Ratee360 struct {
	Ratee        string
	Relations    []RelationScore // in the plan's order
	Overall      Gap360
	Competencies []Gap360
	Pooled       Pooled360
	Forms        int // forms that count, with the ratee's own
	Blank        int // forms left out because no item is answered
	Unknown      int // forms left out because the plan does not have the relation
}

// Aggregate360 puts the forms about each ratee together, in order of their
// first appearance. A rater's composite is the mean of the items that he
// answered; a relation's mean that of its raters' composites; Others the
// weighted mean of the relations that have their MinRaters, the weights of
// those that lack them being shared out. A competency takes the same steps over
// its own items, and leaves out of the relations used those with fewer than
// MinRaters raters who answered one of them.
//
// Relations and Pooled are what Others is made of, not what may be shown:
// Published takes out what discloses a relation too small to be used.
//
// It panics if forms differ in the number of items, a competency names no item
// or one that is not there, a weight is not positive, a relation is named twice,
// an answer is infinite or Trim is out of its range.
//
// Bracken, D. W., Timmreck, C. W. & Church, A. H. (2001), The Handbook of
// Multisource Feedback.
func Aggregate360(forms []Form360, plan Plan360) []Ratee360 {
	plan.check(forms)
	var names []string
	numbers, of := map[string]int{}, [][]Form360{}
	for _, f := range forms {
		i := numberOf(numbers, &names, f.Ratee)
		if i == len(of) {
			of = append(of, nil)
		}
		of[i] = append(of[i], f)
	}
	out := make([]Ratee360, len(of))
	for i, own := range of {
		out[i] = plan.aggregate(own)
	}
	return out
}

// Published returns the assessment without what would disclose, by itself or
// by difference, the answers of a relation that is not used: its mean and, if
// it had any rater, the pooled figures become NaN. Counts stay.
func (r Ratee360) Published() Ratee360 {
	r.Relations = slices.Clone(r.Relations)
	for k, rel := range r.Relations {
		if !rel.Used {
			r.Relations[k].Mean = math.NaN()
		}
		if !rel.Used && rel.N > 0 {
			nan := math.NaN()
			r.Pooled = Pooled360{N: r.Pooled.N, Mean: nan, Trimmed: nan, Median: nan, SD: nan, ProfileR: nan, ProfileRMS: nan}
		}
	}
	return r
}

func (p Plan360) check(forms []Form360) {
	if !(p.Trim >= 0 && p.Trim < 0.5) {
		panic("scoring: trim must be at least 0 and less than a half")
	}
	for i, r := range p.Relations {
		if !(r.Weight > 0) || math.IsInf(r.Weight, 1) {
			panic("scoring: a relation's weight is not positive")
		}
		if r.Name == p.Self || p.relation(r.Name) != i {
			panic("scoring: relation " + r.Name + " is named twice")
		}
	}
	for _, f := range forms {
		if len(f.Items) != len(forms[0].Items) {
			panic("scoring: forms differ in the number of items")
		}
		if slices.ContainsFunc(f.Items, func(x float64) bool { return math.IsInf(x, 0) }) {
			panic("scoring: an answer is infinite")
		}
	}
	for _, c := range p.Competencies {
		if len(c) == 0 || len(forms) > 0 && (slices.Min(c) < 0 || slices.Max(c) >= len(forms[0].Items)) {
			panic("scoring: a competency names no item or one that is not there")
		}
	}
}

func (p Plan360) relation(name string) int {
	return slices.IndexFunc(p.Relations, func(r Relation360) bool { return r.Name == name })
}

// aggregate puts the forms about one ratee together.
func (p Plan360) aggregate(forms []Form360) Ratee360 {
	r := Ratee360{Ratee: forms[0].Ratee, Relations: make([]RelationScore, len(p.Relations))}
	var self [][]float64
	var all [][]float64 // forms of all others
	others := make([][][]float64, len(p.Relations))
	for _, f := range forms {
		k := p.relation(f.Relation)
		switch {
		case k < 0 && f.Relation != p.Self:
			r.Unknown++
			continue
		case math.IsNaN(meanAnswered(f.Items, nil)):
			r.Blank++
			continue
		case k < 0:
			self = append(self, f.Items)
		default:
			others[k] = append(others[k], f.Items)
			all = append(all, f.Items)
		}
		r.Forms++
	}
	for k, rel := range p.Relations {
		x := composites360(others[k], nil)
		r.Relations[k] = RelationScore{N: len(x), Mean: plainMean(x), Used: len(x) > 0 && len(x) >= rel.MinRaters}
	}
	r.Overall = p.gap(self, others, r.Relations, nil)
	for _, items := range p.Competencies {
		r.Competencies = append(r.Competencies, p.gap(self, others, r.Relations, items))
	}
	r.Pooled = p.pooled(self, all)
	return r
}

// gap compares self and others over the items, nil for all.
func (p Plan360) gap(self [][]float64, others [][][]float64, scores []RelationScore, items []int) Gap360 {
	sum, total := 0.0, 0.0
	for k, rel := range p.Relations {
		x := composites360(others[k], items)
		if scores[k].Used && len(x) > 0 && len(x) >= rel.MinRaters {
			sum += rel.Weight * plainMean(x)
			total += rel.Weight
		}
	}
	g := Gap360{Self: plainMean(composites360(self, items)), Others: math.NaN()}
	if total > 0 {
		g.Others = sum / total
	}
	g.Gap = g.Self - g.Others
	return g
}
