package casework

import (
	"context"
	"errors"
	"strconv"

	"minping/survey"
)

// A Taken is what became of an entry.
type Taken struct {
	Case    string `json:"case,omitempty"`    // id; "": it is a good review
	Receipt string `json:"receipt,omitempty"` // by which its author follows the case; shown once
	Review  string `json:"review,omitempty"`
}

// Add enters what came in by other ways: on paper, by telephone, at the desk.
func (r Room) Add(ctx context.Context, e Entry) (Taken, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	if err != nil {
		return Taken{}, err
	}
	if e.Point != "" {
		p, err := r.desk.store.Point(ctx, e.Point)
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return Taken{}, err
		}
		if err != nil || e.Unit != "" && e.Unit != p.Unit || !sees(reach, p.Unit) {
			return Taken{}, survey.FieldErrors{{Field: "point", Key: "case_point", Args: survey.Args("value", survey.Clip(e.Point))}}
		}
		e.Unit = p.Unit
	}
	if e.Unit != "" && !reach.Holds(survey.ManageOrders, e.Unit, "") {
		return Taken{}, survey.FieldErrors{{Field: "unit", Key: "case_unit_unknown", Args: survey.Args("value", survey.Clip(e.Unit))}}
	}
	return r.desk.enter(ctx, e, r.desk.moment(ctx))
}

// Landing returns a service point for whoever comes to review it. One that is
// shut is survey.ErrClosed.
func (d *Desk) Landing(ctx context.Context, point string) (Point, error) {
	p, err := d.store.Point(ctx, point)
	if err == nil && p.Shut {
		err = survey.ErrClosed
	}
	return p, err
}

// Review takes a review at a service point, from whoever is there. network names
// where it came from; it is counted in memory for an hour and stored nowhere.
func (d *Desk) Review(ctx context.Context, point string, e Entry, network string) (Taken, error) {
	p, err := d.store.Point(ctx, point)
	switch {
	case err != nil:
		return Taken{}, err
	case p.Shut:
		return Taken{}, survey.FieldErrors{{Field: "point", Key: "case_shut"}}
	}
	e.Kind, e.Unit, e.Point, e.Channel, e.Complex, e.Day = ByReview, p.Unit, p.ID, p.Kind.Channel(), false, ""
	now := d.moment(ctx)
	now.Citizen, now.Actor = true, survey.Actor{}
	if errs := d.dated(e).clean().check(now.Today); len(errs) > 0 {
		return Taken{}, errs
	}
	if !d.flood.let(network, now.At) {
		return Taken{}, survey.FieldErrors{{Field: "point", Key: "case_pace"}}
	}
	return d.enter(survey.WithActor(ctx, survey.Actor{}), e, now)
}

func (d *Desk) dated(e Entry) Entry {
	if e.Day == "" {
		e.Day = d.Today()
	}
	return e
}

// enter keeps an entry.
func (d *Desk) enter(ctx context.Context, e Entry, now Moment) (Taken, error) {
	e = d.dated(e).clean()
	if errs := e.check(now.Today); len(errs) > 0 {
		return Taken{}, errs
	}
	set, err := d.store.CaseRules(ctx)
	if err != nil {
		return Taken{}, err
	}
	if e.Matter != "" && e.Kind == ByReview {
		switch said, err := d.store.MatterReview(ctx, e.Matter); {
		case err == nil && !said.Imputed:
			return Taken{}, survey.FieldErrors{{Field: "matter", Key: "case_matter_again", Args: survey.Args("value", survey.Clip(e.Matter))}}
		case err != nil && !errors.Is(err, survey.ErrNotFound):
			return Taken{}, err
		}
	}
	about := Window
	if e.Point != "" {
		p, err := d.store.Point(ctx, e.Point)
		if err != nil {
			return Taken{}, err
		}
		about = p.Kind
	}
	var c Change
	taken := c.add(e, about, now, set)
	for _, k := range c.Cases {
		c.Events = append(c.Events, d.events(k, now)...)
	}
	err = d.store.ChangeCases(ctx, c)
	if errors.Is(err, survey.ErrConflict) {
		err = survey.FieldErrors{{Field: "matter", Key: "case_matter_again", Args: survey.Args("value", survey.Clip(e.Matter))}}
	}
	return taken, err
}

