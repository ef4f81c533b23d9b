package web

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/duty"
	"minping/survey/report"
)

const dutyPath = "/duty"

// dutyRoutes are the pages of duty reports.
func (s *Site) dutyRoutes() []route {
	return []route{
		{http.MethodGet, dutyPath, signedIn, s.dutyList},
		{http.MethodPost, dutyPath, signedIn, s.addDuty},
		{http.MethodGet, "/duty/new", signedIn, s.newDuty},
		{http.MethodGet, "/duty/:review", signedIn, s.dutyReview},
		{http.MethodPost, "/duty/:review", signedIn, s.moveDuty},
		{http.MethodGet, "/duty/:review/edit", signedIn, s.editDuty},
		{http.MethodPost, "/duty/:review/edit", signedIn, s.changeDuty},
		{http.MethodGet, "/duty/:review/sheets", signedIn, s.dutySheetForm},
		{http.MethodPost, "/duty/:review/sheets", signedIn, s.importDuty},
		{http.MethodGet, "/duty/:review/reports/:unit", signedIn, s.dutyReport},
		{http.MethodPost, "/duty/:review/reports/:unit", signedIn, s.moveDutyReport},
		{http.MethodGet, "/duty/:review/files/:file", signedIn, s.dutyFile},
	}
}

func (s *Site) seesDuty(c echo.Context) bool {
	return s.Duty != nil && slices.ContainsFunc(awardRights, func(r survey.Right) bool { return s.somewhere(c, r) == nil })
}

// duties is the desk of duty reports for whoever asks.
func (s *Site) duties(c echo.Context) (duty.Room, error) {
	if s.Duty == nil {
		return duty.Room{}, survey.ErrNotFound
	}
	return s.Duty.Within(s.within(c)), nil
}

func dutyURL(id string) string { return dutyPath + "/" + url.PathEscape(id) }

func dutyReportURL(id, unit string) string { return dutyURL(id) + "/reports/" + url.PathEscape(unit) }

// A dutyListPage lists rounds of duty reports.
type dutyListPage struct {
	Page
	Headline string
	Lines    []dutyLine
	Holds    bool // whoever asks may plan one
}

type dutyLine struct {
	URL, Title, Year, Due, Word, Mark, At string
	Units                                 int
}

func (s *Site) dutyList(c echo.Context) error {
	room, err := s.duties(c)
	if err != nil {
		return err
	}
	all, err := room.Reviews(c.Request().Context())
	if err != nil {
		return err
	}
	page := dutyListPage{Page: s.managePage(c, "duty.title"), Holds: s.somewhere(c, survey.ManageOrders) == nil}
	running, published := 0, 0
	for i := range all {
		r := &all[i]
		l := dutyLine{URL: dutyURL(r.ID), Title: r.Title, Year: r.Year, Due: string(r.Due), Word: r.State.Words().In(page.Lang), Units: len(r.Units)}
		switch r.State {
		case duty.Running:
			running++
			l.Mark = "yellow"
		case duty.Published:
			published++
			l.Mark, l.At = "done", string(r.Published)
		}
		page.Lines = append(page.Lines, l)
	}
	page.Headline = page.T("duty.none")
	if len(all) > 0 {
		page.Headline = page.T("duty.head", "running", running, "published", published)
	}
	return s.render(c, http.StatusOK, "duty/list", page)
}

// dutyMistakes words what is wrong, each with the field, or whose report and item
// it is about.
func (s *Site) dutyMistakes(c echo.Context, r *duty.Review, wrong survey.FieldErrors) []string {
	lang, said := negotiate(c), []string{}
	names, err := s.unitNamer(c)
	if err != nil {
		names = func(id string) string { return id }
	}
	for _, e := range wrong {
		field, rest, _ := strings.Cut(strings.NewReplacer("[", ".", "]", "").Replace(e.Field), ".")
		what := ""
		switch field {
		case "title", "year", "home", "due", "cut", "sections", "items", "units", "poll", "why", "judge":
			what = translate(lang, "duty.f."+field)
		case "given", "overall":
			for _, unit := range r.Units {
				if rest == unit || strings.HasPrefix(rest, unit+".") {
					what = names(unit)
				}
			}
		}
		m := e.Message(lang)
		if what != "" {
			m = translate(lang, "roster.mistake", "field", what, "what", m)
		}
		said = append(said, m)
	}
	return said
}

