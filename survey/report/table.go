package report

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"minping/survey"
)

// A Table is a list as it is: headings, and rows of texts.
type Table struct {
	Title string
	Above []string // lines above the headings, the title first
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

// broad is from how many characters on a table is printed on A3, not A4.
const broad = 190

// XLSX writes the table as a workbook for landscape paper, its headings on each page.
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
		if side == "right" {
			s.Alignment.Indent = 1 // apart from the text of the next column
		}
		s.Border = []excelize.Border{{Type: "bottom", Color: line, Style: 1}}
		id, e := f.NewStyle(&s)
		keep(e)
		return id
	}
	iso := "yyyy-mm-dd"
	bold, text := map[bool]int{}, style(excelize.Style{}, "left")
	for number, side := range map[bool]string{false: "left", true: "right"} {
		bold[number] = style(excelize.Style{Font: &excelize.Font{Bold: true}}, side)
	}
	date, number := style(excelize.Style{CustomNumFmt: &iso}, "left"), map[string]int{}
	numbered := func(text string) int { // with the decimals that it has
		_, decimals, _ := strings.Cut(text, ".")
		form := strings.TrimSuffix("0."+strings.Repeat("0", len(decimals)), ".")
		if _, there := number[form]; !there {
			number[form] = style(excelize.Style{CustomNumFmt: &form}, "right")
		}
		return number[form]
	}
	keep(f.SetDefaultFont(words{lang}.say("微软雅黑", "Calibri")))
	keep(f.SetSheetName("Sheet1", t.Title))
	top, width := len(t.Above)+1, 0.0 // the row of the headings
	lastColumn, e := excelize.ColumnNumberToName(len(t.Heads))
	keep(e)
	for i, text := range t.Above {
		look := excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}}
		if i == 0 {
			look.Font = &excelize.Font{Bold: true, Size: 14}
		}
		id, e := f.NewStyle(&look)
		keep(e)
		row := fmt.Sprintf("%d", i+1)
		keep(f.MergeCell(t.Title, "A"+row, lastColumn+row))
		keep(f.SetCellStr(t.Title, "A"+row, text))
		keep(f.SetCellStyle(t.Title, "A"+row, "A"+row, id))
	}
	for i, h := range t.Heads {
		column, e := excelize.ColumnNumberToName(i + 1)
		keep(e)
		width += h.Width
		head := fmt.Sprintf("%s%d", column, top)
		keep(f.SetColWidth(t.Title, column, column, h.Width))
		keep(f.SetCellStr(t.Title, head, h.Name))
		keep(f.SetCellStyle(t.Title, head, head, bold[h.Number]))
		for j, row := range t.Rows {
			at, look := fmt.Sprintf("%s%d", column, top+j+1), text
			day, noDay := time.Parse(time.DateOnly, row[i])
			x, noNumber := strconv.ParseFloat(row[i], 64)
			switch {
			case h.Date && noDay == nil:
				look = date
				keep(f.SetCellValue(t.Title, at, day))
			case h.Number && noNumber == nil:
				look = numbered(row[i])
				keep(f.SetCellValue(t.Title, at, x))
			case row[i] != "":
				keep(f.SetCellStr(t.Title, at, row[i]))
			}
			keep(f.SetCellStyle(t.Title, at, at, look))
		}
	}
	for i, text := range t.Above {
		keep(f.SetRowHeight(t.Title, i+1, float64(linesOf(text, width))*lineHeight+6))
	}
	for i := range len(t.Rows) + 1 {
		keep(f.SetRowHeight(t.Title, top+i, t.height(i)))
	}
	landscape, paper, one, tall := "landscape", 9, 1, 0
	if width > broad {
		paper = 8
	}
	fit, margin, foot := true, 0.4, 0.2
	keep(f.SetPageMargins(t.Title, &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin, Top: &margin, Bottom: &margin, Header: &foot, Footer: &foot}))
	keep(f.SetPageLayout(t.Title, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &paper, FitToWidth: &one, FitToHeight: &tall}))
	keep(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%[2]d", t.Title, top), Scope: t.Title}))
	keep(f.SetPanes(t.Title, &excelize.Panes{Freeze: true, YSplit: top, TopLeftCell: fmt.Sprintf("A%d", top+1), ActivePane: "bottomLeft"}))
	keep(f.AutoFilter(t.Title, fmt.Sprintf("A%d:%s%d", top, lastColumn, top+len(t.Rows)), nil))
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
	for i, h := range heads {
		t.Heads = append(t.Heads, TableHead{Name: h, Width: width, Number: numbers(rows, i)})
	}
	return t
}

// numbers reports whether what a column says is numbers, and not names made of
// digits, as 007.
func numbers(rows [][]string, column int) (some bool) {
	for _, row := range rows {
		text := row[column]
		if text == "" {
			continue
		}
		if digits := strings.TrimPrefix(text, "-"); !plainNumber.MatchString(digits) {
			return false
		}
		some = true
	}
	return some
}

// plainNumber is one that a workbook keeps as it is written.
var plainNumber = regexp.MustCompile(`^(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$`)
