package account

import (
	"errors"
	"html/template"
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
	"minping/survey/qr"
	"minping/web/site"
)

// A factorPage offers a second factor.
type factorPage struct {
	site.Page
	access.Factor
	QR       template.HTML
	Enrolled bool // there is one, which this replaces
	Then     string
	Error    string
}

// A recoveryPage shows recovery codes, once.
type recoveryPage struct {
	site.Page
	Codes []string
	Then  string
}

// factorForm offers a second factor to whoever has a session.
func (s *Pages) factorForm(c echo.Context) error {
	a, in, _ := middleware.Asking(c)
	then := site.LocalPath(c.QueryParam("then"))
	if in.Half && in.Enrolled {
		return c.Redirect(http.StatusSeeOther, site.Onwards(in, then))
	}
	f, err := s.Access.Offer(a)
	if err != nil {
		return err
	}
	return s.showFactor(c, http.StatusOK, factorPage{Factor: f, Enrolled: in.Enrolled, Then: then})
}

// showFactor completes and writes the page.
func (s *Pages) showFactor(c echo.Context, status int, page factorPage) error {
	page.Page = s.adminPage(c, "signin.factor.new")
	page.Failed = page.Error != ""
	code, err := qr.Encode(page.Factor.URL)
	if err != nil {
		return err
	}
	page.QR = template.HTML(code.SVG(page.T("signin.factor.qr"))) //nolint:gosec // the label is escaped
	return s.Render(c, status, "admin/factor", page)
}

// enrol takes the second factor that was offered and shows recovery codes.
func (s *Pages) enrol(c echo.Context) error {
	ctx := c.Request().Context()
	a, in, _ := middleware.Asking(c)
	then := site.LocalPath(c.FormValue("then"))
	if in.Half && in.Enrolled {
		return c.Redirect(http.StatusSeeOther, site.Onwards(in, then))
	}
	codes, err := s.Access.Enrol(ctx, a, in.ID, c.FormValue("secret"), c.FormValue("code"), c.FormValue("current"))
	var wait access.ThrottledError
	switch {
	case err == nil:
		return s.showRecovery(c, codes, then)
	case errors.Is(err, survey.ErrConflict):
		return c.Redirect(http.StatusSeeOther, "/account")
	case !errors.Is(err, access.ErrCode) && !errors.As(err, &wait):
		return err
	}
	page := factorPage{Enrolled: in.Enrolled, Then: then, Error: site.Translate(site.Negotiate(c), "signin.code.wrong")}
	status := http.StatusUnprocessableEntity
	if wait.After > 0 {
		c.Response().Header().Set("Retry-After", site.WholeSeconds(wait.After))
		status, page.Error = http.StatusTooManyRequests, site.Translate(site.Negotiate(c), "login.throttled", "n", int(wait.After.Seconds())+1)
	}
	if page.Factor, err = s.Access.Reoffer(a, c.FormValue("secret")); err != nil {
		return site.ErrForm
	}
	return s.showFactor(c, status, page)
}

// showRecovery shows new recovery codes, under a new token of the session.
func (s *Pages) showRecovery(c echo.Context, codes []string, then string) error {
	if err := s.Gate.Renew(c); err != nil {
		return err
	}
	return s.Render(c, http.StatusCreated, "admin/recovery", recoveryPage{Page: s.adminPage(c, "signin.recovery"), Codes: codes, Then: then})
}

// renewRecovery replaces the recovery codes.
func (s *Pages) renewRecovery(c echo.Context) error {
	a, _ := middleware.Signed(c)
	codes, err := s.Access.RenewRecovery(c.Request().Context(), a, c.FormValue("code"))
	if err != nil {
		return s.failOwn(c, "recovery", err)
	}
	return s.showRecovery(c, codes, "/account")
}

// unenrol removes the second factor of an account that need not have one.
func (s *Pages) unenrol(c echo.Context) error {
	a, _ := middleware.Signed(c)
	if err := s.Access.Unenrol(c.Request().Context(), a, c.FormValue("code")); err != nil {
		return s.failOwn(c, "remove", err)
	}
	return c.Redirect(http.StatusSeeOther, "/account?done=factor")
}
