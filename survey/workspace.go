package survey

import (
	"context"
	"slices"
)

// A Workspace is what a rater finds with the secret of his bundle, and nothing
// of it is kept: whom he evaluates in which poll, and which sheets are in.
type Workspace struct {
	Poll   Poll
	Sheets []WorkspaceSheet // none: all were voided before they were handed in
}

// A WorkspaceSheet is a sheet of a bundle, with whom it is about.
type WorkspaceSheet struct {
	BundleSheet
	Name Text
	Post string // as the roster has it; "": it does not say
	Tier string // kind of unit, by which it is asked
}

// Left is how many sheets are not handed in.
func (w Workspace) Left() (n int) {
	for _, sheet := range w.Sheets {
		if !sheet.Spent {
			n++
		}
	}
	return n
}

// Workspace finds the poll of a bundle and its sheets, or ErrNotFound. A secret
// says nothing of its poll, so all that ask for codes are looked at: two
// reads by key each.
func (s *Service) Workspace(ctx context.Context, secret string) (Workspace, error) {
	c, ok := parseCode(secret)
	if !ok {
		return Workspace{}, ErrNotFound
	}
	polls, err := s.Polls(ctx)
	if err != nil {
		return Workspace{}, err
	}
	for _, p := range polls {
		if p.Access != ByCode {
			continue
		}
		key, err := s.box.BoxKey(ctx, p.ID)
		if isNotFound(err) {
			continue // it has no codes
		}
		if err != nil {
			return Workspace{}, err
		}
		sheets, err := s.sheetsOf(ctx, p.ID, key, c)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return Workspace{}, err
		}
		return s.workspace(ctx, p, sheets)
	}
	return Workspace{}, ErrNotFound
}

// workspace says whom the sheets are about.
func (s *Service) workspace(ctx context.Context, p Poll, sheets []BundleSheet) (Workspace, error) {
	units, err := s.LandingUnits(ctx, p.ID)
	if err != nil {
		return Workspace{}, err
	}
	people, err := s.definitions.Persons(ctx)
	if err != nil {
		return Workspace{}, err
	}
	w := Workspace{Poll: p, Sheets: make([]WorkspaceSheet, len(sheets))}
	for i, sheet := range sheets {
		w.Sheets[i] = WorkspaceSheet{BundleSheet: sheet, Name: Text{"zh": sheet.Unit}}
		if at := slices.IndexFunc(units, func(u Unit) bool { return u.ID == sheet.Unit }); at >= 0 {
			w.Sheets[i].Name, w.Sheets[i].Tier = units[at].Name, units[at].Tier
		}
		if at := slices.IndexFunc(people, func(p Person) bool { return p.ID == sheet.Unit }); at >= 0 {
			w.Sheets[i].Post = people[at].Post
		}
	}
	return w, nil
}

// Abstention returns the answers of a sheet that says of every question that it
// cannot be answered, in the words that the question has for it: abstained,
// don't know, not observed. ok is false where a question that must be answered
// has none: then nobody can decline on the sheet.
func (q *Questionnaire) Abstention() (a Answers, ok bool) {
	a = Answers{}
	for i := range q.Items {
		it := &q.Items[i]
		if it.ShowIf != "" || it.Type != Choice && it.Type != Matrix && it.Type != Rating {
			continue
		}
		options := q.ItemOptions(it)
		at := slices.IndexFunc(options, func(o Option) bool { return o.Score == nil && o.Kind != "" })
		if at < 0 {
			continue // it may be left empty, or Check tells
		}
		for _, id := range it.Answers() {
			a[id] = []string{options[at].Code}
		}
	}
	kept, wrong := q.Check(a, true)
	return kept, len(kept) > 0 && len(wrong) == 0
}
