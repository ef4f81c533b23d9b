package site

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
)

// A Scheme is the colours in which somebody wants pages: "" as his system asks
// for, light, dark, or contrast (high, on white).
type Scheme string

// schemes are all of them, in the order of the switch.
var schemes = []Scheme{"", "light", "dark", "contrast"}

// SchemeField is the field by which a scheme is chosen.
const SchemeField = "scheme"

// Theme is the data-theme of a page.
func (s Scheme) Theme() string {
	if s == "contrast" {
		return "light"
	}
	return string(s)
}

// Contrast is the data-contrast of a page.
func (s Scheme) Contrast() string {
	if s == "contrast" {
		return "high"
	}
	return ""
}

// name is the scheme in an address and in a message key.
func (s Scheme) name() string {
	if s == "" {
		return "auto"
	}
	return string(s)
}

// schemeNamed returns the scheme of a name.
func schemeNamed(name string) (Scheme, bool) {
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
func wantedScheme(c echo.Context) Scheme {
	if strings.HasPrefix(c.Path(), "/p/") || middleware.IsAnonymous(c) {
		return ""
	}
	if s, ok := schemeNamed(c.QueryParam(SchemeField)); ok {
		keepPreference(c, SchemeField, s.name())
		return s
	}
	ck, err := c.Cookie(SchemeField)
	if err != nil {
		return ""
	}
	s, _ := schemeNamed(ck.Value)
	return s
}

// Schemes are the links of the switch.
func (p Page) Schemes() (links []NavLink) {
	for _, s := range schemes {
		links = append(links, NavLink{Title: Translate(p.Lang, "scheme."+s.name()), URL: p.With(SchemeField, s.name()), Current: s == p.Scheme})
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
