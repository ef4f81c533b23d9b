package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/intake"
	"minping/survey/report"
)

// ListRoster lists the people that whoever asks looks after.
func (s *Server) ListRoster(ctx context.Context, request ListRosterRequestObject) (ListRosterResponseObject, error) {
	people, err := s.within(ctx).People(ctx)
	if err != nil {
		return nil, err
	}
	setTag(ctx, people) // of the whole list: it is edited as a whole
	ask := request.Params
	filter := survey.RosterFilter{Search: strings.TrimSpace(ask.Q), Team: ask.Team, Rank: ask.Rank, Kind: ask.Kind}
	if filter != (survey.RosterFilter{}) {
		if people, err = s.within(ctx).PeopleOf(ctx, filter); err != nil {
			return nil, err
		}
	}
	people, err = paged(ctx, people, personID)
	return ListRoster200JSONResponse(people), err
}

func personID(p survey.Person) string { return p.ID }

// GetPerson returns one of them.
func (s *Server) GetPerson(ctx context.Context, request GetPersonRequestObject) (GetPersonResponseObject, error) {
	p, err := s.within(ctx).Person(ctx, request.Person)
	return GetPerson200JSONResponse(p), err
}

// ChangeRoster adds, replaces and takes out people.
func (s *Server) ChangeRoster(ctx context.Context, request ChangeRosterRequestObject) (ChangeRosterResponseObject, error) {
	done, err := s.within(ctx).ChangeRoster(ctx, *request.Body, ifMatch[[]survey.Person](ctx))
	return ChangeRoster200JSONResponse{Units: list(done.Units), People: list(done.People), Gone: list(done.Gone)}, err
}

// ImportRoster puts a table into the roster.
func (s *Server) ImportRoster(ctx context.Context, request ImportRosterRequestObject) (ImportRosterResponseObject, error) {
	const name = "roster"
	ask := request.Params
	var wrong *intake.Problems
	sheet, err := intake.UploadedPeople(unbroken{caller(ctx).Request().Body}, name)
	if errors.As(err, &wrong) {
		return nil, tableMistakes(wrong)
	}
	if err != nil {
		return nil, err
	}
	columns := sheet.Guess()
	if len(ask.Columns) > 0 {
		clear(columns)
		for i, is := range ask.Columns[:min(len(ask.Columns), len(columns))] {
			if is != "-" {
				columns[i] = survey.RosterField(is)
			}
		}
	}
	table, err := sheet.Table(name, columns)
	if errors.As(err, &wrong) {
		return nil, tableMistakes(wrong)
	}
	if err != nil {
		return nil, err
	}
	table.Options = survey.RosterOptions{Into: ask.Into, Rated: ask.Rated, Leave: ask.Leave}
	diff, err := s.within(ctx).ImportRoster(ctx, table, ask.Check, mayMatch[[]survey.Person](ctx))
	var fields survey.FieldErrors
	if errors.As(err, &fields) {
		return nil, tableMistakes(sheet.Wrong(name, columns, table, fields))
	}
	if err != nil {
		return nil, err
	}
	doubts := tableMistakes(sheet.Wrong(name, columns, table, diff.Doubts))
	lang := middleware.Lang(caller(ctx))
	for i := range doubts {
		doubts[i].Message, doubts[i].Soft = doubts[i].words(lang), true
	}
	return ImportRoster200JSONResponse{
		Stored: !ask.Check, Units: list(diff.Units), Added: list(diff.Added), Changed: list(diff.Changed), Unchanged: diff.Same,
		Gone: list(diff.Gone), Left: diff.Left, Doubts: list([]Mistake(doubts)),
	}, nil
}

func (a streamed) VisitExportRosterResponse(w http.ResponseWriter) error { return a.send(w) }

// ExportRoster writes the roster as a workbook.
func (s *Server) ExportRoster(ctx context.Context, _ ExportRosterRequestObject) (ExportRosterResponseObject, error) {
	people, err := s.within(ctx).People(ctx)
	if err != nil {
		return nil, err
	}
	units, err := s.within(ctx).Units(ctx)
	roster, lang := report.Roster{People: people, Units: units}, middleware.Lang(caller(ctx))
	return streamed{mediaType: fileTypes["xlsx"], name: "roster.xlsx", write: func(w io.Writer) error { return roster.XLSX(w, lang) }}, err
}
