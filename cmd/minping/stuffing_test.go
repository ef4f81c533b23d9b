package main

import (
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/guard"
	"minping/survey/library"
	"minping/survey/store"
)

var stuffedPolls = flag.Int("stuffed-polls", 1, "open polls of each kind that TestStuffingIsSeen simulates; 200 for the long run")

// falseBallots are how many a stuffer hands in.
const falseBallots = 50

// A stuffer is a way to stuff a poll.
type stuffer struct {
	name     string
	ballots  int
	copies   bool // of one sheet; otherwise each is made up, around the best answers
	machines int  // networks that they come from
	script   bool // hands in without a proof of work
	hasty    bool // hands in at once
	keeps    bool // its device's token
	seen     float64
}

// What is seen are the shares that the promise of an open poll names: naive
// stuffing 99 %, distributed 90 %. The last is beyond any means that ask nobody
// who he is; its share is told, and nothing is promised.
var stuffers = []stuffer{
	{name: "honest polls"},
	{name: "one machine, one sheet, no proof", ballots: falseBallots, copies: true, machines: 1, script: true, hasty: true, seen: 0.99},
	{name: "one machine, one sheet, with proofs", ballots: falseBallots, copies: true, machines: 1, hasty: true, seen: 0.99},
	{name: "one machine, sheets made up, no proof", ballots: falseBallots, machines: 1, script: true, hasty: true, seen: 0.99},
	{name: "one machine, sheets made up, with proofs", ballots: falseBallots, machines: 1, hasty: true, seen: 0.99},
	{name: "one browser by hand, patient", ballots: falseBallots, machines: 1, keeps: true, seen: 0.99},
	{name: "many networks, one sheet, patient", ballots: falseBallots, copies: true, machines: falseBallots, seen: 0.9},
	{name: "many networks, sheets made up, hasty", ballots: falseBallots, machines: falseBallots, hasty: true, seen: 0.9},
	{name: "many networks, sheets made up, patient", ballots: falseBallots, machines: falseBallots},
}

// Promise P6, trust tests 62 and 65: stuffing is seen within fifty false
// ballots, and honest polls are not red. Ballots go through guard, acceptance
// and release; time is simulated.
//
//	go test ./cmd/minping -run StuffingIsSeen -v -stuffed-polls 200 -timeout 3h
func TestStuffingIsSeen(t *testing.T) {
	source, err := library.Source("organisation-work")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stuffers {
		marks := make([]survey.Mark, *stuffedPolls)
		kinds := make([][]string, *stuffedPolls)
		g, ctx := errgroup.WithContext(t.Context())
		g.SetLimit(4 * runtime.GOMAXPROCS(0)) // they wait for the disk
		for i := range marks {
			dir := t.TempDir()
			g.Go(func() (err error) {
				marks[i], kinds[i], err = stuffedPoll(ctx, dir, source, s, rand.New(rand.NewPCG(uint64(i), 6)))
				return err
			})
		}
		if err := g.Wait(); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		share := func(mark survey.Mark) float64 {
			n := 0
			for _, m := range marks {
				if m == mark {
					n++
				}
			}
			return float64(n) / float64(len(marks))
		}
		seen := map[string]int{}
		for _, k := range slices.Concat(kinds...) {
			seen[k]++
		}
		t.Logf("%-42s %d polls: red %.3f, amber %.3f; %v", s.name, len(marks), share(survey.Red), share(survey.Amber), seen)
		if got := 1 - share(survey.Green); s.ballots > 0 && got < s.seen {
			t.Errorf("%s: seen in %.3f of the polls, want %.2f", s.name, got, s.seen)
		}
		if s.ballots == 0 && share(survey.Red) > 0.01 {
			t.Errorf("%.3f of the honest polls are red", share(survey.Red))
		}
	}
}

