package dossier

import (
	"context"
	"errors"

	"minping/survey"
	"minping/survey/casework"
	"minping/survey/duty"
	"minping/survey/evidence"
)

// Cases are how many cases are about a unit: bad reviews, complaints, letters and
// visits.
type Cases struct {
	Open    int `json:"open"`
	Overdue int `json:"overdue"` // of the open ones
	Closed  int `json:"closed"`
}

// A File is one that was attached to a project or a duty report.
type File struct {
	evidence.Attachment
	Title string `json:"title"` // of what it belongs to
}

// cases count the cases of each unit, as far as whoever asks sees them.
func (r Room) cases(ctx context.Context) (map[string]*Cases, error) {
	if r.shelf.Cases == nil {
		return nil, nil
	}
	room := r.shelf.Cases.Within(r.v)
	all, err := room.Cases(ctx, casework.Filter{})
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rules, err := room.Rules(ctx)
	if err != nil {
		return nil, err
	}
	counted := map[string]*Cases{}
	for i := range all {
		c := &all[i]
		n := counted[c.Unit]
		if n == nil {
			n = &Cases{}
			counted[c.Unit] = n
		}
		switch {
		case !c.State.Open():
			n.Closed++
		case c.Alert(room.Today(), rules) == casework.Red:
			n.Overdue++
			fallthrough
		default:
			n.Open++
		}
	}
	return counted, nil
}

// files lists what was attached to a unit's projects and reports, in the order of
// these.
func (r Room) files(ctx context.Context, has []Project, reports []duty.Told, unit string) (all []File, err error) {
	if r.shelf.Files == nil {
		return nil, nil
	}
	drawer := r.shelf.Files.Within(r.v)
	of := func(kind, id, title string) {
		if err != nil {
			return
		}
		var kept []evidence.Attachment
		if kept, _, err = drawer.Attachments(ctx, evidence.Of{Kind: kind, ID: id}); errors.Is(err, survey.ErrNotFound) {
			err = nil
		}
		for _, a := range kept {
			all = append(all, File{a, title})
		}
	}
	for _, p := range has {
		of("project", p.ID, p.Title)
	}
	for _, x := range reports {
		of("duty", x.Review+":"+unit, x.Title)
	}
	return all, err
}
