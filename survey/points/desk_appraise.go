package points

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"minping/survey"
)

// An AppraisalInput says what is appraised by what.
type AppraisalInput struct {
	Scheme string            `json:"scheme"`
	Unit   string            `json:"unit,omitempty"` // those below it; "": all
	Year   string            `json:"year"`
	Polls  map[string]string `json:"polls,omitempty"` // by the scheme's name of them; "" or absent: no results yet
	// Reviews are published rounds of duty reports whose scores are the marks of a
	// part, by the part's id; marks that were entered of it do not count then.
	Reviews map[string]string `json:"reviews,omitempty"`
}

var oneYear = regexp.MustCompile(`^[12][0-9]{3}$`)

// Compute appraises by the latest revision of a scheme, and keeps what comes of
// it with all that it rests on.
func (r Room) Compute(ctx context.Context, in AppraisalInput) (Appraisal, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	if err != nil {
		return Appraisal{}, err
	}
	plan, err := r.Scheme(ctx, in.Scheme, 0)
	if errors.Is(err, survey.ErrNotFound) {
		err = survey.FieldErrors{{Field: "scheme", Key: "points_scheme", Args: survey.Args("scheme", survey.Clip(in.Scheme))}}
	}
	if err != nil {
		return Appraisal{}, err
	}
	now := r.desk.moment(ctx)
	a := Appraisal{
		ID: newID("ap_"), Scheme: plan.ID, Plan: plan.Revision, Unit: in.Unit, Year: in.Year, Polls: map[string]Binding{}, Marks: []survey.SchemeMark{},
		Points: []survey.PointEntry{}, Vetoes: []survey.VetoCase{}, By: now.actor.ID, Name: now.actor.Name, At: now.at, Decisions: map[string]Decision{},
	}
	errs := a.take(reach, plan.Scheme)
	releases, wrong, err := r.bind(ctx, &a, plan.Scheme, in.Polls)
	if errs = append(errs, wrong...); err != nil {
		return Appraisal{}, err
	}
	wrong, err = r.review(ctx, &a, plan.Scheme, in.Reviews)
	if errs = append(errs, wrong...); err == nil && len(errs) > 0 {
		err = errs
	}
	if err != nil {
		return Appraisal{}, err
	}
	entries, err := r.desk.store.PointEntries(ctx, a.Scheme, a.Year)
	if err != nil {
		return Appraisal{}, err
	}
	a.gather(entries)
	a.Result = plan.Scheme.Appraise(a.inputs(releases))
	if a.Hash, err = hashOf(a.Result); err != nil {
		return Appraisal{}, err
	}
	act := survey.Act{Kind: survey.ActAppraised, Object: a.ID, Unit: a.Unit, Detail: map[string]string{"scheme": a.Scheme, "hash": a.Hash}}
	err = r.desk.store.ChangePoints(ctx, Change{Appraisals: []Appraisal{a}, Acts: []survey.Act{act}})
	a.Revision = 1
	return a, err
}

// take finds who is appraised.
func (a *Appraisal) take(reach survey.Reach, s *survey.Scheme) (errs survey.FieldErrors) {
	named := reach.Named()
	if _, there := named[a.Unit]; a.Unit != "" && !there || !reach.Holds(survey.ManageOrders, a.Unit, "") {
		return survey.FieldErrors{{Field: "unit", Key: "points_unit", Args: survey.Args("unit", survey.Clip(a.Unit))}}
	}
	if !oneYear.MatchString(a.Year) {
		errs = append(errs, survey.FieldError{Field: "year", Key: "points_year", Args: survey.Args("year", survey.Clip(a.Year))})
	}
	for _, id := range reach.Below(a.Unit) {
		if u := named[id]; len(s.Tiers) == 0 || slices.Contains(s.Tiers, u.Tier) {
			a.Units = append(a.Units, u)
		}
	}
	if len(a.Units) == 0 {
		errs = append(errs, survey.FieldError{Field: "unit", Key: "points_nobody", Args: survey.Args("scheme", s.Title)})
	}
	return errs
}

