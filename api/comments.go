package api

import (
	"context"

	"minping/survey"
)

// commentsAtOnce is how long a page of comments is unless a limit is asked for.
const commentsAtOnce = 100

// pageOf returns what of so many comments belongs on a page, one more than
// which was asked for, and the place to go on from; "" where there is no more.
func pageOf(comments []survey.Comment, limit int) (page []survey.Comment, next string) {
	if len(comments) <= limit {
		return comments, ""
	}
	return comments[:limit], comments[limit-1].ID
}

// limitOf is the length of a page; 0: as usual.
func limitOf(asked int) int {
	if asked == 0 {
		return commentsAtOnce
	}
	return asked
}

// ListComments pages through the released comments.
func (s *Server) ListComments(ctx context.Context, request ListCommentsRequestObject) (ListCommentsResponseObject, error) {
	if err := s.mayRead(ctx, request.Poll); err != nil {
		return nil, err
	}
	index, err := s.Service.CommentIndex(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	p := request.Params
	limit := limitOf(p.Limit)
	comments, err := s.Service.ReleasedComments(ctx, request.Poll, survey.CommentQuery{Item: p.Item, Unit: p.Unit, Text: p.Q, After: p.After, Limit: limit + 1})
	if err != nil {
		return nil, err
	}
	shown := ListComments200JSONResponse{Release: index.Release, Comments: []Comment{}}
	comments, shown.Next = pageOf(comments, limit)
	for _, c := range comments {
		shown.Comments = append(shown.Comments, Comment{Item: c.List.Item, Unit: c.List.Unit, Text: c.Shown})
	}
	return shown, nil
}

// ListCommentLists says which comments there are.
func (s *Server) ListCommentLists(ctx context.Context, request ListCommentListsRequestObject) (ListCommentListsResponseObject, error) {
	if err := s.mayRead(ctx, request.Poll); err != nil {
		return nil, err
	}
	index, err := s.Service.CommentIndex(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return ListCommentLists200JSONResponse(*index), nil
}

// ListReviewedComments pages through all comments.
func (s *Server) ListReviewedComments(ctx context.Context, request ListReviewedCommentsRequestObject) (ListReviewedCommentsResponseObject, error) {
	p := request.Params
	limit := limitOf(p.Limit)
	comments, err := s.Service.ReviewedComments(ctx, request.Poll, survey.CommentQuery{
		Item: p.Item, Unit: p.Unit, State: p.State, Text: p.Q, After: p.After, Limit: limit + 1,
	})
	if err != nil {
		return nil, err
	}
	shown := ListReviewedComments200JSONResponse{Comments: []ReviewedComment{}}
	comments, shown.Next = pageOf(comments, limit)
	for _, c := range comments {
		shown.Comments = append(shown.Comments, ReviewedComment{
			ID: c.ID, Item: c.List.Item, Unit: c.List.Unit, Body: c.Body, Shown: c.Shown, State: c.State,
		})
	}
	return shown, nil
}

// ReviewComments notes verdicts.
func (s *Server) ReviewComments(ctx context.Context, request ReviewCommentsRequestObject) (ReviewCommentsResponseObject, error) {
	if err := s.Service.ReviewComments(ctx, request.Poll, request.Body.Verdicts); err != nil {
		return nil, err
	}
	return ReviewComments204Response{}, nil
}

// ReleaseComments freezes what is to be published.
func (s *Server) ReleaseComments(ctx context.Context, request ReleaseCommentsRequestObject) (ReleaseCommentsResponseObject, error) {
	number, err := s.Service.ReleaseComments(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return ReleaseComments201JSONResponse{Release: number}, nil
}