// stuffedPoll simulates an open poll and returns its mark with the kinds of
// reasons.
func stuffedPoll(ctx context.Context, dir string, source []byte, s stuffer, rng *rand.Rand) (survey.Mark, []string, error) {
	st, err := store.OpenSQLite(dir)
	if err != nil {
		return "", nil, err
	}
	defer st.Close()
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	svc := survey.NewService(st.People, st.Ballots, form.Parse)
	watch := &guard.Guard{Devices: st.People, Now: func() time.Time { return now }}
	svc.Now, svc.Witness = watch.Now, watch
	q, err := svc.AddQuestionnaire(ctx, source)
	if err != nil {
		return "", nil, err
	}
	poll := survey.Poll{ID: "open", Title: q.Title, Questionnaire: survey.QuestionnaireRef{ID: q.ID, Version: q.Version}, Access: survey.OpenLink}
	var units []survey.Unit
	for i := range 6 {
		u := survey.Unit{ID: fmt.Sprint("u", i), Name: survey.Text{"zh": fmt.Sprint(i)}, Tier: "city"}
		units, poll.Units = append(units, u), append(poll.Units, u.ID)
	}
	if err := svc.PutUnits(ctx, units); err != nil {
		return "", nil, err
	}
	if _, err := svc.CreatePoll(ctx, poll); err != nil {
		return "", nil, err
	}
	if err := svc.OpenPoll(ctx, poll.ID); err != nil {
		return "", nil, err
	}
	for i, v := range visits(rng, q, poll.Units, s) {
		now = v.at
		from := guard.Sender{Network: v.network, Device: v.device}
		if v.proves {
			task, err := watch.Challenge(ctx, svc, poll.ID, v.network)
			if err != nil {
				return "", nil, err
			}
			from.Proof = guard.Solve(task)
		}
		now = v.at.Add(v.takes)
		key := make([]byte, 32)
		binary.BigEndian.PutUint64(key, uint64(i))
		sub := survey.Submission{Poll: poll.ID, Key: key, Salt: key, Ballots: []survey.Ballot{{Unit: v.unit, Group: q.Groups[0].ID, Answers: v.answers}}}
		if _, err := watch.Accept(ctx, svc, sub, from); err != nil {
			return "", nil, fmt.Errorf("ballot %d: %w", i, err)
		}
	}
	if err := svc.ClosePoll(ctx, poll.ID); err != nil {
		return "", nil, err
	}
	r, err := svc.Release(ctx, poll.ID)
	if err != nil {
		return "", nil, err
	}
	found := map[string]bool{}
	for _, x := range r.Integrity.Reasons {
		found[x.Kind] = true
	}
	return r.Integrity.Mark, slices.Sorted(maps.Keys(found)), nil
}

// A visit is one ballot on its way.
type visit struct {
	at      time.Time
	takes   time.Duration
	network string
	device  string
	proves  bool
	unit    string
	answers survey.Answers
}

// visits are those of honest people over a week, forty to a hundred and twenty about each
// unit, with those of a stuffer among them.
func visits(rng *rand.Rand, q *survey.Questionnaire, units []string, s stuffer) []visit {
	start := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	var all []visit
	for _, unit := range units {
		good := 0.5 * rng.NormFloat64() // of the unit
		for range 40 + rng.IntN(80) {
			items := float64(len(q.Items))
			v := visit{
				at:      start.Add(time.Duration(rng.Int64N(int64(7 * 24 * time.Hour)))),
				takes:   time.Duration(items * 3 * math.Exp(0.5*rng.NormFloat64()) * float64(time.Second)),
				network: fmt.Sprint("net", int(math.Pow(rng.Float64(), 3)*400)), // some are carriers
				device:  fmt.Sprint("phone", rng.IntN(2000)),
				proves:  rng.Float64() > 0.04,
				unit:    unit,
				answers: opinionSheet(rng, q, good+0.8*rng.NormFloat64(), 1, rng.Float64() < 0.08),
			}
			all = append(all, v)
		}
	}
	copied := opinionSheet(rng, q, 1.5, 0.7, false)
	day := start.Add(time.Duration(rng.IntN(5)) * 24 * time.Hour)
	for i := range s.ballots {
		v := visit{
			at: day.Add(time.Duration(i) * time.Second), network: fmt.Sprint("machine", i%s.machines), device: fmt.Sprint("made up", i),
			proves: !s.script, unit: units[0], answers: opinionSheet(rng, q, 1.5, 0.7, false), takes: time.Second,
		}
		if s.copies {
			v.answers = maps.Clone(copied)
		}
		if s.keeps {
			v.device = "the same"
		}
		if !s.hasty {
			v.at = start.Add(time.Duration(rng.Int64N(int64(6 * 24 * time.Hour))))
			v.takes = time.Duration(60+rng.IntN(60)) * time.Second
		}
		all = append(all, v)
	}
	slices.SortStableFunc(all, func(a, b visit) int { return a.at.Compare(b.at) })
	return all
}

// opinionSheet is the answers of one person, whose opinion of all things lies at
// opinion and of each apart from it; or the same place throughout.
func opinionSheet(rng *rand.Rand, q *survey.Questionnaire, opinion, apart float64, straight bool) survey.Answers {
	answers, line := survey.Answers{}, rng.NormFloat64()
	for j := range q.Items {
		it := &q.Items[j]
		if it.Type != survey.Choice || !it.Required {
			continue
		}
		options := q.ItemOptions(it)
		x := opinion + apart*rng.NormFloat64()
		if straight {
			x = opinion + line
		}
		at := min(len(options)-2, max(0, int(math.Round(1.5-x))))
		if !straight && rng.Float64() < 0.05 {
			at = len(options) - 1 // don't know
		}
		answers[it.ID] = []string{options[at].Code}
	}
	return answers
}
