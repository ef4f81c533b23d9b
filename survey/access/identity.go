package access

import (
	"context"
	"errors"
	"time"

	"minping/survey"
)

// An Identity is an account at a provider of identities by which an account
// here signs in. It belongs to one account; an account may have several.
type Identity struct {
	Issuer  string
	Subject string // unique at the issuer
	Account string // id
	Name    string // as the provider says it, for its owner to recognise
	Linked  time.Time
}

// ErrNobody says that the identity belongs to no account that may sign in.
var ErrNobody = errors.New("the identity belongs to no account")

// identities keeps identities.
type identities interface {
	Identity(ctx context.Context, issuer, subject string) (Identity, error)
	// Identities lists those of an account, the first linked first.
	Identities(ctx context.Context, account string) ([]Identity, error)
	// Identified lists the accounts that have any.
	Identified(ctx context.Context) (accounts []string, err error)
	// AddIdentity adds one; survey.ErrConflict if it belongs to an account already.
	AddIdentity(ctx context.Context, i Identity) error
	// RemoveIdentity removes one of an account; ErrLastOperator if no operator
	// could sign in then.
	RemoveIdentity(ctx context.Context, account, issuer, subject string) error
}

// Link lets an account sign in by an identity from now on. Errors:
// survey.ErrConflict (it belongs to another account).
func (s *Service) Link(ctx context.Context, a Account, issuer, subject, name string) error {
	err := s.store.AddIdentity(ctx, Identity{Issuer: issuer, Subject: subject, Account: a.ID, Name: name, Linked: s.Now()})
	if !errors.Is(err, survey.ErrConflict) {
		return err
	}
	there, err := s.store.Identity(ctx, issuer, subject)
	if err == nil && there.Account == a.ID {
		return nil
	}
	return survey.ErrConflict
}

// Unlink ends that. Errors: survey.ErrNotFound (the identity is not the
// account's), ErrLastOperator (the last operator signs in by it alone).
func (s *Service) Unlink(ctx context.Context, account, issuer, subject string) error {
	return s.store.RemoveIdentity(ctx, account, issuer, subject)
}

// Identities lists the identities of an account, the first linked first.
func (s *Service) Identities(ctx context.Context, account string) ([]Identity, error) {
	return s.store.Identities(ctx, account)
}

// Identified returns the account to which an identity belongs, that its
// provider has just vouched for. No account is made. Errors: ErrNobody (also of
// an account that is disabled).
func (s *Service) Identified(ctx context.Context, issuer, subject string) (Account, error) {
	i, err := s.store.Identity(ctx, issuer, subject)
	var a Account
	if err == nil {
		a, err = s.store.Account(ctx, i.Account)
	}
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return Account{}, err
	}
	if err != nil || a.Disabled {
		return Account{}, either(s.tried.failed(ctx, s.store, a.ID, s.Now()), ErrNobody)
	}
	return a, s.tried.over(ctx, s.store, a.ID)
}

// SetOut counts that somebody goes to a provider of identities from a network,
// for which a session is stored, and answers ThrottledError if it is too often.
func (s *Service) SetOut(from string) error {
	if wait := s.byRound.Take(from, s.Now()); wait > 0 {
		return ThrottledError{After: wait}
	}
	return nil
}
