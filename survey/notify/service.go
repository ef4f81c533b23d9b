package notify

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"net/mail"
	"strings"
	"time"

	"minping/survey"
)

// polls is what is needed of survey.Service.
type polls interface {
	Poll(ctx context.Context, id string) (survey.Poll, error)
	Questionnaire(ctx context.Context, id, version string) (*survey.Questionnaire, error)
	Bundled(ctx context.Context, poll string) (bool, error)
}

// A Poster posts to addresses that somebody entered: to none of the inner
// network, following no redirect. Its errors hold nothing of the address but
// the host.
type Poster interface {
	// Check returns what is wrong with an address, nil if it may be kept.
	Check(url string) error
	// Post returns the status and the beginning of the answer.
	Post(ctx context.Context, url string, header http.Header, body []byte) (status int, answer []byte, err error)
}

// A Courier takes one message to its recipient. A PermanentError says that
// trying again is of no use.
type Courier interface {
	Send(ctx context.Context, m Mail) error
}

// A Service tells people. It is safe for concurrent use; Tick it every second
// or so while it serves.
type Service struct {
	// Now is the clock, so that dates can be tested.
	Now func() time.Time
	// Mailer hands mail to a server, as a *Mailer does; nil: mail cannot be sent.
	Mailer Courier
	// Poster serves the channels that are no mail; nil: they fail.
	Poster Poster
	// URL is where people reach the server, without a slash at the end.
	URL string
	// PerMinute is how many messages all servers together send in a minute.
	PerMinute int
	// DispatchPause is how long a bundle that the mail server did not take waits
	// before it is tried again.
	DispatchPause time.Duration
	// Keep is how long lists of recipients stay after their poll was archived, and
	// lines of the log after their message was finished.
	Keep time.Duration
	// Zone is the time zone in which dates are written.
	Zone *time.Location
	// Log is told of messages that failed, without whom they went to.
	Log *slog.Logger

	store Store
	polls polls
	swept time.Time // when old lists and log lines were looked for last
}

// The defaults of a Service.
const (
	DefaultPerMinute = 60

	DefaultDispatchPause = 2 * time.Second

	DefaultKeep = 90 * 24 * time.Hour
)

// New returns a service over the store.
func New(store Store, polls polls) *Service {
	return &Service{
		Now: time.Now, PerMinute: DefaultPerMinute, DispatchPause: DefaultDispatchPause, Keep: DefaultKeep, Zone: time.Local,
		Log: slog.New(slog.DiscardHandler), store: store, polls: polls,
	}
}

// CanMail reports whether there is a mail server.
func (s *Service) CanMail() bool { return s.Mailer != nil }

// errNoMailServer is what a message by mail fails with where there is none.
var errNoMailServer = errors.New("no mail server is set up (--smtp-addr)")

// newID returns a random id.
func newID(prefix string) string { return prefix + strings.ToLower(rand.Text()) }

// deliver sends one message by its way. A PermanentError says that trying again
// is of no use.
func (s *Service) deliver(ctx context.Context, m Message) error {
	if m.Channel == "" {
		return s.mail(ctx, m)
	}
	ch, err := s.store.Channel(ctx, m.Channel)
	if errors.Is(err, survey.ErrNotFound) {
		return PermanentError{errors.New("the channel was removed")}
	}
	if err != nil {
		return err
	}
	if ch.Kind == ByMail {
		return s.mail(ctx, m)
	}
	return s.post(ctx, &ch, m.Note)
}

func (s *Service) mail(ctx context.Context, m Message) error {
	if s.Mailer == nil {
		return PermanentError{errNoMailServer}
	}
	return s.Mailer.Send(ctx, Mail{ID: m.ID, To: mail.Address{Name: m.Name, Address: m.To}, Date: s.Now().In(s.Zone), Note: m.Note})
}

func (s *Service) post(ctx context.Context, ch *Channel, n Note) error {
	if ch.URL == "" {
		return PermanentError{errChannelURL}
	}
	if s.Poster == nil {
		return PermanentError{errors.New("this server posts nowhere")}
	}
	r, err := ch.request(n, s.Now())
	if err != nil {
		return err
	}
	status, answer, err := s.Poster.Post(ctx, r.URL, r.Header, r.Body)
	if err != nil {
		return err
	}
	return ch.accepted(status, answer)
}
