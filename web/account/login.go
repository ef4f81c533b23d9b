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

// An accountPage is the form to sign in, or to make the first account.
type accountPage struct {
	site.Page
	Action   string // where the form goes
	Name     string
	Token    string            // of the setup link
	Then     string            // where to go after signing in
	Provider string            // label of the way by a provider of identities; "": there is none
	Errors   map[string]string // by field; "" about the whole form
}

// loginForm asks for name and password.
func (s *Pages) loginForm(c echo.Context) error {
	if s.Viewer(c) != "" {
		return c.Redirect(http.StatusSeeOther, site.LocalPath(c.QueryParam("then")))
	}
	page := s.loginPage(c, c.QueryParam("then"))
	return s.Render(c, http.StatusOK, "account/login", page)
}

// loginPage is the form to sign in, that leads to a path of this site.
func (s *Pages) loginPage(c echo.Context, then string) accountPage {
	page := accountPage{Page: s.Page(c, "login.title"), Action: "/login", Then: site.LocalPath(then)}
	page.Provider = s.providerLabel(page.Lang)
	return page
}

// login signs in.
func (s *Pages) login(c echo.Context) error {
	if s.Gate == nil {
		return survey.ErrNotFound
	}
	page := s.loginPage(c, c.FormValue("then"))
	page.Name = c.FormValue("name")
	a, err := s.Access.Login(c.Request().Context(), middleware.Network(c), page.Name, c.FormValue("password"))
	switch {
	case page.throttled(c, err):
		return s.Render(c, http.StatusTooManyRequests, "account/login", page)
	case errors.Is(err, access.ErrLogin):
		page.fail("", page.T("login.wrong"))
		return s.Render(c, http.StatusUnauthorized, "account/login", page)
	case err != nil:
		return err
	}
	return s.enter(c, a, access.ByPassword, false, page.Then)
}

// enter begins a session of somebody who signed in by a way, and leads on.
// Second says that a second factor was given.
func (s *Pages) enter(c echo.Context, a access.Account, by access.Way, second bool, then string) error {
	in, err := s.Gate.SignIn(c, a, by, second)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, site.Onwards(in, then))
}

// logout ends the session.
func (s *Pages) logout(c echo.Context) error {
	if s.Gate != nil {
		if err := s.Gate.SignOut(c); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, "/")
}

// setupForm is where the one-time link of a new installation leads.
func (s *Pages) setupForm(c echo.Context) error {
	if s.Gate == nil {
		return survey.ErrNotFound
	}
	page := accountPage{Page: s.Page(c, "setup.title"), Action: "/setup", Token: c.QueryParam("token")}
	err := s.Access.CheckSetup(c.Request().Context(), page.Token)
	if errors.Is(err, access.ErrSetup) {
		return s.setupOver(c)
	}
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, "account/setup", page)
}

// setup makes the first account and signs it in.
func (s *Pages) setup(c echo.Context) error {
	if s.Gate == nil {
		return survey.ErrNotFound
	}
	page := accountPage{Page: s.Page(c, "setup.title"), Action: "/setup", Token: c.FormValue("token"), Name: c.FormValue("name")}
	if c.FormValue("password") != c.FormValue("again") {
		page.fail("again", page.T("setup.differ"))
		return s.Render(c, http.StatusUnprocessableEntity, "account/setup", page)
	}
	a, err := s.Access.Claim(c.Request().Context(), page.Token, page.Name, c.FormValue("password"))
	var wrong survey.FieldErrors
	switch {
	case errors.Is(err, access.ErrSetup):
		return s.setupOver(c)
	case errors.As(err, &wrong):
		for _, e := range wrong {
			page.fail(e.Field, accountMessage(page.Lang, e))
		}
		return s.Render(c, http.StatusUnprocessableEntity, "account/setup", page)
	case err != nil:
		return err
	}
	return s.enter(c, a, access.ByPassword, false, "/")
}

// setupOver says that the link is unknown, used or expired.
func (s *Pages) setupOver(c echo.Context) error {
	page := site.ErrorPage{Page: s.Page(c, "setup.over.title"), Status: http.StatusNotFound}
	page.Text = page.T("setup.over.text")
	page.Next = []site.NavLink{{Title: page.T("login.title"), URL: "/login"}}
	return s.Render(c, http.StatusNotFound, "error/error", page)
}

// throttled notes that there were too many attempts, if there were.
func (p *accountPage) throttled(c echo.Context, err error) bool {
	var wait access.ThrottledError
	if !errors.As(err, &wait) {
		return false
	}
	c.Response().Header().Set("Retry-After", site.WholeSeconds(wait.After))
	p.fail("", p.T("login.throttled", "n", int(wait.After.Seconds())+1))
	return true
}

// fail notes what is wrong with a field.
func (p *accountPage) fail(field, text string) {
	if p.Errors == nil {
		p.Errors = make(map[string]string)
	}
	p.Errors[field] = text
	p.Failed = true
}

// accountMessage says what is wrong with a name or password.
func accountMessage(lang string, e survey.FieldError) string {
	args := make([]any, 0, 2*len(e.Args))
	for name, v := range e.Args {
		args = append(args, name, v)
	}
	return site.Translate(lang, "account."+e.Key, args...)
}
