package points

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"minping/survey"
)

// A PublicationInput says what is published.
type PublicationInput struct {
	Scheme string     `json:"scheme"`
	Card   string     `json:"card,omitempty"` // "": the only one of the scheme
	Unit   string     `json:"unit,omitempty"` // and those below it; "": all
	From   survey.Day `json:"from"`
	To     survey.Day `json:"to"`
	Opens  survey.Day `json:"opens,omitempty"`  // "": today
	Closes survey.Day `json:"closes,omitempty"` // "": 7 days after it opens
}

// objecting is how many days objections are taken where nobody says.
const objecting = 7

// Publish publishes the cards of a period as they stand now.
func (r Room) Publish(ctx context.Context, in PublicationInput) (Publication, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	if err != nil {
		return Publication{}, err
	}
	plan, err := r.Scheme(ctx, in.Scheme, 0)
	if errors.Is(err, survey.ErrNotFound) {
		err = survey.FieldErrors{{Field: "scheme", Key: "points_scheme", Args: survey.Args("scheme", survey.Clip(in.Scheme))}}
	}
	if err != nil {
		return Publication{}, err
	}
	now := r.desk.moment(ctx)
	if in.Opens == "" {
		in.Opens = now.today
	}
	if in.Closes == "" && in.Opens.Valid() {
		in.Closes = in.Opens.Add(objecting)
	}
	if in.Card == "" && len(plan.Scheme.Cards) == 1 {
		in.Card = plan.Scheme.Cards[0].ID
	}
	card := plan.Scheme.Card(in.Card)
	if errs := in.check(reach, card, now.today); len(errs) > 0 {
		return Publication{}, errs
	}
	entries, err := r.desk.store.PointEntries(ctx, in.Scheme, string(in.From[:4]))
	if err != nil {
		return Publication{}, err
	}
	told, err := r.told(ctx, in)
	if err != nil {
		return Publication{}, err
	}
	p := Publication{
		ID: newID("pp_"), Scheme: in.Scheme, Card: in.Card, Title: card.Title, Unit: in.Unit, From: in.From, To: in.To, Opens: in.Opens, Closes: in.Closes,
		By: now.actor.ID, Name: now.actor.Name, At: now.at, Cards: []Published{},
	}
	named := reach.Named()
	for _, id := range reach.Below(in.Unit) {
		u := named[id]
		if len(plan.Scheme.Tiers) > 0 && !slices.Contains(plan.Scheme.Tiers, u.Tier) {
			continue
		}
		of := publish(plan.Scheme, card, u, in.From, in.To, entries, told)
		p.Kind = CardOf(plan.Scheme, card, id, "", nil).Kind
		p.Cards = append(p.Cards, of)
	}
	if len(p.Cards) == 0 {
		return Publication{}, survey.FieldErrors{{Field: "unit", Key: "points_nobody", Args: survey.Args("scheme", plan.Scheme.Title)}}
	}
	act := survey.Act{Kind: survey.ActPointsPublished, Object: p.ID, Unit: p.Unit, Detail: map[string]string{"scheme": p.Scheme, "from": string(p.From), "to": string(p.To), "cards": strconv.Itoa(len(p.Cards))}}
	return p, r.desk.store.ChangePoints(ctx, Change{Publications: []Publication{p}, Acts: []survey.Act{act}})
}

func (in *PublicationInput) check(reach survey.Reach, card *survey.PointCard, today survey.Day) (errs survey.FieldErrors) {
	wrong := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	_, there := reach.Named()[in.Unit]
	if in.Unit != "" && !there || !reach.Holds(survey.ManageOrders, in.Unit, "") {
		wrong("unit", "points_unit", "unit", survey.Clip(in.Unit))
	}
	if card == nil {
		wrong("card", "scheme_no_card", "card", survey.Clip(in.Card), "near", "")
	}
	for _, of := range []struct {
		field string
		day   survey.Day
	}{{"from", in.From}, {"to", in.To}, {"opens", in.Opens}, {"closes", in.Closes}} {
		if !of.day.Valid() {
			wrong(of.field, "scheme_date", "date", survey.Clip(string(of.day)))
		}
	}
	switch {
	case len(errs) > 0:
	case in.From > in.To || in.From[:4] != in.To[:4]:
		wrong("to", "points_period")
	case in.To > today:
		wrong("to", "points_future")
	case in.Opens < today || in.Closes < in.Opens:
		wrong("closes", "points_window")
	}
	return errs
}

// told are the entries that earlier publications of the card showed; false: one of
// them said that it counts no more.
func (r Room) told(ctx context.Context, in PublicationInput) (map[string]bool, error) {
	all, err := r.desk.store.Publications(ctx)
	told := map[string]bool{}
	for _, p := range all {
		if p.Scheme != in.Scheme || p.Card != in.Card {
			continue
		}
		for _, card := range p.Cards {
			for _, line := range card.Lines {
				told[line.ID] = true
			}
			for _, line := range card.Gone {
				told[line.ID] = false
			}
		}
	}
	return told, err
}

