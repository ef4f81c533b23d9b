package store_test

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"math"
	"os"
	"path/filepath"
	"testing"

	"minping/survey"
)

// A backup holds no value that is both with the people and with the ballots,
// but what a poll says in public: its id, units and groups. Nor does the order
// of ballots tell that of their coming (trust test 32).
func TestBackupJoinsNobody(t *testing.T) {
	o, _ := sqliteOffice(t)
	o.prepare(t)
	p := o.openPoll(t, byCode("p"))
	const n = 900
	_, codes, err := o.IssueCodes(ctx, p.ID, survey.CodeBatch{Label: "第一批"}, n+20)
	ok(t, err)
	for i, code := range codes[:n] {
		s := submission(p.ID)
		s.Key, s.Code = nil, code
		s.Ballots[0].Answers["why"] = []string{label(i)}
		_, err := o.Accept(ctx, s)
		ok(t, err)
	}
	path := backup(t, o.store)
	people, err := os.ReadFile(filepath.Join(path, "people.db"))
	ok(t, err)
	db, err := sql.Open("sqlite", "file:"+filepath.Join(path, "ballots.db"))
	ok(t, err)
	defer db.Close()
	rows, err := db.Query(`
		SELECT key FROM boxes UNION ALL SELECT id FROM batches UNION ALL SELECT hash FROM codes UNION ALL SELECT batch FROM codes
		UNION ALL SELECT marker FROM spent UNION ALL SELECT leaf FROM spent UNION ALL SELECT id FROM ballots`)
	ok(t, err)
	defer rows.Close()
	looked := 0
	for rows.Next() {
		var v []byte
		ok(t, rows.Scan(&v))
		looked++
		for from := 0; from+8 <= len(v); from += 8 { // any 8 bytes of it, raw or written out
			part := v[from : from+8]
			for _, as := range [][]byte{part, []byte(hex.EncodeToString(part)), []byte(base64.RawStdEncoding.EncodeToString(part[:6]))} {
				if len(as) >= 8 && bytes.Contains(people, as) {
					t.Errorf("%x is in both", v)
				}
			}
		}
	}
	ok(t, rows.Err())
	if looked < 3*n {
		t.Errorf("only %d values were looked for", looked)
	}
	if r := arrival(t, path, n); math.Abs(r) > 5/math.Sqrt(n) {
		t.Errorf("in the backup, arrival and neighbours correlate by %.3f", r)
	}
}
