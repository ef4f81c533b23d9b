package middleware

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"
)

// langCookie remembers the language that a reader chose.
const langCookie = "lang"

// tags are the languages that Minping speaks; the first is the default.
var (
	tags    = []language.Tag{language.Chinese, language.English}
	matcher = language.NewMatcher(tags)
)

// Lang returns the language to answer in, "zh" or "en": the one asked for by
// ?lang=, else the one chosen before, else the best of Accept-Language.
func Lang(c echo.Context) string {
	if lang, ok := spoken(c.QueryParam("lang")); ok {
		return lang
	}
	if cookie, err := c.Cookie(langCookie); err == nil {
		if lang, ok := spoken(cookie.Value); ok {
			return lang
		}
	}
	// What cannot be parsed asks for nothing: the default.
	wanted, _, _ := language.ParseAcceptLanguage(c.Request().Header.Get("Accept-Language"))
	_, i, _ := matcher.Match(wanted...)
	return base(tags[i])
}

// RememberLang keeps the language asked for by ?lang= in a cookie; never on
// anonymous routes.
func RememberLang(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if lang, ok := spoken(c.QueryParam("lang")); ok && !IsAnonymous(c) {
			c.SetCookie(&http.Cookie{ //nolint:gosec // a language is no secret: also over http
				Name: langCookie, Value: lang, Path: "/", HttpOnly: true,
				SameSite: http.SameSiteLaxMode, MaxAge: int((365 * 24 * time.Hour).Seconds()),
			})
		}
		return next(c)
	}
}

// spoken returns the language of a tag if it is one of ours.
func spoken(tag string) (string, bool) {
	for _, t := range tags {
		if b := base(t); tag == b {
			return b, true
		}
	}
	return "", false
}

func base(t language.Tag) string {
	b, _ := t.Base()
	return b.String()
}
