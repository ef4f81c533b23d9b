package notify

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"minping/survey"
)

// Channels lists all channels.
func (s *Service) Channels(ctx context.Context) ([]Channel, error) { return s.store.Channels(ctx) }

// Channel returns one channel.
func (s *Service) Channel(ctx context.Context, id string) (Channel, error) {
	ch, err := s.store.Channel(ctx, id)
	if err != nil {
		err = fmt.Errorf("channel %s: %w", id, err)
	}
	return ch, err
}

// SaveChannel makes a channel, or replaces the one of its id; an empty address
// or secret then stays as it was. Errors: survey.FieldErrors,
// survey.ErrNotFound.
func (s *Service) SaveChannel(ctx context.Context, ch Channel) (Channel, error) {
	ch = ch.clean()
	if ch.ID != "" {
		return s.ReplaceChannelIf(ctx, ch, anyChannel)
	}
	ch.ID, ch.Created = newID("ch_"), s.Now().UTC().Truncate(time.Millisecond)
	if errs := s.checkChannel(ctx, ch); len(errs) > 0 {
		return Channel{}, errs
	}
	return ch, s.store.PutChannel(ctx, ch)
}

func anyChannel(Channel) error { return nil }

// errMoved: the channel is not any more what the edit was made of.
var errMoved = errors.New("the channel has changed")

// ReplaceChannelIf replaces a channel as SaveChannel does, unless holds objects
// to what it is until then.
func (s *Service) ReplaceChannelIf(ctx context.Context, ch Channel, holds func(was Channel) error) (Channel, error) {
	for {
		saved, err := s.replaceChannel(ctx, ch.clean(), holds)
		if !errors.Is(err, errMoved) {
			return saved, err
		}
	}
}

func (s *Service) replaceChannel(ctx context.Context, ch Channel, holds func(was Channel) error) (Channel, error) {
	old, err := s.Channel(ctx, ch.ID)
	if err == nil {
		err = holds(old)
	}
	if err != nil {
		return Channel{}, err
	}
	ch.Created = old.Created
	if ch.Kind == old.Kind {
		ch.keep(old)
	}
	if errs := s.checkChannel(ctx, ch); len(errs) > 0 {
		return Channel{}, errs
	}
	return ch, s.store.ReplaceChannel(ctx, ch, func(is Channel) error {
		if !reflect.DeepEqual(is, old) {
			return errMoved
		}
		return nil
	})
}

// checkChannel says what is wrong with a channel.
func (s *Service) checkChannel(ctx context.Context, ch Channel) survey.FieldErrors {
	errs := ch.check()
	if len(errs) == 0 && ch.Kind != ByMail && s.Poster != nil {
		errs = append(errs, refused(s.Poster.Check(ch.URL))...)
	}
	if len(ch.Units) > 0 {
		errs = append(errs, s.checkUnits(ctx, ch.Units)...)
	}
	for i, id := range ch.Polls {
		if _, err := s.polls.Poll(ctx, id); err != nil {
			errs = append(errs, survey.FieldError{Field: fmt.Sprintf("polls[%d]", i), Key: "unknown_poll", Args: survey.Args("poll", id)})
		}
	}
	return errs
}

// checkUnits says which units are not there.
func (s *Service) checkUnits(ctx context.Context, ids []string) (errs survey.FieldErrors) {
	units, err := s.store.Units(ctx)
	if err != nil {
		return survey.FieldErrors{{Field: "units", Key: "check", Args: survey.Args("message", err.Error())}}
	}
	for i, id := range ids {
		if !slices.ContainsFunc(units, func(u survey.Unit) bool { return u.ID == id }) {
			errs = append(errs, survey.FieldError{Field: fmt.Sprintf("units[%d]", i), Key: "channel_unit", Args: survey.Args("unit", survey.Clip(id))})
		}
	}
	return errs
}

// refused says why an address is none that is posted to.
func refused(err error) survey.FieldErrors {
	if err == nil {
		return nil
	}
	said := survey.Text{"en": err.Error()}
	if worded, ok := err.(interface{ Message(lang string) string }); ok {
		said["zh"] = worded.Message("zh")
	}
	return survey.FieldErrors{{Field: "url", Key: "check", Args: survey.Args("message", said)}}
}

