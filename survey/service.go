package survey

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"
)

// A Service is the one way in for pages, API and commands:
//
//	st, err := store.OpenSQLite(dir) // or store.OpenPostgres(peopleDSN, ballotsDSN)
//	defer st.Close()
//	service := survey.NewService(st.People, st.Ballots, form.Parse)
//
// and then Tick every second or so while it serves. It is safe for concurrent
// use. What it returns by pointer is shared and must not be changed.
type Service struct {
	// Now is the clock, so that deadlines can be tested.
	Now func() time.Time
	// Quiet is how long after local midnight open ballot boxes are rewritten and
	// BackUp calls Backup, once a day; negative: never.
	Quiet time.Duration
	// Backup makes a backup; nil: none is made.
	Backup func(context.Context) error
	// Patience is how long Accept may take.
	Patience time.Duration
	// Witness saw how ballots came in; nil: nobody did.
	Witness Witness
	// Parse reads a questionnaire file.
	Parse func(src []byte) (*Questionnaire, error)
	// Reader reads comments together; nil: no opinions are proposed.
	Reader CommentReader

	definitions Definitions
	box         BallotBox

	latest   atomic.Int64 // the latest time seen, Unix ns: a clock set back reopens nothing
	moving   sync.Mutex   // held while polls and units change
	counting sync.Mutex   // held while a poll is counted

	forms       sync.Map  // QuestionnaireRef without hash → *questionnaireForm, immutable
	releases    sync.Map  // poll id → *Release, immutable
	disclosures sync.Map  // poll id → *DisclosureReport without comments, immutable
	parts       partCache // of releases, for those who may not read the whole
	robust      robustCache
	polls       pollCache
	units       directoryCache
	reading     singleflight.Group // of polls and keys, which many ask for at once
	turnouts    turnoutCache[PollTurnout]
	cells       turnoutCache[[]UnitTurnout]
	night       night
}

// NewService returns a service over the stores, with the system's clock.
func NewService(d Definitions, b BallotBox, parse func(src []byte) (*Questionnaire, error)) *Service {
	return &Service{Now: time.Now, Quiet: DefaultQuiet, Patience: DefaultPatience, Parse: parse, definitions: d, box: b}
}

// now returns the time, which never runs backwards.
func (s *Service) now() time.Time {
	t := s.Now()
	for {
		seen := s.latest.Load()
		if t.UnixNano() <= seen {
			return time.Unix(0, seen)
		}
		if s.latest.CompareAndSwap(seen, t.UnixNano()) {
			return t
		}
	}
}
