package access

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"minping/survey"
)

// A Service is the one way to accounts, for pages, API and commands.
type Service struct {
	// Now is the clock, so that expiry can be tested.
	Now func() time.Time
	// Policy says who must have a second factor.
	Policy FactorPolicy

	store      Store
	byFrom     Throttle
	byName     Throttle
	byCode     Throttle
	byRecovery Throttle
	tried      *attempts
	byLink     Throttle
	byRound    Throttle
	byGrantee  Throttle
	hashes     chan struct{} // one place per password hash at work: each takes 19 MiB
}

// New returns a service over the store.
func New(store Store) *Service {
	return &Service{
		Now:    time.Now,
		store:  store,
		byFrom: Throttle{Burst: 10, Interval: 20 * time.Second},
		byName: Throttle{Burst: 20, Interval: 5 * time.Second},
		// Three codes of a million are right at any time: who knows the password and
		// guesses for a day finds one with a chance of 1 in 1000.
		byCode:     Throttle{Burst: 10, Interval: 5 * time.Minute},
		byRecovery: Throttle{Burst: 10, Interval: 20 * time.Second},
		tried:      newAttempts(),
		byLink:     Throttle{Burst: 10, Interval: 20 * time.Second},
		byRound:    Throttle{Burst: 60, Interval: 5 * time.Second}, // an office may be one address
		byGrantee:  Throttle{Burst: 20, Interval: time.Minute},
		hashes:     make(chan struct{}, 4),
	}
}

// setupLife is how long a setup link is good for; a restart makes a new one.
const setupLife = 24 * time.Hour

// Setup returns the token of a one-time setup link if there is no account
// yet, else "".
func (s *Service) Setup(ctx context.Context) (token string, err error) {
	accounts, err := s.store.Accounts(ctx)
	if err != nil || len(accounts) > 0 {
		return "", err
	}
	token = newSecret("")
	if err := s.store.AddSetup(ctx, hashSecret(token), s.Now().Add(setupLife)); err != nil {
		return "", fmt.Errorf("setup link: %w", err)
	}
	return token, nil
}

// CheckSetup answers ErrSetup unless the token could be claimed now.
func (s *Service) CheckSetup(ctx context.Context, token string) error {
	ok, err := s.store.Setup(ctx, hashSecret(token), s.Now())
	if err == nil && !ok {
		err = ErrSetup
	}
	return err
}

// Claim spends a setup token and makes the first account, which may do
// everything. Errors:
// survey.FieldErrors (fields "name", "password"), ErrSetup.
func (s *Service) Claim(ctx context.Context, token, name, password string) (Account, error) {
	if err := s.CheckSetup(ctx, token); err != nil {
		return Account{}, err
	}
	a, err := s.newAccount(ctx, name, password)
	if err != nil {
		return Account{}, err
	}
	if err := s.store.ClaimSetup(ctx, hashSecret(token), s.Now(), a, FirstGrants(a.ID)); err != nil {
		return Account{}, err
	}
	return a, nil
}

// Add makes a further account; it may do nothing until it is granted a role. Errors: survey.FieldErrors (fields "name",
// "password"), survey.ErrConflict (there is one of that name).
func (s *Service) Add(ctx context.Context, name, password string) (Account, error) {
	a, err := s.newAccount(ctx, name, password)
	if err != nil {
		return Account{}, err
	}
	return a, s.store.AddAccount(ctx, a)
}

// newAccount makes an account that is not stored yet.
func (s *Service) newAccount(ctx context.Context, name, password string) (Account, error) {
	name = strings.TrimSpace(name)
	if errs := append(checkName(name), checkPassword(name, password)...); len(errs) > 0 {
		return Account{}, errs
	}
	hash, err := s.hash(ctx, password)
	return Account{ID: newID(), Name: name, Hash: hash, Epoch: 1, Created: s.Now()}, err
}

// nobody is verified when a name is unknown, so that it takes as long.
var nobody = hashPassword(newSecret(""))

// Login returns the account that name and password belong to. From is the
// network that the attempt came from. Errors: ErrLogin, ThrottledError.
func (s *Service) Login(ctx context.Context, from, name, password string) (Account, error) {
	if wait := max(s.byFrom.Take(from, s.Now()), s.byName.Take(fold(name), s.Now())); wait > 0 {
		return Account{}, ThrottledError{After: wait}
	}
	a, err := s.store.AccountNamed(ctx, fold(name))
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return Account{}, err
	}
	hash := a.Hash
	if hash == "" { // nobody of that name, a program, or somebody who has no password yet
		hash = nobody
	}
	ok, stale, err := s.verify(ctx, hash, password)
	if err != nil {
		return Account{}, err
	}
	if !ok || hash == nobody || a.Disabled {
		return Account{}, either(s.tried.failed(ctx, s.store, a.ID, s.Now()), ErrLogin)
	}
	s.byFrom.clear(from)
	s.byName.clear(fold(name))
	if stale {
		if a, err = s.rehash(ctx, a, password); err != nil {
			return Account{}, err
		}
	}
	return a, s.tried.over(ctx, s.store, a.ID)
}

// either returns err, or what its absence means.
func either(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// rehash stores the password at today's cost.
func (s *Service) rehash(ctx context.Context, a Account, password string) (Account, error) {
	hash, err := s.hash(ctx, password)
	if err != nil {
		return Account{}, err
	}
	if err := s.store.Rehash(ctx, a.ID, a.Hash, hash); err != nil {
		return Account{}, fmt.Errorf("rehash: %w", err)
	}
	a.Hash = hash
	return a, nil
}

// Accounts lists all accounts, by name.
func (s *Service) Accounts(ctx context.Context) ([]Account, error) { return s.store.Accounts(ctx) }

// maxName is the length of a name, in characters.
const maxName = 64

// checkName says what is wrong with the name of a new account.
func checkName(name string) survey.FieldErrors {
	if n := utf8.RuneCountInString(name); n == 0 {
		return survey.FieldErrors{{Field: "name", Key: "required"}}
	} else if n > maxName {
		return survey.FieldErrors{{Field: "name", Key: "too_long", Args: survey.Args("max", maxName, "count", n)}}
	}
	if strings.ContainsFunc(name, unicode.IsControl) {
		return survey.FieldErrors{{Field: "name", Key: "one_line"}}
	}
	return nil
}

// hash and verify wait for a place, so that a burst of attempts cannot take
// all memory.
func (s *Service) hash(ctx context.Context, password string) (string, error) {
	select {
	case s.hashes <- struct{}{}:
		defer func() { <-s.hashes }()
		return hashPassword(password), nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func (s *Service) verify(ctx context.Context, hash, password string) (ok, stale bool, err error) {
	select {
	case s.hashes <- struct{}{}:
		defer func() { <-s.hashes }()
		ok, stale = verifyPassword(hash, password)
		return ok, stale, nil
	case <-ctx.Done():
		return false, false, ctx.Err()
	}
}

// newID returns a record's id.
func newID() string { return uuid.Must(uuid.NewV7()).String() }
