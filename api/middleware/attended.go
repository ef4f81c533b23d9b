package middleware

import (
	"strings"

	"github.com/labstack/echo/v4"
)

const attendedKey = "minping.attended"

// Attended notes, before Anonymous drops all credentials, that a valid token
// came along: a kiosk, or a clerk's program, hands in for people whom somebody
// attends to. Which account it was is not kept, and any other token is none.
func (g *Gate) Attended(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if scheme, secret, _ := strings.Cut(c.Request().Header.Get("Authorization"), " "); strings.EqualFold(scheme, "Bearer") {
			if _, _, err := g.accounts.Bearer(c.Request().Context(), strings.TrimSpace(secret)); err == nil {
				c.Set(attendedKey, true)
			}
		}
		return next(c)
	}
}

// IsAttended reports whether Attended has noted a token.
func IsAttended(c echo.Context) bool { return c.Get(attendedKey) != nil }
