package store_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"minping/survey"
)

// There is one release for ever: neither a second end, publishing, a Tick of
// another process, a recount nor a server on the same database makes another
// from a box that has lost one ballot since (trust test 38).
func TestNoSecondRelease(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		o.openPoll(t, draft("p"))
		o.fill(t, "p", 20)
		ok(t, o.ClosePoll(ctx, "p"))
		first, err := o.store.People.Release(ctx, "p")
		ok(t, err)
		late := anyBallot(t, o, rand.New(rand.NewPCG(38, 1)))
		ok(t, o.store.Ballots.Exec(`DELETE FROM ballots WHERE poll = 'p' AND id = $1`, late.ID))
		second := newOffice(o.store)
		second.move(48 * time.Hour)
		for name, act := range map[string]func(*office) error{
			"closing": func(o *office) error { return o.ClosePoll(ctx, "p") },
			"a tick":  func(o *office) error { return o.Tick(ctx) },
			"a fence": func(o *office) error {
				ok(t, o.store.Ballots.Exec(`UPDATE boxes SET state = 'fenced'`))
				return o.Tick(ctx)
			},
			"verify":  func(o *office) error { _, err := o.Verify(ctx, "p"); return err },
			"showing": func(o *office) error { return o.PublishPoll(ctx, "p") },
			"another": func(o *office) error { return o.store.People.PutRelease(ctx, "p", []byte(`{}`)) },
			"comments": func(o *office) error {
				_, err := o.ReviewedComments(ctx, "p", survey.CommentQuery{Limit: 1})
				return err
			},
		} {
			for _, server := range []*office{o, second} {
				if err := act(server); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				if now, err := o.store.People.Release(ctx, "p"); err != nil || string(now) != string(first) {
					t.Errorf("%s changed the release, %v", name, err)
				}
				if r, err := server.Release(ctx, "p"); err != nil || r.Method.Ballots != 60 {
					t.Errorf("%s: another release is shown, %v", name, err)
				}
			}
		}
	})
}
