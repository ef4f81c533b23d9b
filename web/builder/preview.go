package builder

import (
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/form"
	"minping/web/answer"
	"minping/web/site"
)

// previewOf is a draft as a poll that takes no ballots: the pages of answering
// run over it, and nothing is sent anywhere.
func (s *Pages) previewOf(c echo.Context) (survey.Poll, *survey.Questionnaire, error) {
	d, err := s.readDraft(c)
	if err != nil {
		return survey.Poll{}, nil, err
	}
	q, errs := form.Sketch(d.Source)
	if len(errs) > 0 {
		return survey.Poll{}, nil, survey.ErrNotFound // the builder's page says why, and has no link here
	}
	c.Set(site.Framed, true)
	return survey.Poll{ID: "preview", State: survey.Open, Title: q.Title, Simulated: true}, q, nil
}

// previewDraft shows the first screen of a draft.
func (s *Pages) previewDraft(c echo.Context) error {
	poll, q, err := s.previewOf(c)
	if err != nil {
		return err
	}
	lang := site.Negotiate(c)
	p := &answer.Paper{Poll: poll, Full: q, Q: q, Fresh: true, Unit: site.Translate(lang, "builder.sample"), Answers: survey.Answers{}, Key: answer.RandomHex(), Salt: answer.RandomHex(), Seed: answer.RandomHex()}
	if p.Sheet() {
		answer.SampleSheet(p, lang)
		return s.answers.ShowSheet(c, p, nil)
	}
	return s.answers.Show(c, p, nil)
}

// previewStep turns the pages of a draft. Handing in leads back to the
// beginning: there is no box.
func (s *Pages) previewStep(c echo.Context) error {
	poll, q, err := s.previewOf(c)
	if err != nil {
		return err
	}
	p, err := answer.ReadPaper(c, poll, q)
	if err != nil {
		return err
	}
	verb, arg, _ := strings.Cut(c.FormValue(site.FieldGo), ":")
	if p.Sheet() && verb != "submit" {
		answer.SampleSheet(p, site.Negotiate(c))
		return s.answers.StepSheet(c, p, verb)
	}
	switch verb {
	case "next":
		return s.answers.Next(c, p, false)
	case "sure":
		return s.answers.Next(c, p, true)
	case "back":
		return s.answers.Back(c, p)
	case "to":
		p.Screen, p.Review = arg, true
		return s.answers.Show(c, p, nil)
	case "submit":
		return s.previewDraft(c)
	}
	if p.Screen == answer.ReviewScreen {
		return s.answers.Review(c, p)
	}
	return s.answers.Show(c, p, nil)
}
