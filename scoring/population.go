package scoring

import (
	"fmt"
	"slices"
)

// A PopulationError says which stratum's population cannot be right; it wraps
// ErrPopulationSize. Strata that ballots do not name are those of the design:
// Unit, or Unit and Group; all empty: the whole file.
type PopulationError struct {
	Stratum     string // as ballots name it
	Unit, Group string
	Units       int     // sampling units in the sample
	Population  float64 // as stated; the largest, if ballots disagree
	Disputed    bool    // ballots disagree; else the population is below the sample
}

func (e *PopulationError) Error() string {
	name := e.Stratum
	if name == "" {
		name = e.Unit
		if e.Group != "" {
			name += "/" + e.Group
		}
	}
	if e.Disputed {
		return fmt.Sprintf("stratum %q: %v", name, ErrPopulationSize)
	}
	return fmt.Sprintf("stratum %q: %d sampling units of a population of %g: %v", name, e.Units, e.Population, ErrPopulationSize)
}

func (e *PopulationError) Unwrap() error { return ErrPopulationSize }

// Check returns a *PopulationError, which wraps ErrPopulationSize, for the
// first stratum whose ballots disagree about its population or whose population
// is below the sample. Scores take no correction there.
func (t *Tallies) Check() error {
	var wrong []stratumKey
	for key, s := range t.strata {
		if s.wrong() {
			wrong = append(wrong, key)
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	key := slices.MinFunc(wrong, func(a, b stratumKey) int {
		if a.less(b) {
			return -1
		}
		return 1
	})
	s := t.strata[key]
	e := &PopulationError{Units: s.size(), Population: s.population, Disputed: s.disputed}
	switch key.kind {
	case ownStratum:
		e.Stratum = key.name
	case unitStratum, groupStratum:
		e.Unit, e.Group = key.name, key.group
	}
	return e
}
