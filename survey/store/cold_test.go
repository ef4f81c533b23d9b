package store_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minping/survey"
)

// When a server starts in the middle of a poll, all respondents come at once:
// the questionnaire is read once for all of them.
func TestColdStart(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.openPoll(t, draft(""))
		const people = 64
		var reads, waiting atomic.Int64
		cold := survey.NewService(o.store.People, o.store.Ballots, func(src []byte) (*survey.Questionnaire, error) {
			reads.Add(1)
			for deadline := time.Now().Add(10 * time.Second); waiting.Load() < people && time.Now().Before(deadline); {
				time.Sleep(time.Millisecond)
			}
			return parse(src)
		})
		cold.Now = o.now
		var all sync.WaitGroup
		for range people {
			all.Go(func() {
				waiting.Add(1)
				if _, err := cold.Accept(ctx, submission(p.ID)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := reads.Load(); n != 1 {
			t.Errorf("the questionnaire was read %d times", n)
		}
		if n, err := o.store.Ballots.Submissions(ctx, p.ID); n != people || err != nil {
			t.Errorf("%d submissions, %v", n, err)
		}
	})
}
