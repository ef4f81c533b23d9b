package manage

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/clerk"
	"minping/survey/report"
	"minping/web/answer"
	"minping/web/site"
)

// A clerkSheet is one sheet of a batch of whole ones, as it is typed: a grid for
// each kind of unit, a row a unit, a column an answer.
type clerkSheet struct {
	batchPage
	Number  int // of the sheet, from 1
	Sheets  []clerkSheetLink
	Rules   []string // of the sheet, as they were printed on it
	Parts   []*clerkSheetPart
	Reason  []site.Choice // why it is void as a whole; the first: it is not
	Broken  []string      // rules that it breaks: it will be void
	Verdict string        // why, in the words of the record; ""
	Last    bool          // no other sheet is open
}

// A clerkSheetLink leads to a sheet of the batch.
type clerkSheetLink struct {
	site.NavLink
	Number      int
	Typed, Void bool
}

// A clerkSheetPart is the units of one kind on a sheet.
type clerkSheetPart struct {
	Title   string
	Columns []clerkColumn
	Legend  string // of all columns to choose in, where they have one scale
	Rows    []clerkSheetRow
	tier    string
}

// A clerkSheetRow is a unit on a sheet.
type clerkSheetRow struct {
	Name  string
	Cells []clerkCell
}

// fieldSheet is the field that says which sheet of a batch was typed, from 1.
const fieldSheet = "sheet"

// sheetURL is where a sheet of a batch is typed.
func (p *batchPage) sheetURL(number int) string {
	return p.Base + "/" + strconv.Itoa(p.Batch.Number) + "?" + url.Values{"type": {"1"}, fieldSheet: {strconv.Itoa(number)}}.Encode()
}

// showClerkSheet shows one sheet of a batch of whole ones: the one asked for, else
// the first that is open.
func (s *Pages) showClerkSheet(c echo.Context, b batchPage, f clerk.Form, group string, own, typed []clerk.Sheet, wrong survey.FieldErrors) error {
	p := clerkSheet{batchPage: b}
	p.list(c, own)
	at := p.Number - 1
	sheet := clerk.Sheet{Open: true}
	if at < len(own) {
		sheet = own[at]
	}
	if typed != nil {
		sheet = typed[0]
	}
	p.fill(f, at, sheet)
	p.judge(f, group, sheet)
	of := &answer.Paper{Full: f.Questionnaire, Q: f.Questionnaire, Units: f.Units}
	p.Rules = of.SheetRules(p.Page, of.NewMarkSheet(p.Lang))
	p.complain(wrong)
	return s.Render(c, p.status(wrong), "clerk/sheet", p)
}

// list lists the sheets of the batch, and finds the one that is shown.
func (p *clerkSheet) list(c echo.Context, own []clerk.Sheet) {
	open := 0
	for i := range p.Batch.Returned {
		l := clerkSheetLink{Number: i + 1, NavLink: site.NavLink{URL: p.sheetURL(i + 1)}}
		if i < len(own) {
			l.Typed, l.Void = !own[i].Open, own[i].Void
		}
		if !l.Typed && open == 0 {
			open = i + 1
		}
		p.Sheets = append(p.Sheets, l)
	}
	p.Number = cmp.Or(open, 1)
	if n, _ := strconv.Atoi(c.FormValue(fieldSheet)); n >= 1 && n <= len(p.Sheets) {
		p.Number = n
	}
	p.Sheets[p.Number-1].Current = true
	p.Last = !slices.ContainsFunc(p.Sheets, func(l clerkSheetLink) bool { return !l.Typed && l.Number != p.Number })
}

// fill lays out the sheet: a unit's marks, its grade behind them, then what is
// written.
func (p *clerkSheet) fill(f clerk.Form, at int, sheet clerk.Sheet) {
	p.Reason = p.reasons(sheet)
	columns := f.Columns()
	for i, col := range columns {
		part := p.part(col.Unit.Tier)
		if n := len(part.Rows); n == 0 || i > 0 && columns[i-1].Unit.ID != col.Unit.ID {
			part.Rows = append(part.Rows, clerkSheetRow{Name: col.Unit.Name.In(p.Lang)})
		}
		row := &part.Rows[len(part.Rows)-1]
		c := clerkCell{Name: cellName(at, col.ID), Value: col.Type(sheet.Answers[col.ID]), Column: p.column(f.Questionnaire, col)}
		c.Label = p.T("paper.sheet.cell", "unit", row.Name, "question", c.Column.Text)
		row.Cells = append(row.Cells, c)
	}
	for _, part := range p.Parts {
		grade := ""
		if t := f.Questionnaire.EvaluationType(part.tier); t != nil {
			grade = t.Grade
		}
		for i := range part.Rows {
			cells := part.Rows[i].Cells
			place := func(c clerkCell) int {
				switch {
				case c.Column.Long:
					return 2
				case c.Column.ID == grade:
					return 1
				}
				return 0
			}
			slices.SortStableFunc(cells, func(a, b clerkCell) int { return cmp.Compare(place(a), place(b)) })
			if i > 0 {
				continue
			}
			for _, cell := range cells {
				part.Columns = append(part.Columns, cell.Column)
			}
		}
		part.explain()
	}
}

