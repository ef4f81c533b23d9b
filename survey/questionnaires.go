package survey

import (
	"context"
	"fmt"
)

// A questionnaireForm is a questionnaire with what is made from it once.
type questionnaireForm struct {
	*Questionnaire
	codec *recordCodec
}

// AddQuestionnaire publishes a questionnaire for good. The same id, version
// and hash again is no error; the same id and version with another hash is
// ErrConflict.
func (s *Service) AddQuestionnaire(ctx context.Context, src []byte) (*Questionnaire, error) {
	q, err := s.Parse(src)
	if err != nil {
		return nil, err
	}
	ref := QuestionnaireRef{ID: q.ID, Version: q.Version, Hash: q.Hash}
	if err := s.definitions.PutQuestionnaire(ctx, ref, src); err != nil {
		return nil, fmt.Errorf("questionnaire %s %s: %w", q.ID, q.Version, err)
	}
	return s.keepForm(q).Questionnaire, nil
}

// Questionnaire returns one version; version "" is the one published last.
func (s *Service) Questionnaire(ctx context.Context, id, version string) (*Questionnaire, error) {
	form, err := s.form(ctx, id, version)
	if err != nil {
		return nil, err
	}
	return form.Questionnaire, nil
}

// Questionnaires lists all versions, in the order in which they were published.
func (s *Service) Questionnaires(ctx context.Context) ([]*Questionnaire, error) {
	refs, err := s.definitions.QuestionnaireRefs(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]*Questionnaire, len(refs))
	for i, ref := range refs {
		if list[i], err = s.Questionnaire(ctx, ref.ID, ref.Version); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// form returns a questionnaire with its codec, from memory once it was read.
func (s *Service) form(ctx context.Context, id, version string) (*questionnaireForm, error) {
	if version != "" {
		if f, ok := s.forms.Load(QuestionnaireRef{ID: id, Version: version}); ok {
			return f.(*questionnaireForm), nil
		}
	}
	ref, src, err := s.definitions.QuestionnaireSource(ctx, id, version)
	if err != nil {
		return nil, fmt.Errorf("questionnaire %s %s: %w", id, version, err)
	}
	if f, ok := s.forms.Load(QuestionnaireRef{ID: ref.ID, Version: ref.Version}); ok {
		return f.(*questionnaireForm), nil
	}
	q, err := s.Parse(src)
	if err != nil {
		return nil, fmt.Errorf("questionnaire %s %s, as stored: %w", ref.ID, ref.Version, err)
	}
	if q.Hash != ref.Hash {
		return nil, fmt.Errorf("questionnaire %s %s: stored with hash %s, reads as %s", ref.ID, ref.Version, ref.Hash, q.Hash)
	}
	return s.keepForm(q), nil
}

func (s *Service) keepForm(q *Questionnaire) *questionnaireForm {
	f, _ := s.forms.LoadOrStore(
		QuestionnaireRef{ID: q.ID, Version: q.Version},
		&questionnaireForm{Questionnaire: q, codec: newRecordCodec(q)},
	)
	return f.(*questionnaireForm)
}
