package simulation

import (
	"slices"

	"minping/survey"
)

// A Report is what a plan came to. Where there are no cases a rate has no value.
type Report struct {
	Plan          Plan       `json:"plan"`
	Questionnaire string     `json:"questionnaire"`
	Indicators    int        `json:"indicators"`
	Level         survey.Num `json:"level"` // of all intervals and tests
	Intervals     []Interval `json:"intervals"`
	Regions       []Region   `json:"regions"`
	Last          []Last     `json:"last"`
	Alarms        []Alarm    `json:"alarms"`
	Falls         []Fall     `json:"falls"`
	Enough        []Enough   `json:"enough"`
}

// An Interval is how often the intervals of a level's scores hold the truth.
type Interval struct {
	Ballots  int    `json:"ballots"` // per unit
	Level    string `json:"level"`   // overall, composite, area, indicator
	Coverage Rate   `json:"coverage"`
	Half     Rate   `json:"half"` // half the width, points
	None     Rate   `json:"none"` // share of scores without an interval
}

// A Region is how often the joint rank regions of a tier hold the true ranks.
type Region struct {
	Ballots int  `json:"ballots"`
	Units   int  `json:"units"`
	Joint   Rate `json:"joint"` // all ranks of the tier at once
	Single  Rate `json:"single"`
	Width   Rate `json:"width"` // ranks in a region
	Equal   Rate `json:"equal"` // joint, where all units are equal: no pair told apart
}

// A Last is what is known of the last k of a tier.
type Last struct {
	Ballots int     `json:"ballots"`
	Units   int     `json:"units"`
	K       int     `json:"k"`
	Listed  Rate    `json:"listed"` // share of those among the last k that truly are
	Chance  Reading `json:"chance"` // certain: its own chance is at least the level
	Region  Reading `json:"region"` // certain: its joint rank region lies within the last k
}

// A Reading is one meaning of "certainly among the last k".
type Reading struct {
	Found   Rate `json:"found"`   // share of those truly among the last k that are certain
	Wrong   Rate `json:"wrong"`   // share of those certain that truly are not
	Any     Rate `json:"any"`     // share of polls in which one is wrongly certain
	Equal   Rate `json:"equal"`   // the same where all units are equal
	Certain Rate `json:"certain"` // units certain per poll where all units are equal
}

// An Alarm is how often a rule flags where nothing differs and nothing changed.
type Alarm struct {
	Ballots    int  `json:"ballots"`
	Rule       Rule `json:"rule"`
	Flagged    Rate `json:"flagged"` // per comparison
	Certain    Rate `json:"certain"`
	AnyFlagged Rate `json:"any_flagged"` // per poll
	AnyCertain Rate `json:"any_certain"`
}

// A Fall is how often a rule finds a true fall; every eighth unit fell.
type Fall struct {
	Ballots      int  `json:"ballots"`
	Rule         Rule `json:"rule"`
	Found        Rate `json:"found"` // per unit and indicator that fell
	FoundCertain Rate `json:"found_certain"`
	Wrong        Rate `json:"wrong"` // mean share, per poll, of those flagged that did not fall
	WrongCertain Rate `json:"wrong_certain"`
}

// Enough is the least number of ballots per unit, among those simulated, from
// which on coverage is at least Target; 0: none.
type Enough struct {
	What    string     `json:"what"`            // intervals of a level, or regions
	Units   int        `json:"units,omitempty"` // of regions
	Target  survey.Num `json:"target"`
	Ballots int        `json:"ballots"`
}

// target is the coverage below which too few ballots are said to make a 95 % interval.
const target = 0.93

func (e *experiment) report(rounds [][]round) *Report {
	q := e.plan.Questionnaire
	out := &Report{Plan: e.plan, Questionnaire: q.ID, Indicators: e.indicators, Level: 0.95}
	if q.Scoring.Level > 0 {
		out.Level = survey.Num(q.Scoring.Level)
	}
	for i, n := range e.plan.Ballots {
		of := func(what, at string, tier int) Rate { return rate(rounds[i], key{what, at, tier}) }
		for _, level := range e.levels() {
			out.Intervals = append(out.Intervals, Interval{
				n, level, of("interval", level, 0), of("half", level, 0), of("none", level, 0),
			})
		}
		for t, units := range e.plan.Units {
			out.Regions = append(out.Regions, Region{
				n, units, of("regions", "differ", t), of("region", "differ", t), of("width", "differ", t), of("regions", "equal", t),
			})
			reading := func(r string) Reading {
				return Reading{
					of("found-"+r, "differ", t), of("wrong-"+r, "differ", t), of("false-"+r, "differ", t),
					of("false-"+r, "equal", t), of("certain-"+r, "equal", t),
				}
			}
			out.Last = append(out.Last, Last{n, units, e.plan.Last[t], of("listed", "differ", t), reading(byChance), reading(byRegion)})
		}
		for _, r := range e.full.rules {
			id := r.id()
			out.Alarms = append(out.Alarms, Alarm{
				n, r, of("flagged", id, 0), of("certain", id, 0), of("any-flagged", id, 0), of("any-certain", id, 0),
			})
		}
		for _, r := range e.drops.rules {
			id := r.id()
			out.Falls = append(out.Falls, Fall{
				n, r, of("found", id, 0), of("found-certain", id, 0), of("wrong", id, 0), of("wrong-certain", id, 0),
			})
		}
	}
	out.Enough = out.enough()
	return out
}

// levels returns the levels of the index, from the whole to the indicators.
func (e *experiment) levels() []string {
	levels := []string{string(survey.LevelOverall)}
	seen := map[string]bool{}
	var walk func([]survey.Node)
	walk = func(nodes []survey.Node) {
		for _, n := range nodes {
			seen[string(n.Level)] = true
			walk(n.Children)
		}
	}
	walk(e.plain.q.Index)
	for _, level := range []survey.Level{survey.LevelComposite, survey.LevelArea, survey.LevelIndicator} {
		if seen[string(level)] {
			levels = append(levels, string(level))
		}
	}
	return levels
}

// enough finds, for intervals and regions, from how many ballots on they hold
// often enough. Coverage grows with the ballots but for chance, so that the
// numbers are looked at from the largest down.
func (r *Report) enough() []Enough {
	type series struct {
		what  string
		units int
	}
	coverage := map[series]map[int]survey.Num{}
	var order []series
	note := func(s series, ballots int, x Rate) {
		if coverage[s] == nil {
			coverage[s] = map[int]survey.Num{}
			order = append(order, s)
		}
		coverage[s][ballots] = x.Value
	}
	for _, x := range r.Intervals {
		note(series{x.Level, 0}, x.Ballots, x.Coverage)
	}
	for _, x := range r.Regions {
		note(series{"regions", x.Units}, x.Ballots, x.Joint)
		note(series{"equal", x.Units}, x.Ballots, x.Equal)
	}
	sizes := slices.Clone(r.Plan.Ballots)
	slices.Sort(sizes)
	slices.Reverse(sizes)
	var out []Enough
	for _, s := range order {
		e := Enough{What: s.what, Units: s.units, Target: target}
		for _, n := range sizes {
			if !(coverage[s][n] >= target) {
				break
			}
			e.Ballots = n
		}
		out = append(out, e)
	}
	return out
}
