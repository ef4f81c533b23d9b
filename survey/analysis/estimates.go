package analysis

import (
	"cmp"
	"math"
	"strconv"

	"minping/survey"
)

// Estimates names the columns of units' estimates and their errors.
type Estimates struct {
	Unit  string `placeholder:"COL" help:"Column that names the units; default: their row."`
	Score string `required:"" placeholder:"COL" help:"Column of scores."`
	SE    string `name:"se" required:"" placeholder:"COL" help:"Column of their standard errors; 0 for a score known exactly."`
}

// estimates are the units that have a score and an error.
type estimates struct {
	Rows
	ids   []string
	x, se []float64
}

// read returns the units; those without a score or an error are left out, not
// ranked last.
func (e Estimates) read(t *Table) (*estimates, error) {
	x, err := t.Numbers(e.Score)
	if err != nil {
		return nil, err
	}
	se, err := t.Numbers(e.SE)
	if err != nil {
		return nil, err
	}
	names, err := t.names(e.Unit)
	if err != nil {
		return nil, err
	}
	out := &estimates{Rows: Rows{Rows: t.Len()}}
	for i := range x {
		switch {
		case se[i] < 0:
			return nil, t.wrong(i, e.SE, t.cell(i, e.SE), "标准误不应小于 0", "a standard error should not be below 0")
		case math.IsNaN(x[i]) || math.IsNaN(se[i]):
		default:
			out.ids, out.x, out.se = append(out.ids, names[i]), append(out.x, x[i]), append(out.se, se[i])
		}
	}
	out.Used = len(out.ids)
	out.drop("no_error", "", t.Len()-out.Used)
	if out.Used < 2 {
		return nil, problem("既有得分又有标准误的单位不足两个（有 {n} 个）", "fewer than two units have a score and a standard error (there are {n})", "n", out.Used)
	}
	return out, nil
}

// names returns the column, or the numbers of the rows where none is asked for
// or a cell is empty.
func (t *Table) names(column string) ([]string, error) {
	names := make([]string, t.Len())
	if column != "" {
		var err error
		if names, err = t.ids(column); err != nil {
			return nil, err
		}
	}
	for i := range names {
		names[i] = cmp.Or(names[i], "#"+strconv.Itoa(t.line(i)))
	}
	return names, nil
}

// unitHead is the head of the column that names units.
func unitHead(column string) survey.Text {
	if column == "" {
		return survey.Text{"zh": "单位", "en": "Unit"}
	}
	return survey.Text{"zh": column, "en": column}
}
