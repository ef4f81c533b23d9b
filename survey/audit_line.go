package survey

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
)

// An AuditLine is an entry as programs get it. All that Sum hashes is in it, the
// time as it is hashed.
type AuditLine struct {
	Sequence int64             `json:"sequence"`
	Time     string            `json:"time"`
	Actor    string            `json:"actor"`
	Name     string            `json:"name"`
	Via      string            `json:"via"`
	Kind     string            `json:"kind"`
	Object   string            `json:"object"`
	Poll     string            `json:"poll"`
	Unit     string            `json:"unit"`
	Detail   map[string]string `json:"detail"`
	Previous string            `json:"previous"`
	Hash     string            `json:"hash"`
}

// Line returns an entry for programs.
func (e AuditEntry) Line() AuditLine {
	return AuditLine{
		e.Sequence, e.Time.UTC().Format(time.RFC3339Nano), e.Actor.ID, e.Actor.Name, string(e.Actor.Via),
		string(e.Kind), e.Object, e.Poll, e.Unit, e.Detail, e.Before, e.Hash,
	}
}

// AuditFormats are those that WriteAudit knows.
var AuditFormats = []string{"csv", "ndjson"}

// WriteAudit writes what a query finds, the oldest first: as JSON, one entry a
// line, as it is hashed, or as a table for spreadsheets.
func WriteAudit(ctx context.Context, w io.Writer, format string, log AuditPager, q AuditQuery) error {
	buffered := bufio.NewWriter(w)
	var err error
	switch format {
	case "ndjson":
		encoder := json.NewEncoder(buffered)
		encoder.SetEscapeHTML(false)
		err = EachAuditOf(ctx, log, q, func(e AuditEntry) error { return encoder.Encode(e.Line()) })
	case "csv":
		err = writeAuditTable(ctx, buffered, log, q)
	default:
		err = fmt.Errorf("%w: no format %q of the audit log", ErrNotFound, format)
	}
	if err != nil {
		return err
	}
	return buffered.Flush()
}

var auditColumns = []string{"sequence", "time", "actor", "name", "via", "kind", "object", "poll", "unit", "detail", "previous", "hash"}

// writeAuditTable starts with a byte order mark, so that spreadsheets read the
// table as UTF-8; see PlainCell for formulas.
func writeAuditTable(ctx context.Context, w io.Writer, log AuditPager, q AuditQuery) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	table := csv.NewWriter(w)
	table.UseCRLF = true
	if err := table.Write(auditColumns); err != nil {
		return err
	}
	err := EachAuditOf(ctx, log, q, func(e AuditEntry) error {
		l := e.Line()
		detail, err := json.Marshal(l.Detail)
		if err != nil {
			return err
		}
		row := []string{
			strconv.FormatInt(l.Sequence, 10), l.Time, l.Actor, l.Name, l.Via, l.Kind,
			l.Object, l.Poll, l.Unit, string(detail), l.Previous, l.Hash,
		}
		for i := range row {
			row[i] = PlainCell(row[i])
		}
		return table.Write(row)
	})
	if table.Flush(); err == nil {
		err = table.Error()
	}
	return err
}
