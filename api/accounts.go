package api

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"minping/survey"
	"minping/survey/access"
)

// ListAccounts lists all accounts.
func (s *Server) ListAccounts(ctx context.Context, _ ListAccountsRequestObject) (ListAccountsResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	list, err := s.Access.Profiles(ctx)
	if err != nil {
		return nil, err
	}
	list, err = paged(ctx, list, func(p access.Profile) string { return p.ID })
	shown := make(ListAccounts200JSONResponse, len(list))
	for i, p := range list {
		shown[i] = profileOf(p)
	}
	return shown, err
}

func profileOf(p access.Profile) Profile {
	return Profile{
		ID: p.ID, Name: p.Name, Created: p.Created,
		Disabled: p.Disabled, SignsIn: p.Hash != "", SecondFactor: p.SecondFactor, SingleSignOn: p.SingleSignOn, Program: p.Program(),
	}
}

// AddProgram makes a program's account.
func (s *Server) AddProgram(ctx context.Context, request AddProgramRequestObject) (AddProgramResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	b := request.Body
	a, err := s.Access.AddClient(ctx, b.Name, access.Grant{Role: access.Client, Unit: b.Unit, Poll: b.Poll, Ends: b.Ends})
	if err != nil {
		return nil, err
	}
	p, err := s.Access.Profile(ctx, a.ID)
	return AddProgram201JSONResponse{
		Body:    profileOf(p),
		Headers: AddProgram201ResponseHeaders{Location: Base + "/accounts/" + url.PathEscape(p.ID)},
	}, err
}

// GetProfile returns one account.
func (s *Server) GetProfile(ctx context.Context, request GetProfileRequestObject) (GetProfileResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	p, err := s.Access.Profile(ctx, request.Account)
	return GetProfile200JSONResponse(profileOf(p)), err
}

// SetAccountState stops an account or lets it go on.
func (s *Server) SetAccountState(ctx context.Context, request SetAccountStateRequestObject) (SetAccountStateResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	match := ifMatch[Profile](ctx)
	check := func(is access.Profile) error { return match(profileOf(is)) }
	if err := s.Access.SetDisabledIf(ctx, request.Account, request.Body.Disabled, check); err != nil {
		return nil, err
	}
	p, err := s.Access.Profile(ctx, request.Account)
	if err != nil {
		return nil, err
	}
	shown := profileOf(p)
	setTag(ctx, shown)
	return SetAccountState200JSONResponse(shown), nil
}

// ListRoleGrants lists what an account is granted.
func (s *Server) ListRoleGrants(ctx context.Context, request ListRoleGrantsRequestObject) (ListRoleGrantsResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	grants, err := s.Access.GrantsOf(ctx, request.Account)
	shown := make(ListRoleGrants200JSONResponse, len(grants))
	for i, g := range grants {
		shown[i] = roleGrantOf(g)
	}
	return shown, err
}

func roleGrantOf(g access.Grant) RoleGrant {
	return RoleGrant{ID: g.ID, Role: Role(g.Role), Unit: g.Unit, Poll: g.Poll, Ends: g.Ends}
}

// GrantRole gives an account a role.
func (s *Server) GrantRole(ctx context.Context, request GrantRoleRequestObject) (GrantRoleResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	b := request.Body
	g, err := s.Access.Grant(ctx, access.Grant{Account: request.Account, Role: access.Role(b.Role), Unit: b.Unit, Poll: b.Poll, Ends: b.Ends})
	return GrantRole201JSONResponse(roleGrantOf(g)), err
}

// EndRoleGrant ends a grant.
func (s *Server) EndRoleGrant(ctx context.Context, request EndRoleGrantRequestObject) (EndRoleGrantResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	return EndRoleGrant204Response{}, s.Access.Revoke(ctx, request.Account, request.Grant)
}

