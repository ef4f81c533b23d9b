package reference

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/web/site"
)

// A referencePage is the reference of the API, as its document says.
type referencePage struct {
	site.Page
	reference
	Server string // where the API is, as in the curl lines
}

// referenceDocs shows the reference of the API.
func (s *Pages) referenceDocs(c echo.Context) error {
	r, err := s.read()
	if err != nil {
		return err
	}
	page := referencePage{Page: s.Page(c, "reference.title"), reference: r, Server: s.URL}
	if page.Server == "" {
		page.Server = c.Scheme() + "://" + c.Request().Host
	}
	return s.Render(c, http.StatusOK, "reference/reference", page)
}