// dutyRefusal is what a page says of what is wrong, and its status; anything else is
// the error.
func (s *Site) dutyRefusal(c echo.Context, r *duty.Review, err error) (status int, said []string, rest error) {
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return http.StatusUnprocessableEntity, s.dutyMistakes(c, r, wrong), nil
	case errors.Is(err, survey.ErrStale):
		return http.StatusConflict, []string{duty.Stale()[0].Message(negotiate(c))}, nil
	}
	return 0, nil, err
}

// dutyFile sends a round as a table or a paper, or the judges' sheets as a table
// that is imported again as it is.
func (s *Site) dutyFile(c echo.Context) error {
	room, err := s.duties(c)
	if err != nil {
		return err
	}
	ctx, lang, file := c.Request().Context(), negotiate(c), c.Param("file")
	r, err := room.Review(ctx, c.Param("review"))
	if err != nil {
		return err
	}
	rows := room.Table
	kind, write := "", func(io.Writer) error { return nil }
	switch file {
	case "duty.docx", "duty.pdf":
		paper, err := room.Document(ctx, r, lang)
		if err != nil {
			return err
		}
		kind, write = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", paper.DOCX
		if file == "duty.pdf" {
			kind, write = "application/pdf", paper.PDF
		}
	case "sheets.xlsx", "sheets.csv":
		rows = room.SheetTable
	case "duty.xlsx", "duty.csv":
	default:
		return survey.ErrNotFound
	}
	if kind == "" {
		heads, lines, err := rows(ctx, r, lang)
		if err != nil {
			return err
		}
		table := report.NewTable(r.Title, 16, heads, lines)
		kind, write = "text/csv; charset=utf-8", table.CSV
		if strings.HasSuffix(file, ".xlsx") {
			kind, write = xlsxType, func(w io.Writer) error { return table.XLSX(w, lang) }
		}
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "minping-" + file}))
	return c.Blob(http.StatusOK, kind, b.Bytes())
}

// A dutyFigure is a result in words.
type dutyFigure struct {
	Name, URL, Score, Interval, Rank, Ranks, Grade, Why string
	N                                                   int
	Items                                               []string
	Grades                                              []int // as duty.Grades
	Overall                                             []choice
	Unit                                                string
}

func (p *Page) dutyFigure(x duty.Result, name string) dutyFigure {
	v := dutyFigure{Name: name, N: x.N, Unit: x.Unit, Grade: x.Overall.Words().In(p.Lang)}
	if x.Score.OK() {
		v.Score, v.Rank = duty.Number(x.Score, 2), strconv.Itoa(x.Rank)
		v.Ranks = x.Ranks()
	}
	if x.Low.OK() {
		v.Interval = duty.Number(x.Low, 1) + "–" + duty.Number(x.High, 1)
	}
	for _, m := range x.Items {
		v.Items = append(v.Items, duty.Number(m, 2))
	}
	for _, g := range duty.Grades {
		v.Grades = append(v.Grades, x.Grades[g])
	}
	return v
}

// A dossierDuty is what a published round says of a unit.
type dossierDuty struct{ Title, URL, Score, Interval, Rank, Grade string }

func (p *dossierPage) onDuty(x duty.Told) dossierDuty {
	v := p.dutyFigure(x.Result, "")
	told := dossierDuty{Title: x.Title, URL: dutyReportURL(x.Review, x.Unit), Score: v.Score, Interval: v.Interval, Grade: v.Grade}
	if v.Score != "" {
		told.Rank = p.T("dossier.duty.rank", "rank", x.Rank, "of", x.Of, "ranks", v.Ranks, "judges", chart.Count(x.N), "day", string(x.Published))
	}
	return told
}
