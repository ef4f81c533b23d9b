package access

import (
	"context"
	"errors"
	"time"

	"minping/survey"
)

// An Account is a person who may administer.
type Account struct {
	ID      string
	Name    string // signs in with it; unique, compared without case
	Hash    string // PHC string of the password; "": none yet
	Epoch   int64  // rises at every password change: sessions of an earlier epoch are over
	Created time.Time
	// Disabled: it may do nothing, by no session and no token.
	Disabled bool
}

// A Token lets a program act for an account until it expires: with all that the
// account may do at that moment, or with the part to which it is narrowed.
type Token struct {
	ID      string
	Account string // id
	Label   string // what it is for
	Hash    string // SHA-256 of the secret, hex
	Created time.Time
	Expires time.Time
	Narrowed
}

// Narrowed is a part of what an account may do; what is "" bounds nothing.
type Narrowed struct {
	Role Role
	Unit string // with all below it
	Poll string
}

// What a call may answer, beside survey's errors.
var (
	// ErrLogin: name and password do not belong together. It never says which
	// of them is wrong.
	ErrLogin = errors.New("wrong name or password")
	// ErrSetup: the one-time link is unknown, used or expired.
	ErrSetup = errors.New("setup link is not valid")
	// ErrDenied: the session or token is unknown, ended, expired or revoked.
	ErrDenied = errors.New("not signed in")
)

// ThrottledError says that there were too many attempts, to sign in or with
// codes that do not exist. It is the answer to right and wrong passwords alike.
type ThrottledError struct {
	After time.Duration // when to try again
}

func (e ThrottledError) Error() string { return "too many attempts" }

// Store keeps accounts and by what they sign in. What is absent is
// survey.ErrNotFound.
type Store interface {
	// Note appends an act to the audit log. All that changes here notes itself.
	Note(ctx context.Context, act survey.Act) error

	Accounts(ctx context.Context) ([]Account, error)
	Account(ctx context.Context, id string) (Account, error)
	AccountNamed(ctx context.Context, name string) (Account, error)

	// AddSetup keeps the hash of a setup link until it expires.
	AddSetup(ctx context.Context, hash string, expires time.Time) error
	// Setup reports whether a setup link with this hash is valid at now.
	Setup(ctx context.Context, hash string, now time.Time) (bool, error)
	// ClaimSetup spends all setup links and adds the first account with its
	// grants, in one transaction. It answers ErrSetup if the hash is not valid at now or if
	// there is an account already.
	ClaimSetup(ctx context.Context, hash string, now time.Time, first Account, grants []Grant) error
	// AddAccount adds an account with its grants, all or none; survey.ErrConflict
	// if its name is taken.
	AddAccount(ctx context.Context, a Account, grants ...Grant) error

	// SetPassword sets the hash, raises the epoch and ends all sessions but one,
	// which goes on at the new epoch; "" spares none.
	SetPassword(ctx context.Context, id, hash, session string) error
	// Rehash replaces the hash of the same password; the epoch stays. It does
	// nothing if the hash is no longer old.
	Rehash(ctx context.Context, id, old, hash string) error

	AddToken(ctx context.Context, t Token) error
	TokenHashed(ctx context.Context, hash string) (Token, error)
	Tokens(ctx context.Context) ([]Token, error)
	RemoveToken(ctx context.Context, id string) error

	GrantStore
	signins
	factors
	invitations
	identities
}
