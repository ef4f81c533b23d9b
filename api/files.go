package api

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/evidence"
	"minping/survey/rectify"
)

// ListTaskFiles lists the files of a task.
func (s *Server) ListTaskFiles(ctx context.Context, request ListTaskFilesRequestObject) (ListTaskFilesResponseObject, error) {
	files, err := s.room(ctx).Files(ctx, request.Task)
	if err != nil {
		return nil, err
	}
	files, err = paged(ctx, files, func(f rectify.File) string { return f.ID })
	return ListTaskFiles200JSONResponse(list(files)), err
}

// AddTaskFile takes a file in.
func (s *Server) AddTaskFile(ctx context.Context, request AddTaskFileRequestObject) (AddTaskFileResponseObject, error) {
	c := caller(ctx)
	name, content, err := sentFile(c.Response(), c.Request(), request.Params.Name)
	if err != nil {
		return nil, err
	}
	f, err := s.room(ctx).AddFile(ctx, request.Task, name, content)
	return AddTaskFile201JSONResponse(f), err
}

// sentFile returns the file that a body is, or that a form in it has.
func sentFile(w http.ResponseWriter, r *http.Request, name string) (string, io.Reader, error) {
	r.Body = io.NopCloser(unbroken{middleware.UnhurriedBody(w, r.Body)})
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "multipart/form-data" {
		if name == "" {
			return "", nil, survey.FieldErrors{{Field: "name", Key: "evidence_name"}}
		}
		return name, r.Body, nil
	}
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, errBroken
	}
	for {
		part, err := form.NextPart()
		switch {
		case err == io.EOF: // bare at the end of a form, wrapped where that broke off
			return "", nil, rectify.ErrNoFile
		case err != nil:
			return "", nil, readError(err)
		case part.FormName() == "file" && part.FileName() != "":
			return part.FileName(), unbroken{part}, nil
		}
	}
}

// A sentBack is a file as it was uploaded.
type sentBack struct {
	file    rectify.File
	content io.ReadCloser
}

// GetTaskFile hands a file out.
func (s *Server) GetTaskFile(ctx context.Context, request GetTaskFileRequestObject) (GetTaskFileResponseObject, error) {
	f, content, err := s.room(ctx).OpenFile(ctx, request.Task, request.File)
	if err != nil {
		return nil, err
	}
	return sentBack{f, content}, nil
}

// VisitGetTaskFileResponse implements GetTaskFileResponseObject.
func (b sentBack) VisitGetTaskFileResponse(w http.ResponseWriter) error {
	evidence.Header(w.Header(), b.file.Name, b.file.Kind)
	w.Header().Set("Content-Length", strconv.FormatInt(b.file.Size, 10))
	_, err := io.Copy(middleware.Unhurried(w), b.content)
	return errors.Join(err, b.content.Close())
}

// RemoveTaskFile removes a file that no step refers to.
func (s *Server) RemoveTaskFile(ctx context.Context, request RemoveTaskFileRequestObject) (RemoveTaskFileResponseObject, error) {
	return RemoveTaskFile204Response{}, s.room(ctx).RemoveFile(ctx, request.Task, request.File)
}
