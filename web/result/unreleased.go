package result

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// released answers who may read the results of a poll, once there are any, that
// there are none yet. To all others such a poll does not exist.
func (l *leader) released(show echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := show(c)
		if !errors.Is(err, survey.ErrNotFound) || l.Viewer(c) == "" {
			return err
		}
		poll, absent := l.Within(c).ReadablePoll(c.Request().Context(), c.Param("poll"))
		if absent != nil {
			return err
		}
		page := site.ErrorPage{Page: l.Page(c), Status: http.StatusNotFound}
		page.Title = page.T("r.unreleased.title", "poll", poll.Title.In(page.Lang))
		page.Text = page.T("r.unreleased.text")
		page.Next = []site.NavLink{{Title: page.T("error.home"), URL: site.Home(c)}}
		return l.Render(c, page.Status, "error/error", page)
	}
}
