package scoring

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Moments is the mergeable one-pass summary of rows of k variables: all that
// reliability, item analysis, one common factor and key drivers need of them.
// Only complete rows enter. It is not safe for concurrent use.
//
// It keeps Σ w, Σ w d and Σ w d dᵀ of the differences d from an origin near the
// data, so that covariances lose no figures (Chan, Golub & LeVeque 1983, The
// American Statistician 37, 242–247), and so that whole numbers add up without
// rounding: then the order of rows and of merging changes nothing at all.
type Moments struct {
	origin, sum, low, high []float64
	cross                  []float64 // Σ w d_j d_l, j ≤ l, row by row
	n, incomplete, idle    int
	weight                 float64
	waiting                []float64 // rows not yet in cross: d, then w d of each
	filled                 int
}

// NewMoments returns an empty summary of as many variables as the origin has.
func NewMoments(origin []float64) *Moments {
	k := len(origin)
	m := &Moments{
		origin: slices.Clone(origin), sum: make([]float64, k), low: make([]float64, k), high: make([]float64, k),
		cross: make([]float64, k*(k+1)/2), waiting: make([]float64, 2*batch*k),
	}
	for j := range k {
		m.low[j], m.high[j] = math.Inf(1), math.Inf(-1)
	}
	return m
}

// MomentsOf summarises the rows of x (n×k) with weights w, nil for equal ones,
// about their unweighted means. It panics if w has another length than x rows,
// or as Add does.
func MomentsOf(x mat.Matrix, w []float64) *Moments {
	n, k := x.Dims()
	if w != nil && len(w) != n {
		panic("scoring: rows and weights differ in length")
	}
	origin, row, complete := make([]float64, k), make([]float64, k), 0.0
	for i := range n {
		if mat.Row(row, i, x); !anyNaN(row) {
			complete++
			for j, v := range row {
				origin[j] += (v - origin[j]) / complete
			}
		}
	}
	m := NewMoments(origin)
	for i := range n {
		weight := 1.0
		if w != nil {
			weight = w[i]
		}
		m.Add(mat.Row(row, i, x), weight)
	}
	return m
}

// Add takes in one row with weight w. A row or a weight that is NaN is counted
// as incomplete, a weight of 0 as weightless, and enters nothing. It panics if
// the row has another length than the origin, or w is negative or infinite.
func (m *Moments) Add(row []float64, w float64) {
	if len(row) != len(m.origin) {
		panic("scoring: a row has another number of variables than its moments")
	}
	if w < 0 || math.IsInf(w, 0) {
		panic("scoring: a weight is negative or infinite")
	}
	switch {
	case anyNaN(row) || math.IsNaN(w):
		m.incomplete++
	case w == 0:
		m.idle++
	default:
		m.add(row, w, 1)
	}
}

// Skip counts a row that is not complete.
func (m *Moments) Skip() { m.incomplete++ }

// add takes in a complete row that n cases of the joint weight w share.
func (m *Moments) add(row []float64, w float64, n int) {
	k := len(m.origin)
	d := m.waiting[2*m.filled*k:][:k]
	e := m.waiting[(2*m.filled+1)*k:][:k]
	for j, v := range row {
		d[j] = v - m.origin[j]
		e[j] = w * d[j]
		m.sum[j] += e[j]
		m.low[j], m.high[j] = min(m.low[j], v), max(m.high[j], v)
	}
	m.n += n
	m.weight += w
	if m.filled++; m.filled == batch {
		m.flush()
	}
}

// flush adds the waiting rows to cross, several at once so that the triangle is
// read and written less often; products are rounded before they are added (no
// fused multiply-add), so that all machines agree.
func (m *Moments) flush() {
	if m.filled == 0 {
		return
	}
	k := len(m.origin)
	clear(m.waiting[2*m.filled*k:])
	m.filled = 0
	part := func(i int) []float64 { return m.waiting[i*k:][:k] }
	a, wa, b, wb := part(0), part(1), part(2), part(3)
	c, wc, d, wd := part(4), part(5), part(6), part(7)
	at := 0
	for j := range k {
		ta := wa[j:]
		tb, tc, td := wb[j:][:len(ta)], wc[j:][:len(ta)], wd[j:][:len(ta)]
		row := m.cross[at:][:len(ta)]
		aj, bj, cj, dj := a[j], b[j], c[j], d[j]
		for l, x := range ta {
			row[l] += (float64(aj*x) + float64(bj*tb[l])) + (float64(cj*tc[l]) + float64(dj*td[l]))
		}
		at += len(ta)
	}
}

