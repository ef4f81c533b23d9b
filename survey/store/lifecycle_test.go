package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
)

// Each step moves the clock or acts on the poll; then its state is looked at.
func TestLifeCycle(t *testing.T) {
	const half = 30 * time.Minute
	for _, tt := range []struct {
		name          string
		opens, closes time.Duration // after start; 0: by hand
		steps         string        // "action error state; …"
	}{
		{"by hand", 0, 0, "open - open; open - open; close - closed; close - closed; publish - published; publish - published; archive - archived; archive - archived"},
		{"nothing is left out", 0, 0, "close not_open draft; publish conflict draft; archive conflict draft; open - open; publish conflict open; archive conflict open; close - closed; archive conflict closed"},
		{"nothing runs backwards", 0, 0, "open - open; close - closed; open closed closed; publish - published; close - published; open closed published; archive - archived; publish conflict archived"},
		{"window", 3 * half, 7 * half, "wait - draft; tick - draft; wait - open; tick - open; wait - open; wait - closed; tick - closed; publish - published"},
		{"window without a tick", 3 * half, 5 * half, "wait - draft; wait - open; accept - open; wait - closed; accept closed closed; publish - published"},
		{"missed altogether", 3 * half, 5 * half, "wait - draft; wait - open; wait - closed; tick - closed; accept closed closed"},
		{"clock set back while open", 3 * half, 7 * half, "wait - draft; wait - open; back - open; accept - open"},
		{"clock set back after the end", 3 * half, 5 * half, "wait - draft; wait - open; wait - closed; back - closed; back - closed; accept closed closed; tick - closed; open closed closed"},
		{"opened early, closed early", 11 * half, 19 * half, "open - open; accept - open; close - closed; wait - closed"},
		{"too early", 11 * half, 19 * half, "accept not_open draft"},
		{"end past before it was opened", 0, half, "wait - draft; open closes_past draft"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			onEach(t, func(t *testing.T, o *office) {
				o.prepare(t)
				p := draft("p")
				if tt.opens > 0 {
					p.Opens = start.Add(tt.opens)
				}
				if tt.closes > 0 {
					p.Closes = start.Add(tt.closes)
				}
				_, err := o.CreatePoll(ctx, p)
				ok(t, err)
				for i, step := range splitSteps(tt.steps) {
					if got := kind(o.step(step[0])); got != step[1] {
						t.Fatalf("step %d, %s: error %s, want %s", i, step[0], got, step[1])
					}
					now, err := o.Poll(ctx, "p")
					ok(t, err)
					if string(now.State) != step[2] {
						t.Fatalf("step %d, %s: poll is %s, want %s", i, step[0], now.State, step[2])
					}
				}
			})
		})
	}
}

func (o *office) step(action string) error {
	switch action {
	case "open":
		return o.OpenPoll(ctx, "p")
	case "close":
		return o.ClosePoll(ctx, "p")
	case "publish":
		return o.PublishPoll(ctx, "p")
	case "archive":
		return o.ArchivePoll(ctx, "p")
	case "tick":
		return o.Tick(ctx)
	case "wait":
		o.move(time.Hour)
	case "back":
		o.move(-time.Hour)
	case "accept":
		_, err := o.Accept(ctx, submission("p"))
		return err
	}
	return nil
}

// splitSteps reads "action error state; …".
func splitSteps(s string) (steps [][3]string) {
	for step := range strings.SplitSeq(s, "; ") {
		steps = append(steps, [3]string(strings.Fields(step)))
	}
	return steps
}

// kind names an error.
func kind(err error) string {
	var fields survey.FieldErrors
	switch {
	case err == nil:
		return "-"
	case errors.As(err, &fields):
		return fields[0].Key
	}
	for name, target := range map[string]error{
		"not_found": survey.ErrNotFound, "conflict": survey.ErrConflict, "closed": survey.ErrClosed, "full": survey.ErrFull,
		"not_open": survey.ErrNotOpen, "frozen": survey.ErrFrozen, "unavailable": survey.ErrUnavailable, "read": survey.ErrRead,
	} {
		if errors.Is(err, target) {
			return name
		}
	}
	return err.Error()
}

