package api

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"minping/survey"
)

// auditQuery is what parameters of the log ask for.
func auditQuery(actor, kind, poll, from, to, text string) (survey.AuditQuery, error) {
	q := survey.AuditQuery{Actor: actor, Kind: survey.ActKind(kind), Poll: poll, Text: text}
	var err error
	q.From, q.To, err = survey.AuditDays(from, to, time.Local)
	return q, err
}

// ListAudit lists entries of the audit log, the newest first.
func (s *Server) ListAudit(ctx context.Context, request ListAuditRequestObject) (ListAuditResponseObject, error) {
	log := s.within(ctx)
	if err := log.Require(survey.ReadAudit); err != nil {
		return nil, err
	}
	p := request.Params
	q, err := auditQuery(p.Actor, p.Kind, p.Poll, p.From, p.To, p.Text)
	if err != nil {
		return nil, err
	}
	after, err := pageAfter(ctx, "")
	if err != nil {
		return nil, err
	}
	if after != "" {
		if q.Before, err = strconv.ParseInt(after, 10, 64); err != nil {
			return nil, errCursor()
		}
	}
	limit := pageLimit(ctx)
	q.Most = limit + 1
	entries, err := log.AuditPage(ctx, q)
	if err != nil {
		return nil, err
	}
	lines := make([]survey.AuditLine, len(entries))
	for i, e := range entries {
		lines[i] = e.Line()
	}
	lines = cut(ctx, "", lines, limit, func(l survey.AuditLine) string { return strconv.FormatInt(l.Sequence, 10) })
	return ListAudit200JSONResponse(lines), nil
}

func (a streamed) VisitExportAuditResponse(w http.ResponseWriter) error { return a.send(w) }

// ExportAudit streams entries of the audit log, the oldest first, and signs its head.
func (s *Server) ExportAudit(ctx context.Context, request ExportAuditRequestObject) (ExportAuditResponseObject, error) {
	log := s.within(ctx)
	if err := log.Require(survey.ReadAudit); err != nil {
		return nil, err
	}
	p := request.Params
	q, err := auditQuery(p.Actor, p.Kind, p.Poll, p.From, p.To, p.Text)
	if err != nil {
		return nil, err
	}
	if s.Heads != nil {
		if err := s.Heads.SignHead(ctx); err != nil {
			return nil, err
		}
	}
	format := string(p.Format)
	return streamed{mediaType: fileTypes[format], name: "audit." + format, write: func(w io.Writer) error {
		return survey.WriteAudit(ctx, w, format, log, q)
	}}, nil
}
