package notify

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"minping/survey"
)

// tellAll queues what the channels are to say of new events.
func (s *Service) tellAll(ctx context.Context) error {
	events, err := s.store.Events(ctx, s.Now(), leaseTime, atOnce)
	errs := []error{err}
	for _, e := range events {
		messages, err := s.said(ctx, e)
		if err == nil {
			err = s.store.QueueEvent(ctx, e.ID, messages)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// said returns the messages of all channels about an event.
func (s *Service) said(ctx context.Context, e survey.Event) (messages []Message, err error) {
	kind, known := kindOf[e.Kind]
	if !known {
		return nil, nil
	}
	worded := s.pollWording
	switch {
	case e.Order != "":
		worded = s.orderWording
	case e.Case != "":
		worded = s.caseWording
	}
	about, err := worded(ctx, e, kind)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	channels, err := s.store.Channels(ctx)
	if err != nil {
		return nil, err
	}
	var above func(unit string) string
	if slices.ContainsFunc(channels, func(ch Channel) bool { return len(ch.Units) > 0 }) {
		if above, err = s.parents(ctx); err != nil {
			return nil, err
		}
	}
	for _, ch := range channels {
		if ch.wants(e) && ch.concerns(about, above) {
			n := about.note(ch.Lang)
			n.Poll = e.Poll
			messages = append(messages, ch.messages(n, s.Now())...)
		}
	}
	return messages, nil
}

// told is what is said of an event, and whom it concerns.
type told struct {
	note     func(lang string) Note
	units    []string // that it is about
	farthest int      // how many levels above them it is told; anyFar: all
}

const anyFar = 1 << 30

// pollWording returns how an event of a poll is worded in a language.
func (s *Service) pollWording(ctx context.Context, e survey.Event, k Kind) (told, error) {
	poll, err := s.polls.Poll(ctx, e.Poll)
	if err != nil {
		return told{}, err
	}
	texts, err := s.store.PollTexts(ctx, e.Poll)
	return told{units: poll.Units, farthest: anyFar, note: func(lang string) Note {
		return textOf(texts, k, lang).note(s.args(k, lang, poll, survey.Recipient{}))
	}}, err
}

// parents returns what tells the unit above a unit; "": there is none.
func (s *Service) parents(ctx context.Context) (func(unit string) string, error) {
	units, err := s.store.Units(ctx)
	above := make(map[string]string, len(units))
	for _, u := range units {
		above[u.ID] = u.Parent
	}
	return func(unit string) string { return above[unit] }, err
}

// concerns reports whether what is told is about a unit of the channel, or one
// below, and no farther below than it is told.
func (ch *Channel) concerns(t told, above func(unit string) string) bool {
	if len(ch.Units) == 0 {
		return true
	}
	for _, unit := range t.units {
		seen := map[string]bool{}
		for far := 0; unit != "" && far <= t.farthest && !seen[unit]; far++ {
			if slices.Contains(ch.Units, unit) {
				return true
			}
			seen[unit] = true
			unit = above(unit)
		}
	}
	return false
}

// textOf returns how a poll words a kind in a language.
func textOf(texts []Text, k Kind, lang string) Text {
	for _, t := range texts {
		if t.Kind == k && t.Lang == lang {
			return t
		}
	}
	return DefaultText(k, lang)
}

// args are what the placeholders of a kind stand for.
func (s *Service) args(k Kind, lang string, p survey.Poll, to survey.Recipient) map[string]any {
	how := "how_open"
	if p.Access == survey.ByCode {
		how = "how_code"
	}
	return survey.Args(
		"poll", oneLine(p.Title.In(lang)), "link", s.link(k, p.ID), "name", oneLine(to.Name),
		"opens", moment(lang, p.Opens, s.Zone), "closes", moment(lang, p.Closes, s.Zone),
		"organiser", oneLine(p.Organiser.In(lang)), "contact", oneLine(p.Contact.In(lang)),
		"how", defaults[how].In(lang), "sheets", "", "until", "", // which Dispatch knows
	)
}

// argsTo are those of a message to a respondent; bundled: he comes in with what
// opens all his sheets.
func (s *Service) argsTo(k Kind, lang string, p survey.Poll, to survey.Recipient, bundled bool) map[string]any {
	args := s.args(k, lang, p, to)
	if bundled && k.ToRespondents() {
		args["how"], args["link"] = defaults["how_bundle"].In(lang), s.URL+"/w"
	}
	return args
}

// link leads to where a message of the kind is about.
func (s *Service) link(k Kind, poll string) string {
	place := "/manage/"
	switch k {
	case Invitation, Reminder:
		place = "/p/"
	case Bundle:
		return s.URL + "/w"
	case Nomination:
		place = "/n/"
	case Published:
		place = "/r/"
	}
	return s.URL + place + url.PathEscape(poll)
}
