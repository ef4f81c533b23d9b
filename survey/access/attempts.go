package access

import (
	"context"
	"strconv"
	"sync"
	"time"

	"minping/survey"
)

// attempts notes in the audit log that somebody failed to sign in. Whoever
// guesses passwords must not be able to fill the log: of many failures one a
// minute has an entry of its own, some 600 KB a day, and the others are counted
// and told with the next entry of their account. Which of them have one does
// not depend on the account, or the time that an answer takes would tell
// whether there is one of that name. A name that does not exist is never noted,
// since people type their password there by mistake.
type attempts struct {
	noted Throttle

	mu     sync.Mutex
	untold map[string]int // failures without an entry, by account
}

func newAttempts() *attempts {
	return &attempts{
		noted:  Throttle{Burst: 60, Interval: time.Minute},
		untold: make(map[string]int),
	}
}

// failed notes a failure for an account, "" where the name does not exist.
func (a *attempts) failed(ctx context.Context, log Store, account string, now time.Time) error {
	if a.noted.Take("", now) > 0 {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.untold[account]++
		return nil
	}
	return log.Note(ctx, failedAct(account, a.tell(account)))
}

// over notes the failures of an account that have no entry yet, since somebody
// has got in.
func (a *attempts) over(ctx context.Context, log Store, account string) error {
	n := a.tell(account)
	if n == 0 {
		return nil
	}
	return log.Note(ctx, failedAct(account, n-1))
}

func failedAct(account string, more int) survey.Act {
	return survey.Act{Kind: survey.ActSignInFailed, Object: account, Detail: map[string]string{"more": strconv.Itoa(more)}}
}

// tell returns how many failures of an account have no entry, and forgets them.
func (a *attempts) tell(account string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := a.untold[account]
	delete(a.untold, account)
	return n
}
