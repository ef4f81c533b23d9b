package survey

import (
	"fmt"
	"maps"
)

// An AuditFlaw is a place where a log is not as it was written.
type AuditFlaw struct {
	Sequence int64  // of the entry
	Key      string // message: audit_altered, …
}

// Message says what is wrong, naming the entry.
func (f AuditFlaw) Message(lang string) string {
	return FieldError{Key: f.Key, Args: Args("n", f.Sequence)}.Message(lang)
}

// mostFlaws are listed; one change at the front of a log breaks what follows.
const mostFlaws = 100

// An AuditCheck follows a log entry by entry. The zero value has seen nothing.
type AuditCheck struct {
	Noted []AuditHead // heads that the log had once, by whoever noted them

	Flaws []AuditFlaw
	Last  AuditHead
}

func (c *AuditCheck) flaw(sequence int64, key string) {
	if len(c.Flaws) < mostFlaws {
		c.Flaws = append(c.Flaws, AuditFlaw{sequence, key})
	}
}

// Add checks the next entry.
func (c *AuditCheck) Add(e AuditEntry) {
	next := c.Last.Sequence + 1
	for n := next; n < e.Sequence && n < next+mostFlaws; n++ {
		c.flaw(n, "audit_missing")
	}
	if e.Sequence < next {
		c.flaw(e.Sequence, "audit_inserted")
	}
	before := c.Last.Hash
	if c.Last.Sequence == 0 {
		before = NoEntry
	}
	switch {
	case e.Sum() != e.Hash:
		c.flaw(e.Sequence, "audit_altered")
	case e.Sequence == next && e.Before != before:
		c.flaw(e.Sequence, "audit_unlinked")
	}
	for _, h := range c.Noted {
		if h.Sequence == e.Sequence && h.Hash != e.Hash {
			c.flaw(e.Sequence, "audit_rewritten")
		}
	}
	c.Last = AuditHead{e.Sequence, e.Hash}
}

// End checks the end of the log against the head that is stored beside it, and
// against those noted.
func (c *AuditCheck) End(stored AuditHead) {
	switch {
	case stored.Sequence > c.Last.Sequence:
		c.flaw(c.Last.Sequence+1, "audit_truncated")
	case stored != c.Last:
		c.flaw(c.Last.Sequence, "audit_head")
	}
	for _, h := range c.Noted {
		if h.Sequence > c.Last.Sequence {
			c.flaw(h.Sequence, "audit_cut")
		}
	}
}

// String is how a head is written down.
func (h AuditHead) String() string { return fmt.Sprintf("%d:%s", h.Sequence, h.Hash) }

// ParseAuditHead reads what String wrote.
func ParseAuditHead(text string) (h AuditHead, err error) {
	if n, err := fmt.Sscanf(text, "%d:%s", &h.Sequence, &h.Hash); n != 2 || err != nil || h.String() != text || len(h.Hash) != len(NoEntry) || h.Sequence < 1 {
		return AuditHead{}, fmt.Errorf("%q is not a head of the audit log, such as 120:%s", text, NoEntry)
	}
	return h, nil
}

var auditMessages = map[string]message{
	"audit_altered":   {"第 {n} 条的内容被改过。", "Entry {n} has been altered."},
	"audit_missing":   {"第 {n} 条被删除了。", "Entry {n} has been removed."},
	"audit_inserted":  {"第 {n} 条的次序不对。", "Entry {n} is out of order."},
	"audit_unlinked":  {"第 {n} 条接不上它的前一条：两条之一被换过。", "Entry {n} does not follow from the one before: one of the two was replaced."},
	"audit_rewritten": {"第 {n} 条与当时记下的日志头不符：它或之前的某条被改写过。", "Entry {n} is not the one whose head was noted: it, or one before, was rewritten."},
	"audit_truncated": {"从第 {n} 条起被删除了。", "Entries from {n} on have been removed."},
	"audit_head":      {"第 {n} 条之后的日志头与日志不符。", "The head of the log does not belong to its last entry, {n}."},
	"audit_cut":       {"曾有第 {n} 条（见记下的日志头），现在没有了。", "There was an entry {n}, whose head was noted, and it is gone."},
	"audit_release":   {"结果与第 {n} 条记录的不同：结果文件被改过。", "The release is not the one that entry {n} notes: it has been altered."},
	"audit_day":       {"“{day}”不是日期：请写成 2026-11-22 的样子。", "“{day}” is no date: write it as 2026-11-22."},
	"audit_days":      {"结束日期早于开始日期。", "The last day is before the first."},
	"audit_signature": {"日志头文件第 {n} 行的签名不对。", "The signature in line {n} of the file of heads is wrong."},
}

func init() { maps.Copy(messages, auditMessages) }
