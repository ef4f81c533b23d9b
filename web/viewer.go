package web

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
)

// guard lets in whom the route table names.
func (s *Site) guard(w who) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := s.admit(c, w); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// admit returns nil if whoever asks is one of those named.
func (s *Site) admit(c echo.Context, w who) error {
	switch w {
	case halfway:
		if _, _, ok := middleware.Asking(c); !ok {
			return survey.ErrForbidden
		}
	case signedIn:
		if s.viewer(c) == "" {
			return survey.ErrForbidden
		}
	case organiser:
		return s.mayManage(c, c.Param("poll"))
	case reader:
		return s.mayRead(c, c.Param("poll"))
	}
	return nil
}

// viewer returns the name of whoever is signed in, or "".
func (s *Site) viewer(c echo.Context) string {
	a, _ := middleware.Signed(c)
	return a.Name
}

// mayRead returns nil if whoever asks may read a poll's results. A poll that
// he may not read is answered like one that does not exist.
func (s *Site) mayRead(c echo.Context, id string) error {
	p, err := s.Service.Poll(c.Request().Context(), id)
	if err != nil {
		return err
	}
	shown := p.State == survey.Published || p.State == survey.Archived
	if s.viewer(c) != "" || shown && p.PublicResults {
		return nil
	}
	return survey.ErrNotFound
}

// mayManage returns nil if whoever asks may look after a poll: any account. It
// is asked for each poll of a list and before every page about one.
func (s *Site) mayManage(c echo.Context, _ string) error {
	if s.viewer(c) == "" {
		return survey.ErrForbidden
	}
	return nil
}

// pollURL is where a poll is answered, resultsURL where its results are.
func pollURL(id string) string    { return "/p/" + url.PathEscape(id) }
func resultsURL(id string) string { return "/r/" + url.PathEscape(id) }