func TestUpdatePoll(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := draft("p")
		p.Closes = start.Add(time.Hour)
		p, err := o.CreatePoll(ctx, p)
		ok(t, err)
		p.Title, p.Layout = survey.Text{"zh": "改名"}, survey.OneByOne
		ok(t, o.UpdatePoll(ctx, p))
		ok(t, o.OpenPoll(ctx, "p"))
		for _, tt := range []struct {
			name   string
			change func(*survey.Poll)
			want   string
		}{
			{"title", func(p *survey.Poll) { p.Title = survey.Text{"zh": "再改"} }, "frozen"},
			{"units", func(p *survey.Poll) { p.Units = []string{"u0"} }, "frozen"},
			{"access", func(p *survey.Poll) { p.Access = survey.ByCode }, "frozen"},
			{"nothing", func(*survey.Poll) {}, "-"},
			{"state is not taken", func(p *survey.Poll) { p.State = survey.Archived }, "-"},
			{"earlier end", func(p *survey.Poll) { p.Closes = start.Add(30 * time.Minute) }, "closes_earlier"},
			{"later end", func(p *survey.Poll) { p.Closes = start.Add(2 * time.Hour) }, "-"},
			{"and back", func(p *survey.Poll) { p.Closes = start.Add(time.Hour) }, "closes_earlier"},
			{"layout", func(p *survey.Poll) { p.Layout = survey.AsList }, "frozen"},
			{"a site that is none", func(p *survey.Poll) { p.Embed = []string{"example.cn"} }, "embed_origin"},
			{"sites", func(p *survey.Poll) { p.Embed = []string{"https://example.cn/", "https://b.cn"} }, "-"},
			{"fewer sites", func(p *survey.Poll) { p.Embed = p.Embed[:1] }, "-"},
		} {
			now, err := o.Poll(ctx, "p")
			ok(t, err)
			tt.change(&now)
			if got := kind(o.UpdatePoll(ctx, now)); got != tt.want {
				t.Errorf("%s: error %s, want %s", tt.name, got, tt.want)
			}
		}
		now, err := o.Poll(ctx, "p")
		ok(t, err)
		if now.Title["zh"] != "改名" || !now.Closes.Equal(start.Add(2*time.Hour)) || now.State != survey.Open ||
			now.Layout != survey.OneByOne || !slices.Equal(now.Embed, []string{"https://example.cn"}) {
			t.Errorf("poll became %+v", now)
		}
		o.move(3 * time.Hour)
		now.Closes = start.Add(9 * time.Hour)
		if got := kind(o.UpdatePoll(ctx, now)); got != "frozen" {
			t.Errorf("after the end: error %s, want frozen", got)
		}
	})
}

// Units that change after a poll has opened do not change in its release.
func TestRosterIsFrozen(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.openPoll(t, draft(""))
		ok(t, o.PutUnits(ctx, []survey.Unit{{ID: "u1", Name: survey.Text{"zh": "新名"}, Tier: "other"}}))
		ok(t, o.ClosePoll(ctx, p.ID))
		r, err := o.Release(ctx, p.ID)
		ok(t, err)
		if u := r.Unit("u1"); u == nil || u.Name["zh"] != "县" || u.Tier != "county" {
			t.Errorf("release has %+v", u)
		}
		if len(r.Units) != 3 || r.Units[0].Unit != "u0" {
			t.Errorf("release has units %+v", r.Units)
		}
	})
}

