package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// setupRoutes are the pages on which a poll is made.
func (s *Site) setupRoutes() []route {
	return []route{
		{http.MethodGet, "/manage/new", organiser, s.newPollForm},
		{http.MethodPost, "/manage/new", organiser, s.newPoll},
		{http.MethodGet, "/manage/:poll/setup/:step", organiser, s.draftStep},
		{http.MethodPost, "/manage/:poll/setup/:step", organiser, s.saveStep},
		{http.MethodPost, "/manage/:poll/delete", organiser, s.deleteDraft},
		{http.MethodGet, "/manage/:poll/preview", organiser, s.previewPoll},
		{http.MethodPost, "/manage/:poll/preview", organiser, s.previewPollStep},
		{http.MethodGet, "/manage/:poll/trial", organiser, s.trial},
		{http.MethodGet, "/manage/:poll/trial/*", organiser, s.trial},
	}
}

// The steps in which a poll is made, in their order.
const (
	stepQuestionnaire = "questionnaire"
	stepUnits         = "units"
	stepPeople        = "people"
	stepTime          = "time"
	stepCheck         = "check"
)

var setupSteps = []string{stepQuestionnaire, stepUnits, stepPeople, stepTime, stepCheck}

// stepURL is where a step of a draft is.
func stepURL(poll, step string) string { return manageURL(poll) + "/setup/" + url.PathEscape(step) }

// A setupPage is one step of making a poll. Each is saved by itself, as the
// draft, and can be come back to until the poll opens.
type setupPage struct {
	Page
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
			entry.URL = stepURL(p.Poll.ID, id)
		case i == 0:
			entry.URL = "/manage/new"
		}
		p.Steps = append(p.Steps, entry)
	}
}

// done reports whether nothing that a poll needs is missing from a step.
func (p *setupPage) done(step string) bool {
	switch step {
	case stepQuestionnaire:
		return p.Base != ""
	case stepUnits:
		return len(p.Poll.Units) > 0
	case stepPeople:
		return p.Base != "" && len(p.Poll.Units) > 0
	case stepTime:
		return !p.Poll.Closes.IsZero() && len(p.Poll.Organiser) > 0
	}
	return false
}

// draftStep shows a step of a draft.
func (s *Site) draftStep(c echo.Context) error {
	poll, err := s.within(c).ManagedPoll(c.Request().Context(), c.Param("poll"))
	if err != nil {
		return err
	}
	return s.showStep(c, http.StatusOK, poll, nil)
}

// showStep shows a step with what was typed and what is wrong with it, and what
// else is to be said. A poll that has opened is shown as it is looked after.
func (s *Site) showStep(c echo.Context, status int, poll survey.Poll, wrong survey.FieldErrors, said ...string) error {
	step := c.Param("step")
	if !slices.Contains(setupSteps, step) {
		return survey.ErrNotFound
	}
	if poll.State != survey.Draft {
		return c.Redirect(http.StatusSeeOther, manageURL(poll.ID))
	}
	ctx := c.Request().Context()
	page := setupPage{Page: s.managePage(c), Poll: poll, Base: manageURL(poll.ID), Delete: c.QueryParam("ask") == "delete", Open: c.QueryParam("open")}
	page.Simulated, page.Failed = poll.Simulated, len(wrong)+len(said) > 0
	page.Name = poll.Title.In(page.Lang)
	page.title(step)
	for _, text := range said {
		page.Errors = append(page.Errors, mistakeLine{Text: text})
	}
	var err error
	if page.Q, err = s.within(c).PollQuestionnaire(ctx, poll.ID); err != nil {
		return err
	}
	if len(wrong) > 0 {
		names, err := s.unitNames(c, page.Lang)
		if err != nil {
			return err
		}
		page.typed = c.Request().PostForm
		page.mark(wrong, names)
	}
	switch step {
	case stepQuestionnaire:
		page.Sources, err = s.sources(c, poll.Questionnaire.ID+"@"+poll.Questionnaire.Version)
	case stepUnits:
		err = s.fillUnitsStep(c, &page)
	case stepPeople:
		err = s.fillPeople(c, &page)
	case stepTime:
		err = s.fillTime(c, &page)
	case stepCheck:
		err = s.fillCheck(c, &page)
	}
	if err != nil {
		return err
	}
	return s.render(c, status, "manage/setup", page)
}

// saveStep saves what a step says as the draft, if nobody has changed it since
// the form was shown, and leads to the next one.
func (s *Site) saveStep(c echo.Context) error {
	ctx, lang := c.Request().Context(), negotiate(c)
	poll, err := s.within(c).ManagedPoll(ctx, c.Param("poll"))
	if err != nil {
		return err
	}
	step := c.Param("step")
	at := slices.Index(setupSteps, step)
	if at < 0 || poll.State != survey.Draft {
		return s.showStep(c, http.StatusConflict, poll, nil)
	}
	if step == stepCheck {
		return s.openDraft(c, poll)
	}
	revision, err := strconv.ParseInt(c.FormValue("revision"), 10, 64)
	if err != nil {
		return errForm
	}
	wrong := survey.FieldErrors(nil)
	stay, open := false, ""
	switch step {
	case stepQuestionnaire:
		err = s.readSource(c, &poll)
	case stepUnits:
		stay, err = s.readUnits(c, &poll)
	case stepPeople:
		open, err = s.readPeople(c, &poll)
		stay = open != ""
	case stepTime:
		err = s.readTime(c, &poll)
	}
	if err == nil {
		err = s.within(c).UpdatePollIf(ctx, poll, func(was survey.Poll) error {
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
		now, err := s.within(c).ManagedPoll(ctx, poll.ID)
		if err != nil {
			return err
		}
		return s.showStep(c, http.StatusConflict, now, nil, translate(lang, "setup.stale"))
	case errors.Is(err, survey.ErrFrozen): // it has opened meanwhile
		return c.Redirect(http.StatusSeeOther, manageURL(poll.ID))
	case err != nil:
		return err
	case stay:
		return c.Redirect(http.StatusSeeOther, stepURL(poll.ID, step)+open)
	}
	return c.Redirect(http.StatusSeeOther, stepURL(poll.ID, setupSteps[at+1]))
}

// openDraft opens a poll now.
func (s *Site) openDraft(c echo.Context, poll survey.Poll) error {
	var wrong survey.FieldErrors
	switch err := s.within(c).OpenPoll(c.Request().Context(), poll.ID); {
	case errors.As(err, &wrong):
		return s.showStep(c, http.StatusUnprocessableEntity, poll, wrong)
	case err != nil:
		return err
	}
	s.trials.forget(poll.ID)
	return c.Redirect(http.StatusSeeOther, manageURL(poll.ID))
}

// deleteDraft takes a draft back.
func (s *Site) deleteDraft(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("poll")
	err := s.within(c).DeletePoll(ctx, id, nil)
	var wrong survey.FieldErrors
	switch {
	case errors.Is(err, survey.ErrFrozen): // somebody was faster
		return c.Redirect(http.StatusSeeOther, manageURL(id))
	case errors.As(err, &wrong):
		return s.showManaged(c, http.StatusUnprocessableEntity, codesForm{}, messagesOf(negotiate(c), wrong))
	case err != nil:
		return err
	}
	s.trials.forget(id)
	return c.Redirect(http.StatusSeeOther, "/manage")
}
