package result

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// A unitPage shows one unit: where it stands, its indicators against its
// peers, how people answered, what has changed, what to do.
type unitPage struct {
	resultsPage
	Unit     *survey.UnitResult
	Name     string
	Above    []site.NavLink // the units above it, the highest first
	Below    []site.NavLink // the units right below it
	Score    *survey.NodeScore
	K        string // of the last k with a rule, or ""
	Chance   string
	Alike    int // peers that it cannot be told apart from; 0 where it is not ranked
	Groups   []groupView
	Unsure   string // the indicator that most people cannot rate
	UnsureBy string

	Position, Profile, Answers, Change template.HTML
	Trend                              template.HTML
	TrendHead, TrendURL, CompareURL    string
	PositionHead, AnswersHead          string
	Problems                           []problemView
	Flags                              []flagView // those that no problem of this unit names
	FlagCount, SuggestionCount         int
	Hidden                             bool
	Veiled                             bool   // a group is hidden
	Rough                              string // which scores are blurred, and why
}

// A groupView is one group's part in a unit's score.
type groupView struct {
	Title, Score, Interval string
	Ballots                int
	Hidden                 bool
}

// unit shows one unit.
func (l *leader) unit(c echo.Context, p resultsPage) (site.PageData, error) {
	u := p.Release.Unit(site.PathParam(c, "unit"))
	if u == nil {
		return nil, survey.ErrNotFound
	}
	p.navigate(p.rankingURL(u.Tier))
	page := unitPage{resultsPage: p, Unit: u, Name: u.Name.In(p.Lang), Hidden: u.Suppressed || len(u.Nodes) == 0}
	page.Title = page.Name
	page.Above, page.Below = p.above(u), p.below(u)
	if page.Hidden {
		return page, nil
	}
	if s, ok := u.Nodes[p.Release.Nodes[0].ID]; ok {
		page.Score = &s
	}
	page.K, page.Chance = p.lastChance(u)
	if u.Rank != nil {
		page.Alike = u.Rank.High - u.Rank.Low
	}
	page.Groups = p.groups(u)
	page.Veiled = slices.ContainsFunc(page.Groups, func(g groupView) bool { return g.Hidden })
	page.Unsure, page.UnsureBy = p.mostUnsure(u)
	fig, nodes := p.Figures, p.Figures.Answered(u.Unit)
	page.Position, page.Profile, page.Change = fig.Position(u.Unit), fig.Profile(u.Unit), fig.Change(u.Unit)
	page.Answers, page.AnswersHead = fig.Diverge(u.Unit, nodes...), fig.AnswersHeadline(u.Unit, nodes...)
	page.PositionHead = fig.PositionHeadline(u.Unit)
	page.Rough = fig.RoughNote(u.Unit)
	root := p.Release.Nodes[0].ID
	trend := survey.TrendOf(p.Rounds, u.Tier, u.Unit, root)
	page.Trend, page.TrendHead, page.TrendURL = fig.Trend(trend), fig.TrendHeadline(trend), p.trendURL(u.Tier, root)
	page.CompareURL = p.address("/compare", "a", u.Unit)
	page.gather()
	return page, nil
}

// gather collects the unit's flags, problems and suggestions.
func (p *unitPage) gather() {
	named := map[string]bool{}
	for i := range p.Release.Findings {
		if f := &p.Release.Findings[i]; f.Unit == p.Unit.Unit {
			v := p.problemView(f)
			p.Problems = append(p.Problems, v)
			p.SuggestionCount += len(v.Suggestions)
			for _, id := range f.Evidence.Flags {
				named[id] = true
			}
		}
	}
	for i := range p.Release.Flags {
		if f := &p.Release.Flags[i]; f.Unit == p.Unit.Unit {
			p.FlagCount++
			if !named[f.ID] {
				p.Flags = append(p.Flags, p.flagView(f))
			}
		}
	}
}

// above returns the way down to a unit.
func (p *resultsPage) above(u *survey.UnitResult) []site.NavLink {
	var way []site.NavLink
	for id := u.Parent; id != "" && len(way) < len(p.Release.Units); {
		parent := p.Release.Unit(id)
		if parent == nil {
			break
		}
		way = append(way, site.NavLink{Title: parent.Name.In(p.Lang), URL: p.unitURL(id)})
		id = parent.Parent
	}
	slices.Reverse(way)
	return way
}

// below returns the units right below u, the worst placed first.
func (p *resultsPage) below(u *survey.UnitResult) []site.NavLink {
	var units []*survey.UnitResult
	for i := range p.Release.Units {
		if o := &p.Release.Units[i]; o.Parent == u.Unit && o.Rank != nil {
			units = append(units, o)
		}
	}
	slices.SortStableFunc(units, func(a, b *survey.UnitResult) int { return cmp.Compare(b.Rank.Rank, a.Rank.Rank) })
	var links []site.NavLink
	for _, o := range units {
		links = append(links, site.NavLink{
			Title: o.Name.In(p.Lang), URL: p.unitURL(o.Unit), Count: chart.Points(o.Nodes[p.Release.Nodes[0].ID].Score),
		})
	}
	return links
}

// lastChance returns the k of the rule about the last of u's tier, and u's
// chance of being among them.
func (p *resultsPage) lastChance(u *survey.UnitResult) (k, chance string) {
	for _, f := range p.Release.Flags {
		if f.Kind == "last" && f.Tier == u.Tier && f.Node == p.Release.Nodes[0].ID && u.Rank != nil {
			k = strconv.FormatFloat(float64(f.Threshold), 'f', -1, 64)
			if c, ok := u.Rank.LastK[k]; ok {
				return k, chart.Chance(c)
			}
		}
	}
	return "", ""
}

func (p *resultsPage) groups(u *survey.UnitResult) []groupView {
	var list []groupView
	for _, g := range p.Release.Groups {
		r, ok := u.Groups[g.ID]
		if !ok {
			continue
		}
		v := groupView{Title: g.Title.In(p.Lang), Ballots: r.Ballots, Hidden: r.Suppressed}
		if s, ok := r.Nodes[p.Release.Nodes[0].ID]; ok {
			v.Score = chart.Told(s)
			if !s.Blurred {
				v.Interval = chart.Interval(s.Low, s.High)
			}
		}
		list = append(list, v)
	}
	return list
}

// mostUnsure returns the indicator with the largest share of don't know.
func (p *resultsPage) mostUnsure(u *survey.UnitResult) (title, share string) {
	most := survey.Num(0)
	for _, n := range p.Figures.Indicators() {
		if s, ok := u.Nodes[n.ID]; ok && s.DontKnow > most {
			most, title, share = s.DontKnow, n.Title.In(p.Lang), chart.Percent(s.DontKnow)
		}
	}
	return title, share
}
