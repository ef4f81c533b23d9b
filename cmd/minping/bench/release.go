package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/store"
)

// A Closing is how long it took to close a poll, and what it needed.
type Closing struct {
	Ballots int     `json:"ballots"` // that the release counts
	Release float64 `json:"release"` // seconds from the request to close until the release is stored
	Whole   float64 `json:"whole"`   // seconds until comments are drawn and the box is rewritten and sealed too
	CPU     float64 `json:"cpu"`     // processor seconds until the release is stored; 0: the system does not tell
	Peak    float64 `json:"peak"`    // largest resident memory of the process, MiB; 0: the system does not tell
}

// Close closes the poll of a folder and writes the Closing to w as JSON.
func Close(ctx context.Context, dir, poll string, w io.Writer) (err error) {
	st, err := store.OpenSQLite(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	shelf := &clockedShelf{Definitions: st.People}
	s := survey.NewService(shelf, st.Ballots, form.Parse)
	used, begun := usageOf("self"), time.Now()
	if err := s.ClosePoll(ctx, poll); err != nil {
		return err
	}
	c := Closing{Release: shelf.stored.Sub(begun).Seconds(), Whole: time.Since(begun).Seconds(), CPU: shelf.used.cpu - used.cpu}
	r, err := s.Release(ctx, poll)
	if err != nil {
		return err
	}
	c.Ballots, c.Peak = r.Method.Ballots, usageOf("self").peak
	return json.NewEncoder(w).Encode(c)
}

// A clockedShelf notes when it had stored the release: it can be read from then on.
type clockedShelf struct {
	survey.Definitions
	stored time.Time
	used   usage // by then
}

// PutRelease implements survey.Definitions.
func (s *clockedShelf) PutRelease(ctx context.Context, poll string, document []byte, events ...survey.Event) error {
	err := s.Definitions.PutRelease(ctx, poll, document, events...)
	s.stored, s.used = time.Now(), usageOf("self")
	return err
}

// closing measures the closing of a copy of a filled folder.
func (b *bench) closing(ctx context.Context, ballots int) (Sample, error) {
	from, err := b.filled(ctx, ballots)
	if err != nil {
		return Sample{}, err
	}
	dir, remove, err := b.folder(from)
	if err != nil {
		return Sample{}, err
	}
	defer remove()
	out, err := b.command(ctx, "bench-part", "close", "--data", dir, "--poll", emptyPoll).Output()
	if err != nil {
		return Sample{}, fmt.Errorf("closing: %w: %s", err, complaint(err))
	}
	var c Closing
	if err := json.Unmarshal(out, &c); err != nil {
		return Sample{}, err
	}
	s := Sample{Acknowledged: ballots, Peak: c.Peak, Release: c.Release, ReleaseCPU: c.CPU, Closing: c.Whole}
	s.Lost, s.Doubled = max(0, ballots-c.Ballots), max(0, c.Ballots-ballots)
	return s, nil
}
