package result

import (
	"html/template"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// A qualityPage says how well the questionnaire works: what can be read from
// the answers, whoever is rated.
type qualityPage struct {
	resultsPage
	Quality   *survey.Quality // nil: too few ballots
	Headline  string
	Alphas    template.HTML
	Fit       []fitRow
	Items     []itemRow
	Groups    []string // that the columns of don't know are split by
	Careless  []carelessRow
	FitHead   string
	MissHead  string
	CareHead  string
	LeastRows int
}

// A fitRow is one item against the rest of its area.
type fitRow struct {
	Area, Title, R, Interval, Without, Verdict, Way string
	First                                           bool // of its area
	Of                                              int  // how many items the area has
}

// An itemRow is how one item was answered.
type itemRow struct {
	Title, N, Mean, SD, Floor, Ceiling, DontKnow, Blank string
	Groups                                              []string // don't know by group
}

// A carelessRow is how many ballots of a group look carelessly answered.
type carelessRow struct {
	Group, N, Short, Alike, HalfRun, Spread string
}

// quality shows reliability, item analysis, don't know and careless answering.
func (l *leader) quality(_ echo.Context, p resultsPage) (site.PageData, error) {
	p.navigate(p.Base + "/quality")
	page := qualityPage{
		resultsPage: p, Quality: p.Release.Quality, Headline: p.Figures.QualityHeadline(), Alphas: p.Figures.Alphas(),
		FitHead: p.Figures.FitHeadline(), MissHead: p.Figures.MissingHeadline(), CareHead: p.Figures.CarelessHeadline(),
		LeastRows: survey.LeastRows,
	}
	page.Title = p.T("quality.nav")
	if page.Quality == nil {
		return page, nil
	}
	page.fillFit()
	page.fillItems()
	for _, c := range page.Quality.Careless {
		row := carelessRow{
			Group: p.respondents(c.Group), N: chart.Count(c.N), Short: chart.Count(c.Short),
			Alike: chart.Percent(c.Alike), HalfRun: chart.Percent(c.HalfRun), Spread: "–",
		}
		if c.IRVMid.OK() {
			row.Spread = p.T("quality.spread", "low", chart.Count(int(c.IRVLow)), "mid", chart.Count(int(c.IRVMid)), "high", chart.Count(int(c.IRVHigh)))
		}
		page.Careless = append(page.Careless, row)
	}
	return page, nil
}

// respondents names a group, "" all of them.
func (p *resultsPage) respondents(group string) string {
	for _, g := range p.Release.Groups {
		if g.ID == group {
			return g.Title.In(p.Lang)
		}
	}
	return p.T("quality.everybody")
}

// fillFit lists the items of every area, of all respondents; the whole where
// there are no areas.
func (p *qualityPage) fillFit() {
	nodes := 0
	for _, s := range p.Quality.Scales {
		if s.Group == "" {
			nodes++
		}
	}
	for _, s := range p.Quality.Scales {
		if s.Group != "" || nodes > 1 && s.Node == p.Release.Nodes[0].ID {
			continue
		}
		for i, item := range s.Items {
			verdict := chart.Fits(item)
			p.Fit = append(p.Fit, fitRow{
				First: i == 0, Of: len(s.Items), Area: p.nodeTitle(s.Node), Title: p.itemTitle(item.Item),
				R: chart.Coefficient(item.RRest), Interval: chart.Coefficient(item.RLow) + "–" + chart.Coefficient(item.RHigh),
				Without: chart.Coefficient(item.AlphaIfDeleted), Verdict: p.T("quality.fit." + verdict),
				Way: map[string]string{"fits": "flat", "misfit": "down", "open": "flat"}[verdict],
			})
		}
	}
}

// fillItems lists how every item was answered.
func (p *qualityPage) fillItems() {
	var groups []string
	for _, item := range p.Quality.Items {
		for i, g := range item.Groups {
			if i == len(groups) {
				groups = append(groups, g.Group)
				p.Groups = append(p.Groups, p.respondents(g.Group))
			}
		}
	}
	for _, item := range p.Quality.Items {
		row := itemRow{
			Title: p.itemTitle(item.Item), N: "–", Mean: chart.Points(item.Mean), SD: chart.Points(item.SD),
			Floor: chart.Percent(item.Floor), Ceiling: chart.Percent(item.Ceiling),
			DontKnow: chart.Percent(item.Missing.DontKnow), Blank: chart.Percent(item.Missing.Blank),
		}
		if item.N > 0 {
			row.N = chart.Count(item.N)
		}
		for _, id := range groups {
			share := "–"
			for _, g := range item.Groups {
				if g.Group == id {
					share = chart.Percent(g.DontKnow)
				}
			}
			row.Groups = append(row.Groups, share)
		}
		p.Items = append(p.Items, row)
	}
}

// itemTitle names an item as the indicator that it scores, or by its question.
func (p *resultsPage) itemTitle(id string) string {
	for _, n := range p.Release.Nodes {
		if n.Item == id {
			return p.nodeTitle(n.ID)
		}
	}
	for _, item := range p.Release.Items {
		if item.ID == id && len(item.Text) > 0 {
			return item.Text.In(p.Lang)
		}
	}
	return id
}
