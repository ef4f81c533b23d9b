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
	return []route{
		{http.MethodGet, "/manage", organiser, s.managed},
		{http.MethodGet, "/manage/:poll", organiser, s.manage},
		{http.MethodPost, "/manage/:poll", organiser, s.move},
		{http.MethodPost, "/manage/:poll/codes", organiser, s.makeCodes},
		{http.MethodPost, "/manage/:poll/codes/:batch", organiser, s.voidCodes},
		{http.MethodPost, "/manage/:poll/codes/:batch/replace", organiser, s.replaceCodes},
	}
}

// manageURL is where a poll is looked after.
func manageURL(id string) string { return "/manage/" + url.PathEscape(id) }

// A managedPage lists the polls that whoever asks may look after.
type managedPage struct {
	Page
	Polls []managedLine
}

// A managedLine is one of them.
type managedLine struct {
	pollLine
	Turnout string
}

// managed lists all polls with their states.
func (s *Site) managed(c echo.Context) error {
	ctx := c.Request().Context()
	polls, err := s.within(c).ManagedPolls(ctx)
	if err != nil {
		return err
	}
	page := managedPage{Page: s.page(c, "manage.title")}
	for _, p := range polls {
		line, err := s.pollLine(c, p)
		if err != nil {
			return err
		}
		line.URL = manageURL(p.ID)
		n, err := s.within(c).Turnout(ctx, p.ID)
		if err != nil {
			return err
		}
		page.Polls = append(page.Polls, managedLine{line, came(n.Submissions, n.Band)})
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
