package api

import (
	"context"
	"io"
	"net/http"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/report"
)

// GetSupervision returns whom the rules of a poll name.
func (s *Server) GetSupervision(ctx context.Context, request GetSupervisionRequestObject) (GetSupervisionResponseObject, error) {
	found, err := s.within(ctx).Supervision(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return GetSupervision200JSONResponse(*found), nil
}

// RecordSupervision keeps that a step was taken.
func (s *Server) RecordSupervision(ctx context.Context, request RecordSupervisionRequestObject) (RecordSupervisionResponseObject, error) {
	in := request.Body
	r, err := s.within(ctx).RecordSupervision(ctx, survey.SupervisionRecord{
		Poll: request.Poll, Unit: in.Unit, Step: in.Step, On: in.On, By: in.By, With: in.With, Said: in.Said, Next: in.Next,
	})
	return RecordSupervision201JSONResponse(r), err
}

func (a streamed) VisitExportSupervisionResponse(w http.ResponseWriter) error { return a.send(w) }

// ExportSupervision writes it as a table.
func (s *Server) ExportSupervision(ctx context.Context, request ExportSupervisionRequestObject) (ExportSupervisionResponseObject, error) {
	lang := middleware.Lang(caller(ctx))
	found, err := s.within(ctx).Supervision(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	table, name := report.Supervision(found, lang), request.Poll+"-supervision."
	if request.Params.Format == "csv" {
		return streamed{mediaType: fileTypes["csv"], name: name + "csv", write: table.CSV}, nil
	}
	return streamed{mediaType: fileTypes["xlsx"], name: name + "xlsx", write: func(w io.Writer) error { return table.XLSX(w, lang) }}, nil
}
