package provider_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"minping/survey/provider"
	"minping/survey/provider/providertest"
)

// registered returns a provider at an issuer of its own.
func registered(t *testing.T) (*provider.Provider, *providertest.Issuer) {
	t.Helper()
	issuer := providertest.New(t)
	return at(t, issuer.URL), issuer
}

func at(t *testing.T, issuer string) *provider.Provider {
	t.Helper()
	p, err := provider.New(provider.Config{Issuer: issuer, ClientID: providertest.ClientID, Secret: providertest.Secret, Back: providertest.Back})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// gone is somebody who was at the issuer and is sent back with the query.
func gone(t *testing.T, p *provider.Provider, issuer *providertest.Issuer) (provider.Attempt, url.Values) {
	t.Helper()
	to, attempt, err := p.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return attempt, issuer.Visit(t, to)
}

func TestSignIn(t *testing.T) {
	p, issuer := registered(t)
	for range 2 {
		attempt, query := gone(t, p, issuer)
		who, err := p.Finish(t.Context(), attempt, query)
		if want := (provider.Identity{Issuer: issuer.URL, Subject: "248289761001", Name: "王 芳"}); err != nil || who != want {
			t.Errorf("%+v, %v; want %+v", who, err, want)
		}
		if _, err := p.Finish(t.Context(), attempt, query); !errors.Is(err, provider.ErrAnswer) {
			t.Errorf("a code that was used: %v", err)
		}
	}
	first, _ := gone(t, p, issuer)
	second, _ := gone(t, p, issuer)
	if first.State == second.State || first.Nonce == second.Nonce || first.Verifier == second.Verifier || len(first.State) < 22 || len(first.Nonce) < 22 || len(first.Verifier) < 43 {
		t.Errorf("%+v and %+v", first, second)
	}
}

func TestSecretInTheForm(t *testing.T) {
	p, issuer := registered(t)
	issuer.Post()
	attempt, query := gone(t, p, issuer)
	if _, err := p.Finish(t.Context(), attempt, query); err != nil {
		t.Error(err)
	}
}

// What comes back must be the answer to what this browser asked.
func TestWrongAnswers(t *testing.T) {
	for name, tt := range map[string]struct {
		wrong func(a *provider.Attempt, query url.Values)
		err   error
	}{
		"another state":           {func(_ *provider.Attempt, q url.Values) { q.Set("state", "x") }, provider.ErrAnswer},
		"no state":                {func(_ *provider.Attempt, q url.Values) { q.Del("state") }, provider.ErrAnswer},
		"nothing was kept":        {func(a *provider.Attempt, q url.Values) { *a = provider.Attempt{}; q.Del("state") }, provider.ErrAnswer},
		"somebody else's attempt": {func(a *provider.Attempt, _ url.Values) { a.Nonce = "other" }, provider.ErrAnswer},
		"another verifier":        {func(a *provider.Attempt, _ url.Values) { a.Verifier = strings.Repeat("x", 43) }, provider.ErrAnswer},
		"no code":                 {func(_ *provider.Attempt, q url.Values) { q.Del("code") }, provider.ErrAnswer},
		"after 11 minutes":        {func(a *provider.Attempt, _ url.Values) { a.Began = a.Began.Add(-11 * time.Minute) }, provider.ErrAnswer},
		"before it began":         {func(a *provider.Attempt, _ url.Values) { a.Began = a.Began.Add(time.Hour) }, provider.ErrAnswer},
		"of another issuer":       {func(_ *provider.Attempt, q url.Values) { q.Set("iss", "https://evil.example") }, provider.ErrAnswer},
		"the person said no":      {func(_ *provider.Attempt, q url.Values) { q.Del("code"); q.Set("error", "access_denied") }, provider.ErrRefused},
		"no, to somebody else":    {func(_ *provider.Attempt, q url.Values) { q.Set("state", "x"); q.Set("error", "access_denied") }, provider.ErrAnswer},
	} {
		p, issuer := registered(t)
		attempt, query := gone(t, p, issuer)
		tt.wrong(&attempt, query)
		if who, err := p.Finish(t.Context(), attempt, query); !errors.Is(err, tt.err) {
			t.Errorf("%s: %+v, %v; want %v", name, who, err, tt.err)
		}
	}
}

// An ID token must be the issuer's, for us, for this attempt, and fresh.
func TestWrongTokens(t *testing.T) {
	p, issuer := registered(t)
	for name, change := range map[string]func(header, claims map[string]any){
		"another nonce":            func(_, c map[string]any) { c["nonce"] = "other" },
		"no nonce":                 func(_, c map[string]any) { delete(c, "nonce") },
		"another audience":         func(_, c map[string]any) { c["aud"] = "other" },
		"several, for nobody":      func(_, c map[string]any) { c["aud"] = []string{providertest.ClientID, "other"} },
		"for another party":        func(_, c map[string]any) { c["azp"] = "other" },
		"expired":                  func(_, c map[string]any) { c["exp"] = time.Now().Add(-time.Minute).Unix() },
		"never expires":            func(_, c map[string]any) { delete(c, "exp") },
		"another issuer":           func(_, c map[string]any) { c["iss"] = "https://evil.example" },
		"nobody":                   func(_, c map[string]any) { delete(c, "sub") },
		"a subject without bounds": func(_, c map[string]any) { c["sub"] = strings.Repeat("x", 256) },
		"another key":              func(h, _ map[string]any) { h["kid"] = "2" },
		"unsigned":                 func(h, _ map[string]any) { h["alg"] = "none" },
		"signed by a public key":   func(h, _ map[string]any) { h["alg"] = "HS256" },
		"another algorithm":        func(h, _ map[string]any) { h["alg"] = "PS256" },
	} {
		issuer.Change(change)
		attempt, query := gone(t, p, issuer)
		if who, err := p.Finish(t.Context(), attempt, query); !errors.Is(err, provider.ErrAnswer) {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
	}
}

func TestForgedToken(t *testing.T) {
	p, issuer := registered(t)
	issuer.Forge(t)
	attempt, query := gone(t, p, issuer)
	if who, err := p.Finish(t.Context(), attempt, query); !errors.Is(err, provider.ErrAnswer) {
		t.Errorf("%+v, %v", who, err)
	}
}

func TestFactors(t *testing.T) {
	p, issuer := registered(t)
	for _, tt := range []struct {
		methods any
		want    bool
	}{
		{nil, false},
		{[]string{"pwd"}, false},
		{[]string{"otp"}, false},
		{[]string{"hwk"}, false},
		{[]string{"pwd", "pin"}, false},
		{[]string{"pwd", "sms"}, false}, // a message can be led elsewhere
		{[]string{"mfa"}, true},
		{[]string{"pwd", "otp"}, true},
		{[]string{"hwk", "pin"}, true},
		{[]string{"face", "hwk"}, true},
	} {
		issuer.Change(func(_, c map[string]any) { c["amr"] = tt.methods })
		attempt, query := gone(t, p, issuer)
		if who, err := p.Finish(t.Context(), attempt, query); err != nil || who.Factors != tt.want {
			t.Errorf("%v: %+v, %v", tt.methods, who, err)
		}
	}
}

func TestNames(t *testing.T) {
	p, issuer := registered(t)
	for _, tt := range []struct{ name, username, want string }{
		{"", "wangfang", "wangfang"},
		{" 王\n芳\u202e\x00 ", "x", "王 芳"},
		{strings.Repeat("王", 100), "", strings.Repeat("王", 64)},
	} {
		issuer.Change(func(_, c map[string]any) { c["name"], c["preferred_username"] = tt.name, tt.username })
		attempt, query := gone(t, p, issuer)
		if who, err := p.Finish(t.Context(), attempt, query); err != nil || who.Name != tt.want {
			t.Errorf("%q: %+v, %v", tt.name, who, err)
		}
	}
}

// A provider that is down when the server starts is asked again later.
func TestDown(t *testing.T) {
	p, issuer := registered(t)
	now := time.Now()
	p.Now = func() time.Time { return now }
	issuer.Down(true)
	if _, _, err := p.Start(t.Context()); !errors.Is(err, provider.ErrUnreachable) {
		t.Errorf("down: %v", err)
	}
	issuer.Down(false)
	if _, _, err := p.Start(t.Context()); !errors.Is(err, provider.ErrUnreachable) {
		t.Errorf("asked again at once: %v", err)
	}
	now = now.Add(5 * time.Second)
	attempt, query := gone(t, p, issuer)
	if _, err := p.Finish(t.Context(), attempt, query); err != nil {
		t.Errorf("up again: %v", err)
	}
}

// What says that it is another issuer, or does not end, is not a provider.
func TestStrangeIssuers(t *testing.T) {
	for name, body := range map[string]string{
		"another issuer": `{"issuer": "https://evil.example", "authorization_endpoint": "https://evil.example/"}`,
		"no JSON":        "hello",
		"too long":       `{"issuer": "` + strings.Repeat("x", 2<<20),
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		}))
		_, _, err := at(t, server.URL).Start(t.Context())
		if !errors.Is(err, provider.ErrUnreachable) {
			t.Errorf("%s: %v", name, err)
		}
		if tooLong := strings.Contains(fmt.Sprint(err), "too large"); tooLong != (name == "too long") {
			t.Errorf("%s: %v", name, err)
		}
		server.Close()
	}
}

func TestConfig(t *testing.T) {
	for _, issuer := range []string{
		"", "id.example.org", "http://id.example.org", "ftp://id.example.org", "https://", "https://id.example.org?x=1", "https://id.example.org#x", "https://a:b@id.example.org", "https://%",
	} {
		if _, err := provider.New(provider.Config{Issuer: issuer, ClientID: "x"}); !errors.Is(err, provider.ErrIssuer) {
			t.Errorf("%q: %v", issuer, err)
		}
	}
	for _, issuer := range []string{"https://id.example.org", "https://id.example.org/realms/x/", "http://localhost:8080", "http://127.0.0.1", "http://[::1]:80"} {
		if _, err := provider.New(provider.Config{Issuer: issuer, ClientID: "x"}); err != nil {
			t.Errorf("%q: %v", issuer, err)
		}
	}
	if _, err := provider.New(provider.Config{Issuer: "https://id.example.org"}); !errors.Is(err, provider.ErrClient) {
		t.Errorf("no client: %v", err)
	}
}
