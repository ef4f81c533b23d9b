package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"minping/survey"
)

// The same body a thousand times is one ballot and one receipt, other answers
// under its key are refused (trust tests 13 and 14).
func TestAcceptRetries(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.openPoll(t, draft(""))
		s := submission(p.ID)
		first, err := o.Accept(ctx, s)
		ok(t, err)
		if !first.Fresh || len(first.Leaf) != 64 {
			t.Fatalf("receipt %+v", first)
		}
		var clients sync.WaitGroup
		for range 20 {
			clients.Go(func() {
				for range 50 {
					again, err := o.Accept(ctx, s)
					if err != nil || again.Fresh || again.Leaf != first.Leaf {
						t.Errorf("again: %+v, %v", again, err)
					}
				}
			})
		}
		clients.Wait()
		other := s
		other.Ballots = []survey.Ballot{{Unit: "u0", Answers: survey.Answers{"a": {"1"}}}}
		if _, err := o.Accept(ctx, other); kind(err) != "conflict" {
			t.Errorf("other answers: %v", err)
		}
		other = s
		other.Salt = random32()
		if _, err := o.Accept(ctx, other); kind(err) != "conflict" {
			t.Errorf("other salt: %v", err)
		}
		if got := o.records(t, p.ID); !slices.Equal(got, []string{"u0//0102/"}) {
			t.Errorf("stored %q", got)
		}
	})
}

// A retry after the end is recognised, a fresh ballot one second late is not
// taken (trust tests 16 and 17).
func TestAcceptAfterClose(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := draft("p")
		p.Closes = start.Add(time.Hour)
		o.openPoll(t, p)
		s := submission("p")
		first, err := o.Accept(ctx, s)
		ok(t, err)
		check := func(when string) {
			t.Helper()
			again, err := o.Accept(ctx, s)
			if err != nil || again.Leaf != first.Leaf || again.Fresh {
				t.Errorf("%s, the same again: %+v, %v", when, again, err)
			}
			other := s
			other.Salt = random32()
			if _, err := o.Accept(ctx, other); kind(err) != "conflict" {
				t.Errorf("%s, other ballots: %v", when, err)
			}
			if _, err := o.Accept(ctx, submission("p")); kind(err) != "closed" {
				t.Errorf("%s, a fresh one: %v", when, err)
			}
		}
		o.move(time.Hour + time.Second)
		check("one second late")
		ok(t, o.Tick(ctx))
		check("counted")
		ok(t, o.PublishPoll(ctx, "p"))
		ok(t, o.ArchivePoll(ctx, "p"))
		check("archived")
		if n := len(o.records(t, "p")); n != 1 {
			t.Errorf("%d ballots", n)
		}
	})
}

// Of a hundred who race with one key or one code, one is stored (trust test 12).
func TestDoubleSpend(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		for _, access := range []survey.Access{survey.OpenLink, survey.ByCode} {
			p := draft("")
			p.Access = access
			p = o.openPoll(t, p)
			same := submission(p.ID)
			if access == survey.ByCode {
				_, codes, err := o.IssueCodes(ctx, p.ID, survey.CodeBatch{}, 1)
				ok(t, err)
				same.Key, same.Code = nil, codes[0]
			}
			kinds := make([]string, 100)
			var racers sync.WaitGroup
			for i := range kinds {
				racers.Go(func() {
					s := same
					if i%2 == 0 { // half try something else
						s.Salt = random32()
					}
					r, err := o.Accept(ctx, s)
					kinds[i] = fmt.Sprintf("%s %t", kind(err), r.Fresh)
				})
			}
			racers.Wait()
			fresh := 0
			for _, k := range kinds {
				switch k {
				case "- true":
					fresh++
				case "- false", "conflict false":
				default:
					t.Errorf("%s: %s", access, k)
				}
			}
			if n := len(o.records(t, p.ID)); fresh != 1 || n != 1 {
				t.Errorf("%s: %d fresh receipts, %d ballots", access, fresh, n)
			}
		}
	})
}

