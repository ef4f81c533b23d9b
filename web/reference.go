package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// A referencePage is the reference of the API, as its document says.
type referencePage struct {
	Page
	reference
	Server string // where the API is, as in the curl lines
}

// referenceDocs shows the reference of the API.
func (s *Site) referenceDocs(c echo.Context) error {
	r, err := s.readReference()
	if err != nil {
		return err
	}
	page := referencePage{Page: s.page(c, "reference.title"), reference: r, Server: s.URL}
	if page.Server == "" {
		page.Server = c.Scheme() + "://" + c.Request().Host
	}
	return s.render(c, http.StatusOK, "reference/reference", page)
}
