package duty

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"minping/survey"
)

// A Store keeps reviews and reports. What is not there is survey.ErrNotFound.
type Store interface {
	// DutyReviews lists all of them, in the order in which they were first kept.
	DutyReviews(ctx context.Context) ([]Review, error)
	DutyReview(ctx context.Context, id string) (Review, error)
	// PutDutyReview keeps a review: a new one of revision 0, or in place of what
	// was read at its revision, which rises; survey.ErrStale where it is no longer
	// as it was read.
	PutDutyReview(ctx context.Context, r Review, act survey.Act) error
	// DutyReports lists the reports of a review that were touched, by unit.
	DutyReports(ctx context.Context, review string) ([]Report, error)
	DutyReport(ctx context.Context, review, unit string) (Report, error)
	// PutDutyReport keeps a report, as PutDutyReview.
	PutDutyReport(ctx context.Context, p Report, act survey.Act) error
}

// A Desk is where duty reports are kept. It is safe for concurrent use.
type Desk struct {
	// Now is the clock, Zone where days begin.
	Now  func() time.Time
	Zone *time.Location

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

// Today is the day by which deadlines go.
func (r Room) Today() survey.Day { return survey.DayOf(r.desk.Now(), r.desk.Zone) }

func (r Room) moment(ctx context.Context) Moment {
	return Moment{At: r.desk.Now(), Today: r.Today(), Actor: survey.ActorOf(ctx)}
}

// The rights that bring duty reports. Whoever makes orders for the unit below
// which people report holds the review; whoever checks orders there reads all,
// asks, and marks in his own name. Whoever works on orders of a unit writes its
// report. The results of a unit are for those who read its results, once they
// are published.
var (
	holding = []survey.Right{survey.ManageOrders, survey.CheckOrders}
	reading = []survey.Right{survey.ReadResults, survey.ReadUnpublished, survey.ReadOrders, survey.WorkOrders, survey.ManageOrders, survey.CheckOrders}
)

func holds(reach survey.Reach, unit string, rights ...survey.Right) bool {
	return slices.ContainsFunc(rights, func(right survey.Right) bool { return reach.Holds(right, unit, "") })
}

// reach is how far whoever asks sees; survey.ErrNotFound where he has no right here.
func (r Room) reach(ctx context.Context) (survey.Reach, error) {
	reach, err := r.v.Reach(ctx)
	if err == nil && !slices.ContainsFunc(reading, reach.Anywhere) {
		err = survey.ErrNotFound
	}
	return reach, err
}

// own lists the units of a review of which whoever asks may read the report now.
func own(reach survey.Reach, v *Review) []string {
	rights := reading
	switch v.State {
	case Running:
		rights = []survey.Right{survey.WorkOrders}
	case Planned, Cancelled:
		return nil
	}
	return slices.DeleteFunc(slices.Clone(v.Units), func(unit string) bool { return !holds(reach, unit, rights...) })
}

// shown is a review as whoever asks may read it, and whether he may at all: who
// holds it reads all, others what is of their own units.
func shown(reach survey.Reach, v Review) (Review, bool) {
	if holds(reach, v.Home, holding...) {
		return v, true
	}
	v.Units = own(reach, &v)
	v.Judges, v.Sheets, v.Steps = nil, []Sheet{}, slices.DeleteFunc(slices.Clone(v.Steps), func(s Step) bool { return s.Do != Start && s.Do != Publish })
	v.Results = slices.DeleteFunc(slices.Clone(v.Results), func(x Result) bool { return !slices.Contains(v.Units, x.Unit) })
	return v, len(v.Units) > 0
}

// Reviews lists those that whoever asks sees, the one made last first.
func (r Room) Reviews(ctx context.Context) ([]Review, error) {
	reach, err := r.reach(ctx)
	if err != nil {
		return nil, err
	}
	all, err := r.desk.store.DutyReviews(ctx)
	if err != nil {
		return nil, err
	}
	seen := []Review{}
	for _, v := range slices.Backward(all) {
		if v, sees := shown(reach, v); sees {
			seen = append(seen, v)
		}
	}
	return seen, nil
}

// whole returns a review with all that stands in it.
func (r Room) whole(ctx context.Context, id string) (Review, survey.Reach, error) {
	reach, err := r.reach(ctx)
	if err != nil {
		return Review{}, reach, err
	}
	v, err := r.desk.store.DutyReview(ctx, id)
	if err == nil {
		if _, sees := shown(reach, v); !sees {
			err = survey.ErrNotFound
		}
	}
	if err != nil {
		return Review{}, reach, fmt.Errorf("duty review %s: %w", id, err)
	}
	return v, reach, nil
}

// Review returns one of them.
func (r Room) Review(ctx context.Context, id string) (Review, error) {
	v, reach, err := r.whole(ctx, id)
	if err != nil {
		return Review{}, err
	}
	v, _ = shown(reach, v)
	return v, nil
}

// Homes lists the units below which whoever asks may hold reviews, and whether he
// may hold them for all.
func (r Room) Homes(ctx context.Context) (units []survey.Unit, all bool, err error) {
	reach, err := r.reach(ctx)
	units = slices.DeleteFunc(reach.Units(survey.ManageOrders), func(u survey.Unit) bool { return !reach.Holds(survey.ManageOrders, u.ID, "") })
	return units, reach.Holds(survey.ManageOrders, "", ""), err
}

// Add keeps the plan of a new review.
func (r Room) Add(ctx context.Context, v Review) (Review, error) {
	reach, err := r.reach(ctx)
	if err != nil {
		return Review{}, err
	}
	v.Steps, v.Judges, v.MarksBy, v.Revision = nil, nil, "", 0
	v = v.clean()
	v.ID = "dr_" + strings.ToLower(rand.Text()[:12])
	return r.plan(ctx, reach, v, survey.ActDutyAdded)
}

// Change puts another plan in place of one that was read at a revision, as long
// as reports are not yet asked for. One that has changed since is survey.ErrStale.
func (r Room) Change(ctx context.Context, v Review) (Review, error) {
	was, reach, err := r.whole(ctx, v.ID)
	switch {
	case err != nil:
		return Review{}, err
	case !holds(reach, was.Home, survey.ManageOrders):
		return Review{}, survey.ErrForbidden
	case was.Revision != v.Revision:
		return Review{}, survey.ErrStale
	case was.State != Planned:
		return Review{}, survey.FieldErrors{{Field: "do", Key: "duty_not_now", Args: survey.Args("do", Plan.Words(), "state", was.State.Words())}}
	}
	v.Steps, v.Judges, v.MarksBy = was.Steps, was.Judges, was.MarksBy
	return r.plan(ctx, reach, v.clean(), survey.ActDutyChanged)
}

func (r Room) plan(ctx context.Context, reach survey.Reach, v Review, kind survey.ActKind) (Review, error) {
	errs := v.check()
	named := reach.Named()
	if _, there := named[v.Home]; !holds(reach, v.Home, survey.ManageOrders) || v.Home != "" && !there {
		errs = append(errs, survey.FieldError{Field: "home", Key: "duty_home", Args: survey.Args("unit", survey.Clip(v.Home))})
	}
	below := map[string]bool{}
	for _, u := range reach.Below(v.Home) {
		below[u] = true
	}
	for i, u := range v.Units {
		if _, there := named[u]; !there || v.Home != "" && !below[u] {
			errs = append(errs, survey.FieldError{Field: fmt.Sprintf("units[%d]", i), Key: "duty_unit", Args: survey.Args("unit", survey.Clip(u))})
		}
	}
	if v.Poll != "" {
		switch _, err := r.v.ReadablePoll(ctx, v.Poll); {
		case errors.Is(err, survey.ErrNotFound):
			errs = append(errs, survey.FieldError{Field: "poll", Key: "duty_poll", Args: survey.Args("poll", survey.Clip(v.Poll))})
		case err != nil:
			return Review{}, err
		}
	}
	if len(errs) > 0 {
		return Review{}, errs
	}
	now := r.moment(ctx)
	v.Steps = append(slices.Clip(v.Steps), Step{Do: Plan, At: now.At.UTC().Truncate(time.Millisecond), Day: now.Today, By: now.Actor.ID, Name: now.Actor.Name})
	if err := r.desk.store.PutDutyReview(ctx, v, survey.Act{Kind: kind, Object: v.ID, Unit: v.Home}); err != nil {
		return Review{}, err
	}
	v.Revision++
	return v, nil
}

// may reports whether whoever asks may take a step with a review that he sees.
func may(reach survey.Reach, v *Review, do Do) bool {
	if do == Score {
		return holds(reach, v.Home, holding...)
	}
	return holds(reach, v.Home, survey.ManageOrders)
}

// May lists the steps that a review may take next and that whoever asks may take.
func (r Room) May(ctx context.Context, v Review) ([]Do, error) {
	reach, err := r.v.Reach(ctx)
	return slices.DeleteFunc(v.Next(), func(d Do) bool { return !may(reach, &v, d) }), err
}

// Holds reports whether whoever asks reads all of a review, and whether he looks
// after it.
func (r Room) Holds(ctx context.Context, v Review) (reads, manages bool, err error) {
	reach, err := r.v.Reach(ctx)
	return holds(reach, v.Home, holding...), holds(reach, v.Home, survey.ManageOrders), err
}

// Move takes a step with a review that was read at a revision. One that has
// changed since is survey.ErrStale, and nothing is kept; what is wrong with the
// step is survey.FieldErrors. Whoever does not look after the review marks in his
// own name only.
func (r Room) Move(ctx context.Context, id string, revision int64, m Move) (Review, error) {
	v, reach, err := r.whole(ctx, id)
	if err != nil {
		return Review{}, err
	}
	_, known := rules[m.Do]
	now := r.moment(ctx)
	switch {
	case known && !may(reach, &v, m.Do):
		return Review{}, survey.ErrForbidden
	case v.Revision != revision:
		return Review{}, survey.ErrStale
	case m.Do == Score && m.Judge != "" && line(m.Judge) != now.Actor.Name && !holds(reach, v.Home, survey.ManageOrders):
		return Review{}, survey.FieldErrors{{Field: "judge", Key: "duty_own_sheet"}}
	}
	if errs := ownReports(reach, &v, m, now.Actor); len(errs) > 0 {
		return Review{}, errs
	}
	handed, err := r.handed(ctx, id)
	if err != nil {
		return Review{}, err
	}
	after, err := v.Apply(m, handed, now)
	if err != nil {
		return Review{}, err
	}
	act := survey.Act{
		Kind: survey.ActDutyMoved, Object: v.ID, Unit: v.Home,
		Detail: map[string]string{"do": string(m.Do), "from": string(v.State), "to": string(after.State)},
	}
	if err := r.desk.store.PutDutyReview(ctx, after, act); err != nil {
		return Review{}, err
	}
	after.Revision++
	after, _ = shown(reach, after)
	return after, nil
}

// ownReports refuses marks that whoever asks gives, in his own name, to reports of
// units that he works for. Whoever looks after the review works for none.
func ownReports(reach survey.Reach, v *Review, m Move, by survey.Actor) (errs survey.FieldErrors) {
	if m.Do != Score || line(cmp.Or(m.Judge, by.Name)) != line(by.Name) || holds(reach, v.Home, survey.ManageOrders) {
		return nil
	}
	for _, unit := range slices.Sorted(maps.Keys(m.Given)) {
		if slices.Contains(v.Units, unit) && holds(reach, unit, survey.WorkOrders) {
			errs = append(errs, survey.FieldError{Field: "given." + unit, Key: "duty_own_report"})
		}
	}
	return errs
}

// handed are the units that handed their reports in.
func (r Room) handed(ctx context.Context, id string) (map[string]bool, error) {
	all, err := r.desk.store.DutyReports(ctx, id)
	handed := map[string]bool{}
	for _, p := range all {
		handed[p.Unit] = p.State == Handed || p.State == Accepted
	}
	return handed, err
}

// Reports lists the reports of a review that whoever asks may read, those that
// were not touched among them, in the order of its units.
func (r Room) Reports(ctx context.Context, id string) (Review, []Report, error) {
	v, err := r.Review(ctx, id)
	if err != nil {
		return v, nil, err
	}
	kept, err := r.desk.store.DutyReports(ctx, id)
	if err != nil {
		return v, nil, err
	}
	all := []Report{}
	for _, unit := range v.Units {
		p := v.awaited(unit)
		for _, k := range kept {
			if k.Unit == unit {
				p = k
			}
		}
		all = append(all, p)
	}
	return v, all, nil
}

// awaited is a report that nobody has touched.
func (v *Review) awaited(unit string) Report {
	return Report{Review: v.ID, Unit: unit, Texts: make([]string, len(v.Sections)), State: Awaited, Questions: []Question{}, Steps: []ReportStep{}}
}

// Report returns the report of a unit.
func (r Room) Report(ctx context.Context, id, unit string) (Review, Report, error) {
	v, err := r.Review(ctx, id)
	if err == nil && !slices.Contains(v.Units, unit) {
		err = fmt.Errorf("duty report %s of %s: %w", id, survey.Clip(unit), survey.ErrNotFound)
	}
	if err != nil {
		return v, Report{}, err
	}
	p, err := r.desk.store.DutyReport(ctx, id, unit)
	if errors.Is(err, survey.ErrNotFound) {
		p, err = v.awaited(unit), nil
	}
	return v, p, err
}

// mayReport reports whether whoever asks may take a step with a report: its unit
// writes and answers, as does who looks after the review, such as for paper;
// those who hold the review accept, return and ask.
func mayReport(reach survey.Reach, v *Review, unit string, do ReportDo) bool {
	switch do {
	case Write, HandIn, Answer:
		return reach.Holds(survey.WorkOrders, unit, "") || holds(reach, v.Home, survey.ManageOrders)
	}
	return holds(reach, v.Home, holding...)
}

// MayReport lists the steps that a report may take next and that whoever asks may
// take.
func (r Room) MayReport(ctx context.Context, v Review, p Report) ([]ReportDo, error) {
	reach, err := r.v.Reach(ctx)
	return slices.DeleteFunc(p.Next(&v), func(d ReportDo) bool { return !mayReport(reach, &v, p.Unit, d) }), err
}

// MoveReport takes a step with a report that was read at a revision, 0 of one
// that is awaited; else as Move.
func (r Room) MoveReport(ctx context.Context, id, unit string, revision int64, m ReportMove) (Report, error) {
	v, p, err := r.Report(ctx, id, unit)
	if err != nil {
		return Report{}, err
	}
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return Report{}, err
	}
	_, known := reportRules[m.Do]
	switch {
	case known && !mayReport(reach, &v, unit, m.Do):
		return Report{}, survey.ErrForbidden
	case p.Revision != revision:
		return Report{}, survey.ErrStale
	}
	after, err := p.Apply(&v, m, r.moment(ctx))
	if err != nil {
		return Report{}, err
	}
	act := survey.Act{Kind: survey.ActDutyReported, Object: v.ID, Unit: unit, Detail: map[string]string{"do": string(m.Do), "from": string(p.State), "to": string(after.State)}}
	if err := r.desk.store.PutDutyReport(ctx, after, act); err != nil {
		return Report{}, err
	}
	after.Revision++
	return after, nil
}

