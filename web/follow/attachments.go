package follow

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/chart"
	"minping/survey/evidence"
	"minping/web/site"
)

// attachmentRoutes are the files of cases, projects, awards and duty reports.
func (s *Pages) attachmentRoutes() []site.Route {
	return []site.Route{
		site.Get("/attachments/:kind/:id", site.SignedIn, s.attachmentsOf),
		site.Post("/attachments/:kind/:id", site.SignedIn, s.changeAttachments),
		site.Get("/attachments/:kind/:id/:file", site.SignedIn, s.attachment),
	}
}

// Attachments are the files of something on its page.
type Attachments struct {
	URL     string // where they are uploaded to and removed
	Files   []attachmentLine
	Upload  bool   // whoever asks may upload
	Accept  string // extensions that are taken
	MiB     string // that a file may have
	Note    string // as it was typed
	Message string // what is wrong with what was sent; "": nothing
}

// An attachmentLine is a file in a list.
type attachmentLine struct {
	evidence.Attachment
	URL, Bytes string
	At         time.Time
	Own        bool // whoever asks may remove it
}

// AttachmentsURL is where the files of something are.
func AttachmentsURL(of evidence.Of) string {
	return "/attachments/" + url.PathEscape(of.Kind) + "/" + url.PathEscape(of.ID)
}

// drawer is the cabinet of attachments for whoever asks.
func (s *Pages) drawer(c echo.Context) (evidence.Drawer, error) {
	if s.Cabinet == nil {
		return evidence.Drawer{}, survey.ErrNotFound
	}
	return s.Cabinet.Within(s.Within(c)), nil
}

// AttachmentsTo lists the files of something on its page; nothing where none are
// kept, or whoever asks may not see them.
func (s *Pages) AttachmentsTo(c echo.Context, kind, id string) (v Attachments, err error) {
	drawer, err := s.drawer(c)
	of := evidence.Of{Kind: kind, ID: id}
	var all []evidence.Attachment
	var place evidence.Place
	if err == nil {
		all, place, err = drawer.Attachments(c.Request().Context(), of)
	}
	if errors.Is(err, survey.ErrNotFound) {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	v = Attachments{URL: AttachmentsURL(of), Upload: place.Adds, Accept: evidence.Extensions, MiB: chart.Count(int(s.Cabinet.UploadLimit() >> 20))}
	me := survey.ActorOf(c.Request().Context()).ID
	for _, a := range all {
		v.Files = append(v.Files, attachmentLine{a, v.URL + "/" + url.PathEscape(a.ID), bytesIn(a.Size), a.At, place.Adds && a.By == me})
	}
	return v, nil
}

// An attachmentsPage is the files of something by themselves, such as after one
// was refused.
type attachmentsPage struct {
	site.Page
	Files Attachments
	Back  site.NavLink
}

// AttachmentHome is the page of what files belong to.
func AttachmentHome(of evidence.Of) string {
	switch of.Kind {
	case "case":
		return "/cases/" + url.PathEscape(of.ID)
	case "project":
		return site.ProjectURL(of.ID)
	case "award":
		return site.AwardURL(of.ID)
	}
	round, unit, _ := strings.Cut(of.ID, ":")
	return site.DutyReportURL(round, unit)
}

func (s *Pages) attachmentsOf(c echo.Context) error {
	return s.showAttachments(c, http.StatusOK, "", "")
}

func (s *Pages) showAttachments(c echo.Context, status int, note, message string) error {
	drawer, err := s.drawer(c)
	if err != nil {
		return err
	}
	of := evidence.Of{Kind: c.Param("kind"), ID: c.Param("id")}
	if _, err := drawer.Place(c.Request().Context(), of); err != nil { // nothing is told of what is not there
		return err
	}
	page := attachmentsPage{Page: s.ManagePage(c, "attachments.title"), Back: site.NavLink{URL: AttachmentHome(of)}}
	page.Back.Title = page.T("attachments.back")
	if page.Files, err = s.AttachmentsTo(c, of.Kind, of.ID); err != nil {
		return err
	}
	page.Files.Note, page.Files.Message, page.Failed = note, message, message != ""
	return s.Render(c, status, "cases/attachments", page)
}

// changeAttachments takes a file in, or removes one.
func (s *Pages) changeAttachments(c echo.Context) error {
	drawer, err := s.drawer(c)
	if err != nil {
		return err
	}
	ctx, of := c.Request().Context(), evidence.Of{Kind: c.Param("kind"), ID: c.Param("id")}
	form, uploads, err := s.sentFiles(c, s.Cabinet.UploadLimit()) // before anything else reads the form
	if err != nil {
		return err
	}
	if _, err := drawer.Place(ctx, of); err != nil {
		return err
	}
	note := ""
	switch {
	case uploads:
		note, err = takeAttachment(form, func(name, note string, content io.Reader) error {
			_, err := drawer.Add(ctx, of, name, note, content)
			return err
		})
	case c.FormValue(site.FieldGo) == "remove":
		err = drawer.Remove(ctx, of, c.FormValue("file"))
	default:
		err = site.ErrForm
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, AttachmentHome(of)+"#attachments")
	}
	status := http.StatusUnprocessableEntity
	if errors.As(err, new(*http.MaxBytesError)) {
		status, err = http.StatusRequestEntityTooLarge, s.Cabinet.TooLarge()
	}
	var wrong survey.FieldErrors
	if !errors.As(err, &wrong) {
		return err
	}
	return s.showAttachments(c, status, note, strings.Join(site.MessagesOf(site.Negotiate(c), wrong), " "))
}

