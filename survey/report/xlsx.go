package report

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"minping/survey"
)

// XLSX writes a workbook: a ranking for each tier, a heat table, everything of an
// evaluation, the problem list, the suggestions and the method notes, one sheet
// each, ready to print. Votes have a sheet each; where nothing is scored there is
// nothing else.
// Texts are written as texts, also where they look like formulas.
func XLSX(w io.Writer, r *survey.Release, lang string) error {
	return writeBook(w, r, lang, func(b *book) {
		b.votes()
		if len(r.Items) > 0 || len(r.Votes) == 0 {
			for _, t := range tiers(r) {
				b.ranking(t)
			}
			b.heat()
			b.evaluation()
			b.problems()
			b.suggestions()
		}
		b.paper()
		if len(r.Items) > 0 || len(r.Votes) == 0 {
			b.methods()
		}
	})
}

// writeBook writes a workbook of the sheets that fill adds.
func writeBook(w io.Writer, r *survey.Release, lang string, fill func(*book)) error {
	b := &book{words: words{lang}, f: excelize.NewFile(), r: r, styles: map[look]int{}}
	defer b.f.Close()
	b.keep(b.f.SetDefaultFont(b.say("微软雅黑", "Calibri")))
	fill(b)
	if b.err != nil {
		return fmt.Errorf("xlsx: %w", b.err)
	}
	b.f.SetActiveSheet(0)
	return b.f.Write(w)
}

// A book is a workbook being written. The first error ends the writing.
type book struct {
	words
	f      *excelize.File
	r      *survey.Release
	sheets int
	styles map[look]int
	err    error
}

func (b *book) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

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

// A sheet is a worksheet being written row by row.
type sheet struct {
	*book
	name   string
	row    int // the last one written
	widths []float64
}

// sheet adds a worksheet with a title and a line below it.
func (b *book) sheet(name, title, sub string) *sheet {
	s := &sheet{book: b, name: b.sheetName(name)}
	if b.sheets++; b.sheets == 1 {
		b.keep(b.f.SetSheetName("Sheet1", s.name))
	} else {
		_, err := b.f.NewSheet(s.name)
		b.keep(err)
	}
	s.put(cell{title, look{bold: true, size: 14}})
	s.put(cell{sub, look{color: ink2}})
	gridlines := false
	b.keep(b.f.SetSheetView(s.name, 0, &excelize.ViewOptions{ShowGridLines: &gridlines}))
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

// put writes the next row.
func (s *sheet) put(cells ...cell) {
	s.row++
	lines := 1
	for i, c := range cells {
		s.set(i+1, c)
		if text, ok := c.value.(string); ok && c.look.wrap && i < len(s.widths) {
			lines = max(lines, linesOf(text, s.widths[i]))
		}
	}
	if lines > 1 {
		s.keep(s.f.SetRowHeight(s.name, s.row, min(float64(lines)*15+4, 400)))
	}
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

// set writes a cell of the current row.
func (s *sheet) set(col int, c cell) {
	ref, err := excelize.CoordinatesToCellName(col, s.row)
	s.keep(err)
	switch v := c.value.(type) {
	case nil:
	case survey.Num:
		if v.OK() {
			s.keep(s.f.SetCellFloat(s.name, ref, float64(v), -1, 64))
		} else {
			s.keep(s.f.SetCellStr(s.name, ref, "—"))
		}
	case int:
		s.keep(s.f.SetCellInt(s.name, ref, int64(v)))
	case string:
		s.keep(s.f.SetCellStr(s.name, ref, v))
	}
	s.keep(s.f.SetCellStyle(s.name, ref, ref, s.style(c.look)))
}

// heads writes the row of column heads, sets the widths, keeps the heads in
// view and repeats them on each printed page.
func (s *sheet) heads(frozen int, heads ...head) {
	cells := make([]cell, len(heads))
	for i, h := range heads {
		cells[i] = cell{h.text, look{bold: true, color: ink2, ruled: true, wrap: true, right: h.right, head: true}}
		name, err := excelize.ColumnNumberToName(i + 1)
		s.keep(err)
		s.keep(s.f.SetColWidth(s.name, name, name, h.width))
		s.widths = append(s.widths, h.width)
	}
	s.put(cells...)
	s.keep(s.f.SetRowHeight(s.name, s.row, 34))
	s.freeze(frozen)
}

// freeze keeps the rows so far and the first columns in view, and sets up printing.
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
}

// title heads a sheet: what it shows, of which survey.
func (b *book) title(what string) string {
	name := b.r.Title.In(b.lang)
	if b.r.Poll != nil && b.r.Poll.Title != nil {
		name = b.r.Poll.Title.In(b.lang)
	}
	return what + b.say("：", ": ") + name
}

// sub is the line below a title: what all figures rest on.
func (b *book) sub(more string) string {
	text := b.sayf("有效票 %s 张；区间为 %s 置信区间。", "%s ballots; intervals are %s confidence intervals. ",
		b.thousands(b.r.Method.Ballots), level(b.r.Method.Level))
	if b.r.Simulated {
		text = b.say("模拟数据，地名虚构。", "Simulated data, invented places. ") + text
	}
	return text + more
}
