package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/library"
)

// designSheet is a sheet about a team and three of its members: the pages of
// answering run over it, and nothing is sent anywhere.
func (s *Site) designSheet(c echo.Context) error {
	src, err := library.Source("leadership-evaluation")
	if err != nil {
		return err
	}
	q, err := form.Parse(src)
	if err != nil {
		return err
	}
	poll := survey.Poll{ID: "design", State: survey.Open, Title: q.Title, Simulated: true, Access: survey.ByCode}
	p := &paper{poll: poll, full: q, q: q, Key: randomHex(), Salt: randomHex(), Seed: randomHex(), Group: q.Groups[1].ID}
	verb := ""
	if c.Request().Method == http.MethodPost {
		if p, err = readPaper(c, poll, q); err != nil {
			return err
		}
		verb, _, _ = strings.Cut(c.FormValue(fieldGo), ":")
	}
	c.Set(framed, true) // keeps nothing on the device
	sampleSheet(p, negotiate(c))
	return s.stepSheet(c, p, verb)
}
