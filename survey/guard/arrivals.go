package guard

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"time"

	"minping/survey"
)

// arrivals counts the ballots of one poll as they come in, this day by network.
type arrivals struct {
	seen, proven, attended int
	fast                   int   // proven, and handed in sooner than answers can be ticked
	day                    int64 // since 1970, UTC
	today                  int   // ballots that no account answers for
	networks               map[networkID]*network
	largest                survey.NetworkShare // of the days before
	unproven               survey.NetworkShare // likewise
	burst                  int                 // most ballots of a network within a minute
}

// A networkID is a network under the key of the day: tomorrow it has another.
type networkID [16]byte

// A network is what came from one network today.
type network struct {
	ballots  int
	unproven int
	asked    int // challenges
	hour     int64
	current  int // ballots in this hour, and in the one before
	before   int
	minute   int64
	inside   int // this minute
}

// dayKey is the key that networks are counted under, replaced every day.
type dayKey struct {
	day int64
	key [32]byte
}

// manyNetworks is how many networks of a poll are kept apart in a day; those
// beyond are counted as one.
const manyNetworks = 1 << 17

func dayOf(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }

// arrivals returns a poll's counts for today.
func (g *Guard) arrivals(poll string, now time.Time) *arrivals {
	if g.polls == nil {
		g.polls = make(map[string]*arrivals)
	}
	a := g.polls[poll]
	if a == nil {
		a = &arrivals{}
		g.polls[poll] = a
	}
	if day := dayOf(now); a.day != day || a.networks == nil {
		a.largest, a.unproven = a.largestYet(), a.mostUnproven()
		a.day, a.today, a.networks = day, 0, make(map[networkID]*network)
	}
	return a
}

// network returns what came from a network today.
func (g *Guard) network(poll, name string, now time.Time) *network {
	a := g.arrivals(poll, now)
	if g.day.day != a.day {
		g.day.day = a.day
		_, _ = rand.Read(g.day.key[:]) // never fails
	}
	mac := hmac.New(sha256.New, g.day.key[:])
	mac.Write([]byte(poll + "\x00" + name))
	id := networkID(mac.Sum(nil)[:16])
	n := a.networks[id]
	if n == nil {
		if len(a.networks) >= manyNetworks {
			id = networkID{}
			if n = a.networks[id]; n != nil {
				return n
			}
		}
		n = &network{}
		a.networks[id] = n
	}
	return n
}

// hourly returns how many ballots came within the last hour, those of the
// clock hour before taken as spread evenly.
func (n *network) hourly(now time.Time) int {
	n.turn(now)
	left := 60 - now.Minute()
	return n.current + n.before*left/60
}

func (n *network) turn(now time.Time) {
	hour := now.Unix() / (60 * 60)
	switch {
	case hour == n.hour+1:
		n.before, n.current, n.asked = n.current, 0, 0
	case hour != n.hour:
		n.before, n.current, n.asked = 0, 0, 0
	}
	n.hour = hour
}

// add counts a ballot.
func (n *network) add(now time.Time, a *arrivals, proven bool) {
	n.turn(now)
	n.ballots++
	n.current++
	if !proven {
		n.unproven++
	}
	if minute := now.Unix() / 60; minute != n.minute {
		n.minute, n.inside = minute, 0
	}
	n.inside++
	a.burst = max(a.burst, n.inside)
}

// largestYet returns the network with most ballots in a day so far.
func (a *arrivals) largestYet() survey.NetworkShare {
	largest := a.largest
	for _, n := range a.networks {
		if n.ballots > largest.Ballots {
			largest = survey.NetworkShare{Ballots: n.ballots, Of: a.today}
		}
	}
	return largest
}

// mostUnproven returns the network with most ballots without a proof in a day
// so far, of all of its ballots.
func (a *arrivals) mostUnproven() survey.NetworkShare {
	most := a.unproven
	for _, n := range a.networks {
		if n.unproven > most.Ballots {
			most = survey.NetworkShare{Ballots: n.unproven, Of: n.ballots}
		}
	}
	return most
}

// Arrivals implements survey.Witness: it tells how the ballots of a poll came
// in, by network as far as this process saw it.
func (g *Guard) Arrivals(ctx context.Context, poll string) (survey.Arrivals, error) {
	devices, err := g.deviceShare(ctx, poll)
	if err != nil {
		return survey.Arrivals{}, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	a := g.polls[poll]
	if a == nil {
		return survey.Arrivals{Devices: devices}, nil
	}
	return survey.Arrivals{
		Seen: a.seen, Proven: a.proven, Attended: a.attended, Fast: a.fast,
		Largest: a.largestYet(), Unproven: a.mostUnproven(), Burst: a.burst, Devices: devices,
	}, nil
}

// Forget implements survey.Witness.
func (g *Guard) Forget(ctx context.Context, poll string) error {
	g.mu.Lock()
	delete(g.polls, poll)
	delete(g.pending, poll)
	g.mu.Unlock()
	if g.Devices == nil {
		return nil
	}
	return g.Devices.ForgetDevices(ctx, poll)
}
