package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// keepUnder is the size above which sheets are unpacked to a temporary file.
const keepUnder = 8 << 20

// xlsx counts the ballots of a workbook's first sheet.
func (c *counting) xlsx(in io.Reader) error {
	w := c.worker()
	var fields [][]byte
	err := sheetRows(in, local, func(no int, cells []string) error {
		if c.layout == nil {
			if len(cells) == 0 {
				return nil
			}
			return c.header(cells, no)
		}
		fields = fieldsOf(fields[:0], cells, len(c.layout.columns))
		r := row{no: no, fields: fields, encoding: utf8Encoding, stray: -1}
		if id := c.layout.id; id >= 0 && id < len(fields) {
			r.repeated = c.ids.add(c.ids.hash(bytes.TrimSpace(fields[id])))
		}
		w.count(r)
		return nil
	})
	if bad, ok := errors.AsType[*unreadable](err); ok {
		return c.problems.fail(bad.problem)
	}
	if err != nil {
		return err
	}
	if c.layout == nil {
		return c.problems.fail(problem{key: keyEmptyFile})
	}
	c.add(w)
	return nil
}

// fieldsOf makes fields of cells. A sheet has no empty cells at the end of a
// row, and writes whole numbers as 5 or as 5.0.
func fieldsOf(fields [][]byte, cells []string, n int) [][]byte {
	for _, cell := range cells {
		fields = append(fields, []byte(plain(cell)))
	}
	for len(fields) < n {
		fields = append(fields, nil)
	}
	return fields
}

// An unreadable file is no table, for the one reason that it holds.
type unreadable struct{ problem }

func (u *unreadable) Error() string { return u.in("", "en") }

// sheetRows calls do with the cells of each row of the first sheet, raw values
// as they are stored; rows without cells are called with none. Rows are
// streamed; the packed workbook is held in memory.
func sheetRows(in io.Reader, l limits, do func(no int, cells []string) error) (err error) {
	packed, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	if err := l.checkZip(packed); err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			err = &unreadable{problem{key: keyBadXLSX, got: fmt.Sprint(r)}}
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(packed), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: int64(l.unpacked), UnzipXMLSizeLimit: keepUnder,
	})
	if err != nil {
		return &unreadable{problem{key: keyBadXLSX, got: err.Error()}}
	}
	defer book.Close()
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return &unreadable{problem{key: keyBadXLSX, got: err.Error()}}
	}
	defer rows.Close()
	for no := 1; rows.Next(); no++ {
		if no > l.rows {
			return tooManyRows(l)
		}
		cells, err := rows.Columns()
		if err != nil {
			return &unreadable{problem{key: keyBadXLSX, got: err.Error()}}
		}
		if err := do(no, cells); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return &unreadable{problem{key: keyBadXLSX, got: err.Error()}}
	}
	return nil
}

// checkZip refuses archives that unpack to more than a workbook may hold.
func (l limits) checkZip(packed []byte) error {
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return &unreadable{problem{key: keyBadXLSX, got: err.Error()}}
	}
	unpacked := uint64(0)
	for _, f := range z.File {
		unpacked += f.UncompressedSize64
		if f.UncompressedSize64 > l.unpacked {
			unpacked = f.UncompressedSize64
			break
		}
	}
	switch {
	case len(z.File) > l.entries:
		return &unreadable{problem{key: keyTooLarge, got: fmt.Sprintf("%d parts", len(z.File))}}
	case unpacked > l.unpacked, unpacked > l.ratioFrom && unpacked > l.ratio*uint64(len(packed)):
		return &unreadable{problem{key: keyTooLarge, got: fmt.Sprintf("%d MiB", unpacked>>20)}}
	}
	return nil
}
