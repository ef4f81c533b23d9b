package result

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// mostMovers is how many movers are shown at once; the rest unfold.
const mostMovers = 12

// mostNamed is how many units a sentence names before it counts them.
const mostNamed = 3

// steadyShare is the share of draws from which on a unit is said to stay where
// it is; the messages name it.
const steadyShare = 0.95

// A whatIfTier is a tier's part of the page.
type whatIfTier struct {
	Title, Headline, Robust string
	K                       int
	Named                   bool
	Before, After           []lastRow
	Movers, More            []moverRow
	Unsettled               int // units of which it cannot be told whether they are among the last k
	Untold                  []untoldRow
	Unblocked               []unblockedRow
	Units                   []robustRow
	Without                 []withoutRow
	Draws                   int
	Spread                  survey.Num
	LeftOut                 int
}

// A lastRow is one of the last k.
type lastRow struct{ Rank, Name, URL, Score, Word string }

// A moverRow is a unit that changes its rank.
type moverRow struct {
	Name, URL, Before, After, ScoreBefore, ScoreAfter, Interval, Word, Mark string
}

// An untoldRow is a unit whose score cannot be told, and why.
type untoldRow struct{ Name, URL, Reason string }

// A robustRow is a unit's places over the draws.
type robustRow struct {
	Name, URL, Places, Interval, Share string
	Rank                               int
}

// A withoutRow says what happens without one indicator.
type withoutRow struct{ Title, URL, Text, Shift, Beyond string }

func (p *resultsPage) unitName(id string) string {
	if u := p.Release.Unit(id); u != nil {
		return u.Name.In(p.Lang)
	}
	return id
}

func span(low, high int) string {
	if low == high {
		return strconv.Itoa(low)
	}
	return strconv.Itoa(low) + "–" + strconv.Itoa(high)
}

func (p *resultsPage) whatIfTier(t survey.WhatIfTier, robust survey.RobustTier, asked bool) whatIfTier {
	v := whatIfTier{Title: p.tierTitle(t.Tier), K: t.K, Named: t.Named, Draws: robust.Draws, Spread: survey.Num(robust.Spread), LeftOut: len(robust.LeftOut)}
	if asked {
		v.Headline, v.Unblocked = p.tierFinding(t), p.unblockedRows(t)
		p.fillMovers(&v, t)
	}
	v.Robust = p.T("whatif.head.robust", "said", p.robustFinding(robust))
	for _, u := range robust.Units {
		if u.Last >= 0.01 {
			v.Units = append(v.Units, robustRow{
				Name: p.unitName(u.Unit), URL: p.unitURL(u.Unit), Rank: p.Release.Unit(u.Unit).Rank.Rank, Places: span(u.Low, u.High),
				Interval: span(u.Interval[0], u.Interval[1]), Share: chart.Chance(survey.Num(u.Last)),
			})
		}
	}
	for _, x := range robust.Without {
		row := withoutRow{Title: p.nodeTitle(x.Node), URL: p.address("/whatif", dropParam, x.Node), Shift: chart.Points(survey.Num(x.Shift)), Beyond: strconv.Itoa(x.Beyond)}
		row.Text = p.listChange(x.Enters, x.Leaves)
		if x.Unknown > 0 {
			row.Text = p.T("whatif.untold.n", "n", x.Unknown)
		}
		v.Without = append(v.Without, row)
	}
	return v
}

// fillMovers fills in the last k before and after, and who moves.
func (p *resultsPage) fillMovers(v *whatIfTier, t survey.WhatIfTier) {
	after := slices.Clone(t.Units)
	slices.SortStableFunc(after, func(a, b survey.WhatIfUnit) int { return cmp.Compare(a.NewLow, b.NewLow) })
	for _, u := range t.Units {
		if u.WasLast {
			v.Before = append(v.Before, p.lastRow(u, strconv.Itoa(u.Rank), u.Before, u.Leaves(), p.T("whatif.mark.leaves")))
		}
		if u.Last == survey.Unsettled {
			v.Unsettled++
		}
		if u.Reason != "" {
			v.Untold = append(v.Untold, untoldRow{p.unitName(u.Unit), p.unitURL(u.Unit), p.T("whatif.reason." + string(u.Reason))})
		}
	}
	for _, u := range after {
		if u.Last == survey.Yes {
			v.After = append(v.After, p.lastRow(u, span(u.NewLow, u.NewHigh), u.After, u.Enters(), p.T("whatif.mark.enters")))
		}
	}
	movers := slices.DeleteFunc(after, func(u survey.WhatIfUnit) bool { return !u.Moved() })
	slices.SortStableFunc(movers, func(a, b survey.WhatIfUnit) int { return cmp.Compare(movesBy(b), movesBy(a)) })
	for _, u := range movers {
		row := moverRow{
			Name: p.unitName(u.Unit), URL: p.unitURL(u.Unit), Before: strconv.Itoa(u.Rank), After: span(u.NewLow, u.NewHigh),
			ScoreBefore: chart.Points(u.Before), ScoreAfter: chart.Points(u.After), Interval: span(u.Low, u.High), Word: p.T("whatif.within"), Mark: "none",
		}
		if u.Beyond() {
			row.Word, row.Mark = p.T("whatif.beyond"), "yellow"
		}
		if len(v.Movers) < mostMovers {
			v.Movers = append(v.Movers, row)
		} else {
			v.More = append(v.More, row)
		}
	}
}

