package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	"minping/api/middleware"
	"minping/survey/points"
	"minping/survey/report"
)

// ListSchemes lists the stored schemes.
func (s *Server) ListSchemes(ctx context.Context, _ ListSchemesRequestObject) (ListSchemesResponseObject, error) {
	plans, err := s.cards(ctx).Schemes(ctx)
	if err != nil {
		return nil, err
	}
	plans, err = paged(ctx, plans, func(p points.Plan) string { return p.ID })
	return ListSchemes200JSONResponse(list(plans)), err
}

// PutScheme keeps a scheme, or says what is wrong with it.
func (s *Server) PutScheme(ctx context.Context, request PutSchemeRequestObject) (PutSchemeResponseObject, error) {
	put := s.cards(ctx).PutScheme
	if request.Params.Check {
		put = s.cards(ctx).CheckScheme
	}
	p, err := put(ctx, request.Body.ID, request.Body.Revision, []byte(request.Body.Source))
	return PutScheme200JSONResponse(p), err
}

// GetScheme returns a scheme.
func (s *Server) GetScheme(ctx context.Context, request GetSchemeRequestObject) (GetSchemeResponseObject, error) {
	p, err := s.cards(ctx).Scheme(ctx, request.Scheme, request.Params.Revision)
	return GetScheme200JSONResponse(p), err
}

// ListSchemeRevisions lists the revisions of a scheme.
func (s *Server) ListSchemeRevisions(ctx context.Context, request ListSchemeRevisionsRequestObject) (ListSchemeRevisionsResponseObject, error) {
	plans, err := s.cards(ctx).Revisions(ctx, request.Scheme)
	if err != nil {
		return nil, err
	}
	plans, err = paged(ctx, plans, func(p points.Plan) string { return strconv.FormatInt(p.Revision, 10) })
	return ListSchemeRevisions200JSONResponse(list(plans)), err
}

// ListAppraisals lists appraisals.
func (s *Server) ListAppraisals(ctx context.Context, _ ListAppraisalsRequestObject) (ListAppraisalsResponseObject, error) {
	all, err := s.cards(ctx).Appraisals(ctx)
	if err != nil {
		return nil, err
	}
	all, err = paged(ctx, all, func(a points.Appraisal) string { return a.ID })
	return ListAppraisals200JSONResponse(list(all)), err
}

// ComputeAppraisal appraises by a scheme.
func (s *Server) ComputeAppraisal(ctx context.Context, request ComputeAppraisalRequestObject) (ComputeAppraisalResponseObject, error) {
	a, err := s.cards(ctx).Compute(ctx, *request.Body)
	return ComputeAppraisal201JSONResponse(a), err
}

// GetAppraisal returns an appraisal.
func (s *Server) GetAppraisal(ctx context.Context, request GetAppraisalRequestObject) (GetAppraisalResponseObject, error) {
	a, err := s.cards(ctx).Appraisal(ctx, request.Appraisal)
	return GetAppraisal200JSONResponse(a), err
}

// VerifyAppraisal computes an appraisal again.
func (s *Server) VerifyAppraisal(ctx context.Context, request VerifyAppraisalRequestObject) (VerifyAppraisalResponseObject, error) {
	v, err := s.cards(ctx).Verify(ctx, request.Appraisal)
	return VerifyAppraisal200JSONResponse(v), err
}

// DecideGrades decides the grades of units.
func (s *Server) DecideGrades(ctx context.Context, request DecideGradesRequestObject) (DecideGradesResponseObject, error) {
	a, err := s.cards(ctx).Grade(ctx, request.Appraisal, request.Body.Revision, request.Body.Grades)
	return DecideGrades200JSONResponse(a), err
}

// AgreeGrades agrees with decisions about units.
func (s *Server) AgreeGrades(ctx context.Context, request AgreeGradesRequestObject) (AgreeGradesResponseObject, error) {
	a, err := s.cards(ctx).Agree(ctx, request.Appraisal, request.Body.Revision, request.Body.Units)
	return AgreeGrades200JSONResponse(a), err
}

// ShowAppraisal shows an appraisal, or hides it.
func (s *Server) ShowAppraisal(ctx context.Context, request ShowAppraisalRequestObject) (ShowAppraisalResponseObject, error) {
	a, err := s.cards(ctx).Show(ctx, request.Appraisal, request.Body.Revision, request.Body.Shown, request.Body.Why)
	return ShowAppraisal200JSONResponse(a), err
}

func (a streamed) VisitExportAppraisalResponse(w http.ResponseWriter) error { return a.send(w) }

// ExportAppraisal writes an appraisal as a document or table.
func (s *Server) ExportAppraisal(ctx context.Context, request ExportAppraisalRequestObject) (ExportAppraisalResponseObject, error) {
	a, err := s.cards(ctx).Appraisal(ctx, request.Appraisal)
	if err != nil {
		return nil, err
	}
	plan, err := s.cards(ctx).Scheme(ctx, a.Scheme, a.Plan)
	if err != nil {
		return nil, err
	}
	format, lang := string(request.Params.Format), middleware.Lang(caller(ctx))
	if format == "" {
		format = "docx"
	}
	file := streamed{mediaType: fileTypes[format], name: a.Scheme + "-" + a.Year + "." + format}
	switch format {
	case "json":
		file.write = func(w io.Writer) error { return json.NewEncoder(w).Encode(a) }
	case "csv":
		file.write = func(w io.Writer) error { return report.AppraisalCSV(w, plan.Scheme, a.Result, lang) }
	case "xlsx":
		table := report.AppraisalTable(plan.Scheme, a.Result, a.Decided, lang)
		file.write = func(w io.Writer) error { return table.XLSX(w, lang) }
	default:
		file.write = func(w io.Writer) error {
			return report.WriteDocument(w, format, report.AppraisalDocument(plan.Scheme, a.Result, a.Decided, lang))
		}
	}
	return file, nil
}
