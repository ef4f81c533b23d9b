package bench

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/api"
	"minping/survey"
	"minping/survey/form"
	"minping/survey/library"
)

// Bare returns a server that reads submissions, checks them against the
// questionnaire and thanks for them, but keeps nothing: what acceptance is
// compared with.
func Bare() (*echo.Echo, error) {
	source, err := library.Source(questionnaire)
	if err != nil {
		return nil, err
	}
	q, err := form.Parse(source)
	if err != nil {
		return nil, err
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(io.Discard)
	receipt := strings.Repeat("0", 64)
	e.POST(api.Base+"/polls/:poll/submissions", func(c echo.Context) error {
		var in api.SubmissionInput
		if err := json.NewDecoder(c.Request().Body).Decode(&in); err != nil {
			return c.NoContent(http.StatusBadRequest)
		}
		for _, b := range in.Ballots {
			if _, wrong := q.Check(survey.Answers(b.Answers), true); len(wrong) > 0 {
				return c.NoContent(http.StatusUnprocessableEntity)
			}
		}
		return c.JSON(http.StatusCreated, map[string]string{"receipt": receipt})
	})
	return e, nil
}
