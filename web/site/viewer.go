package site

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
	"minping/survey/clerk"
)

// guard lets in whom the route table names.
func (s *Site) guard(w Who) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := s.Admit(c, w); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// Admit returns nil if whoever asks is one of those named. A stranger is sent
// to sign in; for an account without the right there is no such page.
func (s *Site) Admit(c echo.Context, w Who) error {
	if w >= SignedIn && s.Viewer(c) == "" {
		return survey.ErrForbidden
	}
	ctx, poll := c.Request().Context(), c.Param("poll")
	switch w {
	case Halfway:
		if _, _, ok := middleware.Asking(c); !ok {
			return survey.ErrForbidden
		}
	case Organiser:
		if poll == "" {
			return s.Somewhere(c, survey.ManagePolls)
		}
		_, err := s.Within(c).ManagedPoll(ctx, poll)
		return err
	case Reader:
		return s.MayRead(c, poll)
	case Author:
		return s.Within(c).Require(survey.ManageQuestionnaires)
	case Manager:
		return s.Within(c).Require(survey.ManageAccounts)
	case Operator:
		return s.Within(c).Require(survey.ManageSystem)
	case Auditor:
		return s.Within(c).Require(survey.ReadAudit)
	}
	return nil
}

// Within returns the service for whoever asks.
func (s *Site) Within(c echo.Context) survey.Scoped { return s.Service.Within(middleware.Rights(c)) }

// Seat returns where whoever asks enters paper.
func (s *Site) Seat(c echo.Context) clerk.Seat { return s.Desk.Within(s.Within(c).PaperPoll) }

// Somewhere is nil if whoever asks has a right anywhere.
func (s *Site) Somewhere(c echo.Context, r survey.Right) error {
	if !middleware.Rights(c).Anywhere(r) {
		return survey.ErrNotFound
	}
	return nil
}

// EntersPaper reports whether whoever asks enters paper of a poll.
func (s *Site) EntersPaper(c echo.Context, poll string) bool {
	return s.Desk != nil && s.Within(c).PaperPoll(c.Request().Context(), poll) == nil
}

// Viewer returns the name of whoever is signed in, or "".
func (s *Site) Viewer(c echo.Context) string {
	a, _ := middleware.Signed(c)
	return a.Name
}

// MayRead returns nil if whoever asks may read a poll's results, in part at
// least. A poll that he may not read is answered like one that does not exist.
func (s *Site) MayRead(c echo.Context, id string) error {
	_, err := s.Within(c).ReadablePoll(c.Request().Context(), id)
	return err
}

// LocalPath returns a path of this site, whatever was asked for.
func LocalPath(then string) string {
	u, err := url.Parse(then)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(then, "//") || strings.Contains(then, `\`) {
		return "/"
	}
	return u.RequestURI()
}

// loginURL returns the sign-in page that leads back to where somebody was.
func loginURL(back *url.URL) string {
	return "/login?" + url.Values{"then": {back.RequestURI()}}.Encode()
}

// Onwards is where a session that has begun leads: to its second factor, or
// where somebody wanted to go.
func Onwards(in access.Signin, then string) string {
	switch {
	case !in.Half:
		return then
	case in.Enrolled:
		return "/login/code?" + url.Values{"then": {then}}.Encode()
	default:
		return "/account/factor?" + url.Values{"then": {then}}.Encode()
	}
}
