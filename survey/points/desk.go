package points

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"minping/survey"
	"minping/survey/duty"
)

// A Desk is where points and schemes are kept. It is safe for concurrent use.
type Desk struct {
	// Now is the clock, Zone where days begin.
	Now  func() time.Time
	Zone *time.Location
	// Duty is where duty reports are kept, whose results may be marks; nil: there are none.
	Duty *duty.Desk

	store Store
	parse func(src []byte) (*survey.Scheme, error)
}

// New returns a desk over the store, with the system's clock and zone; parse
// reads the file of a scheme.
func New(store Store, parse func(src []byte) (*survey.Scheme, error)) *Desk {
	return &Desk{Now: time.Now, Zone: time.Local, store: store, parse: parse}
}

// Today is the day by which periods go.
func (d *Desk) Today() survey.Day { return survey.DayOf(d.Now(), d.Zone) }

func (d *Desk) moment(ctx context.Context) moment {
	now := d.Now()
	return moment{at: now.UTC().Truncate(time.Millisecond), today: survey.DayOf(now, d.Zone), actor: survey.ActorOf(ctx)}
}

// Within returns the desk for somebody: what he may not see is
// survey.ErrNotFound, as what does not exist.
func (d *Desk) Within(v survey.Scoped) Room { return Room{d, v} }

// A Room is the Desk for somebody with certain rights.
type Room struct {
	desk *Desk
	v    survey.Scoped
}

// Today is Desk.Today.
func (r Room) Today() survey.Day { return r.desk.Today() }

// Year is the current one, as 2026.
func (r Room) Year() string { return string(r.Today()[:4]) }

// The rights that acts here take. Whoever answers for a unit enters what it
// earned; whoever checks orders checks entries.
var (
	seeing    = []survey.Right{survey.ReadOrders, survey.ManageOrders, survey.WorkOrders, survey.CheckOrders}
	published = append([]survey.Right{survey.ReadResults, survey.ReadUnpublished}, seeing...)
	entering  = []survey.Right{survey.WorkOrders, survey.ManageOrders}
)

// reach returns where the rights of whoever asks hold; survey.ErrNotFound
// where none of these holds anywhere.
func (r Room) reach(ctx context.Context, rights ...survey.Right) (survey.Reach, error) {
	reach, err := r.v.Reach(ctx)
	if err == nil && !slices.ContainsFunc(rights, reach.Anywhere) {
		err = survey.ErrNotFound
	}
	return reach, err
}

// holds reports whether one of the rights holds for a unit. What is kept here
// belongs to no poll, so a right in one poll alone does not.
func holds(reach survey.Reach, unit string, rights ...survey.Right) bool {
	return slices.ContainsFunc(rights, func(right survey.Right) bool { return reach.Holds(right, unit, "") })
}

// Schemes lists the stored schemes as they are now.
func (r Room) Schemes(ctx context.Context) ([]Plan, error) {
	if _, err := r.reach(ctx, published...); err != nil {
		return nil, err
	}
	plans, err := r.desk.store.Schemes(ctx)
	for i := range plans {
		if err == nil {
			err = r.desk.read(&plans[i])
		}
	}
	return plans, err
}

// Scheme returns one revision of a scheme; 0: the latest.
func (r Room) Scheme(ctx context.Context, id string, revision int64) (Plan, error) {
	plans, err := r.Revisions(ctx, id)
	if err != nil {
		return Plan{}, err
	}
	for _, p := range plans {
		if revision == 0 || p.Revision == revision {
			return p, r.desk.read(&p)
		}
	}
	return Plan{}, fmt.Errorf("scheme %s: revision %d: %w", id, revision, survey.ErrNotFound)
}

// Revisions lists the revisions of a scheme, the latest first, with their files.
func (r Room) Revisions(ctx context.Context, id string) ([]Plan, error) {
	if _, err := r.reach(ctx, published...); err != nil {
		return nil, err
	}
	plans, err := r.desk.store.SchemeRevisions(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("scheme %s: %w", id, err)
	}
	return plans, nil
}

