package follow

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/casework"
	"minping/survey/intake"
	"minping/web/site"
)

// An entryPage enters what came in by other ways.
type entryPage struct {
	site.Page
	Entry    casework.Entry
	Kinds    []site.Choice
	Units    []site.Choice
	Points   []site.Choice
	Channels []site.Choice
	Grades   []site.Choice
	Aspects  []site.Choice
	Today    survey.Day
	Wrong    map[string]string
	Errors   []string
	Taken    *casework.Taken
	CaseURL  string
}

func (s *Pages) newCase(c echo.Context) error {
	return s.showEntry(c, http.StatusOK, casework.Entry{Kind: casework.ByReview}, func(*entryPage) {})
}

func (s *Pages) showEntry(c echo.Context, status int, e casework.Entry, change func(*entryPage)) error {
	w, err := s.caseWorld(c)
	if err != nil {
		return err
	}
	if err := s.Somewhere(c, survey.ManageOrders); err != nil {
		return err
	}
	page := entryPage{Page: s.casePage(c, "cases.new"), Entry: e, Today: w.room.Today(), Wrong: map[string]string{}}
	choose := page.T("choose")
	page.Units = w.unitsOf(survey.ManageOrders, page.Lang, choose, e.Unit)
	page.Points, page.Channels, page.Grades = []site.Choice{{Title: page.T("cases.point.none")}}, []site.Choice{{Title: page.T("cases.channel.usual")}}, []site.Choice{{Title: page.T("cases.grade.none")}}
	points, err := w.room.Points(c.Request().Context())
	if err != nil {
		return err
	}
	for _, p := range points {
		page.Points = append(page.Points, site.Choice{Value: p.ID, Title: w.unit(p.Unit, page.Lang) + " · " + p.Name, Chosen: p.ID == e.Point})
	}
	for _, k := range casework.Kinds {
		title := k.Words().In(page.Lang)
		if k == casework.ByReview {
			title = page.T("cases.kind.review")
		}
		page.Kinds = append(page.Kinds, site.Choice{Value: string(k), Title: title, Chosen: k == e.Kind})
	}
	for _, ch := range casework.Channels {
		page.Channels = append(page.Channels, site.Choice{Value: string(ch), Title: ch.Words().In(page.Lang), Chosen: ch == e.Channel})
	}
	for grade := 5; grade >= 1; grade-- {
		page.Grades = append(page.Grades, site.Choice{Value: strconv.Itoa(grade), Title: casework.GradeWords(grade).In(page.Lang), Chosen: grade == e.Grade})
	}
	change(&page)
	page.Failed = len(page.Errors) > 0
	return s.Render(c, status, "cases/new", page)
}

// addCase enters one thing.
func (s *Pages) addCase(c echo.Context) error {
	room, err := s.counter(c)
	if err != nil {
		return err
	}
	v := c.FormValue
	grade, _ := strconv.Atoi(v("grade")) // what is no number is no grade
	e := casework.Entry{
		Kind: casework.Kind(v("kind")), Unit: v("unit"), Point: v("point"), Channel: casework.Channel(v("channel")), Day: survey.Day(v("day")),
		Grade: grade, Words: v("words"), Matter: v("matter"), Contact: v("contact"), Invited: v("invited") != "", Complex: v("complex") != "",
	}
	taken, err := room.Add(c.Request().Context(), e)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return s.showEntry(c, http.StatusUnprocessableEntity, e, func(p *entryPage) {
			for _, w := range wrong {
				p.Wrong[w.Field] = w.Message(p.Lang)
			}
			p.Errors = []string{p.T("cases.wrong")}
		})
	}
	if err != nil {
		return err
	}
	return s.showEntry(c, http.StatusCreated, casework.Entry{Kind: e.Kind, Unit: e.Unit, Point: e.Point}, func(p *entryPage) {
		p.Taken = &taken
		if taken.Case != "" {
			p.CaseURL = site.CaseURL(taken.Case)
		}
	})
}

// A caseImportPage takes a table of entries and shows what it would bring.
type caseImportPage struct {
	site.Page
	File    string
	List    string // its text, to be sent again; "": nothing to take
	Brings  casework.Imported
	Checked bool
	Done    bool
	MiB     int
	Errors  []string
}

func (s *Pages) caseImportForm(c echo.Context) error {
	if _, err := s.counter(c); err != nil {
		return err
	}
	return s.showCaseImport(c, http.StatusOK, caseImportPage{})
}

func (s *Pages) showCaseImport(c echo.Context, status int, page caseImportPage) error {
	if err := s.Somewhere(c, survey.ManageOrders); err != nil {
		return err
	}
	page.Page, page.Failed, page.MiB = s.casePage(c, "cases.import"), len(page.Errors) > 0, intake.MaxUpload>>20
	return s.Render(c, status, "cases/import", page)
}

// importCases shows what a table would bring, which changes nothing, or takes it.
func (s *Pages) importCases(c echo.Context) error {
	room, err := s.counter(c)
	if err != nil {
		return err
	}
	name, in, err := site.SentList(c)
	if err != nil {
		return err
	}
	asked, lang := c.FormValue(site.FieldGo), site.Negotiate(c)
	if asked != "check" && asked != "import" {
		return site.ErrForm
	}
	page := caseImportPage{File: name}
	sheet, err := intake.UploadedTable(in, name)
	if err == nil {
		var cells []survey.CellError
		page.List = sheet.CSV()
		page.Brings, cells, err = room.Import(c.Request().Context(), sheet.Header, sheet.Rows, sheet.Line, asked == "check")
		if err == nil && len(cells) > 0 {
			err = sheet.Wrong(name, cells)
		}
	}
	var problems *intake.Problems
	switch {
	case errors.As(err, &problems):
		page.Errors, page.List = strings.Split(problems.In(lang), "\n"), ""
		return s.showCaseImport(c, http.StatusUnprocessableEntity, page)
	case errors.Is(err, survey.ErrStale):
		page.Errors = []string{site.Translate(lang, "cases.import.stale")}
		return s.showCaseImport(c, http.StatusConflict, page)
	case err != nil:
		return err
	}
	page.Checked, page.Done = asked == "check", asked == "import"
	if page.Done {
		page.List = ""
	}
	return s.showCaseImport(c, http.StatusOK, page)
}
