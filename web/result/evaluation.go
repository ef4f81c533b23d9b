package result

import (
	"bytes"
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/chart"
	"minping/survey/document"
	"minping/survey/report"
	"minping/web/site"
)

// An evaluationPage is the table of results of an evaluation, with what the
// units of a tier together tell of the raters.
type evaluationPage struct {
	resultsPage
	Headline string
	Tiers    []site.NavLink
	Table    template.HTML
	Stack    []stackEntry  // the same one below the other, where there is no room for a table
	More     template.HTML // tables and notes below it
	Files    []site.NavLink
	Warnings []string
	Raters   []termRow
	Reports  []site.NavLink
	Again    string // where the next round is made; "": whoever asks does not look after the poll
}

// A termRow is a figure with what it means.
type termRow struct{ Name, Value, About string }

// evaluation shows the results of an evaluation.
func (l *leader) evaluation(c echo.Context, p resultsPage) (site.PageData, error) {
	p.navigate(p.Base + "/evaluation")
	page := evaluationPage{resultsPage: p}
	page.Title = p.T("evaluation.nav")
	if p.Release.Evaluation == nil {
		page.Headline = p.T("evaluation.none")
		return page, nil
	}
	tier, err := p.evaluatedTier(c)
	if err != nil {
		return page, err
	}
	if page.Again, err = l.nextAddress(c, &p); err != nil {
		return page, err
	}
	d := report.Summary(p.Release, tier, p.Lang)
	if d == nil {
		page.Headline = p.T("evaluation.nobody")
		return page, nil
	}
	for _, t := range p.Release.Evaluation.Tiers {
		page.Tiers = append(page.Tiers, site.NavLink{Title: p.tierTitle(t.Tier), URL: p.address("/evaluation", "tier", t.Tier), Current: t.Tier == tier})
	}
	table := slices.IndexFunc(d.Blocks, func(b document.Block) bool { _, is := b.(document.Table); return is })
	d.Blocks = slices.DeleteFunc(d.Blocks[table:], func(b document.Block) bool { _, is := b.(document.Signatures); return is }) // what is for paper stays there
	page.Stack = stack(d.Blocks[0].(document.Table))
	first, rest := *d, *d
	first.Blocks, rest.Blocks = d.Blocks[:1], d.Blocks[1:]
	if page.Table, err = first.HTML(2); err != nil {
		return page, err
	}
	if page.More, err = rest.HTML(2); err != nil {
		return page, err
	}
	page.fill(tier)
	return page, nil
}

// nextAddress is where the next round of a poll is made, "" for whoever does not
// look after it.
func (l *leader) nextAddress(c echo.Context, p *resultsPage) (string, error) {
	if p.Trial || p.Release.Part {
		return "", nil
	}
	switch _, err := l.Within(c).ManagedPoll(c.Request().Context(), p.Poll.ID); {
	case errors.Is(err, survey.ErrNotFound):
		return "", nil
	case err != nil:
		return "", err
	}
	return p.Base + "/votes", nil
}

// evaluatedTier is the tier asked for, the first if none is.
func (p *resultsPage) evaluatedTier(c echo.Context) (string, error) {
	tiers := p.Release.Evaluation.Tiers
	if !c.QueryParams().Has("tier") && len(tiers) > 0 {
		return tiers[0].Tier, nil
	}
	tier := c.QueryParam("tier")
	if !slices.ContainsFunc(tiers, func(t survey.TierEvaluation) bool { return t.Tier == tier }) {
		return "", survey.ErrNotFound
	}
	return tier, nil
}

