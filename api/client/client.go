package client

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// base is the path that all operations begin with.
const base = "/api/v1"

// A Client calls the API of one server. It may be used by many goroutines at
// once.
type Client struct {
	*ClientWithResponses

	patience time.Duration // between two tries of a submission, at first
}

// An Option sets up a Client.
type Option func(*settings)

type settings struct {
	http     *http.Client
	language string
	patience time.Duration
}

// HTTP sets by what requests are sent; else by one that gives up
// after a minute.
func HTTP(c *http.Client) Option { return func(s *settings) { s.http = c } }

// Language sets the language of texts that are answered, "zh" or "en".
func Language(lang string) Option { return func(s *settings) { s.language = lang } }

// Patience sets how long a submission waits before it is sent a second
// time, unless the server says how long; later waits are longer.
func Patience(d time.Duration) Option { return func(s *settings) { s.patience = d } }

// New returns a client of the server at an address such as
// "https://minping.example.org". The token is one of `minping token create` or
// of createToken; without one only what is public can be called.
func New(address, token string, options ...Option) (*Client, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	if u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("client: %q is no address such as https://minping.example.org", address)
	}
	s := settings{http: &http.Client{Timeout: time.Minute}, patience: time.Second}
	for _, set := range options {
		set(&s)
	}
	sign := func(_ context.Context, r *http.Request) error {
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		if s.language != "" {
			r.Header.Set("Accept-Language", s.language)
		}
		return nil
	}
	operations, err := NewClientWithResponses(strings.TrimSuffix(address, "/")+base, WithHTTPClient(problems{s.http}), WithRequestEditorFn(sign))
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	return &Client{ClientWithResponses: operations, patience: s.patience}, nil
}
