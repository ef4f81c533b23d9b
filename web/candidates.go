package web

import (
	"bytes"
	"cmp"
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
)

func candidatesURL(list string) string { return "/candidates/" + url.PathEscape(list) }

// A candidateListsPage lists candidate lists.
type candidateListsPage struct {
	Page
	Lists []candidateLine
	Makes bool // whoever asks may make one
	Done  string
}

type candidateLine struct {
	dossier.List
	URL string
}

func (s *Site) candidateLists(c echo.Context) error {
	lists, err := s.shelf(c).Lists(c.Request().Context())
	if err != nil {
		return err
	}
	page := candidateListsPage{Page: s.managePage(c, "candidates.title"), Makes: s.somewhere(c, survey.ManagePolls) == nil, Done: c.QueryParam("done")}
	for _, l := range lists {
		page.Lists = append(page.Lists, candidateLine{l, candidatesURL(l.ID)})
	}
	return s.render(c, http.StatusOK, "dossier/lists", page)
}

// A candidateSheetPage is a list with its figures.
type candidateSheetPage struct {
	Page
	List     dossier.List
	Edits    bool
	Headline string
	Heads    []candidateHead
	Groups   []candidateGroup // the same, those of a poll together
	Rows     []candidateRow
	Marks    bool // a column says who cannot be told apart
	Level    survey.Num
	Files    []NavLink
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

func (s *Site) candidateSheet(c echo.Context) error {
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
		Page: s.managePage(c), List: sheet.List, Edits: sheet.Edits(), Level: sheet.Level, Marks: sheet.Level.OK(), Edit: candidatesURL(sheet.List.ID) + "/edit",
	}
	page.Title = sheet.List.Title
	page.fill(sheet)
	for _, format := range []string{"xlsx", "csv"} {
		address := candidatesURL(sheet.List.ID) + "/candidates." + format
		if q := c.QueryString(); q != "" {
			address += "?" + q
		}
		page.Files = append(page.Files, NavLink{Title: strings.ToUpper(format), URL: address})
	}
	return s.render(c, http.StatusOK, "dossier/sheet", page)
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
	name, by := first.Name.In(p.Lang), p.Heads[sheet.Sort].Title
	switch {
	case n == 0:
		return p.T("candidates.head.first", "name", name, "by", by)
	case n == len(sheet.Rows)-1:
		return p.T("candidates.head.none", "by", by)
	}
	return p.T("candidates.head.alike", "name", name, "by", by, "others", n)
}

