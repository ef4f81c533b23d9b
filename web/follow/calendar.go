package follow

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/agenda"
	"minping/web/site"
)

// calendarRoutes are the pages of what is due, and the feed for calendars, which
// its secret address alone opens and no log names.
func (s *Pages) calendarRoutes() []site.Route {
	return []site.Route{
		site.Get("/calendar", site.SignedIn, s.calendar),
		site.Post("/calendar", site.SignedIn, s.subscribe),
		site.Get("/calendar/:feed", site.Respondent, s.calendarFeed),
	}
}

// A calendarPage is what is due in a week, by day.
type calendarPage struct {
	site.Page
	Monday, Sunday survey.Day
	Before, After  string // addresses of the weeks around
	Late           []dueLine
	Days           []dueDay
	Units          []site.Choice
	People         []site.Choice
	Sub            agenda.Subscription
	Mails          bool   // there is a mail server
	Feed           string // the address, as it was just made
	Errors         []string
	Done           bool
}

// A dueDay is what is due on a day.
type dueDay struct {
	Day   survey.Day
	Name  string // of the weekday
	Today bool
	Lines []dueLine
}

// A dueLine is something that is due.
type dueLine struct {
	agenda.Due
	UnitName string
}

// weekdays are the messages of Monday to Sunday.
var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

func (s *Pages) calendar(c echo.Context) error {
	return s.showCalendar(c, http.StatusOK, func(*calendarPage) {})
}

func (s *Pages) showCalendar(c echo.Context, status int, change func(*calendarPage)) error {
	if s.Agenda == nil {
		return survey.ErrNotFound
	}
	ctx, v := c.Request().Context(), s.Within(c)
	reach, err := v.Reach(ctx)
	if err != nil {
		return err
	}
	today := s.Agenda.Today()
	week := survey.Day(c.QueryParam("week"))
	if !week.Valid() {
		week = today
	}
	page := calendarPage{Page: s.Page(c), Mails: s.Agenda.Post != nil, Done: c.QueryParam("done") != ""}
	page.Monday, page.Sunday = agenda.Week(week)
	f := agenda.Filter{From: page.Monday, To: page.Sunday, Unit: c.QueryParam("unit")}
	all, err := s.Agenda.Dues(ctx, v, f)
	if err != nil {
		return err
	}
	named := reach.Named()
	page.People, page.Units = []site.Choice{{Title: page.T("calendar.all")}}, []site.Choice{{Title: page.T("calendar.all")}}
	for i := range 7 {
		day := page.Monday.Add(i)
		page.Days = append(page.Days, dueDay{Day: day, Name: page.T("calendar." + weekdays[i]), Today: day == today})
	}
	person, due := c.QueryParam("person"), 0
	for _, x := range all {
		if x.Person != "" && !slices.ContainsFunc(page.People, func(p site.Choice) bool { return p.Value == x.Person }) {
			page.People = append(page.People, site.Choice{Value: x.Person, Title: x.Person, Chosen: x.Person == person})
		}
		if person != "" && x.Person != person {
			continue
		}
		line := dueLine{x, named[x.Unit].Name.In(page.Lang)}
		if i := page.Monday.Until(x.Day); i >= 0 && i < 7 && !x.Late {
			page.Days[i].Lines = append(page.Days[i].Lines, line)
			due++
			continue
		}
		page.Late = append(page.Late, line)
	}
	for _, u := range reach.Units(survey.ReadOrders) {
		page.Units = append(page.Units, site.Choice{Value: u.ID, Title: u.Name.In(page.Lang), Chosen: u.ID == f.Unit})
	}
	switch late, other := len(page.Late), today < page.Monday || today > page.Sunday; {
	case late > 0 && other:
		page.Title = page.T("calendar.late.other", "late", late)
	case due > 0 && other:
		page.Title = page.T("calendar.due.other", "due", due)
	case other:
		page.Title = page.T("calendar.none.other")
	case late > 0:
		page.Title = page.T("calendar.late", "due", due, "late", late)
	case due > 0:
		page.Title = page.T("calendar.due", "due", due)
	default:
		page.Title = page.T("calendar.none")
	}
	around := func(days int) string {
		q := url.Values{"week": {string(page.Monday.Add(days))}, "unit": {f.Unit}, "person": {person}}
		return "/calendar?" + q.Encode()
	}
	page.Before, page.After = around(-7), around(7)
	a, _ := middleware.Signed(c)
	if page.Sub, err = s.Agenda.Subscription(ctx, a.ID); err != nil {
		return err
	}
	change(&page)
	page.Failed = len(page.Errors) > 0
	return s.Render(c, status, "cases/calendar", page)
}

// subscribe turns the digest on or off, and makes or drops the feed's address.
func (s *Pages) subscribe(c echo.Context) error {
	if s.Agenda == nil {
		return survey.ErrNotFound
	}
	ctx := c.Request().Context()
	a, _ := middleware.Signed(c)
	switch c.FormValue(site.FieldGo) {
	case "weekly":
		_, err := s.Agenda.Subscribe(ctx, a.ID, c.FormValue("weekly") != "", c.FormValue("mail"), site.Negotiate(c))
		var wrong survey.FieldErrors
		if errors.As(err, &wrong) {
			return s.showCalendar(c, http.StatusUnprocessableEntity, func(p *calendarPage) {
				p.Errors, p.Sub.Weekly, p.Sub.Mail = site.MessagesOf(p.Lang, wrong), c.FormValue("weekly") != "", c.FormValue("mail")
			})
		}
		if err != nil {
			return err
		}
	case "feed":
		secret, err := s.Agenda.RenewFeed(ctx, a.ID, false)
		if err != nil {
			return err
		}
		return s.showCalendar(c, http.StatusOK, func(p *calendarPage) {
			p.Feed = middleware.Address(c, s.URL) + agenda.FeedPath(secret)
		})
	case "drop":
		if _, err := s.Agenda.RenewFeed(ctx, a.ID, true); err != nil {
			return err
		}
	default:
		return site.ErrForm
	}
	return c.Redirect(http.StatusSeeOther, "/calendar?done=1#bring")
}

// calendarFeed answers a calendar that asks by a secret address.
func (s *Pages) calendarFeed(c echo.Context) error {
	secret, ok := strings.CutSuffix(c.Param("feed"), ".ics")
	if s.Agenda == nil || !ok {
		return survey.ErrNotFound
	}
	text, err := s.Agenda.Feed(c.Request().Context(), secret)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", []byte(text))
}
