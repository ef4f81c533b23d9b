package middleware

import (
	"errors"
	"hash/maphash"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/access"
)

// Guesses counts codes that do not exist, by poll and network, in memory only
// and under a hash with a key of this process. A code has 128 random bits, so
// it is the server that this spares, not the codes; and since whoever has one
// that exists may share a network with somebody who guesses, every code is
// looked up first and one that exists never waits. A nil *Guesses counts
// nothing.
type Guesses struct {
	Now func() time.Time // nil: the system's clock

	seed     maphash.Seed
	throttle access.Throttle
}

// NewGuesses returns a count that lets a network try 20 codes that do not
// exist, then one every three seconds.
func NewGuesses() *Guesses {
	return &Guesses{seed: maphash.MakeSeed(), throttle: access.Throttle{Burst: 20, Interval: 3 * time.Second}}
}

// Answer returns what to answer to a request with a code that failed: err, or
// an access.ThrottledError where a code that may exist was not found, too
// often. What people mistype does not count: its check character is wrong, and
// nothing was looked up.
func (g *Guesses) Answer(c echo.Context, poll, code string, err error) error {
	if g == nil || !errors.Is(err, survey.ErrNotFound) || !survey.IsCode(code) {
		return err
	}
	now := time.Now
	if g.Now != nil {
		now = g.Now
	}
	key := maphash.Comparable(g.seed, [2]string{poll, Network(c)})
	if wait := g.throttle.Take(strconv.FormatUint(key, 36), now()); wait > 0 {
		return access.ThrottledError{After: wait}
	}
	return err
}
