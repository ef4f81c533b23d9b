package report

import (
	"archive/zip"
	"fmt"
	"io"
	"slices"
	"strings"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/document"
)

// DocumentFormats lists the formats in which reports on an evaluation are written.
var DocumentFormats = []string{"docx", "pdf"}

// DocumentTypes are the media types of the files of DocumentFile, by ending.
var DocumentTypes = map[string]string{
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"pdf":  "application/pdf",
	"zip":  "application/zip",
}

// DocumentFile returns what writes a report on an evaluation: "summary.docx" of
// a tier, "feedback.pdf" to a unit, "feedback-pdf.zip" to all units of a tier ("":
// of all). nil: the release has nothing of the kind. voices are the comments in
// reports to units; nil: none.
func DocumentFile(r *survey.Release, file, tier, unit, lang string, voices Voices) func(io.Writer) error {
	name, format, _ := strings.Cut(file, ".")
	if of, batch := strings.CutPrefix(name, "feedback-"); batch && format == "zip" && slices.Contains(DocumentFormats, of) {
		some := func(u survey.UnitResult) bool {
			return (tier == "" || u.Tier == tier) && HasFeedback(r, u.Unit)
		}
		if !slices.ContainsFunc(r.Units, some) {
			return nil
		}
		return func(w io.Writer) error { _, err := FeedbackZip(w, of, r, tier, lang, voices); return err }
	}
	var d *document.Document
	switch name {
	case "summary":
		d = Summary(r, tier, lang)
	case "feedback":
		f := newFeedback(r, unit, lang)
		if f == nil || !slices.Contains(DocumentFormats, format) {
			return nil
		}
		return func(w io.Writer) error {
			if err := f.hear(voices); err != nil {
				return err
			}
			return WriteDocument(w, format, f.document())
		}
	}
	if d == nil || !slices.Contains(DocumentFormats, format) {
		return nil
	}
	return func(w io.Writer) error { return WriteDocument(w, format, d) }
}

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
// files of one archive, without comments the same bytes for the same release. It returns how
// many there are.
func FeedbackZip(w io.Writer, format string, r *survey.Release, tier, lang string, voices Voices) (n int, err error) {
	z, digest := zip.NewWriter(w), chart.Digest(r)
	for i := range r.Units {
		u := &r.Units[i]
		if tier != "" && u.Tier != tier {
			continue
		}
		report := newFeedback(r, u.Unit, lang)
		if report == nil {
			continue
		}
		n++
		report.digest = digest
		if err := report.hear(voices); err != nil {
			return n, err
		}
		// Documents are packed in themselves.
		f, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%03d-%s.%s", n, fileName(u.Name.In(lang)), format), Method: zip.Store})
		if err != nil {
			return n, err
		}
		if err := WriteDocument(f, format, report.document()); err != nil {
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
