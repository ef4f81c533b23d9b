package web

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
)

// An overviewPage answers on one page: where do we stand, what is wrong, what
// has changed.
type overviewPage struct {
	resultsPage
	Whole   *survey.UnitResult // the unit that all others belong to, or nil
	Root    survey.NodeScore   // its overall score
	Areas   template.HTML
	Tiers   []tierView
	Groups  []flagGroup
	Worst   []problemView // the gravest problems
	Changes []changeView
	Hidden  int // units whose figures are hidden
}

// A tierView is one tier on the overview.
type tierView struct {
	Title, Headline, Note string
	Chart                 template.HTML
	RankingURL, HeatURL   string
	Large                 bool // drawn as a spread: the ranking has a page of its own
}

// How much the overview holds.
const (
	mostRanked = 30 // units of a tier drawn one by one
	mostWorst  = 5
)

// overview shows a poll's results on one page.
func (l *leader) overview(_ echo.Context, p resultsPage) (pageData, error) {
	p.navigate(p.Base)
	p.Title = p.Where
	page := overviewPage{resultsPage: p, Whole: chart.Whole(p.Release), Groups: p.flagGroups(), Changes: p.changes()}
	if page.Whole != nil {
		page.Root = page.Whole.Nodes[p.Release.Nodes[0].ID]
		page.Areas = p.Figures.Areas(page.Whole.Unit)
	}
	for _, t := range p.tiers() {
		v := tierView{
			Title: p.tierTitle(t.ID), Headline: p.Figures.TierHeadline(t.ID), Note: p.Figures.BoundaryNote(t.ID),
			RankingURL: p.rankingURL(t.ID), HeatURL: p.heatURL(t.ID), Large: t.Ranked > mostRanked,
		}
		if v.Large {
			v.Chart = p.Figures.Spread(t.ID)
		} else {
			v.Chart = p.Figures.Ranking(t.ID)
		}
		page.Tiers = append(page.Tiers, v)
	}
	for i := range p.Release.Findings[:min(mostWorst, len(p.Release.Findings))] {
		page.Worst = append(page.Worst, p.problemView(&p.Release.Findings[i]))
	}
	for _, u := range p.Release.Units {
		if u.Suppressed {
			page.Hidden++
		}
	}
	return page, nil
}

// A flagGroup is a line of the overview's list of flags: one flag, or how many
// of a kind there are.
type flagGroup struct {
	Mark, Word, Subject, Text, Detail, URL string
}

// mostSingle is how many units flagged by one rule are listed one by one.
const mostSingle = 3

// flagGroups gathers the flags by rule and tier, those that ask for the
// gravest action first; the few of one rule are listed one by one.
func (p *resultsPage) flagGroups() []flagGroup {
	type key struct{ rule, tier string }
	var order []key
	by := map[key][]*survey.Flag{}
	for i := range p.Release.Flags {
		f := &p.Release.Flags[i]
		k := key{f.Rule, f.Tier}
		if by[k] == nil {
			order = append(order, k)
		}
		by[k] = append(by[k], f)
	}
	slices.SortStableFunc(order, func(a, b key) int { return cmp.Compare(gravity(by[a][0]), gravity(by[b][0])) })
	var groups []flagGroup
	for _, k := range order {
		if flags := by[k]; len(flags) > mostSingle {
			groups = append(groups, p.flagGroup(flags))
			continue
		}
		for _, f := range by[k] {
			v := p.flagView(f)
			groups = append(groups, flagGroup{Mark: v.Mark, Word: v.Word, Subject: v.Unit, Text: v.Node, Detail: v.Evidence, URL: v.URL})
		}
	}
	return groups
}

// gravity orders flags by what they ask for, the gravest first.
func gravity(f *survey.Flag) int {
	grave := []survey.Action{survey.Supervision, survey.Inspection, survey.YellowCard, survey.Notice, survey.Verify}
	if i := slices.Index(grave, f.Action); i >= 0 {
		return i
	}
	return len(grave)
}

// flagGroup sums up the flags of one rule in a tier.
func (p *resultsPage) flagGroup(flags []*survey.Flag) flagGroup {
	first := flags[0]
	v := p.flagView(first)
	certain, nodes, units := 0, map[string]int{}, map[string]bool{}
	most := first.Node
	for _, f := range flags {
		nodes[f.Node]++
		units[f.Unit] = true
		if f.Certain {
			certain++
		}
		if nodes[f.Node] > nodes[most] {
			most = f.Node
		}
	}
	g := flagGroup{
		Mark: "yellow", Word: p.actionWord(first.Action, first.Kind), Subject: v.Kind + p.T("r.colon") + v.Tier,
		Text: p.T("r.group", "flags", len(flags), "units", len(units)),
		URL:  p.address("/flags", "kind", first.Kind, "tier", first.Tier),
	}
	switch {
	case first.Action == survey.Verify || first.Kind == "missing":
		g.Mark = "blue"
	case certain > 0:
		g.Mark = "red"
		g.Detail = p.T("r.group.certain", "certain", certain, "verify", len(flags)-certain)
	default:
		g.Detail = p.T("r.group.verify")
	}
	if len(nodes) > 1 && 3*nodes[most] >= len(flags) {
		g.Detail = strings.TrimSpace(g.Detail + p.T("r.group.most", "node", p.nodeTitle(most), "n", nodes[most]))
	}
	return g
}

// A changeView tells which units of a tier rose or fell beyond error.
type changeView struct {
	Tier          string
	Up, Down      []changedUnit
	Flat          int
	UpN, DownN, N int
}

type changedUnit struct{ Name, URL, Diff string }

// mostChanged is how many units are named on either side.
const mostChanged = 4

// changes sums up, by tier, whose overall score rose or fell beyond error.
func (p *resultsPage) changes() []changeView {
	var list []changeView
	root := p.Release.Nodes[0].ID
	for _, t := range p.tiers() {
		v := changeView{Tier: p.tierTitle(t.ID)}
		for _, u := range byChange(p.Release.Units, t.ID, root) {
			c := u.Nodes[root].Change
			x := changedUnit{u.Name.In(p.Lang), p.unitURL(u.Unit), chart.Signed(c.Diff)}
			v.N++
			switch {
			case !c.Real:
				v.Flat++
			case c.Diff > 0:
				v.UpN++
				v.Up = append(v.Up, x)
			default:
				v.DownN++
				v.Down = append([]changedUnit{x}, v.Down...)
			}
		}
		v.Up, v.Down = v.Up[:min(mostChanged, len(v.Up))], v.Down[:min(mostChanged, len(v.Down))]
		if v.N > 0 {
			list = append(list, v)
		}
	}
	return list
}

// byChange returns the units of a tier with a known change, the largest rise first.
func byChange(units []survey.UnitResult, tier, root string) []*survey.UnitResult {
	var list []*survey.UnitResult
	for i := range units {
		if s, ok := units[i].Nodes[root]; ok && units[i].Tier == tier && s.Change != nil && s.Change.Diff.OK() {
			list = append(list, &units[i])
		}
	}
	slices.SortStableFunc(list, func(a, b *survey.UnitResult) int {
		return cmp.Compare(b.Nodes[root].Change.Diff, a.Nodes[root].Change.Diff)
	})
	return list
}
