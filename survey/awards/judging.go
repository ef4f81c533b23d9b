package awards

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"minping/survey"
)

// A Draft is what a judge has typed. What he handed in stands in the award; the
// draft stays, so that he may go on from it until the round is decided.
type Draft struct {
	Award    string                  `json:"award"`
	Round    int                     `json:"round"` // from 1
	Judge    string                  `json:"judge"`
	Account  string                  `json:"account"`
	Marks    map[string][]survey.Num `json:"marks"` // by candidate, one an item; null: not yet
	Recused  map[string]string       `json:"recused,omitempty"`
	Changed  time.Time               `json:"changed"`
	Revision int64                   `json:"-"`
}

// A Paper is the sheet of a judge in a round as he sees it: whom he is to mark, and
// his own marks. Of others' he is told none, and of the result once it is decided.
type Paper struct {
	Award    string     `json:"award"`
	Title    string     `json:"title"`
	Year     string     `json:"year"`
	Round    int        `json:"round"` // from 1
	Name     string     `json:"name"`  // of the round
	Judge    string     `json:"judge"`
	Items    []Item     `json:"items"` // at least one; without a title: the whole at once
	Cut      int        `json:"cut,omitempty"`
	Due      survey.Day `json:"due,omitempty"`
	Entries  []Entry    `json:"entries"`
	State    PaperState `json:"state"`
	Handed   survey.Day `json:"handed,omitempty"` // the day on which it was handed in last
	Open     bool       `json:"open"`             // it may be changed
	Revision int64      `json:"revision"`         // of what he kept; 0: nothing yet

	Began survey.Day `json:"-"` // the day on which the award came to the round
	Named survey.Day `json:"-"` // the day on which its judges were named last
}

// A PaperState says how far a judge is.
type PaperState string

// The states.
const (
	Blank   PaperState = "blank"   // nothing is marked
	Started PaperState = "started" // something is, and not handed in
	Changed PaperState = "changed" // handed in, and changed since
	Handed  PaperState = "handed"  // handed in
	Typed   PaperState = "typed"   // by an organiser, from paper
)

// An Entry is a candidate on a judge's sheet.
type Entry struct {
	Candidate string       `json:"candidate"`
	Unit      string       `json:"unit"`
	UnitName  survey.Text  `json:"unit_name"`
	Title     string       `json:"title,omitempty"`
	Marks     []survey.Num `json:"marks"`             // one an item; null: not yet
	Barred    bool         `json:"barred,omitempty"`  // of his own unit, or named by the organiser: he does not mark it
	Why       string       `json:"why,omitempty"`     // the organiser's reason for that; "": his own unit, one above or below
	Recused   string       `json:"recused,omitempty"` // why he stood back by himself
	Value     survey.Num   `json:"value"`             // once the round is decided; null before
	Rank      int          `json:"rank,omitempty"`
	Outcome   survey.Text  `json:"outcome,omitempty"`
}

// Out reports whether the judge does not mark the candidate.
func (e *Entry) Out() bool { return e.Barred || e.Recused != "" }

// Done reports whether nothing is left to do about the candidate.
func (e *Entry) Done() bool {
	return e.Out() || !slices.ContainsFunc(e.Marks, func(m survey.Num) bool { return !m.OK() })
}

// Done counts the entries about which nothing is left to do.
func (p *Paper) Done() (n int) {
	for i := range p.Entries {
		if p.Entries[i].Done() {
			n++
		}
	}
	return n
}

// A Marking is a sheet as a judge sends it.
type Marking struct {
	Revision int64                   `json:"revision"`
	Marks    map[string][]survey.Num `json:"marks"`
	Recused  map[string]string       `json:"recused,omitempty"`
	Hand     bool                    `json:"hand,omitempty"` // hand it in, and not only keep it
}

// Judging lists the sheets of whoever asks: of rounds that run first, then those
// that are decided, the latest award first.
func (r Room) Judging(ctx context.Context) ([]Paper, error) {
	all, err := r.desk.store.Awards(ctx)
	if err != nil {
		return nil, err
	}
	papers := []Paper{}
	for _, a := range slices.Backward(all) {
		for i := range a.Rounds {
			if p, err := r.paper(ctx, &a, i+1); err == nil {
				papers = append(papers, p)
			} else if !errors.Is(err, survey.ErrNotFound) {
				return nil, err
			}
		}
	}
	slices.SortStableFunc(papers, func(a, b Paper) int {
		switch {
		case a.Open == b.Open:
			return 0
		case a.Open:
			return -1
		}
		return 1
	})
	return papers, nil
}

