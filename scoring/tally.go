package scoring

// Tallies is the mergeable summary of a stream of ballots: one tally per unit
// and group (and stratum, and cluster), all that scores and their errors need.
// Adding ballots one by one, in any order, or merging the Tallies of parts
// gives the same scores.
type Tallies struct{}

// NewTallies returns empty tallies for the instrument and design.
func NewTallies(in *Instrument, d Design) *Tallies { panic("scoring: not written yet") }

// Add counts one ballot. It keeps nothing of b.
func (t *Tallies) Add(b *Ballot) { panic("scoring: not written yet") }

// Merge adds all that o has counted; o must have the same instrument and design.
func (t *Tallies) Merge(o *Tallies) { panic("scoring: not written yet") }

// Ballots returns how many ballots were added.
func (t *Tallies) Ballots() int { panic("scoring: not written yet") }

// RollUp returns tallies in which each unit also holds the ballots of all units
// below it (child → parent), as respondents of its own, with strata and
// clusters as they were. t is left as it is.
func (t *Tallies) RollUp(parent map[string]string) *Tallies { panic("scoring: not written yet") }

// Scores returns the scores of all units seen, sorted by unit id.
func (t *Tallies) Scores() []UnitScore { panic("scoring: not written yet") }
