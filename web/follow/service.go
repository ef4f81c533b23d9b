package follow

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/casework"
	"minping/web/answer"
	"minping/web/site"
)

// Citizens review a service at its point, and follow what became of it with a
// receipt. Like pages of answering these set no cookie and leave no line in the
// log, and nothing travels in an address.

const (
	followPath  = "/s"
	servicePath = "/s/:point"
)

// serviceRoutes are the pages of service points for citizens.
func (s *Pages) serviceRoutes() []site.Route {
	return []site.Route{
		site.Get(followPath, site.Respondent, s.followDoor),
		site.Post(followPath, site.Respondent, s.follow),
		site.Get(servicePath, site.Respondent, s.serviceForm),
		site.Post(servicePath, site.Respondent, s.reviewService),
	}
}

// serviceURL is where a service point is reviewed.
func serviceURL(point string) string { return followPath + "/" + url.PathEscape(point) }

// A servicePage asks for a review of one service.
type servicePage struct {
	site.Page
	Hidden  []site.Hidden
	Action  string
	Point   casework.Point
	Unit    string
	Matter  string // number of what was handled: then the review is not anonymous
	Grades  []site.Choice
	Aspects []site.Choice
	Words   string
	Contact string
	Most    int // characters of words
	Wrong   map[string]string
	Taken   *casework.Taken // it was stored
	Follow  string          // where its author follows it
	Days    int             // working days until the answer
}

// A followPage tells how a case stands.
type followPage struct {
	site.Page
	Hidden  []site.Hidden
	Receipt string
	Error   string
	Case    *casework.Followed
	Unit    string
	Why     string
}

// unitTitle names a unit for everybody: that there is a unit is no secret where
// one of its service points is.
func (s *Pages) unitTitle(c echo.Context, id string) (string, error) {
	reach, err := s.Service.Within(nil).Reach(c.Request().Context())
	if u, there := reach.Named()[id]; err == nil && there {
		return u.Name.In(site.Negotiate(c)), nil
	}
	return id, err
}

// landingPoint returns the service point of the path.
func (s *Pages) landingPoint(c echo.Context) (casework.Point, error) {
	if s.Cases == nil {
		return casework.Point{}, survey.ErrNotFound
	}
	return s.Cases.Landing(c.Request().Context(), c.Param("point"))
}

// newService starts the page of a service point.
func (s *Pages) newService(c echo.Context, p casework.Point) (servicePage, error) {
	c.Response().Header().Set("Referrer-Policy", "no-referrer")
	page := servicePage{Page: s.Page(c), Point: p, Action: serviceURL(p.ID), Most: casework.MostWords, Wrong: map[string]string{}}
	page.URL = &url.URL{Path: page.Action}
	page.Title, page.Form = page.T("service.title", "name", p.Name), answer.FormID
	unit, err := s.unitTitle(c, p.Unit)
	page.Unit = unit
	page.Matter = c.FormValue("matter") // of the address first, then of the form
	page.Hidden = answer.WorkHidden(page.Page, "")
	for _, field := range []string{"matter", "invited"} {
		if v := c.FormValue(field); v != "" {
			page.Hidden = append(page.Hidden, site.Hidden{Name: field, Value: v})
		}
	}
	return page, err
}

// fill shows what was chosen.
func (p *servicePage) fill(e casework.Entry) {
	p.Words, p.Contact = e.Words, e.Contact
	for grade := 5; grade >= 1; grade-- {
		p.Grades = append(p.Grades, site.Choice{Value: strconv.Itoa(grade), Title: casework.GradeWords(grade).In(p.Lang), Chosen: e.Grade == grade})
	}
	for _, a := range p.Point.Kind.Aspects() {
		p.Aspects = append(p.Aspects, site.Choice{Value: a, Title: casework.AspectWords(a).In(p.Lang), Chosen: slices.Contains(e.Aspects, a)})
	}
}

