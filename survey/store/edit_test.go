package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"minping/survey"
)

// Two servers edit the same at once, each on what it read: one does, the other
// is told, and what nobody expected anything of is done by both.
func TestEditsOfTwoServers(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p, err := o.CreatePoll(ctx, draft("p"))
		ok(t, err)
		servers := []*survey.Service{o.Service, newOffice(o.store).Service}
		for round := range 10 {
			units, err := o.Units(ctx)
			ok(t, err)
			was, err := o.store.People.Poll(ctx, "p") // a server may remember an older one
			ok(t, err)
			sameUnits := func(now []survey.Unit) error { return stale(len(now) != len(units)) }
			samePoll := func(now survey.Poll) error { return stale(now.Title["zh"] != was.Title["zh"]) }
			edit := func(i int, s *survey.Service) (units, poll error) {
				id := fmt.Sprintf("x%d-%d", round, i)
				renamed := p
				renamed.Title = survey.Text{"zh": id}
				return s.PutUnitsIf(ctx, []survey.Unit{{ID: id, Name: renamed.Title}}, sameUnits), s.UpdatePollIf(ctx, renamed, samePoll)
			}
			var errs [2][2]error
			var both sync.WaitGroup
			for i, s := range servers {
				both.Go(func() { errs[i][0], errs[i][1] = edit(i, s) })
			}
			both.Wait()
			for j, what := range []string{"units", "poll"} {
				first, second := errs[0][j], errs[1][j]
				if (first == nil) == (second == nil) || !errors.Is(errors.Join(first, second), survey.ErrStale) {
					t.Fatalf("two edits of one %s: %v and %v", what, first, second)
				}
			}
		}
		var both sync.WaitGroup
		for i, s := range servers {
			both.Go(func() {
				for n := range 10 {
					id := fmt.Sprintf("y%d-%d", i, n)
					if err := s.PutUnits(ctx, []survey.Unit{{ID: id, Name: survey.Text{"zh": id}}}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		both.Wait()
	})
}

func stale(changed bool) error {
	if changed {
		return survey.ErrStale
	}
	return nil
}
