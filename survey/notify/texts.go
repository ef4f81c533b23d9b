package notify

import (
	"context"
	"strings"

	"minping/survey"
)

// Texts returns how a poll words all kinds that may be changed, in both
// languages.
func (s *Service) Texts(ctx context.Context, poll string) ([]Text, error) {
	if _, err := s.polls.Poll(ctx, poll); err != nil {
		return nil, err
	}
	own, err := s.store.PollTexts(ctx, poll)
	if err != nil {
		return nil, err
	}
	var all []Text
	for _, k := range PollKinds {
		for _, lang := range []string{"zh", "en"} {
			all = append(all, textOf(own, k, lang))
		}
	}
	return all, nil
}

// SaveText words a kind for a poll. A text that is the default is kept as that.
// Errors: survey.FieldErrors (fields "kind", "lang", "subject", "body"),
// survey.ErrNotFound.
func (s *Service) SaveText(ctx context.Context, poll string, t Text) error {
	return s.SaveTextIf(ctx, poll, t, anyText)
}

func anyText(Text) error { return nil }

// SaveTextIf does so unless holds objects to how the kind is worded until then.
func (s *Service) SaveTextIf(ctx context.Context, poll string, t Text, holds func(was Text) error) error {
	was := func(own []Text) error { return holds(textOf(own, t.Kind, t.Lang)) }
	if _, err := s.polls.Poll(ctx, poll); err != nil {
		return err
	}
	t.Subject, t.Body = strings.TrimSpace(t.Subject), tidy(t.Body)
	if errs := t.Check(); len(errs) > 0 {
		return errs
	}
	if d := DefaultText(t.Kind, t.Lang); t.Subject == d.Subject && t.Body == d.Body {
		return s.store.RemoveText(ctx, poll, t.Kind, t.Lang, was)
	}
	return s.store.PutText(ctx, poll, t, was)
}

// ResetText goes back to the default.
func (s *Service) ResetText(ctx context.Context, poll string, k Kind, lang string) error {
	return s.ResetTextIf(ctx, poll, k, lang, anyText)
}

// ResetTextIf does so unless holds objects to how the kind is worded until then.
func (s *Service) ResetTextIf(ctx context.Context, poll string, k Kind, lang string, holds func(was Text) error) error {
	if errs := DefaultText(k, lang).Check(); len(errs) > 0 {
		return errs
	}
	return s.store.RemoveText(ctx, poll, k, lang, func(own []Text) error { return holds(textOf(own, k, lang)) })
}

// A Preview is a message as it would be sent to somebody.
type Preview struct {
	Note
	HTML string // as mail shows it
}

// sample is whom previews are written to.
var sample = map[string]string{"zh": "王小明", "en": "Wang Xiaoming"}

// Preview fills in a text of a poll as if it were sent now. Errors as of
// SaveText.
func (s *Service) Preview(ctx context.Context, poll string, t Text) (Preview, error) {
	p, err := s.polls.Poll(ctx, poll)
	if err != nil {
		return Preview{}, err
	}
	t.Subject, t.Body = strings.TrimSpace(t.Subject), tidy(t.Body)
	if errs := t.Check(); len(errs) > 0 {
		return Preview{}, errs
	}
	bundled, err := s.polls.Bundled(ctx, poll)
	if err != nil {
		return Preview{}, err
	}
	n := t.note(s.argsTo(t.Kind, t.Lang, p, survey.Recipient{Name: sample[t.Lang]}, bundled))
	n.Poll = poll
	page, err := Mail{Note: n}.html()
	return Preview{n, string(page)}, err
}
