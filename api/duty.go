package api

import (
	"context"
	"errors"
	"io"
	"net/http"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/duty"
	"minping/survey/intake"
	"minping/survey/report"
)

// duties is the desk of duty reports for whoever asks.
func (s *Server) duties(ctx context.Context) duty.Room {
	return s.Duty.Within(s.within(ctx))
}

// plan is a round of duty reports as it was sent.
func (in *DutyReviewPlan) plan() duty.Review {
	return duty.Review{
		Title: in.Title, Year: in.Year, Home: in.Home, Due: survey.Day(in.Due), Sections: in.Sections, Items: in.Items,
		Cut: in.Cut, Units: in.Units, Poll: in.Poll, Revision: in.Revision,
	}
}

// ListDutyReviews lists rounds of duty reports.
func (s *Server) ListDutyReviews(ctx context.Context, _ ListDutyReviewsRequestObject) (ListDutyReviewsResponseObject, error) {
	all, err := s.duties(ctx).Reviews(ctx)
	if err != nil {
		return nil, err
	}
	all, err = paged(ctx, all, func(r duty.Review) string { return r.ID })
	return ListDutyReviews200JSONResponse(list(all)), err
}

// AddDutyReview plans one.
func (s *Server) AddDutyReview(ctx context.Context, request AddDutyReviewRequestObject) (AddDutyReviewResponseObject, error) {
	r, err := s.duties(ctx).Add(ctx, request.Body.plan())
	return AddDutyReview201JSONResponse(r), err
}

// GetDutyReview returns one.
func (s *Server) GetDutyReview(ctx context.Context, request GetDutyReviewRequestObject) (GetDutyReviewResponseObject, error) {
	r, err := s.duties(ctx).Review(ctx, request.Review)
	return GetDutyReview200JSONResponse(r), err
}

// ChangeDutyReview puts another plan in place of one that has not begun.
func (s *Server) ChangeDutyReview(ctx context.Context, request ChangeDutyReviewRequestObject) (ChangeDutyReviewResponseObject, error) {
	plan := request.Body.plan()
	plan.ID = request.Review
	r, err := s.duties(ctx).Change(ctx, plan)
	return ChangeDutyReview200JSONResponse(r), err
}

// MoveDutyReview takes a step with one.
func (s *Server) MoveDutyReview(ctx context.Context, request MoveDutyReviewRequestObject) (MoveDutyReviewResponseObject, error) {
	r, err := s.duties(ctx).Move(ctx, request.Review, request.Body.Revision, request.Body.Move)
	return MoveDutyReview200JSONResponse(r), err
}

// ImportDutySheets enters a table of judges' sheets.
func (s *Server) ImportDutySheets(ctx context.Context, request ImportDutySheetsRequestObject) (ImportDutySheetsResponseObject, error) {
	const file = "sheets"
	var done duty.Imported
	sheet, err := intake.UploadedTable(unbroken{caller(ctx).Request().Body}, file)
	if err == nil {
		var cells []survey.CellError
		done, cells, err = s.duties(ctx).Import(ctx, request.Review, request.Params.Revision, sheet.Header, sheet.Rows, request.Params.Check)
		if err == nil && len(cells) > 0 {
			err = sheet.Wrong(file, cells)
		}
	}
	var wrong *intake.Problems
	if errors.As(err, &wrong) {
		return nil, tableMistakes(wrong)
	}
	if err != nil {
		return nil, err
	}
	return ImportDutySheets200JSONResponse{Stored: !request.Params.Check, Judges: list(done.Judges), Marks: done.Marks}, nil
}

// ListDutyReports lists the reports of a round.
func (s *Server) ListDutyReports(ctx context.Context, request ListDutyReportsRequestObject) (ListDutyReportsResponseObject, error) {
	_, all, err := s.duties(ctx).Reports(ctx, request.Review)
	if err != nil {
		return nil, err
	}
	all, err = paged(ctx, all, func(p duty.Report) string { return p.Unit })
	return ListDutyReports200JSONResponse(list(all)), err
}

// GetDutyReport returns the report of a unit.
func (s *Server) GetDutyReport(ctx context.Context, request GetDutyReportRequestObject) (GetDutyReportResponseObject, error) {
	_, p, err := s.duties(ctx).Report(ctx, request.Review, request.Unit)
	return GetDutyReport200JSONResponse(p), err
}

// MoveDutyReport takes a step with a report.
func (s *Server) MoveDutyReport(ctx context.Context, request MoveDutyReportRequestObject) (MoveDutyReportResponseObject, error) {
	p, err := s.duties(ctx).MoveReport(ctx, request.Review, request.Unit, request.Body.Revision, request.Body.ReportMove)
	return MoveDutyReport200JSONResponse(p), err
}

func (a streamed) VisitExportDutyReviewResponse(w http.ResponseWriter) error { return a.send(w) }

// ExportDutyReview writes a round as a file.
func (s *Server) ExportDutyReview(ctx context.Context, request ExportDutyReviewRequestObject) (ExportDutyReviewResponseObject, error) {
	lang, room, format := middleware.Lang(caller(ctx)), s.duties(ctx), string(request.Params.Format)
	r, err := room.Review(ctx, request.Review)
	if err != nil {
		return nil, err
	}
	if format == "docx" || format == "pdf" {
		paper, err := room.Document(ctx, r, lang)
		if err != nil {
			return nil, err
		}
		write := paper.DOCX
		if format == "pdf" {
			write = paper.PDF
		}
		return streamed{mediaType: fileTypes[format], name: "duty." + format, write: write}, nil
	}
	rows := room.Table
	if request.Params.Of == "sheets" {
		rows = room.SheetTable
	}
	heads, lines, err := rows(ctx, r, lang)
	if err != nil {
		return nil, err
	}
	table := report.NewTable(r.Title, 16, heads, lines)
	if format == "csv" {
		return streamed{mediaType: fileTypes["csv"], name: "duty.csv", write: table.CSV}, nil
	}
	return streamed{mediaType: fileTypes["xlsx"], name: "duty.xlsx", write: func(w io.Writer) error { return table.XLSX(w, lang) }}, nil
}
