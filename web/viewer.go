package web

import (
	"github.com/labstack/echo/v4"

	"minping/survey"
)

// guard lets in whom the route table names.
func (s *Site) guard(w who, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		switch w {
		case signedIn:
			if s.viewer(c) == "" {
				return survey.ErrForbidden
			}
		case reader:
			if err := s.mayRead(c, c.Param("poll")); err != nil {
				return err
			}
		}
		return next(c)
	}
}

// viewer returns the name of whoever is signed in, or "".
func (s *Site) viewer(echo.Context) string { return "" }

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
