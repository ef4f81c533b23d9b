package duty

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

// A sheetReading is the reading of a table of sheets.
type sheetReading struct {
	of     *Review
	units  map[string][]string // name → ids
	unit   int                 // columns; -1: not there
	judge  int
	grade  int
	items  []int
	sheets map[string]map[string]Mark // by judge and unit
	rows   map[[2]string]int          // by judge and unit
	wrong  []survey.CellError
}

func readSheets(v *Review, units []survey.Unit, header []string, rows [][]string) *sheetReading {
	in := &sheetReading{of: v, units: byName(units), sheets: map[string]map[string]Mark{}, rows: map[[2]string]int{}}
	find := func(names ...string) int {
		return slices.IndexFunc(header, func(h string) bool { return slices.Contains(names, line(survey.FromPlainCell(h))) })
	}
	in.unit, in.judge = find("对象", "单位", "姓名", unitColumn["zh"], unitColumn["en"], "unit"), find(judgeColumn["zh"], judgeColumn["en"], "judge")
	in.grade = find(gradeColumn["zh"], gradeColumn["en"], "grade")
	for _, it := range v.Items {
		in.items = append(in.items, find(it.Title))
	}
	missing := func(at int, column string) {
		if at < 0 {
			in.fault(-1, -1, "duty_column", "column", column)
		}
	}
	missing(in.unit, unitColumn["zh"])
	missing(in.judge, judgeColumn["zh"])
	for i, at := range in.items {
		missing(at, v.Items[i].Title)
	}
	if len(in.wrong) > 0 {
		return in
	}
	for i, cells := range rows {
		in.row(i, cells)
	}
	return in
}

func (in *sheetReading) fault(row, column int, key string, args ...any) {
	in.wrong = append(in.wrong, survey.CellError{Row: row, Column: column, FieldError: survey.FieldError{Field: "given", Key: key, Args: survey.Args(args...)}})
}

// row reads the marks that one judge gave one report.
func (in *sheetReading) row(i int, cells []string) {
	says := func(at int) string {
		if at < 0 || at >= len(cells) {
			return ""
		}
		return line(survey.FromPlainCell(cells[at]))
	}
	grade := says(in.grade)
	if !slices.ContainsFunc(in.items, func(at int) bool { return says(at) != "" }) && grade == "" {
		return
	}
	before := len(in.wrong)
	judge, unit := says(in.judge), in.units[says(in.unit)]
	if judge == "" {
		in.fault(i, in.judge, "duty_judge")
	}
	if len(unit) != 1 {
		in.fault(i, in.unit, "duty_unit", "unit", survey.Clip(says(in.unit)))
	}
	m := Mark{Items: make([]float64, len(in.items)), Grade: readGrade(grade)}
	for k, at := range in.items {
		it, text := in.of.Items[k], says(at)
		x, wrong := ReadMark(text, it)
		for _, e := range wrong {
			in.wrong = append(in.wrong, survey.CellError{Row: i, Column: at, FieldError: e})
		}
		m.Items[k] = x
	}
	if grade != "" && m.Grade == "" {
		in.fault(i, in.grade, "duty_grade")
	}
	if len(in.wrong) > before {
		return
	}
	if _, twice := in.rows[[2]string{judge, unit[0]}]; twice {
		in.fault(i, in.judge, "duty_judge_twice", "judge", survey.Clip(judge))
		return
	}
	in.rows[[2]string{judge, unit[0]}] = i
	if in.sheets[judge] == nil {
		in.sheets[judge] = map[string]Mark{}
	}
	in.sheets[judge][unit[0]] = m
}

// ReadMark reads the mark of an item as people write it. Whether it is in range
// is for Apply to say.
func ReadMark(text string, it Item) (mark float64, wrong survey.FieldErrors) {
	mark, err := strconv.ParseFloat(text, 64)
	if err != nil {
		wrong = append(wrong, survey.FieldError{
			Field: "given", Key: "duty_mark_number", Args: survey.Args("text", survey.Clip(text), "item", it.Title, "full", Number(survey.Num(it.Full), -1)),
		})
	}
	return mark, wrong
}

// Stale says that what was read has changed since.
func Stale() survey.FieldErrors { return survey.FieldErrors{{Field: "do", Key: "duty_stale"}} }

// readGrade reads a grade by its letter or its name; "": it is none.
func readGrade(text string) Grade {
	for _, g := range Grades {
		if strings.EqualFold(text, string(g)) || text == g.Words()["zh"] || strings.EqualFold(text, g.Words()["en"]) {
			return g
		}
	}
	return ""
}

// located finds the cells that what is wrong with a judge's sheet speaks of.
func (in *sheetReading) located(judge string, err error) (cells []survey.CellError) {
	var wrong survey.FieldErrors
	if !errors.As(err, &wrong) {
		return nil
	}
	for _, e := range wrong {
		c := survey.CellError{Row: -1, Column: -1, FieldError: e}
		for _, unit := range in.of.Units {
			at, there := in.rows[[2]string{judge, unit}]
			rest, ours := strings.CutPrefix(e.Field, "given."+unit)
			if !there || !ours || rest != "" && rest[0] != '.' {
				continue
			}
			c.Row, c.Column = at, in.unit
			if item, ok := strings.CutPrefix(rest, ".items["); ok {
				k, _ := strconv.Atoi(strings.TrimSuffix(item, "]")) // as wrongMark writes it
				c.Column = in.items[k]
			}
		}
		cells = append(cells, c)
	}
	return cells
}

// onlyOther is an error that is not about fields.
func onlyOther(err error) error {
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return nil
	}
	return err
}
