package result

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/chart"
)

// A sumView is a figure below the heading of the overview, with its word.
type sumView struct {
	Value, Word, Detail  string
	URL                  string // "": it leads nowhere
	Way, Change, Verdict string // since the round before; "": not known
	Red                  bool
}

// sums are the figures that tell at a glance where things stand: the whole,
// ballots, units, flags, problems.
func (p *resultsPage) sums(whole *survey.UnitResult) []sumView {
	var list []sumView
	if whole != nil {
		if s, ok := whole.Nodes[p.Release.Nodes[0].ID]; ok {
			list = append(list, p.wholeSum(whole, s))
		}
	}
	list = append(list, p.ballotsSum(), p.unitsSum())
	if len(p.Release.Flags) > 0 {
		certain := 0
		for _, f := range p.Release.Flags {
			if f.Certain {
				certain++
			}
		}
		unsure := len(p.Release.Flags) - certain
		list = append(list,
			sumView{Value: chart.Count(certain), Word: p.T("r.sum.certain", "n", certain), Detail: p.T("r.sum.certain.of"), URL: p.address("/flags", "sure", "1"), Red: certain > 0},
			sumView{Value: chart.Count(unsure), Word: p.T("r.sum.verify", "n", unsure), Detail: p.T("r.sum.verify.of"), URL: p.address("/flags", "sure", "0")})
	} else {
		list = append(list, sumView{Value: "0", Word: p.T("r.sum.flags"), URL: p.Base + "/flags"})
	}
	units := map[string]bool{}
	for _, f := range p.Release.Findings {
		units[f.Unit] = true
	}
	n := len(p.Release.Findings)
	problems := sumView{Value: chart.Count(n), Word: p.T("r.sum.problems", "n", n), URL: p.Base + "/problems"}
	if n > 0 {
		problems.Detail = p.T("r.sum.problems.at", "n", len(units))
	}
	return append(list, problems)
}

// wholeSum is the score of the whole with its interval and its change.
func (p *resultsPage) wholeSum(u *survey.UnitResult, s survey.NodeScore) sumView {
	v := sumView{Value: chart.Told(s), Word: p.T("r.sum.whole", "name", cmp.Or(u.Name.In(p.Lang), u.Unit)), URL: p.unitURL(u.Unit)}
	if s.Blurred || !s.Low.OK() {
		return v
	}
	v.Detail = p.T("r.sum.interval", "level", chart.Percent(p.Release.Method.Level), "interval", chart.Interval(s.Low, s.High))
	if c := s.Change; c != nil && c.Diff.OK() {
		v.Change, v.Verdict = chart.Signed(c.Diff), p.Figures.Verdict(c)
		v.Way = chart.Way(c)
	}
	return v
}

// ballotsSum is how many ballots were counted, and which share of the paper
// that came was valid.
func (p *resultsPage) ballotsSum() sumView {
	n := p.Release.Method.Ballots
	v := sumView{Value: chart.Count(n), Word: p.T("r.sum.ballots", "n", n), URL: p.Base + "/method"}
	if paper := p.Release.Paper; paper != nil && paper.Sheets != nil && paper.Sheets.ValidRate.OK() {
		v.Detail = p.T("r.sum.valid", "share", chart.Percent(paper.Sheets.ValidRate))
	}
	return v
}

// unitsSum is how many units are ranked, by tier.
func (p *resultsPage) unitsSum() sumView {
	n, tiers := 0, []string{}
	for _, t := range p.tiers() {
		here := 0
		for i := range p.Release.Units {
			if u := &p.Release.Units[i]; u.Tier == t.ID && u.Rank != nil {
				here++
			}
		}
		if n += here; here > 0 {
			tiers = append(tiers, p.tierTitle(t.ID)+" "+strconv.Itoa(here))
		}
	}
	if n == 0 {
		shown := len(slices.DeleteFunc(slices.Clone(p.Release.Units), func(u survey.UnitResult) bool { return u.Suppressed }))
		return sumView{Value: chart.Count(shown), Word: p.T("r.sum.units", "n", shown), Detail: p.T("r.sum.unranked")}
	}
	v := sumView{Value: chart.Count(n), Word: p.T("r.sum.ranked", "n", n), URL: p.rankingURL(p.tiers()[0].ID)}
	if len(tiers) > 1 || p.tiers()[0].ID != "" {
		v.Detail = strings.Join(tiers, p.T("r.comma"))
	}
	return v
}
