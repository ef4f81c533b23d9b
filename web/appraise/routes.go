// Package appraise serves points, schemes, duty reports and awards, and the
// dossiers and candidate lists that bring together what is kept of units.
package appraise

import (
	"slices"

	"minping/web/follow"
	"minping/web/site"
)

// Pages are the pages of appraisals.
type Pages struct {
	*site.Site
	followed *follow.Pages
}

// New returns them over s.
func New(s *site.Site, f *follow.Pages) *Pages {
	return &Pages{Site: s, followed: f}
}

// Routes are the table of them.
func (s *Pages) Routes() []site.Route {
	return slices.Concat(s.dossierRoutes(), s.awardRoutes(), s.judgingRoutes(), s.dutyRoutes(), s.pointRoutes(), s.appraisalRoutes())
}
