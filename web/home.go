package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// A homePage lists what can be answered and what can be read.
type homePage struct {
	Page
	Open    []pollLine
	Soon    []pollLine
	Results []pollLine
}

// A pollLine is one poll of a list.
type pollLine struct {
	survey.Poll
	Name  survey.Text
	URL   string
	Units int
}

// home lists the polls that are open, those that will be, and the results that
// whoever asks may read.
func (s *Site) home(c echo.Context) error {
	polls, err := s.Service.Polls(c.Request().Context())
	if err != nil {
		return err
	}
	page := homePage{Page: s.page(c, "home.title")}
	for _, p := range polls {
		line, err := s.pollLine(c, p)
		if err != nil {
			return err
		}
		switch {
		case p.State == survey.Open:
			page.Open = append(page.Open, line)
		case p.State == survey.Draft && p.Opens.After(page.Now):
			page.Soon = append(page.Soon, line)
		case s.mayRead(c, p.ID) == nil && p.State != survey.Draft:
			line.URL = resultsURL(p.ID)
			page.Results = append(page.Results, line)
		}
	}
	return s.render(c, http.StatusOK, "citizen/home", page)
}

func (s *Site) pollLine(c echo.Context, p survey.Poll) (pollLine, error) {
	line := pollLine{Poll: p, Name: p.Title, URL: pollURL(p.ID), Units: len(p.Units)}
	if len(p.Title) > 0 {
		return line, nil
	}
	q, err := s.Service.Questionnaire(c.Request().Context(), p.Questionnaire.ID, p.Questionnaire.Version)
	if err != nil {
		return line, err
	}
	line.Name = q.Title
	return line, nil
}