func (d *Desk) read(p *Plan) (err error) {
	if p.Scheme, err = d.parse([]byte(p.Source)); err != nil {
		err = fmt.Errorf("scheme %s, as stored: %w", p.ID, err)
	}
	return err
}

// EditsSchemes reports whether whoever asks may change schemes, which hold for
// all units.
func (r Room) EditsSchemes() bool { return r.v.Require(survey.ManageOrders) == nil }

// PutScheme keeps a file as the revision after the one it was read at; 0: it is
// new. What is wrong with the file is the parser's error. Whatever entries of
// the scheme rest on has to stay.
func (r Room) PutScheme(ctx context.Context, id string, revision int64, src []byte) (Plan, error) {
	p, err := r.CheckScheme(ctx, id, revision, src)
	if err != nil || p.Revision == revision { // it is as it was
		return p, err
	}
	kept := p
	kept.Revision = revision
	act := survey.Act{Kind: survey.ActSchemePut, Object: p.ID, Detail: map[string]string{"hash": p.Hash}}
	return p, r.desk.store.ChangePoints(ctx, Change{Plans: []Plan{kept}, Acts: []survey.Act{act}})
}

// CheckScheme is PutScheme without keeping anything: what is wrong, or what would
// be kept.
func (r Room) CheckScheme(ctx context.Context, id string, revision int64, src []byte) (Plan, error) {
	if err := r.v.Require(survey.ManageOrders); err != nil {
		return Plan{}, err
	}
	s, err := r.desk.parse(src)
	if err != nil {
		return Plan{}, err
	}
	if id != "" && s.ID != id {
		return Plan{}, survey.FieldErrors{{Field: "source", Key: "points_other_id", Args: survey.Args("id", s.ID, "want", id)}}
	}
	entries, err := r.desk.store.PointEntries(ctx, s.ID, "")
	if err != nil {
		return Plan{}, err
	}
	if errs := orphans(s, entries); len(errs) > 0 {
		return Plan{}, errs
	}
	now, sum := r.desk.moment(ctx), sha256.Sum256(src)
	p := Plan{ID: s.ID, Revision: revision + 1, Source: string(src), Hash: hex.EncodeToString(sum[:]), By: now.actor.ID, Name: now.actor.Name, At: now.at, Scheme: s}
	latest, err := r.desk.store.SchemeRevisions(ctx, s.ID)
	switch {
	case errors.Is(err, survey.ErrNotFound) && revision == 0:
		return p, nil
	case errors.Is(err, survey.ErrNotFound), err == nil && latest[0].Revision != revision:
		return Plan{}, survey.ErrStale
	case err == nil && latest[0].Hash == p.Hash:
		return latest[0], r.desk.read(&latest[0])
	}
	return p, err
}

// orphans returns which cards, items, parts and vetoes a scheme no longer has
// though live entries rest on them, and parts whose marks it no longer takes.
func orphans(s *survey.Scheme, entries []Entry) (errs survey.FieldErrors) {
	told := map[string]bool{}
	for i := range entries {
		e := &entries[i]
		what := ""
		switch card, part := s.Card(e.Card), s.Part(e.Part); {
		case !e.Live():
		case e.Kind() == OfMark && (part == nil || !part.Marks):
			what = e.Part
		case e.Kind() == OfMark && !part.Takes(e.Points):
			if !told[e.Part] {
				told[e.Part] = true
				errs = append(errs, survey.FieldError{Field: "source", Key: "points_beyond", Args: survey.Args("part", part.Title, "points", e.Points)})
			}
		case e.Kind() == OfVeto && !slices.ContainsFunc(s.Vetoes, func(v survey.SchemeVeto) bool { return v.ID == e.Veto }):
			what = e.Veto
		case e.Kind() == OfPoints && card == nil:
			what = e.Card
		case e.Kind() == OfPoints && card.Item(e.Item) == nil:
			what = e.Card + " / " + e.Item
		}
		if what != "" && !told[what] {
			told[what] = true
			errs = append(errs, survey.FieldError{Field: "source", Key: "points_orphan", Args: survey.Args("what", what)})
		}
	}
	return errs
}

// newID returns a random id.
func newID(prefix string) string { return prefix + strings.ToLower(rand.Text()[:12]) }