// ListIdentities lists by what an account signs in beside its password.
func (s *Server) ListIdentities(ctx context.Context, request ListIdentitiesRequestObject) (ListIdentitiesResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	p, err := s.Access.Profile(ctx, request.Account)
	if err != nil {
		return nil, err
	}
	linked, err := s.Access.Identities(ctx, p.ID)
	shown := make(ListIdentities200JSONResponse, len(linked))
	for i, l := range linked {
		shown[i] = Identity{Issuer: l.Issuer, Subject: l.Subject, Name: l.Name, Linked: l.Linked}
	}
	return shown, err
}

// UnlinkIdentity unlinks an identity of an account.
func (s *Server) UnlinkIdentity(ctx context.Context, request UnlinkIdentityRequestObject) (UnlinkIdentityResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	return UnlinkIdentity204Response{}, s.Access.Unlink(ctx, request.Account, request.Params.Issuer, request.Params.Subject)
}

// ListAccountTokens lists an account's tokens.
func (s *Server) ListAccountTokens(ctx context.Context, request ListAccountTokensRequestObject) (ListAccountTokensResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	p, err := s.Access.Profile(ctx, request.Account)
	if err != nil {
		return nil, err
	}
	tokens, err := s.Access.TokensOf(ctx, p.ID)
	shown := make(ListAccountTokens200JSONResponse, len(tokens))
	for i, t := range tokens {
		shown[i] = tokenOf(t)
	}
	return shown, err
}

// CreateProgramToken makes a token for a program.
func (s *Server) CreateProgramToken(ctx context.Context, request CreateProgramTokenRequestObject) (CreateProgramTokenResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	days := request.Body.Days
	if days == 0 {
		days = tokenDays
	}
	secret, t, err := s.Access.CreateClientToken(ctx, request.Account, request.Body.Label, time.Duration(days)*24*time.Hour)
	shown := tokenOf(t)
	shown.Secret = secret
	return CreateProgramToken201JSONResponse(shown), err
}

// ExportAccounts streams all accounts with their roles.
func (s *Server) ExportAccounts(ctx context.Context, request ExportAccountsRequestObject) (ExportAccountsResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	profiles, err := s.Access.Profiles(ctx)
	if err != nil {
		return nil, err
	}
	byRole := request.Params.Format == "csv"
	return rows(string(request.Params.Format), "accounts",
		[]string{"name", "role", "unit", "poll", "ends", "id", "created", "disabled", "signs_in", "second_factor", "single_sign_on", "program"}, AccountRow.cells,
		func(use func(AccountRow) error) error { return eachAccount(profiles, byRole, use) }), nil
}

// eachAccount passes an account with its roles, or one role at a time.
func eachAccount(profiles []access.Profile, byRole bool, use func(AccountRow) error) error {
	for _, p := range profiles {
		a := profileOf(p)
		row := AccountRow{
			ID: a.ID, Name: a.Name, Created: a.Created, Disabled: a.Disabled, SignsIn: a.SignsIn,
			SecondFactor: a.SecondFactor, SingleSignOn: a.SingleSignOn, Program: a.Program, Roles: make([]RoleGrant, len(p.Grants)),
		}
		for i, g := range p.Grants {
			row.Roles[i] = roleGrantOf(g)
		}
		parts := [][]RoleGrant{row.Roles}
		if byRole && len(row.Roles) > 0 {
			parts = slices.Collect(slices.Chunk(row.Roles, 1))
		}
		for _, row.Roles = range parts {
			if err := use(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// cells writes an account with at most one role as a row of a table.
func (r AccountRow) cells() []string {
	g := RoleGrant{}
	if len(r.Roles) > 0 {
		g = r.Roles[0]
	}
	ends := ""
	if !g.Ends.IsZero() {
		ends = g.Ends.Format(time.RFC3339)
	}
	return []string{
		r.Name, string(g.Role), g.Unit, g.Poll, ends, r.ID, r.Created.Format(time.RFC3339),
		strconv.FormatBool(r.Disabled), strconv.FormatBool(r.SignsIn), strconv.FormatBool(r.SecondFactor), strconv.FormatBool(r.SingleSignOn), strconv.FormatBool(r.Program),
	}
}
