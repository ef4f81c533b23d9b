package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// manageRoutes are the pages of organisers.
func (s *Site) manageRoutes() []route {
	return append([]route{
		{http.MethodGet, "/manage", organiser, s.managed},
		{http.MethodGet, "/manage/:poll", organiser, s.manage},
		{http.MethodGet, "/manage/:poll/screen", organiser, s.turnoutScreen},
		{http.MethodPost, "/manage/:poll", organiser, s.move},
		{http.MethodGet, "/manage/:poll/codes", organiser, s.codeBatches},
		{http.MethodPost, "/manage/:poll/codes", organiser, s.makeCodes},
		{http.MethodPost, "/manage/:poll/codes/:batch", organiser, s.voidCodes},
		{http.MethodPost, "/manage/:poll/codes/:batch/replace", organiser, s.replaceCodes},
	}, slices.Concat(s.setupRoutes(), s.unitRoutes(), s.rosterRoutes(), s.delegateRoutes(), s.assignRoutes())...)
}

// manageURL is where a poll is looked after.
func manageURL(id string) string { return "/manage/" + url.PathEscape(id) }

// A managedPage lists the polls that whoever asks may look after, by state.
type managedPage struct {
	Page
	States []managedState
}

// A managedState is the polls of one state.
type managedState struct {
	State survey.State
	Polls []managedLine
}

// A managedLine is one of them, with what is to be done next.
type managedLine struct {
	pollLine
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
func (s *Site) managedLine(c echo.Context, p survey.Poll) (managedLine, error) {
	ctx := c.Request().Context()
	about, err := s.pollLine(c, p)
	if err != nil {
		return managedLine{}, err
	}
	about.URL = manageURL(p.ID)
	line := managedLine{pollLine: about}
	if p.State != survey.Draft {
		n, err := s.within(c).Turnout(ctx, p.ID)
		if err != nil {
			return line, err
		}
		line.Turnout = came(n.Submissions, n.Band)
	}
	if p.State == survey.Closed {
		if line.Waits, err = s.within(c).WaitsForPaper(ctx, p.ID); err != nil {
			return line, err
		}
	}
	next := string(p.State)
	line.NextURL = about.URL
	switch {
	case line.Waits:
		next, line.NextURL = "paper", paperURL(p.ID)
	case p.State == survey.Draft && len(p.Units) == 0:
		line.NextURL = stepURL(p.ID, stepUnits)
	case p.State == survey.Draft:
		line.NextURL = stepURL(p.ID, stepCheck)
	case p.State == survey.Published || p.State == survey.Archived:
		line.NextURL = resultsURL(p.ID)
	}
	lang := negotiate(c)
	line.Next = translate(lang, "manage.next."+next)
	return line, nil
}

// managed lists all polls with their states.
func (s *Site) managed(c echo.Context) error {
	ctx := c.Request().Context()
	polls, err := s.within(c).ManagedPolls(ctx)
	if err != nil {
		return err
	}
	page := managedPage{Page: s.managePage(c, "manage.title")}
	for _, p := range polls {
		line, err := s.managedLine(c, p)
		if err != nil {
			return err
		}
		page.take(line)
	}
	return s.render(c, http.StatusOK, "manage/list", page)
}

// manage shows one poll.
func (s *Site) manage(c echo.Context) error {
	return s.showManaged(c, http.StatusOK, codesForm{}, nil)
}

// The moves of a poll that a form may ask for, each from the state where it is
// offered.
var moves = map[string]survey.State{
	"open": survey.Draft, "extend": survey.Open, "close": survey.Open, "publish": survey.Closed,
}

// move opens, prolongs, closes or publishes a poll. Where it is not in the
// state any more, somebody was faster, and the page shows how things are.
func (s *Site) move(c echo.Context) error {
	ctx, id, lang := c.Request().Context(), c.Param("poll"), negotiate(c)
	poll, err := s.within(c).ManagedPoll(ctx, id)
	if err != nil {
		return err
	}
	asked := c.FormValue(fieldGo)
	from, known := moves[asked]
	if !known {
		return errForm
	}
	if poll.State == from {
		switch asked {
		case "open":
			err = s.within(c).OpenPoll(ctx, id)
		case "extend":
			end, wrong := time.ParseInLocation(localTime, c.FormValue("closes"), s.Zone)
			if wrong != nil {
				return s.showManaged(c, http.StatusUnprocessableEntity, codesForm{}, []string{translate(lang, "manage.wrong.end")})
			}
			poll.Closes = end
			err = s.within(c).UpdatePoll(ctx, poll)
		case "close":
			err = s.within(c).ClosePoll(ctx, id)
		case "publish":
			err = s.within(c).PublishPoll(ctx, id)
		}
	}
	var paper survey.UnresolvedPaperError
	if errors.As(err, &paper) {
		return s.showManaged(c, http.StatusConflict, codesForm{}, []string{translate(lang, "manage.wrong.paper", "n", paper.Sheets)})
	}
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return s.showManaged(c, http.StatusUnprocessableEntity, codesForm{}, messagesOf(lang, wrong))
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, manageURL(id))
}

// localTime is how browsers write a time without a zone.
const localTime = "2006-01-02T15:04"

// messagesOf words mistakes, each once.
func messagesOf(lang string, errs survey.FieldErrors) []string {
	var said []string
	for _, e := range errs {
		if m := e.Message(lang); !slices.Contains(said, m) {
			said = append(said, m)
		}
	}
	return said
}
