// Package result serves the pages of results, those that put comments in order
// before they are released, and trials of drafts.
package result

import (
	"slices"

	"minping/web/follow"
	"minping/web/site"
)

// Pages are the pages of results.
type Pages struct {
	*site.Site
	followed *follow.Pages
	leader   *leader
	trials   *trialDesk
}

// New returns them over s.
func New(s *site.Site, f *follow.Pages) *Pages {
	p := &Pages{Site: s, followed: f}
	p.leader = &leader{Pages: p, shown: newShownPages(maxShown)}
	p.trials = newTrialDesk(p)
	return p
}

// Routes are the table of them.
func (s *Pages) Routes() []site.Route {
	return slices.Concat([]site.Route{
		site.Get("/comments/:poll", site.SignedIn, s.moderation),
		site.Post("/comments/:poll", site.SignedIn, s.moderate),
		site.Post("/comments/:poll/release", site.SignedIn, s.releaseComments),
		site.Get("/comments/:poll/opinions", site.SignedIn, s.merging),
		site.Post("/comments/:poll/opinions", site.SignedIn, s.merge),

		site.Get("/manage/:poll/trial", site.Organiser, s.trial),
		site.Get("/manage/:poll/trial/*", site.Organiser, s.trial),
	}, s.leaderRoutes())
}