// fill adds what stands around the table.
func (p *evaluationPage) fill(tier string) {
	var e *survey.TierEvaluation
	for i := range p.Release.Evaluation.Tiers {
		if t := &p.Release.Evaluation.Tiers[i]; t.Tier == tier {
			e = t
		}
	}
	suggested, units := 0, 0
	for i := range p.Release.Evaluation.Units {
		u := &p.Release.Evaluation.Units[i]
		if u.Tier != tier {
			continue
		}
		units++
		if u.Suggested {
			suggested++
		}
		if report.HasFeedback(p.Release, u.Unit) {
			p.Reports = append(p.Reports, site.NavLink{Title: p.unitName(u.Unit), URL: p.address("/feedback", "unit", u.Unit)})
		}
	}
	p.Headline = p.T("evaluation.head", "units", chart.Count(units))
	if e.Quota != nil {
		p.Headline = p.T("evaluation.head.quota", "units", chart.Count(units), "suggested", chart.Count(suggested))
	}
	for _, format := range report.DocumentFormats {
		p.Files = append(p.Files, site.NavLink{Title: strings.ToUpper(format), URL: p.address("/summary."+format, "tier", tier)})
	}
	for _, format := range report.DocumentFormats {
		p.Files = append(p.Files, site.NavLink{Title: p.T("evaluation.meeting", "format", strings.ToUpper(format)), URL: p.address("/meeting."+format, "tier", tier)})
	}
	if !p.Release.Part && !p.Trial {
		for _, format := range report.DocumentFormats {
			p.Files = append(p.Files, site.NavLink{Title: p.T("evaluation.protocol", "format", strings.ToUpper(format)), URL: p.Base + "/protocol." + format})
		}
	}
	p.Files = append(p.Files, site.NavLink{Title: p.T("evaluation.xlsx"), URL: p.Base + "/download.xlsx"})
	if len(p.Reports) > 0 {
		for _, format := range report.DocumentFormats {
			p.Files = append(p.Files, site.NavLink{Title: p.T("evaluation.all", "format", strings.ToUpper(format)), URL: p.address("/feedback-"+format+".zip", "tier", tier)})
		}
	}
	if e.Severity != nil && e.Severity.OrderDepends {
		p.Warnings = append(p.Warnings, p.T("evaluation.order", "pairs", chart.Count(e.Severity.Swapped)))
	}
	if r := e.Reliability; r != nil {
		p.Raters = append(p.Raters,
			termRow{"ICC(1)", chart.Coefficient(r.ICC1), p.T("evaluation.icc1")},
			termRow{"ICC(2)", chart.Coefficient(r.ICC2), p.T("evaluation.icc2")})
	}
	if w := e.Table; w != nil {
		p.Raters = append(p.Raters, termRow{"W", chart.Coefficient(w.W), p.T("evaluation.w")})
	}
	if g := e.Gap; g != nil {
		p.Raters = append(p.Raters, termRow{p.T("evaluation.gap"), chart.Signed(g.Mean), p.T("evaluation.gap.about", "interval", chart.Interval(g.Low, g.High))})
	}
}

// A feedbackPage is the report to one unit.
type feedbackPage struct {
	resultsPage
	Document template.HTML
	Files    []site.NavLink
	Comments string // where comments on the unit are read, never beside scores; "": none are asked for
}

// feedback shows the report to a unit.
func (l *leader) feedback(c echo.Context, p resultsPage) (site.PageData, error) {
	p.navigate(p.Base + "/evaluation")
	page := feedbackPage{resultsPage: p}
	unit := c.QueryParam("unit")
	d := report.Feedback(p.Release, unit, p.Lang)
	if d == nil {
		return page, survey.ErrNotFound
	}
	page.Title = d.Title
	if len(p.Release.Open) > 0 && !p.Trial {
		page.Comments = p.address("/comments", "unit", unit)
	}
	for _, format := range report.DocumentFormats {
		page.Files = append(page.Files, site.NavLink{Title: strings.ToUpper(format), URL: p.address("/feedback."+format, "unit", unit)})
	}
	var err error
	page.Document, err = d.HTML(1)
	return page, err
}

// documentFile sends a report on an evaluation as a file.
func (l *leader) documentFile(c echo.Context, p resultsPage, file string) error {
	unit := c.QueryParam("unit")
	of := report.FileOf{Tier: c.QueryParam("tier"), Unit: unit, Lang: p.Lang, Voices: l.voices(c, p)}
	if strings.HasPrefix(file, "protocol.") {
		hash, err := l.Within(c).ReleaseHash(c.Request().Context(), p.Poll.ID)
		if err != nil {
			return err
		}
		of.Closing = report.Closing{Poll: p.Poll, Hash: hash, Zone: l.Zone}
	}
	write := report.DocumentFile(p.Release, file, of)
	if write == nil {
		return survey.ErrNotFound
	}
	name, format, _ := strings.Cut(file, ".")
	if unit != "" {
		name = unit
	}
	if format == "zip" { // of any size: it is sent as it is made
		l.attachment(c, p, p.Poll.ID+"-"+name+"."+format)
		c.Response().Header().Set("Content-Type", report.DocumentTypes[format])
		c.Response().WriteHeader(http.StatusOK)
		return write(middleware.Unhurried(c.Response()))
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return l.attach(c, p, p.Poll.ID+"-"+name+"."+format, report.DocumentTypes[format], b.Bytes())
}

// voices are the released comments that whoever asks may read.
func (l *leader) voices(c echo.Context, p resultsPage) report.Voices {
	if p.Trial {
		return nil
	}
	ctx := c.Request().Context()
	return func(unit string) (said []report.Said, err error) {
		index, err := l.Within(c).CommentIndex(ctx, p.Poll.ID)
		if err != nil {
			return nil, err
		}
		return report.Hear(index, unit, func(list survey.CommentList) ([]string, error) {
			return l.Within(c).ShuffledComments(ctx, p.Poll.ID, list)
		})
	}
}
