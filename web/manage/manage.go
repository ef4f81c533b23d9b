package manage

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// manageRoutes are the pages of organisers.
func (s *Pages) manageRoutes() []site.Route {
	return append([]site.Route{
		site.Get("/manage", site.Organiser, s.managed),
		site.Get("/manage/:poll", site.Organiser, s.manage),
		site.Get("/manage/:poll/screen", site.Organiser, s.turnoutScreen),
		site.Post("/manage/:poll", site.Organiser, s.move),
		site.Get("/manage/:poll/codes", site.Organiser, s.codeBatches),
		site.Post("/manage/:poll/codes", site.Organiser, s.makeCodes),
		site.Post("/manage/:poll/codes/:batch", site.Organiser, s.voidCodes),
		site.Post("/manage/:poll/codes/:batch/replace", site.Organiser, s.replaceCodes),
	}, slices.Concat(s.setupRoutes(), s.unitRoutes(), s.rosterRoutes(), s.delegateRoutes(), s.assignRoutes())...)
}

// A managedPage lists the polls that whoever asks may look after, by state.
type managedPage struct {
	site.Page
	States []managedState
}

// A managedState is the polls of one state.
type managedState struct {
	State survey.State
	Polls []managedLine
}

// A managedLine is one of them, with what is to be done next.
type managedLine struct {
	site.PollLine
	Turnout string
	Next    string // in words
	NextURL string
}

// managedStates are the states in the order of the list: what waits for a
// decision, what runs, what is being made, what is over.
var managedStates = []survey.State{survey.Closed, survey.Open, survey.Draft, survey.Published, survey.Archived}

// take puts a poll in its place, the one created last first.
func (p *managedPage) take(line managedLine) {
	if p.States == nil {
		for _, state := range managedStates {
			p.States = append(p.States, managedState{State: state})
		}
	}
	i := slices.Index(managedStates, line.State)
	p.States[i].Polls = append(p.States[i].Polls, line)
}

// managedLine says how a poll stands and what is to be done next.
func (s *Pages) managedLine(c echo.Context, p survey.Poll) (managedLine, error) {
	ctx := c.Request().Context()
	about, err := s.PollLine(c, p)
	if err != nil {
		return managedLine{}, err
	}
	about.URL = site.ManageURL(p.ID)
	line := managedLine{PollLine: about}
	if p.State != survey.Draft {
		n, err := s.Within(c).Turnout(ctx, p.ID)
		if err != nil {
			return line, err
		}
		line.Turnout = came(n.Submissions, n.Band)
	}
	if p.State == survey.Closed {
		if line.Waits, err = s.Within(c).WaitsForPaper(ctx, p.ID); err != nil {
			return line, err
		}
	}
	next := string(p.State)
	line.NextURL = about.URL
	switch {
	case line.Waits:
		next, line.NextURL = "paper", site.PaperURL(p.ID)
	case p.State == survey.Draft && len(p.Units) == 0:
		line.NextURL = site.StepURL(p.ID, StepUnits)
	case p.State == survey.Draft:
		line.NextURL = site.StepURL(p.ID, site.StepCheck)
	case p.State == survey.Published || p.State == survey.Archived:
		line.NextURL = site.ResultsURL(p.ID)
	}
	lang := site.Negotiate(c)
	line.Next = site.Translate(lang, "manage.next."+next)
	return line, nil
}

// managed lists all polls with their states.
func (s *Pages) managed(c echo.Context) error {
	ctx := c.Request().Context()
	polls, err := s.Within(c).ManagedPolls(ctx)
	if err != nil {
		return err
	}
	page := managedPage{Page: s.ManagePage(c, "manage.title")}
	for _, p := range polls {
		line, err := s.managedLine(c, p)
		if err != nil {
			return err
		}
		page.take(line)
	}
	return s.Render(c, http.StatusOK, "manage/list", page)
}

// manage shows one poll.
func (s *Pages) manage(c echo.Context) error {
	return s.showManaged(c, http.StatusOK, codesForm{}, nil)
}

// The moves of a poll that a form may ask for, each from the state where it is
// offered.
var moves = map[string]survey.State{
	"open": survey.Draft, "extend": survey.Open, "close": survey.Open, "publish": survey.Closed,
}

// move opens, prolongs, closes or publishes a poll. Where it is not in the
// state any more, somebody was faster, and the page shows how things are.
func (s *Pages) move(c echo.Context) error {
	ctx, id, lang := c.Request().Context(), c.Param("poll"), site.Negotiate(c)
	poll, err := s.Within(c).ManagedPoll(ctx, id)
	if err != nil {
		return err
	}
	asked := c.FormValue(site.FieldGo)
	from, known := moves[asked]
	if !known {
		return site.ErrForm
	}
	if poll.State == from {
		switch asked {
		case "open":
			err = s.Within(c).OpenPoll(ctx, id)
		case "extend":
			end, wrong := time.ParseInLocation(LocalTime, c.FormValue("closes"), s.Zone)
			if wrong != nil {
				return s.showManaged(c, http.StatusUnprocessableEntity, codesForm{}, []string{site.Translate(lang, "manage.wrong.end")})
			}
			poll.Closes = end
			err = s.Within(c).UpdatePoll(ctx, poll)
		case "close":
			err = s.Within(c).ClosePoll(ctx, id)
		case "publish":
			err = s.Within(c).PublishPoll(ctx, id)
		}
	}
	var paper survey.UnresolvedPaperError
	if errors.As(err, &paper) {
		return s.showManaged(c, http.StatusConflict, codesForm{}, []string{site.Translate(lang, "manage.wrong.paper", "n", paper.Sheets)})
	}
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return s.showManaged(c, http.StatusUnprocessableEntity, codesForm{}, site.MessagesOf(lang, wrong))
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, site.ManageURL(id))
}

// LocalTime is how browsers write a time without a zone.
const LocalTime = "2006-01-02T15:04"
