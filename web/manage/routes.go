// Package manage serves the pages of organisers: polls from the draft to the
// release, units, the roster, assignments, codes, messages, paper and meetings.
package manage

import (
	"slices"

	"minping/web/account"
	"minping/web/answer"
	"minping/web/result"
	"minping/web/site"
)

// Pages are the pages of organisers.
type Pages struct {
	*site.Site
	accounts *account.Pages
	answers  *answer.Pages
	results  *result.Pages
}

// New returns them over s.
func New(s *site.Site, in *account.Pages, a *answer.Pages, r *result.Pages) *Pages {
	return &Pages{Site: s, accounts: in, answers: a, results: r}
}

// Routes are the table of them.
func (s *Pages) Routes() []site.Route {
	return slices.Concat([]site.Route{
		site.Get("/plan", site.Anyone, s.plan),

		site.Get("/paper/:poll", site.SignedIn, s.batches),
		site.Post("/paper/:poll", site.SignedIn, s.newBatch),
		site.Post("/paper/:poll/count", site.SignedIn, s.countWithout),
		site.Get("/paper/:poll/:batch", site.SignedIn, s.batch),
		site.Post("/paper/:poll/:batch", site.SignedIn, s.typeBatch),
		site.Post("/paper/:poll/:batch/edit", site.SignedIn, s.editBatch),
		site.Get("/paper/:poll/:batch/protocol", site.SignedIn, s.protocol),

		site.Get("/meeting/:poll", site.SignedIn, s.meeting),
		site.Post("/meeting/:poll", site.SignedIn, s.closeMeeting),
	}, s.manageRoutes(), s.messageRoutes())
}
