package webhook

import (
	"context"
	"time"

	"minping/survey"
)

// A Store keeps hooks, what is to be sent and what was. What is not there is
// survey.ErrNotFound.
type Store interface {
	// AddHook keeps a new hook with its secret.
	AddHook(ctx context.Context, h Hook, secret string) error
	// ReplaceHook replaces all but the secret, unless holds objects to what there
	// is until then.
	ReplaceHook(ctx context.Context, h Hook, holds func(was Hook) error) error
	// SetHookSecret replaces the secret.
	SetHookSecret(ctx context.Context, id, secret string) error
	// RemoveHook leaves nothing of a hook, unless holds objects to what there is
	// until then.
	RemoveHook(ctx context.Context, id string, holds func(was Hook) error) error
	// Hooks lists all hooks, as they were added.
	Hooks(ctx context.Context) ([]Hook, error)
	Hook(ctx context.Context, id string) (Hook, error)
	// Poll returns a poll.
	Poll(ctx context.Context, id string) (survey.Poll, error)

	// UntoldEvents returns the oldest events that are not taken in, at most n;
	// nobody else gets them until the lease ends.
	UntoldEvents(ctx context.Context, now time.Time, lease time.Duration, n int) ([]survey.Event, error)
	// TakeInEvents queues what events make and finishes the events, in one
	// transaction; of events that another has finished it queues nothing.
	TakeInEvents(ctx context.Context, made []Made) error
	// BeginDelivery queues a delivery whose first attempt is begun.
	BeginDelivery(ctx context.Context, d Delivery) (Claim, error)

	// DueHooks lists the hooks that are active, have a secret, and have a delivery
	// whose next attempt may begin.
	DueHooks(ctx context.Context, now time.Time) ([]Hook, error)
	// ClaimDeliveries begins attempts at a hook's deliveries, at most n, the first due first.
	// Nobody else begins one of them until the lease ends.
	ClaimDeliveries(ctx context.Context, hook string, now time.Time, lease time.Duration, n int) ([]Claim, error)
	// FinishAttempts notes attempts and what follows from them; of deliveries that
	// were removed meanwhile it notes nothing.
	FinishAttempts(ctx context.Context, list []Finished) error

	// Deliveries lists the latest deliveries of a hook, the newest first.
	Deliveries(ctx context.Context, hook string, limit int) ([]Delivery, error)
	// Delivery returns one with its attempts, the newest first.
	Delivery(ctx context.Context, hook, event string) (Delivery, []Attempt, error)
	// QueueAgain makes a delivery wait for an attempt from now on.
	QueueAgain(ctx context.Context, hook, event string, now time.Time) error
	// DropLog forgets deliveries and events from before a time.
	DropLog(ctx context.Context, before time.Time) error
}

// A Claim is a delivery whose attempt has begun, with what it needs.
type Claim struct {
	Delivery
	URL, Secret string
}

// A Made is what an event makes.
type Made struct {
	Event      string // its id
	Deliveries []Delivery
}

// A Finished is an attempt that has ended.
type Finished struct {
	Claim   Claim
	Attempt Attempt
	Then    Outcome
}

// An Outcome is what follows from an attempt.
type Outcome struct {
	Progress Progress
	Due      time.Time // of the next attempt, where it waits
	// Failing is since when the hook fails; zero: it does not.
	Failing time.Time
	// Stop is the state that the hook comes to because of it; "": it stays active.
	Stop State
}
