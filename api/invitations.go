package api

import (
	"context"
	"errors"
	"io"
	"net/url"
	"time"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
	"minping/survey/intake"
)

// ListInvitations lists the links that are still good.
func (s *Server) ListInvitations(ctx context.Context, _ ListInvitationsRequestObject) (ListInvitationsResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	list, err := s.Access.Invitations(ctx)
	shown := make(ListInvitations200JSONResponse, len(list))
	for i, v := range list {
		shown[i] = invitationOf(v)
	}
	return shown, err
}

func invitationOf(i access.Invitation) Invitation {
	return Invitation{ID: i.ID, Name: i.Name, New: i.New, SecondFactor: i.Reset, Expires: i.Expires}
}

// Invite makes accounts and links for their owners.
func (s *Server) Invite(ctx context.Context, request InviteRequestObject) (InviteResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	list := make([]access.Invitee, len(request.Body.Accounts))
	for i, a := range request.Body.Accounts {
		list[i].Name = a.Name
		if a.Role != "" || a.Unit != "" || a.Poll != "" || !a.Ends.IsZero() {
			list[i].Grants = []access.Grant{{Role: access.Role(a.Role), Unit: a.Unit, Poll: a.Poll, Ends: a.Ends}}
		}
	}
	invited, err := s.Access.Invite(ctx, list)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		for i := range wrong {
			wrong[i].Field = "accounts" + wrong[i].Field
		}
	}
	return Invite201JSONResponse(s.linksOf(ctx, invited)), err
}

// ImportInvitations makes accounts and links for the rows of a table.
func (s *Server) ImportInvitations(ctx context.Context, request ImportInvitationsRequestObject) (ImportInvitationsResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	invitees, err := s.readInvitees(ctx, request.Body)
	if err != nil {
		return nil, err
	}
	if request.Params.Check {
		return ImportInvitations200JSONResponse(inviteeRows(invitees)), nil
	}
	invited, err := s.Access.Invite(ctx, invitees)
	if errors.As(err, new(survey.FieldErrors)) { // somebody was faster: the rows were right when they were read
		err = survey.ErrConflict
	}
	return ImportInvitations201JSONResponse(s.linksOf(ctx, invited)), err
}

// readInvitees reads a table of accounts to be made.
func (s *Server) readInvitees(ctx context.Context, body io.Reader) ([]access.Invitee, error) {
	const file = "accounts.csv"
	sheet, err := intake.UploadedTable(unbroken{body}, file)
	var invitees []access.Invitee
	var cells []survey.CellError
	if err == nil {
		invitees, cells, err = s.Access.ReadList(ctx, sheet.Header, sheet.Rows, time.Local)
	}
	if err == nil && len(cells) > 0 {
		err = sheet.Wrong(file, cells)
	}
	var wrong *intake.Problems
	if errors.As(err, &wrong) {
		return nil, tableMistakes(wrong)
	}
	return invitees, err
}

// inviteeRows lists accounts to be made with a row for each of their roles.
func inviteeRows(invitees []access.Invitee) []Invitee {
	rows := []Invitee{}
	for _, who := range invitees {
		for _, g := range who.Grants {
			rows = append(rows, Invitee{Name: who.Name, Role: string(g.Role), Unit: g.Unit, Poll: g.Poll, Ends: g.Ends})
		}
		if len(who.Grants) == 0 {
			rows = append(rows, Invitee{Name: who.Name})
		}
	}
	return rows
}

// linksOf lists invitations with their links.
func (s *Server) linksOf(ctx context.Context, invited []access.Invited) []Invitation {
	shown := make([]Invitation, len(invited))
	for i, v := range invited {
		shown[i] = s.linkOf(ctx, v)
	}
	return shown
}

// linkOf is an invitation with its link.
func (s *Server) linkOf(ctx context.Context, v access.Invited) Invitation {
	shown := invitationOf(v.Invitation)
	shown.Link = middleware.Address(caller(ctx), s.URL) + "/invite?token=" + url.QueryEscape(v.Secret)
	return shown
}

// ResetPassword makes a link for somebody who has forgotten his password.
func (s *Server) ResetPassword(ctx context.Context, request ResetPasswordRequestObject) (ResetPasswordResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	made, err := s.Access.Reset(ctx, request.Body.Name, request.Body.SecondFactor)
	if err != nil {
		return nil, err
	}
	return ResetPassword201JSONResponse(s.linkOf(ctx, made)), nil
}

// AcceptInvitation spends a link.
func (s *Server) AcceptInvitation(ctx context.Context, request AcceptInvitationRequestObject) (AcceptInvitationResponseObject, error) {
	a, err := s.Access.Accept(ctx, middleware.Network(caller(ctx)), request.Body.Token, request.Body.Password)
	if err != nil {
		return nil, err
	}
	return AcceptInvitation200JSONResponse{Name: a.Name}, nil
}

// WithdrawInvitation makes a link worthless.
func (s *Server) WithdrawInvitation(ctx context.Context, request WithdrawInvitationRequestObject) (WithdrawInvitationResponseObject, error) {
	if err := s.within(ctx).Require(survey.ManageAccounts); err != nil {
		return nil, err
	}
	return WithdrawInvitation204Response{}, s.Access.Withdraw(ctx, request.Invitation)
}
