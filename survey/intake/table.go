package intake

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// A Sheet is a table as it stands in a file: text, nothing interpreted.
type Sheet struct {
	Header []string   // names of the columns, without space around them
	Top    int        // where it stands, as a spreadsheet counts; of headings in several rows the last
	Rows   [][]string // each as long as Header; rows without any text are left out
	Lines  []int      // where each row stands
}

// Table reads a table, CSV or XLSX, whose first row with any text names its
// columns. What is wrong with the file is a *Problems.
func Table(path string) (*Sheet, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadTable(f, path)
}

// ReadTable reads a table from in as Table does; name is the file's in messages.
func ReadTable(in io.Reader, name string) (*Sheet, error) {
	return readTable(in, name, local, nil)
}

// readTable reads a table whose headings are the first row with any text or,
// where known tells which headings there are, the first with two of them.
func readTable(in io.Reader, name string, l limits, known func(heading string) bool) (*Sheet, error) {
	problems := newProblems(name)
	buffered := bufio.NewReader(in)
	head, err := buffered.Peek(len(zipMark))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if bytes.Equal(head, oldExcelMark) {
		return nil, problems.fail(problem{key: keyOldExcel})
	}
	g := &sheetReader{problems: problems, limits: l, workbook: bytes.Equal(head, zipMark), known: known}
	err = tableRows(buffered, l, g.row)
	if err == nil {
		err = g.settle()
	}
	if err != nil {
		if bad, ok := errors.AsType[*unreadable](err); ok {
			return nil, problems.fail(bad.problem)
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	switch {
	case g.Header == nil:
		problems.add(problem{key: keyNoTable})
	case len(g.Rows) == 0 && problems.total == 0:
		problems.add(problem{key: keyNoRows})
	}
	if problems.total > 0 {
		return nil, problems
	}
	return &g.Sheet, nil
}

// A sheetReader is the reading of one table.
type sheetReader struct {
	Sheet
	limits   limits
	problems *Problems
	workbook bool // whose rows end with the last cell that is not empty
	known    func(heading string) bool
	above    []aboveRow // read while the headings were looked for
}

// An aboveRow is a row that may be a title above the headings.
type aboveRow struct {
	no    int
	cells []string
}

// heads reports whether a row has headings that are known.
func (g *sheetReader) heads(cells []string) bool {
	n := 0
	for _, c := range cells {
		if g.known(c) {
			n++
		}
	}
	return n >= 2
}

// settle ends the looking for headings: where none is known, the first row is
// taken for them.
func (g *sheetReader) settle() error {
	if g.Header != nil {
		return nil
	}
	above := g.above
	g.known, g.above = nil, nil
	for _, r := range above {
		if err := g.row(r.no, r.cells); err != nil {
			return err
		}
	}
	return nil
}

func (g *sheetReader) row(no int, cells []string) error {
	if blank(cells) {
		return nil
	}
	if g.Header == nil && g.known != nil && !g.heads(cells) {
		if g.above = append(g.above, aboveRow{no, slices.Clone(cells)}); len(g.above) == deepestHeader {
			return g.settle()
		}
		return nil
	}
	if g.Header == nil {
		g.Header, g.Top = trimmed(cells), no
		if n := len(g.above); n > 0 {
			g.Header = g.underGroups(g.above[n-1].cells, g.Header)
		}
		g.above = nil
		return nil
	}
	if len(g.Rows) == 0 && g.known != nil {
		if joined, are := g.secondHeadings(trimmed(cells)); are {
			g.Header, g.Top = joined, no
			return nil
		}
	}
	g.problems.seen(no)
	columns := len(g.Header)
	if (len(g.Rows)+1)*columns > g.limits.cells {
		return &unreadable{problem{row: no, key: keyTooManyCells, n: g.limits.cells}}
	}
	for len(cells) > columns && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) > columns || len(cells) < columns && !g.workbook {
		g.problems.add(problem{row: no, key: keyFieldCount, n: len(cells), of: columns})
		return nil
	}
	row := make([]string, columns)
	copy(row, cells)
	g.Rows, g.Lines = append(g.Rows, row), append(g.Lines, no)
	return nil
}
