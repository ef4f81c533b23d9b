package awards

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"minping/survey"
	"minping/survey/points"
)

// A Store keeps awards. What is not there is survey.ErrNotFound.
type Store interface {
	// Awards lists all of them, in the order in which they were first kept.
	Awards(ctx context.Context) ([]Award, error)
	Award(ctx context.Context, id string) (Award, error)
	// PutAward keeps an award: a new one of revision 0, or in place of what was
	// read at its revision, which rises; survey.ErrStale where it is no longer as it
	// was read.
	PutAward(ctx context.Context, a Award, act survey.Act) error
	// JudgeDrafts lists those of an award, by round and judge.
	JudgeDrafts(ctx context.Context, award string) ([]Draft, error)
	// PutJudgeDraft keeps a draft, a new one of revision 0, or in place of what was read at
	// its revision, which rises; survey.ErrStale where it is no longer as it was read.
	PutJudgeDraft(ctx context.Context, d Draft) error
	// HandInSheet keeps a draft as PutJudgeDraft does and the award with its sheet as PutAward does,
	// both or neither.
	HandInSheet(ctx context.Context, d Draft, a Award, act survey.Act) error
}

// A Desk is where awards are kept. It is safe for concurrent use.
type Desk struct {
	// Now is the clock, Zone where days begin.
	Now  func() time.Time
	Zone *time.Location
	// Points is where appraisals are kept; nil: no round goes by them.
	Points *points.Desk

	store Store
}

// New returns a desk over the store, with the system's clock and zone.
func New(store Store) *Desk { return &Desk{Now: time.Now, Zone: time.Local, store: store} }

// Within returns the desk for somebody: what he may not see is
// survey.ErrNotFound, as what does not exist.
func (d *Desk) Within(v survey.Scoped) Room { return Room{d, v} }

// A Room is the Desk for somebody with certain rights.
type Room struct {
	desk *Desk
	v    survey.Scoped
}

// Today is the day by which notices go.
func (r Room) Today() survey.Day { return survey.DayOf(r.desk.Now(), r.desk.Zone) }

// The rights that bring awards. Whoever makes orders for the unit below which
// candidates are holds the choice; whoever checks orders there sees it too, and
// rules on objections. What is shown to the public is for all the others.
var (
	holding = []survey.Right{survey.ManageOrders, survey.CheckOrders}
	reading = []survey.Right{survey.ReadResults, survey.ReadUnpublished, survey.ReadOrders, survey.WorkOrders, survey.ManageOrders, survey.CheckOrders}
)

// reach returns where the rights of whoever asks hold; survey.ErrNotFound where
// none of these holds anywhere.
func (r Room) reach(ctx context.Context, rights ...survey.Right) (survey.Reach, error) {
	reach, err := r.v.Reach(ctx)
	if err == nil && !slices.ContainsFunc(rights, reach.Anywhere) {
		err = survey.ErrNotFound
	}
	return reach, err
}

func holds(reach survey.Reach, unit string, rights ...survey.Right) bool {
	return slices.ContainsFunc(rights, func(right survey.Right) bool { return reach.Holds(right, unit, "") })
}

// sees reports whether whoever asks sees an award at all: who holds it always,
// others of the same home once it is shown to the public.
func sees(reach survey.Reach, a *Award) bool {
	if holds(reach, a.Home, holding...) {
		return true
	}
	if a.State != Noticed && a.State != Conferred {
		return false
	}
	below := map[string]bool{}
	for _, u := range reach.Below(a.Home) {
		below[u] = true
	}
	return slices.ContainsFunc(reading, func(right survey.Right) bool {
		return slices.ContainsFunc(reach.Units(right), func(u survey.Unit) bool { return (a.Home == "" || below[u.ID]) && reach.Holds(right, u.ID, "") })
	})
}

// shown is an award as whoever asks may read it: to the public, who wins, and of
// how it came about what is said of his own units.
func shown(reach survey.Reach, a Award) Award {
	if holds(reach, a.Home, holding...) {
		return a
	}
	own := map[string]bool{"": true}
	for i := range a.Candidates {
		if c := &a.Candidates[i]; holds(reach, c.Unit, reading...) {
			own[c.ID] = true
		}
	}
	a = a.clone()
	a.Candidates = slices.DeleteFunc(a.Candidates, func(c Candidate) bool { return !own[c.ID] && c.Prize == 0 })
	a.Objections = slices.DeleteFunc(a.Objections, func(o Objection) bool { return o.Candidate == "" || !own[o.Candidate] })
	public := []Do{Start, Publish, Confer}
	a.Steps = slices.DeleteFunc(a.Steps, func(s Step) bool {
		return !slices.Contains(public, s.Do) && (s.Judge != "" || s.Candidate == "" || !own[s.Candidate])
	})
	for i := range a.Rounds {
		r := &a.Rounds[i]
		r.Sheets, r.Judges = nil, r.public(a.Panel)
		r.Lines = slices.DeleteFunc(slices.Clone(r.Lines), func(l Line) bool { return !own[l.Candidate] })
	}
	return a
}