// Merge adds all that o has taken in; o must have the same origin, else it
// panics.
func (m *Moments) Merge(o *Moments) {
	if !slices.Equal(m.origin, o.origin) {
		panic("scoring: Merge of moments about another origin")
	}
	m.flush()
	o.flush()
	addTo(m.sum, o.sum)
	addTo(m.cross, o.cross)
	for j := range m.low {
		m.low[j], m.high[j] = min(m.low[j], o.low[j]), max(m.high[j], o.high[j])
	}
	m.n, m.incomplete, m.idle = m.n+o.n, m.incomplete+o.incomplete, m.idle+o.idle
	m.weight += o.weight
}

// Rows returns how many rows entered, and how many were left out.
func (m *Moments) Rows() (used, dropped int) { return m.n, m.incomplete + m.idle }

// Means returns the (weighted) means; NaN without rows.
func (m *Moments) Means() []float64 {
	means := make([]float64, len(m.sum))
	for j, s := range m.sum {
		means[j] = m.origin[j] + s/m.weight
	}
	return means
}

// Covariances returns the (weighted) covariances, divided by n−1 as for equal
// weights: a factor of all weights changes nothing. Variables whose values are
// all alike have exactly none; they are listed. It needs two rows.
func (m *Moments) Covariances() (c *mat.SymDense, constant []int) {
	m.flush()
	k := len(m.sum)
	c = mat.NewSymDense(k, nil)
	for j := range k {
		if m.alike(j) {
			constant = append(constant, j)
		}
	}
	divisor := m.weight * float64(m.n-1) / float64(m.n)
	at := 0
	for j := range k {
		for l := j; l < k; l++ {
			if !m.alike(j) && !m.alike(l) {
				c.SetSym(j, l, (m.cross[at]-m.sum[j]*m.sum[l]/m.weight)/divisor)
			}
			at++
		}
	}
	return c, constant
}

// alike reports whether all values of a variable are equal, but for rounding.
func (m *Moments) alike(j int) bool {
	return m.high[j]-m.low[j] <= 1e-12*max(m.high[j], -m.low[j])
}

// Of returns the moments of some of the variables, in the order given, over the
// rows that are complete in all.
func (m *Moments) Of(columns ...int) *Moments {
	m.flush()
	pick := func(from []float64) []float64 {
		to := make([]float64, len(columns))
		for i, j := range columns {
			to[i] = from[j]
		}
		return to
	}
	out := NewMoments(pick(m.origin))
	out.sum, out.low, out.high = pick(m.sum), pick(m.low), pick(m.high)
	out.n, out.incomplete, out.idle, out.weight = m.n, m.incomplete, m.idle, m.weight
	k, at := len(m.sum), 0
	for i, j := range columns {
		for _, l := range columns[i:] {
			from, to := min(j, l), max(j, l)
			out.cross[at] = m.cross[from*k-from*(from-1)/2+to-from]
			at++
		}
	}
	return out
}

// Composite returns the moments of Σ_j weights_j x_j, then of some of the
// variables in the order given, over the rows that are complete in all. It
// panics if there are not as many weights as variables.
func (m *Moments) Composite(weights []float64, columns ...int) *Moments {
	k := len(m.sum)
	if len(weights) != k {
		panic("scoring: a composite has another number of weights than there are variables")
	}
	m.flush()
	cross := func(j, l int) float64 {
		from, to := min(j, l), max(j, l)
		return m.cross[from*k-from*(from-1)/2+to-from]
	}
	rest := m.Of(columns...)
	out := NewMoments(append([]float64{0}, rest.origin...))
	copy(out.sum[1:], rest.sum)
	copy(out.low[1:], rest.low)
	copy(out.high[1:], rest.high)
	out.n, out.incomplete, out.idle, out.weight = m.n, m.incomplete, m.idle, m.weight
	out.low[0], out.high[0] = 0, 0
	for j, w := range weights {
		if w == 0 {
			continue
		}
		out.origin[0] += w * m.origin[j]
		out.sum[0] += w * m.sum[j]
		out.low[0] += min(w*m.low[j], w*m.high[j])
		out.high[0] += max(w*m.low[j], w*m.high[j])
		for l, v := range weights {
			if v != 0 {
				out.cross[0] += w * v * cross(j, l)
			}
		}
		for i, column := range columns {
			out.cross[1+i] += w * cross(j, column)
		}
	}
	copy(out.cross[1+len(columns):], rest.cross)
	return out
}

func anyNaN(x []float64) bool {
	return slices.ContainsFunc(x, math.IsNaN)
}
