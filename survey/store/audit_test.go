package store_test

import (
	"context"
	"encoding/hex"
	"strings"
	"sync"
	"testing"

	"minping/survey"
	"minping/survey/guard"
	"minping/survey/store"
	"minping/survey/store/pgtest"
)

// must returns what there is, unless there was an error.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// acts lists the log.
func (o *office) acts(t testing.TB) (all []survey.AuditEntry) {
	t.Helper()
	ok(t, o.store.People.EachAudit(ctx, 0, func(e survey.AuditEntry) error {
		all = append(all, e)
		return nil
	}))
	return all
}

func (o *office) kinds(t testing.TB) string {
	t.Helper()
	var kinds []string
	for _, e := range o.acts(t) {
		kinds = append(kinds, string(e.Kind))
	}
	return strings.Join(kinds, " ")
}

// Each act of a poll's life is noted once, by whom, and where nothing is
// changed nothing is.
func TestActsAreNoted(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.store.People.Now = o.now
		organiser := survey.Actor{ID: "a1", Name: "组织者", Via: survey.ViaSession}
		acting := survey.WithActor(ctx, organiser)
		o.prepare(t)
		o.prepare(t) // the same again
		_, err := o.CreatePoll(acting, draft("p"))
		ok(t, err)
		p, err := o.Poll(ctx, "p")
		ok(t, err)
		ok(t, o.UpdatePoll(acting, p)) // the same again
		p.Title = survey.Text{"zh": "另一个"}
		ok(t, o.UpdatePoll(acting, p))
		ok(t, o.OpenPoll(acting, "p"))
		ok(t, o.OpenPoll(acting, "p"))
		ok(t, o.ClosePoll(acting, "p"))
		ok(t, o.Tick(ctx))
		ok(t, o.PublishPoll(acting, "p"))
		ok(t, o.ArchivePoll(acting, "p"))
		const want = "questionnaire.published units.put poll.created poll.changed poll.opened paper.final poll.closed release.made comments.drawn poll.published poll.archived"
		if got := o.kinds(t); got != want {
			t.Errorf("noted\n%s, want\n%s", got, want)
		}
		for _, e := range o.acts(t) {
			who := organiser
			if e.Sequence <= 2 {
				who = survey.Actor{Via: survey.ViaSystem}
			}
			if e.Actor != who || e.Sequence > 2 && e.Poll != "p" || !e.Time.Equal(start) {
				t.Errorf("entry %+v", e)
			}
			if e.Kind == survey.ActPollChanged && e.Detail["fields"] != "title" {
				t.Errorf("changed: %v", e.Detail)
			}
		}
	})
}

// What failed has no entry.
func TestWhatFailedIsNotNoted(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		before := o.kinds(t)
		missing := draft("p")
		if err := o.store.People.ReplacePoll(ctx, missing, survey.Draft, nil); err == nil {
			t.Error("a poll that is not there was replaced")
		}
		if err := o.store.People.SetPassword(ctx, "nobody", "hash", ""); err == nil {
			t.Error("nobody has a password now")
		}
		if err := o.store.People.JudgeComments(ctx, "p", []survey.Comment{{ID: "x"}}); err == nil {
			t.Error("a comment that is not there was judged")
		}
		if after := o.kinds(t); after != before {
			t.Errorf("noted %s, before %s", after, before)
		}
	})
}

// Entries of many servers at once are one chain without a gap.
func TestAuditOfManyServers(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		o, _ := sqliteOffice(t)
		race(t, o, []*store.Store{o.store})
	})
	t.Run("postgres", func(t *testing.T) {
		people, ballots := pgtest.Databases(t)
		var servers []*store.Store
		for range 4 {
			st, err := store.OpenPostgres(people, ballots)
			ok(t, err)
			t.Cleanup(func() { ok(t, st.Close()) })
			servers = append(servers, st)
		}
		race(t, newOffice(servers[0]), servers)
	})
}

