package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/mail"
	"os"
	"strings"

	"minping/survey"
	"minping/survey/notify"
	"minping/survey/outbound"
	"minping/survey/store"
)

// smtpFlags say which server takes mail.
type smtpFlags struct {
	SMTPAddr         string `name:"smtp-addr" env:"MINPING_SMTP_ADDR" placeholder:"HOST:PORT" help:"Mail server that takes messages, such as mail.example.org:587; without it none go by mail."`
	SMTPFrom         string `name:"smtp-from" env:"MINPING_SMTP_FROM" placeholder:"ADDRESS" help:"Sender of messages, such as \"民评 <minping@example.org>\"."`
	SMTPUser         string `name:"smtp-user" env:"MINPING_SMTP_USER" placeholder:"NAME" help:"User with which to sign in at the mail server."`
	SMTPPasswordFile string `name:"smtp-password-file" type:"path" env:"MINPING_SMTP_PASSWORD_FILE" placeholder:"FILE" help:"File that holds the user's password."`
	SMTPTLS          string `name:"smtp-tls" enum:"starttls,tls,none," default:"starttls" env:"MINPING_SMTP_TLS" help:"How the connection is encrypted: starttls, tls from the start, or none (to this machine only)."`
	NotifyRate       int    `name:"notify-rate" default:"60" env:"MINPING_NOTIFY_RATE" placeholder:"N" help:"How many messages all servers together send in a minute."`
}

// mailer returns what the flags describe, nil without an address.
func (f smtpFlags) mailer() (*notify.Mailer, error) {
	if f.SMTPAddr == "" {
		return nil, nil //nolint:nilnil // no mail server is one of the settings
	}
	m := &notify.Mailer{Addr: f.SMTPAddr, User: f.SMTPUser, Security: notify.Security(f.SMTPTLS)}
	if f.SMTPTLS == "" {
		m.Security = notify.StartTLS
	}
	from, err := mail.ParseAddress(f.SMTPFrom)
	if err != nil || survey.CheckAddress(from.Address) != nil {
		return nil, fmt.Errorf("--smtp-from: %w", notify.ErrMailFrom)
	}
	m.From = *from
	if f.SMTPPasswordFile != "" {
		secret, err := os.ReadFile(f.SMTPPasswordFile)
		if err != nil {
			return nil, fmt.Errorf("--smtp-password-file: %w", err)
		}
		m.Password = strings.TrimRight(string(secret), "\r\n")
	}
	if err := m.Check(); err != nil {
		return nil, fmt.Errorf("--smtp-addr, --smtp-from, --smtp-user, --smtp-tls: %w", err)
	}
	return m, nil
}

var errRate = errors.New("--notify-rate must be from 1 to 6000 messages a minute")

// notifier returns a service over the store that sends by the flags.
func (f smtpFlags) notifier(st *store.Store, service *survey.Service, client *outbound.Client, url string, log *slog.Logger) (*notify.Service, error) {
	m, err := f.mailer()
	if err != nil {
		return nil, usageError{err}
	}
	n := notify.New(st.People, service)
	if m != nil {
		n.Mailer = m
	}
	if f.NotifyRate != 0 { // 0 where flags were not read
		n.PerMinute = f.NotifyRate
	}
	if n.PerMinute < 1 || n.PerMinute > 6000 {
		return nil, usageError{errRate}
	}
	n.URL, n.Poster = url, poster{client}
	if log != nil {
		n.Log = log
	}
	return n, nil
}

// A poster posts to addresses that people entered, for notify.
type poster struct{ *outbound.Client }

// Post implements notify.Poster.
func (p poster) Post(ctx context.Context, url string, header http.Header, body []byte) (int, []byte, error) {
	answer, err := p.Client.Post(ctx, url, header, body)
	return answer.Status, answer.Body, err
}
