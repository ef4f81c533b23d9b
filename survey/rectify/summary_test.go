package rectify

import (
	"testing"
	"time"
)

// Tasks are counted as offices do: of those issued and not withdrawn, how many
// are closed, of these how many were handed in on time, how many were ever
// returned, and what is urgent about the open ones.
func TestSummarise(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 4, d, 9, 0, 0, 0, time.UTC) }
	issued := Step{Do: Issue, At: day(1), To: Issued}
	closed := func(handedIn int, more ...Step) []Step {
		return append(append([]Step{issued}, more...), Step{Do: Submit, At: day(handedIn), To: Submitted}, Step{Do: Close, At: day(20), To: Closed})
	}
	room := Room{desk: &Desk{Now: func() time.Time { return day(21) }, Zone: time.UTC}}
	tasks := []Task{
		{State: Draft, Due: "2026-04-10"},
		{State: Withdrawn, Due: "2026-04-10", Steps: []Step{issued}},
		{State: Closed, Due: "2026-04-10", Steps: closed(10)},
		{State: Closed, Due: "2026-04-10", Steps: closed(11)},
		{State: Closed, Due: "2026-04-10", Steps: closed(9, Step{Do: Return, At: day(8), To: Returned})},
		{State: Closed, Due: "2026-04-10", Steps: []Step{{Do: Recorded, At: day(12), To: Closed}}}, // as a ledger says, late
		{State: InProgress, Share: 90, Due: "2026-04-20", Steps: []Step{issued}},                   // overdue
		{State: Returned, Due: "2026-09-20", Steps: []Step{issued, {Do: Return, At: day(5), To: Returned}}},
		{State: InProgress, Share: 90, Due: "2026-04-25", Steps: []Step{issued}}, // near
		{State: Submitted, Due: "2026-04-20", Steps: []Step{issued}},             // not the unit's turn
		{State: InProgress, Share: 90, Due: "2026-09-25", Steps: []Step{issued}},
	}
	s := room.Summarise(tasks)
	if s.Issued != 9 || s.Closed != 4 || s.OnTime != 2 || s.Back != 2 || s.Alerts[Red] != 1 || s.Alerts[Yellow] != 1 || s.Alerts[Blue] != 1 {
		t.Errorf("%+v", s)
	}
	if got := s.Rate(); got != 4.0/9 {
		t.Errorf("rate %v", got)
	}
	if got := room.Summarise(tasks[:2]).Rate(); got != 0 {
		t.Errorf("of nothing issued %v are closed", got)
	}
}
