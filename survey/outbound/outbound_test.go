package outbound

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

var ctx = context.Background()

var loopback = netip.MustParsePrefix("127.0.0.0/8")

// reason returns the key of a failure, or "".
func reason(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var f *Failure
	if !errors.As(err, &f) {
		t.Fatalf("%v is no failure", err)
	}
	for _, lang := range []string{"zh", "en"} {
		if m := f.Message(lang); m == f.Reason || strings.Contains(m, "{") {
			t.Errorf("message %q in %s", m, lang)
		}
	}
	return f.Reason
}

// Addresses of this machine and its networks are refused in every form, when
// they are entered and when they are called (trust test 61).
func TestRefusedAddresses(t *testing.T) {
	for _, tt := range []struct{ host, want string }{
		{"127.0.0.1", "outbound_address"},
		{"127.9.9.9", "outbound_address"},
		{"0.0.0.0", "outbound_address"},
		{"10.1.2.3", "outbound_address"},
		{"172.16.0.1", "outbound_address"},
		{"172.31.255.255", "outbound_address"},
		{"192.168.1.1", "outbound_address"},
		{"169.254.169.254", "outbound_address"},
		{"100.100.100.200", "outbound_address"},
		{"168.63.129.16", "outbound_address"},
		{"198.18.0.1", "outbound_address"},
		{"192.0.2.1", "outbound_address"},
		{"224.0.0.1", "outbound_address"},
		{"255.255.255.255", "outbound_address"},
		{"[::1]", "outbound_address"},
		{"[::]", "outbound_address"},
		{"[fe80::1]", "outbound_address"},
		{"[fc00::1]", "outbound_address"},
		{"[fd00:ec2::254]", "outbound_address"},
		{"[ff02::1]", "outbound_address"},
		{"[fec0::1]", "outbound_address"},
		{"[::127.0.0.1]", "outbound_address"},      // compatible
		{"[64:ff9b::7f00:1]", "outbound_address"},  // NAT64
		{"[64:ff9b:1::a00:1]", "outbound_address"}, // NAT64 of one's own
		{"[2002:7f00:1::]", "outbound_address"},    // 6to4
		{"[2001:0:7f00:1::]", "outbound_address"},  // Teredo
		{"[2001:db8::1]", "outbound_address"},      // documentation
		{"[::ffff:127.0.0.1]", "outbound_host"},    // mapped
		{"[::ffff:8.8.8.8]", "outbound_host"},      // mapped, whatever it holds
		{"[fe80::1%25eth0]", "outbound_host"},      // with a zone
		{"2130706433", "outbound_host"},            // decimal
		{"017700000001", "outbound_host"},          // octal
		{"0x7f000001", "outbound_host"},            // hexadecimal
		{"0177.0.0.1", "outbound_host"},            // octal part
		{"0x7f.0.0.1", "outbound_host"},            // hexadecimal part
		{"127.1", "outbound_host"},                 // short
		{"127.0.0.1.", "outbound_host"},            // with the root's dot
		{"127.0.0.0x1", "outbound_host"},           // mixed
		{"１２７.0.0.1", "outbound_host"},             // full width
		{"①②⑦.0.0.1", "outbound_host"},             // circled
		{"127。0。0。1", "outbound_host"},             // ideographic stops
		{"a_b..example.org", "outbound_host"},      // no label
		{"exam ple.org", "outbound_url"},           // no host at all
		{"localhost", ""},                          // by name: when it is called
		{"example.org", ""},
		{"8.8.8.8", ""},
		{"[2606:4700::1111]", ""},
		{"xn--fiq228c.example", ""},
	} {
		if got := reason(t, New().Check("http://"+tt.host+"/hook")); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.host, got, tt.want)
		}
		if tt.want == "" && tt.host != "localhost" {
			continue // not called from a test
		}
		_, err := New().Post(ctx, "http://"+tt.host+":9/hook", nil, nil)
		if got := reason(t, err); got != tt.want && tt.host != "localhost" || got == "" || got == "outbound_connect" {
			t.Errorf("calling %s: %q, want %q", tt.host, got, tt.want)
		}
	}
}

