package scoring

import "strings"

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
// LonelyCertainty lets it contribute nothing (R's certainty and remove).
const (
	LonelyFail Lonely = iota
	LonelyAdjust
	LonelyCertainty
)

// level returns the confidence level, the default filled in.
func (d Design) level() float64 {
	if d.Level == 0 {
		return 0.95
	}
	if !(d.Level > 0 && d.Level < 1) {
		panic("scoring: Design.Level must lie between 0 and 1")
	}
	return d.Level
}

// A stratumKey names a stratum: the ballots' own, or what Design.Strata makes.
type stratumKey struct {
	kind        stratumKind
	name, group string
}

type stratumKind uint8

const (
	wholeStratum stratumKind = iota
	ownStratum
	unitStratum
	groupStratum
)

// stratumOf returns the stratum of a ballot.
func (d Design) stratumOf(b *Ballot) stratumKey {
	switch {
	case b.Stratum != "":
		return stratumKey{kind: ownStratum, name: b.Stratum}
	case d.Strata == UnitStrata:
		return stratumKey{kind: unitStratum, name: b.Unit}
	case d.Strata == GroupStrata:
		return stratumKey{kind: groupStratum, name: b.Unit, group: b.Group}
	}
	return stratumKey{}
}

// less orders strata, so that sums do not depend on the order of ballots.
func (k stratumKey) less(o stratumKey) bool {
	if k.kind != o.kind {
		return k.kind < o.kind
	}
	if k.name != o.name {
		return k.name < o.name
	}
	return k.group < o.group
}

// A stratum counts its sampling units over the whole design, whatever unit
// they belong to: every ballot without a cluster is one, every cluster is one.
type stratum struct {
	key       stratumKey
	ballots   int // without a cluster
	clustered int // ballots with one
	clusters  map[string]struct{}
	// population counts the sampling units of the population; 0: not given.
	population float64
	disputed   bool // ballots disagree about population
}

// size returns n_h, the number of sampling units.
func (s *stratum) size() int { return s.ballots + len(s.clusters) }

// rows returns the number of ballots.
func (s *stratum) rows() int { return s.ballots + s.clustered }

// fraction returns n_h/N_h, the sampled share of the population; 0 where that
// is not known.
func (s *stratum) fraction() float64 {
	if s.population == 0 || s.wrong() {
		return 0
	}
	return float64(s.size()) / s.population
}

// wrong reports whether the population cannot be right.
func (s *stratum) wrong() bool {
	return s.disputed || s.population > 0 && s.population < float64(s.size())
}

// add counts a ballot.
func (s *stratum) add(b *Ballot) {
	if s.population != b.Population {
		s.state(b.Population)
	}
	if b.Cluster == "" {
		s.ballots++
		return
	}
	s.clustered++
	s.addCluster(b.Cluster)
}

// state takes the population that the next ballots state.
func (s *stratum) state(population float64) {
	s.disputed = s.disputed || s.rows() > 0 && s.population != population
	s.population = max(s.population, population)
}

// merge adds the sampling units of o.
func (s *stratum) merge(o *stratum) {
	if o.rows() > 0 {
		s.state(o.population)
	}
	s.disputed = s.disputed || o.disputed
	s.ballots += o.ballots
	s.clustered += o.clustered
	for name := range o.clusters {
		s.addCluster(name)
	}
}

func (s *stratum) addCluster(name string) {
	if _, ok := s.clusters[name]; ok {
		return
	}
	if s.clusters == nil {
		s.clusters = map[string]struct{}{}
	}
	s.clusters[strings.Clone(name)] = struct{}{}
}
