package api

import (
	"context"
	"errors"
	"io"
	"net/http"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/casework"
	"minping/survey/intake"
	"minping/survey/qr"
	"minping/survey/report"
)

// counter is the desk of cases for whoever asks.
func (s *Server) counter(ctx context.Context) casework.Room { return s.Cases.Within(s.within(ctx)) }

// ListServicePoints lists service points.
func (s *Server) ListServicePoints(ctx context.Context, _ ListServicePointsRequestObject) (ListServicePointsResponseObject, error) {
	points, err := s.counter(ctx).Points(ctx)
	if err != nil {
		return nil, err
	}
	points, err = paged(ctx, points, func(p casework.Point) string { return p.ID })
	return ListServicePoints200JSONResponse(list(points)), err
}

// AddServicePoint adds a service point.
func (s *Server) AddServicePoint(ctx context.Context, request AddServicePointRequestObject) (AddServicePointResponseObject, error) {
	p, err := s.counter(ctx).PutPoint(ctx, casework.Point{Unit: request.Body.Unit, Kind: request.Body.Kind, Name: request.Body.Name, Hint: request.Body.Hint})
	return AddServicePoint201JSONResponse(p), err
}

// GetServicePoint returns a service point for whoever comes to review it.
func (s *Server) GetServicePoint(ctx context.Context, request GetServicePointRequestObject) (GetServicePointResponseObject, error) {
	p, err := s.Cases.Landing(ctx, request.Point)
	return GetServicePoint200JSONResponse(p), err
}

// EditServicePoint renames, shuts or opens a service point.
func (s *Server) EditServicePoint(ctx context.Context, request EditServicePointRequestObject) (EditServicePointResponseObject, error) {
	p := *request.Body
	p.ID = request.Point
	p, err := s.counter(ctx).PutPoint(ctx, p)
	return EditServicePoint200JSONResponse(p), err
}

func (a streamed) VisitGetServicePointQRResponse(w http.ResponseWriter) error { return a.send(w) }

// GetServicePointQR draws the link to a service point as a QR code.
func (s *Server) GetServicePointQR(ctx context.Context, request GetServicePointQRRequestObject) (GetServicePointQRResponseObject, error) {
	p, err := s.counter(ctx).Point(ctx, request.Point)
	if err != nil {
		return nil, err
	}
	link := middleware.Address(caller(ctx), s.URL) + "/s/" + p.ID
	code, err := qr.Encode(link)
	return streamed{mediaType: "image/svg+xml", write: func(w io.Writer) error {
		_, err := io.WriteString(w, code.SVG(link))
		return err
	}}, err
}

// ReviewService takes a review from whoever is at a service point.
func (s *Server) ReviewService(ctx context.Context, request ReviewServiceRequestObject) (ReviewServiceResponseObject, error) {
	in := request.Body
	e := casework.Entry{Grade: in.Grade, Aspects: in.Aspects, Words: in.Words, Contact: in.Contact, Matter: in.Matter, Invited: in.Invited}
	taken, err := s.Cases.Review(ctx, request.Point, e, middleware.Network(caller(ctx)))
	return ReviewService201JSONResponse(taken), err
}

// span returns the days from and to; where they are not said, the last thirty.
func (s *Server) span(from, to survey.Day) (survey.Day, survey.Day) {
	if to == "" {
		to = s.Cases.Today()
	}
	if from == "" {
		from = to.Add(-29)
	}
	return from, to
}

// ListServiceReviews lists reviews.
func (s *Server) ListServiceReviews(ctx context.Context, request ListServiceReviewsRequestObject) (ListServiceReviewsResponseObject, error) {
	from, to := s.span(request.Params.From, request.Params.To)
	reviews, err := s.counter(ctx).Reviews(ctx, request.Params.Unit, from, to)
	if err != nil {
		return nil, err
	}
	reviews, err = paged(ctx, reviews, func(r casework.Review) string { return r.ID })
	return ListServiceReviews200JSONResponse(list(reviews)), err
}

// ListCases lists cases.
func (s *Server) ListCases(ctx context.Context, request ListCasesRequestObject) (ListCasesResponseObject, error) {
	p := request.Params
	cases, err := s.counter(ctx).Cases(ctx, casework.Filter{
		Unit: p.Unit, State: p.State, Kind: casework.Kind(p.Kind), Open: p.Open, Mine: p.Mine, Alert: casework.Alert(p.Alert), Text: p.Q,
	})
	if err != nil {
		return nil, err
	}
	cases, err = paged(ctx, cases, func(c casework.Case) string { return c.ID })
	return ListCases200JSONResponse(list(cases)), err
}

// AddCase enters what came in by other ways.
func (s *Server) AddCase(ctx context.Context, request AddCaseRequestObject) (AddCaseResponseObject, error) {
	taken, err := s.counter(ctx).Add(ctx, *request.Body)
	return AddCase201JSONResponse(taken), err
}

