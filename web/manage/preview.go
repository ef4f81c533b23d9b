package manage

import (
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/answer"
	"minping/web/site"
)

// PreviewURL is where the pages of answering a draft are looked at.
func PreviewURL(poll string) string { return site.ManageURL(poll) + "/preview" }

// previewedPoll is a draft as respondents will meet it: its own pages, units
// and promises. It has no ballot box, so nothing can be handed in.
func (s *Pages) previewedPoll(c echo.Context) (survey.Poll, *survey.Questionnaire, error) {
	ctx := c.Request().Context()
	poll, err := s.Within(c).ManagedPoll(ctx, c.Param("poll"))
	if err != nil {
		return poll, nil, err
	}
	if poll.State != survey.Draft || len(poll.Units) == 0 {
		return poll, nil, survey.ErrNotFound // it has pages of its own, or no unit to ask about
	}
	q, err := s.Within(c).PollQuestionnaire(ctx, poll.ID)
	poll.ID, poll.State, poll.Simulated = "preview", survey.Open, true
	c.Set(site.Framed, true)
	return poll, q, err
}

// previewPoll shows what a respondent meets first.
func (s *Pages) previewPoll(c echo.Context) error {
	poll, q, err := s.previewedPoll(c)
	if err != nil {
		return err
	}
	return s.answers.Begin(c, &answer.Paper{
		Poll: poll, Full: q, Q: q, Fresh: true, Preview: true, Answers: survey.Answers{},
		Key: answer.RandomHex(), Salt: answer.RandomHex(), Seed: answer.RandomHex(),
		Unit: c.QueryParam(site.FieldUnit), Group: c.QueryParam(site.FieldGroup),
	})
}

// previewPollStep turns the pages. Handing in leads back to the beginning.
func (s *Pages) previewPollStep(c echo.Context) error {
	poll, q, err := s.previewedPoll(c)
	if err != nil {
		return err
	}
	p, err := answer.ReadPaper(c, poll, q)
	if err != nil {
		return err
	}
	verb, arg, _ := strings.Cut(c.FormValue(site.FieldGo), ":")
	if verb == "submit" {
		return s.previewPoll(c)
	}
	p.Preview = true
	if poll.Access == survey.ByCode && p.Group == "" && len(q.Groups) > 0 {
		p.Group = q.Groups[0].ID // a real code says as whom
	}
	return s.answers.Turn(c, p, verb, arg)
}
