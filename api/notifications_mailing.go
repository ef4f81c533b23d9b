package api

import (
	"context"
	"errors"

	"minping/survey"
	"minping/survey/notify"
)

func mailingOf(m notify.Mailing) Mailing {
	shown := Mailing{ID: m.ID, Kind: m.Kind, When: m.When, Days: m.Days, Group: m.Group, Created: m.Created, State: m.State, Messages: map[string]int{}}
	for state, n := range m.Counts {
		shown.Messages[string(state)] = n
	}
	return shown
}

// ListMailings lists the mailings of a poll.
func (s *Server) ListMailings(ctx context.Context, request ListMailingsRequestObject) (ListMailingsResponseObject, error) {
	service, err := s.letters(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	mailings, err := service.Mailings(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	mailings, err = paged(ctx, mailings, func(m notify.Mailing) string { return m.ID })
	shown := make(ListMailings200JSONResponse, len(mailings))
	for i, m := range mailings {
		shown[i] = mailingOf(m)
	}
	return shown, err
}

// PlanMailing orders one.
func (s *Server) PlanMailing(ctx context.Context, request PlanMailingRequestObject) (PlanMailingResponseObject, error) {
	service, err := s.letters(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	in := request.Body
	m, err := service.Plan(ctx, request.Poll, notify.Order{Kind: in.Kind, When: in.When, Days: in.Days, Group: in.Group, Absent: in.Absent})
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return nil, mailingMistakes(wrong)
	}
	return PlanMailing201JSONResponse(mailingOf(m)), err
}

// mailingMistakes say where in a request for a mailing the errors are; a list
// that is empty and a mail server that is not there are nowhere in it.
func mailingMistakes(errs survey.FieldErrors) mistakes {
	all := fieldMistakes(errs)
	for i, e := range errs {
		if e.Field == "recipients" || e.Field == "mail" {
			all[i].Pointer = ""
		}
	}
	return all
}

// StopMailing calls one off.
func (s *Server) StopMailing(ctx context.Context, request StopMailingRequestObject) (StopMailingResponseObject, error) {
	service, err := s.letters(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return StopMailing204Response{}, service.StopMailing(ctx, request.Poll, request.Mailing)
}