// takeAttachment takes the file of a form in, with the note that stands before it.
func takeAttachment(form *multipart.Reader, add func(name, note string, content io.Reader) error) (note string, err error) {
	for {
		part, err := form.NextPart()
		switch {
		case errors.As(err, new(*http.MaxBytesError)):
			return note, err
		case err == io.EOF: // bare at the end of a form, wrapped where that broke off
			return note, evidence.ErrNoFile
		case err != nil:
			return note, site.ErrForm
		case part.FormName() == "note":
			text, err := io.ReadAll(io.LimitReader(part, 4096))
			if err != nil {
				return note, site.ErrForm
			}
			note = string(text)
		case part.FormName() == "file" && part.FileName() != "":
			return note, add(part.FileName(), note, part)
		}
	}
}

// sentFiles returns the parts of a form with a file of at most so many bytes, as
// they come in; any other form is left as it is.
func (s *Pages) sentFiles(c echo.Context, most int64) (form *multipart.Reader, uploads bool, err error) {
	r := c.Request()
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "multipart/form-data" {
		return nil, false, nil
	}
	const around = 64 << 10 // the file, of the form
	limited := http.MaxBytesReader(c.Response(), r.Body, most+around)
	r.Body = io.NopCloser(middleware.UnhurriedBody(c.Response(), limited))
	if form, err = r.MultipartReader(); err != nil {
		err = site.ErrForm
	}
	return form, true, err
}

// attachment hands a file out, to be saved.
func (s *Pages) attachment(c echo.Context) error {
	drawer, err := s.drawer(c)
	if err != nil {
		return err
	}
	a, content, err := drawer.Open(c.Request().Context(), evidence.Of{Kind: c.Param("kind"), ID: c.Param("id")}, c.Param("file"))
	if err != nil {
		return err
	}
	defer content.Close()
	return handOut(c, a.Name, a.Kind, a.Size, content)
}

// handOut sends a file that was uploaded, to be saved and never shown as a page.
func handOut(c echo.Context, name string, kind evidence.Kind, size int64, content io.Reader) error {
	w := c.Response()
	evidence.Header(w.Header(), name, kind)
	w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
	w.WriteHeader(http.StatusOK)
	_, err := io.Copy(middleware.Unhurried(w), content)
	return err
}

// bytesIn writes a size as people say it.
func bytesIn(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", max(1, (n+512)>>10))
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}
