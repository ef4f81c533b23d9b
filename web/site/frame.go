package site

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

// manageSections are the pages of organisers by what they are about, in the
// order of the navigation: message "manage.section." + name.
var manageSections = []struct {
	path, name string
	right      survey.Right
}{
	{"/manage", "polls", survey.ManagePolls},
	{"/manage/units", "units", survey.ManageUnits},
	{"/manage/roster", "roster", survey.ManageUnits},
	{"/manage/questionnaires", "questionnaires", survey.ManageQuestionnaires},
	{DelegatePath, "people", survey.ManagePolls},
	{"/units", "dossiers", survey.ReadResults},
	{"/candidates", "candidates", survey.ReadResults},
	{OrdersPath, "orders", survey.ReadOrders}, // or any other right of orders
	{ProblemsPath, "problems", survey.ManageOrders},
	{PapersPath, "papers", survey.ManageOrders},
	{"/projects", "projects", survey.ReadOrders},
	{PointsPath, "points", survey.ReadOrders},
	{DutyPath, "duty", survey.ReadResults},
	{AwardsPath, "awards", survey.ReadResults},
}

// ManagePage starts a page of organisers: see page. Its templates are
// templates/manage/NAME.html.
func (s *Site) ManagePage(c echo.Context, title ...any) Page {
	p := s.Page(c, title...)
	path, here := c.Request().URL.Path, ""
	for _, of := range []string{SchemesPath, AppraisalsPath} { // which belong to points
		if path == of || strings.HasPrefix(path, of+"/") {
			path = PointsPath
		}
	}
	for _, section := range manageSections {
		if path == section.path || strings.HasPrefix(path, section.path+"/") {
			here = section.path // the later is the longer
		}
	}
	for _, section := range manageSections {
		shown := s.Somewhere(c, section.right) == nil
		switch section.path {
		case OrdersPath:
			shown = s.SeesOrders(c)
		case PointsPath:
			shown = shown && s.Points != nil
		case DutyPath:
			shown = s.seesDuty(c)
		case AwardsPath:
			shown = s.seesAwards(c)
		case ProblemsPath:
			shown = shown && s.Orders != nil
		case PapersPath:
			shown = s.WritesPapers(c)
		}
		if shown {
			p.Nav = append(p.Nav, NavLink{Title: p.T("manage.section." + section.name), URL: section.path, Current: section.path == here})
		}
	}
	return p
}

func (s *Site) seesAwards(c echo.Context) bool {
	return s.Awards != nil && slices.ContainsFunc(awardRights, func(r survey.Right) bool { return s.Somewhere(c, r) == nil })
}

func (s *Site) seesDuty(c echo.Context) bool {
	return s.Duty != nil && slices.ContainsFunc(awardRights, func(r survey.Right) bool { return s.Somewhere(c, r) == nil })
}

// SeesOrders reports whether whoever asks sees orders anywhere.
func (s *Site) SeesOrders(c echo.Context) bool {
	return s.Orders != nil && slices.ContainsFunc(OrderRights, func(r survey.Right) bool { return s.Somewhere(c, r) == nil })
}

// OrderRights are those by which somebody sees orders.
var OrderRights = []survey.Right{survey.ReadOrders, survey.ManageOrders, survey.WorkOrders, survey.CheckOrders}

// WritesPapers reports whether whoever asks has official documents written.
func (s *Site) WritesPapers(c echo.Context) bool {
	return s.Papers != nil && s.Somewhere(c, survey.ManageOrders) == nil
}

// awardRights bring the pages of awards.
var awardRights = []survey.Right{survey.ReadResults, survey.ReadUnpublished, survey.ReadOrders, survey.ManageOrders, survey.WorkOrders, survey.CheckOrders}
