package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"minping/survey"
	"minping/survey/intake"
	"minping/survey/notify"
)

// recipientID stands for a recipient in a cursor: addresses of requests are
// logged in many places, and none is to hold whom a poll writes to.
func recipientID(r survey.Recipient) string {
	sum := sha256.Sum256([]byte(strings.ToLower(r.Address)))
	return hex.EncodeToString(sum[:16])
}

// ListRecipients lists whom a poll writes to.
func (s *Server) ListRecipients(ctx context.Context, request ListRecipientsRequestObject) (ListRecipientsResponseObject, error) {
	service, err := s.letters(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	all, err := service.Recipients(ctx, request.Poll, 0, notify.MaxRecipients)
	if err != nil {
		return nil, err
	}
	page, err := paged(ctx, all, recipientID)
	return ListRecipients200JSONResponse(page), err
}

// AddRecipients adds to the list.
func (s *Server) AddRecipients(ctx context.Context, request AddRecipientsRequestObject) (AddRecipientsResponseObject, error) {
	service, err := s.letters(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	if err := service.AddRecipients(ctx, request.Poll, request.Body.Recipients, request.Body.Anew); err != nil {
		return nil, err
	}
	n, err := countOf(ctx, service, request.Poll)
	return AddRecipients200JSONResponse(n), err
}

func countOf(ctx context.Context, service *notify.Service, poll string) (RecipientCount, error) {
	roll, err := service.Roll(ctx, poll)
	return RecipientCount{Recipients: roll.All, Groups: roll.Groups}, err
}

// ImportRecipients adds the rows of a table.
func (s *Server) ImportRecipients(ctx context.Context, request ImportRecipientsRequestObject) (ImportRecipientsResponseObject, error) {
	service, err := s.letters(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	groups, err := service.Groups(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	rows, err := intake.UploadedRecipients(request.Body, "recipients.csv", groups)
	var wrong *intake.Problems
	if errors.As(err, &wrong) {
		return nil, tableMistakes(wrong)
	}
	if err == nil && !request.Params.Check {
		err = service.AddRecipients(ctx, request.Poll, rows, request.Params.Anew)
	}
	if err != nil {
		return nil, err
	}
	n, err := countOf(ctx, service, request.Poll)
	return ImportRecipients200JSONResponse(n), err
}

// RemoveRecipient forgets one.
func (s *Server) RemoveRecipient(ctx context.Context, request RemoveRecipientRequestObject) (RemoveRecipientResponseObject, error) {
	service, err := s.letters(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return RemoveRecipient204Response{}, service.RemoveRecipient(ctx, request.Poll, request.Body.Address)
}

// RemoveRecipients forgets all.
func (s *Server) RemoveRecipients(ctx context.Context, request RemoveRecipientsRequestObject) (RemoveRecipientsResponseObject, error) {
	service, err := s.letters(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return RemoveRecipients204Response{}, service.RemoveRecipients(ctx, request.Poll)
}
