package middleware

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"github.com/labstack/echo/v4"
)

// AccessLog writes one line per request: method, route, status, bytes and
// time, but no address, browser, query or path (a route is a pattern), and
// nothing at all on anonymous routes.
func AccessLog(log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := time.Now()
			err := next(c)
			if err != nil {
				c.Error(err) // now, so that the status is known
			}
			if !IsAnonymous(c) {
				log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request",
					slog.String("method", c.Request().Method),
					slog.String("route", c.Path()),
					slog.Int("status", c.Response().Status),
					slog.Int64("bytes", c.Response().Size),
					slog.Float64("ms", float64(time.Since(start).Microseconds())/1000))
			}
			return nil
		}
	}
}

// A PanicError is what remains of a handler's panic: the request fails, the
// server goes on.
type PanicError struct{ Route string }

func (e PanicError) Error() string { return "panic at " + e.Route }

// Recover turns a panic into a PanicError and logs where it happened. On
// anonymous routes the panic's own words, which may quote an answer, are left
// out; nowhere is a body logged.
func Recover(log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) (err error) {
			defer func() {
				p := recover()
				if p == nil {
					return
				}
				if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it too
					panic(p)
				}
				attrs := []slog.Attr{slog.String("route", c.Path()), slog.Any("at", callers())}
				if !IsAnonymous(c) {
					attrs = append(attrs, slog.String("panic", fmt.Sprint(p)))
				}
				log.LogAttrs(c.Request().Context(), slog.LevelError, "panic", attrs...)
				err = PanicError{Route: c.Path()}
			}()
			return next(c)
		}
	}
}

// callers lists functions and lines from the panic outwards. Unlike
// debug.Stack it holds no arguments.
func callers() []string {
	pc := make([]uintptr, 24)
	frames := runtime.CallersFrames(pc[:runtime.Callers(4, pc)])
	var list []string
	for {
		f, more := frames.Next()
		list = append(list, fmt.Sprintf("%s:%d", f.Function, f.Line))
		if !more {
			return list
		}
	}
}

// Report logs why a request failed that should not have. On anonymous routes
// only the kind of error: its words might quote the request.
func Report(log *slog.Logger, err error, c echo.Context) {
	attrs := []slog.Attr{slog.String("route", c.Path())}
	if IsAnonymous(c) {
		attrs = append(attrs, slog.String("kind", fmt.Sprintf("%T", err)))
	} else {
		attrs = append(attrs, slog.String("error", err.Error()))
	}
	log.LogAttrs(c.Request().Context(), slog.LevelError, "request failed", attrs...)
}
