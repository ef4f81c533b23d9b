package appraise

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/points"
	"minping/web/site"
)

func appraisalURL(id string) string { return site.AppraisalsPath + "/" + url.PathEscape(id) }

func appraisedURL(id, unit string) string { return appraisalURL(id) + "/units/" + url.PathEscape(unit) }

// appraisalRoutes are the pages of appraisals, for whoever may see anything of
// them.
func (s *Pages) appraisalRoutes() []site.Route {
	return []site.Route{
		site.Get(site.AppraisalsPath, site.SignedIn, s.appraisals),
		site.Post(site.AppraisalsPath, site.SignedIn, s.appraise),
		site.Get("/appraisals/:appraisal", site.SignedIn, s.appraisal),
		site.Post("/appraisals/:appraisal", site.SignedIn, s.changeAppraisal),
		site.Get("/appraisals/:appraisal/units/:unit", site.SignedIn, s.appraised),
		site.Post("/appraisals/:appraisal/units/:unit", site.SignedIn, s.decideGrade),
		site.Get("/appraisals/:appraisal/files/:file", site.SignedIn, s.appraisalFile),
	}
}

// An appraisalsPage is the appraisals there are, and the form that makes one.
type appraisalsPage struct {
	site.Page
	Lines    []appraisalLine
	Computes bool
	Plan     points.Plan
	Plans    []site.Choice
	Years    []site.Choice
	Year     string
	Units    []site.Choice
	Polls    []site.Selection // a list of polls for each that the scheme names
	Reviews  []site.Selection // a list of rounds of duty reports for each part that is marked
	Held     appraisalHeld
	Errors   []string
	By       map[string]string
}

// An appraisalLine is an appraisal in a list.
type appraisalLine struct {
	points.Appraisal
	URL, Called, Where string
	Units, Left        int
}

// appraisalHeld counts what there is of a year to appraise by.
type appraisalHeld struct {
	Points, Marks, Vetoes, Waiting int
}

func (s *Pages) appraisals(c echo.Context) error { return s.showAppraisals(c, http.StatusOK, nil) }

func (s *Pages) showAppraisals(c echo.Context, status int, change func(*appraisalsPage)) error {
	ctx := c.Request().Context()
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	plans, err := room.Schemes(ctx)
	if err != nil {
		return err
	}
	all, err := room.Appraisals(ctx)
	if err != nil {
		return err
	}
	p := appraisalsPage{Page: s.ManagePage(c, "appraisals.title"), Computes: room.Anywhere(survey.ManageOrders) && len(plans) > 0, By: map[string]string{}}
	for _, a := range all {
		plan, err := room.Scheme(ctx, a.Scheme, a.Plan)
		if err != nil {
			return err
		}
		p.Lines = append(p.Lines, appraisalLine{
			Appraisal: a, URL: appraisalURL(a.ID), Called: a.Result.Title.In(p.Lang), Where: room.named[a.Unit].Name.In(p.Lang), Units: len(a.Result.Units), Left: a.Unsettled(plan.Scheme),
		})
	}
	if p.Computes {
		if err := s.computeForm(c, room, plans, &p); err != nil {
			return err
		}
	}
	if change != nil {
		change(&p)
	}
	p.Failed = len(p.Errors) > 0
	return s.Render(c, status, "points/appraisals", p)
}