// bind reads the releases of the polls that stand for those of the scheme.
func (r Room) bind(ctx context.Context, a *Appraisal, s *survey.Scheme, polls map[string]string) (map[string]*survey.Release, survey.FieldErrors, error) {
	var errs survey.FieldErrors
	releases, wanted := map[string]*survey.Release{}, s.Polls()
	for _, name := range slices.Sorted(maps.Keys(polls)) {
		if !slices.Contains(wanted, name) {
			errs = append(errs, survey.FieldError{Field: "polls." + name, Key: "points_no_poll", Args: survey.Args("poll", survey.Clip(name), "polls", wanted)})
		}
	}
	for _, name := range wanted {
		a.Polls[name] = Binding{}
		poll := polls[name]
		if poll == "" {
			continue
		}
		release, hash, err := r.release(ctx, poll)
		switch {
		case errors.Is(err, survey.ErrNotFound):
			errs = append(errs, survey.FieldError{Field: "polls." + name, Key: "points_poll", Args: survey.Args("poll", survey.Clip(poll))})
		case err != nil:
			return nil, nil, err
		}
		releases[name], a.Polls[name] = release, Binding{Poll: poll, Hash: hash}
	}
	return releases, errs, nil
}

func (r Room) release(ctx context.Context, poll string) (*survey.Release, string, error) {
	release, err := r.v.Release(ctx, poll)
	if err != nil {
		return nil, "", err
	}
	hash, err := r.v.ReleaseHash(ctx, poll)
	return release, hash, err
}

// gather takes the entries of those appraised: points also where they wait, so
// that it is said; marks and vetoes once they are confirmed.
func (a *Appraisal) gather(entries []Entry) {
	slices.SortStableFunc(entries, order)
	for i := range entries {
		e := &entries[i]
		if !slices.ContainsFunc(a.Units, func(u survey.Unit) bool { return u.ID == e.Unit }) {
			continue
		}
		if line, live := e.Line(); live {
			a.Points = append(a.Points, line)
			continue
		}
		switch {
		case e.State != Confirmed:
		case e.Kind() == OfMark && a.Reviews[e.Part].Poll != "": // the review says it
		case e.Kind() == OfMark:
			a.Marks = append(a.Marks, survey.SchemeMark{Unit: e.Unit, Part: e.Part, Value: e.Points})
		case e.Kind() == OfVeto:
			a.Vetoes = append(a.Vetoes, survey.VetoCase{Unit: e.Unit, Veto: e.Veto, Reason: e.Matter})
		}
	}
}

// Appraisals lists those of which whoever asks may read something, the latest first.
func (r Room) Appraisals(ctx context.Context) ([]Appraisal, error) {
	reach, err := r.reach(ctx, published...)
	if err != nil {
		return nil, err
	}
	all, err := r.desk.store.Appraisals(ctx)
	if err != nil {
		return nil, err
	}
	seen := []Appraisal{}
	for _, a := range slices.Backward(all) {
		if a.within(reach) {
			seen = append(seen, a)
		}
	}
	return seen, nil
}

// Appraisal returns what whoever asks may read of one.
func (r Room) Appraisal(ctx context.Context, id string) (Appraisal, error) {
	reach, err := r.reach(ctx, published...)
	if err != nil {
		return Appraisal{}, err
	}
	a, err := r.desk.store.Appraisal(ctx, id)
	if err == nil && !a.within(reach) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return Appraisal{}, fmt.Errorf("appraisal %s: %w", id, err)
	}
	return a, nil
}

// Manages reports whether whoever asks decides the grades of an appraisal.
func (r Room) Manages(ctx context.Context, a Appraisal) (bool, error) {
	reach, err := r.v.Reach(ctx)
	return reach.Holds(survey.ManageOrders, a.Unit, ""), err
}

// within cuts an appraisal down to the units that somebody reads, and reports
// whether any is left. Those who do not manage it see what is shown.
func (a *Appraisal) within(reach survey.Reach) bool {
	if reach.Holds(survey.ManageOrders, a.Unit, "") {
		return true
	}
	if !a.Shown {
		return false
	}
	a.Why = "" // it may name others
	sees := func(unit string) bool { return holds(reach, unit, published...) }
	result := *a.Result
	result.Units = slices.DeleteFunc(slices.Clone(result.Units), func(u survey.UnitAppraisal) bool { return !sees(u.Unit) })
	for i := range result.Units { // the steps name others where figures are close
		steps := slices.DeleteFunc(slices.Clone(result.Units[i].Steps), func(s survey.AppraisalStep) bool { return s.Kind == survey.StepClose })
		result.Units[i].Steps = steps
	}
	a.Result = &result
	a.Units = slices.DeleteFunc(slices.Clone(a.Units), func(u survey.Unit) bool { return !sees(u.ID) })
	a.Marks = slices.DeleteFunc(slices.Clone(a.Marks), func(m survey.SchemeMark) bool { return !sees(m.Unit) })
	a.Points = slices.DeleteFunc(slices.Clone(a.Points), func(e survey.PointEntry) bool { return !sees(e.Unit) })
	a.Vetoes = slices.DeleteFunc(slices.Clone(a.Vetoes), func(v survey.VetoCase) bool { return !sees(v.Unit) })
	maps.DeleteFunc(a.Decisions, func(unit string, _ Decision) bool { return !sees(unit) })
	return len(result.Units) > 0
}

