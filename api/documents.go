package api

import (
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"minping/api/middleware"
	"minping/survey/official"
	"minping/survey/report"
)

// officially is the desk of official documents for whoever asks.
func (s *Server) officially(ctx context.Context) official.Room {
	return s.Papers.Within(s.within(ctx))
}

// documentFile is a file to send, by its name.
func documentFile(name string, write func(io.Writer) error) streamed {
	ending := strings.TrimPrefix(filepath.Ext(name), ".")
	media, there := report.DocumentTypes[ending]
	if !there {
		media = fileTypes[ending]
	}
	return streamed{mediaType: media, name: name, write: write}
}

func (a streamed) VisitGetOrderDocumentResponse(w http.ResponseWriter) error { return a.send(w) }

func (a streamed) VisitGetPollDocumentResponse(w http.ResponseWriter) error { return a.send(w) }

func (a streamed) VisitPreviewDocumentTemplateResponse(w http.ResponseWriter) error { return a.send(w) }

// GetOrderDocument writes an official document of an order.
func (s *Server) GetOrderDocument(ctx context.Context, request GetOrderDocumentRequestObject) (GetOrderDocumentResponseObject, error) {
	_, write, err := s.officially(ctx).OfOrderFile(ctx, request.File, request.Order, middleware.Lang(caller(ctx)))
	if err != nil {
		return nil, err
	}
	return documentFile(request.Order+"-"+request.File, write), nil
}

// GetPollDocument writes an official document of a poll, or a batch of them.
func (s *Server) GetPollDocument(ctx context.Context, request GetPollDocumentRequestObject) (GetPollDocumentResponseObject, error) {
	_, write, err := s.officially(ctx).OfPollFile(ctx, request.File, request.Poll, request.Params.Unit, middleware.Lang(caller(ctx)))
	if err != nil {
		return nil, err
	}
	return documentFile(request.Poll+"-"+request.File, write), nil
}

// ListDocumentTemplates lists what documents say.
func (s *Server) ListDocumentTemplates(ctx context.Context, _ ListDocumentTemplatesRequestObject) (ListDocumentTemplatesResponseObject, error) {
	all, err := s.officially(ctx).Templates(ctx)
	if err != nil {
		return nil, err
	}
	all, err = paged(ctx, all, func(t official.Template) string { return string(t.Kind) + "/" + t.Lang })
	return ListDocumentTemplates200JSONResponse(list(all)), err
}

// GetDocumentTemplate returns what documents of a kind say, and may say.
func (s *Server) GetDocumentTemplate(ctx context.Context, request GetDocumentTemplateRequestObject) (GetDocumentTemplateResponseObject, error) {
	t, err := s.officially(ctx).Template(ctx, request.Kind, request.Lang)
	if err != nil {
		return nil, err
	}
	revisions, err := s.officially(ctx).Revisions(ctx, request.Kind, request.Lang)
	if err != nil {
		return nil, err
	}
	subjects, err := s.officially(ctx).Subjects(ctx, request.Kind, request.Lang)
	return GetDocumentTemplate200JSONResponse{Template: t, Names: request.Kind.Names(), Revisions: list(revisions), Subjects: list(subjects)}, err
}

// EditDocumentTemplate changes what documents of a kind say.
func (s *Server) EditDocumentTemplate(ctx context.Context, request EditDocumentTemplateRequestObject) (EditDocumentTemplateResponseObject, error) {
	t, err := s.officially(ctx).Edit(ctx, official.Template{
		Kind: request.Kind, Lang: request.Lang, Revision: request.Body.Revision, Default: request.Body.Default, Text: request.Body.Text,
	})
	return EditDocumentTemplate200JSONResponse(t), err
}

// PreviewDocumentTemplate writes an example, or what it is asked to be about, in a
// text.
func (s *Server) PreviewDocumentTemplate(ctx context.Context, request PreviewDocumentTemplateRequestObject) (PreviewDocumentTemplateResponseObject, error) {
	paper, err := s.officially(ctx).Preview(ctx, request.Kind, request.Lang, *request.Body, request.Params.About)
	if err != nil {
		return nil, err
	}
	format := "pdf"
	if request.Params.Format == "docx" {
		format = "docx"
	}
	return documentFile(string(request.Kind)+"."+format, func(w io.Writer) error { return report.WriteDocument(w, format, paper.Document()) }), nil
}
