package web

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/clerk"
)

// guard lets in whom the route table names.
func (s *Site) guard(w who) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := s.admit(c, w); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// admit returns nil if whoever asks is one of those named. A stranger is sent
// to sign in; for an account without the right there is no such page.
func (s *Site) admit(c echo.Context, w who) error {
	if w >= signedIn && s.viewer(c) == "" {
		return survey.ErrForbidden
	}
	ctx, poll := c.Request().Context(), c.Param("poll")
	switch w {
	case halfway:
		if _, _, ok := middleware.Asking(c); !ok {
			return survey.ErrForbidden
		}
	case organiser:
		if poll == "" {
			return s.somewhere(c, survey.ManagePolls)
		}
		_, err := s.within(c).ManagedPoll(ctx, poll)
		return err
	case reader:
		return s.mayRead(c, poll)
	case author:
		return s.within(c).Require(survey.ManageQuestionnaires)
	case manager:
		return s.within(c).Require(survey.ManageAccounts)
	case operator:
		return s.within(c).Require(survey.ManageSystem)
	case auditor:
		return s.within(c).Require(survey.ReadAudit)
	}
	return nil
}

// within returns the service for whoever asks.
func (s *Site) within(c echo.Context) survey.Scoped { return s.Service.Within(middleware.Rights(c)) }

// seat returns where whoever asks enters paper.
func (s *Site) seat(c echo.Context) clerk.Seat { return s.Desk.Within(s.within(c).PaperPoll) }

// somewhere is nil if whoever asks has a right anywhere.
func (s *Site) somewhere(c echo.Context, r survey.Right) error {
	if !middleware.Rights(c).Anywhere(r) {
		return survey.ErrNotFound
	}
	return nil
}

// entersPaper reports whether whoever asks enters paper of a poll.
func (s *Site) entersPaper(c echo.Context, poll string) bool {
	return s.Desk != nil && s.within(c).PaperPoll(c.Request().Context(), poll) == nil
}

// viewer returns the name of whoever is signed in, or "".
func (s *Site) viewer(c echo.Context) string {
	a, _ := middleware.Signed(c)
	return a.Name
}

// mayRead returns nil if whoever asks may read a poll's results, in part at
// least. A poll that he may not read is answered like one that does not exist.
func (s *Site) mayRead(c echo.Context, id string) error {
	_, err := s.within(c).ReadablePoll(c.Request().Context(), id)
	return err
}

// pollURL is where a poll is answered, resultsURL where its results are.
func pollURL(id string) string    { return "/p/" + url.PathEscape(id) }
func resultsURL(id string) string { return "/r/" + url.PathEscape(id) }
