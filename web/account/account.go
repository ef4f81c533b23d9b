package account

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
	"minping/web/site"
)

// A profilePage is one account: what it may do, its tokens, its state.
type profilePage struct {
	site.Page
	Account accountLine
	Tokens  []access.Token
	Linked  []access.Identity // by which it signs in too
	Ask     string            // what is to be confirmed: "disable", "end", "unlink" or ""
	End     GrantLine
	Unlink  access.Identity
	Last    bool   // refused: it is the last operator
	Secret  string // of the token that was just made, shown this once
	Wanted  GrantForm
	Token   tokenForm
	Wrong   map[string]string // in the form of a token, by field
}

// accountNews is what an act on an account came to.
type accountNews struct {
	secret       string
	last         bool
	grant, token survey.FieldErrors
}

func (s *Pages) showAccount(c echo.Context) error {
	return s.oneAccount(c, http.StatusOK, accountNews{})
}

// oneAccount writes the page of an account.
func (s *Pages) oneAccount(c echo.Context, status int, news accountNews) error {
	ctx := c.Request().Context()
	p, err := s.Access.Profile(ctx, c.Param("account"))
	if err != nil {
		return err
	}
	where, err := s.places(c)
	if err != nil {
		return err
	}
	page := profilePage{Page: s.adminPage(c, "accounts.one", "name", p.Name), Last: news.last, Secret: news.secret}
	page.Account = s.newAccountLine(p, where, page.Lang)
	page.Failed = news.last || len(news.grant)+len(news.token) > 0
	if page.Tokens, err = s.Access.TokensOf(ctx, p.ID); err != nil {
		return err
	}
	if page.Linked, err = s.Access.Identities(ctx, p.ID); err != nil {
		return err
	}
	page.Wanted = NewGrantForm(c, where, access.Roles, news.grant)
	page.Token = tokenForm{Days: tokenDays}
	if len(news.token) > 0 {
		page.Token = tokenForm{c.FormValue("label"), c.FormValue("days")}
		page.Wrong = site.FieldMessages(page.Lang, news.token)
	}
	if c.Request().Method == http.MethodGet {
		page.ask(c.QueryParam("ask"), c.QueryParam("grant"))
		page.askUnlink(c.QueryParam("issuer"), c.QueryParam("subject"))
	}
	return s.Render(c, status, "admin/profile", page)
}

// ask puts a question before what is hard to undo.
func (p *profilePage) ask(what, grant string) {
	i := slices.IndexFunc(p.Account.Grants, func(g GrantLine) bool { return g.ID == grant })
	switch {
	case what == "disable" && !p.Account.Disabled:
		p.Ask = what
	case what == "end" && i >= 0:
		p.Ask, p.End = what, p.Account.Grants[i]
	}
}

// askUnlink puts the question whether an identity is to be unlinked.
func (p *profilePage) askUnlink(issuer, subject string) {
	i := slices.IndexFunc(p.Linked, func(l access.Identity) bool { return l.Issuer == issuer && l.Subject == subject })
	if i >= 0 {
		p.Ask, p.Unlink = "unlink", p.Linked[i]
	}
}

// setAccountState stops an account or lets it go on.
func (s *Pages) setAccountState(c echo.Context) error {
	id, do := c.Param("account"), c.FormValue("go")
	if do != "disable" && do != "enable" {
		return site.ErrForm
	}
	return s.changedAccount(c, s.Access.SetDisabled(c.Request().Context(), id, do == "disable"))
}

// changedAccount leads back to an account that was changed, or says why it was
// not; who may not look after accounts any more is led elsewhere.
func (s *Pages) changedAccount(c echo.Context, err error) error {
	if errors.Is(err, access.ErrLastOperator) {
		return s.oneAccount(c, http.StatusConflict, accountNews{last: true})
	}
	if err != nil {
		return err
	}
	me, _ := middleware.Signed(c)
	rights, err := s.Access.Rights(c.Request().Context(), me.ID, middleware.Narrowed(c))
	if err != nil {
		return err
	}
	if !rights.Anywhere(survey.ManageAccounts) {
		return c.Redirect(http.StatusSeeOther, "/account")
	}
	return c.Redirect(http.StatusSeeOther, accountURL(c.Param("account")))
}

// grantRole gives an account a role.
func (s *Pages) grantRole(c echo.Context) error {
	g, err := s.SentGrant(c, access.Role(c.FormValue("role")))
	if err == nil {
		_, err = s.Access.Grant(c.Request().Context(), g)
	}
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return s.oneAccount(c, http.StatusUnprocessableEntity, accountNews{grant: wrong})
	}
	return s.changedAccount(c, err)
}

// endGrant ends a grant.
func (s *Pages) endGrant(c echo.Context) error {
	return s.changedAccount(c, s.Access.Revoke(c.Request().Context(), c.Param("account"), c.Param("grant")))
}

// unlinkForAccount ends that an identity signs in to the account.
func (s *Pages) unlinkForAccount(c echo.Context) error {
	return s.changedAccount(c, s.Access.Unlink(c.Request().Context(), c.Param("account"), c.FormValue("issuer"), c.FormValue("subject")))
}

// makeProgramToken makes a token for a program and shows its secret.
func (s *Pages) makeProgramToken(c echo.Context) error {
	days, _ := strconv.Atoi(c.FormValue("days")) // 0 is refused below
	secret, _, err := s.Access.CreateClientToken(c.Request().Context(), c.Param("account"), c.FormValue("label"), time.Duration(days)*24*time.Hour)
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return s.oneAccount(c, http.StatusUnprocessableEntity, accountNews{token: wrong})
	case errors.Is(err, access.ErrNotProgram): // the page has no such form then
		return survey.ErrConflict
	case err != nil:
		return err
	}
	return s.oneAccount(c, http.StatusCreated, accountNews{secret: secret})
}

// revokeAccountToken ends a token of the account.
func (s *Pages) revokeAccountToken(c echo.Context) error {
	if err := s.Access.RevokeTokenOf(c.Request().Context(), c.Param("account"), c.Param("token")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, accountURL(c.Param("account")))
}
