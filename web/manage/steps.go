package manage

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/library"
	"minping/web/site"
)

// A sourceChoice is a questionnaire to choose: one that is published, or one
// that comes with the program and is published by choosing it.
type sourceChoice struct {
	Value, Title, About string
	Published           bool
	Chosen              bool
}

// bundled begins the value of a questionnaire that is not published yet.
const bundled = "bundled:"

// sources lists the questionnaires to choose from, of each the version that was
// published last, and the chosen one.
func (s *Pages) sources(c echo.Context, chosen string) (list []sourceChoice, err error) {
	lang := site.Negotiate(c)
	published, err := s.Within(c).Questionnaires(c.Request().Context())
	if err != nil {
		return nil, err
	}
	about := map[string]survey.Text{}
	for _, e := range library.List() {
		about[e.ID] = e.About
	}
	last := map[string]*survey.Questionnaire{}
	for _, q := range published {
		last[q.ID] = q
	}
	for _, q := range slices.Backward(published) {
		value := q.ID + "@" + q.Version
		if last[q.ID] == q || value == chosen {
			list = append(list, sourceChoice{value, q.Title.In(lang), about[q.ID].In(lang), true, value == chosen})
		}
	}
	publishes := s.Within(c).Require(survey.ManageQuestionnaires) == nil
	for _, e := range library.List() {
		if value := bundled + e.ID; publishes && last[e.ID] == nil {
			list = append(list, sourceChoice{value, e.Title.In(lang), e.About.In(lang), false, value == chosen})
		}
	}
	return list, nil
}

// chosenSource returns the questionnaire that a form names, published now if it
// was not; ErrNotFound where there is none.
func (s *Pages) chosenSource(c echo.Context) (*survey.Questionnaire, error) {
	ctx, value := c.Request().Context(), c.FormValue("questionnaire")
	if id, ok := strings.CutPrefix(value, bundled); ok {
		src, err := library.Source(id)
		if err != nil {
			return nil, err
		}
		return s.Within(c).AddQuestionnaire(ctx, src)
	}
	id, version, _ := strings.Cut(value, "@")
	return s.Within(c).Questionnaire(ctx, id, version)
}

// readSource reads the first step of a draft. Quotas and the sample are about
// items of the questionnaire, and go with it.
func (s *Pages) readSource(c echo.Context, poll *survey.Poll) error {
	q, err := s.chosenSource(c)
	if err != nil {
		return noSource(err)
	}
	if q.ID != poll.Questionnaire.ID {
		poll.Quotas, poll.Sample, poll.CodesWanted = nil, nil, nil
	}
	poll.Questionnaire = survey.QuestionnaireRef{ID: q.ID, Version: q.Version}
	poll.Title = titleOf(c, q, s.Now().In(s.Zone))
	return nil
}

// noSource words that no questionnaire was chosen.
func noSource(err error) error {
	if errors.Is(err, survey.ErrNotFound) {
		return survey.FieldErrors{mistake("questionnaire", "no_questionnaire")}
	}
	return err
}

// mistake is a mistake that survey words.
func mistake(field, key string) survey.FieldError { return survey.FieldError{Field: field, Key: key} }

// titleOf reads a poll's title; what is left empty is the questionnaire's with
// the year.
func titleOf(c echo.Context, q *survey.Questionnaire, now time.Time) survey.Text {
	title := textOf(c, "title")
	if len(title) > 0 {
		return title
	}
	title = survey.Text{}
	for lang, text := range q.Title {
		if lang == "zh" {
			title[lang] = fmt.Sprintf("%s（%d\u00a0年）", text, now.Year())
		} else {
			title[lang] = fmt.Sprintf("%s (%d)", text, now.Year())
		}
	}
	return title
}

// textOf reads a text in the languages of the pages; nil where all are empty.
func textOf(c echo.Context, field string) survey.Text {
	text := survey.Text{}
	for _, lang := range site.Languages {
		if v := strings.TrimSpace(c.FormValue(field + "." + lang)); v != "" {
			text[lang] = v
		}
	}
	if len(text) == 0 {
		return nil
	}
	return text
}

// newPollForm asks for the questionnaire of a new poll.
func (s *Pages) newPollForm(c echo.Context) error { return s.showNew(c, http.StatusOK, nil) }

