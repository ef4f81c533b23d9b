package api

import (
	"context"
	"errors"

	"minping/survey"
)

// IssueCodes makes one-time codes.
func (s *Server) IssueCodes(ctx context.Context, request IssueCodesRequestObject) (IssueCodesResponseObject, error) {
	in := request.Body
	batch, codes, err := s.Service.IssueCodes(ctx, request.Poll, survey.CodeBatch{Label: in.Label, Group: in.Group, Units: in.Units}, in.Count)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return nil, codeMistakes(wrong)
	}
	if err != nil {
		return nil, err
	}
	return IssueCodes201JSONResponse{Batch: batch.ID, Codes: codes}, nil
}

// codeMistakes says where in a request for codes the errors are.
func codeMistakes(errs survey.FieldErrors) mistakes {
	list := fieldMistakes(errs)
	for i, e := range errs {
		switch e.Field {
		case "poll":
			list[i].Pointer, list[i].Parameter = "", "poll"
		case "n":
			list[i].Pointer = "/count"
		}
	}
	return list
}

// ListCodes lists the batches of codes.
func (s *Server) ListCodes(ctx context.Context, request ListCodesRequestObject) (ListCodesResponseObject, error) {
	batches, err := s.Service.CodeBatches(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return ListCodes200JSONResponse(list(batches)), nil
}

// VoidCodes voids what is unspent of a batch.
func (s *Server) VoidCodes(ctx context.Context, request VoidCodesRequestObject) (VoidCodesResponseObject, error) {
	if err := s.Service.VoidCodes(ctx, request.Poll, request.Batch); err != nil {
		return nil, err
	}
	return VoidCodes204Response{}, nil
}
