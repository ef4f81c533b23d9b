package account

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey/access"
	"minping/web/site"
)

// codeForm asks for the code of the second factor.
func (s *Pages) codeForm(c echo.Context) error {
	then := site.LocalPath(c.QueryParam("then"))
	if _, in, _ := middleware.Asking(c); !in.Half || !in.Enrolled {
		return c.Redirect(http.StatusSeeOther, site.Onwards(in, then))
	}
	page := accountPage{Page: s.Page(c, "signin.code"), Action: "/login/code", Then: then}
	return s.Render(c, http.StatusOK, "account/code", page)
}

// giveCode takes a code, or a recovery code, and makes the session whole.
func (s *Pages) giveCode(c echo.Context) error {
	a, in, _ := middleware.Asking(c)
	page := accountPage{Page: s.Page(c, "signin.code"), Action: "/login/code", Then: site.LocalPath(c.FormValue("then"))}
	if !in.Half || !in.Enrolled {
		return c.Redirect(http.StatusSeeOther, site.Onwards(in, page.Then))
	}
	err := s.Access.GiveCode(c.Request().Context(), a, c.FormValue("code"))
	switch {
	case page.throttled(c, err):
		return s.Render(c, http.StatusTooManyRequests, "account/code", page)
	case errors.Is(err, access.ErrCode):
		page.fail("", page.T("signin.code.wrong"))
		return s.Render(c, http.StatusUnauthorized, "account/code", page)
	case err != nil:
		return err
	}
	if err := s.Gate.Pass(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, page.Then)
}
