package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

// etagOf is the strong entity tag of a representation: of its body, and of the
// link to the next page before it, where there is one.
func etagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
}

// conditional gives what is read an entity tag of its content, unless the
// operation knows a better one, and answers one who has it already with 304.
// What is asked for by HEAD is answered without its body.
func conditional(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		out := c.Response()
		held := &heldAnswer{ResponseWriter: out.Writer, status: http.StatusOK, head: c.Request().Method == http.MethodHead}
		out.Writer = held
		err := next(c)
		out.Writer = held.ResponseWriter
		if err != nil || held.through {
			return err
		}
		out.Status = held.send(c.Request().Header.Get("If-None-Match"))
		return nil
	}
}

// A heldAnswer keeps an answer back until its content is known.
type heldAnswer struct {
	http.ResponseWriter
	status  int
	body    bytes.Buffer
	head    bool // only the header is asked for
	through bool // it has a tag, is no success, or is a stream: nothing is held
}

// WriteHeader implements http.ResponseWriter.
func (a *heldAnswer) WriteHeader(status int) {
	a.status = status
	if status != http.StatusOK || a.Header().Get("ETag") != "" {
		a.through = true
		a.ResponseWriter.WriteHeader(status)
	}
}

// Write implements http.ResponseWriter.
func (a *heldAnswer) Write(b []byte) (int, error) {
	switch {
	case a.through && a.head:
		return len(b), nil
	case a.through:
		return a.ResponseWriter.Write(b)
	}
	return a.body.Write(b)
}

// Unwrap serves http.ResponseController.
func (a *heldAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// send sends what was held back, or says that it is known, and returns the status.
func (a *heldAnswer) send(ifNoneMatch string) int {
	h := a.Header()
	etag := etagOf(append([]byte(h.Get("Link")), a.body.Bytes()...))
	h.Set("ETag", etag)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", mayKeep)
	}
	h.Add("Vary", "Authorization, Cookie")
	if matches(ifNoneMatch, etag) {
		h.Del("Content-Type")
		a.ResponseWriter.WriteHeader(http.StatusNotModified)
		return http.StatusNotModified
	}
	h.Set("Content-Length", strconv.Itoa(a.body.Len()))
	a.ResponseWriter.WriteHeader(a.status)
	if !a.head {
		_, _ = a.ResponseWriter.Write(a.body.Bytes()) // nobody to tell
	}
	return a.status
}

// mayKeep lets whoever asked keep an answer, and ask each time whether it
// still holds: a poll may be withdrawn from view, a right may end.
const mayKeep = "private, no-cache"

// withHead serves by HEAD whatever is served by GET.
type withHead struct{ *echo.Echo }

// GET implements EchoRouter.
func (r withHead) GET(path string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) *echo.Route {
	r.HEAD(path, h, m...)
	return r.Echo.GET(path, h, m...)
}