// Judges reports whether whoever asks is a judge of a round that has begun.
func (r Room) Judges(ctx context.Context) (bool, error) {
	papers, err := r.Judging(ctx)
	return len(papers) > 0, err
}

// Paper returns the sheet of whoever asks in a round, from 1; survey.ErrNotFound
// where he is no judge of it, or it has not come to the round yet.
func (r Room) Paper(ctx context.Context, award string, round int) (Paper, error) {
	a, err := r.desk.store.Award(ctx, award)
	if err != nil {
		return Paper{}, fmt.Errorf("award %s: %w", survey.Clip(award), err)
	}
	return r.paper(ctx, &a, round)
}

// judging finds the round that whoever asks is a judge of.
func judging(ctx context.Context, a *Award, round int) (*Judge, error) {
	who := survey.ActorOf(ctx)
	if round >= 1 && round <= len(a.Rounds) && who.ID != "" && a.State != Planned && a.State != Cancelled {
		r := &a.Rounds[round-1]
		j := r.judge(who.Name)
		if begun := r.Decided() || a.Current() == round-1; j != nil && begun && r.Way == ByMarks {
			return j, nil
		}
	}
	return nil, fmt.Errorf("sheet of %s: %w", a.ID, survey.ErrNotFound)
}

func (r Room) draft(ctx context.Context, a *Award, round int) (Draft, error) {
	drafts, err := r.desk.store.JudgeDrafts(ctx, a.ID)
	who := survey.ActorOf(ctx).ID
	for _, d := range drafts {
		if d.Round == round && d.Account == who {
			return d, err
		}
	}
	return Draft{Award: a.ID, Round: round, Account: who}, err
}

func (r Room) paper(ctx context.Context, a *Award, round int) (Paper, error) {
	judge, err := judging(ctx, a, round)
	if err != nil {
		return Paper{}, err
	}
	d, err := r.draft(ctx, a, round)
	if err != nil {
		return Paper{}, err
	}
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return Paper{}, err
	}
	named := reach.Named()
	of := &a.Rounds[round-1]
	p := Paper{
		Award: a.ID, Title: a.Title, Year: a.Year, Round: round, Name: of.Title, Judge: judge.Name, Items: of.Marked(), Cut: of.Cut, Due: of.Due,
		Entries: []Entry{}, Open: a.Current() == round-1, Revision: d.Revision,
	}
	p.Began, p.Named = a.begun(of.Title)
	sheet := of.sheetOf(judge.Name)
	if sheet != nil && sheet.Account == "" {
		p.Open = false
	}
	p.state(d, sheet)
	for _, c := range a.In(round - 1) {
		e := Entry{Candidate: c.ID, Unit: c.Unit, UnitName: named[c.Unit].Name, Title: c.Title, Barred: slices.Contains(judge.Recused, c.ID), Value: Unknown}
		if e.Barred {
			e.Why = a.recusedFor(round-1, judge, c.ID)
		}
		e.Marks, e.Recused = d.Marks[c.ID], d.Recused[c.ID]
		if !p.Open && sheet != nil {
			e.Marks, e.Recused = sheet.marks(c.ID), sheet.Recused[c.ID]
		}
		for len(e.Marks) < len(p.Items) {
			e.Marks = append(slices.Clip(e.Marks), Unknown)
		}
		if of.Decided() {
			l := of.line(c.ID)
			e.Value, e.Rank, e.Outcome = l.Value, l.Rank, a.Outcome(round-1, l)
		}
		p.Entries = append(p.Entries, e)
	}
	return p, nil
}

// begun are the days on which the award came to its latest round, and on which
// judges of a round were named last.
func (a *Award) begun(round string) (began, named survey.Day) {
	for _, s := range a.Steps {
		switch {
		case s.Do == Start || s.Do == Settle || s.Do == Reopen:
			began = s.Day
		case s.Do == Name && s.Round == round:
			named = s.Day
		}
	}
	return began, named
}

// state says how far the judge is, by his draft and what is in.
func (p *Paper) state(d Draft, sheet *Sheet) {
	switch p.State = Blank; {
	case sheet != nil && sheet.Account == "":
		p.State, p.Handed = Typed, sheet.Day
	case sheet != nil && !d.is(sheet):
		p.State, p.Handed = Changed, sheet.Day
	case sheet != nil:
		p.State, p.Handed = Handed, sheet.Day
	case d.begun():
		p.State = Started
	}
}

