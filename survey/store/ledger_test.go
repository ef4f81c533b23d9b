package store_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"minping/survey"
)

// A ledger remembers which sheets were sent, and which of them acknowledged.
type ledger struct {
	mu    sync.Mutex
	sheet map[string]bool // by name: acknowledged
}

func newLedger() *ledger { return &ledger{sheet: map[string]bool{}} }

func (l *ledger) send(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.sheet[name] {
		l.sheet[name] = false
	}
}

func (l *ledger) acknowledge(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sheet[name] = true
}

// A tally is what became of the sheets of a ledger.
type tally struct {
	sent, acknowledged int
	lost               int // acknowledged, and not there
	half               int // one of their two ballots is there, or no marker
	doubled            int // more than their two ballots are there
	unknown            int // ballots that nobody sent
}

func (t *tally) add(u tally) {
	t.sent += u.sent
	t.acknowledged += u.acknowledged
	t.lost += u.lost
	t.half += u.half
	t.doubled += u.doubled
	t.unknown += u.unknown
}

func (t tally) sound() bool { return t.lost+t.half+t.doubled+t.unknown == 0 }

func (t tally) String() string {
	return fmt.Sprintf("%d sheets of 2 ballots sent, %d acknowledged, %d lost, %d half, %d doubled, %d unknown",
		t.sent, t.acknowledged, t.lost, t.half, t.doubled, t.unknown)
}

// compare reads what a poll's box holds of the sheets, and sends a hundred of
// those acknowledged again, which must be recognised.
func (l *ledger) compare(o *office, poll string) (t tally, err error) {
	stored := map[string]int{}
	err = o.store.Ballots.Stream(ctx, poll, 0, 1, func(r *survey.Record) error {
		var rest struct{ Why json.RawMessage }
		if err := json.Unmarshal(r.Rest, &rest); err != nil {
			return err
		}
		stored[strings.Trim(string(rest.Why), `[]"`)]++
		return nil
	})
	if err != nil {
		return t, err
	}
	markers, err := o.store.Ballots.Submissions(ctx, poll)
	if err != nil {
		return t, err
	}
	t.half += max(len(stored)-markers, markers-len(stored))
	again := 0
	for name, acknowledged := range l.sheet {
		t.sent++
		switch n := stored[name]; {
		case n == 0 && acknowledged:
			t.lost++
		case n == 1:
			t.half++
		case n > 2:
			t.doubled++
		}
		delete(stored, name)
		if !acknowledged {
			continue
		}
		t.acknowledged++
		if again++; again <= 100 {
			if r, err := o.Accept(ctx, sheet(poll, name)); err != nil || r.Fresh {
				return t, fmt.Errorf("sheet %s again: %+v, %w", name, r, err)
			}
		}
	}
	t.unknown += len(stored)
	return t, nil
}
