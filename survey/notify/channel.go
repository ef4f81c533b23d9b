package notify

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"minping/survey"
)

// A ChannelKind is a way by which staff are told.
type ChannelKind string

// The kinds of channels.
const (
	ByMail   ChannelKind = "mail"
	WeCom    ChannelKind = "wecom"    // 企业微信群机器人
	DingTalk ChannelKind = "dingtalk" // 钉钉自定义机器人
	Feishu   ChannelKind = "feishu"   // 飞书自定义机器人
	JSON     ChannelKind = "json"     // any address that takes a POST
)

// ChannelKinds are all kinds.
var ChannelKinds = []ChannelKind{ByMail, WeCom, DingTalk, Feishu, JSON}

// A Channel is where staff are told of what happens to polls. URL and Secret
// are kept apart, in no backup, and shown to nobody: the address of a robot is
// its key.
type Channel struct {
	ID       string             `json:"id"`
	Name     string             `json:"name"`
	Kind     ChannelKind        `json:"kind"`
	Lang     string             `json:"lang"`
	Polls    []string           `json:"polls,omitempty"`  // empty: all
	Units    []string           `json:"units,omitempty"`  // and those below them; empty: all
	Events   []survey.EventKind `json:"events,omitempty"` // empty: all
	To       []string           `json:"to,omitempty"`     // of mail: each gets a message of his own
	Markdown bool               `json:"markdown,omitempty"`
	Body     string             `json:"body,omitempty"` // of JSON: the form of what is posted
	Paused   bool               `json:"paused"`
	Created  time.Time          `json:"-"`

	URL    string `json:"-"`
	Secret string `json:"-"`
}

// The most characters, addresses and bytes of a channel.
const (
	maxChannelName = 60
	maxChannelTo   = 50
	maxChannelOf   = 100 // units
	maxChannelURL  = 1000
	maxChannelBody = 8192
)

var errChannelURL = errors.New("the channel's address is not there or not whole; enter it again")

// Missing reports whether the channel has lost its address, as after a restore.
func (ch *Channel) Missing() bool { return ch.Kind != ByMail && ch.URL == "" }

// Host names where a channel posts to, without what is secret of the address.
func (ch *Channel) Host() string {
	u, err := url.Parse(ch.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// wants reports whether the channel is to be told of an event.
func (ch *Channel) wants(e survey.Event) bool {
	return !ch.Paused &&
		(len(ch.Polls) == 0 || slices.Contains(ch.Polls, e.Poll)) &&
		(len(ch.Events) == 0 || slices.Contains(ch.Events, e.Kind))
}

// check says what is wrong with a channel.
func (ch *Channel) check() (errs survey.FieldErrors) {
	wrong := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	switch n := utf8.RuneCountInString(ch.Name); {
	case n == 0:
		wrong("name", "missing")
	case n > maxChannelName:
		wrong("name", "too_long", "max", maxChannelName, "count", n)
	case strings.ContainsFunc(ch.Name, unicode.IsControl):
		wrong("name", "one_line")
	}
	if !slices.Contains(ChannelKinds, ch.Kind) {
		wrong("kind", "channel_kind", "kind", string(ch.Kind))
	}
	if ch.Lang != "zh" && ch.Lang != "en" {
		wrong("lang", "unknown_lang", "lang", ch.Lang)
	}
	for i, e := range ch.Events {
		if !slices.Contains(survey.EventKinds, e) {
			wrong(fmt.Sprintf("events[%d]", i), "unknown_event", "event", string(e), "events", eventNames())
		}
	}
	if n := len(ch.Units); n > maxChannelOf {
		wrong("units", "too_many", "max", maxChannelOf, "count", n)
	}
	if ch.Kind == ByMail {
		return append(errs, ch.checkTo()...)
	}
	return append(errs, ch.checkPost()...)
}

func eventNames() []string {
	names := make([]string, len(survey.EventKinds))
	for i, k := range survey.EventKinds {
		names[i] = string(k)
	}
	return names
}

func (ch *Channel) checkTo() (errs survey.FieldErrors) {
	switch {
	case len(ch.To) == 0:
		errs = append(errs, survey.FieldError{Field: "to", Key: "missing"})
	case len(ch.To) > maxChannelTo:
		errs = append(errs, survey.FieldError{Field: "to", Key: "channel_recipients", Args: survey.Args("max", maxChannelTo)})
	}
	for i, address := range ch.To {
		if e := survey.CheckAddress(address); e != nil {
			e.Field = fmt.Sprintf("to[%d]", i)
			errs = append(errs, *e)
		}
	}
	if ch.Secret != "" {
		errs = append(errs, survey.FieldError{Field: "secret", Key: "channel_secret"})
	}
	return errs
}

func (ch *Channel) checkPost() (errs survey.FieldErrors) {
	u, err := url.Parse(ch.URL)
	switch {
	case ch.URL == "":
		errs = append(errs, survey.FieldError{Field: "url", Key: "missing"})
	case err != nil || u.Scheme != "https" && (u.Scheme != "http" || ch.Kind != JSON) || u.Host == "" || u.User != nil || len(ch.URL) > maxChannelURL:
		errs = append(errs, survey.FieldError{Field: "url", Key: "channel_url"})
	}
	if ch.Secret != "" && ch.Kind == WeCom {
		errs = append(errs, survey.FieldError{Field: "secret", Key: "channel_secret"})
	}
	if n := len(ch.Secret); n > maxChannelURL || strings.ContainsFunc(ch.Secret, func(r rune) bool { return r <= ' ' || r > '~' }) {
		errs = append(errs, survey.FieldError{Field: "secret", Key: "bad_characters"})
	}
	if ch.Kind == JSON {
		if _, err := parseBody(ch.Body); err != nil || len(ch.Body) > maxChannelBody {
			errs = append(errs, survey.FieldError{Field: "body", Key: "channel_body", Args: survey.Args("names", braced(jsonNames), "example", DefaultBody)})
		}
	}
	return errs
}

// braced writes the names of placeholders as they stand in texts.
func braced(names []string) []string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = "{" + n + "}"
	}
	return all
}
