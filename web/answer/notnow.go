package answer

import (
	"errors"
	"math"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// A notNowPage says that a poll cannot be answered yet, or any more.
type notNowPage struct {
	CitizenPage
	Texts []string
	Soon  bool           // say what will be asked
	Next  []site.NavLink // where to go from here
}

// notNow says that a poll cannot be answered yet, with when it opens and what
// it will be about; or any more, with what becomes of the answers and where the
// results are.
func (s *Pages) notNow(c echo.Context, poll survey.Poll, reason error) error {
	q, err := s.Service.LandingQuestionnaire(c.Request().Context(), poll.ID)
	if err != nil {
		return err
	}
	status, key := site.Failure(reason)
	page := notNowPage{CitizenPage: s.citizen(c, &Paper{Poll: poll, Q: q})}
	page.Title = page.T("error." + key + ".title")
	page.Texts = []string{page.T("error." + key + ".text")}
	switch {
	case errors.Is(reason, survey.ErrNotOpen):
		page.Soon, page.Intro = true, true // the facts name the organiser
		if !poll.Opens.IsZero() {
			page.Texts = []string{page.T("notopen.at", "at", site.WriteTime(page.Lang, poll.Opens.In(s.Zone), page.Now)) + page.until(poll.Opens)}
		}
	case errors.Is(reason, survey.ErrClosed):
		page.Texts = append(page.Texts, s.results(c, &page))
	}
	page.Next = append(page.Next, site.NavLink{Title: page.T("error.home"), URL: site.Home(c)})
	return s.Render(c, status, "citizen/notnow", page)
}

// until says how far away a time is.
func (p notNowPage) until(at time.Time) string {
	left := at.Sub(p.Now)
	switch {
	case left <= 0:
		return ""
	case left <= time.Hour:
		return p.T("notopen.minutes", "n", int(math.Ceil(left.Minutes())))
	case left <= 48*time.Hour:
		return p.T("notopen.hours", "n", int(math.Ceil(left.Hours())))
	}
	return p.T("notopen.days", "n", int(math.Ceil(left.Hours()/24)))
}

// results says where the results are or will be.
func (s *Pages) results(c echo.Context, page *notNowPage) string {
	public := page.Poll.PublicResults
	out := page.Poll.State == survey.Published || page.Poll.State == survey.Archived
	if s.MayRead(c, page.Poll.ID) == nil {
		page.Next = append(page.Next, site.NavLink{Title: page.T("closed.results"), URL: site.ResultsURL(page.Poll.ID)})
	}
	switch {
	case public && out:
		return page.T("closed.out")
	case public:
		return page.T("closed.public")
	}
	return page.T("closed.organiser")
}