// managed returns an appraisal to somebody who decides about it, as it was read.
func (r Room) managed(ctx context.Context, id string, revision int64) (Appraisal, error) {
	a, err := r.Appraisal(ctx, id)
	if err != nil {
		return a, err
	}
	manages, err := r.Manages(ctx, a)
	switch {
	case err != nil:
		return a, err
	case !manages:
		return a, survey.ErrForbidden
	case a.Revision != revision:
		return a, survey.ErrStale
	}
	return a, nil
}

// Verify computes an appraisal again from what it rests on, and compares; and says
// what has changed since.
func (r Room) Verify(ctx context.Context, id string) (Verification, error) {
	a, err := r.Appraisal(ctx, id)
	if err != nil {
		return Verification{}, err
	}
	switch manages, err := r.Manages(ctx, a); {
	case err != nil:
		return Verification{}, err
	case !manages:
		return Verification{}, survey.ErrForbidden
	}
	plan, err := r.Scheme(ctx, a.Scheme, a.Plan)
	if err != nil {
		return Verification{}, err
	}
	v := Verification{Hash: a.Hash, Polls: []string{}}
	releases, err := r.bound(ctx, &a, &v)
	if err != nil {
		return Verification{}, err
	}
	if err := r.reviewed(ctx, &a, &v); err != nil {
		return Verification{}, err
	}
	again := plan.Scheme.Appraise(a.inputs(releases))
	if v.Again, err = hashOf(again); err != nil {
		return Verification{}, err
	}
	stored, err := hashOf(a.Result)
	v.Changed = compare(a.Result, again)
	v.Same = v.Again == v.Hash && stored == v.Hash && len(v.Polls) == 0
	if err != nil {
		return v, err
	}
	if v.Since, err = r.since(ctx, a, plan, again, releases); err != nil {
		return v, err
	}
	v.Waiting, err = r.waiting(ctx, &a)
	return v, err
}

// bound reads the releases that an appraisal rests on, and notes those that are
// others now, or gone.
func (r Room) bound(ctx context.Context, a *Appraisal, v *Verification) (map[string]*survey.Release, error) {
	releases := map[string]*survey.Release{}
	for _, name := range slices.Sorted(maps.Keys(a.Polls)) {
		of := a.Polls[name]
		if of.Poll == "" {
			continue
		}
		release, hash, err := r.release(ctx, of.Poll)
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return nil, err
		}
		if err != nil || hash != of.Hash {
			v.Polls = append(v.Polls, of.Poll)
		}
		releases[name] = release
	}
	return releases, nil
}

// since says what the entries of now would make of an appraisal that was computed
// from those of then, with the same releases.
func (r Room) since(ctx context.Context, a Appraisal, plan Plan, then *survey.Appraisal, releases map[string]*survey.Release) ([]Since, error) {
	entries, err := r.desk.store.PointEntries(ctx, a.Scheme, a.Year)
	if err != nil {
		return nil, err
	}
	was, is := a, a
	is.Points, is.Vetoes = nil, nil
	is.Marks = slices.DeleteFunc(slices.Clone(a.Marks), func(m survey.SchemeMark) bool { return m.Review == "" })
	is.gather(entries)
	was.Result, is.Result = then, plan.Scheme.Appraise(is.inputs(releases))
	return was.since(&is, plan.Scheme), nil
}

// waiting counts the objections to points of an appraisal that nobody has decided,
// and those that were upheld since and are about no line, which no entry shows.
func (r Room) waiting(ctx context.Context, a *Appraisal) (n int, err error) {
	published, err := r.desk.store.Publications(ctx)
	if err != nil {
		return 0, err
	}
	for _, p := range published {
		if p.Scheme != a.Scheme || string(p.To[:4]) != a.Year {
			continue
		}
		objections, err := r.desk.store.Objections(ctx, p.ID)
		if err != nil {
			return 0, err
		}
		for _, o := range objections {
			since := o.State == Upheld && o.Entry == "" && o.Decided >= survey.DayOf(a.At, r.desk.Zone)
			if (o.State == Raised || since) && slices.ContainsFunc(a.Units, func(u survey.Unit) bool { return u.ID == o.Unit }) {
				n++
			}
		}
	}
	return n, nil
}
