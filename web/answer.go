package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"minping/survey"

	"github.com/labstack/echo/v4"
)

// pollOf returns the poll of the path and its questionnaire, for whoever comes
// to answer it.
func (s *Site) pollOf(c echo.Context) (survey.Poll, *survey.Questionnaire, error) {
	ctx := c.Request().Context()
	poll, err := s.Service.Landing(ctx, c.Param("poll"))
	if err != nil {
		return poll, nil, err
	}
	allowFrames(c, poll)
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
func (s *Site) landing(c echo.Context) error {
	poll, q, err := s.pollOf(c)
	if err != nil {
		return err
	}
	if err := answering(poll); err != nil {
		return s.notNow(c, poll, err)
	}
	if c.QueryParam("kiosk") != "" {
		return c.Redirect(http.StatusSeeOther, kioskURL(poll.ID))
	}
	p := &paper{
		poll: poll, full: q, q: q, Fresh: true, Answers: survey.Answers{},
		Key: randomHex(), Salt: randomHex(), Seed: randomHex(),
		Unit: c.QueryParam(fieldUnit), Group: c.QueryParam(fieldGroup),
	}
	return s.begin(c, p)
}

// step takes a screen that was filled in and shows the next one.
func (s *Site) step(c echo.Context) error {
	poll, q, err := s.pollOf(c)
	if err != nil {
		return err
	}
	p, err := readPaper(c, poll, q)
	if err != nil {
		return err
	}
	verb, arg, _ := strings.Cut(c.FormValue(fieldGo), ":")
	if verb == "submit" && (!p.sheet() || len(p.onSheet) > 0) {
		return s.submit(c, p)
	}
	if verb == workRate {
		return s.rate(c, p, arg)
	}
	if err := answering(poll); err != nil {
		return s.notNow(c, poll, err)
	}
	return s.turn(c, p, verb, arg)
}

// turn does what a button says that hands nothing in.
func (s *Site) turn(c echo.Context, p *paper, verb, arg string) error {
	if p.Screen == "" || verb == "start" {
		return s.begin(c, p)
	}
	// The code may have been typed over, the unit with it.
	if ready, err := s.settle(c, p); err != nil || !ready {
		return s.begin(c, p)
	}
	if p.sheet() {
		return s.stepSheet(c, p, verb)
	}
	switch verb {
	case "next":
		return s.next(c, p, false)
	case "sure": // doubts are confirmed
		return s.next(c, p, true)
	case "back":
		return s.back(c, p)
	case "to":
		p.Screen, p.Review = arg, true
		return s.show(c, p, nil)
	case "unit":
		return s.another(c, p, arg)
	case "without":
		p.leave(arg)
		return s.review(c, p)
	case "review":
		return s.review(c, p)
	}
	// Another language or size: the same screen again.
	if p.Screen == reviewScreen {
		return s.review(c, p)
	}
	return s.show(c, p, nil)
}

// begin shows the choices that are left, else the first screen.
func (s *Site) begin(c echo.Context, p *paper) error {
	ready, err := s.settle(c, p)
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return s.choose(c, p, wrong)
	case errors.Is(err, survey.ErrFull):
		return s.notNow(c, p.poll, err)
	case err != nil:
		return err
	}
	if !ready {
		return s.choose(c, p, nil)
	}
	if p.sheet() {
		return s.showSheet(c, p, nil)
	}
	return s.show(c, p, nil)
}

// next leaves a screen if nothing on it is wrong.
func (s *Site) next(c echo.Context, p *paper, confirmed bool) error {
	all := p.shown(p.Answers)
	at := screenIndex(all, p.Screen)
	if at < 0 {
		return s.show(c, p, nil)
	}
	_, errs := p.q.Check(p.Answers, confirmed)
	if here := about(errs, all[at].items()); len(here) > 0 {
		return s.show(c, p, here)
	}
	if p.Review || at+1 == len(all) {
		return s.review(c, p)
	}
	p.Screen = all[at+1].ID
	return s.show(c, p, nil)
}

// back turns to the screen before, whatever the answers.
func (s *Site) back(c echo.Context, p *paper) error {
	all := p.shown(p.Answers)
	at := screenIndex(all, p.Screen)
	if p.Screen == reviewScreen {
		at = len(all)
	}
	if at > 0 {
		p.Screen = all[at-1].ID
	}
	p.Review = false
	return s.show(c, p, nil)
}

// another turns to the ballot about another unit of the same code.
func (s *Site) another(c echo.Context, p *paper, unit string) error {
	if page, errs := p.firstWrong(); len(errs) > 0 {
		p.Screen, p.Review = page, true
		return s.show(c, p, errs)
	}
	if !p.holds(unit) && !p.takes(unit) {
		return s.review(c, p) // which shows it as full
	}
	p.turnTo(unit)
	return s.begin(c, p)
}

// firstWrong returns the first screen with a mistake, and its mistakes. Doubts
// were confirmed screen by screen.
func (p *paper) firstWrong() (screen string, errs survey.FieldErrors) {
	_, all := p.q.Check(p.Answers, true)
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
		if slices.ContainsFunc(items, func(it survey.Item) bool { return it.ID == itemOf(e.Field) }) {
			here = append(here, e)
		}
	}
	return here
}
