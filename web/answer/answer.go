package answer

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// PollOf returns the poll of the path and its questionnaire, for whoever comes
// to answer it.
func (s *Pages) PollOf(c echo.Context) (survey.Poll, *survey.Questionnaire, error) {
	ctx := c.Request().Context()
	poll, err := s.Service.Landing(ctx, c.Param("poll"))
	if err != nil {
		return poll, nil, err
	}
	site.AllowFrames(c, poll)
	q, err := s.Service.LandingQuestionnaire(ctx, poll.ID)
	return poll, q, err
}

// answering returns an error unless the poll can be answered now.
func answering(poll survey.Poll) error {
	switch poll.State {
	case survey.Open:
		return nil
	case survey.Draft:
		return survey.ErrNotOpen
	default:
		return survey.ErrClosed
	}
}

// landing is where a link to a poll leads: what it is about, then the choice
// of a unit, or the first questions if nothing is left to choose.
func (s *Pages) landing(c echo.Context) error {
	poll, q, err := s.PollOf(c)
	if err != nil {
		return err
	}
	if err := answering(poll); err != nil {
		return s.notNow(c, poll, err)
	}
	if c.QueryParam("kiosk") != "" {
		return c.Redirect(http.StatusSeeOther, site.KioskURL(poll.ID))
	}
	p := &Paper{
		Poll: poll, Full: q, Q: q, Fresh: true, Answers: survey.Answers{},
		Key: RandomHex(), Salt: RandomHex(), Seed: RandomHex(),
		Unit: c.QueryParam(site.FieldUnit), Group: c.QueryParam(site.FieldGroup),
	}
	return s.Begin(c, p)
}

// step takes a screen that was filled in and shows the next one.
func (s *Pages) step(c echo.Context) error {
	poll, q, err := s.PollOf(c)
	if err != nil {
		return err
	}
	p, err := ReadPaper(c, poll, q)
	if err != nil {
		return err
	}
	verb, arg, _ := strings.Cut(c.FormValue(site.FieldGo), ":")
	if verb == "submit" && (!p.Sheet() || len(p.onSheet) > 0) {
		return s.submit(c, p)
	}
	if verb == WorkRate {
		return s.rate(c, p, arg)
	}
	if err := answering(poll); err != nil {
		return s.notNow(c, poll, err)
	}
	return s.Turn(c, p, verb, arg)
}

// Turn does what a button says that hands nothing in.
func (s *Pages) Turn(c echo.Context, p *Paper, verb, arg string) error {
	if p.Screen == "" || verb == "start" {
		return s.Begin(c, p)
	}
	// The code may have been typed over, the unit with it.
	if ready, err := s.settle(c, p); err != nil || !ready {
		return s.Begin(c, p)
	}
	if p.Sheet() {
		return s.StepSheet(c, p, verb)
	}
	switch verb {
	case "next":
		return s.Next(c, p, false)
	case "sure": // doubts are confirmed
		return s.Next(c, p, true)
	case "back":
		return s.Back(c, p)
	case "to":
		p.Screen, p.Review = arg, true
		return s.Show(c, p, nil)
	case "unit":
		return s.another(c, p, arg)
	case "without":
		p.leave(arg)
		return s.Review(c, p)
	case "review":
		return s.Review(c, p)
	}
	// Another language or size: the same screen again.
	if p.Screen == ReviewScreen {
		return s.Review(c, p)
	}
	return s.Show(c, p, nil)
}

// Begin shows the choices that are left, else the first screen.
func (s *Pages) Begin(c echo.Context, p *Paper) error {
	ready, err := s.settle(c, p)
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return s.choose(c, p, wrong)
	case errors.Is(err, survey.ErrFull):
		return s.notNow(c, p.Poll, err)
	case err != nil:
		return err
	}
	if !ready {
		return s.choose(c, p, nil)
	}
	if p.Sheet() {
		return s.ShowSheet(c, p, nil)
	}
	return s.Show(c, p, nil)
}

// Next leaves a screen if nothing on it is wrong.
func (s *Pages) Next(c echo.Context, p *Paper, confirmed bool) error {
	all := p.shown(p.Answers)
	at := screenIndex(all, p.Screen)
	if at < 0 {
		return s.Show(c, p, nil)
	}
	_, errs := p.Q.Check(p.Answers, confirmed)
	if here := about(errs, all[at].items()); len(here) > 0 {
		return s.Show(c, p, here)
	}
	if p.Review || at+1 == len(all) {
		return s.Review(c, p)
	}
	p.Screen = all[at+1].ID
	return s.Show(c, p, nil)
}

// Back turns to the screen before, whatever the answers.
func (s *Pages) Back(c echo.Context, p *Paper) error {
	all := p.shown(p.Answers)
	at := screenIndex(all, p.Screen)
	if p.Screen == ReviewScreen {
		at = len(all)
	}
	if at > 0 {
		p.Screen = all[at-1].ID
	}
	p.Review = false
	return s.Show(c, p, nil)
}

// another turns to the ballot about another unit of the same code.
func (s *Pages) another(c echo.Context, p *Paper, unit string) error {
	if page, errs := p.firstWrong(); len(errs) > 0 {
		p.Screen, p.Review = page, true
		return s.Show(c, p, errs)
	}
	if !p.holds(unit) && !p.takes(unit) {
		return s.Review(c, p) // which shows it as full
	}
	p.turnTo(unit)
	return s.Begin(c, p)
}

// firstWrong returns the first screen with a mistake, and its mistakes. Doubts
// were confirmed screen by screen.
func (p *Paper) firstWrong() (screen string, errs survey.FieldErrors) {
	_, all := p.Q.Check(p.Answers, true)
	if len(all) == 0 {
		return "", nil
	}
	for _, sc := range p.shown(p.Answers) {
		if here := about(all, sc.items()); len(here) > 0 {
			return sc.ID, here
		}
	}
	return "", nil
}

// screenIndex returns the place of a screen, -1 if it is not among them.
func screenIndex(all []screen, id string) int {
	return slices.IndexFunc(all, func(s screen) bool { return s.ID == id })
}

// about returns those of the errors that concern the items.
func about(errs survey.FieldErrors, items []survey.Item) survey.FieldErrors {
	var here survey.FieldErrors
	for _, e := range errs {
		if slices.ContainsFunc(items, func(it survey.Item) bool { return it.ID == ItemOf(e.Field) }) {
			here = append(here, e)
		}
	}
	return here
}
