package result

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/report"
	"minping/web/site"
)

// A proofPage tells which rectifications of the round before were followed by a
// real improvement.
type proofPage struct {
	resultsPage
	Proof    *survey.Proof // nil: there is no round before, or none to read
	Headline string
	Sums     []sumView
	Rows     []proofRow
	Compared []proofNode
	Trends   string // the finding about those in which nothing was done
	Breaks   []string
	Earlier  string // the problems of the round before
	Files    []site.NavLink
}

// A proofRow is one order with its verdict.
type proofRow struct {
	Unit, URL, Order, Node string
	Mark, Verdict, Says    string
	Before, Now            string
	Change, ChangeIn       string
	Expected               string
	Net, NetIn             string
	Closed                 time.Time // on paper; zero: not yet
}

// A proofNode is what the untouched units of a tier tell at a node.
type proofNode struct {
	Tier, Node                string
	Touched, Untouched        string
	Trend, Persistence, Drift string
	Together, TogetherIn      string
}

// proofMarks are the marks of the verdicts, in the order in which these are told.
var proofMarks = []struct{ effect, mark string }{
	{"improved", "done"}, {"fell", "red"}, {"regression", "yellow"}, {"trend", "yellow"}, {"noise", "blue"}, {"unjudged", "none"},
}

// proof shows which rectifications worked. It is not kept: tasks change after
// the figures.
func (l *leader) proof(c echo.Context) error {
	p, err := l.results(c)
	if err != nil {
		return err
	}
	if !p.Proves {
		return survey.ErrNotFound
	}
	p.navigate(p.Base + "/proof")
	p.Title = p.T("effect.nav")
	page := proofPage{resultsPage: p, Headline: p.T("effect.first")}
	page.Proof, err = l.proofOf(c, p.Poll.ID)
	switch {
	case err == nil:
		page.fill()
	case !errors.Is(err, survey.ErrNotFound):
		return err
	}
	body, err := l.Execute(p.Lang, "leader/proof", page)
	if err != nil {
		return err
	}
	return l.send(c, p, shownPage{body: body, etag: `"` + site.Digest(body)[:32] + `"`})
}

// proofOf returns the proof of a poll.
func (l *leader) proofOf(c echo.Context, poll string) (*survey.Proof, error) {
	return l.Orders.Within(l.Within(c)).Proof(c.Request().Context(), poll)
}

// proofFile sends the proof as a document, or its figures as a table.
func (l *leader) proofFile(c echo.Context, p resultsPage, format string) error {
	table := slices.Contains(report.OpinionFormats, format)
	if !p.Proves || !table && !slices.Contains(report.DocumentFormats, format) {
		return survey.ErrNotFound
	}
	proof, err := l.proofOf(c, p.Poll.ID)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if table {
		err = report.ProofTable(proof, p.Lang).Write(&b, format, p.Lang)
	} else {
		err = report.WriteDocument(&b, format, report.Proof(proof, p.Lang))
	}
	if err != nil {
		return err
	}
	return l.attach(c, p, p.Poll.ID+"-proof."+format, cmp.Or(report.DocumentTypes[format], site.MediaTypes[format]), b.Bytes())
}

// fill puts the proof in words.
func (p *proofPage) fill() {
	proof := p.Proof
	p.Headline = proof.Headline.In(p.Lang)
	p.Earlier = site.ResultsURL(proof.Then.ID) + "/problems"
	if len(proof.Items) == 0 {
		return
	}
	for _, format := range []string{"docx", "pdf", "xlsx"} {
		p.Files = append(p.Files, site.NavLink{Title: strings.ToUpper(format), URL: p.Base + "/proof." + format})
	}
	for _, m := range proofMarks {
		p.Sums = append(p.Sums, sumView{
			Value: chart.Count(proof.Count.Effects[m.effect]), Word: survey.EffectTitle(m.effect).In(p.Lang), Red: m.effect == "fell" && proof.Count.Effects[m.effect] > 0,
		})
		for i := range proof.Items {
			if it := &proof.Items[i]; it.Effect == m.effect {
				p.Rows = append(p.Rows, p.row(it, m.mark))
			}
		}
	}
	for i := range proof.Compared {
		n := &proof.Compared[i]
		p.Compared = append(p.Compared, p.node(n))
		if len(n.Breaks) > 0 {
			p.Breaks = append(p.Breaks, p.T("effect.break", "node", cmp.Or(n.Title.In(p.Lang), n.Node), "tier", p.tierTitle(n.Tier))+p.Figures.BreakNote(n.Breaks))
		}
	}
	p.Trends = p.trends()
}

func (p *proofPage) row(it *survey.ProofItem, mark string) proofRow {
	row := proofRow{
		Unit: cmp.Or(it.Name.In(p.Lang), it.Unit), Order: it.Order, Node: cmp.Or(it.Title.In(p.Lang), it.Node),
		Mark: mark, Verdict: survey.EffectTitle(it.Effect).In(p.Lang), Says: it.Says.In(p.Lang), Closed: it.Closed,
	}
	if p.Release.Unit(it.Unit) != nil {
		row.URL = p.unitURL(it.Unit)
	}
	if it.Before != nil {
		row.Before, row.Now = chart.Points(it.Before.Score), chart.Points(it.Now.Score)
	}
	row.Change, row.ChangeIn = p.proofChange(it.Change)
	row.Net, row.NetIn = p.proofChange(it.Net)
	if it.Net != nil {
		row.Expected = chart.Signed(it.Trend + it.Regression)
	}
	return row
}

// proofChange writes a difference and its interval; "" where there is none.
func (p *proofPage) proofChange(c *survey.ProofChange) (diff, interval string) {
	if c == nil {
		return "", ""
	}
	if c.Low.OK() {
		interval = p.T("effect.interval", "low", chart.Signed(c.Low), "high", chart.Signed(c.High))
	}
	return chart.Signed(c.Diff), interval
}

func (p *proofPage) node(n *survey.ProofNode) proofNode {
	v := proofNode{
		Tier: p.tierTitle(n.Tier), Node: cmp.Or(n.Title.In(p.Lang), n.Node),
		Touched: chart.Count(n.Touched), Untouched: chart.Count(n.Untouched),
	}
	if n.Trend.OK() {
		v.Trend = chart.Signed(n.Trend) + " ±" + chart.Points(n.TrendSE)
	}
	if n.Persistence.OK() {
		v.Persistence, v.Drift = chart.Percent(n.Persistence), chart.Points(n.Drift)
	}
	v.Together, v.TogetherIn = p.proofChange(n.Together)
	return v
}

// trends says how far those moved in which nothing was done.
func (p *proofPage) trends() string {
	var known []survey.Num
	for _, n := range p.Proof.Compared {
		if n.Trend.OK() {
			known = append(known, n.Trend)
		}
	}
	if len(known) == 0 {
		return p.T("effect.trend.none")
	}
	low, high := chart.Signed(slices.Min(known)), chart.Signed(slices.Max(known))
	if low == high {
		return p.T("effect.trend.one", "trend", low)
	}
	return p.T("effect.trend.several", "low", low, "high", high)
}
