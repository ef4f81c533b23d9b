package api

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey/replay"
)

// maxKept is the largest answer that is kept; of a larger one, and of one that
// shows a secret, only that there was one.
const maxKept = 256 << 10

// keptHeaders are what is kept of an answer's header.
var keptHeaders = []string{"Content-Type", "Content-Language", "Location", "ETag"}

// once carries a request with an Idempotency-Key out once: sent again it is
// answered as before. Without a key nothing is different.
func (s *Server) once(op operation) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			key := strings.Trim(r.Header.Get("Idempotency-Key"), `"`)
			account, signed := middleware.Signed(c)
			if key == "" || !signed || s.Replay.Store == nil {
				return next(c)
			}
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return readError(err)
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			claim := replay.NewClaim(account.ID, key, []byte(r.Method), []byte(r.URL.RequestURI()), []byte(r.Header.Get("Accept")), body)
			before, err := s.Replay.Begin(r.Context(), claim)
			if err != nil {
				return err
			}
			if before != nil {
				return again(c, before)
			}
			c.Set(claimKey, claim)
			return s.carryOut(c, next, claim, op.shownOnce)
		}
	}
}

const claimKey = "minping.claim"

// claimed returns an id for what a request makes, that follows from its key and
// so is the same if it is carried out again after a crash; "": it has no key.
func claimed(ctx context.Context) string {
	claim, ok := caller(ctx).Get(claimKey).(replay.Claim)
	if !ok {
		return ""
	}
	return claim.ID()
}

// again sends what was answered before.
func again(c echo.Context, a *replay.Answer) error {
	h := c.Response().Header()
	for name, v := range a.Header {
		h.Set(name, v)
	}
	h.Set("Idempotency-Replayed", "true")
	c.Response().WriteHeader(a.Status)
	_, err := c.Response().Write(a.Body)
	return err
}

// carryOut carries a request out and keeps its answer before it is sent; one
// that failed gives its key back. A client that goes away changes nothing of
// that.
func (s *Server) carryOut(c echo.Context, next echo.HandlerFunc, claim replay.Claim, secret bool) (err error) {
	ctx := context.WithoutCancel(c.Request().Context())
	out := c.Response()
	held := &madeAnswer{ResponseWriter: out.Writer, status: http.StatusOK}
	settled := false
	defer func() {
		out.Writer = held.ResponseWriter
		if !settled { // also after a panic
			_ = s.Replay.Drop(ctx, claim) // else it runs out
		}
	}()
	out.Writer = held
	if err = next(c); err != nil {
		return err
	}
	if held.status < http.StatusMultipleChoices {
		settled = true
		if err := s.Replay.Settle(ctx, claim, held.answer(secret)); err != nil {
			middleware.Report(s.log(), err, c) // it was made: the client is told so
		}
	}
	held.ResponseWriter.WriteHeader(held.status)
	_, err = held.ResponseWriter.Write(held.body.Bytes())
	return err
}

// A madeAnswer keeps an answer back until it is kept.
type madeAnswer struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader implements http.ResponseWriter.
func (a *madeAnswer) WriteHeader(status int) { a.status = status }

// Write implements http.ResponseWriter.
func (a *madeAnswer) Write(b []byte) (int, error) { return a.body.Write(b) }

// answer is what is kept; nil: only that there was one.
func (a *madeAnswer) answer(secret bool) *replay.Answer {
	if secret || a.body.Len() > maxKept {
		return nil
	}
	kept := &replay.Answer{Status: a.status, Header: map[string]string{}, Body: a.body.Bytes()}
	for _, name := range keptHeaders {
		if v := a.Header().Get(name); v != "" {
			kept.Header[name] = v
		}
	}
	return kept
}
