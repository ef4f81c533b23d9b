package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
)

// ownRoutes are the pages of what belongs to whoever is signed in.
func (s *Site) ownRoutes() []route {
	return []route{
		{http.MethodGet, "/account", signedIn, s.own},
		{http.MethodPost, "/account/password", signedIn, s.changePassword},
		{http.MethodPost, "/account/sessions", signedIn, s.endSessions},
		{http.MethodGet, "/account/factor", halfway, s.factorForm},
		{http.MethodPost, "/account/factor", halfway, s.enrol},
		{http.MethodPost, "/account/factor/remove", signedIn, s.unenrol},
		{http.MethodPost, "/account/recovery", signedIn, s.renewRecovery},
		{http.MethodPost, "/account/identity", signedIn, s.linkIdentity},
		{http.MethodPost, "/account/identity/remove", signedIn, s.unlinkIdentity},
	}
}

// An ownPage is an account as its owner sees it.
type ownPage struct {
	Page
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
func (s *Site) own(c echo.Context) error {
	page := ownPage{}
	switch done := c.QueryParam("done"); done {
	case "password", "factor", "linked", "unlinked":
		page.Done = done
	}
	return s.showOwn(c, http.StatusOK, page)
}

// showOwn completes and writes the page.
func (s *Site) showOwn(c echo.Context, status int, page ownPage) (err error) {
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
	return s.render(c, status, "admin/account", page)
}

// failOwn shows the page with what went wrong at a form, or returns what no
// form can be blamed for.
func (s *Site) failOwn(c echo.Context, form string, err error) error {
	lang, status := negotiate(c), http.StatusUnprocessableEntity
	var (
		said  string
		wait  access.ThrottledError
		wrong survey.FieldErrors
	)
	switch {
	case errors.As(err, &wait):
		c.Response().Header().Set("Retry-After", wholeSeconds(wait.After))
		status, said = http.StatusTooManyRequests, translate(lang, "login.throttled", "n", int(wait.After.Seconds())+1)
	case errors.As(err, &wrong):
		said = accountMessage(lang, wrong[0])
	case errors.Is(err, access.ErrLogin):
		said = translate(lang, "signin.password.wrong")
	case errors.Is(err, access.ErrCode):
		said = translate(lang, "signin.code.wrong")
	case errors.Is(err, access.ErrLastOperator):
		status, said = http.StatusConflict, translate(lang, "oidc.lastoperator")
	case errors.Is(err, errDiffer):
		said = translate(lang, "setup.differ")
	default:
		return err
	}
	return s.showOwn(c, status, ownPage{Errors: map[string]string{form: said}})
}

// errDiffer: a new password was not typed the same twice.
var errDiffer = errors.New("the two passwords differ")

// changePassword gives a new password to whoever knows the old one; his other
// sessions end.
func (s *Site) changePassword(c echo.Context) error {
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
func (s *Site) endSessions(c echo.Context) error {
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
