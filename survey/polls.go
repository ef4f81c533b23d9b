package survey

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// CreatePoll makes a draft. An empty id is given a short random one, an empty
// version the one published last.
func (s *Service) CreatePoll(ctx context.Context, p Poll) (Poll, error) {
	s.moving.Lock()
	defer s.moving.Unlock()
	if p.ID == "" {
		p.ID = strings.ToLower(rand.Text()[:10])
	}
	p, err := s.checkPoll(ctx, p)
	if err != nil {
		return Poll{}, err
	}
	p.State = Draft
	if err := s.definitions.CreatePoll(ctx, p); err != nil {
		return Poll{}, fmt.Errorf("poll %s: %w", p.ID, err)
	}
	s.polls.forget()
	return p, nil
}

// UpdatePoll changes a draft; ErrFrozen once it has opened (but while it is open, Closes may move later and Embed change).
func (s *Service) UpdatePoll(ctx context.Context, p Poll) error { return s.UpdatePollIf(ctx, p, nil) }

// UpdatePollIf changes a poll as UpdatePoll does, if holds has nothing against
// the poll as it is now; nobody changes it in between.
func (s *Service) UpdatePollIf(ctx context.Context, p Poll, holds func(was Poll) error) error {
	s.moving.Lock()
	defer s.moving.Unlock()
	return again(func() error { return s.updatePoll(ctx, p, holds) })
}

func (s *Service) updatePoll(ctx context.Context, p Poll, holds func(was Poll) error) error {
	stored, err := s.definitions.Poll(ctx, p.ID)
	if err != nil {
		return fmt.Errorf("poll %s: %w", p.ID, err)
	}
	if err := expected(holds, stored.asOf(s.now())); err != nil {
		return err
	}
	switch stored.stateAt(s.now()) {
	case Draft:
		if p, err = s.checkPoll(ctx, p); err != nil {
			return err
		}
		p.State = Draft
	case Open:
		if stored, err = s.opened(ctx, stored); err != nil {
			return err
		}
		if p, err = whileOpen(stored, p, s.now()); err != nil {
			return err
		}
	default:
		return ErrFrozen
	}
	defer s.polls.forget()
	p.Revision = stored.Revision
	return s.definitions.ReplacePoll(ctx, p, stored.State, nil)
}

// opened returns a poll whose window is open as it is stored once it is open.
func (s *Service) opened(ctx context.Context, p Poll) (Poll, error) {
	if p.State == Open {
		return p, nil
	}
	if _, err := s.open(ctx, p); err != nil {
		return p, err
	}
	return s.definitions.Poll(ctx, p.ID)
}

// whileOpen returns the open poll with what p may change of it: a later end, and
// the sites that frame it.
func whileOpen(stored, p Poll, now time.Time) (Poll, error) {
	closes := milliseconds(p.Closes)
	embed, errs := checkEmbed(p.Embed)
	p.State, p.Closes, p.Embed = stored.State, stored.Closes, stored.Embed
	if p.Opens.IsZero() {
		p.Opens = stored.Opens
	}
	p.Opens = milliseconds(p.Opens)
	if p.Questionnaire == (QuestionnaireRef{ID: stored.Questionnaire.ID}) ||
		p.Questionnaire == (QuestionnaireRef{ID: stored.Questionnaire.ID, Version: stored.Questionnaire.Version}) {
		p.Questionnaire = stored.Questionnaire
	}
	was, err := json.Marshal(stored)
	if err != nil {
		return Poll{}, err
	}
	is, err := json.Marshal(p)
	if err != nil {
		return Poll{}, err
	}
	if !bytes.Equal(was, is) {
		return Poll{}, ErrFrozen
	}
	if !closes.IsZero() && (closes.Before(stored.Closes) || !closes.After(now)) {
		errs = append(errs, FieldError{Field: "closes", Key: "closes_earlier"})
	}
	if len(errs) > 0 {
		return Poll{}, errs
	}
	stored.Closes, stored.Embed = closes, embed
	return stored, nil
}

// Poll returns one poll, its state as of now (the window is applied).
func (s *Service) Poll(ctx context.Context, id string) (Poll, error) {
	p, err := s.poll(ctx, id)
	if err != nil {
		return Poll{}, err
	}
	return p.asOf(s.now()), nil
}

// Polls lists all polls, the one created last first, their states as of now.
func (s *Service) Polls(ctx context.Context) ([]Poll, error) {
	list, err := s.definitions.Polls(ctx)
	now := s.now()
	for i := range list {
		list[i] = list[i].asOf(now)
	}
	return list, err
}

// stateAt applies the window to the stored state.
func (p *Poll) stateAt(now time.Time) State {
	st := p.State
	if st == Draft && !p.Opens.IsZero() && !now.Before(p.Opens) {
		st = Open
	}
	if st == Open && !p.Closes.IsZero() && !now.Before(p.Closes) {
		st = Closed
	}
	return st
}

func (p Poll) asOf(now time.Time) Poll {
	p.State = p.stateAt(now)
	p.Units = slices.Clone(p.Units)
	return p
}

var pollID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// maxExpected is the most people that may be expected to vote.
const maxExpected = 10_000_000

