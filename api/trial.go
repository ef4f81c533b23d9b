package api

import (
	"context"
	"fmt"

	"minping/survey"
	"minping/survey/trial"
)

// GetTrial tries a draft out. Nothing of it is kept.
func (s *Server) GetTrial(ctx context.Context, request GetTrialRequestObject) (GetTrialResponseObject, error) {
	poll, err := s.within(ctx).ManagedPoll(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	if poll.State != survey.Draft || len(poll.Units) == 0 {
		return nil, fmt.Errorf("trial of poll %s: %w", poll.ID, survey.ErrNotFound)
	}
	q, err := s.within(ctx).PollQuestionnaire(ctx, poll.ID)
	if err != nil {
		return nil, err
	}
	units, err := s.within(ctx).Units(ctx)
	if err != nil {
		return nil, err
	}
	t, err := trial.Run(q, poll, units)
	if err != nil {
		return nil, err
	}
	return GetTrial200JSONResponse{Ballots: t.Ballots, Turned: t.Turned, Release: *t.Release}, nil
}
