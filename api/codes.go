package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/slips"
)

// IssueCodes makes a batch of one-time codes.
func (s *Server) IssueCodes(ctx context.Context, request IssueCodesRequestObject) (IssueCodesResponseObject, error) {
	in := request.Body
	return s.handOut(ctx, request.Poll, in.Count, func() (survey.CodeBatch, []string, error) {
		return s.within(ctx).IssueCodes(ctx, request.Poll, survey.CodeBatch{ID: cmp.Or(in.ID, claimed(ctx)), Label: in.Label, Group: in.Group, Units: in.Units}, in.Count)
	})
}

// ReplaceCodes voids what is unspent of a batch and makes new codes.
func (s *Server) ReplaceCodes(ctx context.Context, request ReplaceCodesRequestObject) (ReplaceCodesResponseObject, error) {
	return s.handOut(ctx, request.Poll, request.Body.Count, func() (survey.CodeBatch, []string, error) {
		return s.within(ctx).ReplaceCodes(ctx, request.Poll, request.Batch, request.Body.Count)
	})
}

// handOut makes count codes and writes them as is accepted. What could not be
// written is void: nobody has seen it.
func (s *Server) handOut(ctx context.Context, poll string, count int, issue func() (survey.CodeBatch, []string, error)) (codesAnswer, error) {
	format := slipFormat(caller(ctx))
	if errs := slips.Limit(format, count); len(errs) > 0 {
		return codesAnswer{}, codeMistakes(errs)
	}
	batch, codes, err := issue()
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return codesAnswer{}, codeMistakes(wrong)
	}
	if err != nil {
		return codesAnswer{}, err
	}
	caller(ctx).Response().Header().Set("Cache-Control", "no-store")
	answer, err := s.slips(ctx, poll, batch, codes, format)
	if err != nil {
		err = errors.Join(err, s.within(ctx).VoidCodes(context.WithoutCancel(ctx), poll, batch.ID))
	}
	return answer, err
}

// A codesAnswer is new codes in the form that was asked for.
type codesAnswer struct {
	mediaType string
	body      []byte
}

// VisitIssueCodesResponse implements IssueCodesResponseObject.
func (a codesAnswer) VisitIssueCodesResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", a.mediaType)
	w.WriteHeader(http.StatusCreated)
	_, err := w.Write(a.body)
	return err
}

// VisitReplaceCodesResponse implements ReplaceCodesResponseObject.
func (a codesAnswer) VisitReplaceCodesResponse(w http.ResponseWriter) error {
	return a.VisitIssueCodesResponse(w)
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

// slipTypes are the media types of the formats of slips.
var slipTypes = map[string]string{"csv": "text/csv", "html": "text/html", "pdf": "application/pdf"}

// slips writes codes to hand out, as JSON or as a file to save.
func (s *Server) slips(ctx context.Context, poll string, issued survey.CodeBatch, codes []string, format string) (codesAnswer, error) {
	if format == "" {
		body, err := json.Marshal(Codes{Batch: issued.ID, Codes: codes})
		return codesAnswer{"application/json", body}, err
	}
	batch, err := slips.Gather(ctx, s.within(ctx), poll, middleware.Address(caller(ctx), s.URL), issued, codes)
	if err != nil {
		return codesAnswer{}, err
	}
	var b bytes.Buffer
	if err := slips.Write(&b, format, middleware.Lang(caller(ctx)), batch); err != nil {
		return codesAnswer{}, err
	}
	caller(ctx).Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": poll + "-codes." + format}))
	return codesAnswer{slipTypes[format], b.Bytes()}, nil
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
	batches, err := s.within(ctx).CodeBatches(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	batches, err = paged(ctx, batches, func(b survey.CodeBatch) string { return b.ID })
	return ListCodes200JSONResponse(batches), err
}

// VoidCodes voids what is unspent of a batch.
func (s *Server) VoidCodes(ctx context.Context, request VoidCodesRequestObject) (VoidCodesResponseObject, error) {
	if err := s.within(ctx).VoidCodes(ctx, request.Poll, request.Batch); err != nil {
		return nil, err
	}
	return VoidCodes204Response{}, nil
}
