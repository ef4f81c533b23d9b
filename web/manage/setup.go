package manage

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// setupRoutes are the pages on which a poll is made.
func (s *Pages) setupRoutes() []site.Route {
	return []site.Route{
		site.Get("/manage/new", site.Organiser, s.newPollForm),
		site.Post("/manage/new", site.Organiser, s.newPoll),
		site.Get("/manage/:poll/setup/:step", site.Organiser, s.draftStep),
		site.Post("/manage/:poll/setup/:step", site.Organiser, s.saveStep),
		site.Post("/manage/:poll/delete", site.Organiser, s.deleteDraft),
		site.Get("/manage/:poll/preview", site.Organiser, s.previewPoll),
		site.Post("/manage/:poll/preview", site.Organiser, s.previewPollStep),
	}
}

// The steps in which a poll is made, in their order.
const (
	StepQuestionnaire = "questionnaire"
	StepUnits         = "units"
	StepPeople        = "people"
	StepTime          = "time"
)

var setupSteps = []string{StepQuestionnaire, StepUnits, StepPeople, StepTime, site.StepCheck}

// A setupPage is one step of making a poll. Each is saved by itself, as the
// draft, and can be come back to until the poll opens.
type setupPage struct {
	site.Page
	Poll   survey.Poll
	Base   string // of the poll; "": it is not made yet
	Name   string
	Step   string
	Number int // of the step, from 1
	Steps  []setupStep
	Errors []mistakeLine
	Delete bool   // asks whether to delete the draft
	Open   string // the form that was asked for, of those that are folded

	typed url.Values        // the form as it was sent, where something is wrong with it
	wrong map[string]string // what is wrong with its fields

	Q       *survey.Questionnaire
	Sources []sourceChoice
	unitsStep
	peopleStep
	timeStep
	checkStep
}

// A setupStep is an entry of the list of steps.
type setupStep struct {
	ID, Title, URL string // URL "": not reachable yet
	Current, Done  bool
}

// title names the page and the list of steps.
func (p *setupPage) title(step string) {
	p.Step, p.Number = step, slices.Index(setupSteps, step)+1
	p.Title = p.T("setup.title." + step)
	for i, id := range setupSteps {
		entry := setupStep{ID: id, Title: p.T("setup.step." + id), Current: id == step, Done: p.done(id)}
		switch {
		case p.Base != "":
			entry.URL = site.StepURL(p.Poll.ID, id)
		case i == 0:
			entry.URL = "/manage/new"
		}
		p.Steps = append(p.Steps, entry)
	}
}

// done reports whether nothing that a poll needs is missing from a step.
func (p *setupPage) done(step string) bool {
	switch step {
	case StepQuestionnaire:
		return p.Base != ""
	case StepUnits:
		return len(p.Poll.Units) > 0
	case StepPeople:
		return p.Base != "" && len(p.Poll.Units) > 0
	case StepTime:
		return !p.Poll.Closes.IsZero() && len(p.Poll.Organiser) > 0
	}
	return false
}

// draftStep shows a step of a draft.
func (s *Pages) draftStep(c echo.Context) error {
	poll, err := s.Within(c).ManagedPoll(c.Request().Context(), c.Param("poll"))
	if err != nil {
		return err
	}
	return s.showStep(c, http.StatusOK, poll, nil)
}

// showStep shows a step with what was typed and what is wrong with it, and what
// else is to be said. A poll that has opened is shown as it is looked after.
func (s *Pages) showStep(c echo.Context, status int, poll survey.Poll, wrong survey.FieldErrors, said ...string) error {
	step := c.Param("step")
	if !slices.Contains(setupSteps, step) {
		return survey.ErrNotFound
	}
	if poll.State != survey.Draft {
		return c.Redirect(http.StatusSeeOther, site.ManageURL(poll.ID))
	}
	ctx := c.Request().Context()
	page := setupPage{Page: s.ManagePage(c), Poll: poll, Base: site.ManageURL(poll.ID), Delete: c.QueryParam("ask") == "delete", Open: c.QueryParam("open")}
	page.Simulated, page.Failed = poll.Simulated, len(wrong)+len(said) > 0
	page.Name = poll.Title.In(page.Lang)
	page.title(step)
	for _, text := range said {
		page.Errors = append(page.Errors, mistakeLine{Text: text})
	}
	var err error
	if page.Q, err = s.Within(c).PollQuestionnaire(ctx, poll.ID); err != nil {
		return err
	}
	if len(wrong) > 0 {
		names, err := s.UnitNames(c, page.Lang)
		if err != nil {
			return err
		}
		page.typed = c.Request().PostForm
		page.mark(wrong, names)
	}
	switch step {
	case StepQuestionnaire:
		page.Sources, err = s.sources(c, poll.Questionnaire.ID+"@"+poll.Questionnaire.Version)
	case StepUnits:
		err = s.fillUnitsStep(c, &page)
	case StepPeople:
		err = s.fillPeople(c, &page)
	case StepTime:
		err = s.fillTime(c, &page)
	case site.StepCheck:
		err = s.fillCheck(c, &page)
	}
	if err != nil {
		return err
	}
	return s.Render(c, status, "manage/setup", page)
}

