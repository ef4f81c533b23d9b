package points

import (
	"context"
	"errors"
	"fmt"

	"minping/survey"
)

// A Seen is an entry as somebody saw it.
type Seen struct {
	ID       string `json:"id"`
	Revision int64  `json:"revision"`
}

// mostSeen is how many entries are confirmed at once at most.
const mostSeen = 500

// ConfirmAll confirms entries as they were seen, all or none. Where one of them is no
// longer as it was, all are survey.ErrStale; one that whoever asks may not confirm,
// or that no longer waits, is told by its place: entries[2].
func (r Room) ConfirmAll(ctx context.Context, seen []Seen) ([]Entry, error) {
	if len(seen) == 0 || len(seen) > mostSeen {
		return nil, survey.FieldErrors{{Field: "entries", Key: "points_choose", Args: survey.Args("max", mostSeen)}}
	}
	now, met := r.desk.moment(ctx), map[string]bool{}
	var change Change
	var wrong survey.FieldErrors
	for i, s := range seen {
		if met[s.ID] {
			continue
		}
		met[s.ID] = true
		e, err := r.stepOf(ctx, s.ID, s.Revision, Confirm, "", now)
		if errs, is := errors.AsType[survey.FieldErrors](err); is {
			for _, e := range errs {
				e.Field = fmt.Sprintf("entries[%d]", i)
				wrong = append(wrong, e)
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		change.Entries = append(change.Entries, e)
		change.Acts = append(change.Acts, stepped(&e))
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	if err := r.desk.store.ChangePoints(ctx, change); err != nil {
		return nil, err
	}
	for i := range change.Entries {
		change.Entries[i].Revision++
	}
	return change.Entries, nil
}
