package report

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// An orderedZip writes the parts of a workbook by their names, in whatever order
// they come, so that the same workbook is the same bytes. Parts wait compressed.
type orderedZip struct {
	to    io.Writer
	parts []*zipPart
}

func newOrderedZip(to io.Writer) excelize.ZipWriter { return &orderedZip{to: to} }

// A zipPart is a part with what its place in the archive says of it.
type zipPart struct {
	name  string
	data  bytes.Buffer
	deflt *flate.Writer
	sum   uint32
	size  uint64
}

// Write implements io.Writer.
func (p *zipPart) Write(b []byte) (int, error) {
	p.sum = crc32.Update(p.sum, crc32.IEEETable, b)
	p.size += uint64(len(b))
	return p.deflt.Write(b)
}

// Create implements excelize.ZipWriter.
func (z *orderedZip) Create(name string) (io.Writer, error) {
	p := &zipPart{name: name}
	var err error
	p.deflt, err = flate.NewWriter(&p.data, flate.DefaultCompression)
	z.parts = append(z.parts, p)
	return p, err
}

// AddFS implements excelize.ZipWriter; workbooks have no files of their own.
func (z *orderedZip) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close implements excelize.ZipWriter.
func (z *orderedZip) Close() error {
	slices.SortFunc(z.parts, func(a, b *zipPart) int { return strings.Compare(a.name, b.name) })
	w := zip.NewWriter(z.to)
	for _, p := range z.parts {
		if err := p.deflt.Close(); err != nil {
			return err
		}
		to, err := w.CreateRaw(&zip.FileHeader{
			Name: p.name, Method: zip.Deflate, CRC32: p.sum, CompressedSize64: uint64(p.data.Len()), UncompressedSize64: p.size,
		})
		if err != nil {
			return err
		}
		if _, err := p.data.WriteTo(to); err != nil {
			return err
		}
	}
	return w.Close()
}
