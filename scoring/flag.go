package scoring

import (
	"math"
	"sort"
)

// A RuleKind is a kind of flag rule 预警规则.
type RuleKind uint8

// The kinds, with the fields of Rule that each reads.
const (
	RuleLast    RuleKind = iota // Last: among the last k of its tier at the node; see amongLast
	RuleBelow                   // Below: score under the line
	RuleDrop                    // Drop, Significant: fell by more than Drop points since the last round
	RuleGap                     // Gap: an indicator at least Gap points under its parent area
	RuleMissing                 // Rate: share of don't know + blank above Rate
	RuleRepeat                  // Last, Rounds: among the last k in Rounds rounds running, this one included
)

// A Rule says when a unit is flagged.
type Rule struct {
	ID          string
	Kind        RuleKind
	Tier        string // "" means every tier
	Nodes       []int  // the nodes it looks at, indices into Instrument.Nodes
	Last        int
	Below       float64 // score, 0–100
	Drop        float64 // points
	Significant bool    // RuleDrop: only where the change exceeds its error, see Flags
	Gap         float64 // points
	Rate        float64 // share, 0–1
	Rounds      int
	Certainty   Certainty // RuleLast, RuleRepeat
	Action      string
}

// A Certainty is what makes a place among the last k certain.
type Certainty uint8

// The certainties: of one unit looked at by itself, or of all units of the
// tier at once, which is stricter.
const (
	ByChance Certainty = iota // P(among the last k) is at least the level
	ByRegion                  // the joint interval of the rank (see Rank) lies within the last k
)

// A Flag is a rule met by a unit at a node, with its numbers.
type Flag struct {
	Rule      string
	Kind      RuleKind
	Unit      string
	Tier      string
	Node      int
	Value     float64 // what was compared: score, change (a fall is negative), gap, share
	SE        float64 // of Value; NaN where none; for a gap an upper bound
	Low, High float64 // interval of Value; NaN where none
	Threshold float64 // what it was compared with (RuleLast, RuleRepeat: k; RuleDrop: -Drop)
	Rank, Of  int     // RuleLast, RuleRepeat; else 0
	Chance    float64 // RuleLast, RuleRepeat: P(among the last k); else the p value of the comparison; NaN where none
	Previous  float64 // RuleDrop: the last round's score; else NaN
	// Certain: the interval of Value lies wholly beyond the threshold, the place
	// among the last k is certain as the rule's Certainty says, or a significant
	// drop was asked for and found.
	Certain  bool
	Severity float64 // 0–100, larger is worse; see severity.go for the scale
	Action   string
}

// A Standing is one unit as flag rules see it.
type Standing struct {
	Unit, Tier string
	Scores     []Score // parallel to Instrument.Nodes
	Previous   []Score // last round's, parallel to Instrument.Nodes, Value NaN where there was none; nil: no last round
	// PastRanks holds the places in earlier rounds, the latest first: node → place.
	PastRanks []map[int]Place
}

// A Place is a competition rank among the units of a tier.
type Place struct{ Rank, Of int }

// Flags returns the flags that the units meet, worst first. Units whose score
// at a node is NaN are neither ranked nor flagged there, but for RuleMissing.
//
// A rule for significant drops tests every unit at every node of its own:
// hundreds of comparisons, of which some fall by chance alone. Its p values are
// adjusted for that (Benjamini & Hochberg 1995), so that of the drops it flags
// a share of at most 1 - level is expected to be false.
func Flags(in *Instrument, rules []Rule, units []Standing, level float64) []Flag {
	j := &judge{in: in, units: units, level: level, fields: map[fieldKey]*field{}}
	var flags []Flag
	for _, rule := range rules {
		j.test(rule)
		for u := range units {
			if rule.Tier != "" && rule.Tier != units[u].Tier {
				continue
			}
			for _, node := range rule.Nodes {
				if f, ok := j.judge(rule, u, node); ok {
					flags = append(flags, f)
				}
			}
		}
	}
	sort.SliceStable(flags, func(a, b int) bool { return flags[a].Severity > flags[b].Severity })
	return flags
}

// A judge applies rules to units.
type judge struct {
	in     *Instrument
	units  []Standing
	level  float64
	fields map[fieldKey]*field
	drops  map[dropKey]float64 // adjusted p values of the rule at hand
}

type dropKey struct{ unit, node int }

// test fills in drops for a rule that wants significant ones.
func (j *judge) test(rule Rule) {
	j.drops = nil
	if rule.Kind != RuleDrop || !rule.Significant {
		return
	}
	var keys []dropKey
	var p []float64
	for u := range j.units {
		if rule.Tier != "" && rule.Tier != j.units[u].Tier || j.units[u].Previous == nil {
			continue
		}
		for _, node := range rule.Nodes {
			keys = append(keys, dropKey{u, node})
			p = append(p, ChangeOf(j.units[u].Scores[node], j.units[u].Previous[node], j.level).P)
		}
	}
	j.drops = make(map[dropKey]float64, len(keys))
	for i, x := range AdjustP(p, BH) {
		j.drops[keys[i]] = x
	}
}