// computeForm offers the schemes, years, units and polls of an appraisal.
func (s *Pages) computeForm(c echo.Context, room pointRoom, plans []points.Plan, p *appraisalsPage) error {
	ctx := c.Request().Context()
	p.Year = yearOf(c, room.Year())
	p.Years = yearChoices(room.Year(), p.Year)
	p.Plan = plans[0]
	for _, plan := range plans {
		if plan.ID == c.FormValue(planParam) {
			p.Plan = plan
		}
	}
	for _, plan := range plans {
		p.Plans = append(p.Plans, site.Choice{Value: plan.ID, Title: plan.Scheme.Title.In(p.Lang), Chosen: plan.ID == p.Plan.ID})
	}
	if room.Holds(survey.ManageOrders, "", "") {
		p.Units = append(p.Units, site.Choice{Title: p.T("appraisals.all")})
	}
	for _, u := range room.Units(survey.ManageOrders) {
		if len(room.Below(u.ID)) > 1 {
			p.Units = append(p.Units, site.Choice{Value: u.ID, Title: p.T("appraisals.below", "unit", u.Name.In(p.Lang)), Chosen: u.ID == c.FormValue("unit")})
		}
	}
	polls, err := s.Within(c).ReadablePolls(ctx)
	if err != nil {
		return err
	}
	for _, name := range p.Plan.Scheme.Polls() {
		field := "poll." + name
		bound := site.Selection{Name: field, Label: p.T("appraisals.poll", "part", partsOf(p.Plan.Scheme, name, p.Lang)), Choices: []site.Choice{{Title: p.T("appraisals.poll.none")}}}
		sent, chosen := c.FormValue(field), false
		for _, poll := range polls {
			is := poll.ID == sent || sent == "" && !chosen && c.Request().Method == http.MethodGet && (poll.ID == name || poll.Questionnaire.ID == name)
			chosen = chosen || is
			bound.Choices = append(bound.Choices, site.Choice{Value: poll.ID, Title: poll.Title.In(p.Lang), Chosen: is})
		}
		p.Polls = append(p.Polls, bound)
	}
	reviews, err := room.Reviews(ctx)
	if err != nil {
		return err
	}
	for _, part := range p.Plan.Scheme.Marked() {
		if len(reviews) == 0 {
			break
		}
		field := "review." + part.ID
		bound := site.Selection{Name: field, Label: p.T("appraisals.review", "part", part.Title.In(p.Lang)), Choices: []site.Choice{{Title: p.T("appraisals.review.none")}}}
		for _, x := range reviews {
			bound.Choices = append(bound.Choices, site.Choice{Value: x.ID, Title: x.Title, Chosen: x.ID == c.FormValue(field)})
		}
		p.Reviews = append(p.Reviews, bound)
	}
	entries, err := room.Entries(ctx, points.Filter{Scheme: p.Plan.ID, Year: p.Year})
	if err != nil {
		return err
	}
	for _, e := range entries {
		switch {
		case e.State == points.Entered:
			p.Held.Waiting++
		case e.State != points.Confirmed:
		case e.Kind() == points.OfPoints:
			p.Held.Points++
		case e.Kind() == points.OfMark:
			p.Held.Marks++
		default:
			p.Held.Vetoes++
		}
	}
	return nil
}

// partsOf names the parts of a scheme that rest on a poll.
func partsOf(s *survey.Scheme, poll, lang string) string {
	var names []string
	var walk func(parts []survey.SchemePart)
	walk = func(parts []survey.SchemePart) {
		for i := range parts {
			if parts[i].Poll == poll {
				names = append(names, parts[i].Title.In(lang))
			}
			walk(parts[i].Parts)
		}
	}
	walk(s.Parts)
	return site.JoinList(lang, names)
}

// yearOf is the year that a form asks for.
func yearOf(c echo.Context, now string) string {
	if year := c.FormValue("year"); len(year) == 4 && survey.Day(year+"-01-01").Valid() {
		return year
	}
	return now
}

// yearChoices are this year and the four before.
func yearChoices(now, chosen string) (years []site.Choice) {
	last, _ := strconv.Atoi(now)
	for year := last; year > last-5; year-- {
		years = append(years, site.Choice{Value: strconv.Itoa(year), Title: strconv.Itoa(year), Chosen: strconv.Itoa(year) == chosen})
	}
	return years
}

// appraise computes an appraisal.
func (s *Pages) appraise(c echo.Context) error {
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	in := points.AppraisalInput{Scheme: c.FormValue(planParam), Unit: c.FormValue("unit"), Year: c.FormValue("year"), Polls: map[string]string{}, Reviews: map[string]string{}}
	form, err := c.FormParams()
	if err != nil {
		return site.ErrForm
	}
	for field, sent := range form {
		if name, is := strings.CutPrefix(field, "poll."); is && sent[0] != "" {
			in.Polls[name] = sent[0]
		} else if part, is := strings.CutPrefix(field, "review."); is && sent[0] != "" {
			in.Reviews[part] = sent[0]
		}
	}
	a, err := room.Compute(c.Request().Context(), in)
	if err == nil {
		return c.Redirect(http.StatusSeeOther, appraisalURL(a.ID))
	}
	fields := []string{"scheme", "unit", "year"}
	status, by, above, rest := site.FormRefusal(site.Negotiate(c), err, fields...)
	if rest != nil {
		return rest
	}
	return s.showAppraisals(c, status, func(p *appraisalsPage) {
		p.Errors, p.By = above, by
		for i := range p.Units {
			p.Units[i].Chosen = p.Units[i].Value == in.Unit
		}
	})
}

// decidedIn counts the units of a tier by the grade that people decided.
func decidedIn(a *points.Appraisal, tier, grade string) (n int) {
	for i := range a.Result.Units {
		u := &a.Result.Units[i]
		if u.Tier == tier && a.Decisions[u.Unit].Grade == grade {
			n++
		}
	}
	return n
}

// ranked are the units of a tier by rank, those without a total last.
func ranked(a *survey.Appraisal, tier string) (units []survey.UnitAppraisal) {
	for _, u := range a.Units {
		if u.Tier == tier {
			units = append(units, u)
		}
	}
	slices.SortStableFunc(units, func(x, y survey.UnitAppraisal) int {
		if x.Rank == 0 || y.Rank == 0 {
			return y.Rank - x.Rank
		}
		return x.Rank - y.Rank
	})
	return units
}
