package intake

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// mostMerged is how many merged ranges of a worksheet are looked at.
const mostMerged = 20_000

// A block is a range of merged cells, rows and columns from 1, both ends in it.
type mergedBlock struct{ left, top, right, bottom int }

var mergeCell = regexp.MustCompile(`<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"`)

// mergedCells lists the merged cells of a workbook's first sheet. They stand
// behind the cells, which are streamed, and so are read by themselves. What
// cannot be read has none.
func mergedCells(packed []byte, l limits) (blocks []mergedBlock) {
	part := partsOf(packed, l)
	sheet := part(firstSheet(part))
	if at := bytes.LastIndex(sheet, []byte("sheetData>")); at > 0 {
		sheet = sheet[at:]
	}
	for _, m := range mergeCell.FindAllSubmatch(sheet, mostMerged) {
		var b mergedBlock
		var wrong error
		b.left, b.top, wrong = excelize.CellNameToCoordinates(string(m[1]))
		if wrong == nil {
			b.right, b.bottom, wrong = excelize.CellNameToCoordinates(string(m[2]))
		}
		if wrong == nil && b.left <= b.right && b.top <= b.bottom {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// partsOf returns what reads the parts of a workbook; what cannot be read is nil.
func partsOf(packed []byte, l limits) func(name string) []byte {
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	return func(name string) []byte {
		if err != nil {
			return nil
		}
		f, err := z.Open(name)
		if err != nil {
			return nil
		}
		defer f.Close()
		text, err := io.ReadAll(io.LimitReader(f, int64(l.unpacked)))
		if err != nil {
			return nil
		}
		return text
	}
}

// countsFrom1904 reports whether the dates of a workbook are days since 1904, as
// old spreadsheets for Mac had them.
func countsFrom1904(packed []byte, l limits) bool {
	var book struct {
		Properties struct {
			From1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
	}
	return xml.Unmarshal(partsOf(packed, l)("xl/workbook.xml"), &book) == nil && (book.Properties.From1904 == "1" || book.Properties.From1904 == "true")
}

// firstSheet returns where the first sheet of a workbook lies in its archive.
func firstSheet(part func(name string) []byte) string {
	var book struct {
		Sheets []struct {
			ID string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var links struct {
		Links []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	const usual = "xl/worksheets/sheet1.xml"
	if xml.Unmarshal(part("xl/workbook.xml"), &book) != nil || len(book.Sheets) == 0 || xml.Unmarshal(part("xl/_rels/workbook.xml.rels"), &links) != nil {
		return usual
	}
	for _, l := range links.Links {
		if l.ID == book.Sheets[0].ID {
			return strings.TrimPrefix(path.Join("/xl", strings.TrimPrefix(l.Target, "/xl/")), "/")
		}
	}
	return usual
}

// fillMerged writes what stands in a merged range into all its cells.
func fillMerged(grid [][]string, blocks []mergedBlock) {
	for _, b := range blocks {
		if b.top > len(grid) || b.left > len(grid[b.top-1]) {
			continue
		}
		text := grid[b.top-1][b.left-1]
		for y := b.top; y <= min(b.bottom, len(grid)); y++ {
			row := grid[y-1]
			for x := b.left; x <= min(b.right, len(row)); x++ {
				row[x-1] = text
			}
		}
	}
}
