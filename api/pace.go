package api

import (
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"minping/api/middleware"
)

// UsualPace is how many requests an account may make in a minute, unless said
// otherwise.
const UsualPace = 6000

// mostPaced is how many accounts are remembered before those at rest are forgotten.
const mostPaced = 1000

// A Pace keeps each account, by whatever tokens and sessions, to so many
// requests a minute: a bucket of as many, filled evenly. Whoever hands in
// ballots is no account, and is not counted.
type Pace struct {
	PerMinute int // 0: no limit
	Now       func() time.Time

	mu      sync.Mutex
	buckets map[string]*rate.Limiter
}

// A rateError says that an account is too fast.
type rateError struct{ after time.Duration }

func (e rateError) Error() string { return fmt.Sprintf("too many requests; again after %s", e.after) }

// limit counts requests of accounts and says in each answer what is left
// (RateLimit, as the IETF's draft has it).
func (p *Pace) limit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		a, signed := middleware.Signed(c)
		if !signed || p.PerMinute == 0 {
			return next(c)
		}
		left, full, wait := p.take(a.ID)
		h := c.Response().Header()
		h.Set("RateLimit-Policy", fmt.Sprintf(`"account";q=%d;w=60`, p.PerMinute))
		h.Set("RateLimit", fmt.Sprintf(`"account";r=%d;t=%d`, left, full))
		if wait > 0 {
			return rateError{wait}
		}
		return next(c)
	}
}

// take takes one request out of an account's bucket: how many are left, in how
// many seconds it is full again, and how long to wait where there was none.
func (p *Pace) take(account string) (left, full int, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.Now != nil {
		now = p.Now()
	}
	b := p.buckets[account]
	if b == nil {
		p.forget(now)
		b = rate.NewLimiter(rate.Limit(float64(p.PerMinute)/60), p.PerMinute)
		p.buckets[account] = b
	}
	if !b.AllowN(now, 1) {
		missing := 1 - b.TokensAt(now)
		wait = time.Duration(missing / float64(b.Limit()) * float64(time.Second))
	}
	tokens := max(b.TokensAt(now), 0)
	return int(tokens), int(math.Ceil((float64(p.PerMinute) - tokens) / float64(b.Limit()))), wait
}

// forget makes room: a full bucket is as good as none.
func (p *Pace) forget(now time.Time) {
	if p.buckets == nil {
		p.buckets = make(map[string]*rate.Limiter)
	}
	if len(p.buckets) < mostPaced {
		return
	}
	for account, b := range p.buckets {
		if b.TokensAt(now) >= float64(p.PerMinute) {
			delete(p.buckets, account)
		}
	}
}
