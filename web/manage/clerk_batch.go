package manage

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/clerk"
	"minping/survey/report"
	"minping/web/site"
)

// A batchPage is one batch: the grid to type it, or what two entries disagree
// about.
type batchPage struct {
	clerkPage
	Batch   batchLine
	Columns []clerkColumn
	Rows    []clerkRow
	Differ  []clerkDifference
	Typing  bool // the grid is shown
	Compare bool // two entries are there
	Stuck   bool // some of it is in the box, and must go on
	Typed   []string
	May     bool        // this account may type it
	Mine    bool        // and has typed it
	Draft   bool        // and not all of it
	Void    []voidSheet // by the rules of the questionnaire, once the entries agree
	At      int         // revision of the batch
	Edit    batchForm
}

// A voidSheet is a sheet that is void as a whole, and why.
type voidSheet struct {
	Sheet  int
	Reason string
}

// A clerkColumn is an answer of the sheet with what may be typed.
type clerkColumn struct {
	ID, Number, Text string
	Keys             []string
	Legend           string
	Many, Long       bool
	Places           bool // an option may also be given by its place
}

// A clerkRow is a sheet as it is typed.
type clerkRow struct {
	Number int
	Void   []site.Choice // why it is void as a whole; the first: it is not
	Cells  []clerkCell
}

// A clerkCell is one answer as it is typed.
type clerkCell struct {
	Name, Label, Value, Error string
	Column                    clerkColumn
}

// A clerkDifference is a place where the entries disagree.
type clerkDifference struct {
	Name          string
	Sheet         int
	Column        string
	First, Second string
}

// batch shows a batch.
func (s *Pages) batch(c echo.Context) error { return s.showBatch(c, nil, nil, "") }

// showBatch shows a batch with the sheets as just typed, nil as stored.
func (s *Pages) showBatch(c echo.Context, typed []clerk.Sheet, wrong survey.FieldErrors, trouble string) error {
	base, q, err := s.clerkPage(c)
	if err != nil {
		return err
	}
	number, _ := strconv.Atoi(c.Param("batch"))
	b, err := s.Seat(c).Batch(c.Request().Context(), base.Poll.ID, number)
	if err != nil {
		return err
	}
	page := batchPage{clerkPage: base, Batch: s.batchLine(c, q, b), Stuck: b.State == clerk.Handing, At: b.Revision}
	f, err := s.Seat(c).Form(c.Request().Context(), b)
	if err != nil {
		return err
	}
	columns := f.Columns()
	page.Columns = page.columns(q, columns)
	var own []clerk.Sheet
	if b.State == clerk.Typing {
		own = page.typists(b, clerkOf(c))
		entries := b.Complete()
		page.Compare = len(entries) == 2 && typed == nil && !c.QueryParams().Has("type")
		page.Typing = !page.Compare && page.May
		if page.Compare {
			page.differ(columns, clerk.Compare(columns, entries[0].Sheets, entries[1].Sheets))
			page.judge(f, b.Totals.Group, entries[0].Sheets)
		}
		page.Edit = batchForm{Label: b.Label, Given: b.Totals}
		s.choices(c, &page.Edit, base, q)
	}
	if trouble != "" {
		page.Errors, page.Failed = append(page.Errors, page.T(trouble)), true
	}
	switch {
	case page.Typing && f.Whole:
		return s.showClerkSheet(c, page, f, b.Totals.Group, own, typed, wrong)
	case page.Typing:
		if typed == nil {
			typed = own
		}
		page.fill(b, columns, typed)
	}
	page.complain(wrong)
	return s.Render(c, page.status(wrong), "clerk/batch", page)
}

// typists says who typed, and whether the account may; it returns what the
// account has typed. A batch that two others typed is closed to it.
func (p *batchPage) typists(b clerk.Batch, who clerk.Clerk) (own []clerk.Sheet) {
	p.May = len(b.Work.Entries) < 2
	for _, e := range b.Work.Entries {
		p.Typed = append(p.Typed, e.Name)
		if e.Account == who.Account {
			p.May, p.Mine, p.Draft, own = true, true, e.Draft, e.Sheets
		}
	}
	return own
}