// saveStep saves what a step says as the draft, if nobody has changed it since
// the form was shown, and leads to the next one.
func (s *Pages) saveStep(c echo.Context) error {
	ctx, lang := c.Request().Context(), site.Negotiate(c)
	poll, err := s.Within(c).ManagedPoll(ctx, c.Param("poll"))
	if err != nil {
		return err
	}
	step := c.Param("step")
	at := slices.Index(setupSteps, step)
	if at < 0 || poll.State != survey.Draft {
		return s.showStep(c, http.StatusConflict, poll, nil)
	}
	if step == site.StepCheck {
		return s.openDraft(c, poll)
	}
	revision, err := strconv.ParseInt(c.FormValue("revision"), 10, 64)
	if err != nil {
		return site.ErrForm
	}
	wrong := survey.FieldErrors(nil)
	stay, open := false, ""
	switch step {
	case StepQuestionnaire:
		err = s.readSource(c, &poll)
	case StepUnits:
		stay, err = s.readUnits(c, &poll)
	case StepPeople:
		open, err = s.readPeople(c, &poll)
		stay = open != ""
	case StepTime:
		err = s.readTime(c, &poll)
	}
	if err == nil {
		err = s.Within(c).UpdatePollIf(ctx, poll, func(was survey.Poll) error {
			if was.Revision != revision {
				return survey.ErrStale
			}
			return nil
		})
	}
	switch {
	case errors.As(err, &wrong):
		return s.showStep(c, http.StatusUnprocessableEntity, poll, wrong)
	case errors.Is(err, survey.ErrStale):
		now, err := s.Within(c).ManagedPoll(ctx, poll.ID)
		if err != nil {
			return err
		}
		return s.showStep(c, http.StatusConflict, now, nil, site.Translate(lang, "setup.stale"))
	case errors.Is(err, survey.ErrFrozen): // it has opened meanwhile
		return c.Redirect(http.StatusSeeOther, site.ManageURL(poll.ID))
	case err != nil:
		return err
	case stay:
		return c.Redirect(http.StatusSeeOther, site.StepURL(poll.ID, step)+open)
	}
	return c.Redirect(http.StatusSeeOther, site.StepURL(poll.ID, setupSteps[at+1]))
}

// openDraft opens a poll now.
func (s *Pages) openDraft(c echo.Context, poll survey.Poll) error {
	var wrong survey.FieldErrors
	switch err := s.Within(c).OpenPoll(c.Request().Context(), poll.ID); {
	case errors.As(err, &wrong):
		return s.showStep(c, http.StatusUnprocessableEntity, poll, wrong)
	case err != nil:
		return err
	}
	s.results.ForgetTrial(poll.ID)
	return c.Redirect(http.StatusSeeOther, site.ManageURL(poll.ID))
}

// deleteDraft takes a draft back.
func (s *Pages) deleteDraft(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("poll")
	err := s.Within(c).DeletePoll(ctx, id, nil)
	var wrong survey.FieldErrors
	switch {
	case errors.Is(err, survey.ErrFrozen): // somebody was faster
		return c.Redirect(http.StatusSeeOther, site.ManageURL(id))
	case errors.As(err, &wrong):
		return s.showManaged(c, http.StatusUnprocessableEntity, codesForm{}, site.MessagesOf(site.Negotiate(c), wrong))
	case err != nil:
		return err
	}
	s.results.ForgetTrial(id)
	return c.Redirect(http.StatusSeeOther, "/manage")
}
