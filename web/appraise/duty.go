package appraise

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/duty"
	"minping/survey/report"
	"minping/web/site"
)

// dutyRoutes are the pages of duty reports.
func (s *Pages) dutyRoutes() []site.Route {
	return []site.Route{
		site.Get(site.DutyPath, site.SignedIn, s.dutyList),
		site.Post(site.DutyPath, site.SignedIn, s.addDuty),
		site.Get("/duty/new", site.SignedIn, s.newDuty),
		site.Get("/duty/:review", site.SignedIn, s.dutyReview),
		site.Post("/duty/:review", site.SignedIn, s.moveDuty),
		site.Get("/duty/:review/edit", site.SignedIn, s.editDuty),
		site.Post("/duty/:review/edit", site.SignedIn, s.changeDuty),
		site.Get("/duty/:review/sheets", site.SignedIn, s.dutySheetForm),
		site.Post("/duty/:review/sheets", site.SignedIn, s.importDuty),
		site.Get("/duty/:review/reports/:unit", site.SignedIn, s.dutyReport),
		site.Post("/duty/:review/reports/:unit", site.SignedIn, s.moveDutyReport),
		site.Get("/duty/:review/files/:file", site.SignedIn, s.dutyFile),
	}
}

// duties is the desk of duty reports for whoever asks.
func (s *Pages) duties(c echo.Context) (duty.Room, error) {
	if s.Duty == nil {
		return duty.Room{}, survey.ErrNotFound
	}
	return s.Duty.Within(s.Within(c)), nil
}

// A dutyListPage lists rounds of duty reports.
type dutyListPage struct {
	site.Page
	Headline string
	Lines    []dutyLine
	Holds    bool // whoever asks may plan one
}

type dutyLine struct {
	URL, Title, Year, Word, Mark, At string
	Due                              survey.Day
	Units                            int
}

func (s *Pages) dutyList(c echo.Context) error {
	room, err := s.duties(c)
	if err != nil {
		return err
	}
	all, err := room.Reviews(c.Request().Context())
	if err != nil {
		return err
	}
	page := dutyListPage{Page: s.ManagePage(c, "duty.title"), Holds: s.Somewhere(c, survey.ManageOrders) == nil}
	running, published := 0, 0
	for i := range all {
		r := &all[i]
		l := dutyLine{URL: site.DutyURL(r.ID), Title: r.Title, Year: r.Year, Due: r.Due, Word: r.State.Words().In(page.Lang), Units: len(r.Units)}
		switch r.State {
		case duty.Running:
			running++
			l.Mark = "yellow"
		case duty.Published:
			published++
			l.Mark, l.At = "done", page.WriteDay(r.Published)
		}
		page.Lines = append(page.Lines, l)
	}
	page.Headline = page.T("duty.none")
	if len(all) > 0 {
		page.Headline = page.T("duty.head", "running", running, "published", published)
	}
	return s.Render(c, http.StatusOK, "duty/list", page)
}

// dutyMistakes words what is wrong, each with the field, or whose report and item
// it is about.
func (s *Pages) dutyMistakes(c echo.Context, r *duty.Review, wrong survey.FieldErrors) []string {
	lang, said := site.Negotiate(c), []string{}
	names, err := s.UnitNamer(c)
	if err != nil {
		names = func(id string) string { return id }
	}
	for _, e := range wrong {
		field, rest, _ := strings.Cut(strings.NewReplacer("[", ".", "]", "").Replace(e.Field), ".")
		what := ""
		switch field {
		case "title", "year", "home", "due", "cut", "sections", "items", "units", "poll", "why", "judge":
			what = site.Translate(lang, "duty.f."+field)
		case "given", "overall":
			for _, unit := range r.Units {
				if rest == unit || strings.HasPrefix(rest, unit+".") {
					what = names(unit)
				}
			}
		}
		m := e.Message(lang)
		if what != "" {
			m = site.Translate(lang, "roster.mistake", "field", what, "what", m)
		}
		said = append(said, m)
	}
	return said
}

// dutyRefusal is what a page says of what is wrong, and its status; anything else is
// the error.
func (s *Pages) dutyRefusal(c echo.Context, r *duty.Review, err error) (status int, said []string, rest error) {
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return http.StatusUnprocessableEntity, s.dutyMistakes(c, r, wrong), nil
	case errors.Is(err, survey.ErrStale):
		return http.StatusConflict, []string{duty.Stale()[0].Message(site.Negotiate(c))}, nil
	}
	return 0, nil, err
}

// dutyFile sends a round as a table or a paper, or the judges' sheets as a table
// that is imported again as it is.
func (s *Pages) dutyFile(c echo.Context) error {
	room, err := s.duties(c)
	if err != nil {
		return err
	}
	ctx, lang, file := c.Request().Context(), site.Negotiate(c), c.Param("file")
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
			kind, write = site.XLSXType, func(w io.Writer) error { return table.XLSX(w, lang) }
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
	Overall                                             []site.Choice
	Unit                                                string
}

func dutyFigureOf(p site.Page, x duty.Result, name string) dutyFigure {
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
	v := dutyFigureOf(p.Page, x.Result, "")
	told := dossierDuty{Title: x.Title, URL: site.DutyReportURL(x.Review, x.Unit), Score: v.Score, Interval: v.Interval, Grade: v.Grade}
	if v.Score != "" {
		told.Rank = p.T("dossier.duty.rank", "rank", x.Rank, "of", x.Of, "ranks", v.Ranks, "judges", chart.Count(x.N), "day", p.WriteDay(x.Published))
	}
	return told
}