// serviceForm shows the form.
func (s *Pages) serviceForm(c echo.Context) error {
	p, err := s.landingPoint(c)
	if err != nil {
		return err
	}
	page, err := s.newService(c, p)
	if err != nil {
		return err
	}
	page.fill(casework.Entry{})
	return s.Render(c, http.StatusOK, "citizen/service", page)
}

// reviewService takes a review; what is wrong is said beside what was typed.
func (s *Pages) reviewService(c echo.Context) error {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, site.MaxForm)
	p, err := s.landingPoint(c)
	if err != nil {
		return err
	}
	page, err := s.newService(c, p)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return site.ErrForm
	}
	grade, _ := strconv.Atoi(form.Get("grade")) // what is no number is no grade
	e := casework.Entry{
		Grade: grade, Aspects: form["aspect"], Words: form.Get("words"), Contact: form.Get("contact"),
		Matter: form.Get("matter"), Invited: form.Get("invited") != "",
	}
	if form.Get(site.FieldGo) != "send" { // another language or size
		page.fill(e)
		return s.Render(c, http.StatusOK, "citizen/service", page)
	}
	taken, err := s.Cases.Review(r.Context(), p.ID, e, middleware.Network(c))
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		page.fill(e)
		page.Failed = true
		for _, w := range wrong {
			page.Wrong[w.Field] = w.Message(page.Lang)
		}
		return s.Render(c, http.StatusUnprocessableEntity, "citizen/service", page)
	}
	if err != nil {
		return err
	}
	page.Taken, page.Form, page.Title = &taken, "", page.T("service.thanks")
	page.Follow = middleware.Address(c, s.URL) + followPath
	page.URL = &url.URL{Path: page.Action}
	return s.Render(c, http.StatusOK, "citizen/service-thanks", page)
}

// followDoor asks for a receipt.
func (s *Pages) followDoor(c echo.Context) error {
	return s.showFollow(c, http.StatusOK, func(*followPage) {})
}

func (s *Pages) showFollow(c echo.Context, status int, change func(*followPage)) error {
	if s.Cases == nil {
		return survey.ErrNotFound
	}
	c.Response().Header().Set("Referrer-Policy", "no-referrer")
	page := followPage{Page: s.Page(c, "follow.title")}
	page.URL = &url.URL{Path: followPath}
	page.Hidden = answer.WorkHidden(page.Page, "")
	change(&page)
	page.Failed = page.Error != ""
	return s.Render(c, status, "citizen/follow", page)
}

// follow shows how a case stands, or takes what its author says of the answer.
func (s *Pages) follow(c echo.Context) error {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, site.MaxForm)
	if s.Cases == nil {
		return survey.ErrNotFound
	}
	receipt, said := c.FormValue("receipt"), c.FormValue(site.FieldGo)
	var f casework.Followed
	var err error
	switch said {
	case string(casework.Satisfied), string(casework.Dissatisfied):
		f, err = s.Cases.Say(r.Context(), receipt, casework.Outcome(said), c.FormValue("why"))
	default:
		f, err = s.Cases.Follow(r.Context(), receipt)
	}
	var wrong survey.FieldErrors
	switch {
	case errors.Is(err, survey.ErrNotFound):
		return s.showFollow(c, http.StatusNotFound, func(p *followPage) { p.Receipt, p.Error = receipt, p.T("follow.none") })
	case errors.As(err, &wrong), errors.Is(err, survey.ErrStale): // it was said already: how it stands now
		if f, err = s.Cases.Follow(r.Context(), receipt); err != nil {
			return err
		}
	case err != nil:
		return err
	}
	unit, err := s.unitTitle(c, f.Unit)
	if err != nil {
		return err
	}
	return s.showFollow(c, http.StatusOK, func(p *followPage) {
		p.Receipt, p.Case, p.Unit, p.Form = receipt, &f, unit, answer.FormID
		p.Title = p.T("follow.state", "state", f.State.Words().In(p.Lang))
		p.Hidden = append(p.Hidden, site.Hidden{Name: "receipt", Value: receipt})
	})
}
