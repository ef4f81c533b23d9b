package api

import (
	"context"
	"errors"
	"io"
	"slices"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/library"
)

// draftOf says what a draft is, with its file or without.
func draftOf(d survey.QuestionnaireDraft, whole bool) QuestionnaireDraft {
	out := QuestionnaireDraft{
		ID: d.ID, Based: DraftBase{ID: d.Based.ID, Version: d.Based.Version}, Revision: d.Revision, Undoable: d.Undoable,
		Changed: d.Changed, By: d.By, Title: survey.Text{},
	}
	q, errs := form.Sketch(d.Source)
	if q != nil && q.Title != nil {
		out.Title = q.Title
	}
	if out.Mistakes = len(errs); whole {
		out.Source = string(d.Source)
	}
	return out
}

// ListDrafts lists the drafts.
func (s *Server) ListDrafts(ctx context.Context, _ ListDraftsRequestObject) (ListDraftsResponseObject, error) {
	drafts, err := s.within(ctx).Drafts(ctx)
	if err != nil {
		return nil, err
	}
	drafts, err = paged(ctx, drafts, func(d survey.QuestionnaireDraft) string { return d.ID })
	shown := make(ListDrafts200JSONResponse, len(drafts))
	for i, d := range drafts {
		shown[i] = draftOf(d, false)
	}
	return shown, err
}

// CreateDraft begins a draft. Where it comes from a version it has the next
// version number.
func (s *Server) CreateDraft(ctx context.Context, request CreateDraftRequestObject) (CreateDraftResponseObject, error) {
	v := s.within(ctx)
	if err := v.Require(survey.ManageQuestionnaires); err != nil {
		return nil, err
	}
	d := survey.QuestionnaireDraft{Source: []byte(request.Body.Source)}
	if id := claimed(ctx); id != "" {
		d.ID = id[:pollIDLength]
	}
	in := request.Body
	switch {
	case in.Source != "":
	case in.Bundled != "":
		src, err := library.Source(in.Bundled)
		if err != nil {
			return nil, survey.FieldErrors{{Field: "bundled", Key: "unknown_questionnaire", Args: survey.Args("questionnaire", in.Bundled)}}
		}
		d.Source = src
	case in.Questionnaire.ID != "":
		q, err := v.Questionnaire(ctx, in.Questionnaire.ID, in.Questionnaire.Version)
		if err != nil {
			return nil, err
		}
		all, err := v.Questionnaires(ctx)
		if err != nil {
			return nil, err
		}
		d.Based = survey.QuestionnaireRef{ID: q.ID, Version: q.Version}
		next := form.NextVersion(q.Version, func(version string) bool {
			return slices.ContainsFunc(all, func(x *survey.Questionnaire) bool { return x.ID == q.ID && x.Version == version })
		})
		if d.Source, err = form.Apply(q.YAML, form.Set("version", form.Str(next))); err != nil {
			return nil, err
		}
	default:
		d.Source = form.Blank(in.ID, in.Languages...)
	}
	d, err := v.AddDraft(ctx, d)
	return CreateDraft201JSONResponse(draftOf(d, true)), err
}

// GetDraft returns one draft.
func (s *Server) GetDraft(ctx context.Context, request GetDraftRequestObject) (GetDraftResponseObject, error) {
	d, err := s.within(ctx).Draft(ctx, request.Draft)
	return GetDraft200JSONResponse(draftOf(d, true)), err
}

// SaveDraft writes a draft anew.
func (s *Server) SaveDraft(ctx context.Context, request SaveDraftRequestObject) (SaveDraftResponseObject, error) {
	src, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, readError(err)
	}
	d, err := s.within(ctx).Draft(ctx, request.Draft)
	if err == nil {
		err = ifMatch[QuestionnaireDraft](ctx)(draftOf(d, true))
	}
	if err != nil {
		return nil, err
	}
	d, err = s.within(ctx).SaveDraft(ctx, request.Draft, d.Revision, src)
	shown := draftOf(d, true)
	setTag(ctx, shown)
	return SaveDraft200JSONResponse(shown), err
}

// RemoveDraft throws a draft away, as it was read where the request says so.
func (s *Server) RemoveDraft(ctx context.Context, request RemoveDraftRequestObject) (RemoveDraftResponseObject, error) {
	d, err := s.within(ctx).Draft(ctx, request.Draft)
	if err == nil {
		err = mayMatch[QuestionnaireDraft](ctx)(draftOf(d, true))
	}
	if err != nil {
		return nil, err
	}
	return RemoveDraft204Response{}, s.within(ctx).RemoveDraft(ctx, d.ID, d.Revision)
}

// UndoDraft takes back the last change.
func (s *Server) UndoDraft(ctx context.Context, request UndoDraftRequestObject) (UndoDraftResponseObject, error) {
	d, err := s.within(ctx).UndoDraft(ctx, request.Draft, request.Body.Revision)
	return UndoDraft200JSONResponse(draftOf(d, true)), err
}

// PublishDraft publishes a draft.
func (s *Server) PublishDraft(ctx context.Context, request PublishDraftRequestObject) (PublishDraftResponseObject, error) {
	q, err := s.within(ctx).PublishDraft(ctx, request.Draft, request.Body.Revision)
	if err != nil {
		return nil, err
	}
	return PublishDraft201JSONResponse(infoOf(q)), nil
}

// CheckDraft lists a draft's mistakes.
func (s *Server) CheckDraft(ctx context.Context, request CheckDraftRequestObject) (CheckDraftResponseObject, error) {
	d, err := s.within(ctx).Draft(ctx, request.Draft)
	if err != nil {
		return nil, err
	}
	_, errs := form.Sketch(d.Source)
	shown := make(CheckDraft200JSONResponse, len(errs))
	for i, e := range errs {
		shown[i] = DraftMistake{Line: e.Line, Column: e.Column, Path: e.Path, Key: e.Key, Zh: e.In("zh"), En: e.In("en")}
	}
	return shown, nil
}

// CompareDraft lists what is other in a draft than in a version.
func (s *Server) CompareDraft(ctx context.Context, request CompareDraftRequestObject) (CompareDraftResponseObject, error) {
	d, err := s.within(ctx).Draft(ctx, request.Draft)
	if err != nil {
		return nil, err
	}
	old, err := s.within(ctx).Questionnaire(ctx, request.Params.Questionnaire, request.Params.Version)
	if err != nil {
		return nil, err
	}
	now, errs := form.Sketch(d.Source)
	if now == nil {
		return nil, errs
	}
	return CompareDraft200JSONResponse(differencesOf(old, now)), nil
}

// CompareQuestionnaires lists what is other in a version than in another.
func (s *Server) CompareQuestionnaires(ctx context.Context, request CompareQuestionnairesRequestObject) (CompareQuestionnairesResponseObject, error) {
	now, err := s.within(ctx).Questionnaire(ctx, request.Questionnaire, request.Params.Version)
	old, err2 := s.within(ctx).Questionnaire(ctx, request.Questionnaire, request.Params.From)
	if err = errors.Join(err, err2); err != nil {
		return nil, err
	}
	return CompareQuestionnaires200JSONResponse(differencesOf(old, now)), nil
}

func differencesOf(old, now *survey.Questionnaire) []QuestionnaireDifference {
	list := []QuestionnaireDifference{}
	for _, x := range form.Compare(old, now) {
		list = append(list, QuestionnaireDifference{
			Change: string(x.Change), Part: x.Part, ID: x.ID, Of: x.Of, Field: x.Field, Breaks: x.Breaks, Zh: x.In("zh"), En: x.In("en"),
		})
	}
	return list
}
