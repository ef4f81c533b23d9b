// Package guard makes it costly and visible to stuff an open poll, without
// asking anybody who he is: proofs of work, and counts of arrivals by network
// and by device. Networks are counted in memory; devices apart from the
// ballots, and until the poll is counted.
package guard

import (
	"context"
	"errors"
	"sync"
	"time"

	"minping/survey"
)

// A Box is what takes submissions: a *survey.Service.
type Box interface {
	// ProofKey returns the key of a poll's proofs, nil where none are asked for.
	ProofKey(ctx context.Context, poll string) ([]byte, error)
	Accept(ctx context.Context, sub survey.Submission) (survey.Receipt, error)
	Recognise(ctx context.Context, sub survey.Submission) (survey.Receipt, error)
}

// A Guard watches over the open polls of a server. It is safe for concurrent
// use; the zero value is ready.
type Guard struct {
	Now     func() time.Time // nil: the system's clock
	Devices Devices          // nil: devices are not counted

	mu      sync.Mutex
	spent   spentProofs
	polls   map[string]*arrivals
	pending map[string]*noted
	day     dayKey
}

// New returns a guard.
func New() *Guard { return &Guard{} }

// A Sender is what is known of whoever hands in ballots.
type Sender struct {
	Network  string // as middleware.Network; never kept
	Proof    string // of work, or ""
	Device   string // the token that the device made up for this poll, or ""
	Attended bool   // a kiosk, or a clerk with paper: an account answers for it
}

// MostUnproven is how many ballots a network may hand in within an hour before
// one without a proof of work is refused.
const MostUnproven = 300

// Accept hands a submission to the box. A proof that does not hold, or none
// where the network has sent too many ballots, is survey.ErrProof; all other
// errors are those of box.Accept. What was accepted before is recognised
// whatever proof comes with it.
func (g *Guard) Accept(ctx context.Context, box Box, sub survey.Submission, from Sender) (survey.Receipt, error) {
	key, err := box.ProofKey(ctx, sub.Poll)
	if err != nil || key == nil {
		if err != nil {
			return survey.Receipt{}, err
		}
		return box.Accept(ctx, sub)
	}
	if err := g.admit(key, sub, from); err != nil {
		receipt, known := box.Recognise(ctx, sub)
		if errors.Is(known, survey.ErrNotFound) {
			known = err
		}
		return receipt, known
	}
	receipt, err := box.Accept(ctx, sub)
	if err == nil && receipt.Fresh {
		g.arrived(&sub, from)
		g.note(ctx, key, sub.Poll, from)
	}
	return receipt, err
}

// admit judges the proof, and spends it on the submission.
func (g *Guard) admit(key []byte, sub survey.Submission, from Sender) error {
	now := g.now()
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case from.Attended:
		return nil
	case from.Proof != "":
		return g.spent.spend(key, sub.Poll, from.Proof, sub.Key, now)
	case g.network(sub.Poll, from.Network, now).hourly(now) >= MostUnproven:
		return survey.ErrProof
	}
	return nil
}

// arrived counts ballots that were stored.
func (g *Guard) arrived(sub *survey.Submission, from Sender) {
	now := g.now()
	g.mu.Lock()
	defer g.mu.Unlock()
	a := g.arrivals(sub.Poll, now)
	a.seen++
	switch {
	case from.Attended:
		a.attended++
		return
	case from.Proof != "":
		a.proven++
		if age := now.Sub(issued(from.Proof)); age < fastest*time.Duration(answers(sub)) {
			a.fast++
		}
	}
	a.today++
	g.network(sub.Poll, from.Network, now).add(now, a, from.Proof != "")
}

// fastest is the time in which nobody reads a question and ticks an answer, one
// after the other. Wood, D. et al. (2017), Social Psychological and Personality
// Science 8(4), 454-464, take a second an item for careless already.
const fastest = 400 * time.Millisecond

func answers(sub *survey.Submission) (n int) {
	for _, b := range sub.Ballots {
		n += len(b.Answers)
	}
	return n
}

// Challenge returns a task for a network to work on; "" where the poll asks
// for none. It takes longer the more that network sends.
func (g *Guard) Challenge(ctx context.Context, box Box, poll, network string) (string, error) {
	key, err := box.ProofKey(ctx, poll)
	if err != nil || key == nil {
		return "", err
	}
	now := g.now()
	g.mu.Lock()
	n := g.network(poll, network, now)
	n.asked++
	bits := bitsFor(max(n.hourly(now), n.asked/askedPerBallot))
	g.mu.Unlock()
	return newChallenge(key, poll, bits, now), nil
}

func (g *Guard) now() time.Time {
	if g.Now != nil {
		return g.Now()
	}
	return time.Now()
}