// fill sets the rows to what was typed.
func (p *batchPage) fill(b clerk.Batch, columns []clerk.Column, typed []clerk.Sheet) {
	for i := range b.Totals.Returned {
		row := clerkRow{Number: i + 1, Void: p.reasons(clerk.Sheet{})}
		if i < len(typed) {
			row.Void = p.reasons(typed[i])
		}
		for j, col := range columns {
			cell := clerkCell{Name: cellName(i, col.ID), Column: p.Columns[j]}
			cell.Label = p.T("paper.cell", "sheet", i+1, "question", p.Columns[j].Number)
			if i < len(typed) {
				cell.Value = col.Type(typed[i].Answers[col.ID])
			}
			row.Cells = append(row.Cells, cell)
		}
		p.Rows = append(p.Rows, row)
	}
}

// reasons are those for which a sheet may be void as a whole; the first: it is not.
func (p *batchPage) reasons(s clerk.Sheet) []site.Choice {
	all := []site.Choice{{}}
	for _, reason := range survey.ClerkReasons {
		chosen := s.Void && cmp.Or(s.Reason, survey.VoidOther) == reason
		all = append(all, site.Choice{Value: reason, Title: report.VoidReason(reason, p.Lang), Chosen: chosen})
	}
	return all
}

func cellName(sheet int, column string) string { return strconv.Itoa(sheet) + "." + column }

// columns writes the columns for the page: numbered, with what each key means.
func (p *batchPage) columns(q *survey.Questionnaire, all []clerk.Column) []clerkColumn {
	out := make([]clerkColumn, len(all))
	number, row, last := 0, 0, ""
	for i, col := range all {
		text := q.Quote(col.Item.Text, p.Lang, nil)
		whole := col.Answer() != col.ID
		if whole {
			text = p.T("row.of", "text", col.Unit.Name.In(p.Lang), "row", text)
		}
		row++
		if col.Item.ID != last {
			number, row, last = number+1, 1, col.Item.ID
		}
		n := strconv.Itoa(number)
		if len(col.Row) > 0 {
			n += "." + strconv.Itoa(row)
			text = p.T("row.of", "text", text, "row", col.Row.In(p.Lang))
		}
		c := newClerkColumn(col, text, col.ID, p.Lang)
		if !whole { // there a unit's name says where
			c.Number = n
		}
		out[i] = c
	}
	return out
}

// newClerkColumn is a column with what its keys mean.
func newClerkColumn(col clerk.Column, text, id, lang string) clerkColumn {
	c := clerkColumn{ID: id, Keys: col.Keys(), Places: col.Places(), Many: col.Many(), Long: len(col.Options) == 0, Text: text}
	var legend []string
	for j, o := range col.Options {
		if label := o.Label.In(lang); label == c.Keys[j] {
			legend = append(legend, label)
		} else {
			legend = append(legend, c.Keys[j]+" "+label)
		}
	}
	c.Legend = strings.Join(legend, " · ")
	return c
}

// differ writes the differences.
func (p *batchPage) differ(columns []clerk.Column, all []clerk.Difference) {
	for i, d := range all {
		line := clerkDifference{Name: "d" + strconv.Itoa(i), Sheet: d.Sheet + 1, Column: p.T("paper.void")}
		write := func(a []string) string { return strings.Join(a, " ") }
		for j, col := range columns {
			if col.ID == d.Column {
				line.Column = strings.TrimSpace(p.Columns[j].Number + " " + p.Columns[j].Text)
				write = col.Type
			}
		}
		if line.First, line.Second = write(d.First), write(d.Second); d.Column == "" {
			line.First, line.Second = p.voidOf(d.First), p.voidOf(d.Second)
		}
		p.Differ = append(p.Differ, line)
	}
}

// voidOf words why a sheet is void as a whole, or that it is not.
func (p *batchPage) voidOf(reason []string) string {
	if len(reason) > 0 {
		return report.VoidReason(reason[0], p.Lang)
	}
	return p.T("paper.no.mark")
}

// judge lists the sheets that are void, where nothing is left to decide.
func (p *batchPage) judge(f clerk.Form, group string, sheets []clerk.Sheet) {
	if len(p.Differ) > 0 {
		return
	}
	for i, v := range f.Judge(group, sheets) {
		if v.Reason != "" {
			p.Void = append(p.Void, voidSheet{i + 1, report.VoidReason(v.Reason, p.Lang)})
		}
	}
}

