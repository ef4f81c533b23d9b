package survey

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// ErrProof says that a proof of work does not hold, or one is needed and there is none.
var ErrProof = errors.New("no valid proof of work")

// ProofKey returns the key of the proofs of work of an open poll that can be
// answered without a code, the same for all servers of a database; nil where
// access is by code, which is proof enough, and where the poll is over.
func (s *Service) ProofKey(ctx context.Context, poll string) ([]byte, error) {
	p, state, err := s.accepting(ctx, poll)
	switch {
	case err != nil:
		return nil, err
	case state == Draft:
		return nil, ErrNotOpen
	case state != Open || p.Access != OpenLink:
		return nil, nil
	}
	key, err := s.boxKey(ctx, p)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("proof of work"))
	return mac.Sum(nil), nil
}

// Recognise answers for a submission that was accepted before, with its
// receipt, and stores nothing: one that was not is ErrNotFound, a marker spent
// on other ballots ErrConflict.
func (s *Service) Recognise(ctx context.Context, sub Submission) (Receipt, error) {
	p, err := s.poll(ctx, sub.Poll)
	if err != nil {
		return Receipt{}, err
	}
	if errs := p.checkEnvelope(&sub); len(errs) > 0 {
		return Receipt{}, errs
	}
	marker, _, err := s.marker(ctx, p, &sub)
	if err != nil {
		return Receipt{}, err
	}
	leaf := leafOf(p.ID, sub.Ballots, sub.Salt)
	outcome, err := s.box.Deposit(ctx, Deposit{Poll: p.ID, Marker: marker, Leaf: leaf, Late: true})
	if err != nil {
		return Receipt{}, fmt.Errorf("poll %s: %w", p.ID, err)
	}
	switch outcome {
	case Known:
		return Receipt{Leaf: hex.EncodeToString(leaf[:])}, nil
	case Conflict:
		return Receipt{}, ErrConflict
	default:
		return Receipt{}, ErrNotFound
	}
}