// keep takes over what is secret of the channel as it was.
func (ch *Channel) keep(old Channel) {
	if ch.URL == "" {
		ch.URL = old.URL
	}
	if ch.Secret == "" {
		ch.Secret = old.Secret
	}
}

// clean returns the channel without what its kind has no use for.
func (ch Channel) clean() Channel {
	ch.Name, ch.URL, ch.Secret = strings.TrimSpace(ch.Name), strings.TrimSpace(ch.URL), strings.TrimSpace(ch.Secret)
	var to []string
	for _, address := range ch.To {
		if address = strings.TrimSpace(address); address != "" && !slices.Contains(to, address) {
			to = append(to, address)
		}
	}
	ch.To = to
	switch ch.Kind {
	case ByMail:
		ch.URL, ch.Markdown, ch.Body = "", false, ""
	case JSON:
		ch.To, ch.Markdown = nil, false
	default:
		ch.To, ch.Body = nil, ""
	}
	return ch
}

// RemoveChannel removes a channel and what is queued for it.
func (s *Service) RemoveChannel(ctx context.Context, id string) error {
	return s.RemoveChannelIf(ctx, id, anyChannel)
}

// RemoveChannelIf does so unless holds objects to what there is until then.
func (s *Service) RemoveChannelIf(ctx context.Context, id string, holds func(was Channel) error) error {
	if err := s.store.RemoveChannel(ctx, id, holds); err != nil {
		return fmt.Errorf("channel %s: %w", id, err)
	}
	return nil
}

// TestChannel sends a test message by a channel at once and says what became of
// it; of mail to each of its addresses. What the log keeps is in the messages.
func (s *Service) TestChannel(ctx context.Context, id string) ([]Message, error) {
	ch, err := s.Channel(ctx, id)
	if err != nil {
		return nil, err
	}
	note := DefaultText(Test, ch.Lang).note(survey.Args("link", s.URL))
	messages := ch.messages(note, s.Now())
	for i := range messages {
		if messages[i], err = s.once(ctx, messages[i]); err != nil {
			return nil, err
		}
	}
	return messages, nil
}

// TestMail sends a test message to one address at once and says what became of
// it. Errors: survey.FieldErrors (field "address").
func (s *Service) TestMail(ctx context.Context, to, lang string) (Message, error) {
	if e := survey.CheckAddress(to); e != nil {
		return Message{}, survey.FieldErrors{*e}
	}
	now := s.Now()
	note := DefaultText(Test, lang).note(survey.Args("link", s.URL))
	return s.once(ctx, Message{ID: newID("msg_"), Note: note, To: to, Masked: survey.MaskAddress(to), Created: now, Due: now})
}

// once sends a message that never lies in the queue, and keeps its line in the
// log.
func (s *Service) once(ctx context.Context, m Message) (Message, error) {
	err := s.deliver(ctx, m)
	m.State, m.Tries, m.Finished = Sent, 1, s.Now()
	if err != nil {
		m.State, m.Result = Failed, m.told(err)
	}
	m.Text, m.Link, m.To, m.Name = "", "", "", ""
	return m, s.store.Queue(context.WithoutCancel(ctx), []Message{m})
}

// told is an error as the log keeps it: one line, not too long, without the
// address, which mail servers quote.
func (m *Message) told(err error) string {
	text := err.Error()
	if m.To != "" {
		text = strings.ReplaceAll(text, m.To, m.Masked)
	}
	return cut(oneLine(text), 300)
}

// messages returns the messages of a note by the channel.
func (ch *Channel) messages(n Note, now time.Time) []Message {
	one := Message{Channel: ch.ID, Note: n, State: Queued, Created: now, Due: now}
	if ch.Kind != ByMail {
		one.ID, one.Masked = newID("msg_"), ch.Name
		return []Message{one}
	}
	all := make([]Message, len(ch.To))
	for i, to := range ch.To {
		one.ID, one.To, one.Masked = newID("msg_"), to, survey.MaskAddress(to)
		all[i] = one
	}
	return all
}
