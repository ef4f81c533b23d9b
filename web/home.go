package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
)

// A homePage lists what can be answered and what can be read.
type homePage struct {
	Page
	Open    []pollLine
	Soon    []pollLine
	Results []pollLine
	Manages bool // whoever asks looks after polls
	Files   bool // and reads dossiers
	Orders  bool // and sees orders
	Cases   bool // he sees cases
	Judges  bool // he is a judge of an award
	Reviews bool // how services were reviewed is public
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
	// Finding is what the results say in a sentence, for whoever is signed in.
	Finding string
}

// home lists the polls that are open, those that will be, and the results that
// whoever asks may read.
func (s *Site) home(c echo.Context) error {
	ctx := c.Request().Context()
	polls, err := s.Service.Landings(ctx)
	if err != nil {
		return err
	}
	page := homePage{Page: s.page(c, "home.title"), Manages: s.somewhere(c, survey.ManagePolls) == nil, Files: s.somewhere(c, survey.ReadResults) == nil, Orders: s.seesOrders(c), Cases: s.Cases != nil && s.somewhere(c, survey.ReadOrders) == nil}
	if page.Judges, err = s.judges(c); err != nil {
		return err
	}
	if page.Reviews, err = s.reviewsArePublic(ctx); err != nil {
		return err
	}
	for _, p := range polls {
		line, err := s.pollLine(c, p)
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
	return s.render(c, http.StatusOK, "citizen/home", page)
}

// resultLines lists the polls that are over and whose results whoever asks may
// read, or will.
func (s *Site) resultLines(c echo.Context) (lines []pollLine, err error) {
	ctx := c.Request().Context()
	polls, err := s.within(c).ReadablePolls(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range polls {
		if p.State == survey.Draft || p.State == survey.Open {
			continue
		}
		line, err := s.pollLine(c, p)
		if err != nil {
			return nil, err
		}
		line.URL = resultsURL(p.ID)
		if p.State == survey.Closed && s.entersPaper(c, p.ID) {
			if line.Waits, err = s.within(c).WaitsForPaper(ctx, p.ID); err != nil {
				return nil, err
			}
		}
		if line.Waits {
			line.URL = paperURL(p.ID)
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
func (s *Site) finding(c echo.Context, poll string) (string, error) {
	if s.viewer(c) == "" {
		return "", nil
	}
	r, err := s.within(c).Release(c.Request().Context(), poll)
	switch {
	case errors.Is(err, survey.ErrNotFound):
		return "", nil
	case err != nil:
		return "", err
	}
	return chart.Figures{Release: r, Lang: s.page(c).Lang}.Headline(), nil
}

func (s *Site) pollLine(c echo.Context, p survey.Poll) (pollLine, error) {
	line := pollLine{Poll: p, Name: p.Title, URL: pollURL(p.ID), Units: len(p.Units)}
	if p.Access == survey.OpenLink && s.entersPaper(c, p.ID) {
		line.Paper, line.Kiosk = paperURL(p.ID), kioskURL(p.ID)
	}
	if len(p.Title) > 0 {
		return line, nil
	}
	q, err := s.Service.LandingQuestionnaire(c.Request().Context(), p.ID)
	if err != nil {
		return line, err
	}
	line.Name = q.Title
	return line, nil
}
