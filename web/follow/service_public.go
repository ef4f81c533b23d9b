package follow

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/casework"
	"minping/survey/chart"
	"minping/web/site"
)

// publicPath shows everybody how services were reviewed and complaints answered.
const publicPath = "/services"

// A publicPage is the figures of a month.
type publicPage struct {
	site.Page
	casework.Public
	Name   string // of the month
	Choice []site.Choice
	Lines  []publicLine
}

// A publicLine is a unit or, below it, a service point.
type publicLine struct {
	casework.PublicLine
	Name      string
	Point     bool
	URL       string // where the point is reviewed; "": nowhere
	Due       bool   // it is a unit where something was due
	InTime    casework.Share
	At        string // of the dot, and of the ends of its interval
	From, Til string
}

func newPublicLine(l casework.PublicLine, name string) publicLine {
	return publicLine{PublicLine: l, Name: name, At: across(l.Satisfied.Share), From: across(l.Satisfied.Low), Til: across(l.Satisfied.High)}
}

// ReviewsArePublic reports whether publicFigures shows anything.
func (s *Pages) ReviewsArePublic(ctx context.Context) (bool, error) {
	if s.Cases == nil {
		return false, nil
	}
	return s.Cases.Shown(ctx)
}

func (s *Pages) publicFigures(c echo.Context) error {
	if s.Cases == nil {
		return survey.ErrNotFound
	}
	ctx := c.Request().Context()
	p, err := s.Cases.Public(ctx, c.QueryParam("month"))
	if err != nil {
		return err
	}
	reach, err := s.Service.Within(nil).Reach(ctx)
	if err != nil {
		return err
	}
	units := reach.Named()
	page := publicPage{Page: s.Page(c), Public: p}
	page.Name = monthOf(page.Page, p.Month)
	page.URL = &url.URL{Path: publicPath, RawQuery: url.Values{"month": {p.Month}}.Encode()}
	for _, m := range p.Months {
		page.Choice = append(page.Choice, site.Choice{Value: m, Title: monthOf(page.Page, m), Chosen: m == p.Month})
	}
	page.Title = page.T("services.few", "month", page.Name, "least", p.Least)
	if p.Whole.Reviews > 0 {
		page.Title = page.T("services.finding", "month", page.Name, "reviews", p.Whole.Reviews, "share", chart.Percent(p.Whole.Satisfied.Share))
	}
	for _, u := range p.Units {
		name := u.Unit
		if known, there := units[u.Unit]; there {
			name = known.Name.In(page.Lang)
		}
		line := newPublicLine(u.PublicLine, name)
		line.Due, line.InTime = u.InTime.Of > 0, u.InTime
		page.Lines = append(page.Lines, line)
		for _, at := range u.Points {
			line := newPublicLine(at.PublicLine, at.Name)
			line.Point, line.URL = true, serviceURL(at.ID)
			page.Lines = append(page.Lines, line)
		}
	}
	return s.Render(c, http.StatusOK, "cases/public", page)
}

// monthOf words a month written as 2026-11.
func monthOf(p site.Page, month string) string {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return month
	}
	name := strconv.Itoa(int(t.Month()))
	if p.Lang == "en" {
		name = t.Month().String()
	}
	return p.T("services.month", "year", t.Format("2006"), "month", name)
}
