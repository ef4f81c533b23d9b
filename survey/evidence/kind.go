package evidence

import (
	"archive/zip"
	"bytes"
	"image"
	_ "image/gif"  // so that its size can be read
	_ "image/jpeg" // so that its size can be read
	_ "image/png"  // so that its size can be read
	"io"
	"path"
	"strings"

	"minping/survey"
)

// A Kind is what a file is by its content.
type Kind string

// The kinds that are taken. Archives, pages, drawings in SVG, programs, and the
// older office formats, which cannot be told from those with macros, are not.
const (
	JPEG Kind = "image/jpeg"
	PNG  Kind = "image/png"
	GIF  Kind = "image/gif"
	PDF  Kind = "application/pdf"
	DOCX Kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	XLSX Kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// byExtension is the list of what is taken.
var byExtension = map[string]Kind{".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".gif": GIF, ".pdf": PDF, ".docx": DOCX, ".xlsx": XLSX}

// Extensions are those of the files that are taken, for forms.
const Extensions = ".jpg,.jpeg,.png,.gif,.pdf,.docx,.xlsx"

// mostPixels is how large a picture may be: opening a larger one is an attack
// on whoever does.
const mostPixels = 100_000_000

// Sniff returns the kind of a file by its content, if it is what its name says;
// else what is wrong, as survey.FieldErrors.
func Sniff(name string, content io.ReaderAt, size int64) (Kind, error) {
	want, ok := byExtension[strings.ToLower(path.Ext(name))]
	switch {
	case !ok:
		return "", refuse("evidence_kind", "extensions", strings.ReplaceAll(Extensions, ",", " "))
	case size == 0:
		return "", refuse("evidence_empty")
	}
	var head [8]byte
	n, err := content.ReadAt(head[:min(size, int64(len(head)))], 0)
	if err != nil && err != io.EOF { //nolint:errorlint // io.ReaderAt returns it bare
		return "", err
	}
	begins := want
	if want == DOCX || want == XLSX {
		begins = packed
	}
	if magic(head[:n]) != begins {
		return "", refuse("evidence_content", "extension", strings.ToLower(path.Ext(name)))
	}
	switch want {
	case JPEG, PNG, GIF:
		err = checkImage(content, size)
	case PDF:
		err = checkPDF(content, size)
	default:
		err = checkOffice(content, size, want)
	}
	if err != nil {
		return "", err
	}
	return want, nil
}

// packed is how office files begin: an archive of parts.
const packed Kind = "application/zip"

// magic returns the kind by the first bytes.
func magic(head []byte) Kind {
	for _, m := range []struct {
		start string
		kind  Kind
	}{
		{"\xff\xd8\xff", JPEG},
		{"\x89PNG\r\n\x1a\n", PNG},
		{"GIF87a", GIF},
		{"GIF89a", GIF},
		{"%PDF-", PDF},
		{"PK\x03\x04", packed},
	} {
		if bytes.HasPrefix(head, []byte(m.start)) {
			return m.kind
		}
	}
	return ""
}

// checkImage refuses what does not begin like a picture, is too large to open,
// or has an archive behind it.
func checkImage(content io.ReaderAt, size int64) error {
	c, _, err := image.DecodeConfig(io.NewSectionReader(content, 0, size))
	if err != nil {
		return refuse("evidence_damaged")
	}
	if int64(c.Width)*int64(c.Height) > mostPixels {
		return refuse("evidence_pixels", "max", mostPixels/1_000_000)
	}
	end, err := tail(content, size, 1<<16+22)
	if err != nil {
		return err
	}
	if bytes.Contains(end, []byte("PK\x05\x06")) {
		return refuse("evidence_hidden")
	}
	return nil
}

// checkPDF refuses what does not end like a PDF, and one that starts programs or scripts.
func checkPDF(content io.ReaderAt, size int64) error {
	end, err := tail(content, size, 2048)
	if err != nil {
		return err
	}
	if !bytes.Contains(end, []byte("%%EOF")) {
		return refuse("evidence_damaged")
	}
	if z, err := zip.NewReader(content, size); err == nil && len(z.File) > 0 {
		return refuse("evidence_hidden")
	}
	found, err := contains(io.NewSectionReader(content, 0, size), "/JavaScript", "/Launch")
	if err != nil {
		return err
	}
	if found {
		return refuse("evidence_active")
	}
	return nil
}

// tail returns the last n bytes.
func tail(content io.ReaderAt, size, n int64) ([]byte, error) {
	n = min(n, size)
	return io.ReadAll(io.NewSectionReader(content, size-n, n))
}

// contains reports whether any of the words is in what is read, across the
// borders of the pieces that it is read in.
func contains(r io.Reader, words ...string) (bool, error) {
	longest := 0
	for _, w := range words {
		longest = max(longest, len(w))
	}
	buf, kept := make([]byte, 64<<10), 0
	for {
		n, err := r.Read(buf[kept:])
		seen := buf[:kept+n]
		for _, w := range words {
			if bytes.Contains(seen, []byte(w)) {
				return true, nil
			}
		}
		kept = copy(buf, seen[max(0, len(seen)-longest+1):])
		if err == io.EOF {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
}

// refuse is what is wrong with a file.
func refuse(key string, args ...any) error {
	return survey.FieldErrors{{Field: "file", Key: key, Args: survey.Args(args...)}}
}
