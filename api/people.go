package api

import (
	"context"

	"minping/api/middleware"
	"minping/survey/access"
)

// delegate is whoever asks, as one who grants within his own grants.
func (s *Server) delegate(ctx context.Context) access.Delegate {
	c := caller(ctx)
	a, _ := middleware.Signed(c)
	return access.Delegate{Account: a.ID, Through: middleware.Narrowed(c), Ground: s.within(ctx)}
}

func namedGrantOf(g access.NamedGrant) NamedGrant {
	return NamedGrant{ID: g.ID, Name: g.Name, Role: Role(g.Role), Unit: g.Unit, Poll: g.Poll, Ends: g.Ends}
}

// ListGrantsWithin lists the grants that whoever asks could have made.
func (s *Server) ListGrantsWithin(ctx context.Context, _ ListGrantsWithinRequestObject) (ListGrantsWithinResponseObject, error) {
	list, err := s.Access.GrantsWithin(ctx, s.delegate(ctx))
	if err != nil {
		return nil, err
	}
	list, err = paged(ctx, list, func(g access.NamedGrant) string { return g.ID })
	shown := make(ListGrantsWithin200JSONResponse, len(list))
	for i, g := range list {
		shown[i] = namedGrantOf(g)
	}
	return shown, err
}

// GrantWithin grants a named account a role.
func (s *Server) GrantWithin(ctx context.Context, request GrantWithinRequestObject) (GrantWithinResponseObject, error) {
	g, err := s.Access.GrantWithin(ctx, s.delegate(ctx), request.Body.Name, request.Body.grant())
	return GrantWithin201JSONResponse(namedGrantOf(g)), err
}

func (n NewNamedGrant) grant() access.Grant {
	return access.Grant{Role: access.Role(n.Role), Unit: n.Unit, Poll: n.Poll, Ends: n.Ends}
}

// EndGrantWithin ends a grant that whoever asks could have made.
func (s *Server) EndGrantWithin(ctx context.Context, request EndGrantWithinRequestObject) (EndGrantWithinResponseObject, error) {
	return EndGrantWithin204Response{}, s.Access.EndWithin(ctx, s.delegate(ctx), request.Grant)
}

// InviteWithin makes an account with a role, and a link for its owner.
func (s *Server) InviteWithin(ctx context.Context, request InviteWithinRequestObject) (InviteWithinResponseObject, error) {
	made, err := s.Access.InviteWithin(ctx, s.delegate(ctx), request.Body.Name, request.Body.grant())
	if err != nil {
		return nil, err
	}
	return InviteWithin201JSONResponse(s.linksOf(ctx, []access.Invited{made})[0]), nil
}
