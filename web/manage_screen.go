package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// A turnoutPage is an open poll for a big screen: where it is answered and how
// many have.
type turnoutPage struct {
	Page
	show
	sheet
	Prev   string // none
	Poll   survey.Poll
	Name   string
	Total  string
	K      int  // numbers are in steps of so many
	Banded bool // numbers of few people are told as bands
	Few    int
	Rows   []turnoutRow
}

const (
	turnoutWait  = 30 // seconds
	mostTurnouts = 36 // units whose turnout a screen has room for
)

// turnoutScreen shows a poll that is open, or will be, on a big screen. One that
// is over has its results there.
func (s *Site) turnoutScreen(c echo.Context) error {
	ctx := c.Request().Context()
	poll, err := s.within(c).ManagedPoll(ctx, c.Param("poll"))
	if err != nil {
		return err
	}
	if poll.State != survey.Open && poll.State != survey.Draft {
		return c.Redirect(http.StatusSeeOther, resultsURL(poll.ID)+"/screen")
	}
	q, err := s.within(c).PollQuestionnaire(ctx, poll.ID)
	if err != nil {
		return err
	}
	line, err := s.pollLine(c, poll)
	if err != nil {
		return err
	}
	p := turnoutPage{
		Page: s.page(c), Poll: poll, K: q.Disclosure.MinGroup, Few: survey.FewEligible,
		show: show{Wait: turnoutWait, Next: manageURL(poll.ID) + "/screen", Leave: manageURL(poll.ID)},
	}
	p.Name = line.Name.In(p.Lang)
	p.Title, p.Simulated = p.Name, poll.Simulated
	if p.sheet, err = s.sheet(c, posterPage{citizenPage: citizenPage{Page: p.Page, Poll: poll}}, ""); err != nil {
		return err
	}
	if err := s.fillScreen(c, &p); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "screen/turnout", p)
}

// fillScreen fills in who answered so far, as far as it is told.
func (s *Site) fillScreen(c echo.Context, p *turnoutPage) error {
	ctx := c.Request().Context()
	total, err := s.within(c).Turnout(ctx, p.Poll.ID)
	if err != nil {
		return err
	}
	p.Total, p.Banded = came(total.Submissions, total.Band), total.Band != nil
	if n := len(p.Poll.Units); n < 2 || n > mostTurnouts {
		return nil
	}
	turnouts, err := s.within(c).Turnouts(ctx, p.Poll.ID)
	if err != nil {
		return err
	}
	names, err := s.unitNames(c, p.Lang)
	for _, t := range turnouts {
		p.Rows = append(p.Rows, turnoutRow{Unit: names(t.Unit), Total: came(t.Ballots, t.Band)})
		p.Banded = p.Banded || t.Band != nil
	}
	return err
}

// Hour is when the numbers were read.
func (p turnoutPage) Hour() string { return p.Now.Format(time.TimeOnly)[:len("15:04")] }
