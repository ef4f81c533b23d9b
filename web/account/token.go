package account

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
	"minping/web/site"
)

// tokenRoutes are the pages on which people make tokens for their programs.
func (s *Pages) tokenRoutes() []site.Route {
	return []site.Route{
		site.Get("/account/tokens", site.SignedIn, s.tokens),
		site.Post("/account/tokens", site.SignedIn, s.makeToken),
		site.Post("/account/tokens/:token/revoke", site.SignedIn, s.revokeToken),
	}
}

// A tokensPage lists the tokens of whoever asks.
type tokensPage struct {
	site.Page
	Tokens []access.Token
	Secret string // of the token that was just made, shown this once
	Wanted tokenForm
	Errors []string
}

// A tokenForm is what a new token should be.
type tokenForm struct {
	Label string
	Days  string
}

// tokenDays is how long a token lives unless it is asked for otherwise.
const tokenDays = "90"

func (s *Pages) tokens(c echo.Context) error {
	return s.showTokens(c, http.StatusOK, tokensPage{Wanted: tokenForm{Days: tokenDays}})
}

// showTokens completes and writes the page.
func (s *Pages) showTokens(c echo.Context, status int, page tokensPage) (err error) {
	a, _ := middleware.Signed(c)
	page.Page = s.adminPage(c, "tokens.title")
	page.Failed = len(page.Errors) > 0
	if page.Tokens, err = s.Access.TokensOf(c.Request().Context(), a.ID); err != nil {
		return err
	}
	return s.Render(c, status, "admin/tokens", page)
}

// makeToken makes a token and shows its secret.
func (s *Pages) makeToken(c echo.Context) error {
	a, _ := middleware.Signed(c)
	page := tokensPage{Wanted: tokenForm{c.FormValue("label"), c.FormValue("days")}}
	days, _ := strconv.Atoi(page.Wanted.Days) // 0 is refused below
	var err error
	page.Secret, _, err = s.Access.CreateToken(c.Request().Context(), a.Name, page.Wanted.Label, time.Duration(days)*24*time.Hour, middleware.Narrowed(c))
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		page.Errors = site.MessagesOf(site.Negotiate(c), wrong)
		return s.showTokens(c, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	page.Wanted = tokenForm{Days: tokenDays}
	return s.showTokens(c, http.StatusCreated, page)
}

// revokeToken ends a token of whoever asks.
func (s *Pages) revokeToken(c echo.Context) error {
	a, _ := middleware.Signed(c)
	if err := s.Access.RevokeTokenOf(c.Request().Context(), a.ID, c.Param("token")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account/tokens")
}
