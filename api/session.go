package api

import (
	"context"
	"time"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
)

// ClaimSetup makes the first account.
func (s *Server) ClaimSetup(ctx context.Context, request ClaimSetupRequestObject) (ClaimSetupResponseObject, error) {
	a, err := s.Access.Claim(ctx, request.Body.Token, request.Body.Name, request.Body.Password)
	if err != nil {
		return nil, err
	}
	return ClaimSetup201JSONResponse{Name: a.Name}, nil
}

// Login begins a session.
func (s *Server) Login(ctx context.Context, request LoginRequestObject) (LoginResponseObject, error) {
	c := caller(ctx)
	a, err := s.Access.Login(ctx, middleware.Network(c), request.Body.Name, request.Body.Password)
	if err != nil {
		return nil, err
	}
	enrolled, err := s.Access.Enrolled(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	if enrolled {
		if request.Body.Code == "" {
			return nil, access.ErrSecondFactor
		}
		if err := s.Access.GiveCode(ctx, a, request.Body.Code); err != nil {
			return nil, err
		}
	}
	in, err := s.Gate.SignIn(c, a, access.ByPassword, enrolled) //nolint:contextcheck // c holds it
	if err != nil {
		return nil, err
	}
	if in.Half {
		return nil, access.ErrSecondFactor
	}
	return Login200JSONResponse{Name: a.Name}, nil
}

// Logout ends the session, if there is one.
func (s *Server) Logout(ctx context.Context, _ LogoutRequestObject) (LogoutResponseObject, error) {
	return Logout204Response{}, s.Gate.SignOut(caller(ctx)) //nolint:contextcheck // the caller holds it
}

// GetSession says who is signed in.
func (s *Server) GetSession(ctx context.Context, _ GetSessionRequestObject) (GetSessionResponseObject, error) {
	a, _ := middleware.Signed(caller(ctx))
	return GetSession200JSONResponse{Name: a.Name}, nil
}

// tokenDays is how long a token lives unless it is asked for otherwise.
const tokenDays = 90

// CreateToken makes an API token for whoever asks; by a narrowed token, one
// that is narrowed alike.
func (s *Server) CreateToken(ctx context.Context, request CreateTokenRequestObject) (CreateTokenResponseObject, error) {
	days := request.Body.Days
	if days == 0 {
		days = tokenDays
	}
	a, _ := middleware.Signed(caller(ctx))
	secret, t, err := s.Access.CreateToken(ctx, a.Name, request.Body.Label, time.Duration(days)*24*time.Hour, middleware.Narrowed(caller(ctx)))
	if err != nil {
		return nil, err
	}
	shown := tokenOf(t)
	shown.Secret = secret
	return CreateToken201JSONResponse(shown), nil
}

func tokenOf(t access.Token) Token {
	return Token{ID: t.ID, Label: t.Label, Created: t.Created, Expires: t.Expires}
}

// ListTokens lists the API tokens of whoever asks, or all for those who manage
// accounts.
func (s *Server) ListTokens(ctx context.Context, _ ListTokensRequestObject) (ListTokensResponseObject, error) {
	a, _ := middleware.Signed(caller(ctx))
	list := func(ctx context.Context) ([]access.Token, error) { return s.Access.TokensOf(ctx, a.ID) }
	if s.within(ctx).Require(survey.ManageAccounts) == nil {
		list = s.Access.Tokens
	}
	tokens, err := list(ctx)
	if err != nil {
		return nil, err
	}
	tokens, err = paged(ctx, tokens, func(t access.Token) string { return t.ID })
	shown := make(ListTokens200JSONResponse, len(tokens))
	for i, t := range tokens {
		shown[i] = tokenOf(t)
	}
	return shown, err
}

// RevokeToken ends an API token of whoever asks, or any for those who manage
// accounts.
func (s *Server) RevokeToken(ctx context.Context, request RevokeTokenRequestObject) (RevokeTokenResponseObject, error) {
	if s.within(ctx).Require(survey.ManageAccounts) == nil {
		return RevokeToken204Response{}, s.Access.RevokeToken(ctx, request.Token)
	}
	a, _ := middleware.Signed(caller(ctx))
	return RevokeToken204Response{}, s.Access.RevokeTokenOf(ctx, a.ID, request.Token)
}
