package clerk_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"minping/survey"
	"minping/survey/clerk"
)

// A sheetModel is what must come of the paper of a poll.
type sheetModel struct {
	desk    *clerk.Desk
	box     *box
	poll    string      // the one under test
	open    map[int]int // batches that are typed: sheets
	done    map[int]int // in the box
	left    int         // sheets that are left out
	counted bool
}

// Whatever clerks do, in whatever order, with a box that fails now and then: no
// sheet is lost, none is counted twice, and the totals add up.
func TestActsOfClerks(t *testing.T) {
	desk, b, _ := open(t)
	polls := 0
	rapid.Check(t, func(rt *rapid.T) {
		polls++
		m := &sheetModel{desk: desk, box: b, poll: fmt.Sprintf("p%d", polls), open: map[int]int{}, done: map[int]int{}}
		b.fail = -1
		_, err := b.CreatePoll(ctx, survey.Poll{ID: m.poll, Title: survey.Text{"en": "P"}, Questionnaire: survey.QuestionnaireRef{ID: "hall"}, Units: []string{"u"}, Access: survey.OpenLink})
		must(t, err)
		must(t, b.OpenPoll(ctx, m.poll))
		rt.Repeat(map[string]func(*rapid.T){
			"open": m.begin, "type": m.enter, "correct": m.correct, "remove": m.remove, "withdraw": m.withdraw, "hand in": m.handIn, "close": m.close, "": m.check,
		})
	})
}

func (m *sheetModel) number(t *rapid.T) int { return rapid.IntRange(1, 4).Draw(t, "batch") }

func (m *sheetModel) begin(t *rapid.T) {
	n := rapid.IntRange(1, 3).Draw(t, "sheets")
	b, err := m.desk.Open(ctx, m.poll, "", clerk.Totals{Unit: "u", Eligible: 5, Issued: 4, Returned: n})
	switch {
	case m.counted && !errors.Is(err, survey.ErrClosed) || !m.counted && err != nil:
		t.Fatal(err)
	case err == nil:
		m.open[b.Number] = n
	}
}

func (m *sheetModel) enter(t *rapid.T) {
	n := m.number(t)
	sheets := make([]clerk.Sheet, m.open[n])
	for i := range sheets {
		switch rapid.IntRange(0, 3).Draw(t, "sheet") {
		case 0:
			sheets[i].Void = true
		case 1, 2:
			sheets[i].Answers = survey.Answers{"a": {"2"}}
		}
	}
	who := rapid.SampledFrom([]clerk.Clerk{wei, li, {Account: "3"}}).Draw(t, "who")
	_ = m.desk.Enter(ctx, m.poll, n, who, sheets, rapid.Bool().Draw(t, "draft")) // whether it may is checked by what comes of it
}

func (m *sheetModel) revision(n int) int {
	b, _ := m.desk.Batch(ctx, m.poll, n)
	return b.Revision
}

func (m *sheetModel) correct(t *rapid.T) {
	n, sheets := m.number(t), rapid.IntRange(1, 3).Draw(t, "sheets")
	if m.desk.Correct(ctx, m.poll, n, m.revision(n), "x", clerk.Totals{Unit: "u", Eligible: 5, Issued: 4, Returned: sheets}) == nil {
		m.open[n] = sheets
	}
}

func (m *sheetModel) remove(t *rapid.T) {
	n := m.number(t)
	if m.desk.Remove(ctx, m.poll, n, m.revision(n)) == nil {
		delete(m.open, n)
	}
}

func (m *sheetModel) withdraw(t *rapid.T) {
	n := m.number(t)
	_ = m.desk.Withdraw(ctx, m.poll, n, m.revision(n), wei)
}

