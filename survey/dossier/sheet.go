package dossier

import (
	"cmp"
	"context"
	"math"
	"slices"

	"minping/scoring"
	"minping/survey"
)

// unknown stands for a figure that is not told.
var unknown = survey.Num(math.NaN())

// A Sheet is a candidate list with its figures, as whoever asks may read them.
type Sheet struct {
	List    List       `json:"list"`
	Columns []Head     `json:"columns"` // without those that whoever asks may not read
	Rows    []Row      `json:"rows"`
	Sort    int        `json:"sort"` // place of the column by which rows are sorted, from 0; -1: as they were chosen
	Up      bool       `json:"up"`   // the lowest first
	Alike   []Alike    `json:"alike"`
	Level   survey.Num `json:"level"` // of what is said about who can be told apart; null: nothing is
	edits   bool
}

// Edits reports whether whoever asked for it may change the list.
func (s *Sheet) Edits() bool { return s.edits }

// A Head is a column with its name.
type Head struct {
	Column
	Title survey.Text `json:"title"`
	Of    survey.Text `json:"of,omitempty"` // the poll and the node, or the scheme with its card and the year
}

// A Row is one candidate.
type Row struct {
	Unit  string      `json:"unit"`
	Name  survey.Text `json:"name"`
	Cells []Cell      `json:"cells"` // one a column
	Marks []int       `json:"marks"` // the sets of Alike in which it is, from 1; only where the sheet is sorted by a figure with an error
}

// Alike is a largest set of rows that cannot be told apart at the figure by
// which the sheet is sorted, by joint pairwise tests (Welch, Holm). Sets overlap.
type Alike struct {
	Units []string `json:"units"`
}

// A Cell is what a column says of a candidate. What is not told has neither a
// value nor a text.
type Cell struct {
	Value   survey.Num  `json:"value"` // null: none
	Low     survey.Num  `json:"low"`   // of its interval, or of a range of ranks
	High    survey.Num  `json:"high"`
	Of      int         `json:"of,omitempty"`      // of a rank: among so many
	Blurred bool        `json:"blurred,omitempty"` // told roughly
	Real    bool        `json:"real,omitempty"`    // of a change: beyond error
	Text    survey.Text `json:"text,omitempty"`
	se, df  survey.Num
}

// blank is a cell that says nothing.
func blank() Cell { return Cell{Value: unknown, Low: unknown, High: unknown, se: unknown, df: unknown} }

// known reports whether a cell says anything.
func (c Cell) known() bool { return c.Value.OK() || len(c.Text) > 0 }

// number is a cell that holds a number without an error.
func number(n int) Cell {
	c := blank()
	c.Value = survey.Num(n)
	return c
}

// worded is a cell that holds a text; "" says nothing.
func worded(t survey.Text) Cell {
	c := blank()
	if t.In("zh") != "" {
		c.Text = t
	}
	return c
}

// Sheet returns a list with its figures, sorted by one of its columns, the
// highest first unless up; a sort of -1 leaves the order in which they were
// chosen, and what is no column is survey.FieldErrors. Rows that say nothing
// there come last either way.
func (r Room) Sheet(ctx context.Context, id string, sort int, up bool) (*Sheet, error) {
	l, edits, err := r.List(ctx, id)
	if err != nil {
		return nil, err
	}
	w, err := r.world(ctx, l)
	if err != nil {
		return nil, err
	}
	s := &Sheet{List: l, Columns: []Head{}, Rows: []Row{}, Sort: -1, Up: up, Alike: []Alike{}, Level: unknown, edits: edits}
	var tell []func(unit string) Cell
	for i, c := range l.Columns {
		if head, cell, ok := w.column(c); ok {
			if i == sort {
				s.Sort = len(s.Columns)
			}
			s.Columns, tell = append(s.Columns, head), append(tell, cell)
		}
	}
	if sort < -1 || sort >= len(l.Columns) {
		return nil, survey.FieldErrors{{Field: "sort", Key: "dossier_sort", Args: survey.Args("columns", len(l.Columns)-1)}}
	}
	for _, u := range l.Units {
		row := Row{Unit: u, Name: w.named[u].Name, Cells: []Cell{}, Marks: []int{}}
		for _, cell := range tell {
			row.Cells = append(row.Cells, cell(u))
		}
		s.Rows = append(s.Rows, row)
	}
	if s.Sort >= 0 {
		s.sort()
		s.compare(w.level(s.Columns[s.Sort].Column))
	}
	return s, nil
}

func (s *Sheet) sort() {
	slices.SortStableFunc(s.Rows, func(a, b Row) int {
		x, y := a.Cells[s.Sort], b.Cells[s.Sort]
		switch {
		case !x.known() || !y.known():
			return cmp.Compare(told(y), told(x))
		case s.Up:
			return x.compare(y)
		}
		return y.compare(x)
	})
}

func told(c Cell) int {
	if c.known() {
		return 1
	}
	return 0
}

func (c Cell) compare(o Cell) int {
	return cmp.Or(cmp.Compare(c.Value, o.Value), cmp.Compare(c.Text.In("zh"), o.Text.In("zh")))
}

// compare marks who cannot be told apart at the figures by which the sheet is
// sorted; it rests on shown scores and errors alone.
func (s *Sheet) compare(level survey.Num) {
	var rows []*Row
	var x, se, df []float64
	for i := range s.Rows {
		if c := s.Rows[i].Cells[s.Sort]; c.Value.OK() && c.se.OK() && !c.Blurred {
			rows = append(rows, &s.Rows[i])
			x, se, df = append(x, float64(c.Value)), append(se, float64(c.se)), append(df, float64(c.df))
		}
	}
	if len(rows) < 2 || !level.OK() {
		return
	}
	bands, ok := scoring.Bands(scoring.Distinct(x, se, df, float64(level)), survey.MaxBands)
	if !ok {
		return
	}
	s.Level = level
	slices.SortFunc(bands, func(a, b []int) int { return cmp.Compare(slices.Min(a), slices.Min(b)) })
	for n, band := range bands {
		var set Alike
		slices.Sort(band)
		for _, i := range band {
			rows[i].Marks = append(rows[i].Marks, n+1)
			set.Units = append(set.Units, rows[i].Unit)
		}
		s.Alike = append(s.Alike, set)
	}
}
