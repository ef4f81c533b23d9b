package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"minping/survey"
)

// A cell is a value and how it looks.
type cell struct {
	value any
	look  look
}

// A head is the head of a column.
type head struct {
	text  string
	width float64
	right bool
}

// A sheet is a worksheet being written row by row. Rows are not kept: past a
// few megabytes they wait in a temporary file until the workbook is written, so
// that its size is not that of the memory. Panes, paper and widths come before
// the rows; rows written before them wait.
type sheet struct {
	*book
	name    string
	row     int // the last one written
	widths  []float64
	waiting []sheetRow
	out     *excelize.StreamWriter // nil: rows wait
}

// A sheetRow is a row of a sheet. A height of 0 is that of a line.
type sheetRow struct {
	number int
	height float64
	cells  []cell
}

// sheet adds a worksheet with a title and a line below it.
func (b *book) sheet(name, title, sub string) *sheet {
	s := &sheet{book: b, name: b.sheetName(name)}
	if len(b.sheets) == 0 {
		b.keep(b.f.SetSheetName("Sheet1", s.name))
	} else {
		_, err := b.f.NewSheet(s.name)
		b.keep(err)
	}
	b.sheets = append(b.sheets, s)
	gridlines := false
	b.keep(b.f.SetSheetView(s.name, 0, &excelize.ViewOptions{ShowGridLines: &gridlines}))
	s.put(cell{title, look{bold: true, size: 14}})
	s.put(cell{sub, look{color: ink2}})
	return s
}

// sheetName makes a name that a workbook allows and that is not taken.
func (b *book) sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, name)
	cut := func(n int) string { return string([]rune(name)[:min(n, len([]rune(name)))]) }
	unique := cut(31)
	for i := 2; ; i++ {
		if at, err := b.f.GetSheetIndex(unique); err != nil || at < 0 {
			return unique
		}
		unique = cut(27) + fmt.Sprintf(" %d", i)
	}
}

// put writes the next row, as high as its longest text.
func (s *sheet) put(cells ...cell) {
	lines, height := 1, 0.0
	for i, c := range cells {
		if text, ok := c.value.(string); ok && c.look.wrap && i < len(s.widths) {
			lines = max(lines, linesOf(text, s.widths[i]))
		}
	}
	if lines > 1 {
		height = min(float64(lines)*15+4, 400)
	}
	s.putHigh(height, cells...)
}

// putHigh writes the next row with a height in points; 0: that of a line.
func (s *sheet) putHigh(height float64, cells ...cell) {
	s.row++
	r := sheetRow{s.row, height, cells}
	if s.out == nil {
		s.waiting = append(s.waiting, r)
		return
	}
	s.write(r)
}

// skip leaves a row empty.
func (s *sheet) skip() { s.row++ }

func (s *sheet) write(r sheetRow) {
	values := make([]any, len(r.cells))
	for i, c := range r.cells {
		values[i] = excelize.Cell{StyleID: s.style(c.look), Value: plainValue(c.value)}
	}
	s.keep(s.out.SetRow(fmt.Sprintf("A%d", r.number), values, excelize.RowOpts{Height: r.height}))
}

// plainValue is what a cell holds of a value; numbers that are none are dashes.
func plainValue(value any) any {
	n, isNum := value.(survey.Num)
	switch {
	case !isNum:
		return value
	case !n.OK():
		return "—"
	}
	return float64(n)
}

// linesOf guesses how many lines a text takes in a column of a width in
// letters; a Chinese character is as wide as two.
func linesOf(text string, width float64) (lines int) {
	for line := range strings.SplitSeq(text, "\n") {
		letters := 0.0
		for _, r := range line {
			if letters++; r >= 0x2e80 {
				letters++
			}
		}
		lines += max(1, int(math.Ceil(letters/(width-1))))
	}
	return lines
}

// heads writes the row of column heads, sets the widths, keeps the heads in
// view and repeats them on each printed page.
func (s *sheet) heads(frozen int, heads ...head) {
	cells := make([]cell, len(heads))
	for i, h := range heads {
		cells[i] = cell{h.text, look{bold: true, color: ink2, ruled: true, wrap: true, right: h.right, head: true}}
		s.width(i+1, i+1, h.width)
		s.widths = append(s.widths, h.width)
	}
	s.putHigh(34, cells...)
	s.freeze(frozen)
}

// width sets the width of columns, counted from 1, in letters.
func (s *sheet) width(from, to int, letters float64) {
	a, err := excelize.ColumnNumberToName(from)
	s.keep(err)
	z, err := excelize.ColumnNumberToName(to)
	s.keep(err)
	s.keep(s.f.SetColWidth(s.name, a, z, letters))
}

// freeze keeps the rows so far and the first columns in view, and sets up
// printing. Columns have their widths by then.
func (s *sheet) freeze(columns int) {
	corner, err := excelize.CoordinatesToCellName(columns+1, s.row+1)
	s.keep(err)
	s.keep(s.f.SetPanes(s.name, &excelize.Panes{
		Freeze: true, XSplit: columns, YSplit: s.row, TopLeftCell: corner, ActivePane: "bottomRight",
	}))
	a4, landscape, one, any, fit := 9, "landscape", 1, 0, true
	s.keep(s.f.SetPageLayout(s.name, &excelize.PageLayoutOptions{
		Size: &a4, Orientation: &landscape, FitToWidth: &one, FitToHeight: &any,
	}))
	s.keep(s.f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	s.keep(s.f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$%d", s.name, s.row), Scope: s.name,
	}))
	s.keep(s.f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&R&P / &N"}))
	s.begin()
}

// begin writes the rows that wait; what comes before rows is settled.
func (s *sheet) begin() {
	out, err := s.f.NewStreamWriter(s.name)
	s.keep(err)
	if s.err != nil {
		out = nil // rows go on waiting and are never written
	}
	if s.out = out; out == nil {
		return
	}
	for _, r := range s.waiting {
		s.write(r)
	}
	s.waiting = nil
}

// end closes the sheet.
func (s *sheet) end() {
	if s.out == nil {
		s.begin()
	}
	if s.out != nil {
		s.keep(s.out.Flush())
	}
}

// merge joins cells of a row, columns counted from 1, once rows are written.
func (s *sheet) merge(row, from, to int) {
	a, err := excelize.CoordinatesToCellName(from, row)
	s.keep(err)
	z, err := excelize.CoordinatesToCellName(to, row)
	s.keep(err)
	if s.out != nil {
		s.keep(s.out.MergeCell(a, z))
	}
}
