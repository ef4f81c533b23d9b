package middleware

import "github.com/labstack/echo/v4"

// Address is where people reach this server, without a slash at its end: what
// was configured, else how the request got here.
func Address(c echo.Context, configured string) string {
	if configured != "" {
		return configured
	}
	scheme := "http://"
	if c.Request().TLS != nil {
		scheme = "https://"
	}
	return scheme + c.Request().Host
}
