package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"minping/survey"
	"minping/survey/analysis"
)

// renderGrid draws a table of results, numbers to the right.
func renderGrid(g analysis.Grid, lang string) string {
	t := table.NewWriter()
	t.SetStyle(plainTable())
	t.SuppressTrailingSpaces()
	var heads table.Row
	for _, h := range g.Head {
		heads = append(heads, h.In(lang))
	}
	t.AppendHeader(heads)
	var columns []table.ColumnConfig
	for k := range g.Head {
		if isNumeric(g.Rows, k) {
			columns = append(columns, table.ColumnConfig{Number: k + 1, Align: text.AlignRight, AlignHeader: text.AlignRight})
		}
	}
	t.SetColumnConfigs(columns)
	decimals := decimalsOf(g)
	skipped := 0
	if g.Most > 0 && len(g.Rows) > g.Most+1 {
		skipped = len(g.Rows) - g.Most
	}
	for i, row := range g.Rows {
		switch first := (g.Most + 1) / 2; {
		case skipped == 0 || i < first || i >= first+skipped:
			t.AppendRow(cells(row, decimals, lang))
		case i == first:
			t.AppendRow(table.Row{fmt.Sprintf("… (%d)", skipped)})
		}
	}
	if title := g.Title.In(lang); title != "" {
		return title + "\n" + t.Render()
	}
	return t.Render()
}

func cells(row []any, decimals []int, lang string) table.Row {
	out := make(table.Row, len(row))
	for k, cell := range row {
		out[k] = cellText(cell, decimals[k], lang)
	}
	return out
}

func cellText(cell any, decimals int, lang string) string {
	switch x := cell.(type) {
	case survey.Text:
		return x.In(lang)
	case survey.Num:
		if !x.OK() {
			return "–"
		}
		return fixed(float64(x), decimals)
	case analysis.P:
		switch {
		case math.IsNaN(float64(x)):
			return "–"
		case x < 0.0001:
			return "<0.0001"
		case x > 0.9999:
			return ">0.9999"
		}
		return fixed(float64(x), 4)
	case bool:
		return map[bool]string{true: "●", false: ""}[x]
	}
	return fmt.Sprint(cell)
}

// fixed writes x with decimal places, and 0 without a sign.
func fixed(x float64, decimals int) string {
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if unsigned, minus := strings.CutPrefix(s, "-"); minus && strings.Trim(unsigned, "0.") == "" {
		return unsigned
	}
	return s
}

// isNumeric reports whether a column holds numbers.
func isNumeric(rows [][]any, k int) bool {
	for _, row := range rows {
		switch row[k].(type) {
		case survey.Num, analysis.P, int:
			return true
		}
	}
	return false
}

// decimalsOf returns the decimal places of each column: so that its largest
// number has four digits or more, at most four places; none for whole numbers.
func decimalsOf(g analysis.Grid) []int {
	decimals := make([]int, len(g.Head))
	for k := range decimals {
		largest, whole := 0.0, true
		for _, row := range g.Rows {
			if x, ok := row[k].(survey.Num); ok && x.OK() {
				largest = max(largest, math.Abs(float64(x)))
				whole = whole && float64(x) == math.Trunc(float64(x))
			}
		}
		switch {
		case whole:
		case largest < 1:
			decimals[k] = 4
		default:
			decimals[k] = max(3-int(math.Floor(math.Log10(largest))), 0)
		}
	}
	return decimals
}
