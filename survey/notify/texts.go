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
	if _, err := s.polls.Poll(ctx, poll); err != nil {
		return err
	}
	t.Subject, t.Body = strings.TrimSpace(t.Subject), tidy(t.Body)
	if errs := t.Check(); len(errs) > 0 {
		return errs
	}
	if d := DefaultText(t.Kind, t.Lang); t.Subject == d.Subject && t.Body == d.Body {
		return s.store.RemoveText(ctx, poll, t.Kind, t.Lang)
	}
	return s.store.PutText(ctx, poll, t)
}

// ResetText goes back to the default.
func (s *Service) ResetText(ctx context.Context, poll string, k Kind, lang string) error {
	if errs := DefaultText(k, lang).Check(); len(errs) > 0 {
		return errs
	}
	return s.store.RemoveText(ctx, poll, k, lang)
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
	n := t.note(s.args(t.Kind, t.Lang, p, survey.Recipient{Name: sample[t.Lang]}))
	n.Poll = poll
	page, err := Mail{Note: n}.html()
	return Preview{n, string(page)}, err
}
