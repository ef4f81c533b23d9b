package analysis

import (
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"minping/survey"
)

// A Table is the data of an analysis: text in named columns.
type Table struct {
	Header []string
	Rows   [][]string // each as long as Header
	Lines  []int      // where each row stands in its file; nil: from 2 on
	// Missing are codes that stand for no answer, such as 9, besides an empty
	// cell and NA.
	Missing []string
	// Open reads another table, for methods that need a second one.
	Open func(path string) (*Table, error)
}

// Len returns the number of rows.
func (t *Table) Len() int { return len(t.Rows) }

// line returns where a row stands in its file.
func (t *Table) line(row int) int {
	if t.Lines == nil {
		return row + 2
	}
	return t.Lines[row]
}

// index returns the place of the column: by its name as it stands, else in
// whatever case.
func (t *Table) index(name string) (int, error) {
	same := func(h string) bool { return h == name }
	i := slices.IndexFunc(t.Header, same)
	if i < 0 {
		same = func(h string) bool { return strings.EqualFold(h, strings.TrimSpace(name)) }
		i = slices.IndexFunc(t.Header, same)
	}
	if i < 0 {
		return 0, t.unknown(name)
	}
	if slices.ContainsFunc(t.Header[i+1:], same) {
		return 0, problem("“{name}”这一列出现了不止一次；列名应各不相同", "there is more than one column “{name}”; names should differ", "name", name)
	}
	return i, nil
}

// unknown says that there is no column of the name, and which are near.
func (t *Table) unknown(name string) error {
	return problem("没有“{name}”这一列；[[是不是“{near}”？]]现有：{columns}", "there is no column “{name}”;[[ did you mean “{near}”?]] there are {columns}",
		"name", name, "near", survey.Nearest(name, t.Header), "columns", someOf(t.Header))
}

// someOf lists names, not too many.
func someOf(names []string) []string {
	const most = 30
	if len(names) > most {
		return append(slices.Clone(names[:most]), "…")
	}
	return names
}

// Columns returns the names of the columns asked for, as they stand in the
// table; FROM:TO are all columns from one to another.
func (t *Table) Columns(asked []string) ([]string, error) {
	var names []string
	for _, a := range asked {
		from, to, span := strings.Cut(a, ":")
		if span && slices.Contains(t.Header, a) {
			span = false
		}
		if !span {
			from, to = a, a
		}
		i, err := t.index(from)
		if err != nil {
			return nil, err
		}
		j, err := t.index(to)
		if err != nil {
			return nil, err
		}
		if j < i {
			return nil, problem("“{span}”：“{to}”在“{from}”之前；应从前往后写", "“{span}”: “{to}” stands before “{from}”; name the first one first",
				"span", a, "from", from, "to", to)
		}
		names = append(names, t.Header[i:j+1]...)
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return nil, problem("“{name}”列了两次；每列应只列一次", "“{name}” is named twice; name each column once", "name", name)
		}
	}
	return names, nil
}

// Text returns a column, without space around its cells; "" is missing.
func (t *Table) Text(name string) ([]string, error) {
	k, err := t.index(name)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(t.Rows))
	for i, row := range t.Rows {
		if s := strings.TrimSpace(row[k]); !t.missing(s) {
			out[i] = s
		}
	}
	return out, nil
}

// Full is Text of a column that must be filled in every row.
func (t *Table) Full(name string) ([]string, error) {
	text, err := t.Text(name)
	if err != nil {
		return nil, err
	}
	if i := slices.Index(text, ""); i >= 0 {
		return nil, t.wrong(i, name, "", "这一列每行都应填写", "this column should be filled in every row")
	}
	return text, nil
}

// Numbers returns a column of numbers; NaN is missing.
func (t *Table) Numbers(name string) ([]float64, error) {
	text, err := t.Text(name)
	if err != nil {
		return nil, err
	}
	read := readerOf(text)
	out := make([]float64, len(text))
	for i, s := range text {
		if s == "" {
			out[i] = math.NaN()
			continue
		}
		x, ok := read(s)
		if !ok {
			return nil, t.wrong(i, name, s, "应是数字，或留空（未答）；代表“未答”的编码可用 --missing 注明",
				"it should be a number, or empty (not answered); name codes for no answer with --missing")
		}
		out[i] = x
	}
	return out, nil
}

// Matrix returns columns of numbers side by side, a row of the table a row.
func (t *Table) Matrix(names []string) (*mat.Dense, error) {
	x := mat.NewDense(len(t.Rows), len(names), nil)
	for j, name := range names {
		column, err := t.Numbers(name)
		if err != nil {
			return nil, err
		}
		x.SetCol(j, column)
	}
	return x, nil
}

// wrong says what is wrong with a cell and what would be right.
func (t *Table) wrong(row int, column, got, zh, en string) error {
	return problem("第 {line} 行“{column}”列：[[“{got}”不对；]]"+zh, "row {line}, column “{column}”: [[“{got}” is not right; ]]"+en,
		"line", t.line(row), "column", column, "got", got)
}
