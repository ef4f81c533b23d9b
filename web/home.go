package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

type homePage struct {
	Page
}

// home lists the polls that are open and the results that are published.
func (s *Site) home(c echo.Context) error {
	return s.render(c, http.StatusOK, "citizen/home", homePage{Page: s.page(c, "home.title")})
}
