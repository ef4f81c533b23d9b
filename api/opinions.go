package api

import (
	"context"

	"minping/survey/theme"
)

// ListCommentTerms says which words and phrases the released comments have.
func (s *Server) ListCommentTerms(ctx context.Context, request ListCommentTermsRequestObject) (ListCommentTermsResponseObject, error) {
	p := request.Params
	text, err := s.within(ctx).CommentsToRead(ctx, request.Poll, p.Item, p.Unit)
	if err != nil {
		return nil, err
	}
	answer := ListCommentTerms200JSONResponse{Release: text.Release, Comments: len(text.Comments), Terms: []CommentTerm{}}
	for _, t := range theme.Terms(text.Comments, text.Least) {
		answer.Terms = append(answer.Terms, CommentTerm{Text: t.Text, Comments: t.Texts, Tone: t.Tone})
	}
	return answer, nil
}

// GetOpinions shows opinions to readers.
func (s *Server) GetOpinions(ctx context.Context, request GetOpinionsRequestObject) (GetOpinionsResponseObject, error) {
	list, err := s.within(ctx).Opinions(ctx, request.Poll, request.Item)
	return GetOpinions200JSONResponse(list), err
}

// GetMergedOpinions shows opinions to those who merge.
func (s *Server) GetMergedOpinions(ctx context.Context, request GetMergedOpinionsRequestObject) (GetMergedOpinionsResponseObject, error) {
	list, err := s.within(ctx).MergedOpinions(ctx, request.Poll, request.Item)
	return GetMergedOpinions200JSONResponse(list), err
}

// EditOpinions takes edits.
func (s *Server) EditOpinions(ctx context.Context, request EditOpinionsRequestObject) (EditOpinionsResponseObject, error) {
	list, err := s.within(ctx).EditOpinions(ctx, request.Poll, request.Item, request.Body.Revision, request.Body.Edits)
	return EditOpinions200JSONResponse(list), err
}
