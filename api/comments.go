package api

import (
	"context"
	"strconv"

	"minping/survey"
)

// pageOfComments reads the page of an edition of comments that is asked for.
func pageOfComments(ctx context.Context, poll, edition string, q survey.CommentQuery, read func(context.Context, string, survey.CommentQuery) ([]survey.Comment, error)) ([]survey.Comment, error) {
	var err error
	if q.After, err = pageAfter(ctx, edition); err != nil {
		return nil, err
	}
	limit := pageLimit(ctx)
	q.Limit = limit + 1
	comments, err := read(ctx, poll, q)
	return cut(ctx, edition, comments, limit, func(c survey.Comment) string { return c.ID }), err
}

// ListComments pages through the released comments.
func (s *Server) ListComments(ctx context.Context, request ListCommentsRequestObject) (ListCommentsResponseObject, error) {
	index, err := s.within(ctx).CommentIndex(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	p := request.Params
	comments, err := pageOfComments(ctx, request.Poll, strconv.Itoa(index.Release), survey.CommentQuery{Item: p.Item, Unit: p.Unit, Text: p.Q}, s.within(ctx).ReleasedComments)
	if err != nil {
		return nil, err
	}
	shown := ListComments200JSONResponse{Release: index.Release, Comments: []Comment{}}
	for _, c := range comments {
		shown.Comments = append(shown.Comments, Comment{Item: c.List.Item, Unit: c.List.Unit, Group: c.List.Group, Text: c.Shown})
	}
	return shown, nil
}

// ListCommentLists says which comments there are.
func (s *Server) ListCommentLists(ctx context.Context, request ListCommentListsRequestObject) (ListCommentListsResponseObject, error) {
	index, err := s.within(ctx).CommentIndex(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return ListCommentLists200JSONResponse(*index), nil
}

// ListReviewedComments pages through all comments.
func (s *Server) ListReviewedComments(ctx context.Context, request ListReviewedCommentsRequestObject) (ListReviewedCommentsResponseObject, error) {
	p := request.Params
	comments, err := pageOfComments(ctx, request.Poll, "", survey.CommentQuery{Item: p.Item, Unit: p.Unit, State: p.State, Text: p.Q}, s.within(ctx).ReviewedComments)
	if err != nil {
		return nil, err
	}
	shown := ListReviewedComments200JSONResponse{Comments: []ReviewedComment{}}
	for _, c := range comments {
		shown.Comments = append(shown.Comments, ReviewedComment{
			ID: c.ID, Item: c.List.Item, Unit: c.List.Unit, Group: c.List.Group, Body: c.Body, Shown: c.Shown, State: c.State,
		})
	}
	return shown, nil
}

// ReviewComments notes verdicts.
func (s *Server) ReviewComments(ctx context.Context, request ReviewCommentsRequestObject) (ReviewCommentsResponseObject, error) {
	if err := s.within(ctx).ReviewComments(ctx, request.Poll, request.Body.Verdicts); err != nil {
		return nil, err
	}
	return ReviewComments204Response{}, nil
}

// ReleaseComments freezes what is to be published.
func (s *Server) ReleaseComments(ctx context.Context, request ReleaseCommentsRequestObject) (ReleaseCommentsResponseObject, error) {
	number, err := s.within(ctx).ReleaseComments(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return ReleaseComments201JSONResponse{Release: number}, nil
}
