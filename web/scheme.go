package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
)

// A scheme is the colours in which somebody wants pages: "" as his system asks
// for, light, dark, or contrast (high, on white).
type scheme string

// schemes are all of them, in the order of the switch.
var schemes = []scheme{"", "light", "dark", "contrast"}

const schemeField = "scheme"

// Theme is the data-theme of a page.
func (s scheme) Theme() string {
	if s == "contrast" {
		return "light"
	}
	return string(s)
}

// Contrast is the data-contrast of a page.
func (s scheme) Contrast() string {
	if s == "contrast" {
		return "high"
	}
	return ""
}

// name is the scheme in an address and in a message key.
func (s scheme) name() string {
	if s == "" {
		return "auto"
	}
	return string(s)
}

// schemeNamed returns the scheme of a name.
func schemeNamed(name string) (scheme, bool) {
	for _, s := range schemes {
		if s.name() == name {
			return s, true
		}
	}
	return "", false
}

// wantedScheme returns the scheme that a link asks for, which is kept in a
// cookie, or the one that was kept. Pages on which people answer stay as the
// system asks.
func wantedScheme(c echo.Context) scheme {
	if strings.HasPrefix(c.Path(), "/p/") || middleware.IsAnonymous(c) {
		return ""
	}
	if s, ok := schemeNamed(c.QueryParam(schemeField)); ok {
		keepPreference(c, schemeField, s.name())
		return s
	}
	ck, err := c.Cookie(schemeField)
	if err != nil {
		return ""
	}
	s, _ := schemeNamed(ck.Value)
	return s
}

// Schemes are the links of the switch.
func (p Page) Schemes() (links []NavLink) {
	for _, s := range schemes {
		links = append(links, NavLink{Title: translate(p.Lang, "scheme."+s.name()), URL: p.With(schemeField, s.name()), Current: s == p.Scheme})
	}
	return links
}

// keepPreference keeps how somebody wants pages for a year; never where people
// answer, since there nothing may be known of them.
func keepPreference(c echo.Context, name, value string) {
	if middleware.IsAnonymous(c) {
		return
	}
	c.SetCookie(&http.Cookie{ //nolint:gosec // a preference, no secret
		Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		MaxAge: int((365 * 24 * time.Hour).Seconds()),
	})
}
