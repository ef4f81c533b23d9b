package site

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/intake"
)

// Fields that forms of several rooms have.
const (
	FieldGo    = "go" // what was pressed
	FieldUnit  = "unit"
	FieldGroup = "group"
)

// MaxForm is the largest form that is read, in bytes.
const MaxForm = 1 << 20

// MaxListForm is the size of a form with a list of recipients, in bytes: a file and
// the same list as text.
const MaxListForm = 2*intake.MaxUpload + 1<<20

// A Hidden is one hidden field.
type Hidden struct{ Name, Value string }

// SentList returns the uploaded file, or else the list of the preview.
func SentList(c echo.Context) (name string, in io.Reader, err error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, MaxListForm)
	if err := r.ParseForm(); err != nil {
		return "", nil, err
	}
	file, err := c.FormFile("file")
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return "", nil, err
	case errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart):
		return survey.Clip(c.FormValue("name")), strings.NewReader(c.FormValue("list")), nil
	case err != nil:
		return "", nil, ErrForm
	}
	opened, err := file.Open()
	if err != nil {
		return "", nil, err
	}
	defer opened.Close()
	whole, err := io.ReadAll(io.LimitReader(opened, intake.MaxUpload+1))
	return survey.Clip(file.Filename), bytes.NewReader(whole), err
}

// SentFields are the values of fields as they were sent.
func SentFields(c echo.Context, names []string) map[string]string {
	values := make(map[string]string, len(names))
	for _, name := range names {
		values[name] = strings.TrimSpace(c.FormValue(name))
	}
	return values
}

// RevisionOf is the revision at which a form was read; what is none is that of
// nothing that is kept.
func RevisionOf(c echo.Context) int64 {
	n, err := strconv.ParseInt(c.FormValue("revision"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// FormRefusal words why a form was refused, and its status: beside its fields,
// and above it. What is no refusal is returned as it is.
func FormRefusal(lang string, err error, fields ...string) (status int, by map[string]string, above []string, rest error) {
	if errors.Is(err, survey.ErrStale) || errors.Is(err, survey.ErrConflict) {
		return http.StatusConflict, nil, []string{Translate(lang, "orders.stale")}, nil
	}
	var wrong survey.FieldErrors
	if !errors.As(err, &wrong) {
		return 0, nil, nil, err
	}
	by = map[string]string{}
	for _, e := range wrong {
		field, _, _ := strings.Cut(e.Field, "[")
		if slices.Contains(fields, field) {
			by[field] = e.Message(lang)
		} else if m := e.Message(lang); !slices.Contains(above, m) {
			above = append(above, m)
		}
	}
	if len(above) == 0 {
		above = []string{Translate(lang, "orders.lacking")}
	}
	return http.StatusUnprocessableEntity, by, above, nil
}

// MessagesOf words mistakes, each once.
func MessagesOf(lang string, errs survey.FieldErrors) []string {
	var said []string
	for _, e := range errs {
		if m := e.Message(lang); !slices.Contains(said, m) {
			said = append(said, m)
		}
	}
	return said
}

// FieldMessages returns what is wrong, by field.
func FieldMessages(lang string, wrong survey.FieldErrors) map[string]string {
	said := make(map[string]string, len(wrong))
	for _, e := range wrong {
		switch e.Key {
		case "required":
			said[e.Field] = Translate(lang, "accounts.required")
		case "invite.day":
			said[e.Field] = Translate(lang, "invite.day")
		default:
			said[e.Field] = e.Message(lang)
		}
	}
	return said
}

// NamedMistakes words mistakes, each after the name of its field.
func NamedMistakes(lang string, errs survey.FieldErrors, name func(field string) string) []string {
	all := make([]string, len(errs))
	for i, e := range errs {
		field, _, _ := strings.Cut(e.Field, "[")
		all[i] = name(field) + Translate(lang, "notifications.colon") + e.Message(lang)
	}
	return all
}

// AsFile answers with a table to save.
func AsFile(c echo.Context, status int, name string, csv []byte) error {
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return c.Blob(status, "text/csv; charset=utf-8", csv)
}

// PathParam returns a parameter of the path as it was meant: the router leaves
// it escaped where the path holds an escaped slash.
func PathParam(c echo.Context, name string) string {
	value := c.Param(name)
	if c.Request().URL.RawPath == "" {
		return value
	}
	if plain, err := url.PathUnescape(value); err == nil {
		return plain
	}
	return value
}

// XLSXType is the media type of workbooks.
const XLSXType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// MediaTypes are the types of the files that can be downloaded, by ending.
var MediaTypes = map[string]string{
	"json": "application/json",
	"csv":  "text/csv; charset=utf-8",
	"xlsx": XLSXType,
	"html": "text/html; charset=utf-8",
}
