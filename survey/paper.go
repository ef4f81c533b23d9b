package survey

import (
	"context"
	"fmt"
)

// PaperState is where a batch of paper stands.
type PaperState string

// The states of a batch.
const (
	PaperTyping  PaperState = "typing"  // entries may change
	PaperHanding PaperState = "handing" // settled for good, on its way into the box
	PaperDone    PaperState = "done"    // in the box; only the totals are left
	PaperRemoved PaperState = "removed" // taken off the list before anything was in the box
	PaperLeftOut PaperState = "left"    // was not finished when the poll closed, and left out on purpose
)

// PaperTotals are numbers of sheets of one unit and group.
type PaperTotals struct {
	Unit      string         `json:"unit"` // "": each sheet is about all units that the group may rate
	Group     string         `json:"group,omitempty"`
	Eligible  int            `json:"eligible"`          // 应到
	Issued    int            `json:"issued"`            // 发出
	Returned  int            `json:"returned"`          // 收回 = Valid + Invalid
	Valid     int            `json:"valid"`             // 有效, those left blank among them
	Invalid   int            `json:"invalid"`           // 无效
	Abstained int            `json:"abstained"`         // 弃权: valid and wholly blank
	Reasons   map[string]int `json:"reasons,omitempty"` // of the invalid ones, by VoidReason
}

// Add adds the numbers of sheets of u.
func (t *PaperTotals) Add(u PaperTotals) {
	t.Eligible += u.Eligible
	t.Issued += u.Issued
	t.Returned += u.Returned
	t.Valid += u.Valid
	t.Invalid += u.Invalid
	t.Abstained += u.Abstained
	for reason, n := range u.Reasons {
		if t.Reasons == nil {
			t.Reasons = make(map[string]int)
		}
		t.Reasons[reason] += n
	}
}

// A PaperBatch is what closing and counting need to know of a batch.
type PaperBatch struct {
	Number int
	State  PaperState
	Totals PaperTotals
}

// An UnresolvedPaperError says that a poll cannot be counted while sheets of
// paper are still being typed or handed in.
type UnresolvedPaperError struct {
	Batches []int // their numbers
	Sheets  int
	Handing bool // some of them are partly in the box: these can only be finished
}

func (e UnresolvedPaperError) Error() string {
	return fmt.Sprintf("%d sheets of paper in batches %v are not in the ballot box yet", e.Sheets, e.Batches)
}

// TakesPaper returns nil while sheets of paper may be handed in: from the
// opening on, and past the end of answering until the poll is counted, which
// waits for them. Else it is ErrNotOpen or ErrClosed.
func (s *Service) TakesPaper(ctx context.Context, id string) error {
	p, err := s.poll(ctx, id)
	switch {
	case err != nil:
		return err
	case p.State == Open || p.stateAt(s.now()) == Open:
		return nil
	case p.State == Draft:
		return ErrNotOpen
	}
	return ErrClosed
}

// WaitsForPaper reports whether answering a poll is over, but its count waits
// for paper that is not in the box yet.
func (s *Service) WaitsForPaper(ctx context.Context, id string) (bool, error) {
	p, err := s.poll(ctx, id)
	return err == nil && p.State == Open && p.stateAt(s.now()) == Closed, err
}
