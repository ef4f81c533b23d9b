package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

// schemeNames are the columns of tables of marks, points and vetoes, by their
// names in lower case. Those of marks are also ids of parts.
var schemeNames = map[string]string{
	"unit": "unit", "单位": "unit", "对象": "unit", "编号": "unit",
	"card": "card", "积分卡": "card", "item": "item", "项目": "item", "date": "date", "日期": "date",
	"points": "points", "分值": "points", "加扣分": "points", "matter": "matter", "事项": "matter", "basis": "basis", "依据": "basis",
	"entered": "entered", "录入人": "entered", "reviewed": "reviewed", "审核人": "reviewed",
	"veto": "veto", "否决事项": "veto", "reason": "reason", "理由": "reason", "事实依据": "reason",
}

const (
	keySchemeColumn key = "missing_scheme_column"
	keyNoNumber     key = "no_number"
)

func init() {
	messages[keySchemeColumn] = survey.Text{
		"zh": "缺少列“{got}”；现有各列：{want}", "en": "there is no column \"{got}\"; the file has: {want}",
	}
	messages[keyNoNumber] = survey.Text{"zh": "“{got}”不是数字", "en": "\"{got}\" is no number"}
}

// A schemeTable is the reading of one of a scheme's tables.
type schemeTable struct {
	sheet    *Sheet
	columns  []string // what each column holds, "" where nothing of it is wanted
	problems *Problems
	lines    []int // of the entries read, by their number
	marked   []int // and their columns, of marks
}

func newSchemeTable(sheet *Sheet, name string, own func(heading string) string, need ...string) (*schemeTable, error) {
	t := &schemeTable{sheet: sheet, problems: newProblems(name), columns: make([]string, len(sheet.Header))}
	t.problems.rows = sheet.Lines
	for i, h := range sheet.Header {
		if t.columns[i] = own(h); t.columns[i] == "" {
			t.columns[i] = schemeNames[strings.ToLower(h)]
		}
	}
	for _, column := range need {
		if !slices.Contains(t.columns, column) {
			t.problems.add(problem{row: sheet.Top, key: keySchemeColumn, got: column, want: strings.Join(sheet.Header, ", ")})
		}
	}
	return t, t.wrong()
}

func (t *schemeTable) wrong() error {
	if t.problems.total > 0 {
		return t.problems
	}
	return nil
}

// cell returns what stands in a column of a row.
func (t *schemeTable) cell(row int, column string) string {
	if i := slices.Index(t.columns, column); i >= 0 {
		return strings.TrimSpace(survey.FromPlainCell(t.sheet.Rows[row][i]))
	}
	return ""
}

// number reads a number.
func (t *schemeTable) number(row, col int) (x float64, written bool) {
	text := strings.TrimSpace(t.sheet.Rows[row][col])
	if text == "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || x != x || x > 1e9 || x < -1e9 {
		t.problems.add(problem{row: t.sheet.Lines[row], col: col + 1, name: t.sheet.Header[col], key: keyNoNumber, got: text})
		return 0, false
	}
	return x, true
}

var entryField = regexp.MustCompile(`^\w+\[(\d+)\](?:\.(\w+))?$`)

// check places what survey finds wrong with the entries.
func (t *schemeTable) check(errs survey.FieldErrors) error {
	for _, e := range errs {
		m := entryField.FindStringSubmatch(e.Field)
		i, _ := strconv.Atoi(m[1])
		col := slices.Index(t.columns, m[2])
		if t.marked != nil && m[2] != "unit" {
			col = t.marked[i]
		}
		p := problem{row: t.lines[i], field: &e}
		if col >= 0 {
			p.col, p.name = col+1, t.sheet.Header[col]
		}
		t.problems.add(p)
	}
	return t.wrong()
}

// SchemeMarks reads marks: a column unit, and one for each part that is marked,
// named by its id or title. An empty cell is no mark. What is wrong is a *Problems.
func SchemeMarks(sheet *Sheet, name string, s *survey.Scheme, units []survey.Unit) ([]survey.SchemeMark, error) {
	parts := s.Marked()
	t, err := newSchemeTable(sheet, name, func(heading string) string {
		for _, p := range parts {
			if heading == p.ID || heading == p.Title["zh"] || heading == p.Title["en"] {
				return "part " + p.ID
			}
		}
		return ""
	}, "unit")
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(t.columns, func(c string) bool { return strings.HasPrefix(c, "part ") }) {
		var ids []string
		for _, p := range parts {
			ids = append(ids, p.ID)
		}
		return nil, t.problems.fail(problem{row: sheet.Top, key: keySchemeColumn, got: strings.Join(ids, ", "), want: strings.Join(sheet.Header, ", ")})
	}
	t.marked = []int{}
	var marks []survey.SchemeMark
	for i := range sheet.Rows {
		for col, is := range t.columns {
			part, marked := strings.CutPrefix(is, "part ")
			if !marked {
				continue
			}
			if x, written := t.number(i, col); written {
				marks = append(marks, survey.SchemeMark{Unit: t.cell(i, "unit"), Part: part, Value: x})
				t.lines, t.marked = append(t.lines, sheet.Lines[i]), append(t.marked, col)
			}
		}
	}
	return marks, t.check(s.CheckInputs(survey.SchemeInputs{Units: units, Marks: marks}))
}

// SchemePoints reads entries of point cards: unit, item, date, entered, and where
// wanted card (of several), points, matter, basis, reviewed. What is wrong is a
// *Problems.
func SchemePoints(sheet *Sheet, name string, s *survey.Scheme, units []survey.Unit) ([]survey.PointEntry, error) {
	need := []string{"unit", "item", "date", "entered"}
	if len(s.Cards) != 1 {
		need = append(need, "card")
	}
	t, err := newSchemeTable(sheet, name, func(string) string { return "" }, need...)
	if err != nil {
		return nil, err
	}
	entries := make([]survey.PointEntry, 0, len(sheet.Rows))
	at := slices.Index(t.columns, "points")
	for i := range sheet.Rows {
		e := survey.PointEntry{
			Unit: t.cell(i, "unit"), Card: t.cell(i, "card"), Item: t.cell(i, "item"), Date: t.cell(i, "date"),
			Matter: t.cell(i, "matter"), Basis: t.cell(i, "basis"), Entered: t.cell(i, "entered"), Reviewed: t.cell(i, "reviewed"),
		}
		if e.Card == "" && len(s.Cards) == 1 {
			e.Card = s.Cards[0].ID
		}
		if at >= 0 {
			if x, written := t.number(i, at); written {
				e.Points = &x
			}
		}
		entries, t.lines = append(entries, e), append(t.lines, sheet.Lines[i])
	}
	return entries, t.check(s.CheckInputs(survey.SchemeInputs{Units: units, Points: entries}))
}

// SchemeVetoes reads vetoes: unit, veto, reason. What is wrong is a *Problems.
func SchemeVetoes(sheet *Sheet, name string, s *survey.Scheme, units []survey.Unit) ([]survey.VetoCase, error) {
	t, err := newSchemeTable(sheet, name, func(string) string { return "" }, "unit", "veto", "reason")
	if err != nil {
		return nil, err
	}
	cases := make([]survey.VetoCase, 0, len(sheet.Rows))
	for i := range sheet.Rows {
		cases = append(cases, survey.VetoCase{Unit: t.cell(i, "unit"), Veto: t.cell(i, "veto"), Reason: t.cell(i, "reason")})
		t.lines = append(t.lines, sheet.Lines[i])
	}
	return cases, t.check(s.CheckInputs(survey.SchemeInputs{Units: units, Vetoes: cases}))
}
