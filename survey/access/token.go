package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"minping/survey"
)

// tokenPrefix marks API tokens, so that scanners find leaked ones.
const tokenPrefix = "minping_"

// maxTokenLife bounds the life of an API token.
const maxTokenLife = 366 * 24 * time.Hour

// CreateToken makes an API token for the named account, narrowed to a part of
// what the account may do. The secret is shown this once. Errors:
// survey.FieldErrors (fields "label", "expires", "role", "unit", "poll"),
// survey.ErrNotFound.
func (s *Service) CreateToken(ctx context.Context, name, label string, life time.Duration, to Narrowed) (secret string, t Token, err error) {
	a, err := s.store.AccountNamed(ctx, fold(name))
	if err != nil {
		return "", Token{}, fmt.Errorf("account %s: %w", name, err)
	}
	label = strings.TrimSpace(label)
	var errs survey.FieldErrors
	if label == "" {
		errs = append(errs, survey.FieldError{Field: "label", Key: "missing"})
	}
	if life <= 0 || life > maxTokenLife {
		errs = append(errs, survey.FieldError{Field: "expires", Key: "token_life", Args: survey.Args("max", int(maxTokenLife.Hours()/24))})
	}
	if to != (Narrowed{}) {
		more, err := s.checkPlace(ctx, to.Role, to.Unit, to.Poll)
		if err != nil {
			return "", Token{}, err
		}
		errs = append(errs, more...)
	}
	if len(errs) > 0 {
		return "", Token{}, errs
	}
	secret = newSecret(tokenPrefix)
	now := s.Now()
	t = Token{ID: newID(), Account: a.ID, Label: label, Hash: hashSecret(secret), Created: now, Expires: now.Add(life), Narrowed: to}
	return secret, t, s.store.AddToken(ctx, t)
}

// Bearer returns the account that a token's secret acts for and the token, or
// ErrDenied.
func (s *Service) Bearer(ctx context.Context, secret string) (Account, Token, error) {
	if !strings.HasPrefix(secret, tokenPrefix) {
		return Account{}, Token{}, ErrDenied
	}
	t, err := s.store.TokenHashed(ctx, hashSecret(secret))
	if errors.Is(err, survey.ErrNotFound) || err == nil && !s.Now().Before(t.Expires) {
		return Account{}, Token{}, ErrDenied
	}
	if err != nil {
		return Account{}, Token{}, err
	}
	a, err := s.store.Account(ctx, t.Account)
	if errors.Is(err, survey.ErrNotFound) || err == nil && a.Disabled {
		return Account{}, Token{}, ErrDenied
	}
	return a, t, err
}

// Tokens lists all tokens, the newest first.
func (s *Service) Tokens(ctx context.Context) ([]Token, error) { return s.store.Tokens(ctx) }

// TokensOf lists an account's tokens, the newest first.
func (s *Service) TokensOf(ctx context.Context, account string) ([]Token, error) {
	all, err := s.store.Tokens(ctx)
	return slices.DeleteFunc(all, func(t Token) bool { return t.Account != account }), err
}

// RevokeTokenOf ends a token of the account, or answers survey.ErrNotFound.
func (s *Service) RevokeTokenOf(ctx context.Context, account, id string) error {
	tokens, err := s.TokensOf(ctx, account)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(tokens, func(t Token) bool { return t.ID == id }) {
		return survey.ErrNotFound
	}
	return s.store.RemoveToken(ctx, id)
}

// RevokeToken ends a token at once, or answers survey.ErrNotFound.
func (s *Service) RevokeToken(ctx context.Context, id string) error {
	return s.store.RemoveToken(ctx, id)
}

// newSecret returns 256 random bits for a link or token.
func newSecret(prefix string) string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand
	return prefix + base64.RawURLEncoding.EncodeToString(b)
}

// hashSecret is what is stored of a secret: it has 256 random bits already, so
// a plain hash cannot be guessed back.
func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
