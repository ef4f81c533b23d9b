package middleware

import "github.com/labstack/echo/v4"

const anonymousKey = "minping.anonymous"

// Anonymous marks the routes that ballots and codes travel on: cookies and
// credentials are dropped before a handler could see them, nothing is cached,
// and neither the access log nor a panic's report says anything about the
// request.
func Anonymous(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Set(anonymousKey, true)
		c.Request().Header.Del("Cookie")
		c.Request().Header.Del("Authorization")
		c.Response().Header().Set("Cache-Control", "no-store")
		c.Response().Header().Set("Referrer-Policy", "no-referrer")
		return next(c)
	}
}

// IsAnonymous reports whether nothing may be said about the request.
func IsAnonymous(c echo.Context) bool { return c.Get(anonymousKey) != nil }
