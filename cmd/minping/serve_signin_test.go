package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"minping/survey/provider"
)

func TestProviderFlags(t *testing.T) {
	secret := func(text string) string {
		name := filepath.Join(t.TempDir(), "secret")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	const issuer, base = "https://id.example.org", "https://survey.example.org"
	for name, tt := range map[string]struct {
		flags signinFlags
		base  string
		err   error
	}{
		"none":            {signinFlags{}, "", nil},
		"all":             {signinFlags{OIDCIssuer: issuer, OIDCClientID: "x", OIDCClientSecret: secret("s\n"), OIDCName: "单位门户"}, base, nil},
		"no secret":       {signinFlags{OIDCIssuer: issuer, OIDCClientID: "x"}, base, nil},
		"no issuer":       {signinFlags{OIDCClientID: "x"}, base, errOIDCIssuer},
		"no address":      {signinFlags{OIDCIssuer: issuer, OIDCClientID: "x"}, "", errOIDCURL},
		"no client":       {signinFlags{OIDCIssuer: issuer}, base, provider.ErrClient},
		"an open issuer":  {signinFlags{OIDCIssuer: "http://id.example.org", OIDCClientID: "x"}, base, provider.ErrIssuer},
		"no file":         {signinFlags{OIDCIssuer: issuer, OIDCClientID: "x", OIDCClientSecret: "/nowhere"}, base, os.ErrNotExist},
		"an empty secret": {signinFlags{OIDCIssuer: issuer, OIDCClientID: "x", OIDCClientSecret: secret("\n")}, base, errOIDCSecret},
	} {
		p, err := tt.flags.provider(tt.base)
		if !errors.Is(err, tt.err) || (p != nil) != (err == nil && tt.flags.OIDCIssuer != "") {
			t.Errorf("%s: %v, %v; want %v", name, p, err, tt.err)
		}
		if p != nil && (p.Issuer() != issuer || p.Name() != tt.flags.OIDCName) {
			t.Errorf("%s: %s %q", name, p.Issuer(), p.Name())
		}
	}
}
