package points

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"minping/survey"
)

// A Filter chooses entries; what is empty chooses all.
type Filter struct {
	Scheme  string
	Year    string
	Unit    string // and those below it
	Kind    Kind
	State   State
	Waiting bool   // for a review by whoever asks
	Text    string // of matter or basis
}

// Entries lists the entries that whoever asks sees, by day, the latest first.
func (r Room) Entries(ctx context.Context, f Filter) ([]Entry, error) {
	reach, err := r.reach(ctx, seeing...)
	if err != nil {
		return nil, err
	}
	entries, err := r.desk.store.PointEntries(ctx, f.Scheme, f.Year)
	if err != nil {
		return nil, err
	}
	var below []string
	if f.Unit != "" {
		below = reach.Below(f.Unit)
	}
	actor, text := survey.ActorOf(ctx), strings.ToLower(f.Text)
	entries = slices.DeleteFunc(entries, func(e Entry) bool {
		switch {
		case !holds(reach, e.Unit, seeing...), f.Unit != "" && !slices.Contains(below, e.Unit), f.Kind != "" && e.Kind() != f.Kind, f.State != "" && e.State != f.State:
			return true
		case f.Waiting && (!e.May(Confirm, actor) || !holds(reach, e.Unit, survey.CheckOrders)):
			return true
		}
		return text != "" && !strings.Contains(strings.ToLower(e.Matter+"\n"+e.Basis), text)
	})
	slices.SortStableFunc(entries, func(a, b Entry) int { return order(b, a) })
	return entries, nil
}

// Entry returns one entry.
func (r Room) Entry(ctx context.Context, id string) (Entry, error) {
	reach, err := r.reach(ctx, seeing...)
	if err != nil {
		return Entry{}, err
	}
	e, err := r.desk.store.PointEntry(ctx, id)
	if err == nil && !holds(reach, e.Unit, seeing...) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return Entry{}, fmt.Errorf("entry %s: %w", id, err)
	}
	return e, nil
}

// May lists the steps that whoever asks may take with an entry.
func (r Room) May(ctx context.Context, e Entry) (may []Do, err error) {
	reach, err := r.v.Reach(ctx)
	for _, do := range []Do{Confirm, Refuse, Withdraw} {
		if err == nil && e.May(do, survey.ActorOf(ctx)) && r.steps(ctx, reach, &e, do) {
			may = append(may, do)
		}
	}
	return may, err
}

// steps reports whether the rights of whoever asks bring a step.
func (r Room) steps(ctx context.Context, reach survey.Reach, e *Entry, do Do) bool {
	return holds(reach, e.Unit, survey.CheckOrders) || do == Withdraw && e.State == Entered && e.by(survey.ActorOf(ctx), Enter) && holds(reach, e.Unit, entering...)
}

// MayEnter lists the units for which whoever asks may enter something.
func (r Room) MayEnter(ctx context.Context) ([]survey.Unit, error) {
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return nil, err
	}
	units := slices.Collect(maps.Values(reach.Named()))
	units = slices.DeleteFunc(units, func(u survey.Unit) bool { return !holds(reach, u.ID, entering...) })
	place := map[string]int{}
	for i, id := range reach.Below("") {
		place[id] = i
	}
	slices.SortFunc(units, func(a, b survey.Unit) int { return place[a.ID] - place[b.ID] })
	return units, nil
}

// An Input is what somebody enters of a unit: points of an item of a card, a
// mark for a part, or a veto with its reason as matter.
type Input struct {
	Scheme   string     `json:"scheme"`
	Unit     string     `json:"unit"`
	Day      survey.Day `json:"date,omitempty"` // "": today
	Card     string     `json:"card,omitempty"` // "": the only one of the scheme
	Item     string     `json:"item,omitempty"`
	Part     string     `json:"part,omitempty"`
	Veto     string     `json:"veto,omitempty"`
	Points   *float64   `json:"points,omitempty"` // nil: the item's
	Matter   string     `json:"matter,omitempty"`
	Basis    string     `json:"basis,omitempty"`
	Corrects string     `json:"corrects,omitempty"`
}

const (
	mostMatter = 500
	mostBasis  = 2000
)

