package store

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"time"

	"minping/survey"
)

// pageAudit narrows the log; a text is looked for in the detail as it is
// stored, which may find too much: names of details, not only values.
const pageAudit = selectAudit + `
	WHERE sequence > $1 AND sequence < $2 AND time >= $3 AND time < $4
	AND ($5 = '' OR actor = $5 OR name = $5) AND ($6 = '' OR kind = $6) AND ($7 = '' OR poll = $7)
	AND ($8 = '' OR lower(object) LIKE lower($8) ESCAPE '\' OR lower(unit) LIKE lower($8) ESCAPE '\' OR lower(detail) LIKE lower($9) ESCAPE '\')
	ORDER BY sequence `

// auditPages are pageAudit in both directions.
var auditPages = map[bool]string{true: pageAudit + `LIMIT $10`, false: pageAudit + `DESC LIMIT $10`}

// AuditPage implements survey.AuditPager. It reads on until the page is full:
// what its query finds too much is left out here.
func (p *People) AuditPage(ctx context.Context, q survey.AuditQuery) (page []survey.AuditEntry, err error) {
	q = q.Clean()
	for len(page) < q.Most {
		found, err := p.auditBatch(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, e := range found {
			if len(page) < q.Most && (q.Text == "" || q.Reads(e)) {
				page = append(page, e)
			}
		}
		if len(found) < q.Most {
			break
		}
		last := found[len(found)-1].Sequence
		if q.Oldest {
			q.After = last
		} else {
			q.Before = last
		}
	}
	return page, nil
}

// auditBatch returns up to q.Most entries that the database finds.
func (p *People) auditBatch(ctx context.Context, q survey.AuditQuery) (found []survey.AuditEntry, err error) {
	before, from, to := q.Before, int64(math.MinInt64), int64(math.MaxInt64)
	if before == 0 {
		before = math.MaxInt64
	}
	if !q.From.IsZero() {
		from = ceilMilli(q.From)
	}
	if !q.To.IsZero() {
		to = ceilMilli(q.To)
	}
	plain, stored := "", ""
	if q.Text != "" {
		inJSON, err := json.Marshal(q.Text)
		if err != nil {
			return nil, err
		}
		plain, stored = likely(q.Text), likely(string(inJSON[1:len(inJSON)-1]))
	}
	rows, err := p.db.Reader.QueryContext(ctx, auditPages[q.Oldest], q.After, before, from, to, q.Actor, string(q.Kind), q.Poll, plain, stored, q.Most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanAudit(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, e)
	}
	return found, rows.Err()
}

// ceilMilli returns the first millisecond at or after a time.
func ceilMilli(t time.Time) int64 { return t.Add(time.Millisecond - 1).UnixMilli() }

// likely is the pattern of LIKE for texts that hold one.
func likely(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}