func race(t *testing.T, o *office, servers []*store.Store) {
	const each = 50
	var wg sync.WaitGroup
	for _, st := range servers {
		for range 2 {
			wg.Go(func() {
				for range each {
					if err := st.People.Note(ctx, survey.Act{Kind: survey.ActSetupMade}); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	all := o.acts(t)
	if len(all) != 2*each*len(servers) {
		t.Errorf("%d entries", len(all))
	}
	head := survey.AuditHead{}
	for _, e := range all {
		if again := head.Follow(e.Time, e.Actor, e.Act); again.Hash != e.Hash || again.Sequence != e.Sequence || again.Before != e.Before {
			t.Fatalf("entry %d does not follow from the one before", e.Sequence)
		}
		head = survey.AuditHead{Sequence: e.Sequence, Hash: e.Hash}
	}
	if last, err := o.store.People.AuditHead(ctx); err != nil || last != head {
		t.Errorf("head %v, %v, want %v", last, err, head)
	}
}

// Trust test 68, second half: accepting ballots, asking for turnout and counting leave
// the log untouched, and nothing in it can be joined to a ballot.
func TestBallotsLeaveNoAudit(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		o.openPoll(t, draft("p"))
		before, head := o.kinds(t), must(o.store.People.AuditHead(ctx))
		asked := survey.WithActor(ctx, survey.Actor{ID: "a1", Name: "someone", Via: survey.ViaSession})
		for range 7 {
			sub := submission("p")
			for range 2 { // and again
				_, err := o.Accept(asked, sub)
				ok(t, err)
			}
		}
		_, err := o.Turnout(asked, "p")
		ok(t, err)
		_, err = o.Turnouts(asked, "p")
		ok(t, err)
		ok(t, o.store.People.NoteDevices(asked, "p", map[guard.DeviceID]int{{1}: 3}))
		ok(t, o.store.Ballots.Rewrite(asked))
		if after := o.kinds(t); after != before || head != must(o.store.People.AuditHead(ctx)) {
			t.Errorf("after the ballots %s, before %s", after, before)
		}
		ok(t, o.ClosePoll(asked, "p"))
		closed := o.kinds(t)
		_, err = o.Verify(asked, "p") // counts again
		ok(t, err)
		if again := o.kinds(t); again != closed {
			t.Errorf("after another count %s, before %s", again, closed)
		}
		o.nothingJoins(t, 3*7) // ballots, markers, leaves
	})
}

// nothingJoins compares every text of the log with every key of the ballots database.
func (o *office) nothingJoins(t *testing.T, least int) {
	t.Helper()
	var log strings.Builder
	for _, e := range o.acts(t) {
		log.WriteString(e.Actor.ID + " " + e.Object + " " + e.Poll + " " + e.Unit + " " + e.Before + " " + e.Hash + " ")
		for _, v := range e.Detail {
			log.WriteString(v + " ")
		}
	}
	keys := must(o.store.Ballots.Keys(ctx))
	if len(keys) < least {
		t.Errorf("only %d keys", len(keys))
	}
	for _, key := range keys {
		if strings.Contains(log.String(), hex.EncodeToString(key)) {
			t.Errorf("the log holds the key %x", key)
		}
	}
}

// Codes are made and voided in the database of ballots: that it is to be done
// is noted before, and that it was refused after.
func TestCodesAreNotedFirst(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "staff")
		p := draft("p")
		p.Access = survey.ByCode
		_, err := o.CreatePoll(ctx, p)
		ok(t, err)
		before := len(o.acts(t))
		batch, codes, err := o.IssueCodes(ctx, "p", survey.CodeBatch{Group: "staff"}, 3)
		ok(t, err)
		if _, _, err = o.IssueCodes(ctx, "p", survey.CodeBatch{ID: batch.ID, Group: "staff"}, 3); err == nil {
			t.Error("a batch was made twice")
		}
		fresh, more, err := o.ReplaceCodes(ctx, "p", batch.ID, 2)
		ok(t, err)
		ok(t, o.VoidCodes(ctx, "p", fresh.ID))
		var log []string
		for _, e := range o.acts(t)[before:] {
			log = append(log, string(e.Kind)+" "+e.Detail["group"]+" "+e.Detail["codes"])
			if strings.Contains(e.Object+e.Detail["replaces"], batch.ID) {
				t.Errorf("entry %v holds the id of a batch", e)
			}
			for _, code := range append(codes, more...) {
				for _, v := range e.Detail {
					if strings.Contains(v, code) || strings.Contains(v, strings.ReplaceAll(code, "-", "")) {
						t.Errorf("entry %v holds a code", e)
					}
				}
			}
		}
		want := []string{
			"codes.issued staff 3", "codes.issued staff 3", "codes.failed  ", "codes.replaced staff 2", "codes.voided staff 2",
		}
		if strings.Join(log, "\n") != strings.Join(want, "\n") {
			t.Errorf("noted\n%s\nwant\n%s", strings.Join(log, "\n"), strings.Join(want, "\n"))
		}
		// Where it cannot be noted it is not done.
		over, cancel := context.WithCancel(ctx)
		cancel()
		if _, _, err := o.IssueCodes(over, "p", survey.CodeBatch{Group: "staff"}, 3); err == nil {
			t.Error("codes were made that were not noted")
		}
		if batches := must(o.store.Ballots.CodeBatches(ctx, "p")); len(batches) != 2 {
			t.Errorf("%d batches", len(batches))
		}
		o.nothingJoins(t, 5) // codes
	})
}