// complain puts what is wrong beside its cell.
func (p *batchPage) complain(wrong survey.FieldErrors) {
	for _, e := range wrong {
		p.Failed = true
		for i := range p.Rows {
			for j := range p.Rows[i].Cells {
				if cell := &p.Rows[i].Cells[j]; cell.Name == e.Field {
					cell.Error = e.Message(p.Lang)
				}
			}
		}
		sheet, _, _ := strings.Cut(e.Field, ".")
		n, _ := strconv.Atoi(sheet)
		p.Errors = append(p.Errors, p.T("paper.sheet", "n", n+1)+p.T("paper.colon")+e.Message(p.Lang))
	}
}

// status is that of the page: what was typed is wrong, or an act was refused.
func (p *batchPage) status(wrong survey.FieldErrors) int {
	switch {
	case len(wrong) > 0:
		return http.StatusUnprocessableEntity
	case p.Failed:
		return http.StatusConflict
	}
	return http.StatusOK
}

// typeBatch takes a grid, or hands the batch in.
func (s *Pages) typeBatch(c echo.Context) error {
	base, _, err := s.clerkPage(c)
	if err != nil {
		return err
	}
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, site.MaxForm)
	form, err := c.FormParams()
	if err != nil {
		return site.ErrForm
	}
	number, _ := strconv.Atoi(c.Param("batch"))
	b, err := s.Seat(c).Batch(r.Context(), base.Poll.ID, number)
	if err != nil {
		return err
	}
	var typed []clerk.Sheet
	if form.Get(site.FieldGo) == "handin" {
		var second []bool
		for i := 0; form.Has("d" + strconv.Itoa(i)); i++ {
			second = append(second, form.Get("d"+strconv.Itoa(i)) == "2")
		}
		revision, _ := strconv.Atoi(form.Get("revision"))
		err = s.Seat(c).HandIn(r.Context(), base.Poll.ID, number, revision, second)
	} else {
		f, wrong := s.Seat(c).Form(r.Context(), b)
		if wrong != nil {
			return wrong
		}
		if f.Whole {
			return s.typeSheet(c, base, b, f, form)
		}
		typed = readSheets(form, f.Columns(), b.Totals.Returned)
		err = s.Seat(c).Enter(r.Context(), base.Poll.ID, number, clerkOf(c), typed, form.Get(site.FieldGo) == "draft")
	}
	return s.afterBatch(c, base, typed, err)
}

// afterBatch shows what came of an act on a batch.
func (s *Pages) afterBatch(c echo.Context, base clerkPage, typed []clerk.Sheet, err error) error {
	var wrong survey.FieldErrors
	switch {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, base.Base+"/"+c.Param("batch"))
	case errors.As(err, &wrong) && typed != nil && wrong[0].Field != "returned":
		return s.showBatch(c, typed, wrong, "")
	case errors.Is(err, clerk.ErrTwice):
		return s.showBatch(c, nil, nil, "paper.twice")
	case errors.Is(err, clerk.ErrUneven):
		return s.showBatch(c, nil, nil, "paper.uneven")
	case errors.Is(err, survey.ErrConflict), errors.As(err, &wrong):
		return s.showBatch(c, nil, nil, "paper.moved")
	}
	return err
}

// readSheets reads a grid of so many sheets.
func readSheets(form url.Values, columns []clerk.Column, n int) []clerk.Sheet {
	sheets := make([]clerk.Sheet, n)
	for i := range sheets {
		sheets[i] = readSheet(form, columns, i)
	}
	return sheets
}

// readSheet reads sheet i, from 0.
func readSheet(form url.Values, columns []clerk.Column, i int) clerk.Sheet {
	if reason := form.Get(cellName(i, "void!")); reason != "" {
		return clerk.Sheet{Void: true, Reason: reason}
	}
	answers := survey.Answers{}
	for _, col := range columns {
		if a := col.Read(form.Get(cellName(i, col.ID))); a != nil {
			answers[col.ID] = a
		}
	}
	return clerk.Sheet{Answers: answers}
}
