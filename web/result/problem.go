package result

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// A problemView is a finding in words.
type problemView struct {
	ID, Unit, URL, Tier, Node string
	Problem                   string
	Mark, Word                string // the gravest action, or 先核实
	Certain                   bool
	Score, Interval, Median   string
	Flags                     []flagView
	Suggestions               []survey.Suggestion
}

// problemView puts a finding in words.
func (p *resultsPage) problemView(f *survey.Finding) problemView {
	s := f.Evidence.Score
	v := problemView{
		ID: f.ID, Unit: f.Unit, URL: p.unitURL(f.Unit), Tier: p.tierTitle(f.Tier), Node: p.nodeTitle(f.Node),
		Problem: f.Problem.In(p.Lang), Score: chart.Points(s.Score), Interval: chart.Interval(s.Low, s.High),
		Median: chart.Points(f.Evidence.PeerMedian), Mark: "yellow", Word: p.T("r.verify.first"),
	}
	if u := p.Release.Unit(f.Unit); u != nil {
		v.Unit = u.Name.In(p.Lang)
	}
	var gravest *survey.Flag // of those beyond error: others ask for nothing yet
	for i := range p.Release.Flags {
		fl := &p.Release.Flags[i]
		if !slices.Contains(f.Evidence.Flags, fl.ID) {
			continue
		}
		v.Flags = append(v.Flags, p.flagView(fl))
		if fl.Certain && (gravest == nil || gravity(fl) < gravity(gravest)) {
			gravest = fl
		}
	}
	switch {
	case gravest != nil:
		v.Certain, v.Mark, v.Word = true, "red", p.actionWord(gravest.Action, gravest.Kind)
	case f.Action == survey.Verify:
		v.Mark = "blue"
	}
	for _, id := range f.Suggestions {
		if s := p.suggestion(id); s != nil {
			v.Suggestions = append(v.Suggestions, *s)
		}
	}
	return v
}

func (p *resultsPage) suggestion(id string) *survey.Suggestion {
	i := slices.IndexFunc(p.Release.Suggestions, func(s survey.Suggestion) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return &p.Release.Suggestions[i]
}

// certain reports whether a flag of the finding holds beyond error.
func (p *resultsPage) certain(f *survey.Finding) bool {
	return slices.ContainsFunc(p.Release.Flags, func(fl survey.Flag) bool {
		return fl.Certain && slices.Contains(f.Evidence.Flags, fl.ID)
	})
}

// A problemFilter chooses findings.
type problemFilter struct{ Tier, Unit, Action, Sure, Query string }

func problemFilterOf(c echo.Context) problemFilter {
	return problemFilter{
		c.QueryParam("tier"), c.QueryParam("unit"), c.QueryParam("action"), c.QueryParam("sure"), strings.TrimSpace(c.QueryParam("q")),
	}
}

// choose returns the findings that the filter admits, worst first.
func (f problemFilter) choose(p *resultsPage) []survey.Finding {
	chosen := []survey.Finding{}
	for _, x := range p.Release.Findings {
		if (f.Tier == "" || x.Tier == f.Tier) && (f.Unit == "" || x.Unit == f.Unit || p.belongs(x.Unit, f.Unit)) &&
			(f.Action == "" || string(x.Action) == f.Action) &&
			admitsCertainty(f.Sure, p.certain(&x)) && p.holds(f.Query, x.Unit, x.Node) {
			chosen = append(chosen, x)
		}
	}
	return chosen
}

// belongs reports whether a unit lies below another.
func (p *resultsPage) belongs(unit, above string) bool {
	u := p.Release.Unit(unit)
	return u != nil && u.Parent != "" && u.Parent == above
}

// A problemsPage is the rectification list.
type problemsPage struct {
	resultsPage
	Filter        problemFilter
	Tiers, Units  []site.Choice
	Actions, Sure []site.Choice
	Problems      []problemView
	Counts        problemCounts
	XLSX          string
}

// problemCounts are the figures above the list, of all findings.
type problemCounts struct{ Problems, Units, Certain, Verify, Suggestions int }

// problems lists the problems of a poll with their suggestions.
func (l *leader) problems(c echo.Context, p resultsPage) (site.PageData, error) {
	p.navigate(p.Base + "/problems")
	p.Title = p.T("r.problems")
	f := problemFilterOf(c)
	page := problemsPage{resultsPage: p, Filter: f, Tiers: p.tierChoices(f.Tier), Sure: p.sureChoices(f.Sure)}
	page.XLSX = p.address("/problems.xlsx", "tier", f.Tier, "unit", f.Unit, "action", f.Action, "sure", f.Sure, "q", f.Query)
	for _, x := range f.choose(&p) {
		page.Problems = append(page.Problems, p.problemView(&x))
	}
	page.Units, page.Actions = p.problemUnits(f.Unit), p.problemActions(f.Action)
	page.Counts = p.countProblems()
	return page, nil
}

// problemUnits are the units that have findings, and those above them.
func (p *resultsPage) problemUnits(chosen string) []site.Choice {
	with := map[string]bool{}
	for _, x := range p.Release.Findings {
		with[x.Unit] = true
		if u := p.Release.Unit(x.Unit); u != nil {
			with[u.Parent] = true
		}
	}
	pairs := []string{"", p.T("r.all")}
	for _, u := range p.Release.Units {
		if with[u.Unit] {
			pairs = append(pairs, u.Unit, u.Name.In(p.Lang))
		}
	}
	return site.Choices(chosen, pairs...)
}

func (p *resultsPage) problemActions(chosen string) []site.Choice {
	pairs, seen := []string{"", p.T("r.all")}, map[survey.Action]bool{"": true}
	for _, x := range p.Release.Findings {
		if !seen[x.Action] {
			seen[x.Action] = true
			pairs = append(pairs, string(x.Action), p.T("r.action."+string(x.Action)))
		}
	}
	return site.Choices(chosen, pairs...)
}

func (p *resultsPage) countProblems() problemCounts {
	n := problemCounts{Problems: len(p.Release.Findings)}
	units := map[string]bool{}
	for i := range p.Release.Findings {
		x := &p.Release.Findings[i]
		units[x.Unit] = true
		n.Suggestions += len(x.Suggestions)
		if p.certain(x) {
			n.Certain++
		}
	}
	n.Units, n.Verify = len(units), n.Problems-n.Certain
	return n
}
