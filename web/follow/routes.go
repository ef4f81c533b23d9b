// Package follow serves what is followed until it is done: problems, orders and
// tasks, cases, projects, the documents and files of them, and the calendar.
package follow

import (
	"slices"

	"minping/web/site"
)

// Pages are the pages of what is followed.
type Pages struct {
	*site.Site
}

// New returns them over s.
func New(s *site.Site) *Pages {
	return &Pages{Site: s}
}

// Routes are the table of them.
func (s *Pages) Routes() []site.Route {
	return slices.Concat(s.orderRoutes(), s.caseRoutes(), s.projectRoutes(), s.attachmentRoutes(), s.paperRoutes(), s.calendarRoutes())
}