func (d *Draft) begun() bool {
	for _, marks := range d.Marks {
		if slices.ContainsFunc(marks, func(m survey.Num) bool { return m.OK() }) {
			return true
		}
	}
	return len(d.Recused) > 0
}

// is reports whether a sheet says what the draft does.
func (d *Draft) is(s *Sheet) bool {
	if !maps.Equal(d.Recused, s.Recused) {
		return false
	}
	for id, marks := range d.Marks {
		if !slices.EqualFunc(marks, s.marks(id), func(a, b survey.Num) bool { return a == b || !a.OK() && !b.OK() }) && s.Recused[id] == "" {
			return false
		}
	}
	return true
}

// marks are those of a candidate by item; none: it was not marked.
func (s *Sheet) marks(id string) (all []survey.Num) {
	for _, m := range s.Items[id] {
		all = append(all, survey.Num(m))
	}
	if whole, given := s.Marks[id]; given && len(all) == 0 {
		all = []survey.Num{survey.Num(whole)}
	}
	return all
}

// Mark keeps the sheet of whoever asks, and hands it in if he says so: then nobody
// may be left unmarked but those whom he is recused from. A sheet that was kept
// since it was read is survey.ErrStale.
func (r Room) Mark(ctx context.Context, award string, round int, m Marking) (Paper, error) {
	// Judges hand in at the same time. What each does is his own sheet alone, so that
	// an award that somebody else has moved is only read again.
	for range tries {
		a, err := r.desk.store.Award(ctx, award)
		if err != nil {
			return Paper{}, fmt.Errorf("award %s: %w", survey.Clip(award), err)
		}
		p, err := r.paper(ctx, &a, round)
		switch {
		case err != nil:
			return Paper{}, err
		case p.Revision != m.Revision:
			return Paper{}, survey.ErrStale
		case !p.Open:
			return Paper{}, survey.FieldErrors{{Field: "marks", Key: "award_sheet_over"}}
		}
		d := Draft{
			Award: a.ID, Round: round, Judge: p.Judge, Account: survey.ActorOf(ctx).ID, Marks: map[string][]survey.Num{}, Recused: map[string]string{},
			Changed: r.desk.Now().UTC().Truncate(time.Millisecond), Revision: m.Revision,
		}
		sheet, errs := d.read(&a, &p, m, r.Today())
		if len(errs) > 0 {
			return Paper{}, errs
		}
		if m.Hand {
			after := a.clone()
			after.hand(round, sheet, r.moment(ctx))
			err = r.desk.store.HandInSheet(ctx, d, after, survey.Act{
				Kind: survey.ActAwardMoved, Object: a.ID, Unit: a.Home, Detail: map[string]string{"do": string(Hand), "from": string(a.State), "to": string(a.State)},
			})
		} else {
			err = r.desk.store.PutJudgeDraft(ctx, d)
		}
		if err == nil {
			return r.Paper(ctx, award, round)
		}
		if !errors.Is(err, survey.ErrStale) {
			return Paper{}, err
		}
	}
	return Paper{}, survey.ErrStale
}

// tries is how often handing in is tried while others do.
const tries = 20

// read takes what a judge sent into the draft, and returns it as a sheet; what is
// wrong with it, and with handing in what is missing.
func (d *Draft) read(a *Award, p *Paper, m Marking, today survey.Day) (Sheet, survey.FieldErrors) {
	var errs survey.FieldErrors
	add := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	sheet := Sheet{Judge: p.Judge, Account: d.Account, Day: today, Marks: map[string]float64{}, Items: map[string][]float64{}, Recused: map[string]string{}}
	known := map[string]bool{}
	for i := range p.Entries {
		e := &p.Entries[i]
		known[e.Candidate] = true
		marks := m.Marks[e.Candidate]
		if why, back := m.Recused[e.Candidate]; back && !e.Barred {
			if d.Recused[e.Candidate] = strings.TrimSpace(why); d.Recused[e.Candidate] == "" {
				add("recused."+e.Candidate, "award_recused_why")
			}
			errs = append(errs, long("recused."+e.Candidate, why, mostTitle)...)
			sheet.Recused[e.Candidate] = d.Recused[e.Candidate]
			continue
		}
		d.entry(a, p, e, marks, m.Hand, &sheet, add)
	}
	for _, id := range slices.Concat(slices.Collect(maps.Keys(m.Marks)), slices.Collect(maps.Keys(m.Recused))) {
		if !known[id] {
			add("marks", "award_no_candidate")
			break
		}
	}
	if m.Hand && len(errs) == 0 && len(sheet.Marks)+len(sheet.Items)+len(sheet.Recused) == 0 {
		add("marks", "award_sheet_empty")
	}
	sheet.sum()
	return sheet, errs
}

