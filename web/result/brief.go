package result

import (
	"minping/survey"
	"minping/survey/chart"
)

// How many names and lines the lists of the overview hold.
const (
	mostBrief = 4 // units on either side of a change, or of the certain
	mostWeak  = 5 // indicators
)

// A namedUnit is a unit in a line of them, with a figure.
type namedUnit struct{ Name, URL, Figure string }

// A lineOf is units of which one thing is said.
type lineOf struct {
	Units []namedUnit
	More  int // that are not named
}

// lineOfUnits returns a line of at most mostBrief units.
func lineOfUnits(units []namedUnit) lineOf {
	n := min(mostBrief, len(units))
	return lineOf{units[:n], len(units) - n}
}

// An endsView is who is among the last of each tier, as far as can be told.
type endsView struct {
	Headline string
	Tiers    []endView
}

type endView struct {
	Tier, URL    string
	K            int
	Sure, Unsure lineOf
}

// ends sums up who is among the last of each tier.
func (p *resultsPage) ends() endsView {
	v := endsView{Headline: p.Figures.EndsHeadline()}
	for _, t := range p.tiers() {
		last := p.Figures.Last(t.ID)
		if last == nil {
			continue
		}
		names := func(units []chart.LastUnit) lineOf {
			var list []namedUnit
			for i := len(units) - 1; i >= 0; i-- { // the very last first
				list = append(list, namedUnit{units[i].Name, p.unitURL(units[i].Unit), units[i].Score})
			}
			return lineOfUnits(list)
		}
		v.Tiers = append(v.Tiers, endView{p.tierTitle(t.ID), p.rankingURL(t.ID), last.K, names(last.Sure), names(last.Unsure)})
	}
	return v
}

// A movesView is which units rose or fell beyond error, by tier.
type movesView struct {
	N, Up, Down int // units compared; those that rose and fell
	Tiers       []moveView
}

type moveView struct {
	Tier, URL string
	Up, Down  lineOf
	Flat      int
}

// moves sums up, by tier, whose overall score rose or fell beyond error, the
// largest change first.
func (p *resultsPage) moves() movesView {
	var all movesView
	root := p.Release.Nodes[0].ID
	for _, t := range p.tiers() {
		v := moveView{Tier: p.tierTitle(t.ID), URL: p.changeURL(t.ID)}
		up, down, flat := p.Figures.ChangedBeyond(t.ID, root)
		named := func(units []*survey.UnitResult) lineOf {
			var list []namedUnit
			for _, u := range units {
				list = append(list, namedUnit{u.Name.In(p.Lang), p.unitURL(u.Unit), chart.Signed(u.Nodes[root].Change.Diff)})
			}
			return lineOfUnits(list)
		}
		v.Up, v.Down, v.Flat = named(up), named(down), flat
		if n := len(up) + len(down) + flat; n > 0 {
			all.N, all.Up, all.Down = all.N+n, all.Up+len(up), all.Down+len(down)
			all.Tiers = append(all.Tiers, v)
		}
	}
	return all
}

// A weakView is the lowest indicators of the whole.
type weakView struct {
	Headline string
	Rows     []weakRow
	URL      string // all indicators
}

type weakRow struct{ Title, URL, Score, Interval, Way, Change string }

// weak lists the lowest indicators of a unit, with their changes.
func (p *resultsPage) weak(u *survey.UnitResult) weakView {
	v := weakView{Headline: p.Figures.WeakestHeadline(u.Unit), URL: p.Base + "/heat"}
	tier := u.Tier
	if tiers := p.tiers(); len(tiers) > 0 {
		tier = tiers[0].ID
	}
	nodes := p.Figures.Weakest(u.Unit)
	for _, n := range nodes[:min(mostWeak, len(nodes))] {
		s := u.Nodes[n.ID]
		row := weakRow{Title: p.nodeTitle(n.ID), URL: p.indicatorURL(tier, n.ID), Score: chart.Points(s.Score), Interval: chart.Interval(s.Low, s.High)}
		if c := s.Change; c != nil && c.Diff.OK() && c.Real {
			row.Way, row.Change = chart.Way(c), chart.Signed(c.Diff)
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}
