package api

import (
	"cmp"
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
	name, _, content, err := sentFile(c.Response(), c.Request(), request.Params.Name)
	if err != nil {
		return nil, err
	}
	f, err := s.room(ctx).AddFile(ctx, request.Task, name, content)
	return AddTaskFile201JSONResponse(f), err
}

// sentFile returns the file that a body is, or that a form in it has, with the
// note before it.
func sentFile(w http.ResponseWriter, r *http.Request, name string) (called, note string, content io.Reader, err error) {
	r.Body = io.NopCloser(unbroken{middleware.UnhurriedBody(w, r.Body)})
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "multipart/form-data" {
		if name == "" {
			return "", "", nil, survey.FieldErrors{{Field: "name", Key: "evidence_name"}}
		}
		return name, "", r.Body, nil
	}
	form, err := r.MultipartReader()
	if err != nil {
		return "", "", nil, errBroken
	}
	for {
		part, err := form.NextPart()
		switch {
		case err == io.EOF: // bare at the end of a form, wrapped where that broke off
			return "", "", nil, evidence.ErrNoFile
		case err != nil:
			return "", "", nil, readError(err)
		case part.FormName() == "file" && part.FileName() != "":
			return part.FileName(), note, unbroken{part}, nil
		case part.FormName() == "note":
			text, err := io.ReadAll(io.LimitReader(part, 4096))
			if err != nil {
				return "", "", nil, readError(err)
			}
			note = string(text)
		}
	}
}

// A sentBack is a file as it was uploaded.
type sentBack struct {
	name    string
	kind    evidence.Kind
	size    int64
	content io.ReadCloser
}

// GetTaskFile hands a file out.
func (s *Server) GetTaskFile(ctx context.Context, request GetTaskFileRequestObject) (GetTaskFileResponseObject, error) {
	f, content, err := s.room(ctx).OpenFile(ctx, request.Task, request.File)
	if err != nil {
		return nil, err
	}
	return sentBack{f.Name, f.Kind, f.Size, content}, nil
}

// VisitGetTaskFileResponse implements GetTaskFileResponseObject.
func (b sentBack) VisitGetTaskFileResponse(w http.ResponseWriter) error {
	evidence.Header(w.Header(), b.name, b.kind)
	w.Header().Set("Content-Length", strconv.FormatInt(b.size, 10))
	_, err := io.Copy(middleware.Unhurried(w), b.content)
	return errors.Join(err, b.content.Close())
}

// RemoveTaskFile removes a file that no step refers to.
func (s *Server) RemoveTaskFile(ctx context.Context, request RemoveTaskFileRequestObject) (RemoveTaskFileResponseObject, error) {
	return RemoveTaskFile204Response{}, s.room(ctx).RemoveFile(ctx, request.Task, request.File)
}

// VisitGetAttachmentResponse implements GetAttachmentResponseObject.
func (b sentBack) VisitGetAttachmentResponse(w http.ResponseWriter) error {
	return b.VisitGetTaskFileResponse(w)
}

// drawer is the cabinet of attachments for whoever asks.
func (s *Server) drawer(ctx context.Context) evidence.Drawer { return s.Cabinet.Within(s.within(ctx)) }

// ListAttachments lists the files of something.
func (s *Server) ListAttachments(ctx context.Context, request ListAttachmentsRequestObject) (ListAttachmentsResponseObject, error) {
	all, _, err := s.drawer(ctx).Attachments(ctx, evidence.Of{Kind: request.Kind, ID: request.ID})
	if err != nil {
		return nil, err
	}
	all, err = paged(ctx, all, func(a evidence.Attachment) string { return a.ID })
	return ListAttachments200JSONResponse(list(all)), err
}

// AddAttachment takes a file in.
func (s *Server) AddAttachment(ctx context.Context, request AddAttachmentRequestObject) (AddAttachmentResponseObject, error) {
	c := caller(ctx)
	name, note, content, err := sentFile(c.Response(), c.Request(), request.Params.Name)
	if err != nil {
		return nil, err
	}
	a, err := s.drawer(ctx).Add(ctx, evidence.Of{Kind: request.Kind, ID: request.ID}, name, cmp.Or(note, request.Params.Note), content)
	return AddAttachment201JSONResponse(a), err
}

// GetAttachment hands a file out.
func (s *Server) GetAttachment(ctx context.Context, request GetAttachmentRequestObject) (GetAttachmentResponseObject, error) {
	a, content, err := s.drawer(ctx).Open(ctx, evidence.Of{Kind: request.Kind, ID: request.ID}, request.File)
	if err != nil {
		return nil, err
	}
	return sentBack{a.Name, a.Kind, a.Size, content}, nil
}

// RemoveAttachment removes a file that the caller uploaded.
func (s *Server) RemoveAttachment(ctx context.Context, request RemoveAttachmentRequestObject) (RemoveAttachmentResponseObject, error) {
	return RemoveAttachment204Response{}, s.drawer(ctx).Remove(ctx, evidence.Of{Kind: request.Kind, ID: request.ID}, request.File)
}
