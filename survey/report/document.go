package report

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"

	"minping/survey"
	"minping/survey/document"
)

// DocumentFormats lists the formats in which reports on an evaluation are written.
var DocumentFormats = []string{"docx", "pdf"}

// WriteDocument writes a report in a format of DocumentFormats.
func WriteDocument(w io.Writer, format string, d *document.Document) error {
	switch format {
	case "docx":
		return d.DOCX(w)
	case "pdf":
		return d.PDF(w)
	}
	return fmt.Errorf("no format %q of documents: there are %s", format, strings.Join(DocumentFormats, ", "))
}

// FeedbackZip writes the reports to all units of a tier, "" for all tiers, as
// files of one archive, the same bytes for the same release. It returns how
// many there are.
func FeedbackZip(w io.Writer, format string, r *survey.Release, tier, lang string) (n int, err error) {
	z := zip.NewWriter(w)
	for i := range r.Units {
		u := &r.Units[i]
		if tier != "" && u.Tier != tier {
			continue
		}
		d := Feedback(r, u.Unit, lang)
		if d == nil {
			continue
		}
		n++
		f, err := z.Create(fmt.Sprintf("%03d-%s.%s", n, fileName(u.Name.In(lang)), format))
		if err != nil {
			return n, err
		}
		if err := WriteDocument(f, format, d); err != nil {
			return n, err
		}
	}
	return n, z.Close()
}

// fileName writes a name so that it can be that of a file anywhere.
func fileName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|.`, r) {
			return '_'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40])
	}
	return strings.TrimSpace(s)
}

// row makes cells of texts.
func row(texts ...string) (cells []document.Cell) {
	for _, s := range texts {
		cells = append(cells, document.Cell{Text: s})
	}
	return cells
}

// counted prints a number that may be kept back.
func counted(n *int) string {
	if n == nil {
		return "—"
	}
	return fmt.Sprint(*n)
}
