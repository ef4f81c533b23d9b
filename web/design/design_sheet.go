package design

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/library"
	"minping/web/answer"
	"minping/web/site"
)

// designSheet is a sheet about a team and three of its members: the pages of
// answering run over it, and nothing is sent anywhere.
func (s *Pages) designSheet(c echo.Context) error {
	src, err := library.Source("leadership-evaluation")
	if err != nil {
		return err
	}
	q, err := form.Parse(src)
	if err != nil {
		return err
	}
	poll := survey.Poll{ID: "design", State: survey.Open, Title: q.Title, Simulated: true, Access: survey.ByCode}
	p := &answer.Paper{Poll: poll, Full: q, Q: q, Key: answer.RandomHex(), Salt: answer.RandomHex(), Seed: answer.RandomHex(), Group: q.Groups[1].ID}
	verb := ""
	if c.Request().Method == http.MethodPost {
		if p, err = answer.ReadPaper(c, poll, q); err != nil {
			return err
		}
		verb, _, _ = strings.Cut(c.FormValue(site.FieldGo), ":")
	}
	c.Set(site.Framed, true) // keeps nothing on the device
	answer.SampleSheet(p, site.Negotiate(c))
	return s.answers.StepSheet(c, p, verb)
}
