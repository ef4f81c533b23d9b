package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// previewURL is where the pages of answering a draft are looked at.
func previewURL(poll string) string { return manageURL(poll) + "/preview" }

// previewedPoll is a draft as respondents will meet it: its own pages, units
// and promises. It has no ballot box, so nothing can be handed in.
func (s *Site) previewedPoll(c echo.Context) (survey.Poll, *survey.Questionnaire, error) {
	ctx := c.Request().Context()
	poll, err := s.within(c).ManagedPoll(ctx, c.Param("poll"))
	if err != nil {
		return poll, nil, err
	}
	if poll.State != survey.Draft || len(poll.Units) == 0 {
		return poll, nil, survey.ErrNotFound // it has pages of its own, or no unit to ask about
	}
	q, err := s.within(c).PollQuestionnaire(ctx, poll.ID)
	poll.ID, poll.State, poll.Simulated = "preview", survey.Open, true
	c.Set(framed, true)
	return poll, q, err
}

// previewPoll shows what a respondent meets first.
func (s *Site) previewPoll(c echo.Context) error {
	poll, q, err := s.previewedPoll(c)
	if err != nil {
		return err
	}
	return s.begin(c, &paper{
		poll: poll, full: q, q: q, Fresh: true, Preview: true, Answers: survey.Answers{},
		Key: randomHex(), Salt: randomHex(), Seed: randomHex(),
		Unit: c.QueryParam(fieldUnit), Group: c.QueryParam(fieldGroup),
	})
}

// previewPollStep turns the pages. Handing in leads back to the beginning.
func (s *Site) previewPollStep(c echo.Context) error {
	poll, q, err := s.previewedPoll(c)
	if err != nil {
		return err
	}
	p, err := readPaper(c, poll, q)
	if err != nil {
		return err
	}
	verb, arg, _ := strings.Cut(c.FormValue(fieldGo), ":")
	if verb == "submit" {
		return s.previewPoll(c)
	}
	p.Preview = true
	if poll.Access == survey.ByCode && p.Group == "" && len(q.Groups) > 0 {
		p.Group = q.Groups[0].ID // a real code says as whom
	}
	return s.turn(c, p, verb, arg)
}
