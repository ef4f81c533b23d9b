package account

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
	"minping/web/site"
)

// inviteForm is where an invitation leads: its owner sets a password.
func (s *Pages) inviteForm(c echo.Context) error {
	if s.Gate == nil {
		return survey.ErrNotFound
	}
	page := accountPage{Page: s.Page(c, "invite.title"), Action: "/invite", Token: c.QueryParam("token")}
	i, err := s.Access.CheckInvitation(c.Request().Context(), middleware.Network(c), page.Token)
	if err != nil {
		return s.inviteOver(c, err)
	}
	page.Name = i.Name
	return s.Render(c, http.StatusOK, "account/invite", page)
}

// acceptInvitation sets the password and signs in.
func (s *Pages) acceptInvitation(c echo.Context) error {
	if s.Gate == nil {
		return survey.ErrNotFound
	}
	ctx, from := c.Request().Context(), middleware.Network(c)
	page := accountPage{Page: s.Page(c, "invite.title"), Action: "/invite", Token: c.FormValue("token")}
	i, err := s.Access.CheckInvitation(ctx, from, page.Token)
	if err != nil {
		return s.inviteOver(c, err)
	}
	page.Name = i.Name
	if c.FormValue("password") != c.FormValue("again") {
		page.fail("again", page.T("setup.differ"))
		return s.Render(c, http.StatusUnprocessableEntity, "account/invite", page)
	}
	a, err := s.Access.Accept(ctx, from, page.Token, c.FormValue("password"))
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		page.fail("password", accountMessage(page.Lang, wrong[0]))
		return s.Render(c, http.StatusUnprocessableEntity, "account/invite", page)
	}
	if err != nil {
		return s.inviteOver(c, err)
	}
	return s.enter(c, a, access.ByPassword, false, "/")
}

// inviteOver says that a link is not valid, or that there were too many such.
func (s *Pages) inviteOver(c echo.Context, err error) error {
	page := site.ErrorPage{Page: s.Page(c, "setup.over.title"), Status: http.StatusNotFound}
	page.Text = page.T("invite.over")
	var wait access.ThrottledError
	switch {
	case errors.As(err, &wait):
		c.Response().Header().Set("Retry-After", site.WholeSeconds(wait.After))
		page.Status, page.Text = http.StatusTooManyRequests, page.T("login.throttled", "n", int(wait.After.Seconds())+1)
	case !errors.Is(err, access.ErrInvitation):
		return err
	}
	page.Next = []site.NavLink{{Title: page.T("login.title"), URL: "/login"}}
	return s.Render(c, page.Status, "error/error", page)
}
