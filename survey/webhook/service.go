package webhook

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"minping/survey"
)

// A Post calls an address; an error may have a Key, of survey's messages.
type Post func(ctx context.Context, to string, header http.Header, body []byte) (status int, answer []byte, err error)

// A Service looks after hooks and tells them of events. It is safe for
// concurrent use; several processes over one database share the work.
type Service struct {
	// Now is the clock.
	Now func() time.Time
	// Check returns what is wrong with an address, as an error that has a Mistake.
	Check func(url string) error
	// Post calls one.
	Post Post
	// Link is where an event is looked at; nil: nowhere.
	Link func(survey.Event) string

	store Store
	wake  chan struct{}
}

// New returns a service that checks and calls addresses by these functions.
func New(store Store, check func(url string) error, post Post) *Service {
	return &Service{Now: time.Now, Check: check, Post: post, store: store, wake: make(chan struct{}, 1)}
}

// The bounds of what people enter.
const (
	maxHooks = 100
	maxLabel = 100 // characters
)

// Add makes a hook. The secret is shown this once. Errors: survey.FieldErrors
// (fields "url", "label", "kinds", "poll").
func (s *Service) Add(ctx context.Context, wanted Settings) (h Hook, secret string, err error) {
	wanted, err = s.checked(ctx, wanted)
	if err != nil {
		return Hook{}, "", err
	}
	hooks, err := s.store.Hooks(ctx)
	if err != nil {
		return Hook{}, "", err
	}
	if len(hooks) >= maxHooks {
		return Hook{}, "", survey.FieldErrors{{Field: "url", Key: "too_many_hooks", Args: survey.Args("max", maxHooks)}}
	}
	secret = newSecret()
	h = Hook{ID: uuid.NewString(), Settings: wanted, State: Active, Since: s.Now().UTC().Truncate(time.Millisecond), Sealed: true}
	return h, secret, s.store.AddHook(ctx, h, secret)
}

// Change replaces a hook's settings. active calls it, also one that stopped by
// itself; else it is paused. Errors as of Add, and survey.ErrNotFound.
func (s *Service) Change(ctx context.Context, id string, wanted Settings, active bool) (Hook, error) {
	return s.ChangeIf(ctx, id, wanted, active, anyHook)
}

func anyHook(Hook) error { return nil }

// ChangeIf changes a hook as Change does, unless holds objects to what it is
// until then.
func (s *Service) ChangeIf(ctx context.Context, id string, wanted Settings, active bool, holds func(was Hook) error) (Hook, error) {
	for {
		h, err := s.change(ctx, id, wanted, active, holds)
		if !errors.Is(err, errMoved) {
			return h, err
		}
	}
}

// errMoved: the hook is not any more what the change was made of.
var errMoved = errors.New("the hook has changed")

func (s *Service) change(ctx context.Context, id string, wanted Settings, active bool, holds func(was Hook) error) (Hook, error) {
	h, err := s.store.Hook(ctx, id)
	if err == nil {
		err = holds(h)
	}
	if err != nil {
		return Hook{}, err
	}
	was := h
	if h.Settings, err = s.checked(ctx, wanted); err != nil {
		return Hook{}, err
	}
	now := s.Now().UTC().Truncate(time.Millisecond)
	switch {
	case active && h.State != Active:
		h.State, h.Since, h.Failing = Active, now, time.Time{}
	case !active && h.State == Active:
		h.State, h.Since = Paused, now
	}
	err = s.store.ReplaceHook(ctx, h, func(is Hook) error {
		if !reflect.DeepEqual(is, was) {
			return errMoved
		}
		return nil
	})
	s.rouse()
	return h, err
}

// checked returns settings as they are to be stored, or all that is wrong.
func (s *Service) checked(ctx context.Context, w Settings) (Settings, error) {
	var errs survey.FieldErrors
	w.URL, w.Label = strings.TrimSpace(w.URL), strings.TrimSpace(w.Label)
	var mistaken interface {
		Mistake(field string) survey.FieldError
	}
	if err := s.Check(w.URL); errors.As(err, &mistaken) {
		errs = append(errs, mistaken.Mistake("url"))
	} else if err != nil {
		return w, err
	}
	if n := utf8.RuneCountInString(w.Label); n > maxLabel {
		errs = append(errs, survey.FieldError{Field: "label", Key: "too_long", Args: survey.Args("max", maxLabel, "count", n)})
	} else if strings.ContainsFunc(w.Label, func(r rune) bool { return r < ' ' || r == utf8.RuneError }) {
		errs = append(errs, survey.FieldError{Field: "label", Key: "bad_characters"})
	}
	for _, k := range w.Kinds {
		if !slices.Contains(survey.EventKinds, k) {
			errs = append(errs, survey.FieldError{Field: "kinds", Key: "unknown_event", Args: survey.Args("kind", string(k), "kinds", kindNames())})
		}
	}
	slices.Sort(w.Kinds)
	w.Kinds = slices.Compact(w.Kinds)
	if w.Poll != "" {
		if _, err := s.store.Poll(ctx, w.Poll); errors.Is(err, survey.ErrNotFound) {
			errs = append(errs, survey.FieldError{Field: "poll", Key: "unknown_poll", Args: survey.Args("poll", w.Poll)})
		} else if err != nil {
			return w, err
		}
	}
	if len(errs) > 0 {
		return w, errs
	}
	return w, nil
}

func kindNames() []string {
	names := make([]string, len(survey.EventKinds))
	for i, k := range survey.EventKinds {
		names[i] = string(k)
	}
	return names
}

// Renew gives a hook another secret, shown this once; the one before is of no
// use from now on.
func (s *Service) Renew(ctx context.Context, id string) (secret string, err error) {
	secret = newSecret()
	defer s.rouse()
	return secret, s.store.SetHookSecret(ctx, id, secret)
}

// Remove leaves nothing of a hook, its log neither.
func (s *Service) Remove(ctx context.Context, id string) error { return s.RemoveIf(ctx, id, anyHook) }

// RemoveIf does so unless holds objects to what there is until then.
func (s *Service) RemoveIf(ctx context.Context, id string, holds func(was Hook) error) error {
	return s.store.RemoveHook(ctx, id, holds)
}

// Hooks lists all hooks, as they were added.
func (s *Service) Hooks(ctx context.Context) ([]Hook, error) { return s.store.Hooks(ctx) }

// Hook returns one.
func (s *Service) Hook(ctx context.Context, id string) (Hook, error) { return s.store.Hook(ctx, id) }

// logged is how many deliveries a log shows.
const logged = 200

// Deliveries lists the latest deliveries of a hook, the newest first, at most 200.
func (s *Service) Deliveries(ctx context.Context, hook string) ([]Delivery, error) {
	if _, err := s.store.Hook(ctx, hook); err != nil {
		return nil, err
	}
	return s.store.Deliveries(ctx, hook, logged)
}

// Delivery returns a delivery with its attempts, the newest first.
func (s *Service) Delivery(ctx context.Context, hook, event string) (Delivery, []Attempt, error) {
	return s.store.Delivery(ctx, hook, event)
}

// SendAgain queues a delivery anew, whatever came of it, under the same id.
func (s *Service) SendAgain(ctx context.Context, hook, event string) error {
	defer s.rouse()
	return s.store.QueueAgain(ctx, hook, event, s.Now())
}

// rouse lets the dispatcher look at once.
func (s *Service) rouse() {
	select {
	case s.wake <- struct{}{}:
	default: // it is about to
	}
}
