package access

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"

	"minping/survey"
)

// base32Secret is how secrets that people type are written: no 0, 1, 8 or 9.
var base32Secret = base32.StdEncoding.WithPadding(base32.NoPadding)

// A recovery code stands in for the second factor when the phone is lost: 80
// random bits, written in four groups of four.
const (
	recoveryCount = 10
	recoveryLen   = 16
)

// newRecovery returns a set of recovery codes as people read them, and their
// hashes.
func newRecovery() (codes, hashes []string) {
	for range recoveryCount {
		b := make([]byte, recoveryLen*5/8)
		_, _ = rand.Read(b) // never fails: crypto/rand
		code := base32Secret.EncodeToString(b)
		codes = append(codes, code[:4]+"-"+code[4:8]+"-"+code[8:12]+"-"+code[12:])
		hashes = append(hashes, hashSecret(code))
	}
	return codes, hashes
}

// giveRecovery spends a recovery code. One that is right never waits, so that
// guesses lock nobody out of his last resort; with 80 bits none is guessed.
func (s *Service) giveRecovery(ctx context.Context, a Account, code string) error {
	err := s.store.TakeRecovery(ctx, a.ID, hashSecret(code))
	if !errors.Is(err, survey.ErrNotFound) {
		return err
	}
	if wait := s.byRecovery.Take(a.ID, s.Now()); wait > 0 {
		return ThrottledError{After: wait}
	}
	return ErrCode
}

// RenewRecovery replaces an account's recovery codes, for whoever gives a code,
// and returns the new ones, shown this once. Errors: ErrCode, ThrottledError.
func (s *Service) RenewRecovery(ctx context.Context, a Account, code string) ([]string, error) {
	if err := s.GiveCode(ctx, a, code); err != nil {
		return nil, err
	}
	codes, hashes := newRecovery()
	return codes, s.store.PutRecovery(ctx, a.ID, hashes)
}

// RecoveryLeft returns how many recovery codes an account has left.
func (s *Service) RecoveryLeft(ctx context.Context, account string) (int, error) {
	return s.store.Recovery(ctx, account)
}
