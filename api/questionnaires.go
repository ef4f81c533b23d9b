package api

import (
	"bytes"
	"context"
	"io"

	"minping/survey"
	"minping/survey/form"
)

// GetQuestionnaireSchema returns the JSON Schema of questionnaire files.
func (s *Server) GetQuestionnaireSchema(context.Context, GetQuestionnaireSchemaRequestObject) (GetQuestionnaireSchemaResponseObject, error) {
	return schemaJSON(form.Schema()), nil
}

// ListQuestionnaires lists all versions.
func (s *Server) ListQuestionnaires(ctx context.Context, _ ListQuestionnairesRequestObject) (ListQuestionnairesResponseObject, error) {
	questionnaires, err := s.within(ctx).Questionnaires(ctx)
	if err != nil {
		return nil, err
	}
	questionnaires, err = paged(ctx, questionnaires, func(q *survey.Questionnaire) string { return q.ID + "\n" + q.Version })
	infos := make(ListQuestionnaires200JSONResponse, len(questionnaires))
	for i, q := range questionnaires {
		infos[i] = infoOf(q)
	}
	return infos, err
}

func infoOf(q *survey.Questionnaire) QuestionnaireInfo {
	return QuestionnaireInfo{ID: q.ID, Version: q.Version, Hash: q.Hash, Title: q.Title, Items: len(q.Items)}
}

// PublishQuestionnaire publishes a file for good.
func (s *Server) PublishQuestionnaire(ctx context.Context, request PublishQuestionnaireRequestObject) (PublishQuestionnaireResponseObject, error) {
	src, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, readError(err)
	}
	q, err := s.within(ctx).AddQuestionnaire(ctx, src)
	if err != nil {
		return nil, err
	}
	return PublishQuestionnaire201JSONResponse(infoOf(q)), nil
}

// GetQuestionnaire returns one version.
func (s *Server) GetQuestionnaire(ctx context.Context, request GetQuestionnaireRequestObject) (GetQuestionnaireResponseObject, error) {
	q, err := s.within(ctx).Questionnaire(ctx, request.Questionnaire, request.Params.Version)
	if err != nil {
		return nil, err
	}
	return GetQuestionnaire200JSONResponse(*q), nil
}

// GetQuestionnaireSource returns one version's file.
func (s *Server) GetQuestionnaireSource(ctx context.Context, request GetQuestionnaireSourceRequestObject) (GetQuestionnaireSourceResponseObject, error) {
	q, err := s.within(ctx).Questionnaire(ctx, request.Questionnaire, request.Params.Version)
	if err != nil {
		return nil, err
	}
	return GetQuestionnaireSource200ApplicationYamlResponse{Body: bytes.NewReader(q.YAML), ContentLength: int64(len(q.YAML))}, nil
}
