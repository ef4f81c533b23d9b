package survey

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"
)

// A SupervisionRecord says that a step was taken with a unit after a round: when,
// who held it, what was said, and what follows. It is kept for good; what was
// wrong in one is put right by another.
type SupervisionRecord struct {
	ID     string          `json:"id"`
	Poll   string          `json:"poll"` // whose results it followed
	Unit   string          `json:"unit"`
	Step   SupervisionStep `json:"step"`
	On     string          `json:"on"`               // day, as 2026-11-30
	By     string          `json:"by"`               // who held it
	With   string          `json:"with,omitempty"`   // who took part of the unit
	Said   string          `json:"said"`             // what was found and said
	Next   string          `json:"next,omitempty"`   // what was agreed, and by when
	Noted  time.Time       `json:"noted"`            // when it was recorded, UTC
	Author string          `json:"author,omitempty"` // name of the account that did
}

// A SupervisionStore keeps steps of supervision.
type SupervisionStore interface {
	// AddSupervision keeps a record. One of the same id is the same: it is
	// returned as it is kept, and nothing is noted again.
	AddSupervision(ctx context.Context, r SupervisionRecord, act Act) (SupervisionRecord, error)
	// SupervisionOf lists the records that followed a poll, in the order in which
	// they were kept.
	SupervisionOf(ctx context.Context, poll string) ([]SupervisionRecord, error)
}

// What a record may hold at most, in characters.
const (
	mostSupervisor = 120
	mostSaid       = 4000
)

// prepare trims a record, gives it an id that follows from what it says, so that
// a form that is sent twice records one step, and says what is wrong with it.
func (r *SupervisionRecord) prepare(today string) (errs FieldErrors) {
	for _, text := range []*string{&r.Poll, &r.Unit, &r.On, &r.By, &r.With, &r.Said, &r.Next} {
		*text = strings.TrimSpace(*text)
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{r.Poll, r.Unit, string(r.Step), r.On, r.By, r.With, r.Said, r.Next}, "\x00")))
	r.ID = "su_" + hex.EncodeToString(sum[:8])
	wrong := func(field, key string, args ...any) {
		errs = append(errs, FieldError{Field: field, Key: key, Args: Args(args...)})
	}
	known := false
	for _, s := range SupervisionSteps {
		known = known || s == r.Step
	}
	if !known {
		wrong("step", "supervision_step", "step", Clip(string(r.Step)))
	}
	switch _, err := time.Parse(time.DateOnly, r.On); {
	case err != nil:
		wrong("on", "supervision_on")
	case r.On > today:
		wrong("on", "supervision_future", "today", today)
	}
	if r.By == "" {
		wrong("by", "supervision_by")
	}
	if r.Said == "" {
		wrong("said", "supervision_said")
	}
	for _, x := range []struct {
		field, text string
		most        int
	}{{"by", r.By, mostSupervisor}, {"with", r.With, mostSupervisor}, {"said", r.Said, mostSaid}, {"next", r.Next, mostSaid}} {
		if n := utf8.RuneCountInString(x.text); n > x.most {
			wrong(x.field, "too_long", "max", x.most, "count", n)
		}
	}
	return errs
}
