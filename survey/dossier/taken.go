package dossier

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"minping/survey"
	"minping/survey/awards"
	"minping/survey/duty"
	"minping/survey/points"
	"minping/survey/projects"
)

// A Project is one that a unit has taken on.
type Project struct {
	ID        string           `json:"id"`
	Programme string           `json:"programme"`
	Title     string           `json:"title"`
	State     projects.State   `json:"state"`
	Share     int              `json:"share"` // percent done, as last reported
	Due       survey.Day       `json:"due"`
	Alerts    []projects.Alert `json:"alerts,omitempty"`
}

// A Card is a unit's point card of this year.
type Card struct {
	Scheme  string          `json:"scheme"`
	Of      survey.Text     `json:"of"` // title of the scheme
	Card    string          `json:"card"`
	Kind    survey.CardKind `json:"kind"`
	Title   survey.Text     `json:"title"`
	Year    string          `json:"year"`
	Balance float64         `json:"balance"`
}

// projects are those that a unit has, as far as whoever asks sees them.
func (r Room) projects(ctx context.Context, unit string) (has []Project, err error) {
	if r.shelf.Projects == nil {
		return nil, nil
	}
	room := r.shelf.Projects.Within(r.v)
	all, err := room.Projects(ctx, projects.Filter{})
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil
	}
	for i := range all {
		if p := &all[i]; p.Unit == unit && p.State != projects.Withdrawn {
			has = append(has, Project{p.ID, p.Programme, p.Title, p.State, p.Share(), p.Due, p.Alerts(room.Today())})
		}
	}
	return has, err
}

// won are the prizes that units were conferred, as far as whoever asks sees them;
// nil where awards are not told of.
func (r Room) won(ctx context.Context) (map[string][]awards.Won, error) {
	if r.shelf.Awards == nil {
		return nil, nil
	}
	return r.shelf.Awards.Within(r.v).Won(ctx)
}

// graded are what shown appraisals say of units, as far as whoever asks reads it;
// nil where points are not told of.
func (r Room) graded(ctx context.Context) (map[string][]points.Graded, error) {
	if r.shelf.Points == nil {
		return nil, nil
	}
	return r.shelf.Points.Within(r.v).Graded(ctx)
}

// schemes are those that are stored, as far as whoever asks may read any.
func (r Room) schemes(ctx context.Context) ([]points.Plan, error) {
	if r.shelf.Points == nil {
		return nil, nil
	}
	all, err := r.shelf.Points.Within(r.v).Schemes(ctx)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil
	}
	return all, err
}

// cards are a unit's cards of this year, as far as whoever asks sees them: those
// of schemes that appraise it, and others on which anything stands.
func (r Room) cards(ctx context.Context, unit, tier string) (cards []Card, err error) {
	schemes, err := r.schemes(ctx)
	if err != nil || len(schemes) == 0 {
		return nil, err
	}
	room := r.shelf.Points.Within(r.v)
	for _, s := range schemes {
		for i := range s.Scheme.Cards {
			card, err := room.Card(ctx, s.ID, s.Scheme.Cards[i].ID, unit, room.Year())
			if errors.Is(err, survey.ErrNotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			if of := s.Scheme.Tiers; len(card.Lines) > 0 || len(of) == 0 || slices.Contains(of, tier) {
				cards = append(cards, Card{s.ID, s.Scheme.Title, card.Card, card.Kind, card.Title, card.Year, card.Balance.Balance})
			}
		}
	}
	return cards, nil
}

// taken is what a unit earned and took on, as far as whoever asks reads it.
type taken struct {
	cards    []Card
	projects []Project
	duty     []duty.Told
	files    []File
}

func (r Room) taken(ctx context.Context, unit, tier string) (t taken, err error) {
	if t.cards, err = r.cards(ctx, unit, tier); err != nil {
		return t, err
	}
	if t.projects, err = r.projects(ctx, unit); err != nil {
		return t, err
	}
	if r.shelf.Duty != nil {
		if t.duty, err = r.shelf.Duty.Within(r.v).Of(ctx, unit); err != nil {
			return t, err
		}
	}
	t.files, err = r.files(ctx, t.projects, t.duty, unit)
	return t, err
}

// tells reports whether there is anything of a kind.
func (t taken) tells(kind Kind) bool {
	return kind == Work && len(t.projects) > 0 || kind == Duties && len(t.duty) > 0
}

// cell is what a column says of it, with the names of what it counts.
func (t taken) cell(kind Kind) Cell {
	if !t.tells(kind) {
		return blank()
	}
	c := blank()
	words := survey.Text{}
	name := func(of survey.Text, more string) {
		for lang, sep := range map[string]string{"zh": "；", "en": "; "} {
			if words[lang] != "" {
				words[lang] += sep
			}
			words[lang] += of.In(lang) + more
		}
	}
	switch kind {
	case Work:
		n := 0
		for _, p := range t.projects {
			if p.State != projects.Accepted {
				n++
				name(survey.Text{"zh": p.Title, "en": p.Title}, " "+strconv.Itoa(p.Share)+"%")
			}
		}
		c = number(n)
	case Duties:
		last := t.duty[0]
		c.Value, c.Low, c.High = last.Score, last.Low, last.High
		name(survey.Text{"zh": last.Title, "en": last.Title}, "")
	}
	c.Text = words
	return c
}
