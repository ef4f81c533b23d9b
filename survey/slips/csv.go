package slips

import (
	"bufio"
	"encoding/csv"
	"io"

	"minping/survey"
)

var csvColumns = []string{"code", "link", "poll", "title", "label", "group", "units"}

// CSV writes one row a code, for a mail merge. It starts with a byte order
// mark, so that spreadsheets read it as UTF-8; no cell is taken for a formula.
func CSV(w io.Writer, lang string, batches ...Batch) error {
	buffered := bufio.NewWriter(w)
	if _, err := buffered.WriteString("\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(buffered)
	out.UseCRLF = true
	if err := out.Write(csvColumns); err != nil {
		return err
	}
	for _, b := range batches {
		said := []string{b.Poll.ID, b.Title.In(lang), b.Label, b.As.In(lang), b.unitNames(lang)}
		for _, code := range b.Codes {
			row := append([]string{code, b.link(code)}, said...)
			for i := range row {
				row[i] = survey.PlainCell(row[i])
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return buffered.Flush()
}
