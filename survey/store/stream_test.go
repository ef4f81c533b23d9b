package store_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"minping/survey"
)

// What streams is what is stored, whatever bytes and whatever lengths: also
// where several ballots lie in one pack, and many packs in one part, and some
// packs hold ballots of another length, which no questionnaire makes.
func TestStreamBytes(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.openPoll(t, draft(""))
		other := o.openPoll(t, draft(""))
		random := rand.New(rand.NewPCG(3, 4))
		const ballots = 5000
		var want []string
		source := func(_ int, id []byte, r *survey.Record) {
			for i := range id {
				id[i] = byte(random.Uint32())
			}
			r.Unit, r.Group = []byte("统"), [][]byte{nil, []byte("g")}[random.IntN(2)]
			r.Scored = make([]byte, 19)
			if random.IntN(1000) == 0 {
				r.Scored = make([]byte, random.IntN(40))
			}
			for i := range r.Scored {
				r.Scored[i] = []byte{0, 1, 0xff}[random.IntN(3)]
			}
			r.Rest = bytes.Repeat([]byte("言"), random.IntN(100))
		}
		text := func(r *survey.Record) string {
			return fmt.Sprintf("%q %q %x %q", r.Unit, r.Group, r.Scored, r.Rest)
		}
		ok(t, o.store.Ballots.Load(other.ID, 10, source))
		ok(t, o.store.Ballots.Load(p.ID, ballots, func(i int, id []byte, r *survey.Record) {
			source(i, id, r)
			want = append(want, text(r))
		}))
		got, scored := make([]string, 0, ballots), 0
		for part := range 3 {
			ok(t, o.store.Ballots.Stream(ctx, p.ID, part, 3, func(r *survey.Record) error {
				got = append(got, text(r))
				return nil
			}))
			ok(t, o.store.Ballots.StreamScored(ctx, p.ID, part, 3, func(r *survey.Record) error {
				if len(r.Rest) == 0 {
					scored++
				}
				return nil
			}))
		}
		if scored != ballots {
			t.Errorf("%d ballots of %d without the rest", scored, ballots)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%d ballots come out otherwise than the %d that went in", len(got), len(want))
		}
	})
}

// A text that tampering has cut in two by a zero byte is an error, not another
// ballot.
func TestStreamTornText(t *testing.T) {
	o, _ := sqliteOffice(t)
	o.prepare(t)
	p := o.openPoll(t, draft(""))
	_, err := o.Accept(ctx, submission(p.ID))
	ok(t, err)
	ok(t, o.store.Ballots.Exec(`UPDATE ballots SET unit = 'u' || x'00' || '0'`))
	err = o.store.Ballots.Stream(ctx, p.ID, 0, 1, func(*survey.Record) error { return nil })
	if err == nil {
		t.Error("a unit with a zero byte streamed")
	}
}