// A Waiting is a report that a unit still has to hand in.
type Waiting struct {
	Review, Unit string
	Title        string
	Due          survey.Day
}

// Waiting lists the reports that those whose work whoever asks does, or looks
// after, still have to hand in.
func (r Room) Waiting(ctx context.Context) (all []Waiting, err error) {
	reviews, err := r.Reviews(ctx)
	if err != nil {
		return nil, err
	}
	for _, v := range reviews {
		if v.State != Running {
			continue
		}
		_, reports, err := r.Reports(ctx, v.ID)
		if err != nil {
			return nil, err
		}
		for _, p := range reports {
			if p.State == Awaited || p.State == Returned {
				all = append(all, Waiting{v.ID, p.Unit, v.Title, v.Due})
			}
		}
	}
	return all, nil
}

// A Told is what a published review says of a unit.
type Told struct {
	Review    string     `json:"review"`
	Title     string     `json:"title"`
	Year      string     `json:"year"`
	Published survey.Day `json:"published"`
	Of        int        `json:"of"` // how many were marked
	Result
}

// Of lists what published reviews say of a unit, as far as whoever asks reads
// it, the latest first.
func (r Room) Of(ctx context.Context, unit string) ([]Told, error) {
	told := []Told{}
	reach, err := r.v.Reach(ctx)
	if err != nil || !slices.ContainsFunc(reading, reach.Anywhere) {
		return told, err
	}
	all, err := r.desk.store.DutyReviews(ctx)
	for _, v := range all {
		of := 0
		for _, x := range v.Results {
			of += min(x.N, 1)
		}
		v, _ = shown(reach, v)
		if x := v.Result(unit); v.State == Published && x != nil {
			told = append(told, Told{v.ID, v.Title, v.Year, v.Published, of, *x})
		}
	}
	slices.SortStableFunc(told, func(a, b Told) int { return cmp.Compare(b.Published, a.Published) })
	return told, err
}
