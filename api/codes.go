package api

import (
	"bytes"
	"context"
	"errors"
	"mime"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/slips"
)

// IssueCodes makes a batch of one-time codes. What could not be written is
// void: nobody has seen it.
func (s *Server) IssueCodes(ctx context.Context, request IssueCodesRequestObject) (IssueCodesResponseObject, error) {
	in := request.Body
	format := slipFormat(caller(ctx))
	if errs := slips.Limit(format, in.Count); len(errs) > 0 {
		return nil, codeMistakes(errs)
	}
	batch, codes, err := s.Service.IssueCodes(ctx, request.Poll, survey.CodeBatch{Label: in.Label, Group: in.Group, Units: in.Units}, in.Count)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return nil, codeMistakes(wrong)
	}
	if err != nil {
		return nil, err
	}
	caller(ctx).Response().Header().Set("Cache-Control", "no-store")
	if format == "" {
		return IssueCodes201JSONResponse{Batch: batch.ID, Codes: codes}, nil
	}
	answer, err := s.slips(ctx, request.Poll, batch, codes, format)
	if err != nil {
		return nil, errors.Join(err, s.Service.VoidCodes(context.WithoutCancel(ctx), request.Poll, batch.ID))
	}
	return answer, nil
}

// slipFormat is what a request for codes accepts first: a format of slips, or
// "" for JSON.
func slipFormat(c echo.Context) string {
	for media := range strings.SplitSeq(c.Request().Header.Get("Accept"), ",") {
		switch media, _, _ = strings.Cut(media, ";"); strings.TrimSpace(media) {
		case "text/csv":
			return "csv"
		case "text/html":
			return "html"
		case "application/pdf":
			return "pdf"
		case "application/json", "*/*":
			return ""
		}
	}
	return ""
}

// slips writes codes to hand out, as a file to save.
func (s *Server) slips(ctx context.Context, poll string, issued survey.CodeBatch, codes []string, format string) (IssueCodesResponseObject, error) {
	batch, err := slips.Gather(ctx, s.Service, poll, middleware.Address(caller(ctx), s.URL), issued, codes)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := slips.Write(&b, format, batch, middleware.Lang(caller(ctx))); err != nil {
		return nil, err
	}
	caller(ctx).Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": poll + "-codes." + format}))
	switch format {
	case "csv":
		return IssueCodes201TextCsvResponse{Body: &b, ContentLength: int64(b.Len())}, nil
	case "pdf":
		return IssueCodes201ApplicationPdfResponse{Body: &b, ContentLength: int64(b.Len())}, nil
	}
	return IssueCodes201TextHTMLResponse{Body: &b, ContentLength: int64(b.Len())}, nil
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
