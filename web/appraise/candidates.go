package appraise

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/dossier"
	"minping/survey/report"
	"minping/web/site"
)

func candidatesURL(list string) string { return "/candidates/" + url.PathEscape(list) }

// A candidateListsPage lists candidate lists.
type candidateListsPage struct {
	site.Page
	Lists []candidateLine
	Makes bool // whoever asks may make one
	Done  string
}

type candidateLine struct {
	dossier.List
	URL string
}

func (s *Pages) candidateLists(c echo.Context) error {
	lists, err := s.shelf(c).Lists(c.Request().Context())
	if err != nil {
		return err
	}
	page := candidateListsPage{Page: s.ManagePage(c, "candidates.title"), Makes: s.Somewhere(c, survey.ManagePolls) == nil, Done: c.QueryParam("done")}
	for _, l := range lists {
		page.Lists = append(page.Lists, candidateLine{l, candidatesURL(l.ID)})
	}
	return s.Render(c, http.StatusOK, "dossier/lists", page)
}

// A candidateSheetPage is a list with its figures.
type candidateSheetPage struct {
	site.Page
	List     dossier.List
	Edits    bool
	Headline string
	Heads    []candidateHead
	Groups   []candidateGroup // the same, those of a poll together
	Rows     []candidateRow
	Marks    bool // a column says who cannot be told apart
	Level    survey.Num
	Files    []site.NavLink
	Edit     string // where it is changed
}

type candidateHead struct {
	Title, Of, URL string
	Sorted, Up     bool
	Number         bool
	Mark           bool // the letters follow this column
	Rows           int  // of the head that it takes
}

// A candidateGroup is columns beside each other that are of one poll; "": of none.
type candidateGroup struct {
	Of    string
	Span  int
	Heads []candidateHead
}

type candidateRow struct {
	Name, URL, Letters string
	Cells              []candidateCell
}

type candidateCell struct {
	Main, More   string
	Number, Mark bool
}

// sheetOrder reads by which column a sheet is sorted, and which way.
func sheetOrder(c echo.Context) (sort int, up bool) {
	sort, err := strconv.Atoi(c.QueryParam("sort"))
	if err != nil {
		sort = -1
	}
	return sort, c.QueryParam("up") == "1"
}

func (s *Pages) candidateSheet(c echo.Context) error {
	sort, up := sheetOrder(c)
	sheet, err := s.shelf(c).Sheet(c.Request().Context(), c.Param("list"), sort, up)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) { // no such column
		return survey.ErrNotFound
	}
	if err != nil {
		return err
	}
	page := candidateSheetPage{
		Page: s.ManagePage(c), List: sheet.List, Edits: sheet.Edits(), Level: sheet.Level, Marks: sheet.Level.OK(), Edit: candidatesURL(sheet.List.ID) + "/edit",
	}
	page.Title = sheet.List.Title
	page.fill(sheet)
	for _, format := range []string{"xlsx", "csv"} {
		address := candidatesURL(sheet.List.ID) + "/candidates." + format
		if q := c.QueryString(); q != "" {
			address += "?" + q
		}
		page.Files = append(page.Files, site.NavLink{Title: strings.ToUpper(format), URL: address})
	}
	return s.Render(c, http.StatusOK, "dossier/sheet", page)
}

// fill puts a sheet in words.
func (p *candidateSheetPage) fill(sheet *dossier.Sheet) {
	for i, h := range sheet.Columns {
		at := slices.Index(sheet.List.Columns, h.Column)
		v := candidateHead{Title: h.Title.In(p.Lang), Of: h.Of.In(p.Lang), Sorted: i == sheet.Sort, Up: sheet.Up, Number: h.Kind.Number(), Mark: i == sheet.Sort && p.Marks}
		q := url.Values{"sort": {strconv.Itoa(at)}}
		if v.Sorted && !sheet.Up {
			q.Set("up", "1")
		}
		v.URL, v.Rows = "?"+q.Encode(), 2
		if v.Of != "" {
			v.Rows = 1
		}
		p.Heads = append(p.Heads, v)
		if n := len(p.Groups); n == 0 || p.Groups[n-1].Of != v.Of {
			p.Groups = append(p.Groups, candidateGroup{Of: v.Of})
		}
		g := &p.Groups[len(p.Groups)-1]
		g.Heads = append(g.Heads, v)
		if g.Span++; v.Mark {
			g.Span++
		}
	}
	for _, r := range sheet.Rows {
		row := candidateRow{Name: r.Name.In(p.Lang), URL: dossierURL(r.Unit), Letters: dossier.Letters(r.Marks)}
		for i, cell := range r.Cells {
			v := candidateCell{Number: p.Heads[i].Number, Mark: p.Heads[i].Mark}
			v.Main, v.More = cell.Parts(sheet.Columns[i].Kind, p.Lang)
			row.Cells = append(row.Cells, v)
		}
		p.Rows = append(p.Rows, row)
	}
	p.Headline = p.headline(sheet)
}

// headline says who stands first, as far as that can be said.
func (p *candidateSheetPage) headline(sheet *dossier.Sheet) string {
	if !p.Marks || sheet.Up {
		return ""
	}
	first := sheet.Rows[0]
	alike := map[string]bool{}
	for _, m := range first.Marks {
		for _, u := range sheet.Alike[m-1].Units {
			alike[u] = u != first.Unit
		}
	}
	n := 0
	for _, same := range alike {
		if same {
			n++
		}
	}
	name, by := first.Name.In(p.Lang), site.LowerFirst(p.Heads[sheet.Sort].Title)
	switch {
	case n == 0:
		return p.T("candidates.head.first", "name", name, "by", by)
	case n == len(sheet.Rows)-1:
		return p.T("candidates.head.none", "by", by)
	}
	return p.T("candidates.head.alike", "name", name, "by", by, "others", n)
}

func (s *Pages) candidatesFile(c echo.Context) error {
	name, lang := c.Param("file"), site.Negotiate(c)
	if name != "candidates.xlsx" && name != "candidates.csv" {
		return survey.ErrNotFound
	}
	sort, up := sheetOrder(c)
	sheet, err := s.shelf(c).Sheet(c.Request().Context(), c.Param("list"), sort, up)
	if err != nil {
		return err
	}
	rows := sheet.Table(lang)
	table := report.NewTable(site.Translate(lang, "candidates.sheet"), 20, rows.Heads, rows.Rows)
	var b bytes.Buffer
	kind := "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	if name == "candidates.csv" {
		kind, err = "text/csv; charset=utf-8", table.CSV(&b)
	} else {
		err = table.XLSX(&b, lang)
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": sheet.List.Title + name[len("candidates"):]}))
	return c.Blob(http.StatusOK, kind, b.Bytes())
}