// add puts a sound entry into a change.
func (c *Change) add(e Entry, about PointKind, now Moment, set Settings) (t Taken) {
	note := func(a survey.Act) { // of citizens the log would tell the time
		if !now.Citizen {
			c.Acts = append(c.Acts, a)
		}
	}
	if e.Kind == ByReview {
		t.Review = newID("rv_")
		r := Review{
			ID: t.Review, Unit: e.Unit, Point: e.Point, About: about, Day: e.Day, Channel: e.Channel, Grade: e.Grade,
			Aspects: e.Aspects, Words: e.Words, Matter: e.Matter, Invited: e.Invited,
		}
		if !r.Bad() {
			c.Reviews = append(c.Reviews, r)
			note(survey.Act{Kind: survey.ActReviewTaken, Object: r.ID, Unit: e.Unit, Detail: map[string]string{"grade": strconv.Itoa(e.Grade)}})
			return t
		}
		t.Case = newID("ca_")
		r.Case = t.Case
		c.Reviews = append(c.Reviews, r)
	} else {
		t.Case = newID("ca_")
	}
	k := Case{
		ID: t.Case, Kind: e.Kind, Channel: e.Channel, State: Received, Unit: e.Unit, Point: e.Point, Review: t.Review, Grade: e.Grade,
		Aspects: e.Aspects, Words: e.Words, Matter: e.Matter, Named: e.Contact != "", Day: e.Day, Complex: e.Complex, Steps: []Step{},
	}
	t.Receipt, k.Receipt = newReceipt()
	k.begin(e.Day, set)
	k = k.stepped(Step{Do: Receive, Due: k.Due}, now)
	c.Cases = append(c.Cases, k)
	if e.Contact != "" {
		if c.Contacts == nil {
			c.Contacts = map[string]string{}
		}
		c.Contacts[k.ID] = e.Contact
	}
	note(survey.Act{Kind: survey.ActCaseOpened, Object: k.ID, Unit: k.Unit, Detail: map[string]string{"kind": string(k.Kind)}})
	return t
}

// A Followed is what the author of a case is told of it.
type Followed struct {
	State   State      `json:"state"`
	Unit    string     `json:"unit"`
	Day     survey.Day `json:"day"`
	Due     survey.Day `json:"due"` // of the answer
	Reply   string     `json:"reply,omitempty"`
	Asked   bool       `json:"asked"` // whether he is satisfied with the answer
	Outcome Outcome    `json:"outcome,omitempty"`
}

// Follow returns how a case stands, by what its author holds.
func (d *Desk) Follow(ctx context.Context, receipt string) (Followed, error) {
	c, err := d.store.CaseOf(ctx, hashOf(receipt))
	if err != nil {
		return Followed{}, err
	}
	return Followed{c.State, c.Unit, c.Day, c.Due, c.Reply, c.State == Replied, c.Outcome}, nil
}

// Say takes what the author of a case says of its answer: it is his call-back.
func (d *Desk) Say(ctx context.Context, receipt string, o Outcome, why string) (Followed, error) {
	c, err := d.store.CaseOf(ctx, hashOf(receipt))
	if err != nil {
		return Followed{}, err
	}
	now := d.moment(ctx)
	now.Citizen, now.Actor = true, survey.Actor{}
	if o == Unreachable {
		o = ""
	}
	if _, err := d.move(survey.WithActor(ctx, survey.Actor{}), c, Move{Do: CallBack, Outcome: o, Why: why}, now); err != nil {
		return Followed{}, err
	}
	return d.Follow(ctx, receipt)
}
