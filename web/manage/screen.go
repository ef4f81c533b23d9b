package manage

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/answer"
	"minping/web/result"
	"minping/web/site"
)

// A turnoutPage is an open poll for a big screen: where it is answered and how
// many have.
type turnoutPage struct {
	site.Page
	result.Show
	answer.PosterSheet
	Prev   string // none
	Poll   survey.Poll
	Name   string
	Total  string
	K      int  // numbers are in steps of so many
	Banded bool // numbers of few people are told as bands
	Few    int
	Rows   []turnoutRow
	// Tickets are the categories of codes, of a meeting by ticket; Rows is empty then.
	Tickets []ticketLine
	Left    string // how long it is open still; "": no end is set
}

// A ticketLine is a category of codes: how many were handed out, and how many
// were used, at least.
type ticketLine struct {
	Name   string
	Issued int
	Spent  int    // at least
	Came   string // in words
}

const (
	turnoutWait  = 30 // seconds
	mostTurnouts = 36 // units whose turnout a screen has room for
)

// turnoutScreen shows a poll that is open, or will be, on a big screen. One that
// is over has its results there.
func (s *Pages) turnoutScreen(c echo.Context) error {
	ctx := c.Request().Context()
	poll, err := s.Within(c).ManagedPoll(ctx, c.Param("poll"))
	if err != nil {
		return err
	}
	if poll.State != survey.Open && poll.State != survey.Draft {
		return c.Redirect(http.StatusSeeOther, site.ResultsURL(poll.ID)+"/screen")
	}
	q, err := s.Within(c).PollQuestionnaire(ctx, poll.ID)
	if err != nil {
		return err
	}
	line, err := s.PollLine(c, poll)
	if err != nil {
		return err
	}
	p := turnoutPage{
		Page: s.Page(c), Poll: poll, K: q.Disclosure.MinGroup, Few: survey.FewEligible,
		Show: result.Show{Wait: turnoutWait, Next: site.ManageURL(poll.ID) + "/screen", Leave: site.ManageURL(poll.ID)},
	}
	p.Name = line.Name.In(p.Lang)
	p.Title, p.Simulated = p.Name, poll.Simulated
	if p.PosterSheet, err = s.answers.PosterSheet(c, answer.PosterPage{CitizenPage: answer.CitizenPage{Page: p.Page, Poll: poll}}, ""); err != nil {
		return err
	}
	p.Left = p.timeLeft()
	if err := s.fillTickets(c, &p, q); err != nil {
		return err
	}
	if err := s.fillScreen(c, &p); err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, "screen/turnout", p)
}

// fillScreen fills in who answered so far, as far as it is told.
func (s *Pages) fillScreen(c echo.Context, p *turnoutPage) error {
	ctx := c.Request().Context()
	total, err := s.Within(c).Turnout(ctx, p.Poll.ID)
	if err != nil {
		return err
	}
	p.Total, p.Banded = came(total.Submissions, total.Band), total.Band != nil
	if n := len(p.Poll.Units); n < 2 || n > mostTurnouts || len(p.Tickets) > 0 {
		return nil
	}
	turnouts, err := s.Within(c).Turnouts(ctx, p.Poll.ID)
	if err != nil {
		return err
	}
	names, err := s.UnitNames(c, p.Lang)
	for _, t := range turnouts {
		p.Rows = append(p.Rows, turnoutRow{Unit: names(t.Unit), Total: came(t.Ballots, t.Band)})
		p.Banded = p.Banded || t.Band != nil
	}
	return err
}

// fillTickets fills in the categories of codes, where there are several: of each
// how many were used, as CodeBatches tells it, never one by one.
func (s *Pages) fillTickets(c echo.Context, p *turnoutPage, q *survey.Questionnaire) error {
	if p.Poll.Access != survey.ByCode || p.Poll.State != survey.Open || len(q.Groups) < 2 {
		return nil
	}
	batches, err := s.Within(c).CodeBatches(c.Request().Context(), p.Poll.ID)
	if err != nil {
		return err
	}
	for _, g := range q.Groups {
		line, parts, band := ticketLine{Name: g.Title.In(p.Lang)}, 0, (*survey.Band)(nil)
		for _, b := range batches {
			if b.Group != g.ID || b.Void && b.Spent == 0 {
				continue
			}
			parts++
			line.Spent += b.Spent
			if b.Void { // what is unspent of it is worth nothing
				line.Issued += b.Spent
				continue
			}
			line.Issued += b.Issued
			if b.Band != nil {
				band = b.Band
			}
		}
		if parts == 0 {
			continue
		}
		if parts > 1 { // a sum tells no band
			band = nil
		}
		p.Banded = p.Banded || band != nil
		line.Came = came(line.Spent, band)
		p.Tickets = append(p.Tickets, line)
	}
	if len(p.Tickets) < 2 {
		p.Tickets = nil
	}
	return nil
}

// timeLeft says how long an open poll can be answered still, to the minute.
func (p *turnoutPage) timeLeft() string {
	if p.Poll.State != survey.Open || p.Poll.Closes.IsZero() {
		return ""
	}
	left := p.Poll.Closes.Sub(p.Now)
	const day = 24 * time.Hour
	switch {
	case left < time.Minute:
		return p.T("screen.left.now")
	case left < time.Hour:
		return p.T("screen.left.minutes", "minutes", int(left/time.Minute))
	case left < 2*day:
		return p.T("screen.left.hours", "hours", int(left/time.Hour), "minutes", int(left%time.Hour/time.Minute))
	}
	return p.T("screen.left.days", "days", int(left/day))
}

// Hour is when the numbers were read.
func (p turnoutPage) Hour() string { return p.Now.Format(time.TimeOnly)[:len("15:04")] }