func TestRefusedURLs(t *testing.T) {
	for raw, want := range map[string]string{
		"":                             "outbound_url",
		"/hook":                        "outbound_url",
		"example.org/hook":             "outbound_url",
		"ftp://example.org/":           "outbound_url",
		"file:///etc/passwd":           "outbound_url",
		"gopher://example.org/":        "outbound_url",
		"http:example.org":             "outbound_url",
		"http:///hook":                 "outbound_url",
		"http://example.org:/hook":     "outbound_url",
		"http://example.org/#x":        "outbound_url",
		"http://example.org\r\nX: y/":  "outbound_url",
		"http://a:b@example.org/":      "outbound_userinfo",
		"http://example.org@127.0.0.1": "outbound_userinfo",
		"http://example.org/" + strings.Repeat("x", maxURL): "outbound_url",
		"HTTPS://EXAMPLE.ORG/":                              "",
		"https://example.org:8443/x":                        "",
	} {
		if got := reason(t, New().Check(raw)); got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
}

// A network that is allowed is called, and no other with it.
func TestAllowedNetwork(t *testing.T) {
	server := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusAccepted)
		_, _ = w.Write([]byte(r.Header.Get("X-Test") + string(body)))
	})
	a, err := New(loopback).Post(ctx, server, http.Header{"X-Test": {"1"}}, []byte("2"))
	if err != nil || a.Status != http.StatusAccepted || string(a.Body) != "12" {
		t.Errorf("answer %+v, %v", a, err)
	}
	if _, err := New(netip.MustParsePrefix("10.0.0.0/8")).Post(ctx, server, nil, nil); reason(t, err) != "outbound_address" {
		t.Errorf("another network: %v", err)
	}
}

// receiver starts a server on loopback and returns its address.
func receiver(t *testing.T, handle http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(handle)
	t.Cleanup(s.Close)
	return s.URL
}

// A redirect inward is not followed (trust test 61).
func TestRedirectInward(t *testing.T) {
	var inside atomic.Int32
	inner := receiver(t, func(http.ResponseWriter, *http.Request) { inside.Add(1) })
	for _, status := range []int{301, 302, 303, 307, 308} {
		outer := receiver(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inner, status) })
		a, err := New(loopback).Post(ctx, outer, nil, []byte("{}"))
		if err != nil || a.Status != status || inside.Load() != 0 {
			t.Errorf("redirect %d: %d, %v; %d calls inside", status, a.Status, err, inside.Load())
		}
	}
}

// names is a name server for one name, whose address changes from one question
// to the next.
func names(t *testing.T, answers ...string) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		next := 0
		for buffer := make([]byte, 1500); ; {
			n, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buffer[:n]) != nil || len(m.Questions) == 0 {
				continue
			}
			m.Response, m.Additionals = true, nil
			if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, Type: q.Type},
					Body:   &dnsmessage.AResource{A: netip.MustParseAddr(answers[next]).As4()},
				}}
				next = min(next+1, len(answers)-1)
			}
			if packed, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(packed, from)
			}
		}
	}()
	var d net.Dialer
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return d.DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// A name that leads outside when it is entered and inward when it is called is
// refused when it is called (trust test 61). Outside is here one address that
// is allowed.
func TestNameThatChanges(t *testing.T) {
	outside, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skipf("no second loopback address: %v", err)
	}
	_, port, _ := net.SplitHostPort(outside.Addr().String())
	inside, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		t.Skipf("port %s is taken: %v", port, err)
	}
	var outer, inner atomic.Int32
	serve := func(l net.Listener, calls *atomic.Int32) {
		s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			calls.Add(1)
			w.Header().Set("Connection", "close")
		})}
		t.Cleanup(func() { s.Close() })
		go func() { _ = s.Serve(l) }()
	}
	serve(outside, &outer)
	serve(inside, &inner)
	c := newClient(names(t, "127.0.0.2", "127.0.0.1"), Timeout, []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")})
	target := "http://changing.example:" + port + "/"
	if err := c.Check(target); err != nil {
		t.Errorf("entering: %v", err)
	}
	if a, err := c.Post(ctx, target, nil, nil); err != nil || a.Status != http.StatusOK {
		t.Errorf("outside: %+v, %v", a, err)
	}
	if _, err := c.Post(ctx, target, nil, nil); reason(t, err) != "outbound_address" {
		t.Errorf("inside: %v", err)
	}
	if outer.Load() != 1 || inner.Load() != 0 {
		t.Errorf("%d calls outside, %d inside", outer.Load(), inner.Load())
	}
}