func (s *Site) candidatesFile(c echo.Context) error {
	name, lang := c.Param("file"), negotiate(c)
	if name != "candidates.xlsx" && name != "candidates.csv" {
		return survey.ErrNotFound
	}
	sort, up := sheetOrder(c)
	sheet, err := s.shelf(c).Sheet(c.Request().Context(), c.Param("list"), sort, up)
	if err != nil {
		return err
	}
	rows := sheet.Table(lang)
	table := report.NewTable(translate(lang, "candidates.sheet"), 20, rows.Heads, rows.Rows)
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

// A candidatesPage is the form of a list.
type candidatesPage struct {
	Page
	List                dossier.List
	Errors              []string
	Filter              dossier.Filter
	Tiers, Ranks, Above []choice
	Chosen, Found       []candidateChoice
	More                int // that are found and not shown
	Polls               []columnGroup
	Others              []columnChoice
	Action              string
}

type candidateChoice struct {
	ID, Name, Team, Post, Rank, Kind string
	On                               bool
}

// A columnGroup is the columns of a poll.
type columnGroup struct {
	Title   string
	Columns []columnChoice // at the root
	Nodes   []columnChoice // scores of areas
}

type columnChoice struct {
	Value, Title string
	On           bool
}

// mostFound is how many of those found are shown at once.
const mostFound = 100

// columnValue is a column as the form sends it.
func columnValue(c dossier.Column) string { return string(c.Kind) + "|" + c.Poll + "|" + c.Node }

func columnOf(value string) dossier.Column {
	kind, rest, _ := strings.Cut(value, "|")
	poll, node, _ := strings.Cut(rest, "|")
	return dossier.Column{Kind: dossier.Kind(kind), Poll: poll, Node: node}
}

func (s *Site) newCandidates(c echo.Context) error {
	return s.showCandidates(c, http.StatusOK, dossier.List{}, nil)
}

func (s *Site) candidatesForm(c echo.Context) error {
	l, edits, err := s.shelf(c).List(c.Request().Context(), c.Param("list"))
	if err == nil && !edits {
		err = survey.ErrForbidden
	}
	if err != nil {
		return err
	}
	return s.showCandidates(c, http.StatusOK, l, nil)
}

// sentCandidates reads the form of a list.
func sentCandidates(c echo.Context) (dossier.List, error) {
	form, err := c.FormParams()
	if err != nil {
		return dossier.List{}, errForm
	}
	l := dossier.List{ID: c.Param("list"), Title: form.Get("title"), Note: form.Get("note"), Units: form["unit"]}
	l.Revision, _ = strconv.ParseInt(form.Get("revision"), 10, 64) // what is none is no revision of any
	for _, v := range form["column"] {
		l.Columns = append(l.Columns, columnOf(v))
	}
	return l, nil
}

func (s *Site) addCandidates(c echo.Context) error {
	l, err := sentCandidates(c)
	if err != nil {
		return err
	}
	if c.FormValue(fieldGo) != "save" {
		return s.showCandidates(c, http.StatusOK, l, nil)
	}
	kept, err := s.shelf(c).AddList(c.Request().Context(), l)
	return s.afterCandidates(c, l, kept, err)
}

func (s *Site) editCandidates(c echo.Context) error {
	l, err := sentCandidates(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	switch c.FormValue(fieldGo) {
	case "save":
		kept, err := s.shelf(c).EditList(ctx, l)
		return s.afterCandidates(c, l, kept, err)
	case "drop":
		err := s.shelf(c).DropList(ctx, l.ID, l.Revision)
		if errors.Is(err, survey.ErrStale) {
			return s.afterCandidates(c, l, l, err)
		}
		if err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/candidates?done=dropped")
	}
	if _, edits, err := s.shelf(c).List(ctx, l.ID); err != nil || !edits {
		return cmp.Or(err, survey.ErrForbidden)
	}
	return s.showCandidates(c, http.StatusOK, l, nil)
}

// afterCandidates leads to the list that was kept, or shows what is wrong.
func (s *Site) afterCandidates(c echo.Context, sent, kept dossier.List, err error) error {
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		said := make([]string, len(wrong))
		for i, e := range wrong {
			said[i] = e.Message(negotiate(c))
		}
		return s.showCandidates(c, http.StatusUnprocessableEntity, sent, slices.Compact(said))
	case errors.Is(err, survey.ErrStale):
		return s.showCandidates(c, http.StatusConflict, sent, []string{s.page(c).T("candidates.stale")})
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, candidatesURL(kept.ID)+"?sort=0")
}

func (s *Site) showCandidates(c echo.Context, status int, l dossier.List, wrong []string) error {
	all, err := s.shelf(c).Choice(c.Request().Context())
	if err != nil {
		return err
	}
	page := candidatesPage{Page: s.managePage(c, "candidates.new"), List: l, Errors: wrong, Action: "/candidates"}
	page.Failed = len(wrong) > 0
	if l.ID != "" {
		page.Title, page.Action = page.T("candidates.edit"), candidatesURL(l.ID)
	}
	page.Filter = dossier.Filter{Text: strings.TrimSpace(c.FormValue("q")), Tier: c.FormValue("tier"), Group: c.FormValue("rank"), Above: c.FormValue("above")}
	page.candidates(all)
	page.columns(all)
	return s.render(c, status, "dossier/edit", page)
}

// candidates offers those whom the filter lets through; whoever is chosen stays.
func (p *candidatesPage) candidates(all dossier.Choice) {
	view := func(c dossier.Candidate, on bool) candidateChoice {
		return candidateChoice{c.ID, c.Name.In(p.Lang), c.Team.In(p.Lang), c.Person.Post, c.Person.Rank, survey.TierTitle(c.Tier).In(p.Lang), on}
	}
	byID := make(map[string]dossier.Candidate, len(all.Candidates))
	p.Tiers, p.Ranks, p.Above = []choice{{Title: p.T("roster.any")}}, []choice{{Title: p.T("roster.any")}}, []choice{{Title: p.T("roster.any")}}
	seen := map[string]bool{}
	offer := func(list *[]choice, what, value, title, chosen string) {
		if value != "" && !seen[what+value] {
			seen[what+value] = true
			*list = append(*list, choice{value, title, value == chosen})
		}
	}
	for _, c := range all.Candidates {
		byID[c.ID] = c
		offer(&p.Tiers, "tier ", c.Tier, survey.TierTitle(c.Tier).In(p.Lang), p.Filter.Tier)
		offer(&p.Ranks, "rank ", c.Person.Rank, c.Person.Rank, p.Filter.Group)
		if len(c.Team) > 0 {
			offer(&p.Above, "above ", c.Parent, c.Team.In(p.Lang), p.Filter.Above)
		}
	}
	for _, id := range p.List.Units {
		c, there := byID[id]
		if !there {
			c.ID, c.Name = id, survey.Text{"zh": id}
		}
		p.Chosen = append(p.Chosen, view(c, true))
	}
	for _, c := range p.Filter.Of(all.Candidates) {
		switch {
		case slices.Contains(p.List.Units, c.ID):
		case len(p.Found) == mostFound:
			p.More++
		default:
			p.Found = append(p.Found, view(c, false))
		}
	}
}

// columns offers what they can be compared by.
func (p *candidatesPage) columns(all dossier.Choice) {
	pick := func(c dossier.Column, title string) columnChoice {
		return columnChoice{columnValue(c), title, slices.Contains(p.List.Columns, c)}
	}
	for _, poll := range all.Polls {
		if len(poll.Nodes) == 0 {
			continue
		}
		g := columnGroup{Title: poll.Title.In(p.Lang)}
		for _, kind := range dossier.Kinds {
			if kind.OfPoll() {
				g.Columns = append(g.Columns, pick(dossier.Column{Kind: kind, Poll: poll.ID}, kind.Words().In(p.Lang)))
			}
		}
		for _, n := range poll.Nodes[1:] {
			g.Nodes = append(g.Nodes, pick(dossier.Column{Kind: dossier.Score, Poll: poll.ID, Node: n.ID}, cmp.Or(n.Title.In(p.Lang), n.ID)))
		}
		p.Polls = append(p.Polls, g)
	}
	for _, kind := range dossier.Kinds {
		if !kind.OfPoll() {
			p.Others = append(p.Others, pick(dossier.Column{Kind: kind}, kind.Words().In(p.Lang)))
		}
	}
	for _, c := range p.List.Columns { // chosen by a program, or of a poll that is gone
		if value := columnValue(c); !slices.ContainsFunc(p.offered(), func(o columnChoice) bool { return o.Value == value }) {
			p.Others = append(p.Others, pick(c, c.Kind.Words().In(p.Lang)+" "+c.Poll+" "+c.Node))
		}
	}
}

// offered are all columns of the form.
func (p *candidatesPage) offered() []columnChoice {
	all := slices.Clone(p.Others)
	for _, g := range p.Polls {
		all = append(append(all, g.Columns...), g.Nodes...)
	}
	return all
}