// Add enters something. It counts once somebody else has confirmed it.
func (r Room) Add(ctx context.Context, in Input) (Entry, error) {
	added, errs, err := r.add(ctx, []Input{in}, false)
	switch {
	case err != nil:
		return Entry{}, err
	case len(errs[0]) > 0:
		return Entry{}, errs[0]
	}
	return added[0], nil
}

// AddAll enters a table, all or nothing; check: it only looks. What is wrong is
// told by line.
func (r Room) AddAll(ctx context.Context, all []Input, check bool) (n int, errs map[int]survey.FieldErrors, err error) {
	added, errs, err := r.add(ctx, all, check)
	return len(added), errs, err
}

func (r Room) add(ctx context.Context, all []Input, check bool) (added []Entry, errs map[int]survey.FieldErrors, err error) {
	reach, err := r.reach(ctx, entering...)
	if err != nil {
		return nil, nil, err
	}
	now := r.desk.moment(ctx)
	plans, errs := map[string]*survey.Scheme{}, map[int]survey.FieldErrors{}
	claims := map[[4]string]bool{}
	for i, in := range all {
		s, known := plans[in.Scheme]
		if !known {
			plan, err := r.Scheme(ctx, in.Scheme, 0)
			if err != nil && !errors.Is(err, survey.ErrNotFound) {
				return nil, nil, err
			}
			s, plans[in.Scheme] = plan.Scheme, plan.Scheme
		}
		e, wrong := enter(reach, s, in, now, entering...)
		if in.Corrects != "" && len(wrong) == 0 {
			of, err := r.desk.store.PointEntry(ctx, in.Corrects)
			if err != nil && !errors.Is(err, survey.ErrNotFound) {
				return nil, nil, err
			}
			if err != nil || of.Unit != e.Unit || of.Scheme != e.Scheme || of.Live() {
				wrong = survey.FieldErrors{{Field: "corrects", Key: "points_corrects", Args: survey.Args("entry", survey.Clip(in.Corrects))}}
			}
		}
		if key := [4]string{e.Scheme, e.Year(), e.Unit, e.Claim()}; len(wrong) == 0 && key[3] != "" {
			taken, err := r.claimed(ctx, &e)
			if err != nil {
				return nil, nil, err
			}
			if taken || claims[key] {
				wrong = survey.FieldErrors{e.twice()}
			}
			claims[key] = true
		}
		if len(wrong) > 0 {
			errs[i] = wrong
			continue
		}
		e.ID = newID("pe_")
		added = append(added, e)
	}
	if len(errs) > 0 || check || len(added) == 0 {
		return added, errs, nil
	}
	change := Change{Entries: added}
	if len(added) == 1 {
		change.Acts = []survey.Act{stepped(&added[0])}
	} else {
		change.Acts = []survey.Act{{Kind: survey.ActPointsImported, Detail: map[string]string{"entries": strconv.Itoa(len(added)), "scheme": added[0].Scheme}}}
	}
	if err := r.desk.store.ChangePoints(ctx, change); err != nil {
		return nil, errs, err
	}
	for i := range added {
		added[i].Revision = 1
	}
	return added, errs, nil
}

// twice says that what an entry claims is there already.
func (e *Entry) twice() survey.FieldError {
	if e.Kind() == OfPoints {
		return survey.FieldError{Field: "corrects", Key: "points_corrected"}
	}
	return survey.FieldError{Field: "unit", Key: "points_twice", Args: survey.Args("year", e.Year())}
}

// claimed reports whether there is a live entry with the claim already: of a
// correction in any year.
func (r Room) claimed(ctx context.Context, e *Entry) (bool, error) {
	year := e.Year()
	if e.Kind() == OfPoints {
		year = ""
	}
	entries, err := r.desk.store.PointEntries(ctx, e.Scheme, year)
	return slices.ContainsFunc(entries, func(o Entry) bool { return o.Unit == e.Unit && o.Claim() == e.Claim() }), err
}

