package store_test

import (
	"sync"
	"testing"

	"minping/survey"
	"minping/survey/guard"
)

// Devices are counted over all servers while the poll lasts, read when it is
// counted, and destroyed then; what comes later is not kept.
func TestDevices(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.openPoll(t, draft("open"))
		watch := &guard.Guard{Devices: o.store.People}
		o.Witness = watch
		var servers sync.WaitGroup
		for i := range 8 {
			servers.Go(func() {
				ballots := map[guard.DeviceID]int{{1}: 3}
				for j := range byte(20) {
					ballots[guard.DeviceID{2, byte(i), j}] = 1
				}
				ok(t, o.store.People.NoteDevices(ctx, p.ID, ballots))
			})
		}
		servers.Wait()
		want := survey.DeviceShare{Ballots: 8 * 23, Most: 24, Beyond: 24 - guard.Household}
		got, err := o.store.People.DeviceShare(ctx, p.ID, guard.Household)
		if ok(t, err); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
		_, err = watch.Accept(ctx, o.Service, submission(p.ID), guard.Sender{Network: "203.0.113.0/24", Device: "one"})
		ok(t, err)
		ok(t, o.ClosePoll(ctx, p.ID))
		r, err := o.Release(ctx, p.ID)
		ok(t, err)
		if r.Integrity == nil || r.Integrity.Arrivals.Devices.Ballots != want.Ballots+1 || r.Integrity.Mark != survey.Amber {
			t.Errorf("%+v", r.Integrity)
		}
		ok(t, o.store.People.NoteDevices(ctx, p.ID, map[guard.DeviceID]int{{9}: 1}))
		got, err = o.store.People.DeviceShare(ctx, p.ID, guard.Household)
		if ok(t, err); got != (survey.DeviceShare{}) {
			t.Errorf("still there: %+v", got)
		}
		v, err := o.Verify(ctx, p.ID)
		if ok(t, err); !v.Sound() {
			t.Errorf("%+v", v)
		}
	})
}
