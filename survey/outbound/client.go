package outbound

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// The limits of a call.
const (
	Timeout   = 5 * time.Second // from looking up the name to the end of the answer
	MaxAnswer = 64 << 10        // bytes of an answer that are read
)

const (
	maxHeader = 32 << 10 // bytes of an answer's header
	agent     = "Minping"
)

// A Client calls addresses that people have entered. It is safe for concurrent use.
type Client struct {
	allow []netip.Prefix
	http  *http.Client
}

// New returns a client that calls public addresses and those in the networks
// of allow.
func New(allow ...netip.Prefix) *Client { return newClient(nil, Timeout, allow) }

// newClient returns a client with a resolver and a limit of its own.
func newClient(names *net.Resolver, limit time.Duration, allow []netip.Prefix) *Client {
	c := &Client{allow: allow}
	dialer := &net.Dialer{Timeout: limit, Resolver: names, Control: c.control}
	c.http = &http.Client{
		Timeout:       limit,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{ // Proxy is nil: the environment is not asked
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			DisableCompression:     true, // what is read is what was sent
			MaxIdleConnsPerHost:    4,
			MaxIdleConns:           32,
			IdleConnTimeout:        30 * time.Second,
			MaxResponseHeaderBytes: maxHeader,
		},
	}
	return c
}

// control is asked before every connection, with the IP address that it goes to.
func (c *Client) control(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %w", errAddress, err)
	}
	return c.checkAddr(to.Addr())
}

// An Answer is what came back.
type Answer struct {
	Status int
	Body   []byte // its first MaxAnswer bytes
}

// Post sends a body. An answer of any status is an answer, a redirect too: it
// is not followed. Any error is a *Failure.
func (c *Client) Post(ctx context.Context, to string, header http.Header, body []byte) (Answer, error) {
	if err := c.Check(to); err != nil {
		return Answer{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.http.Timeout)
	defer cancel() // also ends an answer that was not read to its end
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return Answer{}, &Failure{"outbound_url", nil}
	}
	if header != nil {
		r.Header = header.Clone()
	}
	r.Header.Set("User-Agent", agent)
	response, err := c.http.Do(r)
	if err != nil {
		return Answer{}, failure(err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(io.LimitReader(response.Body, MaxAnswer))
	if err != nil {
		return Answer{}, failure(err)
	}
	return Answer{Status: response.StatusCode, Body: read}, nil
}

// Close lets go of connections that are kept for the next call.
func (c *Client) Close() { c.http.CloseIdleConnections() }
