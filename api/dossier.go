package api

import (
	"context"
	"io"
	"net/http"

	"minping/api/middleware"
	"minping/survey/dossier"
	"minping/survey/report"
)

// shelf is the shelf of dossiers for whoever asks.
func (s *Server) shelf(ctx context.Context) dossier.Room { return s.Dossiers.Within(s.within(ctx)) }

// GetDossier returns all that is kept of a unit or person.
func (s *Server) GetDossier(ctx context.Context, request GetDossierRequestObject) (GetDossierResponseObject, error) {
	d, err := s.shelf(ctx).Dossier(ctx, request.Unit)
	return GetDossier200JSONResponse(d), err
}

// ListCandidateLists lists candidate lists.
func (s *Server) ListCandidateLists(ctx context.Context, _ ListCandidateListsRequestObject) (ListCandidateListsResponseObject, error) {
	lists, err := s.shelf(ctx).Lists(ctx)
	if err != nil {
		return nil, err
	}
	lists, err = paged(ctx, lists, func(l dossier.List) string { return l.ID })
	return ListCandidateLists200JSONResponse(list(lists)), err
}

// AddCandidateList keeps a new candidate list.
func (s *Server) AddCandidateList(ctx context.Context, request AddCandidateListRequestObject) (AddCandidateListResponseObject, error) {
	in := request.Body
	l, err := s.shelf(ctx).AddList(ctx, dossier.List{Title: in.Title, Note: in.Note, Units: in.Units, Columns: in.Columns})
	return AddCandidateList201JSONResponse(l), err
}

// sorted is the column that a request sorts by, -1 where it says none.
func sorted(asked *int) int {
	if asked == nil {
		return -1
	}
	return *asked
}

// GetCandidateSheet returns a candidate list with its figures.
func (s *Server) GetCandidateSheet(ctx context.Context, request GetCandidateSheetRequestObject) (GetCandidateSheetResponseObject, error) {
	sheet, err := s.shelf(ctx).Sheet(ctx, request.List, sorted(request.Params.Sort), request.Params.Up)
	if err != nil {
		return nil, err
	}
	return GetCandidateSheet200JSONResponse(*sheet), nil
}

// EditCandidateList changes a candidate list.
func (s *Server) EditCandidateList(ctx context.Context, request EditCandidateListRequestObject) (EditCandidateListResponseObject, error) {
	in := request.Body
	l, err := s.shelf(ctx).EditList(ctx, dossier.List{
		ID: request.List, Revision: in.Revision, Title: in.Title, Note: in.Note, Units: in.Units, Columns: in.Columns,
	})
	return EditCandidateList200JSONResponse(l), err
}

// DropCandidateList drops a candidate list.
func (s *Server) DropCandidateList(ctx context.Context, request DropCandidateListRequestObject) (DropCandidateListResponseObject, error) {
	return DropCandidateList204Response{}, s.shelf(ctx).DropList(ctx, request.List, request.Body.Revision)
}

// ExportCandidateSheet writes a candidate list with its figures as a table.
func (s *Server) ExportCandidateSheet(ctx context.Context, request ExportCandidateSheetRequestObject) (ExportCandidateSheetResponseObject, error) {
	lang := middleware.Lang(caller(ctx))
	sheet, err := s.shelf(ctx).Sheet(ctx, request.List, sorted(request.Params.Sort), request.Params.Up)
	if err != nil {
		return nil, err
	}
	rows := sheet.Table(lang)
	table := report.NewTable(map[string]string{"zh": "备选名单", "en": "Candidates"}[lang], 20, rows.Heads, rows.Rows)
	if request.Params.Format == "csv" {
		return streamed{mediaType: fileTypes["csv"], name: "candidates.csv", write: table.CSV}, nil
	}
	return streamed{mediaType: fileTypes["xlsx"], name: "candidates.xlsx", write: func(w io.Writer) error { return table.XLSX(w, lang) }}, nil
}

func (a streamed) VisitExportCandidateSheetResponse(w http.ResponseWriter) error { return a.send(w) }