// publish is a unit's card of a period: what counts at its end, and the lines of
// the period, with those before it that were not told yet: entered late, or
// corrected, they are objected to like all others. What was told and counts no
// more is told too.
func publish(s *survey.Scheme, card *survey.PointCard, u survey.Unit, from, to survey.Day, entries []Entry, told map[string]bool) Published {
	until := slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return e.Day > to || e.State != Confirmed })
	before := slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool {
		return e.Day >= from || !told[e.ID] // what is gone now was in it then
	})
	for i := range before {
		before[i].State = Confirmed
	}
	year := string(to[:4])
	whole := CardOf(s, card, u.ID, year, until)
	p := Published{Unit: u.ID, Name: u.Name, Before: CardOf(s, card, u.ID, year, before).Balance.Balance, Balance: whole.Balance, Lines: []Line{}}
	for _, line := range CardOf(s, card, u.ID, year, entries).Lines {
		if told[line.ID] && line.State != Confirmed {
			p.Gone = append(p.Gone, line)
		}
	}
	for _, line := range whole.Lines {
		if line.Late = line.Day < from; !line.Late || !told[line.ID] {
			p.Lines = append(p.Lines, line)
		}
	}
	return p
}

// Publications lists what was published about units that whoever asks may
// read of, the latest first.
func (r Room) Publications(ctx context.Context) ([]Publication, error) {
	reach, err := r.reach(ctx, published...)
	if err != nil {
		return nil, err
	}
	all, err := r.desk.store.Publications(ctx)
	if err != nil {
		return nil, err
	}
	seen := []Publication{}
	for _, p := range slices.Backward(all) {
		if p.within(reach); len(p.Cards) > 0 {
			seen = append(seen, p)
		}
	}
	return seen, nil
}

// within keeps the cards that somebody may read.
func (p *Publication) within(reach survey.Reach) {
	p.Cards = slices.DeleteFunc(p.Cards, func(c Published) bool { return !holds(reach, c.Unit, published...) })
}

// Publication returns what whoever asks may read of one.
func (r Room) Publication(ctx context.Context, id string) (Publication, error) {
	reach, err := r.reach(ctx, published...)
	if err != nil {
		return Publication{}, err
	}
	p, err := r.desk.store.Publication(ctx, id)
	if p.within(reach); err == nil && len(p.Cards) == 0 {
		err = survey.ErrNotFound
	}
	if err != nil {
		return Publication{}, fmt.Errorf("publication %s: %w", id, err)
	}
	return p, nil
}

// Objections lists those against what whoever asks may read of a publication.
func (r Room) Objections(ctx context.Context, publication string) ([]Objection, error) {
	p, err := r.Publication(ctx, publication)
	if err != nil {
		return nil, err
	}
	all, err := r.desk.store.Objections(ctx, publication)
	return slices.DeleteFunc(all, func(o Objection) bool { return p.card(o.Unit) == nil }), err
}

func (p *Publication) card(unit string) *Published {
	for i := range p.Cards {
		if p.Cards[i].Unit == unit {
			return &p.Cards[i]
		}
	}
	return nil
}

// Object raises an objection to a unit's card, or to one of its lines, while the
// publication takes them.
func (r Room) Object(ctx context.Context, publication, unit, entry, reason string) (Objection, error) {
	p, err := r.Publication(ctx, publication)
	if err != nil {
		return Objection{}, err
	}
	now, reason := r.desk.moment(ctx), strings.TrimSpace(reason)
	card := p.card(unit)
	switch n := utf8.RuneCountInString(reason); {
	case card == nil:
		return Objection{}, survey.FieldErrors{{Field: "unit", Key: "points_unit", Args: survey.Args("unit", survey.Clip(unit))}}
	case entry != "" && !slices.ContainsFunc(card.Lines, func(l Line) bool { return l.ID == entry }):
		return Objection{}, survey.FieldErrors{{Field: "entry", Key: "points_line"}}
	case !p.Takes(now.today):
		return Objection{}, survey.FieldErrors{{Field: "reason", Key: "points_shut", Args: survey.Args("opens", string(p.Opens), "closes", string(p.Closes))}}
	case n == 0:
		return Objection{}, survey.FieldErrors{{Field: "reason", Key: "points_why"}}
	case n > mostMatter:
		return Objection{}, survey.FieldErrors{{Field: "reason", Key: "points_long", Args: survey.Args("max", mostMatter, "count", n)}}
	}
	o := Objection{ID: newID("po_"), Publication: p.ID, Unit: unit, Entry: entry, Reason: reason, By: now.actor.ID, Name: now.actor.Name, Day: now.today, State: Raised}
	act := survey.Act{Kind: survey.ActPointsObjected, Object: o.ID, Unit: unit, Detail: map[string]string{"publication": p.ID}}
	err = r.desk.store.ChangePoints(ctx, Change{Objections: []Objection{o}, Acts: []survey.Act{act}})
	o.Revision = 1
	return o, err
}

