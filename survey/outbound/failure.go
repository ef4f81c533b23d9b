package outbound

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"

	"minping/survey"
)

// errAddress says that an IP address is not one of the public Internet, and in
// none of the networks that are allowed.
var errAddress = errors.New("not a public address")

// A Failure says why an address cannot be called, or was not. It holds nothing
// of the address but, in what it wraps, the host: paths and queries may be secret.
type Failure struct {
	Reason string // a key of survey's messages: outbound_time, outbound_address, …
	err    error
}

// Error is in English, for logs.
func (f *Failure) Error() string { return f.Message("en") }

// Unwrap returns what went wrong underneath, or nil.
func (f *Failure) Unwrap() error { return f.err }

// Message says it in a language.
func (f *Failure) Message(lang string) string { return Message(f.Reason, lang) }

// Key is the reason.
func (f *Failure) Key() string { return f.Reason }

// Mistake says it of a field of a form.
func (f *Failure) Mistake(field string) survey.FieldError {
	return survey.FieldError{Field: field, Key: f.Reason, Args: args()}
}

// Message words the reason of a failure that was kept.
func Message(reason, lang string) string {
	return survey.FieldError{Key: reason, Args: args()}.Message(lang)
}

// args are what messages are filled in with.
func args() map[string]any { return survey.Args("seconds", int(Timeout.Seconds()), "bytes", maxURL) }

// failure returns an error of net/http as a Failure.
func failure(err error) *Failure {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err // without the address
	}
	return &Failure{reasonOf(err), err}
}

func reasonOf(err error) string {
	var name *net.DNSError
	var slow net.Error
	var op *net.OpError
	switch {
	case errors.Is(err, errAddress):
		return "outbound_address"
	case errors.As(err, &slow) && slow.Timeout(), errors.Is(err, os.ErrDeadlineExceeded):
		return "outbound_time"
	case errors.As(err, &name):
		return "outbound_name"
	case errors.As(err, new(*tls.CertificateVerificationError)), errors.As(err, new(x509.UnknownAuthorityError)),
		errors.As(err, new(x509.HostnameError)), errors.As(err, new(tls.RecordHeaderError)), errors.As(err, new(tls.AlertError)), errors.Is(err, http.ErrSchemeMismatch):
		return "outbound_tls"
	case errors.As(err, &op):
		return "outbound_connect"
	}
	return "outbound_answer"
}
