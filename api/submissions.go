package api

import (
	"context"
	"errors"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/guard"
)

// Submit hands in ballots. A draft is not there for the public.
func (s *Server) Submit(ctx context.Context, request SubmitRequestObject) (SubmitResponseObject, error) {
	return s.handIn(ctx, caller(ctx), request.Poll, request.Body)
}

func (s *Server) handIn(ctx context.Context, c echo.Context, poll string, in *SubmissionInput) (SubmitResponseObject, error) {
	receipt, err := s.Guard.Accept(ctx, s.Service, submission(poll, in), guard.Sender{
		Network: middleware.Network(c), Proof: in.Proof, Device: in.Device, Attended: middleware.IsAttended(c),
	})
	if err != nil {
		return nil, s.Guesses.Answer(c, poll, in.Code, hideDraft(err))
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

// GetChallenge gives out the task of a proof of work; polls that ask for none
// have no such thing.
func (s *Server) GetChallenge(ctx context.Context, request GetChallengeRequestObject) (GetChallengeResponseObject, error) {
	task, err := s.Guard.Challenge(ctx, s.Service, request.Poll, middleware.Network(caller(ctx)))
	if err == nil && task == "" {
		err = survey.ErrNotFound
	}
	if err != nil {
		return nil, hideDraft(err)
	}
	return GetChallenge200JSONResponse{Challenge: task}, nil
}

// GetGrant tells what a code entitles to.
func (s *Server) GetGrant(ctx context.Context, request GetGrantRequestObject) (GetGrantResponseObject, error) {
	grant, err := s.Service.CodeGrant(ctx, request.Poll, request.Body.Code)
	if err != nil {
		return nil, s.Guesses.Answer(caller(ctx), request.Poll, request.Body.Code, err)
	}
	return GetGrant200JSONResponse{Group: grant.Group, Units: list(grant.Units), Spent: grant.Spent}, nil
}

// OpenBundle tells the sheets of a rater.
func (s *Server) OpenBundle(ctx context.Context, request OpenBundleRequestObject) (OpenBundleResponseObject, error) {
	w, err := s.Service.Workspace(ctx, request.Body.Secret)
	if err != nil {
		return nil, s.Guesses.Answer(caller(ctx), "", request.Body.Secret, err)
	}
	out := Workspace{Poll: w.Poll.ID, State: string(w.Poll.State), Opens: w.Poll.Opens, Closes: w.Poll.Closes, Sheets: make([]WorkspaceSheet, len(w.Sheets))}
	for i, sheet := range w.Sheets {
		out.Sheets[i] = WorkspaceSheet{
			Unit: sheet.Unit, Name: sheet.Name, Post: sheet.Post, Group: sheet.Group,
			Spent: sheet.Spent, Receipt: sheet.Receipt, Code: sheet.Code,
		}
	}
	return OpenBundle200JSONResponse(out), nil
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
