package access

import (
	"encoding/csv"
	"io"
	"time"

	"minping/survey"
)

// WriteLinks writes a row an invitation, with its link, as CSV. It starts with a
// byte order mark, so that spreadsheets read it as UTF-8; no cell is taken for
// a formula.
func WriteLinks(w io.Writer, list []Invited, link func(Invited) string, zone *time.Location) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{{"name", "link", "expires"}}
	for _, i := range list {
		rows = append(rows, []string{survey.PlainCell(i.Name), link(i), i.Expires.In(zone).Format("2006-01-02 15:04")})
	}
	return out.WriteAll(rows)
}
