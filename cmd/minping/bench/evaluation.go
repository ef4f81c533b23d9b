package bench

import (
	"context"
	"crypto/rand"
	_ "embed" // the questionnaire
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/report"
	"minping/survey/store"
)

//go:embed evaluation.yaml
var evaluationForm []byte

// An Evaluation is a 360-degree evaluation from the roster to the reports: how
// long each step took and what it needed.
type Evaluation struct {
	Machine Machine `json:"machine"`
	People  int     `json:"people"`
	Raters  int     `json:"raters"` // of each
	Items   int     `json:"items"`
	Steps   []Step  `json:"steps"`
}

// A Step is a part of the way.
type Step struct {
	Name    string  `json:"name"`
	Count   int     `json:"count"`         // of what was made: people, sheets, ballots, reports
	Seconds float64 `json:"seconds"`       // by the clock
	CPU     float64 `json:"cpu,omitempty"` // processor seconds; 0: the system does not tell
	Peak    float64 `json:"peak,omitempty"`
	Bytes   int64   `json:"bytes,omitempty"` // of the file that was written
}

const (
	teamOf  = 25 // people in a team, the first of them its head
	senders = 32 // who hand in at once

	evaluationPoll = PollPrefix + "evaluation"
)

// A staff is an evaluation at work.
type staff struct {
	service *survey.Service
	scoped  survey.Scoped
	dir     string
	people  []survey.Person
	form    *survey.Questionnaire
	bundles []survey.Bundle
	release *survey.Release
	done    Evaluation
}

// Evaluate runs an evaluation of so many people by eight raters each, with 24
// items, in a folder of dir that it removes: the roster is put, assignments are
// drawn, bundles issued, ballots handed in as raters do, the poll closed, and
// all reports made. told hears of each step; nil: nobody does.
func Evaluate(ctx context.Context, dir string, people int, told func(Step)) (done *Evaluation, err error) {
	if dir, err = os.MkdirTemp(dir, "minping-bench-"); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	machine, err := thisMachine(dir)
	if err != nil {
		return nil, err
	}
	err = inStore(dir, func(st *store.Store) error {
		s := survey.NewService(st.People, st.Ballots, form.Parse)
		rights := survey.Rights{survey.ManagePolls: survey.Everything, survey.ManageUnits: survey.Everything}
		w := &staff{service: s, scoped: s.Within(rights), dir: dir, done: Evaluation{Machine: machine, People: people}}
		done = &w.done
		return w.run(ctx, people, told)
	})
	return done, err
}

// run takes the steps in their order.
func (w *staff) run(ctx context.Context, people int, told func(Step)) error {
	for _, step := range []struct {
		name string
		do   func(context.Context) (made int, bytes int64, err error)
	}{
		{"roster", func(ctx context.Context) (int, int64, error) { return people, 0, w.enlist(ctx, people) }},
		{"assignments", w.assign},
		{"bundles", w.issue},
		{"ballots", w.answer},
		{"release", w.count},
		{"xlsx", w.table},
		{"feedback-pdf", w.zip("pdf")},
		{"feedback-docx", w.zip("docx")},
	} {
		debug.FreeOSMemory()
		resetPeak()
		used, begun := usageOf("self"), time.Now()
		made, bytes, err := step.do(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		now := usageOf("self")
		s := Step{Name: step.name, Count: made, Seconds: time.Since(begun).Seconds(), CPU: now.cpu - used.cpu, Peak: now.peak, Bytes: bytes}
		w.done.Steps = append(w.done.Steps, s)
		if told != nil {
			told(s)
		}
	}
	return nil
}

// resetPeak forgets the largest memory so far, where the system can (Linux).
func resetPeak() {
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // elsewhere peaks are of the whole way so far
}

// enlist makes the roster, in teams with a head each, and the poll about it.
func (w *staff) enlist(ctx context.Context, people int) (err error) {
	if w.form, err = w.service.AddQuestionnaire(ctx, evaluationForm); err != nil {
		return err
	}
	w.done.Items = len(w.form.Items)
	poll := survey.Poll{
		ID: evaluationPoll, Title: survey.Text{"zh": "360 度评价性能测量（模拟）", "en": "360-degree benchmark (simulated)"},
		Questionnaire: survey.QuestionnaireRef{ID: w.form.ID, Version: w.form.Version}, Access: survey.ByCode, Simulated: true,
	}
	var change survey.RosterChange
	for i := range people {
		team := "team-" + strconv.Itoa(i/teamOf+1)
		p := survey.Person{ID: personID(i), Name: "受评人" + strconv.Itoa(i+1), Team: team, Tier: "person", Rank: "职员"}
		if i%teamOf == 0 {
			change.Units = append(change.Units, survey.Unit{ID: team, Name: survey.Text{"zh": "第" + strconv.Itoa(i/teamOf+1) + "组", "en": team}, Tier: "team"})
			if i > 0 { // the head of ten teams; nobody stands above the first
				p.Superior = personID((i/teamOf - 1) / 10 * teamOf)
			}
		} else {
			p.Superior = personID(i - i%teamOf)
		}
		change.People = append(change.People, p)
		poll.Units = append(poll.Units, p.ID)
	}
	w.people = change.People
	if _, err := w.scoped.ChangeRoster(ctx, change, nil); err != nil {
		return err
	}
	if _, err := w.service.CreatePoll(ctx, poll); err != nil {
		return err
	}
	return w.service.OpenPoll(ctx, evaluationPoll)
}

// personID is the id of the ith person, from 0.
func personID(i int) string { return "p" + strconv.Itoa(i+1) }

// assign draws who evaluates whom: oneself, the superior, three peers, and
// three people served, of other teams.
func (w *staff) assign(ctx context.Context) (int, int64, error) {
	plan := survey.AssignmentPlan{Seed: 1, Limit: 40, Recipients: make(map[string][]string, len(w.people)), Rules: []survey.AssignmentRule{
		{Group: "self", Relation: survey.RelationSelf},
		{Group: "superior", Relation: survey.RelationSuperior},
		{Group: "peer", Relation: survey.RelationPeer, Count: 3},
		{Group: "recipient", Relation: survey.RelationRecipient, Count: 3},
	}}
	for _, r := range plan.Rules {
		w.done.Raters += max(1, r.Count)
	}
	for i, p := range w.people {
		for k := 1; k <= 4; k++ {
			plan.Recipients[p.ID] = append(plan.Recipients[p.ID], w.people[(i+k*3*teamOf+k)%len(w.people)].ID)
		}
	}
	book, err := w.scoped.DrawAssignments(ctx, evaluationPoll, 0, plan)
	return len(book.Assignments), 0, err
}

// issue makes a bundle for each rater.
func (w *staff) issue(ctx context.Context) (int, int64, error) {
	book, err := w.scoped.Assignments(ctx, evaluationPoll)
	if err != nil {
		return 0, 0, err
	}
	w.bundles, err = w.scoped.IssueBundles(ctx, evaluationPoll, book.Revision, nil)
	return len(w.bundles), 0, err
}

// answer hands in all sheets of all bundles, as raters do.
func (w *staff) answer(ctx context.Context) (int, int64, error) {
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		sheets int
		failed error
	)
	for k := range senders {
		wg.Go(func() {
			n, err := w.send(ctx, k)
			mu.Lock()
			defer mu.Unlock()
			sheets, failed = sheets+n, errors.Join(failed, err)
		})
	}
	wg.Wait()
	return sheets, 0, failed
}

