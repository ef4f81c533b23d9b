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

// ownRoutes are the pages of what belongs to whoever is signed in.
func (s *Pages) ownRoutes() []site.Route {
	return []site.Route{
		site.Get("/account", site.SignedIn, s.own),
		site.Post("/account/password", site.SignedIn, s.changePassword),
		site.Post("/account/sessions", site.SignedIn, s.endSessions),
		site.Get("/account/factor", site.Halfway, s.factorForm),
		site.Post("/account/factor", site.Halfway, s.enrol),
		site.Post("/account/factor/remove", site.SignedIn, s.unenrol),
		site.Post("/account/recovery", site.SignedIn, s.renewRecovery),
		site.Post("/account/identity", site.SignedIn, s.linkIdentity),
		site.Post("/account/identity/remove", site.SignedIn, s.unlinkIdentity),
	}
}

// An ownPage is an account as its owner sees it.
type ownPage struct {
	site.Page
	Sessions []access.Signin
	This     string // id of the session that asks
	Enrolled bool
	Must     bool              // it must have a second factor
	Left     int               // recovery codes
	Linked   []access.Identity // by which it signs in too
	Provider string            // label of the provider of identities; "": there is none
	Errors   map[string]string // by form
	Done     string            // what was just done, a message key's last part
}

// own shows the account of whoever is signed in.
func (s *Pages) own(c echo.Context) error {
	page := ownPage{}
	switch done := c.QueryParam("done"); done {
	case "password", "factor", "linked", "unlinked":
		page.Done = done
	}
	return s.showOwn(c, http.StatusOK, page)
}

// showOwn completes and writes the page.
func (s *Pages) showOwn(c echo.Context, status int, page ownPage) (err error) {
	ctx := c.Request().Context()
	a, _ := middleware.Signed(c)
	_, in, _ := middleware.Asking(c)
	page.Page, page.This = s.adminPage(c, "signin.own"), in.ID
	page.Failed = len(page.Errors) > 0
	if page.Sessions, err = s.Access.Sessions(ctx, a.ID); err != nil {
		return err
	}
	if page.Enrolled, err = s.Access.Enrolled(ctx, a.ID); err != nil {
		return err
	}
	if page.Must, err = s.Access.MustEnrol(ctx, a); err != nil {
		return err
	}
	if page.Left, err = s.Access.RecoveryLeft(ctx, a.ID); err != nil {
		return err
	}
	if page.Linked, err = s.Access.Identities(ctx, a.ID); err != nil {
		return err
	}
	page.Provider = s.providerLabel(page.Lang)
	return s.Render(c, status, "admin/account", page)
}

// failOwn shows the page with what went wrong at a form, or returns what no
// form can be blamed for.
func (s *Pages) failOwn(c echo.Context, form string, err error) error {
	lang, status := site.Negotiate(c), http.StatusUnprocessableEntity
	var (
		said  string
		wait  access.ThrottledError
		wrong survey.FieldErrors
	)
	switch {
	case errors.As(err, &wait):
		c.Response().Header().Set("Retry-After", site.WholeSeconds(wait.After))
		status, said = http.StatusTooManyRequests, site.Translate(lang, "login.throttled", "n", int(wait.After.Seconds())+1)
	case errors.As(err, &wrong):
		said = accountMessage(lang, wrong[0])
	case errors.Is(err, access.ErrLogin):
		said = site.Translate(lang, "signin.password.wrong")
	case errors.Is(err, access.ErrCode):
		said = site.Translate(lang, "signin.code.wrong")
	case errors.Is(err, access.ErrLastOperator):
		status, said = http.StatusConflict, site.Translate(lang, "oidc.lastoperator")
	case errors.Is(err, errDiffer):
		said = site.Translate(lang, "setup.differ")
	default:
		return err
	}
	return s.showOwn(c, status, ownPage{Errors: map[string]string{form: said}})
}

// errDiffer: a new password was not typed the same twice.
var errDiffer = errors.New("the two passwords differ")

// changePassword gives a new password to whoever knows the old one; his other
// sessions end.
func (s *Pages) changePassword(c echo.Context) error {
	a, _ := middleware.Signed(c)
	_, in, _ := middleware.Asking(c)
	if c.FormValue("new") != c.FormValue("again") {
		return s.failOwn(c, "password", errDiffer)
	}
	if err := s.Access.ChangePassword(c.Request().Context(), a, in.ID, c.FormValue("old"), c.FormValue("new")); err != nil {
		return s.failOwn(c, "password", err)
	}
	if err := s.Gate.Renew(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?done=password")
}

// endSessions ends one session of whoever asks, or all others.
func (s *Pages) endSessions(c echo.Context) error {
	ctx := c.Request().Context()
	a, _ := middleware.Signed(c)
	_, in, _ := middleware.Asking(c)
	var err error
	if id := c.FormValue("session"); id != "" {
		err = s.Access.End(ctx, a.ID, id)
	} else {
		err = s.Access.EndOthers(ctx, a.ID, in.ID)
	}
	if err != nil && !errors.Is(err, survey.ErrNotFound) { // it has ended by itself
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account#sessions")
}
