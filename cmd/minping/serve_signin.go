package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"minping/survey/access"
	"minping/survey/provider"
)

// signinFlags say how people sign in.
type signinFlags struct {
	SecondFactor     string `default:"required" enum:"required,optional" env:"MINPING_SECOND_FACTOR" help:"Whether operators and organisers must have a second factor (codes of an authenticator app) or may: required or optional."`
	OIDCIssuer       string `name:"oidc-issuer" env:"MINPING_OIDC_ISSUER" placeholder:"URL" help:"Provider of identities (OpenID Connect) by which people may sign in too, such as https://id.example.org; register --url with /login/oidc/back there."`
	OIDCClientID     string `name:"oidc-client-id" env:"MINPING_OIDC_CLIENT_ID" placeholder:"ID" help:"What the provider calls this server."`
	OIDCClientSecret string `name:"oidc-client-secret-file" type:"path" env:"MINPING_OIDC_CLIENT_SECRET_FILE" placeholder:"FILE" help:"File that holds the secret that the provider gave this server, if it gave one."`
	OIDCName         string `name:"oidc-name" env:"MINPING_OIDC_NAME" placeholder:"TEXT" help:"Label of the button that leads to the provider; otherwise 用统一身份登录."`
}

func (f signinFlags) policy() access.FactorPolicy {
	return access.FactorPolicy(f.SecondFactor != "optional")
}

// What can be wrong with the flags of a provider of identities.
var (
	errOIDCIssuer = errors.New("--oidc-client-id, --oidc-client-secret-file and --oidc-name need --oidc-issuer")
	errOIDCURL    = errors.New("--oidc-issuer needs --url, the address that is registered at the provider")
	errOIDCSecret = errors.New("--oidc-client-secret-file is empty")
)

// provider returns the provider of identities of a server that people reach at
// base, nil without an issuer.
func (f signinFlags) provider(base string) (*provider.Provider, error) {
	if f.OIDCIssuer == "" {
		if f.OIDCClientID+f.OIDCClientSecret+f.OIDCName != "" {
			return nil, errOIDCIssuer
		}
		return nil, nil //nolint:nilnil // no provider is one of the settings
	}
	if base == "" {
		return nil, errOIDCURL
	}
	c := provider.Config{Issuer: f.OIDCIssuer, ClientID: f.OIDCClientID, Back: base + "/login/oidc/back", Name: f.OIDCName}
	if f.OIDCClientSecret != "" {
		secret, err := os.ReadFile(f.OIDCClientSecret)
		if err != nil {
			return nil, fmt.Errorf("--oidc-client-secret-file: %w", err)
		}
		if c.Secret = strings.TrimSpace(string(secret)); c.Secret == "" {
			return nil, errOIDCSecret
		}
	}
	p, err := provider.New(c)
	switch {
	case errors.Is(err, provider.ErrClient):
		err = fmt.Errorf("--oidc-client-id: %w", err)
	case err != nil:
		err = fmt.Errorf("--oidc-issuer: %w", err)
	}
	return p, err
}
