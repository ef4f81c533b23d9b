package survey

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
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

// WriteAuditLines writes the entries after a sequence as JSON, one a line.
func WriteAuditLines(ctx context.Context, w io.Writer, log AuditLog, after int64) error {
	buffered := bufio.NewWriter(w)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	err := log.EachAudit(ctx, after, func(e AuditEntry) error { return encoder.Encode(e.Line()) })
	if err != nil {
		return err
	}
	return buffered.Flush()
}

// WriteAuditTable writes all entries as CSV, texts that a spreadsheet would take
// for formulas with an apostrophe before them.
func WriteAuditTable(ctx context.Context, w io.Writer, log AuditLog) error {
	buffered := bufio.NewWriter(w)
	if _, err := buffered.WriteString("\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(buffered)
	out.UseCRLF = true
	err := out.Write([]string{"sequence", "time", "actor", "name", "via", "kind", "object", "poll", "unit", "detail", "previous", "hash"})
	if err != nil {
		return err
	}
	err = log.EachAudit(ctx, 0, func(e AuditEntry) error {
		l := e.Line()
		row := []string{strconv.FormatInt(l.Sequence, 10), l.Time, l.Actor, l.Name, l.Via, l.Kind, l.Object, l.Poll, l.Unit, detailText(l.Detail), l.Previous, l.Hash}
		for i := range row {
			row[i] = PlainCell(row[i])
		}
		return out.Write(row)
	})
	if err != nil {
		return err
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return buffered.Flush()
}

// detailText is a detail in one cell.
func detailText(detail map[string]string) string {
	parts := make([]string, 0, len(detail))
	for _, k := range slices.Sorted(maps.Keys(detail)) {
		parts = append(parts, k+"="+detail[k])
	}
	return strings.Join(parts, "; ")
}
