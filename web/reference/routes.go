// Package reference serves the reference of the API, made of its document.
package reference

import (
	"sync"

	"minping/web/site"
)

// Pages are the pages of the reference.
type Pages struct {
	*site.Site
	read func() (reference, error)
}

// New returns them over s.
func New(s *site.Site) *Pages {
	return &Pages{Site: s, read: sync.OnceValues(func() (reference, error) { return newReference(s.Document) })}
}

// Routes are the table of them.
func (s *Pages) Routes() []site.Route {
	return []site.Route{
		site.Get("/api/reference", site.Anyone, s.referenceDocs),
	}
}
