package access

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"minping/survey"
)

// A FactorPolicy says which accounts must have a second factor. All others may.
type FactorPolicy bool

// The policies.
const (
	FactorOptional FactorPolicy = false // none
	FactorRequired FactorPolicy = true  // operators and organisers
)

// What giving a second factor may answer.
var (
	// ErrCode: the code is wrong, or was used before.
	ErrCode = errors.New("wrong code")
	// ErrSecondFactor: the password is right, and a second factor is needed too.
	ErrSecondFactor = errors.New("a second factor is needed")
)

// A Factor is a second factor as an account is offered it: time-based one-time
// passwords (RFC 6238) of six digits, HMAC-SHA-1, 30 seconds, which every
// authenticator app has.
type Factor struct {
	Secret string // base32, 160 bits
	URL    string // otpauth://…, for a QR code
}

// stepTime is the life of a code; one step to either side is taken too, for
// clocks that differ.
const stepTime = 30 * time.Second

// issuer is what authenticator apps show beside the name of the account.
const issuer = "民评 Minping"

// factors keeps second factors.
type factors interface {
	// Factor returns the secret of an account's second factor.
	Factor(ctx context.Context, account string) (secret string, err error)
	// Enrolled lists the accounts that have one.
	Enrolled(ctx context.Context) (accounts []string, err error)
	// PutFactor stores a second factor, the step of the first code taken and the
	// hashes of recovery codes, ends all sessions of the account but one and
	// makes that whole. One that there is, old, is replaced; survey.ErrConflict
	// if there is another ("": any).
	PutFactor(ctx context.Context, account, old, secret string, step int64, recovery []string, session string) error
	// TakeStep notes the step of a code that was right; survey.ErrConflict if
	// none before that step may be taken any more.
	TakeStep(ctx context.Context, account string, step int64) error
	// RemoveFactor removes a second factor and its recovery codes.
	RemoveFactor(ctx context.Context, account string) error
	// PutRecovery replaces the hashes of recovery codes.
	PutRecovery(ctx context.Context, account string, hashes []string) error
	// TakeRecovery spends a recovery code, or answers survey.ErrNotFound.
	TakeRecovery(ctx context.Context, account, hash string) error
	// Recovery returns how many recovery codes are left.
	Recovery(ctx context.Context, account string) (int, error)
}

// MustEnrol reports whether an account must have a second factor: it is an
// operator or an organiser, anywhere, and the policy asks for one.
func (s *Service) MustEnrol(ctx context.Context, a Account) (bool, error) {
	if s.Policy == FactorOptional {
		return false, nil
	}
	grants, err := s.store.GrantsOf(ctx, a.ID)
	return slices.ContainsFunc(grants, func(g Grant) bool {
		return (g.Role == Operator || g.Role == Organiser) && (g.Ends.IsZero() || s.Now().Before(g.Ends))
	}), err
}

// Enrolled reports whether an account has a second factor.
func (s *Service) Enrolled(ctx context.Context, account string) (bool, error) {
	_, err := s.store.Factor(ctx, account)
	if errors.Is(err, survey.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Offer returns a new second factor for an account; nothing is stored before
// Enrol.
func (s *Service) Offer(a Account) (Factor, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: a.Name, SecretSize: 20})
	if err != nil {
		return Factor{}, fmt.Errorf("second factor: %w", err)
	}
	return Factor{Secret: key.Secret(), URL: key.URL()}, nil
}

// Reoffer returns the second factor with a secret that was offered, for a form
// that is shown again; ErrCode if it is none.
func (s *Service) Reoffer(a Account, secret string) (Factor, error) {
	raw, err := base32Secret.DecodeString(secret)
	if err != nil || len(raw) != 20 {
		return Factor{}, ErrCode
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: a.Name, Secret: raw})
	if err != nil {
		return Factor{}, fmt.Errorf("second factor: %w", err)
	}
	return Factor{Secret: key.Secret(), URL: key.URL()}, nil
}

// Enrol gives an account the second factor that was offered to it, once a code
// shows that its owner has it, and returns recovery codes, shown this once. All
// its other sessions end; the session, if not "", is whole. Where there is a second factor already,
// current must be a code of that one. Errors: ErrCode, ThrottledError,
// survey.ErrConflict (another was enrolled at the same moment).
func (s *Service) Enrol(ctx context.Context, a Account, session, secret, code, current string) ([]string, error) {
	if _, err := s.Reoffer(a, secret); err != nil {
		return nil, err
	}
	old, err := s.store.Factor(ctx, a.ID)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return nil, err
	}
	if old != "" {
		if err := s.GiveCode(ctx, a, current); err != nil {
			return nil, err
		}
	}
	if wait := s.byCode.Take(a.ID, s.Now()); wait > 0 {
		return nil, ThrottledError{After: wait}
	}
	step, ok := s.stepOf(secret, code)
	if !ok {
		return nil, ErrCode
	}
	s.byCode.clear(a.ID)
	codes, hashes := newRecovery()
	return codes, s.store.PutFactor(ctx, a.ID, old, secret, step, hashes, session)
}

// GiveCode takes a code of an account's second factor, or one of its recovery
// codes; each is good once. Errors: ErrCode, ThrottledError.
func (s *Service) GiveCode(ctx context.Context, a Account, code string) error {
	err := s.takeCode(ctx, a, code)
	if errors.Is(err, ErrCode) {
		return either(s.tried.failed(ctx, s.store, a.ID, s.Now()), err)
	}
	if err != nil {
		return err
	}
	return s.tried.over(ctx, s.store, a.ID)
}

// takeCode is GiveCode without what the log is told.
func (s *Service) takeCode(ctx context.Context, a Account, code string) error {
	code = plainCode(code)
	if len(code) == recoveryLen {
		return s.giveRecovery(ctx, a, code)
	}
	if wait := s.byCode.Take(a.ID, s.Now()); wait > 0 {
		return ThrottledError{After: wait}
	}
	secret, err := s.store.Factor(ctx, a.ID)
	if errors.Is(err, survey.ErrNotFound) {
		return ErrCode
	}
	if err != nil {
		return err
	}
	step, ok := s.stepOf(secret, code)
	if !ok {
		return ErrCode
	}
	if err := s.store.TakeStep(ctx, a.ID, step); errors.Is(err, survey.ErrConflict) {
		return ErrCode
	} else if err != nil {
		return err
	}
	s.byCode.clear(a.ID)
	return nil
}

// Unenrol removes an account's second factor, for whoever gives a code of it.
// Errors: ErrCode, ThrottledError, survey.ErrForbidden (it must have one).
func (s *Service) Unenrol(ctx context.Context, a Account, code string) error {
	must, err := s.MustEnrol(ctx, a)
	if err != nil {
		return err
	}
	if must {
		return survey.ErrForbidden
	}
	if err := s.GiveCode(ctx, a, code); err != nil {
		return err
	}
	return s.store.RemoveFactor(ctx, a.ID)
}

// stepOf returns the step that a code is of, if it is one of now's.
func (s *Service) stepOf(secret, code string) (int64, bool) {
	now := s.Now().Unix() / int64(stepTime/time.Second)
	for step := now - 1; step <= now+1; step++ {
		ok, err := hotp.ValidateCustom(plainCode(code), uint64(step), secret, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && ok {
			return step, true
		}
	}
	return 0, false
}

// plainCode drops what people put between the characters of a code.
func plainCode(code string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u3000", "", "\t", "").Replace(code))
}
