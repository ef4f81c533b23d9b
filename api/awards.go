package api

import (
	"context"
	"errors"
	"io"
	"net/http"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/awards"
	"minping/survey/intake"
	"minping/survey/report"
)

// awards is the desk of awards for whoever asks.
func (s *Server) awards(ctx context.Context) awards.Room {
	return s.Awards.Within(s.within(ctx))
}

// plan is an award as it was sent.
func (in *AwardPlan) plan() awards.Award {
	a := awards.Award{Title: in.Title, Year: in.Year, Home: in.Home, Notice: in.Notice, Issuer: in.Issuer, Contact: in.Contact, Panel: in.Panel, Prizes: in.Prizes, Revision: in.Revision}
	for _, c := range in.Candidates {
		a.Candidates = append(a.Candidates, awards.Candidate{ID: c.ID, Unit: c.Unit, Title: c.Title})
	}
	for _, r := range in.Rounds {
		a.Rounds = append(a.Rounds, awards.Round{Title: r.Title, Way: awards.Way(r.Way), Places: r.Places, Full: r.Full, Cut: r.Cut, Items: r.Items, Due: r.Due})
	}
	return a
}

// ListAwards lists awards.
func (s *Server) ListAwards(ctx context.Context, _ ListAwardsRequestObject) (ListAwardsResponseObject, error) {
	all, err := s.awards(ctx).Awards(ctx)
	if err != nil {
		return nil, err
	}
	all, err = paged(ctx, all, func(a awards.Award) string { return a.ID })
	return ListAwards200JSONResponse(list(all)), err
}

// AddAward plans an award.
func (s *Server) AddAward(ctx context.Context, request AddAwardRequestObject) (AddAwardResponseObject, error) {
	a, err := s.awards(ctx).Add(ctx, request.Body.plan())
	return AddAward201JSONResponse(a), err
}

// GetAward returns an award.
func (s *Server) GetAward(ctx context.Context, request GetAwardRequestObject) (GetAwardResponseObject, error) {
	a, err := s.awards(ctx).Award(ctx, request.Award)
	return GetAward200JSONResponse(a), err
}

// ChangeAward puts another plan in place of one that has not begun.
func (s *Server) ChangeAward(ctx context.Context, request ChangeAwardRequestObject) (ChangeAwardResponseObject, error) {
	plan := request.Body.plan()
	plan.ID = request.Award
	a, err := s.awards(ctx).Change(ctx, plan)
	return ChangeAward200JSONResponse(a), err
}

// GetAwardStanding tells how the candidates of the current round stand.
func (s *Server) GetAwardStanding(ctx context.Context, request GetAwardStandingRequestObject) (GetAwardStandingResponseObject, error) {
	lines, err := s.awards(ctx).Standing(ctx, request.Award, request.Params.Source, request.Params.Part)
	return GetAwardStanding200JSONResponse(list(lines)), err
}

// MoveAward takes a step with an award.
func (s *Server) MoveAward(ctx context.Context, request MoveAwardRequestObject) (MoveAwardResponseObject, error) {
	a, err := s.awards(ctx).Move(ctx, request.Award, request.Body.Revision, request.Body.Move)
	return MoveAward200JSONResponse(a), err
}

// GetAwardProgress tells how far the judges of a round are.
func (s *Server) GetAwardProgress(ctx context.Context, request GetAwardProgressRequestObject) (GetAwardProgressResponseObject, error) {
	all, err := s.awards(ctx).Progress(ctx, request.Award, request.Params.Round)
	return GetAwardProgress200JSONResponse(list(all)), err
}

// ListJudging lists the sheets of a judge.
func (s *Server) ListJudging(ctx context.Context, _ ListJudgingRequestObject) (ListJudgingResponseObject, error) {
	all, err := s.awards(ctx).Judging(ctx)
	return ListJudging200JSONResponse(list(all)), err
}

