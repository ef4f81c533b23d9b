package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// released answers who may read the results of a poll, once there are any, that
// there are none yet. To all others such a poll does not exist.
func (l *leader) released(show echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := show(c)
		if !errors.Is(err, survey.ErrNotFound) || l.viewer(c) == "" {
			return err
		}
		poll, absent := l.within(c).ReadablePoll(c.Request().Context(), c.Param("poll"))
		if absent != nil {
			return err
		}
		page := errorPage{Page: l.Site.page(c), Status: http.StatusNotFound}
		page.Title = page.T("r.unreleased.title", "poll", poll.Title.In(page.Lang))
		page.Text = page.T("r.unreleased.text")
		page.Next = []NavLink{{Title: page.T("error.home"), URL: home(c)}}
		return l.render(c, page.Status, "error/error", page)
	}
}
