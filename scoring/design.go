package scoring

// A Design is how the ballots were sampled, as far as errors depend on it.
type Design struct {
	Strata Strata
	// Lonely says what to do with a stratum that holds a single sampling unit.
	Lonely Lonely
	// Level is the confidence level of the intervals, 0–1; 0 means 0.95.
	Level float64
}

// Strata names what the strata are when ballots carry no stratum of their own.
type Strata uint8

// The choices of Strata. Ballots that carry a Stratum always use it.
const (
	OneStratum  Strata = iota // the whole file is one simple random sample
	UnitStrata                // each unit was sampled by itself
	GroupStrata               // each group of each unit was sampled by itself
)

// Lonely is a policy for strata with one sampling unit (R survey's
// options(survey.lonely.psu)).
type Lonely uint8

// The policies. LonelyFail states no error at all for a figure that such a
// stratum contributes to; LonelyAdjust centres it at the grand mean;
// LonelyCertainty and LonelyRemove let it contribute nothing.
const (
	LonelyFail Lonely = iota
	LonelyAdjust
	LonelyCertainty
)
