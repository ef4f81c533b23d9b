package api

import (
	"cmp"
	"context"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/agenda"
)

// GetCalendar lists what is due.
func (s *Server) GetCalendar(ctx context.Context, request GetCalendarRequestObject) (GetCalendarResponseObject, error) {
	p := request.Params
	monday, _ := agenda.Week(s.Agenda.Today())
	f := agenda.Filter{From: cmp.Or(p.From, monday), Unit: p.Unit, Person: p.Person}
	f.To = cmp.Or(p.To, f.From.Add(6))
	for name, day := range map[string]survey.Day{"from": f.From, "to": f.To} {
		if !day.Valid() {
			return nil, survey.FieldErrors{{Field: name, Key: "case_date", Args: survey.Args("value", survey.Clip(string(day)))}}
		}
	}
	dues, err := s.Agenda.Dues(ctx, s.within(ctx), f)
	return GetCalendar200JSONResponse{From: f.From, To: f.To, Dues: list(dues)}, err
}

// owner is the account that asks.
func owner(ctx context.Context) string {
	a, _ := middleware.Signed(caller(ctx))
	return a.ID
}

// GetCalendarSubscription tells how the account has it brought to it.
func (s *Server) GetCalendarSubscription(ctx context.Context, _ GetCalendarSubscriptionRequestObject) (GetCalendarSubscriptionResponseObject, error) {
	sub, err := s.Agenda.Subscription(ctx, owner(ctx))
	return GetCalendarSubscription200JSONResponse(sub), err
}

// SubscribeCalendar turns the digest on or off.
func (s *Server) SubscribeCalendar(ctx context.Context, request SubscribeCalendarRequestObject) (SubscribeCalendarResponseObject, error) {
	in := request.Body
	sub, err := s.Agenda.Subscribe(ctx, owner(ctx), in.Weekly, in.Mail, cmp.Or(string(in.Lang), middleware.Lang(caller(ctx))))
	return SubscribeCalendar200JSONResponse(sub), err
}

// RenewCalendarFeed gives the feed a new address.
func (s *Server) RenewCalendarFeed(ctx context.Context, _ RenewCalendarFeedRequestObject) (RenewCalendarFeedResponseObject, error) {
	secret, err := s.Agenda.RenewFeed(ctx, owner(ctx), false)
	return RenewCalendarFeed200JSONResponse{URL: middleware.Address(caller(ctx), s.URL) + agenda.FeedPath(secret)}, err
}

// DropCalendarFeed takes its address away.
func (s *Server) DropCalendarFeed(ctx context.Context, _ DropCalendarFeedRequestObject) (DropCalendarFeedResponseObject, error) {
	_, err := s.Agenda.RenewFeed(ctx, owner(ctx), true)
	return DropCalendarFeed204Response{}, err
}
