package notify

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"slices"
	"strings"
	"time"
)

// A Security is how a connection to a mail server is kept from being read.
type Security string

// The kinds of security.
const (
	StartTLS Security = "starttls" // begun in the open, encrypted before anything is said
	FullTLS  Security = "tls"      // encrypted from the first byte
	Plain    Security = "none"     // to this machine only
)

// mailTime is how long handing one message to a server may take.
const mailTime = 30 * time.Second

// A Mailer hands mail to a server.
type Mailer struct {
	Addr     string // host:port
	From     mail.Address
	User     string // "": no sign-in
	Password string
	Security Security
	TLS      *tls.Config // nil: the system's authorities
	Timeout  time.Duration
}

// What is wrong with the settings of a Mailer.
var (
	ErrMailAddr     = errors.New("the address of the mail server must be like mail.example.org:587")
	ErrMailFrom     = errors.New("the sender must be an address such as minping@example.org or 民评 <minping@example.org>")
	ErrMailSecurity = errors.New("mail without TLS goes to this machine only (127.0.0.1, ::1, localhost); use starttls or tls")
	ErrMailUser     = errors.New("a user of the mail server needs a password, and TLS")
)

// Check says what is wrong with the settings.
func (m *Mailer) Check() error {
	host, port, err := net.SplitHostPort(m.Addr)
	if err != nil || host == "" || port == "" {
		return ErrMailAddr
	}
	if m.From.Address == "" {
		return ErrMailFrom
	}
	if m.Security != StartTLS && m.Security != FullTLS && (m.Security != Plain || !loopback(host)) {
		return ErrMailSecurity
	}
	if m.User != "" && (m.Password == "" || m.Security == Plain) {
		return ErrMailUser
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Send hands one message to the server, to its one recipient. A PermanentError
// says that trying again is of no use.
func (m *Mailer) Send(ctx context.Context, msg Mail) error {
	if err := m.Check(); err != nil {
		return PermanentError{err}
	}
	msg.From = m.From
	body, err := msg.Bytes()
	if err != nil {
		return PermanentError{err}
	}
	ctx, cancel := context.WithTimeout(ctx, m.timeout())
	defer cancel()
	client, err := m.dial(ctx)
	if err != nil {
		return fault(err)
	}
	defer client.Close()
	return fault(m.hand(client, msg, body))
}

func (m *Mailer) timeout() time.Duration {
	if m.Timeout > 0 {
		return m.Timeout
	}
	return mailTime
}

// dial connects, by TLS where that is wanted from the start.
func (m *Mailer) dial(ctx context.Context) (*smtp.Client, error) {
	host, _, _ := net.SplitHostPort(m.Addr)
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", m.Addr)
	if err != nil {
		return nil, err
	}
	if end, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(end); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	if m.Security == FullTLS {
		conn = tls.Client(conn, m.config(host))
	}
	client, err := smtp.NewClient(conn, host)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return client, nil
}

func (m *Mailer) config(host string) *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if m.TLS != nil {
		c = m.TLS.Clone()
	}
	c.ServerName = host
	return c
}

// hand says what SMTP (RFC 5321) asks for.
func (m *Mailer) hand(c *smtp.Client, msg Mail, body []byte) error {
	host, _, _ := net.SplitHostPort(m.Addr)
	if err := c.Hello(helloName(m.From.Address)); err != nil {
		return err
	}
	if m.Security == StartTLS {
		if ok, _ := c.Extension("STARTTLS"); !ok {
			return PermanentError{errors.New("the mail server offers no STARTTLS; nothing was sent")}
		}
		if err := c.StartTLS(m.config(host)); err != nil {
			return err
		}
	}
	if m.User != "" {
		if err := m.signIn(c, host); err != nil {
			return err
		}
	}
	if err := c.Mail(msg.From.Address); err != nil {
		return err
	}
	if err := c.Rcpt(msg.To.Address); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(body); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	_ = c.Quit() // the message is accepted, whatever comes now
	return nil
}

// helloName is how a client calls itself: by the domain that it sends for.
func helloName(from string) string { return domainOf(from) }

// signIn uses PLAIN where it is offered, else LOGIN; both only under TLS.
func (m *Mailer) signIn(c *smtp.Client, host string) error {
	if _, encrypted := c.TLSConnectionState(); !encrypted {
		return PermanentError{ErrMailUser}
	}
	ok, offered := c.Extension("AUTH")
	ways := strings.Fields(strings.ToUpper(offered))
	switch {
	case ok && slices.Contains(ways, "PLAIN"):
		return c.Auth(smtp.PlainAuth("", m.User, m.Password, host))
	case ok && slices.Contains(ways, "LOGIN"):
		return c.Auth(&loginAuth{m.User, m.Password})
	}
	return PermanentError{fmt.Errorf("the mail server offers neither PLAIN nor LOGIN to sign in, but %q", offered)}
}

// loginAuth is the LOGIN way of signing in, which the standard library leaves
// out: the server asks for the name, then for the password.
type loginAuth struct{ user, password string }

// Start implements smtp.Auth.
func (*loginAuth) Start(s *smtp.ServerInfo) (string, []byte, error) {
	if !s.TLS {
		return "", nil, ErrMailUser
	}
	return "LOGIN", nil, nil
}

// Next implements smtp.Auth.
func (a *loginAuth) Next(ask []byte, more bool) ([]byte, error) {
	switch {
	case !more:
		return nil, nil
	case strings.Contains(strings.ToLower(string(ask)), "user"):
		return []byte(a.user), nil
	case strings.Contains(strings.ToLower(string(ask)), "pass"):
		return []byte(a.password), nil
	}
	return nil, errors.New("the mail server asks for something that LOGIN does not know")
}

// A PermanentError will come again however often the message is tried.
type PermanentError struct{ Err error }

// Error implements error.
func (e PermanentError) Error() string { return e.Err.Error() }

// Unwrap returns what it was.
func (e PermanentError) Unwrap() error { return e.Err }

// fault makes answers of 500 and above permanent.
func fault(err error) error {
	if said, ok := errors.AsType[*textproto.Error](err); ok && said.Code >= 500 {
		return PermanentError{err}
	}
	return err
}