// Each ballot accepted while the poll closes is counted, no other is.
func TestAcceptWhileClosing(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.openPoll(t, draft(""))
		var clients sync.WaitGroup
		accepted := make([]int, 16)
		for i := range accepted {
			clients.Go(func() {
				for {
					_, err := o.Accept(ctx, submission(p.ID))
					if kind(err) == "closed" {
						return
					}
					if err != nil {
						t.Error(err)
						return
					}
					accepted[i]++
				}
			})
		}
		time.Sleep(50 * time.Millisecond)
		ok(t, o.ClosePoll(ctx, p.ID))
		clients.Wait()
		want := 0
		for _, n := range accepted {
			want += n
		}
		r, err := o.Release(ctx, p.ID)
		ok(t, err)
		if n := len(o.records(t, p.ID)); n != want || r.Method.Ballots != want || want == 0 {
			t.Errorf("%d accepted, %d stored, %d counted", want, n, r.Method.Ballots)
		}
	})
}

func TestAcceptMistakes(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "x", "y")
		p := o.openPoll(t, draft(""))
		good := func() survey.Submission {
			s := submission(p.ID)
			s.Ballots[0].Group = "x"
			return s
		}
		for _, tt := range []struct {
			name   string
			change func(*survey.Submission)
			want   string
		}{
			{"none", func(*survey.Submission) {}, "-"},
			{"whole sheet", func(s *survey.Submission) {
				s.Ballots = append(s.Ballots, survey.Ballot{Unit: "u1", Group: "x", Answers: survey.Answers{"a": {"1"}}})
			}, "-"},
			{"poll", func(s *survey.Submission) { s.Poll = "nowhere" }, "not_found"},
			{"no ballot", func(s *survey.Submission) { s.Ballots = nil }, "no_ballots"},
			{"short key", func(s *survey.Submission) { s.Key = s.Key[:31] }, "bytes"},
			{"no salt", func(s *survey.Submission) { s.Salt = nil }, "bytes"},
			{"unit", func(s *survey.Submission) { s.Ballots[0].Unit = "city" }, "unknown_unit"},
			{"unit twice", func(s *survey.Submission) { s.Ballots = append(s.Ballots, s.Ballots[0]) }, "duplicate_unit"},
			{"group", func(s *survey.Submission) { s.Ballots[0].Group = "z" }, "unknown_group"},
			{"no group", func(s *survey.Submission) { s.Ballots[0].Group = "" }, "missing"},
			{"answer missing", func(s *survey.Submission) { delete(s.Ballots[0].Answers, "a") }, "required"},
			{"option", func(s *survey.Submission) { s.Ballots[0].Answers["a"] = []string{"9"} }, "unknown_option"},
			{"second ballot bad", func(s *survey.Submission) {
				s.Ballots = append(s.Ballots, survey.Ballot{Unit: "u1", Group: "x"})
			}, "required"},
		} {
			s := good()
			tt.change(&s)
			if _, err := o.Accept(ctx, s); kind(err) != tt.want {
				t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
			}
		}
		if n := len(o.records(t, p.ID)); n != 3 {
			t.Errorf("%d ballots, want 3", n)
		}
	})
}

// What is not scored is kept too, as JSON.
func TestAcceptKeepsAllAnswers(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.openPoll(t, draft(""))
		s := submission(p.ID)
		s.Ballots[0].Answers = survey.Answers{"a": {"0"}, "why": {"因为 \"路\" 不平"}}
		_, err := o.Accept(ctx, s)
		ok(t, err)
		if got, want := o.records(t, p.ID), `u0//0400/{"why":["因为 \"路\" 不平"]}`; len(got) != 1 || got[0] != want {
			t.Errorf("stored %q, want %q", got, want)
		}
	})
}

// Who stops waiting stops nothing.
func TestAcceptCancelled(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.openPoll(t, draft(""))
		const n = 50
		for range n {
			s := submission(p.ID)
			cancelled, cancel := context.WithCancel(ctx)
			go cancel()
			_, err := o.Accept(cancelled, s)
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			r, again := o.Accept(ctx, s)
			ok(t, again)
			if err == nil && r.Fresh {
				t.Error("an acknowledged submission was not there")
			}
		}
		if got := len(o.records(t, p.ID)); got != n {
			t.Errorf("%d ballots of %d", got, n)
		}
	})
}