// A proxy of the environment would make the connection in our place.
func TestNoProxy(t *testing.T) {
	if p := New().http.Transport.(*http.Transport).Proxy; p != nil {
		t.Error("a proxy is asked")
	}
}

// What goes wrong is told apart, and nothing of it holds the address.
func TestFailures(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	hang := make(chan struct{})
	defer close(hang)
	for _, tt := range []struct{ name, address, want string }{
		{"says nothing", "http://" + silent.Addr().String(), "outbound_time"},
		{"not there", "http://" + closed.Addr().String(), "outbound_connect"},
		{"certificate of nobody", secure.URL, "outbound_tls"},
		{"no TLS", "https://" + strings.TrimPrefix(receiver(t, func(http.ResponseWriter, *http.Request) {}), "http://"), "outbound_tls"},
		{"never ends", receiver(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte("x"))
			w.(http.Flusher).Flush()
			<-hang
		}), "outbound_time"},
		{"breaks off", receiver(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "10")
			_, _ = w.Write([]byte("x"))
		}), "outbound_answer"},
		{"no HTTP", "http://" + babbler(t), "outbound_answer"},
		{"header without end", "http://" + endless(t), "outbound_answer"},
		{"no such name", "http://nobody.invalid", "outbound_name"},
	} {
		resolver := names(t, "127.0.0.1")
		if tt.want == "outbound_name" {
			resolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
				return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
			}}
		}
		patience := Timeout
		if tt.want == "outbound_time" {
			patience = 300 * time.Millisecond
		}
		c := newClient(resolver, patience, []netip.Prefix{loopback})
		_, err := c.Post(ctx, tt.address+"/secret", nil, []byte("{}"))
		if got := reason(t, err); got != tt.want {
			t.Errorf("%s: %q, want %q: %v", tt.name, got, tt.want, errors.Unwrap(err))
		}
		if _, holds := errors.AsType[*url.Error](err); holds || err != nil && strings.Contains(err.Error()+errors.Unwrap(err).Error(), "secret") {
			t.Errorf("%s: the error holds the address: %v", tt.name, err)
		}
		c.Close()
	}
}

// talker is a server that is none of HTTP.
func talker(t *testing.T, talk func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = conn.Read(make([]byte, 4096))
				talk(conn)
			}()
		}
	}()
	return l.Addr().String()
}

func babbler(t *testing.T) string {
	return talker(t, func(c net.Conn) { _, _ = c.Write([]byte("220 mail.example ESMTP\r\n")) })
}

func endless(t *testing.T) string {
	return talker(t, func(c net.Conn) {
		if _, err := c.Write([]byte("HTTP/1.1 200 OK\r\n")); err != nil {
			return
		}
		for line := []byte("X: " + strings.Repeat("y", 1000) + "\r\n"); ; {
			if _, err := c.Write(line); err != nil {
				return
			}
		}
	})
}

// An answer without end is read as far as is kept, and then left.
func TestEndlessAnswer(t *testing.T) {
	var sent atomic.Int64
	over := make(chan struct{})
	server := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
		defer close(over)
		for chunk := make([]byte, 32<<10); ; {
			n, err := w.Write(chunk)
			sent.Add(int64(n))
			if err != nil {
				return
			}
		}
	})
	a, err := New(loopback).Post(ctx, server, nil, nil)
	if err != nil || len(a.Body) != MaxAnswer {
		t.Fatalf("%d bytes, %v", len(a.Body), err)
	}
	<-over
	if n := sent.Load(); n > 64<<20 {
		t.Errorf("%d bytes were sent", n)
	}
}