func (s *Pages) showNew(c echo.Context, status int, wrong survey.FieldErrors, said ...string) (err error) {
	page := setupPage{Page: s.ManagePage(c)}
	page.Failed = len(wrong)+len(said) > 0
	for _, text := range said {
		page.Errors = append(page.Errors, mistakeLine{Text: text})
	}
	page.mark(wrong, func(unit string) string { return unit })
	page.title(StepQuestionnaire)
	page.Poll.Title = textOf(c, "title")
	page.Sources, err = s.sources(c, c.FormValue("questionnaire"))
	if err != nil {
		return err
	}
	return s.Render(c, status, "manage/setup", page)
}

// newPoll makes a draft, and leads to its units.
func (s *Pages) newPoll(c echo.Context) error {
	ctx, lang := c.Request().Context(), site.Negotiate(c)
	var draft survey.Poll
	q, err := s.chosenSource(c)
	if err != nil {
		err = noSource(err)
	} else {
		draft = survey.Poll{
			ID: strings.TrimSpace(c.FormValue("id")), Title: titleOf(c, q, s.Now().In(s.Zone)), Access: survey.OpenLink,
			Questionnaire: survey.QuestionnaireRef{ID: q.ID, Version: q.Version},
		}
		if err = s.likeLast(c, &draft); err != nil {
			return err
		}
		draft, err = s.Within(c).CreatePoll(ctx, draft)
	}
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return s.showNew(c, http.StatusUnprocessableEntity, wrong)
	case errors.Is(err, survey.ErrConflict):
		return s.showNew(c, http.StatusConflict, nil, site.Translate(lang, "setup.taken"))
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, site.StepURL(draft.ID, StepUnits))
}

// likeLast takes over what the poll made last says of its organiser, and the
// units that whoever asks looks after, but for one that all others lie below.
func (s *Pages) likeLast(c echo.Context, draft *survey.Poll) error {
	ctx := c.Request().Context()
	polls, err := s.Within(c).ManagedPolls(ctx)
	if err != nil {
		return err
	}
	if len(polls) > 0 {
		draft.Organiser, draft.Contact, draft.PublicResults = polls[0].Organiser, polls[0].Contact, polls[0].PublicResults
	}
	units, err := s.Within(c).Units(ctx)
	if err != nil {
		return err
	}
	roots, below := 0, 0
	for _, u := range units {
		if u.Parent == "" {
			roots++
		} else {
			below++
		}
	}
	for _, u := range units {
		if u.Parent != "" || roots > 1 || below == 0 {
			draft.Units = append(draft.Units, u.ID)
		}
	}
	return nil
}

// timeStep is when a poll is open, and what is promised.
type timeStep struct {
	Opens, Closes string
	Previous      []site.Choice
}

// usualDays is how long a poll is open where nothing else is said.
const usualDays = 7

func (s *Pages) fillTime(c echo.Context, p *setupPage) error {
	write := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(s.Zone).Format(LocalTime)
	}
	p.Opens, p.Closes = p.sent("opens", write(p.Poll.Opens)), p.sent("closes", write(p.Poll.Closes))
	if p.Closes == "" {
		at := p.Now.AddDate(0, 0, usualDays)
		p.Closes = time.Date(at.Year(), at.Month(), at.Day(), 18, 0, 0, 0, s.Zone).Format(LocalTime)
	}
	polls, err := s.Within(c).ManagedPolls(c.Request().Context())
	p.Previous = []site.Choice{{Title: p.T("setup.previous.none")}}
	for _, other := range polls {
		if other.ID != p.Poll.ID && other.State != survey.Draft {
			p.Previous = append(p.Previous, site.Choice{Value: other.ID, Title: other.Title.In(p.Lang), Chosen: other.ID == p.Poll.Previous})
		}
	}
	return err
}

// readTime reads the step of when and what.
func (s *Pages) readTime(c echo.Context, poll *survey.Poll) error {
	var wrong survey.FieldErrors
	read := func(field string) time.Time {
		v := c.FormValue(field)
		if v == "" {
			return time.Time{}
		}
		t, err := time.ParseInLocation(LocalTime, v, s.Zone)
		if err != nil {
			wrong = append(wrong, mistake(field, "not_a_time"))
		}
		return t
	}
	poll.Opens, poll.Closes = read("opens"), read("closes")
	poll.Organiser, poll.Contact = textOf(c, "organiser"), textOf(c, "contact")
	poll.PublicResults, poll.Simulated = c.FormValue("public") != "", c.FormValue("simulated") != ""
	poll.Previous = c.FormValue("previous")
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}
