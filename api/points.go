package api

import (
	"context"
	"errors"
	"io"
	"net/http"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/intake"
	"minping/survey/points"
	"minping/survey/report"
)

// cards is the desk of points for whoever asks.
func (s *Server) cards(ctx context.Context) points.Room { return s.Points.Within(s.within(ctx)) }

// year is the one asked for, or the current one.
func (s *Server) year(ctx context.Context, asked string) string {
	if asked == "" {
		return s.cards(ctx).Year()
	}
	return asked
}

// ListPointCards lists cards without their lines.
func (s *Server) ListPointCards(ctx context.Context, request ListPointCardsRequestObject) (ListPointCardsResponseObject, error) {
	p := request.Params
	cards, err := s.cards(ctx).Cards(ctx, p.Scheme, p.Card, p.Unit, s.year(ctx, p.Year))
	if err != nil {
		return nil, err
	}
	cards, err = paged(ctx, cards, func(c points.Card) string { return c.Unit + "\n" + c.Card })
	for i := range cards {
		cards[i].Lines = []points.Line{}
	}
	return ListPointCards200JSONResponse(list(cards)), err
}

// GetPointCard returns a card with its lines.
func (s *Server) GetPointCard(ctx context.Context, request GetPointCardRequestObject) (GetPointCardResponseObject, error) {
	c, err := s.cards(ctx).Card(ctx, request.Scheme, request.Card, request.Unit, s.year(ctx, request.Params.Year))
	return GetPointCard200JSONResponse(c), err
}

// ListPointEntries lists entries.
func (s *Server) ListPointEntries(ctx context.Context, request ListPointEntriesRequestObject) (ListPointEntriesResponseObject, error) {
	p := request.Params
	entries, err := s.cards(ctx).Entries(ctx, points.Filter{
		Scheme: p.Scheme, Year: p.Year, Unit: p.Unit, Kind: points.Kind(p.Kind), State: p.State, Waiting: p.Waiting, Text: p.Q,
	})
	if err != nil {
		return nil, err
	}
	entries, err = paged(ctx, entries, func(e points.Entry) string { return e.ID })
	return ListPointEntries200JSONResponse(list(entries)), err
}

// AddPointEntry enters something.
func (s *Server) AddPointEntry(ctx context.Context, request AddPointEntryRequestObject) (AddPointEntryResponseObject, error) {
	e, err := s.cards(ctx).Add(ctx, *request.Body)
	return AddPointEntry201JSONResponse(e), err
}

// GetPointEntry returns an entry.
func (s *Server) GetPointEntry(ctx context.Context, request GetPointEntryRequestObject) (GetPointEntryResponseObject, error) {
	e, err := s.cards(ctx).Entry(ctx, request.Entry)
	return GetPointEntry200JSONResponse(e), err
}

// StepPointEntry confirms, refuses or withdraws an entry.
func (s *Server) StepPointEntry(ctx context.Context, request StepPointEntryRequestObject) (StepPointEntryResponseObject, error) {
	e, err := s.cards(ctx).Step(ctx, request.Entry, request.Body.Revision, request.Body.Do, request.Body.Why)
	return StepPointEntry200JSONResponse(e), err
}

// ConfirmPointEntries confirms several entries.
func (s *Server) ConfirmPointEntries(ctx context.Context, request ConfirmPointEntriesRequestObject) (ConfirmPointEntriesResponseObject, error) {
	all, err := s.cards(ctx).ConfirmAll(ctx, request.Body.Entries)
	return ConfirmPointEntries200JSONResponse(list(all)), err
}

// ImportPointEntries enters a table.
func (s *Server) ImportPointEntries(ctx context.Context, request ImportPointEntriesRequestObject) (ImportPointEntriesResponseObject, error) {
	const file = "points"
	var done points.Imported
	sheet, err := intake.UploadedTable(unbroken{caller(ctx).Request().Body}, file)
	if err == nil {
		var cells []survey.CellError
		done, cells, err = s.cards(ctx).Import(ctx, request.Params.Scheme, request.Params.Date, sheet.Header, sheet.Rows, request.Params.Check)
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
	return ImportPointEntries200JSONResponse{Stored: !request.Params.Check, Entries: done.Entries, Known: done.Known}, nil
}

func (a streamed) VisitExportPointEntriesResponse(w http.ResponseWriter) error { return a.send(w) }

// ExportPointEntries writes entries as a table.
func (s *Server) ExportPointEntries(ctx context.Context, request ExportPointEntriesRequestObject) (ExportPointEntriesResponseObject, error) {
	lang, p := middleware.Lang(caller(ctx)), request.Params
	made, err := s.cards(ctx).Table(ctx, points.Filter{Scheme: p.Scheme, Year: p.Year, Unit: p.Unit}, lang)
	if err != nil {
		return nil, err
	}
	table := report.Table{Title: map[string]string{"zh": "积分记录", "en": "Entries of points"}[lang], Rows: made.Rows}
	for _, c := range made.Columns {
		table.Heads = append(table.Heads, report.TableHead{Name: c.Name.In(lang), Width: c.Width, Date: c.Date})
	}
	if p.Format == "csv" {
		return streamed{mediaType: fileTypes["csv"], name: "points.csv", write: table.CSV}, nil
	}
	return streamed{mediaType: fileTypes["xlsx"], name: "points.xlsx", write: func(w io.Writer) error { return table.XLSX(w, lang) }}, nil
}

// ListPointPublications lists what was published.
func (s *Server) ListPointPublications(ctx context.Context, _ ListPointPublicationsRequestObject) (ListPointPublicationsResponseObject, error) {
	all, err := s.cards(ctx).Publications(ctx)
	if err != nil {
		return nil, err
	}
	all, err = paged(ctx, all, func(p points.Publication) string { return p.ID })
	return ListPointPublications200JSONResponse(list(all)), err
}

// PublishPoints publishes the cards of a period.
func (s *Server) PublishPoints(ctx context.Context, request PublishPointsRequestObject) (PublishPointsResponseObject, error) {
	p, err := s.cards(ctx).Publish(ctx, *request.Body)
	return PublishPoints201JSONResponse(p), err
}

// GetPointPublication returns a publication.
func (s *Server) GetPointPublication(ctx context.Context, request GetPointPublicationRequestObject) (GetPointPublicationResponseObject, error) {
	p, err := s.cards(ctx).Publication(ctx, request.Publication)
	return GetPointPublication200JSONResponse(p), err
}

// ListPointObjections lists the objections to a publication.
func (s *Server) ListPointObjections(ctx context.Context, request ListPointObjectionsRequestObject) (ListPointObjectionsResponseObject, error) {
	all, err := s.cards(ctx).Objections(ctx, request.Publication)
	if err != nil {
		return nil, err
	}
	all, err = paged(ctx, all, func(o points.Objection) string { return o.ID })
	return ListPointObjections200JSONResponse(list(all)), err
}

// ObjectToPoints raises an objection.
func (s *Server) ObjectToPoints(ctx context.Context, request ObjectToPointsRequestObject) (ObjectToPointsResponseObject, error) {
	o, err := s.cards(ctx).Object(ctx, request.Publication, request.Body.Unit, request.Body.Entry, request.Body.Reason)
	return ObjectToPoints201JSONResponse(o), err
}

// DecidePointObjection upholds or dismisses an objection.
func (s *Server) DecidePointObjection(ctx context.Context, request DecidePointObjectionRequestObject) (DecidePointObjectionResponseObject, error) {
	o, err := s.cards(ctx).Decide(ctx, request.Publication, request.Objection, *request.Body)
	return DecidePointObjection200JSONResponse(o), err
}
