package report

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"minping/survey"
)

// A Table is a list as it is: headings, and rows of texts.
type Table struct {
	Title string
	Heads []TableHead
	Rows  [][]string // each as long as Heads; dates as 2026-11-30
}

// A TableHead is the heading of a column.
type TableHead struct {
	Name   string
	Width  float64 // in characters
	Date   bool    // texts that are dates are written as dates
	Number bool    // texts that are numbers are written as numbers
}

// CSV writes the table as UTF-8 with a byte order mark; texts that a
// spreadsheet would take for formulas start with an apostrophe.
func (t Table) CSV(w io.Writer) error {
	buffered := bufio.NewWriter(w)
	if _, err := buffered.WriteString("\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(buffered)
	out.UseCRLF = true
	head := make([]string, len(t.Heads))
	for i, h := range t.Heads {
		head[i] = h.Name
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, text := range row {
			cells[i] = survey.PlainCell(text)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return buffered.Flush()
}

// Write writes the table in a format: xlsx, or csv.
func (t Table) Write(w io.Writer, format, lang string) error {
	if format == "csv" {
		return t.CSV(w)
	}
	return t.XLSX(w, lang)
}

// XLSX writes the table as a workbook for landscape paper, its heading on each page.
func (t Table) XLSX(w io.Writer, lang string) (err error) {
	f := excelize.NewFile()
	defer f.Close()
	keep := func(e error) {
		if err == nil && e != nil {
			err = fmt.Errorf("xlsx: %w", e)
		}
	}
	style := func(s excelize.Style, side string) int {
		s.Alignment = &excelize.Alignment{WrapText: true, Vertical: "top", Horizontal: side}
		s.Border = []excelize.Border{{Type: "bottom", Color: line, Style: 1}}
		id, e := f.NewStyle(&s)
		keep(e)
		return id
	}
	iso := "yyyy-mm-dd"
	bold, text := style(excelize.Style{Font: &excelize.Font{Bold: true}}, "left"), style(excelize.Style{}, "left")
	date, number := style(excelize.Style{CustomNumFmt: &iso}, "left"), style(excelize.Style{}, "right")
	keep(f.SetDefaultFont(words{lang}.say("微软雅黑", "Calibri")))
	keep(f.SetSheetName("Sheet1", t.Title))
	for i, h := range t.Heads {
		column, e := excelize.ColumnNumberToName(i + 1)
		keep(e)
		keep(f.SetColWidth(t.Title, column, column, h.Width))
		keep(f.SetCellStr(t.Title, column+"1", h.Name))
		keep(f.SetCellStyle(t.Title, column+"1", column+"1", bold))
		for j, row := range t.Rows {
			at, look := fmt.Sprintf("%s%d", column, j+2), text
			day, noDay := time.Parse(time.DateOnly, row[i])
			x, noNumber := strconv.ParseFloat(row[i], 64)
			switch {
			case h.Date && noDay == nil:
				look = date
				keep(f.SetCellValue(t.Title, at, day))
			case h.Number && noNumber == nil:
				look = number
				keep(f.SetCellValue(t.Title, at, x))
			case row[i] != "":
				keep(f.SetCellStr(t.Title, at, row[i]))
			}
			keep(f.SetCellStyle(t.Title, at, at, look))
		}
	}
	for i := range len(t.Rows) + 1 {
		keep(f.SetRowHeight(t.Title, i+1, t.height(i)))
	}
	last, e := excelize.CoordinatesToCellName(len(t.Heads), len(t.Rows)+1)
	keep(e)
	landscape, a3, one, tall := "landscape", 8, 1, 0
	fit, margin, foot := true, 0.4, 0.2
	keep(f.SetPageMargins(t.Title, &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin, Top: &margin, Bottom: &margin, Header: &foot, Footer: &foot}))
	keep(f.SetPageLayout(t.Title, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a3, FitToWidth: &one, FitToHeight: &tall}))
	keep(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + t.Title + "'!$1:$1", Scope: t.Title}))
	keep(f.SetPanes(t.Title, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	keep(f.AutoFilter(t.Title, "A1:"+last, nil))
	keep(f.SetSheetProps(t.Title, &excelize.SheetPropsOptions{FitToPage: &fit})) // which a filter would forget
	if err != nil {
		return err
	}
	return f.Write(w)
}

// The height of a line, and the most that spreadsheets give a row, in points.
const (
	lineHeight = 16.5
	mostHeight = 409
)

// height is how high a row is that shows all its text, in points: programs other
// than the one that wrote a workbook often do not work it out. Row 0 has the headings.
func (t Table) height(row int) float64 {
	most := 1
	for i, h := range t.Heads {
		text := h.Name
		if row > 0 {
			text = t.Rows[row-1][i]
		}
		if h.Width > 1 {
			most = max(most, linesOf(text, h.Width))
		}
	}
	return min(float64(most)*lineHeight+2, mostHeight)
}

// NewTable is a table of texts whose columns are all of a width.
func NewTable(title string, width float64, heads []string, rows [][]string) Table {
	t := Table{Title: title, Rows: rows}
	for _, h := range heads {
		t.Heads = append(t.Heads, TableHead{Name: h, Width: width})
	}
	return t
}
