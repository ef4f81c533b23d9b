package middleware

import "github.com/labstack/echo/v4"

// sessionKept is where a session holds what Keep keeps.
const sessionKept = "kept"

// Keep keeps a value for the browser that asks, until Take or the end of its
// session; one who is not signed in gets a session for it. There is one value.
func (g *Gate) Keep(c echo.Context, value string) {
	g.sessions.Put(c.Request().Context(), sessionKept, value)
}

// Take returns what was kept and keeps it no longer; "": nothing.
func (g *Gate) Take(c echo.Context) string {
	return g.sessions.PopString(c.Request().Context(), sessionKept)
}
