package provider

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// A Config is how the operator of the server has registered it at a provider.
type Config struct {
	Issuer   string // such as https://id.example.org, as the provider writes itself
	ClientID string
	Secret   string // of the client; "": PKCE alone
	Back     string // where the provider sends people back to, as registered there
	Name     string // label of the button that leads there; "": a general one
}

// Errors of a Config and of signing in.
var (
	ErrIssuer = errors.New("must be like https://id.example.org (http only on this machine), without query")
	ErrClient = errors.New("the id that the provider gave this server is missing")

	// ErrUnreachable: the provider does not answer, or not as one.
	ErrUnreachable = errors.New("the provider of identities cannot be reached")
	// ErrRefused: the provider, or the person there, said no.
	ErrRefused = errors.New("the provider of identities refused")
	// ErrAnswer: what came back is not an answer to what was asked, or is late.
	ErrAnswer = errors.New("no valid answer of the provider of identities")
)

// Bounds of asking the provider.
const (
	askTime    = 10 * time.Second
	maxAnswer  = 1 << 20
	failedRest = 5 * time.Second // how long a provider that did not answer is not asked for what it is
)

// A Provider is a provider of identities. It is asked what it is when the first
// person goes there, so that a server starts while it is down. It is safe for
// concurrent use.
type Provider struct {
	// Now is the clock, so that expiry can be tested.
	Now func() time.Time

	config Config
	client *http.Client

	mu     sync.Mutex
	found  *found
	failed time.Time // when it did not answer for the last time
}

// found is what a provider says of itself.
type found struct {
	verifier *oidc.IDTokenVerifier
	oauth    oauth2.Config
}

// New returns a provider; nothing is asked of it yet. Errors: ErrIssuer, ErrClient.
func New(c Config) (*Provider, error) {
	u, err := url.Parse(c.Issuer)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil ||
		u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, fmt.Errorf("%q %w", c.Issuer, ErrIssuer)
	}
	if c.ClientID == "" {
		return nil, ErrClient
	}
	return &Provider{Now: time.Now, config: c, client: &http.Client{Timeout: askTime, Transport: limited{http.DefaultTransport}}}, nil
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Name is the label of the button that leads there; "": a general one.
func (p *Provider) Name() string { return p.config.Name }

// Issuer names the provider.
func (p *Provider) Issuer() string { return p.config.Issuer }

// discover returns what the provider says of itself, which is asked once.
func (p *Provider) discover(ctx context.Context) (*found, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	if now := p.Now(); now.Sub(p.failed) < failedRest {
		return nil, ErrUnreachable
	}
	// Whoever came first may go away while others wait for the same answer.
	about, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.config.Issuer)
	var says struct {
		Methods []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err == nil {
		err = about.Claims(&says)
	}
	if err != nil {
		p.failed = p.Now()
		return nil, fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	endpoint := about.Endpoint()
	endpoint.AuthStyle = authStyle(p.config.Secret, says.Methods)
	p.found = &found{
		verifier: about.Verifier(&oidc.Config{ClientID: p.config.ClientID, Now: p.Now}),
		oauth: oauth2.Config{
			ClientID: p.config.ClientID, ClientSecret: p.config.Secret, Endpoint: endpoint,
			RedirectURL: p.config.Back, Scopes: []string{oidc.ScopeOpenID, "profile"},
		},
	}
	return p.found, nil
}

// authStyle is how the client's secret is sent: in the header, which is what a
// provider takes that does not say (OpenID Connect Discovery 1.0, section 3),
// or in the form. It is not tried out, since a code is good once.
func authStyle(secret string, methods []string) oauth2.AuthStyle {
	if secret == "" || slices.Contains(methods, "client_secret_post") && !slices.Contains(methods, "client_secret_basic") {
		return oauth2.AuthStyleInParams
	}
	return oauth2.AuthStyleInHeader
}

// limited bounds the answers that are read.
type limited struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := l.RoundTripper.RoundTrip(r)
	if err == nil {
		answer.Body = http.MaxBytesReader(nil, answer.Body, maxAnswer)
	}
	return answer, err
}

// said drops what cannot be shown of a name that a provider tells, and cuts it.
func said(name string) string {
	name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " ")
	name = strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) { // also what turns the direction of writing
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > maxName {
		return string(runes[:maxName])
	}
	return name
}

// maxName is the length of a name, in characters.
const maxName = 64
