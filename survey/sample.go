package survey

import (
	"cmp"

	"minping/scoring"
)

// A Sample says how the respondents of a poll were drawn and what is known of
// the population that they stand for. Its zero value says nothing: what the
// questionnaire's scoring says holds, and ballots count as they are.
type Sample struct {
	// Strata is what was sampled by itself: "none", "unit", "group", or the id
	// of a profile item whose answer names the stratum within the unit; "": as
	// the questionnaire says.
	Strata string `yaml:"strata,omitempty" json:"strata,omitempty"`
	// Lonely is what to do with a stratum of one sampling unit: fail, adjust,
	// certainty; "": as the questionnaire says.
	Lonely string `yaml:"lonely,omitempty" json:"lonely,omitempty"`
	// Clusters is the id of a profile item whose answer names the primary
	// sampling unit (a village, a ward); "": every ballot is one. A ballot that
	// leaves it blank is one by itself.
	Clusters string `yaml:"clusters,omitempty" json:"clusters,omitempty"`
	// Weight is the id of a profile item, a number, that holds the design
	// weight; "": 1. Ballots whose answer is not above 0 are left out.
	Weight string `yaml:"weight,omitempty" json:"weight,omitempty"`
	// Populations are the sizes of strata, for the finite population correction.
	Populations []Population `yaml:"populations,omitempty" json:"populations,omitempty"`
	// Margins are known distributions of the population; ballots are raked to them.
	Margins []Margin `yaml:"margins,omitempty" json:"margins,omitempty"`
	// Lowest and Highest bound the raked weights, as multiples of their mean
	// within the unit (or group); 0: no bound.
	Lowest  float64 `yaml:"lowest,omitempty" json:"lowest,omitempty"`
	Highest float64 `yaml:"highest,omitempty" json:"highest,omitempty"`
}

// A Population is how many sampling units (people, or clusters where there are
// any) a stratum has. It names the stratum: nothing where all is one stratum,
// else the unit, and with it the group or the answer that a stratum is of.
// Strata without one are taken as drawn with replacement.
type Population struct {
	Unit    string  `yaml:"unit,omitempty" json:"unit,omitempty"`
	Group   string  `yaml:"group,omitempty" json:"group,omitempty"`     // where each group is a stratum
	Stratum string  `yaml:"stratum,omitempty" json:"stratum,omitempty"` // option code, where a profile item names the strata
	Size    float64 `yaml:"size" json:"size"`
}

// A Margin is how the people that a unit's respondents stand for are
// distributed over the answers to a profile item.
type Margin struct {
	Unit  string `yaml:"unit" json:"unit"`                       // the unit whose population it is
	Group string `yaml:"group,omitempty" json:"group,omitempty"` // "": all groups of the unit
	Item  string `yaml:"item" json:"item"`
	// Population is the number of people by option code, several codes taken
	// together joined by bars ("4|5"); for a number item, by lower bound of the
	// class ("18", "30", "45"). Other answers, and none, count as unknown.
	Population map[string]float64 `yaml:"population" json:"population"`
}

// strata returns what the strata are: none, unit, group or the id of an item.
func (q *Questionnaire) strata(s *Sample) string {
	said := ""
	if s != nil {
		said = s.Strata
	}
	return cmp.Or(said, q.Scoring.Strata, "none")
}

// lonely returns what is done with a stratum of one sampling unit.
func (q *Questionnaire) lonely(s *Sample) string {
	said := ""
	if s != nil {
		said = s.Lonely
	}
	return cmp.Or(said, q.Scoring.Lonely, "fail")
}

// design returns how ballots of a poll are taken to be sampled.
func (q *Questionnaire) design(s *Sample) scoring.Design {
	said := q.Scoring
	said.Strata, said.Lonely = q.strata(s), q.lonely(s)
	return said.Design()
}