// Awards lists those that whoever asks sees, the one made last first.
func (r Room) Awards(ctx context.Context) ([]Award, error) {
	reach, err := r.reach(ctx, reading...)
	if err != nil {
		return nil, err
	}
	all, err := r.desk.store.Awards(ctx)
	if err != nil {
		return nil, err
	}
	seen := []Award{}
	for _, a := range slices.Backward(all) {
		if sees(reach, &a) {
			seen = append(seen, shown(reach, a))
		}
	}
	return seen, nil
}

// whole returns an award with all that stands in it.
func (r Room) whole(ctx context.Context, id string) (Award, survey.Reach, error) {
	reach, err := r.reach(ctx, reading...)
	if err != nil {
		return Award{}, reach, err
	}
	a, err := r.desk.store.Award(ctx, id)
	if err == nil && !sees(reach, &a) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return Award{}, reach, fmt.Errorf("award %s: %w", id, err)
	}
	return a, reach, nil
}

// Award returns one of them.
func (r Room) Award(ctx context.Context, id string) (Award, error) {
	a, reach, err := r.whole(ctx, id)
	if err != nil {
		return Award{}, err
	}
	return shown(reach, a), nil
}

// Homes lists the units below which whoever asks may hold awards, and whether he
// may hold them for all.
func (r Room) Homes(ctx context.Context) (units []survey.Unit, all bool, err error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	units = slices.DeleteFunc(reach.Units(survey.ManageOrders), func(u survey.Unit) bool { return !reach.Holds(survey.ManageOrders, u.ID, "") })
	return units, reach.Holds(survey.ManageOrders, "", ""), err
}

// Add keeps the plan of a new award.
func (r Room) Add(ctx context.Context, a Award) (Award, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	if err != nil {
		return Award{}, err
	}
	a.Steps, a.Revision = nil, 0
	a = a.clean()
	a.ID = "aw_" + strings.ToLower(rand.Text()[:12])
	return r.plan(ctx, reach, a, "", survey.ActAwardAdded)
}

// Change puts another plan in place of one that was read at a revision, as long
// as the choice has not begun. One that has changed since is survey.ErrStale.
func (r Room) Change(ctx context.Context, a Award) (Award, error) {
	was, reach, err := r.whole(ctx, a.ID)
	switch {
	case err != nil:
		return Award{}, err
	case !holds(reach, was.Home, survey.ManageOrders):
		return Award{}, survey.ErrForbidden
	case was.Revision != a.Revision:
		return Award{}, survey.ErrStale
	case was.State != Planned:
		return Award{}, survey.FieldErrors{{Field: "do", Key: "award_not_now", Args: survey.Args("do", Plan.Words(), "state", was.State.Words())}}
	}
	a.Steps = was.Steps
	a = a.clean()
	return r.plan(ctx, reach, a, Planned, survey.ActAwardChanged)
}

func (r Room) plan(ctx context.Context, reach survey.Reach, a Award, from State, kind survey.ActKind) (Award, error) {
	errs := a.check()
	named := reach.Named()
	if _, there := named[a.Home]; !holds(reach, a.Home, survey.ManageOrders) || a.Home != "" && !there {
		errs = append(errs, survey.FieldError{Field: "home", Key: "award_home", Args: survey.Args("unit", survey.Clip(a.Home))})
	}
	below := map[string]bool{}
	for _, u := range reach.Below(a.Home) {
		below[u] = true
	}
	for i, c := range a.Candidates {
		if _, there := named[c.Unit]; c.Unit != "" && (!there || a.Home != "" && !below[c.Unit]) {
			errs = append(errs, survey.FieldError{Field: fmt.Sprintf("candidates[%d]", i), Key: "award_unit", Args: survey.Args("unit", survey.Clip(c.Unit))})
		}
	}
	if len(errs) > 0 {
		return Award{}, errs
	}
	now, actor := r.desk.Now(), survey.ActorOf(ctx)
	a.Steps = append(slices.Clip(a.Steps), Step{
		Do: Plan, At: now.UTC().Truncate(time.Millisecond), Day: r.Today(), By: actor.ID, Name: actor.Name, From: cmp.Or(from, Planned), To: Planned,
	})
	if err := r.desk.store.PutAward(ctx, a, survey.Act{Kind: kind, Object: a.ID, Unit: a.Home}); err != nil {
		return Award{}, err
	}
	a.Revision++
	return a, nil
}

