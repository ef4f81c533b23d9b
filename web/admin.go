package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// An adminSection is a family of pages under one path: administration, or what
// belongs to whoever is signed in. The navigation leads to those that he may
// enter.
type adminSection struct {
	path string
	name string // in the navigation: message "admin." + name
	who  who
}

// adminSections are all of them, in the order of the navigation.
var adminSections = []adminSection{
	{"/account", "account", signedIn},
	{"/account/tokens", "tokens", signedIn},
	{"/admin/accounts", "accounts", manager},
	{"/admin/invitations", "invitations", manager},
	{"/admin/webhooks", "webhooks", operator},
	{"/admin/notifications", "notifications", operator},
	{"/admin/audit", "audit", auditor},
}

// adminRoutes are the pages of administration.
func (s *Site) adminRoutes() []route {
	return slices.Concat([]route{
		{http.MethodGet, "/admin", signedIn, s.admin},
	}, s.tokenRoutes(), s.ownRoutes(), s.accountRoutes(), s.invitationRoutes(), s.webhookRoutes(), s.notificationRoutes(), s.auditRoutes())
}

// admin leads to the first section that whoever asks may enter.
func (s *Site) admin(c echo.Context) error {
	nav := s.adminNav(c)
	if len(nav) == 0 {
		return survey.ErrNotFound
	}
	return c.Redirect(http.StatusSeeOther, nav[0].URL)
}

// adminPage starts a page of administration: see page. Its templates are
// templates/admin/NAME.html.
func (s *Site) adminPage(c echo.Context, title ...any) Page {
	p := s.page(c, title...)
	p.Nav = s.adminNav(c)
	return p
}

// serves reports whether the server has what a section is about.
func (s *Site) serves(section adminSection) bool {
	return s.Notify != nil || section.name != "notifications"
}

// adminNav returns the sections that whoever asks may enter.
func (s *Site) adminNav(c echo.Context) (nav []NavLink) {
	lang, path := negotiate(c), c.Request().URL.Path
	within := func(path, section string) bool { return path == section || strings.HasPrefix(path, section+"/") }
	here := "" // the section that the page is in: the longest path that fits
	for _, section := range adminSections {
		if within(path, section.path) && len(section.path) > len(here) {
			here = section.path
		}
	}
	for _, section := range adminSections {
		if s.serves(section) && s.admit(c, section.who) == nil {
			nav = append(nav, NavLink{
				Title:   translate(lang, "admin."+section.name),
				URL:     section.path,
				Current: section.path == here,
			})
		}
	}
	return nav
}