func (m *sheetModel) handIn(t *rapid.T) {
	n := m.number(t)
	b, err := m.desk.Batch(ctx, m.poll, n)
	if err != nil {
		return
	}
	p, err := m.box.Poll(ctx, m.poll)
	if err != nil {
		t.Fatal(err)
	}
	q, err := m.box.Questionnaire(ctx, p.Questionnaire.ID, p.Questionnaire.Version)
	if err != nil {
		t.Fatal(err)
	}
	var second []bool
	if e := b.Complete(); len(e) == 2 {
		second = make([]bool, len(clerk.Compare(formOf(q).Columns(), e[0].Sheets, e[1].Sheets)))
	}
	m.box.fail = rapid.IntRange(-1, 1).Draw(t, "fail")
	err = m.desk.HandIn(ctx, m.poll, n, b.Revision, second)
	m.box.fail = -1
	if err == nil && m.open[n] > 0 {
		m.done[n] = m.open[n]
		delete(m.open, n)
	}
}

func (m *sheetModel) close(t *rapid.T) {
	if rapid.IntRange(0, 4).Draw(t, "close") > 0 {
		return
	}
	leaveOut := rapid.Bool().Draw(t, "leave out")
	handing := false
	for n := range m.open {
		b, _ := m.desk.Batch(ctx, m.poll, n)
		handing = handing || b.State == clerk.Handing
	}
	act := m.box.ClosePoll
	if leaveOut {
		act = m.box.ClosePollWithoutPaper
	}
	err := act(ctx, m.poll)
	waits := !m.counted && (handing || len(m.open) > 0 && !leaveOut)
	if errors.As(err, new(survey.UnresolvedPaperError)) != waits || !waits && err != nil {
		t.Fatalf("closing with %v typed, on the way: %v, leaving out: %v: %v", m.open, handing, leaveOut, err)
	}
	if err != nil {
		return
	}
	for n, sheets := range m.open {
		m.left += sheets
		delete(m.open, n)
	}
	m.counted = true
}

// check compares what is there with the model.
func (m *sheetModel) check(t *rapid.T) {
	all, err := m.desk.Batches(ctx, m.poll)
	if err != nil {
		t.Fatal(err)
	}
	ballots, sheets := 0, 0
	for _, b := range all {
		if b.State != clerk.Done {
			continue
		}
		x := b.Totals
		if x.Returned != m.done[b.Number] || x.Returned != x.Valid+x.Invalid || x.Abstained > x.Valid || x.Reasons[survey.VoidOther] != x.Invalid {
			t.Fatalf("batch %d: %+v", b.Number, x)
		}
		sheets += x.Returned
		ballots += x.Valid - x.Abstained
	}
	want := 0
	for _, n := range m.done {
		want += n
	}
	if sheets != want {
		t.Fatalf("%d sheets are in the box, want %d", sheets, want)
	}
	if !m.counted {
		return
	}
	r, err := m.box.Release(ctx, m.poll)
	if err != nil {
		t.Fatal(err)
	}
	left := 0
	for _, l := range r.LeftOut {
		left += l.Count
	}
	if r.Method.Ballots != ballots || left != m.left || (r.Paper != nil) != (sheets > 0) {
		t.Fatalf("%d ballots counted, want %d; %d sheets left out, want %d", r.Method.Ballots, ballots, left, m.left)
	}
	v, err := m.box.Verify(ctx, m.poll)
	if err != nil || !v.Sound() {
		t.Fatalf("verify: %+v, %v", v, err)
	}
}

