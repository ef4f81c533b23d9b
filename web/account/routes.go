// Package account serves signing in, what belongs to whoever is signed in, and
// administration: accounts, invitations, webhooks, notifications, the log.
package account

import (
	"slices"

	"minping/web/site"
)

// Pages are the pages of accounts.
type Pages struct {
	*site.Site
}

// New returns them over s.
func New(s *site.Site) *Pages {
	return &Pages{Site: s}
}

// Routes are the table of them.
func (s *Pages) Routes() []site.Route {
	return slices.Concat([]site.Route{
		site.Get("/setup", site.Anyone, s.setupForm),
		site.Post("/setup", site.Anyone, s.setup),
		site.Get("/login", site.Anyone, s.loginForm),
		site.Post("/login", site.Anyone, s.login),
		site.Get("/login/code", site.Halfway, s.codeForm),
		site.Post("/login/code", site.Halfway, s.giveCode),
		site.Get("/login/oidc", site.Anyone, s.setOut),
		site.Get("/login/oidc/back", site.Anyone, s.comeBack),
		site.Post("/logout", site.Anyone, s.logout),
	}, s.adminRoutes())
}
