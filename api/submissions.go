package api

import (
	"context"
	"errors"

	"minping/survey"
)

// Submit hands in ballots. A draft is not there for the public.
func (s *Server) Submit(ctx context.Context, request SubmitRequestObject) (SubmitResponseObject, error) {
	receipt, err := s.Service.Accept(ctx, submission(request.Poll, request.Body))
	if err != nil {
		return nil, s.Guesses.Answer(caller(ctx), request.Poll, request.Body.Code, hideDraft(err))
	}
	if receipt.Fresh {
		return Submit201JSONResponse{Receipt: receipt.Leaf}, nil
	}
	return Submit200JSONResponse{Receipt: receipt.Leaf}, nil
}

func submission(poll string, in *SubmissionInput) survey.Submission {
	sub := survey.Submission{Poll: poll, Code: in.Code, Key: in.Key, Salt: in.Salt, Ballots: make([]survey.Ballot, len(in.Ballots))}
	for i, b := range in.Ballots {
		sub.Ballots[i] = survey.Ballot{Unit: b.Unit, Group: b.Group, Answers: survey.Answers(b.Answers)}
	}
	return sub
}

// GetGrant tells what a code entitles to.
func (s *Server) GetGrant(ctx context.Context, request GetGrantRequestObject) (GetGrantResponseObject, error) {
	grant, err := s.Service.CodeGrant(ctx, request.Poll, request.Body.Code)
	if err != nil {
		return nil, s.Guesses.Answer(caller(ctx), request.Poll, request.Body.Code, err)
	}
	return GetGrant200JSONResponse{Group: grant.Group, Units: list(grant.Units), Spent: grant.Spent}, nil
}

// hideDraft answers for a draft as for no poll at all.
func hideDraft(err error) error {
	if errors.Is(err, survey.ErrNotOpen) {
		return survey.ErrNotFound
	}
	return err
}

// list is s, or an empty list in place of none, so that JSON has [].
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
