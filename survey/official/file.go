package official

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"minping/survey"
	"minping/survey/document"
	"minping/survey/report"
)

// A File is a document before it is written in a format.
type File struct {
	Kind Kind
	Name string // without ending, as people save it: 整改通知书-某县
	Lang string

	paper Paper
	list  *sheet // of a list
}

// Document is the file laid out.
func (f File) Document() *document.Document { return f.paper.Document() }

// Write writes the file in a format of its kind.
func (f File) Write(w io.Writer, format string) error {
	if !slices.Contains(f.Kind.Formats(), format) {
		return fmt.Errorf("%s in %s: %w", f.Kind, survey.Clip(format), survey.ErrNotFound)
	}
	if format != "xlsx" {
		return report.WriteDocument(w, format, f.Document())
	}
	return f.list.workbook(w, f.Kind.Words().In(f.Lang), f.Lang, f.paper.above())
}

func (o ordersPaper) file(t Text) File {
	f := File{Kind: o.kind, Lang: o.lang, paper: o.paper(t)}
	if o.kind.List() {
		list := o.list()
		f.list = &list
	}
	f.Name = nameOf(o.kind, o.lang, f.paper.Values.Fields["unit"])
	return f
}

func (r resultsPaper) file(t Text, unit string) File {
	f := File{Kind: r.kind, Lang: r.lang, paper: r.paper(t, unit)}
	if r.kind.List() {
		list := r.flagList()
		f.list = &list
	}
	f.Name = nameOf(r.kind, r.lang, f.paper.Values.Fields["unit"])
	return f
}

// nameOf is what a file of a kind about somebody is called.
func nameOf(k Kind, lang, about string) string {
	name := k.Words().In(lang)
	if about != "" {
		name += "-" + about
	}
	return fileName(name)
}

// fileName writes a name so that it can be that of a file anywhere.
func fileName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|.`, r) {
			return '_'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 60 {
		s = string(r[:60])
	}
	return strings.TrimSpace(s)
}

// A Batch is documents of one kind to many.
type Batch struct {
	Files []File
	Made  time.Time
}

// Batches are the kinds of which there is one to each order or unit of a poll.
var Batches = []Kind{Notice, Feedback}

// Batch prepares all notices of a poll's orders, or all feedback reports to its units.
func (r Room) Batch(ctx context.Context, k Kind, poll, lang string) (Batch, error) {
	b := Batch{Made: r.desk.Now()}
	text, err := r.text(ctx, k, lang)
	if err != nil {
		return b, err
	}
	switch k {
	case Notice:
		orders, err := r.ordersOf(ctx, poll)
		if err != nil {
			return b, err
		}
		for _, o := range orders {
			whole, tasks, err := r.orders.Order(ctx, o.ID)
			if err != nil {
				return b, err
			}
			f, err := r.notice(ctx, whole, tasks, lang, text)
			if err != nil {
				return b, err
			}
			b.Files = append(b.Files, f)
		}
	case Feedback:
		results, err := r.results(ctx, k, poll, lang)
		if err != nil {
			return b, err
		}
		for i := range results.release.Units {
			if u := &results.release.Units[i]; hasFeedback(results.release, u) {
				b.Files = append(b.Files, results.file(text, u.Unit))
			}
		}
	}
	if len(b.Files) == 0 {
		return b, fmt.Errorf("%s of %s: %w", k, survey.Clip(poll), survey.ErrNotFound)
	}
	return b, nil
}

// Write writes all of them as files of one archive.
func (b Batch) Write(w io.Writer, format string) error {
	if !slices.Contains(b.Files[0].Kind.Formats(), format) {
		return fmt.Errorf("%s in %s: %w", b.Files[0].Kind, survey.Clip(format), survey.ErrNotFound)
	}
	z := zip.NewWriter(w)
	for i, f := range b.Files {
		// Documents are packed in themselves.
		out, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%03d-%s.%s", i+1, f.Name, format), Method: zip.Store, Modified: b.Made})
		if err == nil {
			err = f.Write(out, format)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// Parts reads the name of a file: "notice.docx", or "notice-docx.zip" for all of a
// batch.
func Parts(file string) (k Kind, format string, batch bool) {
	name, format, _ := strings.Cut(file, ".")
	if batch = format == "zip"; batch {
		name, format, _ = strings.Cut(name, "-")
	}
	return Kind(name), format, batch
}

// OfPollFile prepares a file of a poll by its name: what it is saved as, and what
// writes it. What there is not is survey.ErrNotFound.
func (r Room) OfPollFile(ctx context.Context, file, poll, unit, lang string) (name string, write func(io.Writer) error, err error) {
	k, format, batch := Parts(file)
	if !k.Known() || !slices.Contains(k.Formats(), format) || batch && !slices.Contains(Batches, k) {
		return "", nil, fmt.Errorf("document %s: %w", survey.Clip(file), survey.ErrNotFound)
	}
	if batch {
		b, err := r.Batch(ctx, k, poll, lang)
		return fileName(k.Words().In(lang)) + ".zip", func(w io.Writer) error { return b.Write(w, format) }, err
	}
	f, err := r.Poll(ctx, k, poll, unit, lang)
	return f.Name + "." + format, func(w io.Writer) error { return f.Write(w, format) }, err
}

// OfOrderFile prepares a file of an order by its name.
func (r Room) OfOrderFile(ctx context.Context, file, order, lang string) (name string, write func(io.Writer) error, err error) {
	k, format, batch := Parts(file)
	if batch || !slices.Contains(k.Formats(), format) {
		return "", nil, fmt.Errorf("document %s: %w", survey.Clip(file), survey.ErrNotFound)
	}
	f, err := r.Order(ctx, k, order, lang)
	return f.Name + "." + format, func(w io.Writer) error { return f.Write(w, format) }, err
}
