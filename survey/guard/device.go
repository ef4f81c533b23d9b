package guard

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"time"

	"minping/survey"
)

// A DeviceID is a device's token under a key of the poll.
type DeviceID [16]byte

// Devices keeps how many ballots came from each device, apart from the ballots.
type Devices interface {
	// NoteDevices adds ballots of a poll by device; of a poll that is counted it
	// keeps nothing.
	NoteDevices(ctx context.Context, poll string, ballots map[DeviceID]int) error
	// DeviceShare sums up a poll's devices; a household is how many ballots one
	// device may well hand in.
	DeviceShare(ctx context.Context, poll string, household int) (survey.DeviceShare, error)
	// ForgetDevices deletes what is known of the devices of a poll that is counted.
	ForgetDevices(ctx context.Context, poll string) error
}

// A device's ballot is noted a while after it was stored, together with others,
// so that no write tells which ballot it was.
const (
	leastNoted = 16 // ballots
	mostNoted  = 256
	noteEvery  = time.Minute
)

// Household is how many ballots of a poll one device may well hand in: a family
// shares it.
const Household = 5

// noted are the ballots of a poll that wait to be noted.
type noted struct {
	ballots int
	by      map[DeviceID]int
	since   time.Time
}

// note remembers where a ballot came from. That devices cannot be noted is no
// reason to refuse one: they then count as unseen.
func (g *Guard) note(ctx context.Context, key []byte, poll string, from Sender) {
	if g.Devices == nil || from.Device == "" || from.Attended {
		return
	}
	now := g.now()
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("device\x00" + from.Device))
	if waiting := g.wait(poll, DeviceID(mac.Sum(nil)[:16]), now); waiting != nil {
		_ = g.Devices.NoteDevices(context.WithoutCancel(ctx), poll, waiting.by)
	}
}

// wait adds a ballot to those that wait, and returns them once they are due.
func (g *Guard) wait(poll string, id DeviceID, now time.Time) *noted {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.pending == nil {
		g.pending = make(map[string]*noted)
	}
	n := g.pending[poll]
	if n == nil {
		n = &noted{by: make(map[DeviceID]int), since: now}
		g.pending[poll] = n
	}
	n.ballots++
	n.by[id]++
	if n.ballots < leastNoted || n.ballots < mostNoted && now.Sub(n.since) < noteEvery {
		return nil
	}
	delete(g.pending, poll)
	return n
}

// deviceShare notes what waits here and sums up a poll's devices.
func (g *Guard) deviceShare(ctx context.Context, poll string) (survey.DeviceShare, error) {
	if g.Devices == nil {
		return survey.DeviceShare{}, nil
	}
	g.mu.Lock()
	waiting := g.pending[poll]
	delete(g.pending, poll)
	g.mu.Unlock()
	if waiting != nil {
		if err := g.Devices.NoteDevices(ctx, poll, waiting.by); err != nil {
			return survey.DeviceShare{}, err
		}
	}
	return g.Devices.DeviceShare(ctx, poll, Household)
}
