package web

import (
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
	{delegatePath, "people", survey.ManagePolls},
	{"/units", "dossiers", survey.ReadResults},
	{"/candidates", "candidates", survey.ReadResults},
	{ordersPath, "orders", survey.ReadOrders}, // or any other right of orders
	{problemsPath, "problems", survey.ManageOrders},
	{papersPath, "papers", survey.ManageOrders},
	{"/projects", "projects", survey.ReadOrders},
	{pointsPath, "points", survey.ReadOrders},
	{dutyPath, "duty", survey.ReadResults},
	{awardsPath, "awards", survey.ReadResults},
}

// managePage starts a page of organisers: see page. Its templates are
// templates/manage/NAME.html.
func (s *Site) managePage(c echo.Context, title ...any) Page {
	p := s.page(c, title...)
	path, here := c.Request().URL.Path, ""
	for _, of := range []string{schemesPath, appraisalsPath} { // which belong to points
		if path == of || strings.HasPrefix(path, of+"/") {
			path = pointsPath
		}
	}
	for _, section := range manageSections {
		if path == section.path || strings.HasPrefix(path, section.path+"/") {
			here = section.path // the later is the longer
		}
	}
	for _, section := range manageSections {
		shown := s.somewhere(c, section.right) == nil
		switch section.path {
		case ordersPath:
			shown = s.seesOrders(c)
		case pointsPath:
			shown = shown && s.Points != nil
		case dutyPath:
			shown = s.seesDuty(c)
		case awardsPath:
			shown = s.seesAwards(c)
		case problemsPath:
			shown = shown && s.Orders != nil
		case papersPath:
			shown = s.writesPapers(c)
		}
		if shown {
			p.Nav = append(p.Nav, NavLink{Title: p.T("manage.section." + section.name), URL: section.path, Current: section.path == here})
		}
	}
	return p
}