// reservedIDs are no ids of polls: pages of organisers have these addresses.
var reservedIDs = []string{"new", "people", "questionnaires", "units"}

// checkPoll returns the draft as it is to be stored, or all that is wrong with it.
func (s *Service) checkPoll(ctx context.Context, p Poll) (Poll, error) {
	var errs FieldErrors
	wrong := func(field, key string, args ...any) {
		errs = append(errs, FieldError{Field: field, Key: key, Args: Args(args...)})
	}
	if !pollID.MatchString(p.ID) {
		wrong("id", "poll_id")
	} else if slices.Contains(reservedIDs, p.ID) {
		wrong("id", "poll_id_reserved", "id", p.ID)
	}
	if len(p.Title) == 0 {
		wrong("title", "missing")
	}
	if p.Access != OpenLink && p.Access != ByCode {
		wrong("access", "unknown_access", "access", string(p.Access))
	}
	if p.Expected < 0 || p.Expected > maxExpected {
		wrong("expected", "range", "min", 0, "max", maxExpected)
	}
	if p.Layout != InPages && p.Layout != OneByOne && p.Layout != AsList {
		wrong("layout", "unknown_layout", "layout", string(p.Layout))
	}
	var sites FieldErrors
	p.Embed, sites = checkEmbed(p.Embed)
	errs = append(errs, sites...)
	p.Opens, p.Closes = milliseconds(p.Opens), milliseconds(p.Closes)
	if !p.Closes.IsZero() && !p.Closes.After(p.Opens) {
		wrong("closes", "closes_before_opens")
	}
	form, err := s.form(ctx, p.Questionnaire.ID, p.Questionnaire.Version)
	switch {
	case isNotFound(err) || err == nil && p.Questionnaire.Hash != "" && p.Questionnaire.Hash != form.Hash:
		wrong("questionnaire", "unknown_questionnaire", "id", p.Questionnaire.ID, "version", p.Questionnaire.Version)
	case err != nil:
		return p, err
	default:
		p.Questionnaire = QuestionnaireRef{ID: form.ID, Version: form.Version, Hash: form.Hash}
		errs = append(errs, checkQuotas(p.Quotas, form.Questionnaire, p.Units)...)
		errs = append(errs, p.checkCodesWanted(form.Questionnaire)...)
	}
	more, err := s.checkPollUnits(ctx, p)
	if err != nil {
		return p, err
	}
	errs = append(errs, more...)
	if more, err = s.checkPrevious(ctx, p); err != nil {
		return p, err
	}
	errs = append(errs, more...)
	if form != nil {
		errs = append(errs, p.checkSample(form.Questionnaire)...)
	}
	if len(errs) > 0 {
		return p, errs
	}
	return p, nil
}

// checkSample says what is wrong with the poll's sample.
func (p *Poll) checkSample(q *Questionnaire) FieldErrors {
	if p.Sample == nil {
		return nil
	}
	errs := p.Sample.Check(q, p.Units)
	for i := range errs {
		errs[i].Field = "sample." + errs[i].Field
	}
	return errs
}

// checkPollUnits checks the units of a draft. It may have none yet, as long as
// it does not open by itself.
func (s *Service) checkPollUnits(ctx context.Context, p Poll) (errs FieldErrors, err error) {
	ids := p.Units
	if len(ids) == 0 && !p.Opens.IsZero() {
		return errNoUnits, nil
	}
	units, err := s.definitions.Units(ctx)
	if err != nil {
		return nil, err
	}
	known := make(map[string]bool, len(units))
	for _, u := range units {
		known[u.ID] = true
	}
	seen := make(map[string]bool, len(ids))
	for i, id := range ids {
		if !known[id] {
			errs = append(errs, unknownPollUnit(i, id))
		} else if seen[id] {
			errs = append(errs, FieldError{Field: indexed("units", i), Key: "duplicate_unit", Args: Args("unit", id)})
		}
		seen[id] = true
	}
	return errs, nil
}

// errNoUnits says that a poll is about nothing.
var errNoUnits = FieldErrors{{Field: "units", Key: "missing"}}

// unknownPollUnit says that a poll's i-th unit does not exist, or not for
// whoever asks.
func unknownPollUnit(i int, id string) FieldError {
	return FieldError{Field: indexed("units", i), Key: "unknown_unit", Args: Args("unit", id)}
}

// checkPrevious follows the rounds before: each must exist, none be p itself.
func (s *Service) checkPrevious(ctx context.Context, p Poll) (FieldErrors, error) {
	seen := map[string]bool{p.ID: true}
	for id := p.Previous; id != ""; {
		if seen[id] {
			return FieldErrors{{Field: "previous", Key: "circle_of_polls", Args: Args("poll", id)}}, nil
		}
		seen[id] = true
		before, err := s.definitions.Poll(ctx, id)
		if isNotFound(err) {
			return FieldErrors{{Field: "previous", Key: "unknown_poll", Args: Args("poll", id)}}, nil
		}
		if err != nil {
			return nil, err
		}
		id = before.Previous
	}
	return nil, nil
}

// milliseconds is t as it is stored.
func milliseconds(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Millisecond)
}
