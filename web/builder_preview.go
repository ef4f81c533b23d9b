package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/form"
)

// framed lets a page stand in a frame of this site's own pages.
const framed = "framed"

// previewOf is a draft as a poll that takes no ballots: the pages of answering
// run over it, and nothing is sent anywhere.
func (s *Site) previewOf(c echo.Context) (survey.Poll, *survey.Questionnaire, error) {
	d, err := s.readDraft(c)
	if err != nil {
		return survey.Poll{}, nil, err
	}
	q, errs := form.Sketch(d.Source)
	if len(errs) > 0 {
		return survey.Poll{}, nil, survey.ErrNotFound // the builder's page says why, and has no link here
	}
	c.Set(framed, true)
	return survey.Poll{ID: "preview", State: survey.Open, Title: q.Title, Simulated: true}, q, nil
}

// previewDraft shows the first screen of a draft.
func (s *Site) previewDraft(c echo.Context) error {
	poll, q, err := s.previewOf(c)
	if err != nil {
		return err
	}
	lang := negotiate(c)
	p := &paper{poll: poll, full: q, q: q, Fresh: true, Unit: translate(lang, "builder.sample"), Answers: survey.Answers{}, Key: randomHex(), Salt: randomHex(), Seed: randomHex()}
	if p.sheet() {
		sampleSheet(p, lang)
		return s.showSheet(c, p, nil)
	}
	return s.show(c, p, nil)
}

// previewStep turns the pages of a draft. Handing in leads back to the
// beginning: there is no box.
func (s *Site) previewStep(c echo.Context) error {
	poll, q, err := s.previewOf(c)
	if err != nil {
		return err
	}
	p, err := readPaper(c, poll, q)
	if err != nil {
		return err
	}
	verb, arg, _ := strings.Cut(c.FormValue(fieldGo), ":")
	if p.sheet() && verb != "submit" {
		sampleSheet(p, negotiate(c))
		return s.stepSheet(c, p, verb)
	}
	switch verb {
	case "next":
		return s.next(c, p, false)
	case "sure":
		return s.next(c, p, true)
	case "back":
		return s.back(c, p)
	case "to":
		p.Screen, p.Review = arg, true
		return s.show(c, p, nil)
	case "submit":
		return s.previewDraft(c)
	}
	if p.Screen == reviewScreen {
		return s.review(c, p)
	}
	return s.show(c, p, nil)
}
