package follow

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/evidence"
	"minping/survey/rectify"
	"minping/web/site"
)

// taskFiles are the files of a task on its page.
type taskFiles struct {
	URL     string // where they are uploaded to and removed
	Files   []fileLine
	Upload  bool   // whoever asks may upload and remove
	Accept  string // extensions that are taken
	MiB     string // that a file may have
	Message string // what is wrong with what was sent; "": nothing
}

// A fileLine is a file in a list.
type fileLine struct {
	rectify.File
	URL, Bytes string
	At         time.Time
}

func taskFilesURL(task string) string { return site.TaskURL(task) + "/files" }

// files lists the files of a task.
func (r orderRoom) files(c echo.Context, t rectify.Task) (v taskFiles, err error) {
	ctx := c.Request().Context()
	list, err := r.Files(ctx, t.ID)
	if err != nil {
		return v, err
	}
	v = taskFiles{URL: taskFilesURL(t.ID), Accept: evidence.Extensions, MiB: chart.Count(int(r.UploadLimit() >> 20))}
	v.Upload, err = r.MayUpload(ctx, t)
	for _, f := range list {
		v.Files = append(v.Files, fileLine{f, v.URL + "/" + url.PathEscape(f.ID), bytesIn(f.Size), f.At})
	}
	return v, err
}

// showing are the steps that may refer to files; those of the unit begin with
// whatever was uploaded and no step refers to yet.
var showing = map[rectify.Do]bool{rectify.Report: true, rectify.Submit: true, rectify.Check: false, rectify.Return: false, rectify.Held: false, rectify.FellBack: false}

// refer offers a step the files of its task. One that takes evidence takes
// files as well as words.
func (f *orderForm) refer(files []fileLine) {
	begin, shows := showing[rectify.Do(f.Do)]
	if !shows || len(files) == 0 {
		return
	}
	for _, file := range files {
		f.Shown = append(f.Shown, site.Choice{Value: file.Hash, Title: file.Name, Chosen: begin && !file.Used})
	}
	for i := range f.Fields {
		if f.Fields[i].Name == "evidence" {
			f.Fields[i].Needed = false
		}
	}
}

// sentEvidence are the files that a step refers to.
func sentEvidence(c echo.Context) (list []rectify.Evidence) {
	for _, hash := range c.Request().Form["shown"] {
		list = append(list, rectify.Evidence{Hash: hash})
	}
	return list
}

// mark chooses the files that were sent.
func (f *orderForm) mark(sent []rectify.Evidence) {
	for i := range f.Shown {
		f.Shown[i].Chosen = slices.ContainsFunc(sent, func(e rectify.Evidence) bool { return e.Hash == f.Shown[i].Value })
	}
}

// changeFiles takes a file in, or removes one.
func (s *Pages) changeFiles(c echo.Context) error {
	if s.Orders == nil {
		return survey.ErrNotFound
	}
	form, uploads, err := s.sentFiles(c, s.Orders.UploadLimit()) // before anything else reads the form
	if err != nil {
		return err
	}
	room, err := s.OrderRoom(c)
	if err != nil {
		return err
	}
	ctx, task := c.Request().Context(), c.Param("task")
	if _, _, err := room.Task(ctx, task); err != nil {
		return err
	}
	switch {
	case uploads:
		err = room.takeIn(ctx, task, form)
	case c.FormValue(site.FieldGo) == "remove":
		err = room.RemoveFile(ctx, task, c.FormValue("file"))
	default:
		err = site.ErrForm
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, site.TaskURL(task)+"#files")
	}
	return s.refuseFile(c, err)
}

// takeIn takes the file of a form in.
func (r orderRoom) takeIn(ctx context.Context, task string, form *multipart.Reader) error {
	for {
		part, err := form.NextPart()
		switch {
		case errors.As(err, new(*http.MaxBytesError)):
			return err
		case err == io.EOF: // bare at the end of a form, wrapped where that broke off
			return evidence.ErrNoFile
		case err != nil:
			return site.ErrForm
		case part.FormName() == "file" && part.FileName() != "":
			_, err := r.AddFile(ctx, task, part.FileName(), part)
			return err
		}
	}
}

// refuseFile shows the task with what is wrong with a file.
func (s *Pages) refuseFile(c echo.Context, err error) error {
	lang, status := site.Negotiate(c), http.StatusUnprocessableEntity
	if errors.As(err, new(*http.MaxBytesError)) {
		status, err = http.StatusRequestEntityTooLarge, s.Orders.TooLarge()
	}
	var wrong survey.FieldErrors
	message := ""
	switch {
	case errors.Is(err, survey.ErrConflict):
		status, message = http.StatusConflict, site.Translate(lang, "orders.files.used.not")
	case errors.As(err, &wrong):
		message = strings.Join(site.MessagesOf(lang, wrong), " ")
	default:
		return err
	}
	return s.showTask(c, status, func(p *taskPage) { p.Evidence.Message, p.Errors = message, []string{message} })
}

// taskFile hands a file out, to be saved.
func (s *Pages) taskFile(c echo.Context) error {
	room, err := s.OrderRoom(c)
	if err != nil {
		return err
	}
	f, content, err := room.OpenFile(c.Request().Context(), c.Param("task"), c.Param("file"))
	if err != nil {
		return err
	}
	defer content.Close()
	return handOut(c, f.Name, f.Kind, f.Size, content)
}
