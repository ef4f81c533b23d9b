// Package design shows the design system, in development.
package design

import (
	"minping/web/answer"
	"minping/web/site"
)

// Pages are the pages of the design system.
type Pages struct {
	*site.Site
	answers *answer.Pages
}

// New returns them over s.
func New(s *site.Site, a *answer.Pages) *Pages {
	return &Pages{Site: s, answers: a}
}
