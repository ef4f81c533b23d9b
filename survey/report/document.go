package report

import (
	"archive/zip"
	"fmt"
	"html"
	"io"
	"iter"
	"slices"
	"strings"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/document"
	"minping/survey/foreign"
)

// DocumentFormats lists the formats in which reports on an evaluation are written.
var DocumentFormats = []string{"docx", "pdf", "html"}

// DocumentTypes are the media types of the files of DocumentFile, by ending.
var DocumentTypes = map[string]string{
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"pdf":  "application/pdf",
	"html": "text/html; charset=utf-8",
	"zip":  "application/zip",
}

// A FileOf says what a document is about, as far as it needs that.
type FileOf struct {
	Tier, Unit string
	Lang       string
	Closing    Closing // of a protocol
	Voices     Voices  // comments in reports to units; nil: none
}

// DocumentFile returns what writes a document on a release: "protocol.pdf", the
// record of the count; of evaluations also "summary.docx" and "meeting.pdf" of a
// tier, "feedback.pdf" to a unit, "feedback-pdf.zip" to all units of a tier ("": of
// all), with the tier's tables. nil: the release has nothing of the kind.
func DocumentFile(r *survey.Release, file string, of FileOf) func(io.Writer) error {
	tier, unit, lang := of.Tier, of.Unit, of.Lang
	name, format, _ := strings.Cut(file, ".")
	if each, batch := strings.CutPrefix(name, "feedback-"); batch && format == "zip" && slices.Contains(DocumentFormats, each) {
		some := func(u survey.UnitResult) bool {
			return (tier == "" || u.Tier == tier) && HasFeedback(r, u.Unit)
		}
		if !slices.ContainsFunc(r.Units, some) {
			return nil
		}
		return func(w io.Writer) error { _, err := FeedbackZip(w, each, r, tier, lang, of.Voices); return err }
	}
	var d *document.Document
	switch name {
	case "summary":
		d = Summary(r, tier, lang)
	case "meeting":
		d = MeetingTable(r, tier, lang)
	case "protocol":
		d = Protocol(r, of.Closing, lang)
	case "feedback":
		f := newFeedback(r, unit, lang)
		if f == nil || !slices.Contains(DocumentFormats, format) {
			return nil
		}
		return func(w io.Writer) error {
			if err := f.hear(of.Voices); err != nil {
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
	case "html":
		return writePage(w, d)
	}
	return fmt.Errorf("no format %q of documents: there are %s", format, strings.Join(DocumentFormats, ", "))
}

// FeedbackZip writes the reports to all units of a tier, "" for all tiers, and
// the tiers' tables, as files of one archive, without comments the same bytes for the same release.
// It returns how many reports there are.
func FeedbackZip(w io.Writer, format string, r *survey.Release, tier, lang string, voices Voices) (n int, err error) {
	z, digest, crowd := zip.NewWriter(w), chart.Digest(r), chart.NewCrowd(r)
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
		report.digest, report.crowd = digest, crowd
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
	for _, t := range tiers(r) {
		if tier != "" && t.ID != tier {
			continue
		}
		for name, d := range tables(r, t.ID, lang) {
			f, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%s-%s.%s", name, fileName(words{lang}.tierName(t.ID)), format), Method: zip.Store})
			if err != nil {
				return n, err
			}
			if err := WriteDocument(f, format, d); err != nil {
				return n, err
			}
		}
	}
	return n, z.Close()
}

// tables are those of a tier, by the names of their files, always in one order.
func tables(r *survey.Release, tier, lang string) iter.Seq2[string, *document.Document] {
	return func(yield func(string, *document.Document) bool) {
		if d := Summary(r, tier, lang); d == nil || !yield("000-summary", d) {
			return
		}
		if d := MeetingTable(r, tier, lang); d != nil {
			yield("000-meeting", d)
		}
	}
}

// writePage writes a document as a page that needs no other file.
func writePage(w io.Writer, d *document.Document) error {
	body, err := d.HTML(1)
	if err != nil {
		return err
	}
	page := fmt.Appendf(nil, "<!doctype html>\n<html lang=%q><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>%s</title><style>%s</style></head><body><main class=\"document\">%s</main></body></html>\n",
		d.Lang, html.EscapeString(d.Title), pageStyle, body)
	_, err = w.Write(foreign.Mark(d.Lang[:2], page))
	return err
}

// pageStyle is how such a page looks, on screen and on paper.
const pageStyle = `body{margin:0;color:#16201e;background:#fff;font:1rem/1.6 system-ui,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;font-variant-numeric:tabular-nums}` +
	`main{max-width:72rem;margin:0 auto;padding:2rem 1.5rem;overflow-x:auto}h1,h2,h3{line-height:1.35;text-wrap:balance}table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.4}` +
	`caption{text-align:left;font-weight:600;padding:.6rem 0}th,td{padding:.3rem .5rem;border:1px solid #d3dbd8;text-align:left;vertical-align:top}thead th{border-bottom:2px solid #16201e}` +
	`.end{text-align:right}.middle,.centre{text-align:center}svg,img{max-width:100%;height:auto}@media print{main{max-width:none;padding:0}}`

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
