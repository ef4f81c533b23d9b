package follow

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/casework"
	"minping/web/site"
)

// mostReviews is how many reviews of a kind a page lists.
const mostReviews = 100

// A saidPage sets what was praised beside what was complained of.
type saidPage struct {
	site.Page
	Units    []site.Choice
	From, To survey.Day
	Good     []saidLine // the latest that say something
	Bad      []saidLine
	Praised  int // good reviews in all, with words or without
	Words    int // of these with words
	Wrong    int // bad ones in all
	Most     int
}

// A saidLine is a review of the list.
type saidLine struct {
	casework.Review
	Unit, Spot, Said, Link string
}

func (s *Pages) caseReviews(c echo.Context) error {
	w, err := s.caseWorld(c)
	if err != nil {
		return err
	}
	from, to := figuresSpan(c, w.room.Today())
	unit := c.QueryParam("unit")
	all, err := w.room.Reviews(c.Request().Context(), unit, from, to)
	if err != nil {
		return err
	}
	page := saidPage{Page: s.casePage(c), From: from, To: to, Most: mostReviews}
	page.Units = w.unitsOf(survey.ReadOrders, page.Lang, page.T("cases.any"), unit)
	for _, r := range all {
		if r.Imputed || r.Void {
			continue
		}
		line := saidLine{Review: r, Unit: w.unit(r.Unit, page.Lang), Spot: w.points[r.Point].Name, Said: casework.GradeWords(r.Grade).In(page.Lang)}
		if r.Case != "" {
			line.Link = site.CaseURL(r.Case)
		}
		switch {
		case r.Bad():
			page.Wrong++
			if len(page.Bad) < mostReviews {
				page.Bad = append(page.Bad, line)
			}
		case r.Words != "":
			page.Words++
			if len(page.Good) < mostReviews {
				page.Good = append(page.Good, line)
			}
			fallthrough
		default:
			page.Praised++
		}
	}
	page.Title = page.T("cases.reviews.none")
	if page.Praised+page.Wrong > 0 {
		page.Title = page.T("cases.reviews.finding", "good", page.Praised, "bad", page.Wrong)
	}
	return s.Render(c, http.StatusOK, "cases/reviews", page)
}
