package middleware

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// policy is the content security policy of whatever does not set its own:
// only what this server serves itself, nothing inline, no frame around it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Headers sets the security headers of every answer; a handler may overrule
// them. Where the server is reached by https, secure keeps browsers on it.
func Headers(secure bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("Content-Security-Policy", policy)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "no-referrer")
			h.Set("X-Frame-Options", "DENY")
			if secure {
				h.Set("Strict-Transport-Security", "max-age=31536000")
			}
			return next(c)
		}
	}
}

// A CrossOriginError says that a page of another site made the browser send
// the request.
type CrossOriginError struct{ cause error }

func (e CrossOriginError) Error() string { return "cross-origin request: " + e.cause.Error() }

func (e CrossOriginError) Unwrap() error { return e.cause }

// SameOrigin refuses requests that change something and come from a page of
// another site.
func SameOrigin() echo.MiddlewareFunc {
	protection := http.NewCrossOriginProtection()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := protection.Check(c.Request()); err != nil {
				return CrossOriginError{cause: err}
			}
			return next(c)
		}
	}
}

// BodyLimit stops reading a body after so many bytes; the reader then gets an
// *http.MaxBytesError.
func BodyLimit(limit int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if r.ContentLength > limit {
				return &http.MaxBytesError{Limit: limit}
			}
			r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
			return next(c)
		}
	}
}
