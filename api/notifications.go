package api

import (
	"context"

	"minping/survey"
	"minping/survey/notify"
)

// channels returns what tells staff, to whoever connects the system. A server
// that tells nobody answers as if there were nothing.
func (s *Server) channels(ctx context.Context) (*notify.Service, error) {
	if err := s.within(ctx).Require(survey.ManageSystem); err != nil {
		return nil, err
	}
	if s.Notify == nil {
		return nil, survey.ErrNotFound
	}
	return s.Notify, nil
}

// letters returns what writes to those whom a poll invites, to whoever looks
// after that poll.
func (s *Server) letters(ctx context.Context, poll string) (*notify.Service, error) {
	if _, err := s.within(ctx).ManagedPoll(ctx, poll); err != nil {
		return nil, err
	}
	if s.Notify == nil {
		return nil, survey.ErrNotFound
	}
	return s.Notify, nil
}

func notificationOf(m notify.Message) Notification {
	shown := Notification{
		ID: m.ID, Kind: string(m.Kind), Poll: m.Poll, Channel: m.Channel, Mailing: m.Mailing,
		To: m.Masked, State: m.State, Tries: m.Tries, Created: m.Created, Result: m.Result,
	}
	if !m.Finished.IsZero() {
		shown.Finished = &m.Finished
	}
	return shown
}

// ListNotifications lists what was sent and what waits.
func (s *Server) ListNotifications(ctx context.Context, request ListNotificationsRequestObject) (ListNotificationsResponseObject, error) {
	service, err := s.channels(ctx)
	if err != nil {
		return nil, err
	}
	before, err := pageAfter(ctx, "")
	if err != nil {
		return nil, err
	}
	limit := pageLimit(ctx)
	messages, err := service.Messages(ctx, notify.LogQuery{
		Poll: request.Params.Poll, Channel: request.Params.Channel, State: request.Params.State, Limit: limit + 1, Before: before,
	})
	if err != nil {
		return nil, err
	}
	messages = cut(ctx, "", messages, limit, func(m notify.Message) string { return m.ID })
	shown := make(ListNotifications200JSONResponse, len(messages))
	for i, m := range messages {
		shown[i] = notificationOf(m)
	}
	return shown, nil
}
