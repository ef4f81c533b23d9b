package api

import (
	"context"
	"errors"
	"io"
	"net/http"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/intake"
	"minping/survey/projects"
	"minping/survey/report"
)

// projects is the desk of projects for whoever asks.
func (s *Server) projects(ctx context.Context) projects.Room {
	return s.Projects.Within(s.within(ctx))
}

// ListProjects lists projects.
func (s *Server) ListProjects(ctx context.Context, request ListProjectsRequestObject) (ListProjectsResponseObject, error) {
	p := request.Params
	all, err := s.projects(ctx).Projects(ctx, projects.Filter{
		Programme: p.Programme, Unit: p.Unit, State: p.State, Alert: projects.Alert(p.Alert), Text: p.Q,
	})
	if err != nil {
		return nil, err
	}
	all, err = paged(ctx, all, func(p projects.Project) string { return p.ID })
	return ListProjects200JSONResponse(list(all)), err
}

// AddProject offers a project.
func (s *Server) AddProject(ctx context.Context, request AddProjectRequestObject) (AddProjectResponseObject, error) {
	in := request.Body
	p, err := s.projects(ctx).Add(ctx, projects.Project{
		Programme: in.Programme, Title: in.Title, Home: in.Home, Lead: in.Lead, Person: in.Person, Measures: in.Measures, Due: in.Due,
	})
	return AddProject201JSONResponse(p), err
}

// GetProject returns a project.
func (s *Server) GetProject(ctx context.Context, request GetProjectRequestObject) (GetProjectResponseObject, error) {
	p, err := s.projects(ctx).Project(ctx, request.Project)
	return GetProject200JSONResponse(p), err
}

// MoveProject takes a step with a project.
func (s *Server) MoveProject(ctx context.Context, request MoveProjectRequestObject) (MoveProjectResponseObject, error) {
	p, err := s.projects(ctx).Move(ctx, request.Project, request.Body.Revision, request.Body.Move)
	return MoveProject200JSONResponse(p), err
}

// GetProjectCircular returns what a month brought.
func (s *Server) GetProjectCircular(ctx context.Context, request GetProjectCircularRequestObject) (GetProjectCircularResponseObject, error) {
	c, err := s.projects(ctx).Circular(ctx, request.Params.Month)
	return GetProjectCircular200JSONResponse(c), err
}

// ImportProjects puts a table into the projects.
func (s *Server) ImportProjects(ctx context.Context, request ImportProjectsRequestObject) (ImportProjectsResponseObject, error) {
	const file = "projects"
	var diff projects.Difference
	sheet, err := intake.UploadedTable(unbroken{caller(ctx).Request().Body}, file)
	if err == nil {
		var cells []survey.CellError
		diff, cells, err = s.projects(ctx).Import(ctx, sheet.Header, sheet.Rows, sheet.Line, request.Params.Check)
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
	return ImportProjects200JSONResponse{Stored: !request.Params.Check, Added: diff.Added, Changed: diff.Changed, Unchanged: diff.Same}, nil
}

func (a streamed) VisitExportProjectsResponse(w http.ResponseWriter) error { return a.send(w) }

// ExportProjects writes the projects as a table.
func (s *Server) ExportProjects(ctx context.Context, request ExportProjectsRequestObject) (ExportProjectsResponseObject, error) {
	lang := middleware.Lang(caller(ctx))
	all, err := s.projects(ctx).Projects(ctx, projects.Filter{})
	if err != nil {
		return nil, err
	}
	heads, rows, err := s.projects(ctx).Table(ctx, all, lang)
	if err != nil {
		return nil, err
	}
	table := report.NewTable(map[string]string{"zh": "认领项目", "en": "Projects"}[lang], 18, heads, rows)
	if request.Params.Format == "csv" {
		return streamed{mediaType: fileTypes["csv"], name: "projects.csv", write: table.CSV}, nil
	}
	return streamed{mediaType: fileTypes["xlsx"], name: "projects.xlsx", write: func(w io.Writer) error { return table.XLSX(w, lang) }}, nil
}
