package web

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
)

// accountRoutes are the pages on which accounts and their roles are looked after.
func (s *Site) accountRoutes() []route {
	return []route{
		{http.MethodGet, "/admin/accounts", manager, s.listAccounts},
		{http.MethodPost, "/admin/accounts", manager, s.addProgram},
		{http.MethodGet, "/admin/accounts/:account", manager, s.showAccount},
		{http.MethodPost, "/admin/accounts/:account", manager, s.setAccountState},
		{http.MethodPost, "/admin/accounts/:account/grants", manager, s.grantRole},
		{http.MethodPost, "/admin/accounts/:account/grants/:grant", manager, s.endGrant},
		{http.MethodPost, "/admin/accounts/:account/identities/remove", manager, s.unlinkForAccount},
		{http.MethodPost, "/admin/accounts/:account/tokens", manager, s.makeProgramToken},
		{http.MethodPost, "/admin/accounts/:account/tokens/:token", manager, s.revokeAccountToken},
	}
}

// accountURL is where an account is looked after.
func accountURL(id string) string { return "/admin/accounts/" + url.PathEscape(id) }

// accountsShown is how many accounts one page lists; a name finds the others.
const accountsShown = 200

// An accountsPage lists accounts and makes those of programs.
type accountsPage struct {
	Page
	Query    string
	Accounts []accountLine
	All      int // that fit the query
	Wanted   grantForm
}

// An accountLine is an account in words.
type accountLine struct {
	access.Profile
	Link   string
	Grants []grantLine
}

// A grantLine is a grant in words.
type grantLine struct {
	access.Grant
	Title string // of the role
	Place string // where it holds; "": everywhere
	Last  time.Time
	Over  bool
}

// Current are the grants that have not ended.
func (l accountLine) Current() []grantLine {
	return slices.DeleteFunc(slices.Clone(l.Grants), func(g grantLine) bool { return g.Over })
}

// A grantForm is a role to be granted, to a new account where there is a name.
type grantForm struct {
	Name, Unit, Poll, Ends string
	Roles                  []choice
	Places                 places
	Errors                 map[string]string // by field
}

// places are what grants may be narrowed to.
type places struct {
	Units []survey.Unit
	Polls []survey.Poll
}

// places returns what whoever asks may name in grants.
func (s *Site) places(c echo.Context) (p places, err error) {
	ctx := c.Request().Context()
	if p.Units, err = s.within(c).Units(ctx); err != nil {
		return places{}, err
	}
	p.Polls, err = s.within(c).Named(ctx)
	return p, err
}

// named returns where a grant holds, in words; "": everywhere.
func (p places) named(g access.Grant, lang string) string {
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
func (s *Site) newAccountLine(p access.Profile, where places, lang string) accountLine {
	line := accountLine{Profile: p, Link: accountURL(p.ID)}
	for _, g := range p.Grants {
		line.Grants = append(line.Grants, s.newGrantLine(g, where, lang))
	}
	return line
}

// newGrantLine puts a grant in words.
func (s *Site) newGrantLine(g access.Grant, where places, lang string) grantLine {
	l := grantLine{Grant: g, Title: translate(lang, "invite.role."+string(g.Role)), Place: where.named(g, lang)}
	if !g.Ends.IsZero() {
		l.Last, l.Over = g.Ends.Add(-time.Millisecond), !s.Access.Now().Before(g.Ends)
	}
	return l
}

// newGrantForm returns what was sent, one of the roles to be chosen, with what is
// wrong with it.
func newGrantForm(c echo.Context, where places, roles []access.Role, wrong survey.FieldErrors) grantForm {
	lang, role := negotiate(c), c.FormValue("role")
	f := grantForm{
		Name: c.FormValue("name"), Unit: c.FormValue("unit"), Poll: c.FormValue("poll"), Ends: c.FormValue("ends"),
		Places: where, Errors: fieldMessages(lang, wrong),
	}
	f.Roles = []choice{{Title: translate(lang, "accounts.choose")}}
	for _, r := range roles {
		f.Roles = append(f.Roles, choice{string(r), translate(lang, "invite.role."+string(r)), role == string(r)})
	}
	return f
}

// fieldMessages returns what is wrong, by field.
func fieldMessages(lang string, wrong survey.FieldErrors) map[string]string {
	said := make(map[string]string, len(wrong))
	for _, e := range wrong {
		switch e.Key {
		case "required":
			said[e.Field] = translate(lang, "accounts.required")
		case "invite.day":
			said[e.Field] = translate(lang, "invite.day")
		default:
			said[e.Field] = e.Message(lang)
		}
	}
	return said
}

// sentGrant reads a grant; the last day of it is whole.
func (s *Site) sentGrant(c echo.Context, role access.Role) (access.Grant, error) {
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

func (s *Site) listAccounts(c echo.Context) error {
	return s.showAccounts(c, http.StatusOK, nil)
}

// showAccounts writes the list and the form for a program, with what is wrong.
func (s *Site) showAccounts(c echo.Context, status int, wrong survey.FieldErrors) error {
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
	page.All, page.Wanted = len(list), newGrantForm(c, where, access.Roles, wrong)
	for _, p := range list[:min(len(list), accountsShown)] {
		page.Accounts = append(page.Accounts, s.newAccountLine(p, where, page.Lang))
	}
	return s.render(c, status, "admin/accounts", page)
}

// addProgram makes a program's account and leads to it.
func (s *Site) addProgram(c echo.Context) error {
	g, err := s.sentGrant(c, access.Client)
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
