package manage

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
	"minping/web/account"
	"minping/web/site"
)

func (s *Pages) delegateRoutes() []site.Route {
	return []site.Route{
		site.Get(site.DelegatePath, site.Organiser, s.delegates),
		site.Post("/manage/people", site.Organiser, s.delegate),
		site.Post("/manage/people/:grant", site.Organiser, s.endDelegation),
	}
}

// A delegatePage lists the roles that an organiser has granted or could have
// granted, and grants more, within what he organises himself.
type delegatePage struct {
	site.Page
	Grants []delegated
	Wanted account.GrantForm
	Ask    *delegated // a grant to be ended, if he says so
	Made   string     // a link that was just made, shown this once
	For    string     // whom it is for
	Said   string     // what keeps him from granting, apart from the fields
}

// A delegated grant is one with the name of its account.
type delegated struct {
	account.GrantLine
	Name string
	End  string // where it is ended
}

// granter is whoever asks, as one who grants within his own grants.
func (s *Pages) granter(c echo.Context) access.Delegate {
	a, _ := middleware.Signed(c)
	return access.Delegate{Account: a.ID, Through: middleware.Narrowed(c), Ground: s.Within(c)}
}

func (s *Pages) delegates(c echo.Context) error {
	return s.showDelegates(c, http.StatusOK, delegatePage{}, nil)
}

// ownPlaces are what an organiser may name in grants: what he organises himself.
func (s *Pages) ownPlaces(c echo.Context) (p account.Places, err error) {
	ctx := c.Request().Context()
	if p.Units, err = s.Within(c).Units(ctx); err != nil {
		return account.Places{}, err
	}
	p.Polls, err = s.Within(c).ManagedPolls(ctx)
	return p, err
}

// showDelegates completes and writes the page, with what is wrong with the form.
func (s *Pages) showDelegates(c echo.Context, status int, page delegatePage, wrong survey.FieldErrors) error {
	page.Page = s.ManagePage(c, "people.title")
	page.Failed = len(wrong) > 0 || page.Said != ""
	where, err := s.ownPlaces(c)
	if err != nil {
		return err
	}
	list, err := s.Access.GrantsWithin(c.Request().Context(), s.granter(c))
	if err != nil {
		return err
	}
	for _, g := range list {
		page.Grants = append(page.Grants, delegated{s.accounts.NewGrantLine(g.Grant, where, page.Lang), g.Name, site.DelegatePath + "/" + url.PathEscape(g.ID)})
	}
	if i := slices.IndexFunc(page.Grants, func(g delegated) bool { return g.ID == c.QueryParam("end") }); i >= 0 {
		page.Ask = &page.Grants[i]
	}
	page.Wanted = account.NewGrantForm(c, where, access.Delegated, wrong)
	return s.Render(c, status, "manage/people", page)
}

// delegate grants a role to an account that there is, or makes one and shows
// the link by which its owner sets a password.
func (s *Pages) delegate(c echo.Context) error {
	ctx, name, lang := c.Request().Context(), c.FormValue("name"), site.Negotiate(c)
	invites := c.FormValue(site.FieldGo) == "invite"
	g, err := s.accounts.SentGrant(c, access.Role(c.FormValue("role")))
	var made access.Invited
	switch {
	case err != nil:
	case invites:
		made, err = s.Access.InviteWithin(ctx, s.granter(c), name, g)
	default:
		_, err = s.Access.GrantWithin(ctx, s.granter(c), name, g)
	}
	var (
		wrong survey.FieldErrors
		wait  access.ThrottledError
	)
	switch {
	case errors.As(err, &wrong):
		return s.showDelegates(c, http.StatusUnprocessableEntity, delegatePage{}, wrong)
	case errors.As(err, &wait):
		c.Response().Header().Set("Retry-After", site.WholeSeconds(wait.After))
		return s.showDelegates(c, http.StatusTooManyRequests, delegatePage{Said: site.Translate(lang, "login.throttled", "n", int(wait.After.Seconds())+1)}, nil)
	case errors.Is(err, survey.ErrConflict):
		return s.showDelegates(c, http.StatusConflict, delegatePage{Said: site.Translate(lang, "invite.taken", "name", name)}, nil)
	case err != nil:
		return err
	case invites:
		return s.showDelegates(c, http.StatusCreated, delegatePage{Made: s.accounts.InviteLink(c, made), For: made.Name}, nil)
	}
	return c.Redirect(http.StatusSeeOther, site.DelegatePath)
}

// endDelegation ends a grant that whoever asks could have made.
func (s *Pages) endDelegation(c echo.Context) error {
	if err := s.Access.EndWithin(c.Request().Context(), s.granter(c), c.Param("grant")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, site.DelegatePath)
}
