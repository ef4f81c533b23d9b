// Package builder serves the pages on which questionnaires are written.
package builder

import (
	"minping/web/answer"
	"minping/web/site"
)

// Pages are the pages of questionnaires.
type Pages struct {
	*site.Site
	answers *answer.Pages
}

// New returns them over s.
func New(s *site.Site, a *answer.Pages) *Pages {
	return &Pages{Site: s, answers: a}
}
