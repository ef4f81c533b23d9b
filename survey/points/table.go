package points

import (
	"context"
	"strconv"

	"minping/survey"
)

// A Column is one of a table of entries.
type Column struct {
	Name  survey.Text
	Width float64 // in characters
	Date  bool
	cell  func(e *Entry, t *tableLine) string
}

// A tableLine is what cells need beside the entry.
type tableLine struct {
	lang  string
	units map[string]survey.Unit
	s     *survey.Scheme
}

func column(zh, en string, width float64, cell func(e *Entry, t *tableLine) string) Column {
	return Column{Name: survey.Text{"zh": zh, "en": en}, Width: width, cell: cell}
}

// entryColumns are those of a table of entries. A file with them can be
// imported: entries that are there already, by their number, stay as they are.
var entryColumns = []Column{
	column("编号", "Entry", 18, func(e *Entry, _ *tableLine) string { return e.ID }),
	{Name: survey.Text{"zh": "日期", "en": "Date"}, Width: 12, Date: true, cell: func(e *Entry, _ *tableLine) string { return string(e.Day) }},
	column("单位", "Unit", 16, func(e *Entry, _ *tableLine) string { return e.Unit }),
	column("名称", "Name", 18, func(e *Entry, t *tableLine) string { return t.units[e.Unit].Name.In(t.lang) }),
	column("积分卡", "Card", 10, func(e *Entry, _ *tableLine) string { return e.Card }),
	column("项目", "Item", 12, func(e *Entry, _ *tableLine) string { return e.Item }),
	column("项目名称", "Item title", 20, func(e *Entry, t *tableLine) string { return TitleOf(t.s, e).In(t.lang) }),
	column("加扣分", "Points", 8, func(e *Entry, _ *tableLine) string { return strconv.FormatFloat(e.Points, 'f', -1, 64) }),
	column("事项", "Matter", 30, func(e *Entry, _ *tableLine) string { return e.Matter }),
	column("依据", "Basis", 30, func(e *Entry, _ *tableLine) string { return e.Basis }),
	column("录入人", "Entered", 12, func(e *Entry, _ *tableLine) string { return e.EnteredBy() }),
	column("审核人", "Reviewed", 12, func(e *Entry, _ *tableLine) string { return e.ReviewedBy() }),
	column("状态", "State", 10, func(e *Entry, t *tableLine) string { return e.State.Words().In(t.lang) }),
}

// TitleOf names what an entry is of: an item, a part or a veto.
func TitleOf(s *survey.Scheme, e *Entry) survey.Text {
	if card := s.Card(e.Card); card != nil && e.Item != "" {
		if it := card.Item(e.Item); it != nil {
			return it.Title
		}
	}
	if p := s.Part(e.Part); p != nil {
		return p.Title
	}
	for i := range s.Vetoes {
		if s.Vetoes[i].ID == e.Veto {
			return s.Vetoes[i].Title
		}
	}
	return survey.Text{}
}

// A Table is entries as a table: text, dates as 2026-11-30.
type Table struct {
	Columns []Column
	Rows    [][]string
}

// Table writes the entries of points of a scheme as a table.
func (r Room) Table(ctx context.Context, f Filter, lang string) (Table, error) {
	f.Kind = OfPoints
	entries, err := r.Entries(ctx, f)
	if err != nil {
		return Table{}, err
	}
	plan, err := r.Scheme(ctx, f.Scheme, 0)
	if err != nil {
		return Table{}, err
	}
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return Table{}, err
	}
	line, table := &tableLine{lang: lang, units: reach.Named(), s: plan.Scheme}, Table{Columns: entryColumns, Rows: make([][]string, len(entries))}
	for i := range entries {
		for _, c := range entryColumns {
			table.Rows[i] = append(table.Rows[i], c.cell(&entries[i], line))
		}
	}
	return table, nil
}
