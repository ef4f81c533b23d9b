package account

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
	"minping/web/site"
)

// invitationRoutes are the pages on which operators invite people.
func (s *Pages) invitationRoutes() []site.Route {
	return slices.Concat([]site.Route{
		site.Get("/invite", site.Anyone, s.inviteForm),
		site.Post("/invite", site.Anyone, s.acceptInvitation),
		site.Get("/admin/invitations", site.Manager, s.invitations),
		site.Post("/admin/invitations", site.Manager, s.invite),
		site.Post("/admin/invitations/reset", site.Manager, s.resetPassword),
		site.Post("/admin/invitations/:invitation/withdraw", site.Manager, s.withdraw),
	}, s.importRoutes())
}

// An invitationsPage lists the links that are still good, and makes more.
type invitationsPage struct {
	site.Page
	List     []access.Invitation
	Accounts []access.Account
	Roles    []site.Choice
	Units    []survey.Unit // those that the operator sees; ids may be typed
	Polls    []survey.Poll
	Wanted   inviteForm
	Made     string // a link that was just made, shown this once
	For      string // whom it is for
	Errors   []string
}

// An inviteForm is whom to invite.
type inviteForm struct{ Name, Role, Unit, Poll, Ends string }

func sentInvite(c echo.Context) inviteForm {
	sent := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	return inviteForm{sent("name"), sent("role"), sent("unit"), sent("poll"), sent("ends")}
}

// errDay: a day is not written as browsers do.
var errDay = errors.New("no day")

// invitee is what the form asks for; a day on which a role ends is whole.
func (f inviteForm) invitee(zone *time.Location) (access.Invitee, error) {
	who := access.Invitee{Name: f.Name}
	if f.Role == "" {
		return who, nil
	}
	g := access.Grant{Role: access.Role(f.Role), Unit: f.Unit, Poll: f.Poll}
	if f.Ends != "" {
		day, err := time.ParseInLocation(time.DateOnly, f.Ends, zone)
		if err != nil {
			return who, errDay
		}
		g.Ends = day.AddDate(0, 0, 1)
	}
	who.Grants = []access.Grant{g}
	return who, nil
}

func (s *Pages) invitations(c echo.Context) error {
	return s.showInvitations(c, http.StatusOK, invitationsPage{})
}

// showInvitations completes and writes the page.
func (s *Pages) showInvitations(c echo.Context, status int, page invitationsPage) (err error) {
	ctx := c.Request().Context()
	page.Page, page.Failed = s.adminPage(c, "invite.invitations"), len(page.Errors) > 0
	if page.List, err = s.Access.Invitations(ctx); err != nil {
		return err
	}
	if page.Accounts, err = s.Access.Accounts(ctx); err != nil {
		return err
	}
	page.Roles = []site.Choice{{Title: page.T("invite.role.none")}}
	for _, r := range access.Roles {
		page.Roles = append(page.Roles, site.Choice{Value: string(r), Title: page.T("invite.role." + string(r)), Chosen: page.Wanted.Role == string(r)})
	}
	if page.Units, err = s.Within(c).Units(ctx); err != nil && !errors.Is(err, survey.ErrNotFound) {
		return err
	}
	if page.Polls, err = s.Within(c).Polls(ctx); err != nil && !errors.Is(err, survey.ErrNotFound) {
		return err
	}
	return s.Render(c, status, "admin/invitations", page)
}

// invite makes an account and shows its link.
func (s *Pages) invite(c echo.Context) error {
	page, lang := invitationsPage{Wanted: sentInvite(c)}, site.Negotiate(c)
	who, err := page.Wanted.invitee(s.Zone)
	var made []access.Invited
	if err == nil {
		made, err = s.Access.Invite(c.Request().Context(), []access.Invitee{who})
	}
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		page.Errors = site.MessagesOf(lang, wrong)
		return s.showInvitations(c, http.StatusUnprocessableEntity, page)
	case errors.Is(err, errDay):
		page.Errors = []string{site.Translate(lang, "invite.day")}
		return s.showInvitations(c, http.StatusUnprocessableEntity, page)
	case errors.Is(err, survey.ErrConflict):
		page.Errors = []string{site.Translate(lang, "invite.taken", "name", who.Name)}
		return s.showInvitations(c, http.StatusConflict, page)
	case err != nil:
		return err
	}
	return s.showInvitations(c, http.StatusCreated, invitationsPage{Made: s.InviteLink(c, made[0]), For: made[0].Name})
}

// InviteLink is where an invitation leads.
func (s *Pages) InviteLink(c echo.Context, i access.Invited) string {
	return middleware.Address(c, s.URL) + "/invite?" + url.Values{"token": {i.Secret}}.Encode()
}

// resetPassword makes a link for somebody who has forgotten his password.
func (s *Pages) resetPassword(c echo.Context) error {
	made, err := s.Access.Reset(c.Request().Context(), c.FormValue("account"), c.FormValue("factor") != "")
	if err != nil {
		return err
	}
	return s.showInvitations(c, http.StatusCreated, invitationsPage{Made: s.InviteLink(c, made), For: made.Name})
}

// withdraw makes a link worthless.
func (s *Pages) withdraw(c echo.Context) error {
	err := s.Access.Withdraw(c.Request().Context(), c.Param("invitation"))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/invitations")
}
