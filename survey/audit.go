package survey

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An AuditEntry is one act in the audit log. Entries are a chain: each holds
// the hash of the one before.
type AuditEntry struct {
	Sequence int64 // 1, 2, … without a gap
	Time     time.Time
	Actor    Actor
	Act
	Before string // hash of the entry before; of the first NoEntry
	Hash   string // see Sum
}

// NoEntry is what stands for the hash of the entry before the first.
const NoEntry = "0000000000000000000000000000000000000000000000000000000000000000"

// An AuditHead is the last entry of a log, and so stands for all of it.
type AuditHead struct {
	Sequence int64
	Hash     string
}

// AuditLog keeps the audit log. Besides what is noted here, all that changes
// what people administer notes its act in the transaction in which it is done.
type AuditLog interface {
	// Note appends an act of ActorOf(ctx).
	Note(ctx context.Context, act Act) error
	// AuditHead returns the last entry; the zero sequence: there is none.
	AuditHead(ctx context.Context) (AuditHead, error)
	// EachAudit passes the entries after a sequence, in order.
	EachAudit(ctx context.Context, after int64, each func(AuditEntry) error) error
	AuditPager
}

// The most characters of a text and of a detail.
const (
	maxActText   = 200
	maxActDetail = 2000
)

// Follow returns the entry of an act after a head.
func (h AuditHead) Follow(at time.Time, who Actor, act Act) AuditEntry {
	e := AuditEntry{Sequence: h.Sequence + 1, Time: at.UTC().Truncate(time.Millisecond), Actor: who, Act: act, Before: h.Hash}
	if h.Sequence == 0 {
		e.Before = NoEntry
	}
	for _, text := range []*string{&e.Actor.ID, &e.Actor.Name, &e.Object, &e.Poll, &e.Unit} {
		*text = cut(*text, maxActText)
	}
	e.Detail = make(map[string]string, len(act.Detail))
	for k, v := range act.Detail {
		e.Detail[k] = cut(v, maxActDetail)
	}
	e.Hash = e.Sum()
	return e
}

// cut returns what both engines keep as it is: UTF-8 without NUL, of so many
// characters at most.
func cut(text string, most int) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// Sum returns the hash of an entry: SHA-256, in hex, over its texts, each as
// its length in bytes, a colon, the bytes and a comma (a netstring). The texts
// are Before, the sequence in decimal, the time by RFC 3339, the actor's id and
// name, via, kind, object, poll, unit, then each key of the detail and its
// value, sorted by key.
func (e AuditEntry) Sum() string {
	texts := []string{
		e.Before, strconv.FormatInt(e.Sequence, 10), e.Time.UTC().Format(time.RFC3339Nano),
		e.Actor.ID, e.Actor.Name, string(e.Actor.Via), string(e.Kind), e.Object, e.Poll, e.Unit,
	}
	for _, k := range slices.Sorted(maps.Keys(e.Detail)) {
		texts = append(texts, k, e.Detail[k])
	}
	var b []byte
	for _, t := range texts {
		b = append(strconv.AppendInt(b, int64(len(t)), 10), ':')
		b = append(append(b, t...), ',')
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
