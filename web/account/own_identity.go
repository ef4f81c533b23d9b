package account

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/web/site"
)

// A leavingPage leads to the provider of identities.
type leavingPage struct {
	site.Page
	To   string
	Name string // of the provider
}

// linkIdentity sends whoever knows the password to the provider of identities,
// to link the identity that he comes back with. It answers with a page that
// leads there, since no form of ours may lead to another site, not by a
// redirection either (form-action of the content security policy).
func (s *Pages) linkIdentity(c echo.Context) error {
	a, _ := middleware.Signed(c)
	if err := s.Access.CheckPassword(c.Request().Context(), a, c.FormValue("password")); err != nil {
		return s.failOwn(c, "identity", err)
	}
	to, err := s.depart(c, journey{Account: a.ID})
	if err != nil {
		return s.lost(c, err)
	}
	return s.Render(c, http.StatusOK, "account/leaving", leavingPage{Page: s.Page(c, "oidc.leaving"), To: to, Name: s.Provider.Issuer()})
}

// unlinkIdentity ends that an identity signs in to the account.
func (s *Pages) unlinkIdentity(c echo.Context) error {
	a, _ := middleware.Signed(c)
	if err := s.Access.Unlink(c.Request().Context(), a.ID, c.FormValue("issuer"), c.FormValue("subject")); err != nil {
		return s.failOwn(c, "unlink", err)
	}
	return c.Redirect(http.StatusSeeOther, "/account?done=unlinked#identities")
}
