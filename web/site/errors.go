package site

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
)

// What can go wrong on a page beside what the Service answers.
var (
	ErrForm  = errors.New("the form is broken")
	ErrSpent = errors.New("the code, or this form, has been used for other answers")
)

// An ErrorPage says what is wrong and what to do.
type ErrorPage struct {
	Page
	Status int
	Text   string
	Next   []NavLink // where to go from here
}

// Failure returns the status and the message key of an error.
func Failure(err error) (status int, key string) {
	var he *echo.HTTPError
	switch {
	case errors.Is(err, survey.ErrNotFound):
		return http.StatusNotFound, "notfound"
	case errors.Is(err, survey.ErrForbidden):
		return http.StatusForbidden, "forbidden"
	case errors.Is(err, survey.ErrClosed):
		return http.StatusGone, "closed"
	case errors.Is(err, survey.ErrFull):
		return http.StatusConflict, "full"
	case errors.Is(err, survey.ErrNotOpen):
		return http.StatusForbidden, "notopen"
	case errors.Is(err, ErrSpent), errors.Is(err, survey.ErrConflict):
		return http.StatusConflict, "spent"
	case errors.Is(err, ErrForm):
		return http.StatusUnprocessableEntity, "badform"
	case errors.Is(err, survey.ErrUnavailable):
		return http.StatusServiceUnavailable, "unavailable"
	case errors.As(err, new(*http.MaxBytesError)):
		return http.StatusRequestEntityTooLarge, "badform"
	case errors.As(err, new(middleware.CrossOriginError)):
		return http.StatusForbidden, "crossorigin"
	case errors.As(err, &he) && he.Code == http.StatusNotFound:
		return http.StatusNotFound, "notfound"
	case errors.As(err, &he) && he.Code < http.StatusInternalServerError:
		return he.Code, "badrequest"
	}
	return http.StatusInternalServerError, "internal"
}

// Error answers a failed request with a page; it is the error handler of
// everything that is not the API. It writes nothing of the request.
func (s *Site) Error(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	status, key := Failure(err)
	if (errors.Is(err, survey.ErrForbidden) || errors.Is(err, access.ErrDenied)) && s.Viewer(c) == "" {
		to := loginURL(c.Request().URL)
		if _, in, ok := middleware.Asking(c); ok {
			to = Onwards(in, c.Request().URL.RequestURI())
		}
		_ = c.Redirect(http.StatusSeeOther, to)
		return
	}
	if errors.Is(err, echo.ErrNotFound) { // no route has done so
		_ = headers(middleware.RememberLang(func(echo.Context) error { return nil }))(c)
	}
	if key == "notfound" && strings.HasSuffix(c.Path(), "/:poll") && (atKiosk(c) != "" || c.Path() == AnswerPath) {
		key = "nopoll"
	}
	page := ErrorPage{Page: s.Page(c, "error."+key+".title"), Status: status}
	page.Text = page.T("error." + key + ".text")
	page.Next = []NavLink{{Title: page.T("error.home"), URL: Home(c)}}
	if status == http.StatusServiceUnavailable {
		c.Response().Header().Set("Retry-After", RetryAfter)
	}
	answer := compress(func(c echo.Context) error { return s.Render(c, status, "error/error", page) })
	if err := answer(c); err != nil {
		_ = c.String(http.StatusInternalServerError, page.T("error.internal.text"))
	}
}

// WholeSeconds writes a duration for a Retry-After header.
func WholeSeconds(d time.Duration) string { return strconv.Itoa(int(d.Seconds()) + 1) }

// RetryAfter is when to try again, in seconds.
const RetryAfter = "5"
