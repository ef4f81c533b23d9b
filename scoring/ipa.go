package scoring

import "math"

// A Quadrant is a place in the importance-performance plane.
type Quadrant uint8

// The quadrants of Martilla & James.
const (
	LowPriority      Quadrant = iota // of little importance, poor
	PossibleOverkill                 // of little importance, good
	ConcentrateHere                  // important, poor
	KeepUp                           // important, good
)

// String returns the quadrant's key, e.g. "concentrate_here".
func (q Quadrant) String() string {
	return [...]string{"low_priority", "possible_overkill", "concentrate_here", "keep_up"}[q]
}

// An ImportanceGrid places items by importance and performance.
type ImportanceGrid struct {
	ImportanceCut  float64    // mean importance
	PerformanceCut float64    // mean performance
	Quadrants      []Quadrant // one per item
}

// ImportancePerformance places items, given the importance of each (KeyDrivers'
// Share, say) and its performance (KeyDrivers' Mean, or a score), beside the
// crosshair at the mean of each. What lies on the crosshair, within rounding,
// counts as high. It panics without items, if lengths differ or at a NaN or
// infinite value: leave out items without values before.
//
// Martilla, J. A. & James, J. C. (1977), Journal of Marketing 41, 77–79.
func ImportancePerformance(importance, performance []float64) ImportanceGrid {
	if len(importance) == 0 || len(importance) != len(performance) {
		panic("scoring: importance and performance differ in length, or no item")
	}
	g := ImportanceGrid{ImportanceCut: crosshair(importance), PerformanceCut: crosshair(performance)}
	for i := range importance {
		q := LowPriority
		if reaches(performance[i], g.PerformanceCut) {
			q = PossibleOverkill
		}
		if reaches(importance[i], g.ImportanceCut) {
			q += ConcentrateHere
		}
		g.Quadrants = append(g.Quadrants, q)
	}
	return g
}

func crosshair(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			panic("scoring: an item has no importance or performance")
		}
		sum += v
	}
	return sum / float64(len(x))
}

// reaches reports whether x ≥ cut, but for the rounding of a mean.
func reaches(x, cut float64) bool { return x >= cut-1e-12*math.Abs(cut) }