func TestPollMistakes(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		_, err := o.CreatePoll(ctx, draft("before"))
		ok(t, err)
		for _, tt := range []struct {
			name   string
			change func(*survey.Poll)
			field  string
			key    string
		}{
			{"id", func(p *survey.Poll) { p.ID = "A b" }, "id", "poll_id"},
			{"title", func(p *survey.Poll) { p.Title = nil }, "title", "missing"},
			{"access", func(p *survey.Poll) { p.Access = "x" }, "access", "unknown_access"},
			{"layout", func(p *survey.Poll) { p.Layout = "two" }, "layout", "unknown_layout"},
			{"site", func(p *survey.Poll) { p.Embed = []string{"https://a.cn", "*"} }, "embed[1]", "embed_origin"},
			{"sites", func(p *survey.Poll) { p.Embed = make([]string, 21) }, "embed", "embed_count"},
			{"window", func(p *survey.Poll) { p.Opens, p.Closes = start, start }, "closes", "closes_before_opens"},
			{"questionnaire", func(p *survey.Poll) { p.Questionnaire.ID = "x" }, "questionnaire", "unknown_questionnaire"},
			{"questionnaire's hash", func(p *survey.Poll) { p.Questionnaire.Hash = "x" }, "questionnaire", "unknown_questionnaire"},
			{"an id that is a page", func(p *survey.Poll) { p.ID = "units" }, "id", "poll_id_reserved"},
			{"no unit, and opens by itself", func(p *survey.Poll) { p.Units, p.Opens = nil, start }, "units", "missing"},
			{"unknown unit", func(p *survey.Poll) { p.Units = []string{"u0", "x"} }, "units[1]", "unknown_unit"},
			{"unit twice", func(p *survey.Poll) { p.Units = []string{"u0", "u0"} }, "units[1]", "duplicate_unit"},
			{"previous", func(p *survey.Poll) { p.Previous = "x" }, "previous", "unknown_poll"},
			{"its own previous", func(p *survey.Poll) { p.Previous = p.ID }, "previous", "circle_of_polls"},
		} {
			p := draft("p")
			tt.change(&p)
			_, err := o.CreatePoll(ctx, p)
			var errs survey.FieldErrors
			if !errors.As(err, &errs) || len(errs) != 1 || errs[0].Field != tt.field || errs[0].Key != tt.key {
				t.Errorf("%s: error %v", tt.name, err)
				continue
			}
			for _, lang := range []string{"zh", "en"} {
				if errs[0].Message(lang) == errs[0].Key {
					t.Errorf("%s: no message in %s", tt.name, lang)
				}
			}
		}
		if _, err := o.CreatePoll(ctx, draft("before")); kind(err) != "conflict" {
			t.Errorf("same id again: %v", err)
		}
		p := draft("before")
		p.Questionnaire.Version = ""
		ok(t, o.UpdatePoll(ctx, p))
		if p, err = o.Poll(ctx, "before"); err != nil || p.Questionnaire.Version != "1" || p.Questionnaire.Hash == "" {
			t.Errorf("poll is %+v, %v", p, err)
		}
	})
}

// What was made by one process is there for the next.
func TestReopen(t *testing.T) {
	onEachStore(t, func(t *testing.T, reopen func() *store.Store) {
		o := newOffice(reopen())
		o.prepare(t)
		p := o.openPoll(t, draft(""))
		s := submission(p.ID)
		first, err := o.Accept(ctx, s)
		ok(t, err)
		o = newOffice(reopen())
		again, err := o.Accept(ctx, s)
		ok(t, err)
		if again.Leaf != first.Leaf || again.Fresh {
			t.Errorf("receipt %+v, then %+v", first, again)
		}
		if n := len(o.records(t, p.ID)); n != 1 {
			t.Errorf("%d ballots", n)
		}
		polls, err := o.Polls(ctx)
		ok(t, err)
		if len(polls) != 1 || polls[0].State != survey.Open || polls[0].Title["zh"] != "测评" {
			t.Errorf("polls are %+v", polls)
		}
	})
}
