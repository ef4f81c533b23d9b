package result

import (
	"bytes"
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/report"
	"minping/web/site"
)

// A supervisionPage tells whom the supervision rules of a poll name, how often
// that is wrong, and which steps were taken, and records one.
type supervisionPage struct {
	resultsPage
	Headline string
	Derived  bool
	Rules    []ruleView
	Records  []recordView
	Files    []site.NavLink
	Form     *supervisionForm // nil: whoever asks records nothing
	Saved    bool
}

// A ruleView is one rule in one tier.
type ruleView struct {
	Title, Tier, Step string
	ByChance          string // how often it would name a unit by chance
	Wrong             string // how many of those named are expected not to belong there
	Rounds            int
	Falls             bool
	Units             []supervisedView
}

// A supervisedView is a unit that a rule names.
type supervisedView struct {
	Name, URL, Places, Change string
	Wrong                     string
	Certain, Due              bool
	Done                      []string
	RecordURL                 string // leads to the form; "": it cannot be recorded, or is
}

// A recordView is a step that was taken.
type recordView struct {
	survey.SupervisionRecord
	Name, What string
}

// A supervisionForm records a step.
type supervisionForm struct {
	Units, Steps             []site.Choice
	On, By, With, Said, Next string
	Errors                   map[string]string // by field
}

// supervision shows the rules. It is not kept: steps come after the figures.
func (l *leader) supervision(c echo.Context) error {
	return l.showSupervision(c, http.StatusOK, nil)
}

func (l *leader) showSupervision(c echo.Context, status int, wrong survey.FieldErrors) error {
	p, err := l.results(c)
	if err != nil {
		return err
	}
	found, err := l.Within(c).Supervision(c.Request().Context(), p.Poll.ID)
	if err != nil {
		return err
	}
	p.navigate(p.Base + "/supervision")
	p.Title = p.T("supervision.nav")
	p.Failed = len(wrong) > 0
	page := supervisionPage{resultsPage: p, Derived: found.Derived, Saved: c.QueryParam("saved") != ""}
	for _, format := range []string{"xlsx", "csv"} {
		page.Files = append(page.Files, site.NavLink{Title: map[string]string{"xlsx": "XLSX", "csv": "CSV"}[format], URL: p.Base + "/supervision." + format})
	}
	if err := page.fill(c, l, found, wrong); err != nil {
		return err
	}
	body, err := l.Execute(p.Lang, "leader/supervision", page)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return c.HTMLBlob(status, body)
	}
	return l.send(c, p, shownPage{body: body, etag: `"` + site.Digest(body)[:32] + `"`})
}

// fill puts the report in words.
func (p *supervisionPage) fill(c echo.Context, l *leader, found *survey.SupervisionReport, wrong survey.FieldErrors) error {
	form := &supervisionForm{
		On: c.FormValue("on"), By: c.FormValue("by"), With: c.FormValue("with"), Said: c.FormValue("said"), Next: c.FormValue("next"),
		Errors: site.FieldMessages(p.Lang, wrong),
	}
	asked, named, sure := c.FormValue("unit"), map[string]bool{}, 0
	for i := range found.Rules {
		s := &found.Rules[i]
		v := ruleView{
			Title: s.Rule.Words().In(p.Lang), Tier: p.tierTitle(s.Rule.Tier), Step: s.Rule.Step.Title().In(p.Lang), Rounds: len(s.Rounds), Falls: s.Rule.Drop > 0,
		}
		if s.ByChance.OK() {
			v.ByChance = chart.Percent(s.ByChance)
		}
		if s.Wrong.OK() && len(s.Units) > 0 {
			v.Wrong = strconv.FormatFloat(float64(s.Wrong), 'f', 1, 64)
		}
		for j := range s.Units {
			u := &s.Units[j]
			view := p.supervised(u)
			may, err := l.Within(c).MayRecordSupervision(c.Request().Context(), u.Unit, p.Poll.ID)
			if err != nil {
				return err
			}
			if may {
				if u.Due {
					view.RecordURL = "?" + url.Values{"unit": {u.Unit}, "step": {string(s.Rule.Step)}}.Encode() + "#record"
				}
				if !slices.ContainsFunc(form.Units, func(c site.Choice) bool { return c.Value == u.Unit }) {
					form.Units = append(form.Units, site.Choice{Value: u.Unit, Title: view.Name, Chosen: u.Unit == asked})
				}
			}
			if !named[u.Unit] && u.Certain {
				sure++
			}
			named[u.Unit] = true
			v.Units = append(v.Units, view)
		}
		p.Rules = append(p.Rules, v)
	}
	p.Headline = p.T("supervision.none")
	if n := len(named); n > 0 {
		p.Headline = p.T("supervision.headline", "n", n, "sure", chart.Count(sure))
	}
	for _, r := range found.Records {
		p.Records = append(p.Records, recordView{r, p.unitName(r.Unit), r.Step.Title().In(p.Lang)})
	}
	if len(form.Units) > 0 {
		for _, s := range survey.SupervisionSteps {
			form.Steps = append(form.Steps, site.Choice{Value: string(s), Title: s.Title().In(p.Lang), Chosen: string(s) == c.FormValue("step")})
		}
		p.Form = form
	}
	return nil
}

// supervised puts a unit that a rule names in words.
func (p *supervisionPage) supervised(u *survey.SupervisedUnit) supervisedView {
	v := supervisedView{Name: cmp.Or(u.Name.In(p.Lang), u.Unit), URL: p.unitURL(u.Unit), Certain: u.Certain, Due: u.Due}
	var places []string
	for _, at := range u.Places {
		if at.Rank == 0 {
			places = append(places, "–")
			continue
		}
		places = append(places, strconv.Itoa(at.Rank)+"/"+strconv.Itoa(at.Of))
	}
	v.Places = site.JoinList(p.Lang, places)
	if u.Change != nil {
		v.Change = chart.Signed(u.Change.Diff)
	}
	if u.Wrong.OK() {
		v.Wrong = chart.Chance(u.Wrong)
	}
	for _, d := range u.Done {
		v.Done = append(v.Done, d.Step.Title().In(p.Lang)+" "+d.On)
	}
	return v
}

// recordSupervision keeps that a step was taken.
func (l *leader) recordSupervision(c echo.Context) error {
	poll := c.Param("poll")
	_, err := l.Within(c).RecordSupervision(c.Request().Context(), survey.SupervisionRecord{
		Poll: poll, Unit: c.FormValue("unit"), Step: survey.SupervisionStep(c.FormValue("step")), On: c.FormValue("on"),
		By: c.FormValue("by"), With: c.FormValue("with"), Said: c.FormValue("said"), Next: c.FormValue("next"),
	})
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return l.showSupervision(c, http.StatusUnprocessableEntity, wrong)
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, site.ResultsURL(poll)+"/supervision?saved=1#records")
}

// supervisionFile sends the list as a table.
func (l *leader) supervisionFile(c echo.Context, p resultsPage, format string) error {
	found, err := l.Within(c).Supervision(c.Request().Context(), p.Poll.ID)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	table, media := report.Supervision(found, p.Lang), "text/csv; charset=utf-8"
	switch format {
	case "csv":
		err = table.CSV(&b)
	case "xlsx":
		err, media = table.XLSX(&b, p.Lang), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	default:
		return survey.ErrNotFound
	}
	if err != nil {
		return err
	}
	return l.attach(c, p, p.Poll.ID+"-supervision."+format, media, b.Bytes())
}
