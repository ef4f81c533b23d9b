package api

import (
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
	"minping/survey/form"
	"minping/survey/replay"
)

// A Problem is what is wrong with a request (RFC 9457).
type Problem struct {
	Type   string    `json:"type"`
	Title  string    `json:"title"`
	Status int       `json:"status"`
	Detail string    `json:"detail,omitempty"`
	Errors []Mistake `json:"errors,omitempty"`
}

// retryAfter is how long a client waits before it tries a request again that
// found the storage unavailable, in seconds.
const retryAfter = 2

// Answer writes an error as a problem; this is the one place that chooses a
// status. It is an echo.HTTPErrorHandler but for the log.
func Answer(log *slog.Logger, err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	kind := kindOf(err)
	if kind.status == http.StatusInternalServerError || kind.status == http.StatusServiceUnavailable {
		middleware.Report(log, err, c)
	}
	h := c.Response().Header()
	var fast rateError
	switch throttled := (access.ThrottledError{}); {
	case errors.As(err, &fast):
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(fast.after.Seconds()))))
	case errors.Is(err, replay.ErrBusy):
		h.Set("Retry-After", strconv.Itoa(retryAfter))
	case errors.As(err, &throttled):
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(throttled.After.Seconds()))))
	case kind.status == http.StatusServiceUnavailable:
		h.Set("Retry-After", strconv.Itoa(retryAfter))
	case kind.status == http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="minping"`)
	}
	lang := middleware.Lang(c)
	h.Set("Content-Language", lang)
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept-Language")
	body, err := json.Marshal(kind.problem(err, lang))
	if err != nil {
		panic(err) // plain texts and numbers
	}
	if c.Request().Method == http.MethodHead {
		body = nil
	}
	if err := c.Blob(kind.status, "application/problem+json", body); err != nil && !middleware.IsAnonymous(c) {
		log.DebugContext(c.Request().Context(), "answer not sent", "error", err)
	}
}

// problem puts an error of the kind into words.
func (k kind) problem(err error, lang string) Problem {
	p := Problem{Type: k.address(), Title: k.title.In(lang), Status: k.status, Detail: k.detail.In(lang)}
	var (
		checked mistakes
		fields  survey.FieldErrors
		full    survey.FullError
		file    form.Errors
		broken  malformedError
		media   mediaTypeError
	)
	switch {
	case errors.As(err, &checked):
	case errors.As(err, &fields):
		checked = fieldMistakes(fields)
	case errors.As(err, &full):
		checked = fieldMistakes(full.Ballots)
	case errors.As(err, &file):
		checked = formMistakes(file)
	case errors.As(err, &broken):
		checked = mistakes{mistake("", broken.Mistake)}
	case errors.As(err, &media):
		p.Detail = survey.Fill(p.Detail, lang, survey.Args("type", media.want))
	}
	for _, m := range checked[:min(len(checked), maxMistakes)] {
		m.Message = m.words(lang)
		p.Errors = append(p.Errors, m)
	}
	return p
}

// kindOf finds the kind of problem that an error is.
func kindOf(err error) kind {
	for _, k := range kinds {
		if k.is(err) {
			return k
		}
	}
	var http *echo.HTTPError
	if errors.As(err, &http) {
		if i := slices.IndexFunc(kinds, func(k kind) bool { return k.status == http.Code && k.general }); i >= 0 {
			return kinds[i]
		}
	}
	return internal
}