// entry takes the marks of one candidate.
func (d *Draft) entry(a *Award, p *Paper, e *Entry, marks []survey.Num, hand bool, sheet *Sheet, add func(field, key string, args ...any)) {
	field := "marks." + e.Candidate
	given := 0
	for i, x := range marks {
		if !x.OK() {
			continue
		}
		given++
		switch {
		case e.Barred:
			add(field, "award_recused")
			return
		case i >= len(p.Items):
			add(field, "award_items_all", "count", len(p.Items))
			return
		case math.IsInf(float64(x), 0) || x < 0 || float64(x) > p.Items[i].Full:
			a.Rounds[p.Round-1].wrongMark(field, padded(marks, i, p.Items), add)
		}
	}
	if given > 0 {
		d.Marks[e.Candidate] = marks
	}
	switch {
	case !hand || e.Barred:
	case given < len(p.Items):
		add(field, "award_unmarked", "count", len(p.Items)-given)
	case len(a.Rounds[p.Round-1].Items) == 0:
		sheet.Marks[e.Candidate] = float64(marks[0])
	default:
		for _, x := range marks {
			sheet.Items[e.Candidate] = append(sheet.Items[e.Candidate], float64(x))
		}
	}
}

// padded is the mark of one item with nothing wrong about the others.
func padded(marks []survey.Num, at int, items []Item) []float64 {
	all := make([]float64, len(items))
	all[at] = float64(marks[at])
	return all
}

// hand puts the sheet of a judge in that he handed in himself.
func (a *Award) hand(round int, sheet Sheet, now Moment) {
	r := &a.Rounds[round-1]
	r.put(sheet)
	a.Steps = append(a.Steps, Step{
		Do: Hand, At: now.At.UTC().Truncate(time.Millisecond), Day: now.Today, By: now.Actor.ID, Name: now.Actor.Name, From: a.State, To: a.State,
		Round: r.Title, Judge: sheet.Judge,
	})
}

// A Progress is how far a judge of a round is; what he marked is not told.
type Progress struct {
	Judge   string     `json:"judge"`
	State   PaperState `json:"state"`
	Done    int        `json:"done"`    // candidates about whom nothing is left to do
	Of      int        `json:"of"`      // candidates
	Recused int        `json:"recused"` // of them, whom he does not mark
	Handed  survey.Day `json:"handed,omitempty"`

	Recusals []Recusal `json:"recusals,omitempty"` // in the order of the candidates
}

// Progress tells how far the judges of a round are, from 1; only to those who hold
// the award.
func (r Room) Progress(ctx context.Context, award string, round int) ([]Progress, error) {
	a, reach, err := r.whole(ctx, award)
	if err == nil && !holds(reach, a.Home, holding...) {
		err = survey.ErrForbidden
	}
	if err == nil && (round < 1 || round > len(a.Rounds)) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	drafts, err := r.desk.store.JudgeDrafts(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	of := &a.Rounds[round-1]
	all := []Progress{}
	for _, j := range of.Judges {
		d := Draft{}
		for _, x := range drafts {
			if x.Round == round && j.called(x.Judge) {
				d = x
			}
		}
		all = append(all, of.progress(&a, &j, d, round))
	}
	return all, nil
}

func (r *Round) progress(a *Award, j *Judge, d Draft, round int) Progress {
	var p Paper
	sheet := r.sheetOf(j.Name)
	p.state(d, sheet)
	x := Progress{Judge: j.Name, State: p.State, Handed: p.Handed}
	own := d.Recused
	if sheet != nil && sheet.Account == "" {
		own = sheet.Recused
	}
	x.Recusals = a.recusals(round-1, j, own)
	x.Recused = len(x.Recusals)
	for _, c := range a.In(round - 1) {
		x.Of++
		e := Entry{Barred: slices.Contains(j.Recused, c.ID), Recused: own[c.ID], Marks: d.Marks[c.ID]}
		if sheet != nil && sheet.Account == "" {
			e.Marks = sheet.marks(c.ID)
		}
		if e.Out() || len(e.Marks) > 0 && e.Done() {
			x.Done++
		}
	}
	return x
}