// ImportCases enters a table.
func (s *Server) ImportCases(ctx context.Context, request ImportCasesRequestObject) (ImportCasesResponseObject, error) {
	const file = "cases"
	var done casework.Imported
	sheet, err := intake.UploadedTable(unbroken{caller(ctx).Request().Body}, file)
	if err == nil {
		var cells []survey.CellError
		done, cells, err = s.counter(ctx).Import(ctx, sheet.Header, sheet.Rows, sheet.Line, request.Params.Check)
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
	return ImportCases200JSONResponse{Stored: !request.Params.Check, Cases: done.Cases, Reviews: done.Reviews, Matters: done.Matters}, nil
}

// FollowCase tells the author of a case how it stands.
func (s *Server) FollowCase(ctx context.Context, request FollowCaseRequestObject) (FollowCaseResponseObject, error) {
	f, err := s.Cases.Follow(ctx, request.Body.Receipt)
	return FollowCase200JSONResponse(f), err
}

// SayOfCase takes what the author of a case says of its answer.
func (s *Server) SayOfCase(ctx context.Context, request SayOfCaseRequestObject) (SayOfCaseResponseObject, error) {
	f, err := s.Cases.Say(ctx, request.Body.Receipt, casework.Outcome(request.Body.Outcome), request.Body.Why)
	return SayOfCase200JSONResponse(f), err
}

// GetCase returns a case.
func (s *Server) GetCase(ctx context.Context, request GetCaseRequestObject) (GetCaseResponseObject, error) {
	c, err := s.counter(ctx).Case(ctx, request.Case)
	return GetCase200JSONResponse(c), err
}

// MoveCase takes a step with a case.
func (s *Server) MoveCase(ctx context.Context, request MoveCaseRequestObject) (MoveCaseResponseObject, error) {
	c, err := s.counter(ctx).Move(ctx, request.Case, request.Body.Revision, request.Body.Move)
	return MoveCase200JSONResponse(c), err
}

// ReadCaseContact returns how to reach whoever complained.
func (s *Server) ReadCaseContact(ctx context.Context, request ReadCaseContactRequestObject) (ReadCaseContactResponseObject, error) {
	contact, err := s.counter(ctx).Contact(ctx, request.Case)
	return ReadCaseContact200JSONResponse{Contact: contact}, err
}

func (a streamed) VisitExportCasesResponse(w http.ResponseWriter) error { return a.send(w) }

// ExportCases writes the list of cases as a table.
func (s *Server) ExportCases(ctx context.Context, request ExportCasesRequestObject) (ExportCasesResponseObject, error) {
	lang := middleware.Lang(caller(ctx))
	cases, err := s.counter(ctx).Cases(ctx, casework.Filter{})
	if err != nil {
		return nil, err
	}
	made, err := s.counter(ctx).Table(ctx, cases, lang)
	if err != nil {
		return nil, err
	}
	title := map[string]string{"zh": "件件有回音", "en": "Cases"}[lang]
	table := report.Table{Title: title, Rows: made.Rows}
	for _, c := range made.Columns {
		table.Heads = append(table.Heads, report.TableHead{Name: c.Name.In(lang), Width: c.Width, Date: c.Date})
	}
	if request.Params.Format == "csv" {
		return streamed{mediaType: fileTypes["csv"], name: "cases.csv", write: table.CSV}, nil
	}
	return streamed{mediaType: fileTypes["xlsx"], name: "cases.xlsx", write: func(w io.Writer) error { return table.XLSX(w, lang) }}, nil
}

// GetCaseFigures returns the public figures.
func (s *Server) GetCaseFigures(ctx context.Context, request GetCaseFiguresRequestObject) (GetCaseFiguresResponseObject, error) {
	from, to := s.span(request.Params.From, request.Params.To)
	m, err := s.counter(ctx).Metrics(ctx, from, to)
	return GetCaseFigures200JSONResponse(m), err
}

// GetServiceFigures returns the figures of a month for everybody.
func (s *Server) GetServiceFigures(ctx context.Context, request GetServiceFiguresRequestObject) (GetServiceFiguresResponseObject, error) {
	p, err := s.Cases.Public(ctx, request.Params.Month)
	return GetServiceFigures200JSONResponse(p), err
}

// GetCaseRules returns what cases go by.
func (s *Server) GetCaseRules(ctx context.Context, _ GetCaseRulesRequestObject) (GetCaseRulesResponseObject, error) {
	set, err := s.counter(ctx).Rules(ctx)
	return GetCaseRules200JSONResponse(set), err
}

// EditCaseRules changes them.
func (s *Server) EditCaseRules(ctx context.Context, request EditCaseRulesRequestObject) (EditCaseRulesResponseObject, error) {
	set, err := s.counter(ctx).EditRules(ctx, *request.Body)
	return EditCaseRules200JSONResponse(set), err
}
