package result

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// A flagView is a flag in words.
type flagView struct {
	Mark     string // class of the alert mark: red, yellow, blue
	Word     string // what it asks for: 督导检查, 先核实
	Unit     string
	URL      string // the unit's page
	Node     string
	Kind     string // what was met: 末位, 低于界线
	Evidence string // its numbers
	Tier     string
	Certain  bool
}

// flagView puts a flag in words.
func (p *resultsPage) flagView(f *survey.Flag) flagView {
	v := flagView{
		Mark: "red", Word: p.actionWord(f.Action, f.Kind), Unit: f.Unit, URL: p.unitURL(f.Unit), Node: p.nodeTitle(f.Node),
		Kind: p.T("r.kind." + f.Kind), Tier: p.tierTitle(f.Tier), Certain: f.Certain,
	}
	if u := p.Release.Unit(f.Unit); u != nil {
		v.Unit = u.Name.In(p.Lang)
	}
	switch {
	case f.Action == survey.Verify || f.Kind == "missing":
		v.Mark = "blue"
	case !f.Certain:
		v.Mark, v.Word = "yellow", p.T("r.verify.first")
	}
	v.Evidence = p.evidence(f)
	return v
}

// actionWord names what a flag asks for; one without an action, what it found.
func (p *resultsPage) actionWord(a survey.Action, kind string) string {
	if a == "" {
		return p.T("r.kind." + kind)
	}
	return p.T("r.action." + string(a))
}

func (p *resultsPage) nodeTitle(id string) string {
	if n := p.Release.Node(id); n != nil {
		if title := n.Title.In(p.Lang); title != "" {
			return title
		}
	}
	return id
}

// evidence says the numbers of a flag.
func (p *resultsPage) evidence(f *survey.Flag) string {
	k := strconv.FormatFloat(float64(f.Threshold), 'f', -1, 64)
	switch f.Kind {
	case "last", "repeat":
		return p.T("r.evidence."+f.Kind, "score", chart.Points(f.Value), "rank", f.Rank, "of", f.Of, "k", k, "chance", chart.Chance(f.Chance))
	case "below":
		return p.T("r.evidence.below", "score", chart.Points(f.Value), "interval", chart.Interval(f.Low, f.High), "line", k)
	case "drop":
		return p.T("r.evidence.drop", "diff", chart.Signed(f.Value), "before", chart.Points(f.Previous),
			"low", chart.Signed(f.Low), "high", chart.Signed(f.High), "line", strings.TrimPrefix(k, "-"))
	case "gap":
		return p.T("r.evidence.gap", "gap", strings.TrimPrefix(chart.Signed(f.Value), "+"), "interval", chart.Interval(f.Low, f.High), "line", k)
	}
	return p.T("r.evidence.missing", "share", chart.Percent(f.Value), "line", chart.Percent(f.Threshold))
}

// A flagFilter chooses flags.
type flagFilter struct{ Kind, Tier, Sure, Query string }

func flagFilterOf(c echo.Context) flagFilter {
	return flagFilter{c.QueryParam("kind"), c.QueryParam("tier"), c.QueryParam("sure"), strings.TrimSpace(c.QueryParam("q"))}
}

func (f flagFilter) admits(p *resultsPage, fl *survey.Flag) bool {
	return (f.Kind == "" || fl.Kind == f.Kind) && (f.Tier == "" || fl.Tier == f.Tier) &&
		admitsCertainty(f.Sure, fl.Certain) && p.holds(f.Query, fl.Unit, fl.Node)
}

// admitsCertainty applies the choice between certain ("1") and uncertain ("0").
func admitsCertainty(choice string, certain bool) bool {
	return choice != "1" && choice != "0" || (choice == "1") == certain
}

// holds reports whether a query is part of a unit's name or a node's title.
func (p *resultsPage) holds(query, unit, node string) bool {
	if query == "" {
		return true
	}
	text := p.nodeTitle(node)
	if u := p.Release.Unit(unit); u != nil {
		text += " " + u.Name.In(p.Lang)
	}
	return strings.Contains(strings.ToLower(text), strings.ToLower(query))
}

// tierChoices are the options of a filter by tier.
func (p *resultsPage) tierChoices(chosen string) []site.Choice {
	pairs := []string{"", p.T("r.all")}
	for _, t := range p.Release.Tiers {
		if t.ID != "" {
			pairs = append(pairs, t.ID, p.tierTitle(t.ID))
		}
	}
	return site.Choices(chosen, pairs...)
}

// sureChoices are the options of a filter by certainty.
func (p *resultsPage) sureChoices(chosen string) []site.Choice {
	return site.Choices(chosen, "", p.T("r.all"), "1", p.T("r.certain"), "0", p.T("r.verify.first"))
}

// A flagsPage lists the flags, worst first.
type flagsPage struct {
	resultsPage
	Filter             flagFilter
	Kinds, Tiers, Sure []site.Choice
	Flags              []flagView
}

// flags lists the flags of a poll.
func (l *leader) flags(c echo.Context, p resultsPage) (site.PageData, error) {
	p.navigate(p.Base + "/flags")
	p.Title = p.T("r.flags")
	page := flagsPage{resultsPage: p, Filter: flagFilterOf(c)}
	kinds := []string{"", p.T("r.all")}
	seen := map[string]bool{}
	for i := range p.Release.Flags {
		f := &p.Release.Flags[i]
		if !seen[f.Kind] {
			seen[f.Kind] = true
			kinds = append(kinds, f.Kind, p.T("r.kind."+f.Kind))
		}
		if page.Filter.admits(&p, f) {
			page.Flags = append(page.Flags, p.flagView(f))
		}
	}
	page.Kinds, page.Tiers, page.Sure = site.Choices(page.Filter.Kind, kinds...), p.tierChoices(page.Filter.Tier), p.sureChoices(page.Filter.Sure)
	return page, nil
}
