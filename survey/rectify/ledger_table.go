package rectify

import (
	"context"
	"strings"

	"minping/survey"
)

// A Table is the ledger as a table: text, dates as 2026-11-30.
type Table struct {
	Columns []Column
	Rows    [][]string
}

// Table writes tasks of the ledger, with their orders by id, as a table that is
// imported again as it is.
func (r Room) Table(ctx context.Context, tasks []Task, orders map[string]Order, lang string) (Table, error) {
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return Table{}, err
	}
	unit := unitNames(reach)
	table := Table{Columns: ledgerColumns, Rows: make([][]string, len(tasks))}
	for i, t := range tasks {
		l := ledgerLine{t, orders[t.Order], unit, lang, r.desk.Zone}
		for _, c := range ledgerColumns {
			table.Rows[i] = append(table.Rows[i], c.cell(l))
		}
	}
	return table, nil
}

// unitNames calls units by their names, those that share one by their ids.
func unitNames(reach survey.Reach) func(id string) string {
	named, called := reach.Named(), map[string]int{}
	for _, u := range named {
		called[plain(u.Name.In("zh"))]++
	}
	return func(id string) string {
		if name := plain(named[id].Name.In("zh")); name != "" && called[name] == 1 {
			return name
		}
		return id
	}
}

// LedgerHeading reports whether a heading is one of the ledger's, however it is written.
func LedgerHeading(heading string) bool {
	_, part := progressPart(heading)
	return part || columnOf(heading) != nil
}

// columnOf finds the column that a heading means; nil: none, it is left out.
func columnOf(heading string) *Column {
	heading = headingOf(heading)
	for i := range ledgerColumns {
		c := &ledgerColumns[i]
		for _, name := range append([]string{c.Name["zh"], c.Name["en"]}, c.also...) {
			if headingOf(name) == heading {
				return c
			}
		}
	}
	return nil
}

// headingOf is a heading without the ways in which it may be written.
func headingOf(s string) string {
	s = strings.NewReplacer("（", "(", "）", ")", "＊", "", "*", "", "：", "", ":", "").Replace(s)
	return strings.ToLower(strings.Join(strings.Fields(s), ""))
}