func (p *clerkSheet) part(tier string) *clerkSheetPart {
	for _, part := range p.Parts {
		if part.tier == tier {
			return part
		}
	}
	part := &clerkSheetPart{tier: tier, Title: survey.TierTitle(tier).In(p.Lang)}
	p.Parts = append(p.Parts, part)
	return part
}

// column is a column of the sheet, called after its item and nothing else.
func (p *clerkSheet) column(q *survey.Questionnaire, col clerk.Column) clerkColumn {
	text := q.Quote(col.Item.Text, p.Lang, nil)
	if len(col.Row) > 0 {
		text = p.T("row.of", "text", text, "row", col.Row.In(p.Lang))
	}
	return newClerkColumn(col, text, col.Answer(), p.Lang)
}

// explain says once what the keys mean, where they mean the same everywhere.
func (p *clerkSheetPart) explain() {
	for _, c := range p.Columns {
		switch {
		case c.Long:
		case p.Legend == "":
			p.Legend = c.Legend
		case p.Legend != c.Legend:
			p.Legend = ""
			return
		}
	}
}

// judge says what the rules make of the sheet, once it is typed.
func (p *clerkSheet) judge(f clerk.Form, group string, sheet clerk.Sheet) {
	if sheet.Open || sheet.Void || len(sheet.Answers) == 0 {
		return
	}
	v := f.Judge(group, []clerk.Sheet{sheet})[0]
	if v.Reason == "" {
		return
	}
	p.Verdict = report.VoidReason(v.Reason, p.Lang)
	said := map[string]bool{}
	for _, e := range f.Broken(group, sheet.Answers) {
		if !said[e.Key] {
			said[e.Key] = true
			p.Broken = append(p.Broken, p.broken(e))
		}
	}
}

// broken words a rule that the paper breaks: nobody is asked to change it.
func (p *clerkSheet) broken(e survey.FieldError) string {
	option, _ := e.Args["option"].(survey.Text)
	where := ""
	for _, part := range p.Parts {
		for _, row := range part.Rows {
			for _, cell := range row.Cells {
				if strings.HasSuffix(cell.Name, "."+e.Field) {
					where = cell.Label
				}
			}
		}
	}
	return p.T("paper.broken."+e.Key, "where", where, "option", option.In(p.Lang), "max", e.Args["max"], "of", e.Args["of"], "count", e.Args["count"], "mean", e.Args["mean"])
}

// complain puts what is wrong beside its cell.
func (p *clerkSheet) complain(wrong survey.FieldErrors) {
	for _, e := range wrong {
		where := p.T("paper.sheet", "n", p.Number)
		for _, part := range p.Parts {
			for i := range part.Rows {
				for j := range part.Rows[i].Cells {
					if cell := &part.Rows[i].Cells[j]; cell.Name == e.Field {
						cell.Error, where = e.Message(p.Lang), cell.Label
					}
				}
			}
		}
		p.Failed = true
		p.Errors = append(p.Errors, where+p.T("paper.colon")+e.Message(p.Lang))
	}
}

// typeSheet keeps one sheet, and leads on: to the next open one, or to the batch
// once all are typed.
func (s *Pages) typeSheet(c echo.Context, base clerkPage, b clerk.Batch, f clerk.Form, form url.Values) error {
	n, _ := strconv.Atoi(form.Get(fieldSheet))
	typed := readSheet(form, f.Columns(), n-1)
	typed.Open = form.Get(site.FieldGo) != "next"
	err := s.Seat(c).EnterSheet(c.Request().Context(), b.Poll, b.Number, clerkOf(c), n-1, typed)
	if err != nil {
		return s.afterBatch(c, base, []clerk.Sheet{typed}, err)
	}
	to := base.Base + "/" + strconv.Itoa(b.Number)
	if typed.Open {
		to += "?" + url.Values{"type": {"1"}, fieldSheet: {strconv.Itoa(n)}}.Encode()
	}
	return c.Redirect(http.StatusSeeOther, to)
}
