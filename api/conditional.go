package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"
)

// etagOf is the strong entity tag of a representation: of its body, and of the
// link to the next page before it, where there is one.
func etagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
}

// tagOf is the entity tag of a value as it is answered.
func tagOf(v any) string {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		panic(err) // types of ours
	}
	return etagOf(b.Bytes())
}

// setTag gives the answer the tag of a value.
func setTag(ctx context.Context, v any) { caller(ctx).Response().Header().Set("ETag", tagOf(v)) }

// conditional gives what is read an entity tag of its content, unless the
// operation knows a better one, and answers one who has it already with 304.
// What is asked for by HEAD is answered without its body.
func conditional(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		out := c.Response()
		held := &heldAnswer{
			ResponseWriter: out.Writer, status: http.StatusOK,
			known: c.Request().Header.Get("If-None-Match"), bare: c.Request().Method == http.MethodHead,
		}
		out.Writer = held
		err := next(c)
		out.Writer = held.ResponseWriter
		if err != nil && !held.through {
			return err
		}
		if !held.through {
			held.send()
		}
		out.Status = held.status
		return err
	}
}

// A heldAnswer keeps an answer back until its content is known.
type heldAnswer struct {
	http.ResponseWriter
	status  int
	body    bytes.Buffer
	known   string // tags of what the client has
	bare    bool   // the body is not wanted, or not needed
	through bool   // it has a tag, or is no success: nothing is held
}

// WriteHeader implements http.ResponseWriter.
func (a *heldAnswer) WriteHeader(status int) {
	a.status = status
	if etag := a.Header().Get("ETag"); status != http.StatusOK || etag != "" {
		a.through = true
		a.begin(etag)
	}
}

// Write implements http.ResponseWriter.
func (a *heldAnswer) Write(b []byte) (int, error) {
	switch {
	case a.through && a.bare:
		return len(b), nil
	case a.through:
		return a.ResponseWriter.Write(b)
	}
	return a.body.Write(b)
}

// Unwrap serves http.ResponseController.
func (a *heldAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// begin sends the header, or that the client has what would follow.
func (a *heldAnswer) begin(etag string) {
	h := a.Header()
	if a.status == http.StatusOK {
		h.Add("Vary", "Authorization, Cookie")
		if h.Get("Cache-Control") == "" {
			h.Set("Cache-Control", mayKeep)
		}
		if matches(a.known, etag) {
			h.Del("Content-Type")
			a.status, a.bare = http.StatusNotModified, true
		}
	}
	a.ResponseWriter.WriteHeader(a.status)
}

// send sends what was held back, with its tag.
func (a *heldAnswer) send() {
	etag := etagOf(append([]byte(a.Header().Get("Link")), a.body.Bytes()...))
	a.Header().Set("ETag", etag)
	if a.begin(etag); !a.bare {
		_, _ = a.ResponseWriter.Write(a.body.Bytes()) // nobody to tell
	}
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
