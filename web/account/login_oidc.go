package account

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
	"minping/survey/provider"
	"minping/web/site"
)

// A journey is what is kept of somebody who went to the provider of identities.
type journey struct {
	provider.Attempt
	Account string `json:"account,omitempty"` // to which the identity is to belong; "": he wants to sign in
	Then    string `json:"then,omitempty"`    // where to go after signing in
}

// providerLabel is the label of the way by a provider of identities; "": there
// is none.
func (s *Pages) providerLabel(lang string) string {
	switch {
	case s.Provider == nil:
		return ""
	case s.Provider.Name() != "":
		return s.Provider.Name()
	}
	return site.Translate(lang, "oidc.label")
}

// setOut sends somebody who wants to sign in to the provider of identities.
func (s *Pages) setOut(c echo.Context) error {
	if s.Viewer(c) != "" {
		return c.Redirect(http.StatusSeeOther, site.LocalPath(c.QueryParam("then")))
	}
	to, err := s.depart(c, journey{Then: site.LocalPath(c.QueryParam("then"))})
	if err != nil {
		return s.lost(c, err)
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// depart keeps a journey that begins and returns where it leads.
func (s *Pages) depart(c echo.Context, j journey) (to string, err error) {
	if s.Gate == nil || s.Provider == nil {
		return "", survey.ErrNotFound
	}
	if err := s.Access.SetOut(middleware.Network(c)); err != nil {
		return "", err
	}
	if to, j.Attempt, err = s.Provider.Start(c.Request().Context()); err != nil {
		return "", err
	}
	kept, err := json.Marshal(j)
	if err != nil {
		return "", err
	}
	s.Gate.Keep(c, string(kept))
	return to, nil
}

// errSomebodyElse: whoever comes back is not signed in as he was when he went.
var errSomebodyElse = errors.New("another account is signed in by now")

// comeBack takes whoever the provider of identities sends back: he is signed
// in, or the identity is linked to his account.
func (s *Pages) comeBack(c echo.Context) error {
	if s.Gate == nil || s.Provider == nil {
		return survey.ErrNotFound
	}
	ctx := c.Request().Context()
	var j journey
	if kept := s.Gate.Take(c); kept != "" {
		if err := json.Unmarshal([]byte(kept), &j); err != nil {
			return err
		}
	}
	who, err := s.Provider.Finish(ctx, j.Attempt, c.QueryParams())
	if err != nil {
		return s.lost(c, err)
	}
	if j.Account != "" {
		return s.arriveLinking(c, j, who)
	}
	a, err := s.Access.Identified(ctx, who.Issuer, who.Subject)
	if err != nil {
		return s.lost(c, err)
	}
	return s.enter(c, a, access.ByProvider, who.Factors, site.LocalPath(j.Then))
}

// arriveLinking gives the identity to the account that went to fetch it.
func (s *Pages) arriveLinking(c echo.Context, j journey, who provider.Identity) error {
	a, ok := middleware.Signed(c)
	if !ok || a.ID != j.Account {
		return s.lost(c, errSomebodyElse)
	}
	if err := s.Access.Link(c.Request().Context(), a, who.Issuer, who.Subject, who.Name); err != nil {
		return s.lost(c, err)
	}
	return c.Redirect(http.StatusSeeOther, "/account?done=linked#identities")
}

// lost says why somebody who went to the provider of identities got nowhere.
func (s *Pages) lost(c echo.Context, err error) error {
	lang := site.Negotiate(c)
	var wait access.ThrottledError
	page := site.ErrorPage{}
	switch {
	case errors.As(err, &wait):
		c.Response().Header().Set("Retry-After", site.WholeSeconds(wait.After))
		page.Status, page.Text = http.StatusTooManyRequests, site.Translate(lang, "login.throttled", "n", int(wait.After.Seconds())+1)
	case errors.Is(err, provider.ErrUnreachable):
		c.Response().Header().Set("Retry-After", site.RetryAfter)
		page.Status, page.Text = http.StatusServiceUnavailable, site.Translate(lang, "oidc.unreachable")
	case errors.Is(err, provider.ErrRefused):
		page.Status, page.Text = http.StatusForbidden, site.Translate(lang, "oidc.refused")
	case errors.Is(err, provider.ErrAnswer):
		page.Status, page.Text = http.StatusBadRequest, site.Translate(lang, "oidc.answer")
	case errors.Is(err, access.ErrNobody):
		page.Status, page.Text = http.StatusForbidden, site.Translate(lang, "oidc.nobody")
	case errors.Is(err, errSomebodyElse):
		page.Status, page.Text = http.StatusForbidden, site.Translate(lang, "oidc.somebody")
	case errors.Is(err, survey.ErrConflict):
		page.Status, page.Text = http.StatusConflict, site.Translate(lang, "oidc.taken")
	default:
		return err
	}
	page.Page = s.Page(c, "oidc.lost")
	page.Next = []site.NavLink{{Title: page.T("login.title"), URL: "/login"}}
	if page.Viewer != "" {
		page.Next = []site.NavLink{{Title: page.T("signin.own"), URL: "/account#identities"}}
	}
	return s.Render(c, page.Status, "error/error", page)
}
