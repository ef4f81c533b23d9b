package scoring

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A RatingPart is a set of ratees and raters connected by ratings.
type RatingPart struct {
	Ratees, Raters []string // in order of first appearance
}

// RatingParts returns the connected parts of the graph whose edges are the
// ratings that are not NaN, in order of first appearance. Severities can be
// compared within a part only. It panics if lengths differ or a value is
// infinite.
//
// Weeks, D. L. & Williams, D. R. (1964), Technometrics 6, 319–324.
func RatingParts(ratings Ratings) []RatingPart {
	d := newRatingDesign(ratings)
	of, parts := d.parts()
	out := make([]RatingPart, parts)
	for i, name := range d.ratees {
		out[of[i]].Ratees = append(out[of[i]].Ratees, name)
	}
	seen := make([]bool, len(d.raters))
	for k, j := range d.rater {
		if !seen[j] {
			seen[j] = true
			p := &out[of[d.ratee[k]]]
			p.Raters = append(p.Raters, d.raters[j])
		}
	}
	return out
}

// A ratingDesign is ratings by number of ratee and rater.
type ratingDesign struct {
	ratees, raters []string
	ratee, rater   []int     // of each rating
	y              []float64 // less mean
	mean           float64
	cells          [][]ratingCell // ratee → raters
	sumRatee       []float64      // ratee → Σ y
	sumRater       []float64      // rater → Σ y
	perRatee       []int
	perRater       []int
	missing        int
}

// A ratingCell is what one rater gave one ratee.
type ratingCell struct {
	rater int
	n     float64 // ratings
}

func newRatingDesign(r Ratings) *ratingDesign {
	if len(r.Ratee) != len(r.Value) || len(r.Rater) != len(r.Value) {
		panic("scoring: ratees, raters and values differ in length")
	}
	d := &ratingDesign{}
	ratees, raters := map[string]int{}, map[string]int{}
	for k, y := range r.Value {
		if math.IsInf(y, 0) {
			panic("scoring: a rating is infinite")
		}
		if math.IsNaN(y) {
			d.missing++
			continue
		}
		d.ratee = append(d.ratee, numberOf(ratees, &d.ratees, r.Ratee[k]))
		d.rater = append(d.rater, numberOf(raters, &d.raters, r.Rater[k]))
		d.y = append(d.y, y)
		d.mean += y
	}
	d.mean /= float64(max(1, len(d.y)))
	d.cells = make([][]ratingCell, len(d.ratees))
	d.sumRatee, d.sumRater = make([]float64, len(d.ratees)), make([]float64, len(d.raters))
	d.perRatee, d.perRater = make([]int, len(d.ratees)), make([]int, len(d.raters))
	for k := range d.y {
		d.y[k] -= d.mean
		d.add(d.ratee[k], d.rater[k], d.y[k])
	}
	return d
}

// numberOf returns a name's number, a new one at its first appearance.
func numberOf(numbers map[string]int, names *[]string, name string) int {
	n, ok := numbers[name]
	if !ok {
		n = len(*names)
		numbers[name] = n
		*names = append(*names, name)
	}
	return n
}

func (d *ratingDesign) add(i, j int, y float64) {
	d.sumRatee[i] += y
	d.sumRater[j] += y
	d.perRatee[i]++
	d.perRater[j]++
	for c := range d.cells[i] {
		if d.cells[i][c].rater == j {
			d.cells[i][c].n++
			return
		}
	}
	d.cells[i] = append(d.cells[i], ratingCell{j, 1})
}

// n returns the number of ratings of a ratee.
func (d *ratingDesign) n(ratee int) float64 { return float64(d.perRatee[ratee]) }

// raterEquations returns the raters' normal equations with the ratees swept
// out, each ratee's count n_i entering as scale·n_i + ridge:
//
//	diag(n_j) − scale Σ_i n_ij n_ik / (scale n_i + ridge),
//	Σ y_j − scale Σ_i n_ij Σ y_i / (scale n_i + ridge)
func (d *ratingDesign) raterEquations(scale, ridge float64) (*mat.SymDense, *mat.VecDense) {
	left := mat.NewSymDense(len(d.raters), nil)
	right := mat.NewVecDense(len(d.raters), nil)
	for j, n := range d.perRater {
		left.SetSym(j, j, float64(n))
		right.SetVec(j, d.sumRater[j])
	}
	for i, cells := range d.cells {
		f := scale / (scale*d.n(i) + ridge)
		for _, a := range cells {
			right.SetVec(a.rater, right.AtVec(a.rater)-f*a.n*d.sumRatee[i])
			for _, b := range cells {
				if a.rater <= b.rater {
					left.SetSym(a.rater, b.rater, left.At(a.rater, b.rater)-f*a.n*b.n)
				}
			}
		}
	}
	return left, right
}

// parts numbers the connected parts: ratee → part, and how many there are.
func (d *ratingDesign) parts() (of []int, parts int) {
	ratedBy := make([][]int, len(d.raters))
	for i, cells := range d.cells {
		for _, c := range cells {
			ratedBy[c.rater] = append(ratedBy[c.rater], i)
		}
	}
	of = make([]int, len(d.ratees))
	for i := range of {
		of[i] = -1
	}
	reached := make([]bool, len(d.raters))
	for i := range of {
		if of[i] >= 0 {
			continue
		}
		of[i] = parts
		for queue := []int{i}; len(queue) > 0; queue = queue[1:] {
			for _, c := range d.cells[queue[0]] {
				if reached[c.rater] {
					continue
				}
				reached[c.rater] = true
				for _, other := range ratedBy[c.rater] {
					if of[other] < 0 {
						of[other] = parts
						queue = append(queue, other)
					}
				}
			}
		}
		parts++
	}
	return of, parts
}
