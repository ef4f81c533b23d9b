// Package web serves the pages for people: citizens who answer a poll, and
// those who sign in to read results. Pages are rendered on the server and work
// without script; a handler reads the request, makes one call on the Service
// and writes the answer. Each family of pages is a room of its own; what they
// share is in site.
package web

import (
	"slices"

	"github.com/labstack/echo/v4"

	"minping/web/account"
	"minping/web/answer"
	"minping/web/appraise"
	"minping/web/builder"
	"minping/web/design"
	"minping/web/follow"
	"minping/web/manage"
	"minping/web/reference"
	"minping/web/result"
	"minping/web/site"
)

// Register adds the pages of s to e.
func Register(e *echo.Echo, s *site.Site) {
	s.Prepare()
	s.Serve(e, routes(s))
}

// routes is the table of all pages.
func routes(s *site.Site) []site.Route {
	answers, followed, accounts := answer.New(s), follow.New(s), account.New(s)
	results, appraisals := result.New(s, followed), appraise.New(s, followed)
	front := &front{Site: s, followed: followed, appraisals: appraisals}
	return slices.Concat(
		[]site.Route{
			site.Get("/", site.Anyone, front.home),
			site.Get("/static/:file", site.File, s.Static),
		},
		answers.Routes(), manage.New(s, accounts, answers, results).Routes(), results.Routes(), accounts.Routes(), builder.New(s, answers).Routes(),
		followed.Routes(), appraisals.Routes(), design.New(s, answers).Routes(), reference.New(s).Routes())
}