// A Ruling decides an objection. Where it is upheld the line counts no more, and
// Correction, if there is one, is entered in its place, for somebody else to review.
type Ruling struct {
	Revision   int64   `json:"revision"`
	State      Finding `json:"state"` // Upheld or Dismissed
	Why        string  `json:"why"`
	Correction *Input  `json:"correction,omitempty"` // its scheme, unit and date are those of the line where it does not say
}

// Decide decides an objection, by somebody who neither raised it nor entered or
// reviewed what it is about.
func (r Room) Decide(ctx context.Context, publication, id string, in Ruling) (Objection, error) {
	all, err := r.Objections(ctx, publication)
	if err != nil {
		return Objection{}, err
	}
	i := slices.IndexFunc(all, func(o Objection) bool { return o.ID == id })
	if i < 0 {
		return Objection{}, fmt.Errorf("objection %s: %w", id, survey.ErrNotFound)
	}
	o, now := all[i], r.desk.moment(ctx)
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return Objection{}, err
	}
	var line Entry
	if o.Entry != "" {
		if line, err = r.desk.store.PointEntry(ctx, o.Entry); err != nil {
			return Objection{}, err
		}
	}
	in.Why = strings.TrimSpace(in.Why)
	switch n := utf8.RuneCountInString(in.Why); {
	case !holds(reach, o.Unit, survey.CheckOrders):
		return Objection{}, survey.ErrForbidden
	case o.Revision != in.Revision || o.State != Raised:
		return Objection{}, survey.ErrStale
	case o.By == now.actor.ID || line.by(now.actor, Enter, Confirm):
		return Objection{}, survey.FieldErrors{{Field: "state", Key: "points_concerned"}}
	case in.State != Upheld && in.State != Dismissed:
		return Objection{}, survey.FieldErrors{{Field: "state", Key: "points_finding"}}
	case n == 0:
		return Objection{}, survey.FieldErrors{{Field: "why", Key: "points_why"}}
	case n > mostMatter:
		return Objection{}, survey.FieldErrors{{Field: "why", Key: "points_long", Args: survey.Args("max", mostMatter, "count", n)}}
	case in.Correction != nil && (in.State != Upheld || o.Entry == ""):
		return Objection{}, survey.FieldErrors{{Field: "correction", Key: "points_correction"}}
	}
	o.State, o.Why, o.Decider, o.DeciderName, o.Decided = in.State, in.Why, now.actor.ID, now.actor.Name, now.today
	change := Change{}
	if o.State == Upheld && o.Entry != "" && line.Live() {
		change.Entries = append(change.Entries, line.take(Withdraw, in.Why, now))
	}
	if in.Correction != nil {
		e, errs := r.correction(ctx, reach, line, *in.Correction, now)
		if len(errs) > 0 {
			return Objection{}, errs
		}
		taken, err := r.claimed(ctx, &e)
		if err != nil {
			return Objection{}, err
		}
		if taken {
			wrong := e.twice()
			wrong.Field = "correction." + wrong.Field
			return Objection{}, survey.FieldErrors{wrong}
		}
		o.Correction = e.ID
		change.Entries = append(change.Entries, e)
	}
	for i := range change.Entries {
		change.Acts = append(change.Acts, stepped(&change.Entries[i]))
	}
	change.Acts = append(change.Acts, survey.Act{Kind: survey.ActPointsDecided, Object: o.ID, Unit: o.Unit, Detail: map[string]string{"publication": o.Publication, "state": string(o.State)}})
	change.Objections = []Objection{o}
	if err := r.desk.store.ChangePoints(ctx, change); err != nil {
		return Objection{}, err
	}
	o.Revision++
	return o, nil
}

// correction is the entry that takes the place of a line.
func (r Room) correction(ctx context.Context, reach survey.Reach, line Entry, in Input, now moment) (Entry, survey.FieldErrors) {
	in.Scheme, in.Unit, in.Corrects = line.Scheme, line.Unit, line.ID
	if in.Day == "" {
		in.Day = line.Day
	}
	if in.Item == "" {
		in.Card, in.Item = line.Card, line.Item
	}
	if in.Matter == "" {
		in.Matter = line.Matter
	}
	if in.Basis == "" {
		in.Basis = line.Basis
	}
	plan, err := r.Scheme(ctx, line.Scheme, 0)
	if err != nil {
		return Entry{}, survey.FieldErrors{{Field: "scheme", Key: "points_scheme", Args: survey.Args("scheme", line.Scheme)}}
	}
	e, errs := enter(reach, plan.Scheme, in, now, survey.CheckOrders)
	if len(errs) == 0 && e.same(&line) {
		errs = survey.FieldErrors{{Field: "matter", Key: "points_same"}}
	}
	for i := range errs {
		errs[i].Field = "correction." + errs[i].Field
	}
	e.ID = newID("pe_")
	return e, errs
}

// same reports whether entries say the same.
func (e *Entry) same(o *Entry) bool {
	return e.Day == o.Day && e.Card == o.Card && e.Item == o.Item && e.Points == o.Points && e.Matter == o.Matter && e.Basis == o.Basis
}
