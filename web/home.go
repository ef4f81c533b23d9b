package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/appraise"
	"minping/web/follow"
	"minping/web/site"
)

// A front is where everybody begins.
type front struct {
	*site.Site
	followed   *follow.Pages
	appraisals *appraise.Pages
}

// A homePage lists what can be answered and what can be read.
type homePage struct {
	site.Page
	Open    []site.PollLine
	Soon    []site.PollLine
	Results []site.PollLine
	Manages bool // whoever asks looks after polls
	Files   bool // and reads dossiers
	Orders  bool // and sees orders
	Cases   bool // he sees cases
	Judges  bool // he is a judge of an award
	Reviews bool // how services were reviewed is public
}

// home lists the polls that are open, those that will be, and the results that
// whoever asks may read.
func (s *front) home(c echo.Context) error {
	ctx := c.Request().Context()
	polls, err := s.Service.Landings(ctx)
	if err != nil {
		return err
	}
	page := homePage{Page: s.Page(c, "home.title"), Manages: s.Somewhere(c, survey.ManagePolls) == nil, Files: s.Somewhere(c, survey.ReadResults) == nil, Orders: s.SeesOrders(c), Cases: s.Cases != nil && s.Somewhere(c, survey.ReadOrders) == nil}
	if page.Judges, err = s.appraisals.Judges(c); err != nil {
		return err
	}
	if page.Reviews, err = s.followed.ReviewsArePublic(ctx); err != nil {
		return err
	}
	for _, p := range polls {
		line, err := s.PollLine(c, p)
		if err != nil {
			return err
		}
		if p.State == survey.Open {
			page.Open = append(page.Open, line)
		} else {
			page.Soon = append(page.Soon, line)
		}
	}
	if page.Results, err = s.resultLines(c); err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, "citizen/home", page)
}

// resultLines lists the polls that are over and whose results whoever asks may
// read, or will.
func (s *front) resultLines(c echo.Context) (lines []site.PollLine, err error) {
	ctx := c.Request().Context()
	polls, err := s.Within(c).ReadablePolls(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range polls {
		if p.State == survey.Draft || p.State == survey.Open {
			continue
		}
		line, err := s.PollLine(c, p)
		if err != nil {
			return nil, err
		}
		line.URL = site.ResultsURL(p.ID)
		if p.State == survey.Closed && s.EntersPaper(c, p.ID) {
			if line.Waits, err = s.Within(c).WaitsForPaper(ctx, p.ID); err != nil {
				return nil, err
			}
		}
		if line.Waits {
			line.URL = site.PaperURL(p.ID)
		}
		if line.Finding, err = s.finding(c, p.ID); err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// finding returns the headline of a poll's results, as far as whoever is signed
// in may read them; "" where there are none yet, and for strangers, who came to
// answer.
func (s *front) finding(c echo.Context, poll string) (string, error) {
	if s.Viewer(c) == "" {
		return "", nil
	}
	r, err := s.Within(c).Release(c.Request().Context(), poll)
	switch {
	case errors.Is(err, survey.ErrNotFound):
		return "", nil
	case err != nil:
		return "", err
	}
	return chart.Figures{Release: r, Lang: s.Page(c).Lang}.Headline(), nil
}
