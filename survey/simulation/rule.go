package simulation

import (
	"slices"
	"strconv"

	"minping/survey"
)

// A Rule is a kind of flag rule that is tried out.
type Rule struct {
	Kind        string     `json:"kind"`                  // last, below, drop, gap, missing, repeat
	Scope       string     `json:"scope"`                 // overall or indicator
	Line        survey.Num `json:"line"`                  // k, points, or share; below: points under the true score
	Significant bool       `json:"significant,omitempty"` // drop: p values adjusted for all comparisons
}

func (r Rule) id() string {
	id := r.Kind + "-" + r.Scope + "-" + strconv.FormatFloat(float64(r.Line), 'g', -1, 64)
	if r.Significant {
		id += "-significant"
	}
	return id
}

const (
	overall   = "overall"
	indicator = "indicator"
)

// rules are the rules tried where nothing has changed; k is that of the tier.
func rules(k int) []Rule {
	return []Rule{
		{Kind: "last", Scope: overall, Line: survey.Num(k)},
		{Kind: "last", Scope: indicator, Line: survey.Num(k)},
		{Kind: "repeat", Scope: overall, Line: survey.Num(k)},
		{Kind: "below", Scope: indicator, Line: 0},
		{Kind: "below", Scope: indicator, Line: 5},
		{Kind: "drop", Scope: indicator, Line: 0, Significant: true},
		{Kind: "drop", Scope: indicator, Line: 3, Significant: true},
		{Kind: "drop", Scope: indicator, Line: 0},
		{Kind: "drop", Scope: indicator, Line: 3},
		{Kind: "drop", Scope: overall, Line: 0, Significant: true},
		{Kind: "drop", Scope: overall, Line: 0},
		{Kind: "gap", Scope: indicator, Line: 5},
		{Kind: "gap", Scope: indicator, Line: 10},
		{Kind: "missing", Scope: indicator, Line: 0.2},
		{Kind: "missing", Scope: indicator, Line: 0.3},
	}
}

// costly reports whether a rule takes most of a round's time: it ranks the
// units at every indicator.
func (r Rule) costly() bool { return r.Kind == "last" && r.Scope == indicator }

// flagRules writes rules as a questionnaire has them, for the units of a tier.
func (s *setting) flagRules(rules []Rule, tier string, truth []float64) []survey.FlagRule {
	var out []survey.FlagRule
	for _, r := range rules {
		f := survey.FlagRule{ID: r.id(), Tier: tier, Significant: r.Significant}
		if r.Scope == indicator {
			f.Level = survey.LevelIndicator
		}
		line := float64(r.Line)
		switch r.Kind {
		case "last", "repeat":
			f.Last = int(line)
			if r.Kind == "repeat" {
				f.Rounds = 2
			}
		case "below":
			out = append(out, s.belowTruth(f, truth, line)...)
			continue
		case "drop":
			f.Drop = &line
		case "gap":
			f.Gap = &line
		case "missing":
			f.Missing = &line
		}
		out = append(out, f)
	}
	return out
}

// belowTruth makes a rule for each indicator, with a line so many points under its true score.
func (s *setting) belowTruth(f survey.FlagRule, truth []float64, points float64) []survey.FlagRule {
	var out []survey.FlagRule
	for i, n := range s.ins.Nodes {
		if n.Item >= 0 {
			line := truth[i] - points
			rule := f
			rule.Level, rule.Node, rule.Below = "", n.ID, &line
			out = append(out, rule)
		}
	}
	return out
}

// questionnaire returns the plan's questionnaire with other flag rules, leaves
// that are indicators, and nothing that would keep a unit from being ranked.
func (s *setting) questionnaire(flags []survey.FlagRule) *survey.Questionnaire {
	q := *s.plan.Questionnaire
	q.Flags, q.Suggestions = flags, nil
	q.Scoring.MinBallots, q.Scoring.RollUp = 0, false
	q.Index = leaves(q.Index)
	return &q
}

func leaves(nodes []survey.Node) []survey.Node {
	out := slices.Clone(nodes)
	for i := range out {
		out[i].Children = leaves(out[i].Children)
		switch {
		case out[i].Item != "":
			out[i].Level = survey.LevelIndicator
		case out[i].Level == "" || out[i].Level == survey.LevelIndicator:
			out[i].Level = survey.LevelArea
		}
	}
	return out
}
