// Package answer serves the pages of those who are asked: landing pages,
// screens, sheets of evaluations, workspaces of raters, nominations, shared
// tablets and posters.
package answer

import (
	"minping/web/site"
)

// Pages are the pages of those who are asked.
type Pages struct {
	*site.Site
}

// New returns them over s.
func New(s *site.Site) *Pages {
	return &Pages{Site: s}
}

// Routes are the table of them.
func (s *Pages) Routes() []site.Route {
	return []site.Route{
		site.Get(site.AnswerPath, site.Anyone, s.landing),
		site.Post(site.AnswerPath, site.Respondent, s.step),
		site.Get("/p/:poll/poster", site.Anyone, s.poster),
		site.Get(WorkPath, site.Respondent, s.workDoor),
		site.Post(WorkPath, site.Respondent, s.work),
		site.Get(nominatePath, site.Respondent, s.nominateDoor),
		site.Post(nominatePath, site.Respondent, s.nominate),
		site.Get("/k/:poll", site.Respondent, s.kiosk),
		site.Post("/k/:poll", site.Respondent, s.step),
	}
}
