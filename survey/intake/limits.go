package intake

import (
	"bytes"
	"io"
	"math"
	"strings"

	"minping/survey"
)

// limits bound what is read of one file.
type limits struct {
	packed    int64  // bytes of the file
	entries   int    // parts of a workbook
	unpacked  uint64 // bytes of all its parts
	ratio     uint64 // unpacked : packed,
	ratioFrom uint64 // beyond so many bytes
	rows      int    // with and without text
	cells     int    // that a table keeps
}

// local are the limits of files that whoever runs the command has put there.
// A worksheet ends at 1,048,576 rows by itself.
var local = limits{packed: math.MaxInt64, entries: 2000, unpacked: 4 << 30, ratio: 200, ratioFrom: 64 << 20, rows: math.MaxInt, cells: math.MaxInt}

// uploaded are the limits of files that come over the network. MaxUpload is
// the largest of them in bytes.
var uploaded = limits{packed: MaxUpload, entries: 2000, unpacked: 50 << 20, ratio: 100, ratioFrom: 1 << 20, rows: 100_000, cells: 2_000_000}

// MaxUpload is the size of the largest file that is taken over the network, in bytes.
const MaxUpload = 5 << 20

// UploadedTable reads a table as ReadTable does, from whoever sends one: it
// takes bounded memory, whatever the file claims to be.
func UploadedTable(in io.Reader, name string) (*Sheet, error) {
	whole, err := uploaded.read(in, name)
	if err != nil {
		return nil, err
	}
	return readTable(whole, name, uploaded, nil)
}

// UploadedTableUnder reads a table as UploadedTable does whose headings may stand
// below a title: in the first row that has two headings that are known; where
// there is none, the first row has them. What a workbook merges over several
// rows of a column stands in each of them.
func UploadedTableUnder(in io.Reader, name string, known func(heading string) bool) (*Sheet, error) {
	whole, err := uploaded.read(in, name)
	if err != nil {
		return nil, err
	}
	packed, err := io.ReadAll(whole)
	if err != nil {
		return nil, err
	}
	sheet, err := readTable(bytes.NewReader(packed), name, uploaded, known)
	if err == nil && bytes.HasPrefix(packed, zipMark) {
		sheet.fillDown(mergedCells(packed, uploaded))
	}
	return sheet, err
}

// fillDown writes what stands in a range merged over rows of one column into
// each of them.
func (s *Sheet) fillDown(blocks []mergedBlock) {
	at := make(map[int]int, len(s.Lines)) // line → row
	for i, line := range s.Lines {
		at[line] = i
	}
	left, last := uploaded.cells, 0 // of looks: ranges that overlap are no table's
	if n := len(s.Lines); n > 0 {
		last = s.Lines[n-1]
	}
	for _, b := range blocks {
		first, there := at[b.top]
		if !there || b.left != b.right || b.left > len(s.Header) {
			continue
		}
		for line := b.top + 1; line <= min(b.bottom, last) && left > 0; line++ {
			left--
			if row, there := at[line]; there {
				s.Rows[row][b.left-1] = s.Rows[first][b.left-1]
			}
		}
	}
}

// UploadedUnits reads a roster as ReadUnits does, from whoever sends one.
func UploadedUnits(in io.Reader, name string) ([]survey.Unit, error) {
	whole, err := uploaded.read(in, name)
	if err != nil {
		return nil, err
	}
	return readUnits(whole, name, uploaded)
}

// read reads a file that is not too large.
func (l limits) read(in io.Reader, name string) (io.Reader, error) {
	whole, err := io.ReadAll(io.LimitReader(in, l.packed+1))
	if err != nil {
		return nil, err
	}
	if int64(len(whole)) > l.packed {
		return nil, newProblems(name).fail(problem{key: keyLargeFile, n: int(l.packed >> 20)})
	}
	return bytes.NewReader(whole), nil
}

func tooManyRows(l limits) error { return &unreadable{problem{key: keyTooManyRows, n: l.rows}} }

// blank reports whether no cell holds text.
func blank(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}
