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
	Paper string // where paper is entered, for whoever is signed in; "": nowhere
	Kiosk string
	Waits bool // the count waits for paper
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
			if line.Waits, err = s.Service.WaitsForPaper(c.Request().Context(), p.ID); err != nil {
				return err
			}
			if line.Waits {
				line.URL = paperURL(p.ID)
			}
			page.Results = append(page.Results, line)
		}
	}
	return s.render(c, http.StatusOK, "citizen/home", page)
}

func (s *Site) pollLine(c echo.Context, p survey.Poll) (pollLine, error) {
	line := pollLine{Poll: p, Name: p.Title, URL: pollURL(p.ID), Units: len(p.Units)}
	if s.Desk != nil && p.Access == survey.OpenLink && s.viewer(c) != "" {
		line.Paper, line.Kiosk = paperURL(p.ID), kioskURL(p.ID)
	}
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
