package result

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// kindField is the parameter of a group's weight for a kind of unit.
func kindField(tier, group string) string { return kindParam + tier + "." + group }

// readKinds reads the weights of groups for kinds of unit, and the rule for groups
// without ballots. What is left empty or as published changes nothing.
func (f *scenarioForm) readKinds(r *survey.Release, q url.Values) {
	for _, k := range r.Kinds() {
		weights := map[string]float64{}
		for i, g := range k.Groups {
			name := kindField(k.Tier, g)
			text := strings.TrimSpace(q.Get(name))
			x, err := strconv.ParseUint(text, 10, 16)
			switch {
			case text == "":
			case err != nil || x > 100:
				f.typed[name] = text
				f.fail(name, "whole")
			case float64(x) != k.Weights[i]:
				weights[g] = float64(x)
			}
		}
		if len(weights) > 0 {
			f.scenario.Kinds[k.Tier] = weights
		}
	}
	if rule := survey.EmptyRule(q.Get(emptyParam)); len(r.Kinds()) > 0 && rule != r.Evaluation.Empty {
		f.scenario.NoBallots = rule
	}
}

// kindRows are the fields of one kind of unit.
type kindRows struct {
	Title, Field, Sum, Error string // Sum: of what is typed, in words
	Rows                     []weightRow
}

// kindRows are the fields of the kinds of unit.
func (p *resultsPage) kindRows(f scenarioForm) (list []kindRows) {
	for n, k := range p.Release.Kinds() {
		rows := kindRows{Title: p.T("whatif.kind", "tier", p.tierTitle(k.Tier)), Field: "k" + strconv.Itoa(n)}
		weights := make([]float64, len(k.Groups))
		sum, wrong := 0.0, false
		for i, g := range k.Groups {
			row, x := p.field(f, f.scenario.Kinds[k.Tier], kindParam+k.Tier+".", "", g, k.Weights[i])
			row.Field, row.Title, row.Whole = rows.Field+"-"+strconv.Itoa(i), p.groupTitle(g), true
			if row.Dropped {
				row.Value, row.Dropped = "0", false
			}
			wrong = wrong || row.Error != ""
			rows.Rows, weights[i] = append(rows.Rows, row), x
			sum += x
		}
		share(rows.Rows, weights)
		if !wrong { // the weights to 100 are their own shares
			rows.Sum = p.T("whatif.kind.sum", "sum", site.Number(sum))
		}
		if f.errors[kindParam+k.Tier] != "" && !wrong {
			rows.Error = p.T("whatif.error.sum", "sum", site.Number(sum))
		}
		list = append(list, rows)
	}
	return list
}

func (p *resultsPage) groupTitle(id string) string {
	for _, g := range p.Release.Groups {
		if g.ID == id {
			return g.Title.In(p.Lang)
		}
	}
	return id
}

// onlyKinds reports whether no ranked unit goes by the groups' own weights.
func (p *resultsPage) onlyKinds() bool {
	kinds := p.Release.Kinds()
	return len(kinds) > 0 && !slices.ContainsFunc(p.Release.Tiers, func(t survey.TierInfo) bool {
		return t.Ranked > 1 && !slices.ContainsFunc(kinds, func(k survey.Kind) bool { return k.Tier == t.ID })
	})
}

// A ruleChoice is a rule for groups without ballots.
type ruleChoice struct {
	Value, Title string
	Chosen       bool
}

func (p *resultsPage) ruleChoices(f scenarioForm) (list []ruleChoice) {
	if len(p.Release.Kinds()) == 0 {
		return nil
	}
	chosen := p.Release.Evaluation.Empty
	if f.scenario.NoBallots != "" {
		chosen = f.scenario.NoBallots
	}
	for _, rule := range []survey.EmptyRule{survey.EmptyRenormalise, survey.EmptyBlock, survey.EmptyZero} {
		list = append(list, ruleChoice{string(rule), p.T("whatif.rule." + string(rule)), rule == chosen})
	}
	return list
}

// kindWords says in words what a scenario changes for kinds of unit.
func (p *resultsPage) kindWords(s survey.Scenario) (said []string) {
	for _, k := range p.Release.Kinds() {
		for i, g := range k.Groups {
			if x, ok := s.Kinds[k.Tier][g]; ok {
				said = append(said, p.T("whatif.said.kind", "tier", p.tierTitle(k.Tier), "name", p.groupTitle(g), "from", site.Number(k.Weights[i]), "to", site.Number(x)))
			}
		}
	}
	if s.NoBallots != "" {
		said = append(said, p.T("whatif.said.rule", "rule", p.T("whatif.rule."+string(s.NoBallots))))
	}
	return said
}

// An unblockedRow is a unit that has a score under the scenario alone.
type unblockedRow struct{ Name, URL, Score, Reason string }

func (p *resultsPage) unblockedRows(t survey.WhatIfTier) (rows []unblockedRow) {
	for _, u := range t.Unblocked {
		row := unblockedRow{Name: p.unitName(u.Unit), URL: p.unitURL(u.Unit), Score: chart.Points(u.After)}
		if u.Reason != "" {
			row.Reason = p.T("whatif.reason." + string(u.Reason))
		}
		rows = append(rows, row)
	}
	return rows
}
