package survey

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// An AuditQuery says which entries of the audit log are wanted. What is empty
// leaves out nothing; all that is given must hold.
type AuditQuery struct {
	Actor string // id or name of who did it, whole
	Kind  ActKind
	Poll  string
	From  time.Time // at or after
	To    time.Time // before
	// Text stands in the object, the unit or a value of the detail; the case of
	// ASCII letters makes no difference.
	Text string

	Before int64 // sequence: only entries before it; 0: all
	After  int64 // only entries after it
	Oldest bool  // the oldest first, not the newest
	Most   int   // so many at most, from the front
}

// Clean returns the query with texts that both engines can look for.
func (q AuditQuery) Clean() AuditQuery {
	q.Actor, q.Poll, q.Text = cut(q.Actor, maxActText), cut(q.Poll, maxActText), cut(q.Text, maxActText)
	q.Kind = ActKind(cut(string(q.Kind), maxActText))
	return q
}

// Filtered reports whether the query leaves out entries by what they say.
func (q AuditQuery) Filtered() bool {
	return q.Actor != "" || q.Kind != "" || q.Poll != "" || q.Text != "" || !q.From.IsZero() || !q.To.IsZero()
}

// Reads reports whether the query's text stands in an entry.
func (q AuditQuery) Reads(e AuditEntry) bool {
	texts := []string{e.Object, e.Unit}
	for _, v := range e.Detail {
		texts = append(texts, v)
	}
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(lowerASCII(text), lowerASCII(q.Text)) })
}

func lowerASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

// AuditDays returns the time from the start of one day to the end of another,
// both as 2006-01-02 in a time zone; "" is open. Errors: FieldErrors of the
// fields from and to.
func AuditDays(from, to string, zone *time.Location) (start, end time.Time, err error) {
	var wrong FieldErrors
	day := func(field, text string, more int) (t time.Time) {
		if text == "" {
			return t
		}
		t, err := time.ParseInLocation(time.DateOnly, text, zone)
		if err != nil {
			wrong = append(wrong, FieldError{Field: field, Key: "audit_day", Args: Args("day", text)})
			return time.Time{}
		}
		return t.AddDate(0, 0, more)
	}
	start, end = day("from", from, 0), day("to", to, 1)
	if len(wrong) == 0 && !start.IsZero() && !end.IsZero() && !start.Before(end) {
		wrong = FieldErrors{{Field: "to", Key: "audit_days"}}
	}
	if len(wrong) > 0 {
		return time.Time{}, time.Time{}, wrong
	}
	return start, end, nil
}

// AuditPage returns the entries of the audit log that are asked for, for those
// who may read it.
func (v Scoped) AuditPage(ctx context.Context, q AuditQuery) ([]AuditEntry, error) {
	if err := v.Require(ReadAudit); err != nil {
		return nil, err
	}
	return v.s.definitions.AuditPage(ctx, q)
}

// auditBatch is how many entries an export reads at once.
const auditBatch = 500

// EachAuditOf passes what a query finds, the oldest first; Most is not heeded.
// Nothing of the database is held while an entry is dealt with.
func EachAuditOf(ctx context.Context, log AuditPager, q AuditQuery, each func(AuditEntry) error) error {
	q.Oldest, q.Most = true, auditBatch
	for {
		page, err := log.AuditPage(ctx, q)
		if err != nil {
			return fmt.Errorf("audit log: %w", err)
		}
		for _, e := range page {
			if err := each(e); err != nil {
				return err
			}
		}
		if len(page) < auditBatch {
			return nil
		}
		q.After = page[len(page)-1].Sequence
	}
}

// An AuditPager finds entries of the audit log.
type AuditPager interface {
	AuditPage(ctx context.Context, q AuditQuery) ([]AuditEntry, error)
}