// may reports whether whoever asks may take a step with an award that he sees.
func may(reach survey.Reach, a *Award, do Do) bool {
	switch do {
	case Object: // whoever sees it
		return true
	case Rule:
		return holds(reach, a.Home, holding...)
	}
	return holds(reach, a.Home, survey.ManageOrders)
}

// May lists the steps that an award may take next and that whoever asks may take.
func (r Room) May(ctx context.Context, a Award) ([]Do, error) {
	reach, err := r.v.Reach(ctx)
	return slices.DeleteFunc(a.Next(), func(d Do) bool { return !may(reach, &a, d) }), err
}

// Holds reports whether whoever asks sees how an award came about, with all
// candidates and marks.
func (r Room) Holds(ctx context.Context, a Award) (bool, error) {
	reach, err := r.v.Reach(ctx)
	return holds(reach, a.Home, holding...), err
}

// Move takes a step with an award that was read at a revision. One that has
// changed since is survey.ErrStale, and nothing is kept; what is wrong with the
// step is survey.FieldErrors.
func (r Room) Move(ctx context.Context, id string, revision int64, m Move) (Award, error) {
	a, reach, err := r.whole(ctx, id)
	if err != nil {
		return Award{}, err
	}
	_, known := rules[m.Do]
	switch {
	case known && !may(reach, &a, m.Do):
		return Award{}, survey.ErrForbidden
	case a.Revision != revision:
		return Award{}, survey.ErrStale
	}
	switch m.Do {
	case Name:
		m.Judges = r.recuse(reach, &a, a.named(m), m.Judges)
	case Readmit:
		if errs := a.readmits(reach, m); len(errs) > 0 {
			return Award{}, errs
		}
	}
	var basis Basis
	if at := a.Current(); m.Do == Settle && at >= 0 {
		if basis, err = r.basis(ctx, &a, at, m.Source, m.Part); err != nil {
			return Award{}, err
		}
	}
	after, err := a.Apply(m, basis, r.moment(ctx))
	if err != nil {
		return Award{}, err
	}
	act := survey.Act{
		Kind: survey.ActAwardMoved, Object: a.ID, Unit: a.Home,
		Detail: map[string]string{"do": string(m.Do), "from": string(a.State), "to": string(after.State)},
	}
	if err := r.desk.store.PutAward(ctx, after, act); err != nil {
		return Award{}, err
	}
	after.Revision++
	return shown(reach, after), nil
}

func (r Room) moment(ctx context.Context) Moment {
	return Moment{At: r.desk.Now(), Today: r.Today(), Actor: survey.ActorOf(ctx)}
}

// Standing is how the candidates of the current round stand by a source, as they
// would be settled now: ties at the line are marked. Only for those who hold the
// award; none where no round runs.
func (r Room) Standing(ctx context.Context, id, source, part string) ([]Line, error) {
	a, reach, err := r.whole(ctx, id)
	if err != nil {
		return nil, err
	}
	at := a.Current()
	if !holds(reach, a.Home, holding...) {
		return nil, survey.ErrForbidden
	}
	if at < 0 {
		return []Line{}, nil
	}
	basis, err := r.basis(ctx, &a, at, source, part)
	if err != nil {
		return nil, err
	}
	return a.Standing(basis), nil
}

// A Won is a prize that a unit was conferred.
type Won struct {
	Award     string     `json:"award"`
	Title     string     `json:"title"`
	Year      string     `json:"year"`
	Prize     string     `json:"prize"`
	Entry     string     `json:"entry,omitempty"`
	Conferred survey.Day `json:"conferred"`
	Revoked   survey.Day `json:"revoked,omitempty"`
	Why       string     `json:"why,omitempty"` // of the revoking
}

// Won lists the prizes conferred on units, as far as whoever asks sees the awards:
// by unit, the latest first. Whoever sees none at all is told of none.
func (r Room) Won(ctx context.Context) (map[string][]Won, error) {
	won := map[string][]Won{}
	reach, err := r.v.Reach(ctx)
	if err != nil || !slices.ContainsFunc(reading, reach.Anywhere) {
		return won, err
	}
	all, err := r.Awards(ctx)
	for _, a := range all {
		if a.State != Conferred {
			continue
		}
		for _, c := range a.Candidates {
			if c.Prize == 0 {
				continue
			}
			w := Won{Award: a.ID, Title: a.Title, Year: a.Year, Prize: a.Prizes[c.Prize-1].Title, Entry: c.Title, Conferred: a.Conferred}
			if c.Out != nil {
				w.Revoked, w.Why = c.Out.Day, c.Out.Why
			}
			won[c.Unit] = append(won[c.Unit], w)
		}
	}
	for _, unit := range slices.Sorted(maps.Keys(won)) {
		slices.SortStableFunc(won[unit], func(a, b Won) int { return cmp.Compare(b.Conferred, a.Conferred) })
	}
	return won, err
}
