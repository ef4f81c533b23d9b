package provider

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// AttemptLife is how long somebody may take at the provider.
const AttemptLife = 10 * time.Minute

// An Attempt is what is kept of somebody who went to the provider until he is
// back. It is his browser's: nobody else may come back with it.
type Attempt struct {
	State    string    `json:"state"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"` // of PKCE
	Began    time.Time `json:"began"`
}

// An Identity is somebody as a provider knows him.
type Identity struct {
	Issuer  string
	Subject string // unique at the issuer, and never given to somebody else
	Name    string // for its owner to recognise; may be "", and is not unique
	// Factors: the provider says that it asked for more than one factor.
	Factors bool
}

// Start returns where to send somebody, and what to keep until he is back.
// Errors: ErrUnreachable.
func (p *Provider) Start(ctx context.Context) (string, Attempt, error) {
	f, err := p.discover(ctx)
	if err != nil {
		return "", Attempt{}, err
	}
	a := Attempt{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Began: p.Now()}
	return f.oauth.AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)), a, nil
}

// Finish returns who came back with the query, after an attempt that the caller
// has taken from where it was kept: one is good once. Errors: ErrUnreachable,
// ErrRefused, ErrAnswer.
func (p *Provider) Finish(ctx context.Context, a Attempt, query url.Values) (Identity, error) {
	age := p.Now().Sub(a.Began)
	switch {
	case a.State == "" || subtle.ConstantTimeCompare([]byte(a.State), []byte(query.Get("state"))) == 0:
		return Identity{}, fmt.Errorf("%w: state", ErrAnswer)
	case age < 0 || age > AttemptLife:
		return Identity{}, fmt.Errorf("%w: after %s", ErrAnswer, age)
	case query.Has("iss") && query.Get("iss") != p.config.Issuer: // RFC 9207
		return Identity{}, fmt.Errorf("%w: of another issuer", ErrAnswer)
	case query.Has("error"):
		return Identity{}, fmt.Errorf("%w: %q", ErrRefused, query.Get("error"))
	}
	f, err := p.discover(ctx)
	if err != nil {
		return Identity{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := f.oauth.Exchange(ctx, query.Get("code"), oauth2.VerifierOption(a.Verifier))
	if err != nil {
		if errors.As(err, new(*oauth2.RetrieveError)) {
			return Identity{}, fmt.Errorf("%w: code: %w", ErrAnswer, err)
		}
		return Identity{}, fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	raw, _ := token.Extra("id_token").(string)
	return p.verify(ctx, f, raw, a.Nonce)
}

// verify reads an ID token: signature, issuer, audience, expiry, nonce.
func (p *Provider) verify(ctx context.Context, f *found, raw, nonce string) (Identity, error) {
	token, err := f.verifier.Verify(ctx, raw)
	if err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	var says struct {
		Name     string   `json:"name"`
		Username string   `json:"preferred_username"`
		Party    string   `json:"azp"`
		Methods  []string `json:"amr"`
	}
	if err := token.Claims(&says); err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(nonce)) == 0:
		return Identity{}, fmt.Errorf("%w: nonce", ErrAnswer)
	case token.Subject == "" || len(token.Subject) > 255: // OpenID Connect Core 1.0, section 2
		return Identity{}, fmt.Errorf("%w: subject", ErrAnswer)
	case says.Party != "" && says.Party != p.config.ClientID, says.Party == "" && len(token.Audience) > 1:
		return Identity{}, fmt.Errorf("%w: made for another party", ErrAnswer)
	}
	name := said(says.Name)
	if name == "" {
		name = said(says.Username)
	}
	return Identity{Issuer: token.Issuer, Subject: token.Subject, Name: name, Factors: factors(says.Methods)}, nil
}

// kinds are the methods of RFC 8176 by the kind of factor: what somebody knows,
// has, is. Messages by telephone are left out: they can be led elsewhere.
var kinds = [][]string{
	{"pwd", "pin", "kba"},
	{"otp", "hwk", "swk", "sc"},
	{"face", "fpt", "iris", "retina", "vbm"},
}

// factors reports whether the methods are more than one factor: the provider
// says so ("mfa"), or they are of two kinds. One of them alone, be it a key or
// a code, is one.
func factors(methods []string) bool {
	n := 0
	for _, kind := range kinds {
		if slices.ContainsFunc(methods, func(m string) bool { return slices.Contains(kind, m) }) {
			n++
		}
	}
	return n > 1 || slices.Contains(methods, "mfa")
}
