package api

import (
	"context"

	"minping/api/middleware"
)

// GetAccount says who asks, and how he signs in.
func (s *Server) GetAccount(ctx context.Context, _ GetAccountRequestObject) (GetAccountResponseObject, error) {
	a, _ := middleware.Signed(caller(ctx))
	shown := GetAccount200JSONResponse{Name: a.Name}
	var err error
	if shown.SecondFactor, err = s.Access.Enrolled(ctx, a.ID); err != nil {
		return nil, err
	}
	if shown.SecondFactorRequired, err = s.Access.MustEnrol(ctx, a); err != nil {
		return nil, err
	}
	shown.RecoveryCodes, err = s.Access.RecoveryLeft(ctx, a.ID)
	return shown, err
}

// ChangePassword changes the password of whoever asks, under a new token of his
// session.
func (s *Server) ChangePassword(ctx context.Context, request ChangePasswordRequestObject) (ChangePasswordResponseObject, error) {
	c := caller(ctx)
	a, in, _ := middleware.Asking(c)
	if err := s.Access.ChangePassword(ctx, a, in.ID, request.Body.Old, request.Body.Password); err != nil {
		return nil, err
	}
	return ChangePassword204Response{}, s.Gate.Renew(c) //nolint:contextcheck // c holds it
}

// OfferSecondFactor makes a secret for whoever asks.
func (s *Server) OfferSecondFactor(ctx context.Context, _ OfferSecondFactorRequestObject) (OfferSecondFactorResponseObject, error) {
	a, _, _ := middleware.Asking(caller(ctx))
	f, err := s.Access.Offer(a)
	return OfferSecondFactor200JSONResponse{Secret: f.Secret, URL: f.URL}, err
}

// EnrolSecondFactor sets up the second factor of whoever asks.
func (s *Server) EnrolSecondFactor(ctx context.Context, request EnrolSecondFactorRequestObject) (EnrolSecondFactorResponseObject, error) {
	c := caller(ctx)
	a, in, _ := middleware.Asking(c)
	codes, err := s.Access.Enrol(ctx, a, in.ID, request.Body.Secret, request.Body.Code, request.Body.Current)
	if err != nil {
		return nil, err
	}
	return EnrolSecondFactor200JSONResponse{RecoveryCodes: codes}, s.Gate.Renew(c) //nolint:contextcheck // c holds it
}

// RemoveSecondFactor removes the second factor of whoever asks.
func (s *Server) RemoveSecondFactor(ctx context.Context, request RemoveSecondFactorRequestObject) (RemoveSecondFactorResponseObject, error) {
	a, _, _ := middleware.Asking(caller(ctx))
	return RemoveSecondFactor204Response{}, s.Access.Unenrol(ctx, a, request.Body.Code)
}

// RenewRecoveryCodes replaces the recovery codes of whoever asks.
func (s *Server) RenewRecoveryCodes(ctx context.Context, request RenewRecoveryCodesRequestObject) (RenewRecoveryCodesResponseObject, error) {
	a, _, _ := middleware.Asking(caller(ctx))
	codes, err := s.Access.RenewRecovery(ctx, a, request.Body.Code)
	return RenewRecoveryCodes200JSONResponse{RecoveryCodes: codes}, err
}

// ListSessions lists the sessions of whoever asks.
func (s *Server) ListSessions(ctx context.Context, _ ListSessionsRequestObject) (ListSessionsResponseObject, error) {
	a, this, _ := middleware.Asking(caller(ctx))
	list, err := s.Access.Sessions(ctx, a.ID)
	shown := make(ListSessions200JSONResponse, len(list))
	for i, in := range list {
		shown[i] = Session{ID: in.ID, Agent: in.Agent, Began: in.Began, Used: in.Used, This: in.ID == this.ID}
	}
	return shown, err
}

// EndSession ends a session of whoever asks.
func (s *Server) EndSession(ctx context.Context, request EndSessionRequestObject) (EndSessionResponseObject, error) {
	a, _, _ := middleware.Asking(caller(ctx))
	return EndSession204Response{}, s.Access.End(ctx, a.ID, request.Session)
}

// EndOtherSessions ends the other sessions of whoever asks.
func (s *Server) EndOtherSessions(ctx context.Context, _ EndOtherSessionsRequestObject) (EndOtherSessionsResponseObject, error) {
	a, in, _ := middleware.Asking(caller(ctx))
	return EndOtherSessions204Response{}, s.Access.EndOthers(ctx, a.ID, in.ID)
}
