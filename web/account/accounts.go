package account

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/access"
	"minping/web/site"
)

// accountRoutes are the pages on which accounts and their roles are looked after.
func (s *Pages) accountRoutes() []site.Route {
	return []site.Route{
		site.Get("/admin/accounts", site.Manager, s.listAccounts),
		site.Post("/admin/accounts", site.Manager, s.addProgram),
		site.Get("/admin/accounts/:account", site.Manager, s.showAccount),
		site.Post("/admin/accounts/:account", site.Manager, s.setAccountState),
		site.Post("/admin/accounts/:account/grants", site.Manager, s.grantRole),
		site.Post("/admin/accounts/:account/grants/:grant", site.Manager, s.endGrant),
		site.Post("/admin/accounts/:account/identities/remove", site.Manager, s.unlinkForAccount),
		site.Post("/admin/accounts/:account/tokens", site.Manager, s.makeProgramToken),
		site.Post("/admin/accounts/:account/tokens/:token", site.Manager, s.revokeAccountToken),
	}
}

// accountURL is where an account is looked after.
func accountURL(id string) string { return "/admin/accounts/" + url.PathEscape(id) }

// accountsShown is how many accounts one page lists; a name finds the others.
const accountsShown = 200

// An accountsPage lists accounts and makes those of programs.
type accountsPage struct {
	site.Page
	Query    string
	Accounts []accountLine
	All      int // that fit the query
	Wanted   GrantForm
}

// An accountLine is an account in words.
type accountLine struct {
	access.Profile
	Link   string
	Grants []GrantLine
}

// A GrantLine is a grant in words.
type GrantLine struct {
	access.Grant
	Title string // of the role
	Place string // where it holds; "": everywhere
	Last  time.Time
	Over  bool
}

// Current are the grants that have not ended.
func (l accountLine) Current() []GrantLine {
	return slices.DeleteFunc(slices.Clone(l.Grants), func(g GrantLine) bool { return g.Over })
}

// A GrantForm is a role to be granted, to a new account where there is a name.
type GrantForm struct {
	Name, Unit, Poll, Ends string
	Roles                  []site.Choice
	Places                 Places
	Errors                 map[string]string // by field
}

// Places are what grants may be narrowed to.
type Places struct {
	Units []survey.Unit
	Polls []survey.Poll
}

// places returns what whoever asks may name in grants.
func (s *Pages) places(c echo.Context) (p Places, err error) {
	ctx := c.Request().Context()
	if p.Units, err = s.Within(c).Units(ctx); err != nil {
		return Places{}, err
	}
	p.Polls, err = s.Within(c).Named(ctx)
	return p, err
}

// named returns where a grant holds, in words; "": everywhere.
func (p Places) named(g access.Grant, lang string) string {
	unit, poll := g.Unit, g.Poll
	if i := slices.IndexFunc(p.Units, func(u survey.Unit) bool { return u.ID == unit }); i >= 0 {
		unit = p.Units[i].Name.In(lang)
	}
	if i := slices.IndexFunc(p.Polls, func(q survey.Poll) bool { return q.ID == poll }); i >= 0 {
		poll = p.Polls[i].Title.In(lang)
	}
	return strings.Join(slices.DeleteFunc([]string{unit, poll}, func(s string) bool { return s == "" }), " · ")
}

// newAccountLine puts an account in words.
func (s *Pages) newAccountLine(p access.Profile, where Places, lang string) accountLine {
	line := accountLine{Profile: p, Link: accountURL(p.ID)}
	for _, g := range p.Grants {
		line.Grants = append(line.Grants, s.NewGrantLine(g, where, lang))
	}
	return line
}

// NewGrantLine puts a grant in words.
func (s *Pages) NewGrantLine(g access.Grant, where Places, lang string) GrantLine {
	l := GrantLine{Grant: g, Title: site.Translate(lang, "invite.role."+string(g.Role)), Place: where.named(g, lang)}
	if !g.Ends.IsZero() {
		l.Last, l.Over = g.Ends.Add(-time.Millisecond), !s.Access.Now().Before(g.Ends)
	}
	return l
}

// NewGrantForm returns what was sent, one of the roles to be chosen, with what is
// wrong with it.
func NewGrantForm(c echo.Context, where Places, roles []access.Role, wrong survey.FieldErrors) GrantForm {
	lang, role := site.Negotiate(c), c.FormValue("role")
	f := GrantForm{
		Name: c.FormValue("name"), Unit: c.FormValue("unit"), Poll: c.FormValue("poll"), Ends: c.FormValue("ends"),
		Places: where, Errors: site.FieldMessages(lang, wrong),
	}
	f.Roles = []site.Choice{{Title: site.Translate(lang, "accounts.choose")}}
	for _, r := range roles {
		f.Roles = append(f.Roles, site.Choice{Value: string(r), Title: site.Translate(lang, "invite.role."+string(r)), Chosen: role == string(r)})
	}
	return f
}

// SentGrant reads a grant; the last day of it is whole.
func (s *Pages) SentGrant(c echo.Context, role access.Role) (access.Grant, error) {
	sent := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	g := access.Grant{Account: c.Param("account"), Role: role, Unit: sent("unit"), Poll: sent("poll")}
	if last := sent("ends"); last != "" {
		day, err := time.ParseInLocation(time.DateOnly, last, s.Zone)
		if err != nil {
			return g, survey.FieldErrors{{Field: "ends", Key: "invite.day"}}
		}
		g.Ends = day.AddDate(0, 0, 1)
	}
	return g, nil
}

func (s *Pages) listAccounts(c echo.Context) error {
	return s.showAccounts(c, http.StatusOK, nil)
}

// showAccounts writes the list and the form for a program, with what is wrong.
func (s *Pages) showAccounts(c echo.Context, status int, wrong survey.FieldErrors) error {
	page := accountsPage{Page: s.adminPage(c, "accounts.title"), Query: strings.TrimSpace(c.QueryParam("q"))}
	page.Failed = len(wrong) > 0
	where, err := s.places(c)
	if err != nil {
		return err
	}
	list, err := s.Access.Profiles(c.Request().Context())
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(p access.Profile) bool {
		return !strings.Contains(strings.ToLower(p.Name), strings.ToLower(page.Query))
	})
	page.All, page.Wanted = len(list), NewGrantForm(c, where, access.Roles, wrong)
	for _, p := range list[:min(len(list), accountsShown)] {
		page.Accounts = append(page.Accounts, s.newAccountLine(p, where, page.Lang))
	}
	return s.Render(c, status, "admin/accounts", page)
}

// addProgram makes a program's account and leads to it.
func (s *Pages) addProgram(c echo.Context) error {
	g, err := s.SentGrant(c, access.Client)
	var a access.Account
	if err == nil {
		a, err = s.Access.AddClient(c.Request().Context(), c.FormValue("name"), g)
	}
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return s.showAccounts(c, http.StatusUnprocessableEntity, wrong)
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, accountURL(a.ID))
}