// movesBy orders movers: those that enter or leave the last k, those beyond
// their interval, then by how far they move.
func movesBy(u survey.WhatIfUnit) int {
	n := max(u.Rank-u.NewLow, u.NewHigh-u.Rank)
	if u.Beyond() {
		n += 1 << 20
	}
	if u.Enters() || u.Leaves() {
		n += 1 << 21
	}
	return n
}

func (p *resultsPage) lastRow(u survey.WhatIfUnit, rank string, score survey.Num, marked bool, word string) lastRow {
	row := lastRow{Rank: rank, Name: p.unitName(u.Unit), URL: p.unitURL(u.Unit), Score: chart.Points(score)}
	if marked {
		row.Word = word
	}
	return row
}

// names lists units, or counts them where they are many.
func (p *resultsPage) names(ids []string) string {
	if len(ids) > mostNamed {
		return p.T("whatif.units", "n", len(ids))
	}
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = p.unitName(id)
	}
	return site.JoinList(p.Lang, names)
}

// listChange says who enters and leaves the last k.
func (p *resultsPage) listChange(enters, leaves []string) string {
	var parts []string
	if len(leaves) > 0 {
		parts = append(parts, p.T("whatif.list.leave", "units", p.names(leaves), "n", len(leaves)))
	}
	if len(enters) > 0 {
		parts = append(parts, p.T("whatif.list.enter", "units", p.names(enters), "n", len(enters)))
	}
	if parts == nil {
		return p.T("whatif.list.same")
	}
	return strings.Join(parts, p.T("whatif.list.join"))
}

// tierFinding says what a scenario does to a tier's last k.
func (p *resultsPage) tierFinding(t survey.WhatIfTier) string {
	var enters, leaves []string
	unsettled, swapped, beyond := 0, 0, 0
	for _, u := range t.Units {
		switch {
		case u.Last == survey.Unsettled:
			unsettled++
		case u.Enters():
			enters = append(enters, u.Unit)
		case u.Leaves():
			leaves = append(leaves, u.Unit)
		case u.WasLast && u.Moved():
			swapped++
		}
		if u.Beyond() {
			beyond++
		}
	}
	tier := p.tierTitle(t.Tier)
	var said string
	switch {
	case unsettled > 0:
		said = p.T("whatif.find.unsettled", "tier", tier, "k", t.K, "n", unsettled)
	case len(enters)+len(leaves) > 0:
		said = p.T("whatif.find.change", "tier", tier, "k", t.K, "change", p.listChange(enters, leaves))
	case swapped > 0:
		said = p.T("whatif.find.swap", "tier", tier, "k", t.K, "n", swapped)
	default:
		said = p.T("whatif.find.same", "tier", tier, "k", t.K)
	}
	if beyond > 0 {
		return said + p.T("r.comma") + p.T("whatif.find.beyond", "n", beyond)
	}
	return said
}

// robustFinding says how many of the last k stay there whatever the weights.
func (p *resultsPage) robustFinding(t survey.RobustTier) string {
	steady := 0
	for _, u := range t.Units {
		if u.WasLast && u.Last >= steadyShare {
			steady++
		}
	}
	return p.T("whatif.find.robust", "tier", p.tierTitle(t.Tier), "k", t.K, "n", steady)
}

// whatIfHeadline is the finding of the page.
func (p *resultsPage) whatIfHeadline(s survey.Scenario, tiers []survey.WhatIfTier, robust []survey.RobustTier, asked bool) string {
	var parts []string
	for i, t := range tiers {
		if asked {
			parts = append(parts, p.tierFinding(t))
		} else {
			parts = append(parts, p.robustFinding(robust[i]))
		}
	}
	if parts == nil {
		return p.T("r.no.ranking")
	}
	said := strings.Join(parts, p.T("whatif.join"))
	if !asked {
		return p.T("whatif.head.robust", "said", said)
	}
	if len(s.Nodes)+len(s.Groups)+len(s.Kinds) == 0 {
		return p.T("whatif.head.rule", "said", said)
	}
	if name := p.onlyDropped(s); name != "" {
		return p.T("whatif.head.without", "name", name, "said", said)
	}
	return p.T("whatif.head.weights", "said", said)
}

// onlyDropped names the node or group that is all that a scenario leaves out.
func (p *resultsPage) onlyDropped(s survey.Scenario) string {
	if len(s.Nodes)+len(s.Groups) != 1 || len(s.Kinds) > 0 || s.NoBallots != "" {
		return ""
	}
	for id, x := range s.Nodes {
		if x == 0 {
			return p.nodeTitle(id)
		}
	}
	for _, g := range p.Release.Groups {
		if x, ok := s.Groups[g.ID]; ok && x == 0 {
			return g.Title.In(p.Lang)
		}
	}
	return ""
}

// scenarioWords says a scenario in words, for print.
func (p *resultsPage) scenarioWords(s survey.Scenario) []string {
	var said []string
	say := func(title string, published, x float64) {
		if x == 0 {
			said = append(said, p.T("whatif.said.drop", "name", title))
		} else {
			said = append(said, p.T("whatif.said.weight", "name", title, "from", site.Number(published), "to", site.Number(x)))
		}
	}
	for _, n := range p.Release.Nodes {
		if x, ok := s.Nodes[n.ID]; ok {
			say(p.nodeTitle(n.ID), float64(n.Weight), x)
		}
	}
	for _, g := range p.Release.Groups {
		if x, ok := s.Groups[g.ID]; ok {
			say(g.Title.In(p.Lang), float64(g.Weight), x)
		}
	}
	return append(said, p.kindWords(s)...)
}
