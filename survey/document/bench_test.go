package document_test

import (
	"io"
	"testing"

	"minping/survey/document"
)

func BenchmarkWrite(b *testing.B) {
	for name, write := range map[string]func(*document.Document) error{
		"docx": func(d *document.Document) error { return d.DOCX(io.Discard) },
		"pdf":  func(d *document.Document) error { return d.PDF(io.Discard) },
		"html": func(d *document.Document) error { _, err := d.HTML(1); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := write(summary()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
