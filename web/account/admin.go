package account

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// An adminSection is a family of pages under one path: administration, or what
// belongs to whoever is signed in. The navigation leads to those that he may
// enter.
type adminSection struct {
	path string
	name string // in the navigation: message "admin." + name
	who  site.Who
}

// adminSections are all of them, in the order of the navigation.
var adminSections = []adminSection{
	{"/account", "account", site.SignedIn},
	{"/account/tokens", "tokens", site.SignedIn},
	{"/admin/accounts", "accounts", site.Manager},
	{"/admin/invitations", "invitations", site.Manager},
	{"/admin/webhooks", "webhooks", site.Operator},
	{"/admin/notifications", "notifications", site.Operator},
	{"/admin/audit", "audit", site.Auditor},
}

// adminRoutes are the pages of administration.
func (s *Pages) adminRoutes() []site.Route {
	return slices.Concat([]site.Route{
		site.Get("/admin", site.SignedIn, s.admin),
	}, s.tokenRoutes(), s.ownRoutes(), s.accountRoutes(), s.invitationRoutes(), s.webhookRoutes(), s.notificationRoutes(), s.auditRoutes())
}

// admin leads to the first section that whoever asks may enter.
func (s *Pages) admin(c echo.Context) error {
	nav := s.adminNav(c)
	if len(nav) == 0 {
		return survey.ErrNotFound
	}
	return c.Redirect(http.StatusSeeOther, nav[0].URL)
}

// adminPage starts a page of administration: see page. Its templates are
// templates/admin/NAME.html.
func (s *Pages) adminPage(c echo.Context, title ...any) site.Page {
	p := s.Page(c, title...)
	p.Nav = s.adminNav(c)
	return p
}

// serves reports whether the server has what a section is about.
func (s *Pages) serves(section adminSection) bool {
	return s.Notify != nil || section.name != "notifications"
}

// adminNav returns the sections that whoever asks may enter.
func (s *Pages) adminNav(c echo.Context) (nav []site.NavLink) {
	lang, path := site.Negotiate(c), c.Request().URL.Path
	within := func(path, section string) bool { return path == section || strings.HasPrefix(path, section+"/") }
	here := "" // the section that the page is in: the longest path that fits
	for _, section := range adminSections {
		if within(path, section.path) && len(section.path) > len(here) {
			here = section.path
		}
	}
	for _, section := range adminSections {
		if s.serves(section) && s.Admit(c, section.who) == nil {
			nav = append(nav, site.NavLink{
				Title:   site.Translate(lang, "admin."+section.name),
				URL:     section.path,
				Current: section.path == here,
			})
		}
	}
	return nav
}
