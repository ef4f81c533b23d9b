package notify

import (
	"context"
	"time"

	"minping/survey"
)

// A ChannelStore keeps channels.
type ChannelStore interface {
	// PutChannel makes a channel, its address and secret too.
	PutChannel(ctx context.Context, ch Channel) error
	// ReplaceChannel replaces one, unless holds objects to what there is until then.
	ReplaceChannel(ctx context.Context, ch Channel, holds func(was Channel) error) error
	Channel(ctx context.Context, id string) (Channel, error)
	// Channels lists all channels as they were made.
	Channels(ctx context.Context) ([]Channel, error)
	// RemoveChannel removes a channel and what is queued for it, unless holds
	// objects to what there is until then.
	RemoveChannel(ctx context.Context, id string, holds func(was Channel) error) error
}

// A TextStore keeps how organisers word the messages of a poll.
type TextStore interface {
	// PutText words a kind, RemoveText goes back to the default, unless holds
	// objects to the poll's own texts as they are until then.
	PutText(ctx context.Context, poll string, t Text, holds func(own []Text) error) error
	RemoveText(ctx context.Context, poll string, k Kind, lang string, holds func(own []Text) error) error
	PollTexts(ctx context.Context, poll string) ([]Text, error)
}

// A RecipientStore keeps who is told of a poll.
type RecipientStore interface {
	// PutRecipients adds recipients, or replaces those of the same address;
	// with anew, those that were there before are dropped first. ErrTooMany if
	// there would be more than most; nothing is changed then.
	PutRecipients(ctx context.Context, poll string, list []survey.Recipient, anew bool, most int) error
	// Recipients lists the recipients of a poll from an offset on, by address;
	// of one group, "" is all.
	Recipients(ctx context.Context, poll, group string, offset, limit int) ([]survey.Recipient, error)
	// CountRecipients counts them by group.
	CountRecipients(ctx context.Context, poll string) (map[string]int, error)
	// RemoveRecipient drops one address of a poll and what is queued for it.
	RemoveRecipient(ctx context.Context, poll, address string) error
	// RemoveRecipients drops the list of a poll and what is queued for it.
	RemoveRecipients(ctx context.Context, poll string) error
	// RecipientLists lists the polls that have recipients.
	RecipientLists(ctx context.Context) ([]List, error)
	// NoteArchived keeps when a poll with recipients was first seen archived.
	NoteArchived(ctx context.Context, poll string, at time.Time) error
}

// A List says that a poll has recipients.
type List struct {
	Poll     string
	Archived time.Time // when the poll was first seen archived; zero: it is not
}

// A QueueStore keeps what is to be sent and what was.
type QueueStore interface {
	PutMailing(ctx context.Context, m Mailing) error
	// Mailings lists the mailings of a poll, the latest first, with counts.
	Mailings(ctx context.Context, poll string) ([]Mailing, error)
	// PlannedMailings lists the mailings of all polls that have not gone out.
	PlannedMailings(ctx context.Context) ([]Mailing, error)
	// SendMailing moves a planned mailing to the state and queues its messages,
	// in one transaction; survey.ErrConflict if it is not planned any more.
	SendMailing(ctx context.Context, id string, to MailingState, messages []Message) error
	// StopMailing calls a mailing off and stops what is queued of it.
	StopMailing(ctx context.Context, poll, id string, now time.Time) error

	// Events leases the oldest events, at most n, of which channels were not told.
	Events(ctx context.Context, now time.Time, lease time.Duration, n int) ([]survey.Event, error)
	// QueueEvent queues what the channels say of an event, once: in the transaction
	// that notes that they were told.
	QueueEvent(ctx context.Context, event string, messages []Message) error
	// Queue adds messages; one whose id is there already stays.
	Queue(ctx context.Context, messages []Message) error
	// Claim leases queued messages that are due, at most perMinute of them in a
	// minute whichever server asks, and at most most now.
	Claim(ctx context.Context, now time.Time, lease time.Duration, perMinute, most int) ([]Message, error)
	// Finish notes what became of a leased message, and forgets its text and
	// address.
	Finish(ctx context.Context, id string, to State, result string, now time.Time) error
	// Again puts a leased message back for later.
	Again(ctx context.Context, id, result string, due time.Time) error
	// Log lists messages, the latest first.
	Log(ctx context.Context, q LogQuery) ([]Message, error)
	// Waiting counts the queued messages.
	Waiting(ctx context.Context) (int, error)
	// ForgetLog drops what was finished before a time.
	ForgetLog(ctx context.Context, before time.Time) error
}