// judge applies one rule to one unit at one node.
func (j *judge) judge(rule Rule, unit, node int) (Flag, bool) {
	u := &j.units[unit]
	score := u.Scores[node]
	nan := math.NaN()
	f := Flag{
		Rule: rule.ID, Kind: rule.Kind, Unit: u.Unit, Tier: u.Tier, Node: node, Action: rule.Action,
		Value: score.Value, SE: score.SE, Low: score.Low, High: score.High, Chance: nan, Previous: nan,
	}
	met := false
	switch rule.Kind {
	case RuleMissing:
		met = missing(&f, rule, score)
	case RuleLast, RuleRepeat:
		met = j.amongLast(&f, rule, unit)
	case RuleBelow:
		met = j.below(&f, rule, score)
	case RuleDrop:
		met = u.Previous != nil && j.drop(&f, rule, unit)
	case RuleGap:
		if parent := j.in.Nodes[node].Parent; parent >= 0 {
			met = j.gap(&f, rule, score, u.Scores[parent])
		}
	default:
		panic("scoring: unknown rule kind")
	}
	return f, met
}

// missing flags a share of don't know and blank above the rate. It tells of
// the sample itself, so that it has no error and is never called certain.
func missing(f *Flag, rule Rule, s Score) bool {
	nan := math.NaN()
	f.Value, f.Threshold = s.DontKnow+s.Blank, rule.Rate
	f.SE, f.Low, f.High = nan, nan, nan
	f.Severity = severity(rule.Kind, 1, 100*(f.Value-rule.Rate))
	return f.Value > rule.Rate
}

// below flags a score under the line; Chance is the p value of being on it.
func (j *judge) below(f *Flag, rule Rule, s Score) bool {
	if !(s.Value < rule.Below) {
		return false
	}
	_, _, p := tInterval(s.Value-rule.Below, s.SE, s.DF, j.level)
	f.Threshold, f.Chance = rule.Below, p
	f.Certain = s.High < rule.Below
	f.Severity = severity(rule.Kind, truly(p), rule.Below-s.Value)
	return true
}

// drop flags a fall of more than Drop points; Chance is the p value of no
// change, adjusted where the rule wants significant drops.
func (j *judge) drop(f *Flag, rule Rule, unit int) bool {
	u := &j.units[unit]
	before := u.Previous[f.Node]
	c := ChangeOf(u.Scores[f.Node], before, j.level)
	if adjusted, ok := j.drops[dropKey{unit, f.Node}]; ok {
		c.P = adjusted
	}
	if !(c.Diff < -rule.Drop) || rule.Significant && !(c.P < 1-j.level) {
		return false
	}
	f.Value, f.SE, f.Low, f.High, f.Chance = c.Diff, c.SE, c.Low, c.High, c.P
	f.Threshold, f.Previous = -rule.Drop, before.Value
	f.Certain = rule.Significant || c.High < -rule.Drop
	_, _, p := tInterval(c.Diff+rule.Drop, c.SE, c.DF, j.level)
	f.Severity = severity(rule.Kind, truly(p), -rule.Drop-c.Diff)
	return true
}

// gap flags an indicator at least Gap points under its parent. The two share
// respondents, and their covariance is not at hand: the error stated is the
// sum of both, which it cannot exceed.
func (j *judge) gap(f *Flag, rule Rule, s, parent Score) bool {
	gap := parent.Value - s.Value
	if !(gap >= rule.Gap) {
		return false
	}
	df := min(s.DF, parent.DF)
	f.Value, f.SE, f.Threshold = gap, s.SE+parent.SE, rule.Gap
	f.Low, f.High, _ = tInterval(gap, f.SE, df, j.level)
	_, _, f.Chance = tInterval(gap-rule.Gap, f.SE, df, j.level)
	f.Certain = f.Low > rule.Gap
	f.Severity = severity(rule.Kind, truly(f.Chance), gap-rule.Gap)
	return true
}

// amongLast flags a unit among the last k of its tier: fewer than k are worse,
// so that units tied across the line are all flagged; but a unit that none is
// better than is not, nor where the tier has one unit. RuleRepeat demands the
// same of the Rounds-1 rounds before (by their competition ranks).
func (j *judge) amongLast(f *Flag, rule Rule, unit int) bool {
	field := j.field(j.units[unit].Tier, f.Node)
	at, ok := field.at[unit]
	if !ok || field.rank[at] == 1 || field.worse(at) >= rule.Last {
		return false
	}
	if rule.Kind == RuleRepeat && !repeated(j.units[unit].PastRanks, f.Node, rule) {
		return false
	}
	f.Rank, f.Of, f.Threshold = field.rank[at], len(field.x), float64(rule.Last)
	chance := 0.5
	if !math.IsNaN(f.SE) {
		f.Chance = field.chances()[at].Last(rule.Last)
		f.Certain = f.Chance >= j.level
		if rule.Certainty == ByRegion {
			f.Certain = field.regions(j.level)[at].Low > f.Of-rule.Last
		}
		chance = f.Chance
	}
	f.Severity = severity(rule.Kind, chance, field.escape(rule.Last)-f.Value)
	return true
}

// repeated reports whether a unit was among the last k in the rounds before.
func repeated(past []map[int]Place, node int, rule Rule) bool {
	if len(past) < rule.Rounds-1 {
		return false
	}
	for _, round := range past[:max(0, rule.Rounds-1)] {
		p, ok := round[node]
		if !ok || p.Rank == 1 || p.Rank <= p.Of-rule.Last {
			return false
		}
	}
	return true
}
