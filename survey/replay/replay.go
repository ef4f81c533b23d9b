// Package replay answers a request that comes again as it was answered first,
// so that a program that got no answer can ask again and nothing is made twice:
// it sends a key of its own choosing along (Idempotency-Key).
//
// A key belongs to an account. Only that something was made is kept, for a day;
// a request that failed gives its key back. Answers that show a secret are never
// kept: sent again, such a request is told that it was carried out.
package replay

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"
)

// What may be wrong with a key.
var (
	ErrReused = errors.New("the key was used for another request")
	ErrBusy   = errors.New("the request with this key is being carried out")
	ErrSecret = errors.New("it was carried out, and its secret was shown then")
)

const (
	// Kept is how long an answer is kept.
	Kept = 24 * time.Hour
	// lease is how long a request may take before another server takes its key
	// to be abandoned, by a crash. What is made under a key has an id that follows
	// from it, so that also then nothing is made twice.
	lease = 10 * time.Minute
)

// An Answer is what a request was answered.
type Answer struct {
	Status int
	Header map[string]string
	Body   []byte
}

// A Claim is a request that wants to be carried out under a key.
type Claim struct {
	Account     string
	Key         string // SHA-256, hex
	Fingerprint string // SHA-256 of the request, hex
	Turn        string // random, of this attempt
}

// A Record is what is kept under a key.
type Record struct {
	Fingerprint string
	Turn        string  // who is at it; "" once it is answered
	Answer      *Answer // nil: none yet, or it showed a secret
}

// A Store keeps records; times are compared with those given.
type Store interface {
	// TakeKey gives a key to a claim until a time, unless another has it at now or
	// an answer is kept: then it returns what there is.
	TakeKey(ctx context.Context, c Claim, now, until time.Time) (taken bool, there Record, err error)
	// SettleKey keeps an answer until a time, if the claim still has its key; nil:
	// that there was one.
	SettleKey(ctx context.Context, c Claim, a *Answer, until time.Time) error
	// DropKey gives a key back, if the claim still has it.
	DropKey(ctx context.Context, c Claim) error
}

// A Book remembers answers.
type Book struct {
	Store Store
	Now   func() time.Time
}

// NewClaim is a request of an account under a key.
func NewClaim(account, key string, request ...[]byte) Claim {
	k, f := sha256.Sum256([]byte(key)), sha256.New()
	for _, part := range request {
		sum := sha256.Sum256(part)
		f.Write(sum[:])
	}
	return Claim{Account: account, Key: hex.EncodeToString(k[:]), Fingerprint: hex.EncodeToString(f.Sum(nil)), Turn: rand.Text()}
}

// ID is 32 hex digits that follow from account, key and request: the id of what
// the request makes.
func (c Claim) ID() string {
	sum := sha256.Sum256([]byte(c.Account + "\x00" + c.Key + "\x00" + c.Fingerprint))
	return hex.EncodeToString(sum[:16])
}

// Begin takes the key of a claim. An answer means that the request was carried
// out before. Errors: ErrReused, ErrBusy, ErrSecret.
func (b Book) Begin(ctx context.Context, c Claim) (*Answer, error) {
	now := b.Now()
	taken, there, err := b.Store.TakeKey(ctx, c, now, now.Add(lease))
	switch {
	case err != nil || taken:
		return nil, err
	case there.Fingerprint != c.Fingerprint:
		return nil, ErrReused
	case there.Turn != "":
		return nil, ErrBusy
	case there.Answer == nil:
		return nil, ErrSecret
	}
	return there.Answer, nil
}

// Settle keeps the answer for a day; nil: it showed a secret.
func (b Book) Settle(ctx context.Context, c Claim, a *Answer) error {
	return b.Store.SettleKey(ctx, c, a, b.Now().Add(Kept))
}

// Drop gives the key back: nothing was made.
func (b Book) Drop(ctx context.Context, c Claim) error { return b.Store.DropKey(ctx, c) }