// enter makes an entry of an input, for somebody with one of the rights there.
func enter(reach survey.Reach, s *survey.Scheme, in Input, now moment, rights ...survey.Right) (e Entry, errs survey.FieldErrors) {
	wrong := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	if s == nil {
		wrong("scheme", "points_scheme", "scheme", survey.Clip(in.Scheme))
		return e, errs
	}
	if in.Day == "" {
		in.Day = now.today
	}
	in.Matter, in.Basis = strings.TrimSpace(in.Matter), strings.TrimSpace(in.Basis)
	e = Entry{Scheme: s.ID, Unit: in.Unit, Day: in.Day, Part: in.Part, Veto: in.Veto, Matter: in.Matter, Basis: in.Basis, Corrects: in.Corrects}
	e = e.take(Enter, "", now)
	unit, there := reach.Named()[in.Unit]
	if !there || !holds(reach, in.Unit, rights...) {
		wrong("unit", "points_unit", "unit", survey.Clip(in.Unit))
		return e, errs
	}
	if len(s.Tiers) > 0 && !slices.Contains(s.Tiers, unit.Tier) {
		wrong("unit", "points_tier", "unit", unit.Name, "scheme", s.Title)
	}
	switch {
	case !in.Day.Valid():
		wrong("date", "scheme_date", "date", survey.Clip(string(in.Day)))
	case in.Day > now.today:
		wrong("date", "points_future")
	}
	if n := utf8.RuneCountInString(in.Matter); n > mostMatter {
		wrong("matter", "points_long", "max", mostMatter, "count", n)
	}
	if n := utf8.RuneCountInString(in.Basis); n > mostBasis {
		wrong("basis", "points_long", "max", mostBasis, "count", n)
	}
	kinds := 0
	for _, of := range []string{in.Item, in.Part, in.Veto} {
		if of != "" {
			kinds++
		}
	}
	switch {
	case kinds == 0:
		wrong("item", "points_item")
	case kinds > 1:
		wrong("item", "points_one")
	case in.Part != "":
		errs = append(errs, e.mark(s, in)...)
	case in.Veto != "":
		errs = append(errs, e.veto(s)...)
	default:
		errs = append(errs, e.points(s, in)...)
	}
	return e, errs
}

func (e *Entry) points(s *survey.Scheme, in Input) (errs survey.FieldErrors) {
	if e.Card, e.Item = in.Card, in.Item; e.Card == "" && len(s.Cards) == 1 {
		e.Card = s.Cards[0].ID
	}
	line := survey.PointEntry{Unit: e.Unit, Card: e.Card, Item: e.Item, Date: "2026-01-01", Points: in.Points, Entered: "-"}
	errs = inputErrors(s.CheckInputs(survey.SchemeInputs{Units: []survey.Unit{{ID: e.Unit}}, Points: []survey.PointEntry{line}}))
	if e.Matter == "" {
		errs = append(errs, survey.FieldError{Field: "matter", Key: "points_matter"})
	}
	if len(errs) > 0 {
		return errs
	}
	e.Points = s.Card(e.Card).Item(e.Item).Points
	if in.Points != nil {
		e.Points = *in.Points
	}
	return errs
}

func (e *Entry) mark(s *survey.Scheme, in Input) survey.FieldErrors {
	if in.Points == nil {
		return survey.FieldErrors{{Field: "points", Key: "points_mark"}}
	}
	e.Points = *in.Points
	return inputErrors(s.CheckInputs(survey.SchemeInputs{Units: []survey.Unit{{ID: e.Unit}}, Marks: []survey.SchemeMark{{Unit: e.Unit, Part: e.Part, Value: e.Points}}}))
}

func (e *Entry) veto(s *survey.Scheme) survey.FieldErrors {
	return inputErrors(s.CheckInputs(survey.SchemeInputs{Units: []survey.Unit{{ID: e.Unit}}, Vetoes: []survey.VetoCase{{Unit: e.Unit, Veto: e.Veto, Reason: e.Matter}}}))
}

// inputFields are the fields of an Input by those of the scheme's inputs.
var inputFields = map[string]string{
	"points[0].card": "card", "points[0].item": "item", "points[0].points": "points",
	"marks[0].part": "part", "marks[0].value": "points", "vetoes[0].veto": "veto", "vetoes[0].reason": "matter",
}

func inputErrors(errs survey.FieldErrors) survey.FieldErrors {
	for i := range errs {
		errs[i].Field = inputFields[errs[i].Field]
	}
	return errs
}