// The count waits for paper beyond the end of answering, takes it until then,
// and says what was left out.
func TestCountWaitsForPaper(t *testing.T) {
	desk, b, _ := open(t)
	now := time.Now()
	b.Now = func() time.Time { return now }
	_, err := b.CreatePoll(ctx, survey.Poll{ID: "ends", Title: survey.Text{"en": "P"}, Questionnaire: survey.QuestionnaireRef{ID: "hall"}, Units: []string{"u"}, Access: survey.OpenLink, Closes: now.Add(time.Hour)})
	must(t, err)
	must(t, b.OpenPoll(ctx, "ends"))
	for range 2 {
		_, err := desk.Open(ctx, "ends", "", clerk.Totals{Unit: "u", Eligible: 40, Issued: 30, Returned: 6})
		must(t, err)
	}
	now = now.Add(2 * time.Hour)
	must(t, b.Tick(ctx))
	if _, err := b.Release(ctx, "ends"); !errors.Is(err, survey.ErrNotFound) {
		t.Fatalf("counted before its paper is in: %v", err)
	}
	if waits, err := b.WaitsForPaper(ctx, "ends"); err != nil || !waits {
		t.Errorf("it does not wait: %v", err)
	}
	var rest survey.UnresolvedPaperError
	if err := b.ClosePoll(ctx, "ends"); !errors.As(err, &rest) || rest.Sheets != 12 || len(rest.Batches) != 2 {
		t.Errorf("closed: %v", err)
	}
	if _, err := b.Service.Accept(ctx, survey.Submission{Poll: "ends", Key: make([]byte, 32), Salt: make([]byte, 32), Ballots: []survey.Ballot{{Unit: "u", Answers: survey.Answers{"a": {"2"}, "b": {"2"}}}}}); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("an answer after the end: %v", err)
	}
	must(t, desk.Enter(ctx, "ends", 1, wei, sheets(), false))
	must(t, desk.Enter(ctx, "ends", 1, li, sheets(), false))
	must(t, desk.HandIn(ctx, "ends", 1, 2, nil))
	must(t, b.ClosePollWithoutPaper(ctx, "ends"))
	r, err := b.Release(ctx, "ends")
	must(t, err)
	if r.Method.Ballots != 3 || r.Paper.Sheets.Returned != 6 || len(r.LeftOut) != 1 || r.LeftOut[0].Count != 6 {
		t.Errorf("%d ballots, paper %+v, left out %v", r.Method.Ballots, r.Paper.Sheets, r.LeftOut)
	}
	if err := desk.Enter(ctx, "ends", 2, wei, sheets(), false); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("typed after the count: %v", err)
	}
	if v, err := b.Verify(ctx, "ends"); err != nil || !v.Sound() {
		t.Errorf("verify: %+v, %v", v, err)
	}
}

// Two people type a batch: an account in another browser is the same one, and
// one who took back his entry makes room for a third.
func TestTwoPeopleType(t *testing.T) {
	desk, _, _ := open(t)
	_, err := desk.Open(ctx, "hall", "Hall 2,  east", hall)
	must(t, err)
	for range 2 {
		must(t, desk.Enter(ctx, "hall", 1, wei, sheets(), false))
	}
	b, err := desk.Batch(ctx, "hall", 1)
	must(t, err)
	if len(b.Work.Entries) != 1 || b.Label != "Hall 2, east" {
		t.Fatalf("the batch is %+v", b)
	}
	must(t, desk.Enter(ctx, "hall", 1, li, sheets(), true))
	if err := desk.HandIn(ctx, "hall", 1, 3, nil); !errors.Is(err, clerk.ErrUneven) {
		t.Errorf("an unfinished entry: %v", err)
	}
	if err := desk.Withdraw(ctx, "hall", 1, 2, li); !errors.Is(err, survey.ErrConflict) {
		t.Errorf("taken back by an old page: %v", err)
	}
	must(t, desk.Withdraw(ctx, "hall", 1, 3, li))
	must(t, desk.Enter(ctx, "hall", 1, clerk.Clerk{Account: "3"}, sheets(), false))
	must(t, desk.Correct(ctx, "hall", 1, 5, "", clerk.Totals{Unit: "u", Eligible: 10, Issued: 8, Returned: 7}))
	if err := desk.HandIn(ctx, "hall", 1, 6, nil); !errors.Is(err, clerk.ErrUneven) {
		t.Errorf("a corrected number: %v", err)
	}
	must(t, desk.Remove(ctx, "hall", 1, 6))
	if b, err := desk.Open(ctx, "hall", "", hall); err != nil || b.Number != 2 {
		t.Errorf("the number of a removed batch is given again: %v", err)
	}
	if err := desk.HandIn(ctx, "hall", 1, 7, nil); !errors.Is(err, survey.ErrConflict) {
		t.Errorf("a removed batch is handed in: %v", err)
	}
}