// send hands in the sheets of every bundle that falls to a sender.
func (w *staff) send(ctx context.Context, sender int) (sheets int, err error) {
	chance := mathrand.New(mathrand.NewPCG(360, uint64(sender)))
	for at := sender; at < len(w.bundles); at += senders {
		own, err := w.service.Bundle(ctx, evaluationPoll, w.bundles[at].Secret)
		if err != nil {
			return sheets, err
		}
		for _, sheet := range own {
			s := survey.Submission{Poll: evaluationPoll, Code: sheet.Code, Salt: make([]byte, 32), Ballots: []survey.Ballot{{Unit: sheet.Unit, Answers: w.marks(sheet.Unit, chance)}}}
			rand.Read(s.Salt) // never fails
			if _, err := w.service.Accept(ctx, s); err != nil {
				return sheets, err
			}
			sheets++
		}
	}
	return sheets, nil
}

// marks answers all items about a person: by who it is, by the rater, and by chance.
func (w *staff) marks(unit string, chance *mathrand.Rand) survey.Answers {
	n, _ := strconv.Atoi(unit[1:]) // as personID writes it
	view := 3.4 + float64(n*7919%100)/90 + .4*chance.NormFloat64()
	a := make(survey.Answers, len(w.form.Items))
	for i := range w.form.Items {
		mark := min(5, max(1, int(view+.7*chance.NormFloat64()+.5)))
		a[w.form.Items[i].ID] = []string{strconv.Itoa(mark)}
	}
	return a
}

// count closes the poll and reads its release, as pages do.
func (w *staff) count(ctx context.Context) (int, int64, error) {
	if err := w.service.ClosePoll(ctx, evaluationPoll); err != nil {
		return 0, 0, err
	}
	var err error
	if w.release, err = w.service.Release(ctx, evaluationPoll); err != nil {
		return 0, 0, err
	}
	return w.release.Method.Ballots, 0, nil
}

// zip writes the reports to all as one archive.
func (w *staff) zip(format string) func(context.Context) (int, int64, error) {
	return func(context.Context) (reports int, bytes int64, err error) {
		bytes, err = w.file("feedback-"+format+".zip", func(f io.Writer) (err error) {
			reports, err = report.FeedbackZip(f, format, w.release, "", "zh", nil)
			return err
		})
		return reports, bytes, err
	}
}

// table writes the spreadsheet of everything.
func (w *staff) table(context.Context) (int, int64, error) {
	bytes, err := w.file("all.xlsx", func(f io.Writer) error { return report.XLSX(f, w.release, "zh") })
	return len(w.release.Units), bytes, err
}

// file writes a file and returns its size.
func (w *staff) file(name string, write func(io.Writer) error) (int64, error) {
	f, err := os.Create(filepath.Join(w.dir, name))
	if err != nil {
		return 0, err
	}
	if err := errors.Join(write(f), f.Sync()); err != nil {
		return 0, errors.Join(err, f.Close())
	}
	size, err := f.Seek(0, io.SeekEnd)
	return size, errors.Join(err, f.Close())
}