// Step takes a step with an entry that was read at a revision. One that has
// changed since is survey.ErrStale.
func (r Room) Step(ctx context.Context, id string, revision int64, do Do, why string) (Entry, error) {
	after, err := r.stepOf(ctx, id, revision, do, why, r.desk.moment(ctx))
	if err != nil {
		return Entry{}, err
	}
	if err := r.desk.store.ChangePoints(ctx, Change{Entries: []Entry{after}, Acts: []survey.Act{stepped(&after)}}); err != nil {
		return Entry{}, err
	}
	after.Revision++
	return after, nil
}

// stepOf is an entry after a step that whoever asks takes, not kept yet.
func (r Room) stepOf(ctx context.Context, id string, revision int64, do Do, why string, now moment) (Entry, error) {
	e, err := r.Entry(ctx, id)
	if err != nil {
		return Entry{}, err
	}
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return Entry{}, err
	}
	why = strings.TrimSpace(why)
	switch {
	case e.Revision != revision:
		return Entry{}, survey.ErrStale
	case do != Confirm && do != Refuse && do != Withdraw:
		return Entry{}, survey.FieldErrors{{Field: "do", Key: "points_do", Args: survey.Args("do", survey.Clip(string(do)))}}
	case !r.steps(ctx, reach, &e, do):
		return Entry{}, survey.ErrForbidden
	case !e.May(do, survey.ActorOf(ctx)) && e.Live() && (do == Withdraw || e.State == Entered):
		return Entry{}, survey.FieldErrors{{Field: "do", Key: "points_own"}}
	case !e.May(do, survey.ActorOf(ctx)):
		return Entry{}, survey.FieldErrors{{Field: "do", Key: "points_not_now", Args: survey.Args("state", e.State.Words())}}
	case do != Confirm && why == "":
		return Entry{}, survey.FieldErrors{{Field: "why", Key: "points_why"}}
	case utf8.RuneCountInString(why) > mostMatter:
		return Entry{}, survey.FieldErrors{{Field: "why", Key: "points_long", Args: survey.Args("max", mostMatter, "count", utf8.RuneCountInString(why))}}
	}
	return e.take(do, why, now), nil
}

// stepped is the entry of the last step in the log of acts.
func stepped(e *Entry) survey.Act {
	return survey.Act{Kind: survey.ActPointStep, Object: e.ID, Unit: e.Unit, Detail: map[string]string{"do": string(e.Steps[len(e.Steps)-1].Do), "scheme": e.Scheme}}
}

// Cards lists the cards of a year that whoever asks sees, in the directory's
// order; card "": all of the scheme.
func (r Room) Cards(ctx context.Context, scheme, card, unit, year string) ([]Card, error) {
	reach, err := r.reach(ctx, seeing...)
	if err != nil {
		return nil, err
	}
	plan, err := r.Scheme(ctx, scheme, 0)
	if err != nil {
		return nil, err
	}
	entries, err := r.desk.store.PointEntries(ctx, scheme, year)
	if err != nil {
		return nil, err
	}
	cards, named := []Card{}, reach.Named()
	for _, id := range reach.Below(unit) {
		if !holds(reach, id, seeing...) || len(plan.Scheme.Tiers) > 0 && !slices.Contains(plan.Scheme.Tiers, named[id].Tier) {
			continue
		}
		for i := range plan.Scheme.Cards {
			if of := &plan.Scheme.Cards[i]; card == "" || of.ID == card {
				cards = append(cards, CardOf(plan.Scheme, of, id, year, entries))
			}
		}
	}
	return cards, nil
}

// Card returns a unit's card of a year.
func (r Room) Card(ctx context.Context, scheme, card, unit, year string) (Card, error) {
	reach, err := r.reach(ctx, seeing...)
	if err != nil {
		return Card{}, err
	}
	plan, err := r.Scheme(ctx, scheme, 0)
	if err != nil {
		return Card{}, err
	}
	of := plan.Scheme.Card(card)
	if _, there := reach.Named()[unit]; of == nil || !there || !holds(reach, unit, seeing...) {
		return Card{}, fmt.Errorf("card %s of %s: %w", card, unit, survey.ErrNotFound)
	}
	entries, err := r.desk.store.PointEntries(ctx, scheme, year)
	return CardOf(plan.Scheme, of, unit, year, entries), err
}
