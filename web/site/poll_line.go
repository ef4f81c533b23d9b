package site

import (
	"github.com/labstack/echo/v4"

	"minping/survey"
)

// A PollLine is one poll of a list.
type PollLine struct {
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

// PollLine is the line of a poll for whoever asks.
func (s *Site) PollLine(c echo.Context, p survey.Poll) (PollLine, error) {
	line := PollLine{Poll: p, Name: p.Title, URL: PollURL(p.ID), Units: len(p.Units)}
	if p.Access == survey.OpenLink && s.EntersPaper(c, p.ID) {
		line.Paper, line.Kiosk = PaperURL(p.ID), KioskURL(p.ID)
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
