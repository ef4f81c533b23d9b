package survey

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
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