// GetJudgingSheet returns a judge's sheet.
func (s *Server) GetJudgingSheet(ctx context.Context, request GetJudgingSheetRequestObject) (GetJudgingSheetResponseObject, error) {
	p, err := s.awards(ctx).Paper(ctx, request.Award, request.Round)
	return GetJudgingSheet200JSONResponse(p), err
}

// MarkJudgingSheet keeps a judge's sheet, or hands it in.
func (s *Server) MarkJudgingSheet(ctx context.Context, request MarkJudgingSheetRequestObject) (MarkJudgingSheetResponseObject, error) {
	p, err := s.awards(ctx).Mark(ctx, request.Award, request.Round, *request.Body)
	return MarkJudgingSheet200JSONResponse(p), err
}

// ImportAwardMarks types sheets of judges from a table.
func (s *Server) ImportAwardMarks(ctx context.Context, request ImportAwardMarksRequestObject) (ImportAwardMarksResponseObject, error) {
	const file = "marks"
	var done awards.MarksImported
	sheet, err := intake.UploadedTable(unbroken{caller(ctx).Request().Body}, file)
	if err == nil {
		var cells []survey.CellError
		done, cells, err = s.awards(ctx).ImportMarks(ctx, request.Award, request.Params.Revision, sheet.Header, sheet.Rows, request.Params.Check)
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
	return ImportAwardMarks200JSONResponse{Stored: !request.Params.Check, Sheets: done.Sheets, Marks: done.Marks}, nil
}

func (a streamed) VisitExportAwardMarksResponse(w http.ResponseWriter) error { return a.send(w) }

// ExportAwardMarks writes the marks of a round.
func (s *Server) ExportAwardMarks(ctx context.Context, request ExportAwardMarksRequestObject) (ExportAwardMarksResponseObject, error) {
	lang := middleware.Lang(caller(ctx))
	heads, rows, err := s.awards(ctx).MarkTable(ctx, request.Award, request.Params.Round, lang)
	if err != nil {
		return nil, err
	}
	table := report.NewTable(request.Award, 12, heads, rows)
	if request.Params.Format == "csv" {
		return streamed{mediaType: fileTypes["csv"], name: "marks.csv", write: table.CSV}, nil
	}
	return streamed{mediaType: fileTypes["xlsx"], name: "marks.xlsx", write: func(w io.Writer) error { return table.XLSX(w, lang) }}, nil
}

func (a streamed) VisitGetAwardDocumentResponse(w http.ResponseWriter) error { return a.send(w) }

// GetAwardDocument writes an official document of an award.
func (s *Server) GetAwardDocument(ctx context.Context, request GetAwardDocumentRequestObject) (GetAwardDocumentResponseObject, error) {
	_, write, err := s.officially(ctx).OfAwardFile(ctx, request.File, request.Award, middleware.Lang(caller(ctx)))
	if err != nil {
		return nil, err
	}
	return documentFile(request.Award+"-"+request.File, write), nil
}

func (a streamed) VisitExportAwardResponse(w http.ResponseWriter) error { return a.send(w) }

// ExportAward writes an award as a table.
func (s *Server) ExportAward(ctx context.Context, request ExportAwardRequestObject) (ExportAwardResponseObject, error) {
	lang, room := middleware.Lang(caller(ctx)), s.awards(ctx)
	a, err := room.Award(ctx, request.Award)
	if err != nil {
		return nil, err
	}
	heads, rows, err := room.Table(ctx, a, lang)
	if err != nil {
		return nil, err
	}
	table := report.NewTable(a.Title, 16, heads, rows)
	if request.Params.Format == "csv" {
		return streamed{mediaType: fileTypes["csv"], name: "award.csv", write: table.CSV}, nil
	}
	return streamed{mediaType: fileTypes["xlsx"], name: "award.xlsx", write: func(w io.Writer) error { return table.XLSX(w, lang) }}, nil
}
