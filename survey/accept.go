package survey

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"
)

const randomBytes = 32 // of salts and submission keys

// DefaultPatience is how long Accept may take: longer than a store waits for a
// database that has fallen silent, shorter than browsers and proxies wait.
const DefaultPatience = 20 * time.Second

// Accept takes a submission, durably, once. The same again gives the same
// receipt with Fresh false, for ever. Errors: FieldErrors, ErrNotFound (poll
// or code), ErrConflict (marker spent by other ballots), FullError (a quota has
// no room for it), ErrClosed, ErrNotOpen, ErrUnavailable. After s.Patience the
// last of these is the answer, whether or not the ballots are stored later: the
// same again will tell. Soft doubts are for pages: they do not keep a
// submission out.
func (s *Service) Accept(ctx context.Context, sub Submission) (Receipt, error) {
	ctx, cancel := context.WithTimeout(ctx, s.Patience)
	defer cancel()
	receipt, err := s.accept(ctx, sub)
	return receipt, refusal(err)
}

// refusal returns what Accept may answer: an error that is none of them is a
// failure of the storage.
func refusal(err error) error {
	if err == nil || errors.As(err, new(FieldErrors)) {
		return err
	}
	for _, known := range []error{ErrNotFound, ErrConflict, ErrFull, ErrClosed, ErrNotOpen, ErrUnavailable} {
		if errors.Is(err, known) {
			return err
		}
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

func (s *Service) accept(ctx context.Context, sub Submission) (Receipt, error) {
	p, state, err := s.accepting(ctx, sub.Poll)
	if err != nil {
		return Receipt{}, err
	}
	if state == Draft {
		return Receipt{}, ErrNotOpen
	}
	if sub.Paper && p.State == Open { // until it is counted
		state = Open
	}
	if errs := p.checkEnvelope(&sub); len(errs) > 0 {
		return Receipt{}, errs
	}
	marker, grant, err := s.marker(ctx, p, &sub)
	if err != nil {
		return Receipt{}, err
	}
	d := Deposit{Poll: p.ID, Marker: marker, Leaf: leafOf(p.ID, sub.Ballots, sub.Salt), Late: state != Open}
	var ballots []Ballot
	if !d.Late {
		var errs FieldErrors
		if ballots, errs = p.check(&sub, grant); len(errs) > 0 {
			return Receipt{}, errs
		}
		sheet := ""
		if p.form.Evaluation.Linked {
			sheet = newSheet()
		}
		for _, b := range ballots {
			d.Records = append(d.Records, p.form.codec.encode(b, sheet))
		}
		d.Seats = p.seats(ballots)
	}
	outcome, err := s.box.Deposit(ctx, d)
	if err != nil {
		return Receipt{}, fmt.Errorf("poll %s: %w", p.ID, err)
	}
	receipt := Receipt{Leaf: hex.EncodeToString(d.Leaf[:]), Fresh: outcome == Stored}
	switch outcome {
	case Stored, Known:
		return receipt, nil
	case Conflict:
		return Receipt{}, ErrConflict
	case Full:
		return Receipt{}, s.full(ctx, p, ballots)
	default:
		return Receipt{}, ErrClosed
	}
}

// accepting returns a poll and its state now; a draft whose window has begun
// is opened. Before it turns anybody away it looks at what is stored.
func (s *Service) accepting(ctx context.Context, id string) (*livePoll, State, error) {
	p, err := s.poll(ctx, id)
	if err != nil {
		return nil, "", err
	}
	if p.State == Open && p.stateAt(s.now()) == Open {
		return p, Open, nil
	}
	s.polls.forget()
	if p, err = s.poll(ctx, id); err != nil {
		return nil, "", err
	}
	state := p.stateAt(s.now())
	if state == Open && p.State == Draft {
		if err := s.OpenPoll(ctx, id); err != nil {
			return nil, "", err
		}
		p, err = s.poll(ctx, id)
	}
	return p, state, err
}

// checkEnvelope checks what does not depend on the questionnaire.
func (p *livePoll) checkEnvelope(sub *Submission) (errs FieldErrors) {
	length := Args("bytes", randomBytes)
	if len(sub.Salt) != randomBytes {
		errs = append(errs, FieldError{Field: "salt", Key: "bytes", Args: length})
	}
	if p.Access == OpenLink && len(sub.Key) != randomBytes {
		errs = append(errs, FieldError{Field: "key", Key: "bytes", Args: length})
	}
	if len(sub.Ballots) == 0 {
		errs = append(errs, FieldError{Field: "ballots", Key: "no_ballots"})
	}
	return errs
}

// marker returns what is spent by the submission, and what it is entitled to.
func (s *Service) marker(ctx context.Context, p *livePoll, sub *Submission) (Marker, CodeGrant, error) {
	if p.Access == ByCode {
		return s.lookUp(ctx, p, sub.Code)
	}
	return sha256.Sum256(sub.Key), CodeGrant{}, nil
}

// check returns the ballots with the answers that count, or all that is wrong
// with them.
func (p *livePoll) check(sub *Submission, grant CodeGrant) ([]Ballot, FieldErrors) {
	var errs FieldErrors
	checked := make([]Ballot, 0, len(sub.Ballots))
	seen := make(map[string]bool, len(sub.Ballots))
	for i, b := range sub.Ballots {
		field := indexed("ballots", i)
		if b.Group == "" {
			b.Group = grant.Group
		}
		errs = append(errs, p.checkEntitled(field, &b, grant)...)
		if seen[b.Unit] {
			errs = append(errs, FieldError{Field: field + ".unit", Key: "duplicate_unit", Args: Args("unit", b.Unit)})
		}
		seen[b.Unit] = true
		asked := p.form.For(p.tier(b.Unit))
		answers, wrong := asked.Check(b.Answers, true)
		if sub.Paper {
			answers, wrong = asked.CheckPaper(b.Answers)
		}
		for _, e := range wrong {
			e.Field = field + ".answers." + e.Field
			errs = append(errs, e)
		}
		b.Answers = answers
		checked = append(checked, b)
	}
	return checked, append(errs, p.form.CheckSheet(checked, p.tier)...)
}

// checkEntitled checks whom the ballot is about and as what it was cast.
func (p *livePoll) checkEntitled(field string, b *Ballot, grant CodeGrant) (errs FieldErrors) {
	if !p.units[b.Unit] || len(grant.Units) > 0 && !slices.Contains(grant.Units, b.Unit) {
		errs = append(errs, FieldError{Field: field + ".unit", Key: "unknown_unit", Args: Args("unit", b.Unit)})
	}
	if p.Access == ByCode && b.Group != grant.Group {
		return append(errs, FieldError{Field: field + ".group", Key: "unknown_group", Args: Args("group", b.Group, "groups", []string{grant.Group})})
	}
	if wrong := p.checkGroup(field+".group", b.Group); len(wrong) > 0 {
		return append(errs, wrong...)
	}
	return append(errs, p.checkRater(field+".group", b.Group, b.Unit)...)
}
