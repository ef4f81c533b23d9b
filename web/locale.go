package web

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"minping/api/middleware"
	"minping/survey"
)

//go:embed locales/*.json
var localeFiles embed.FS

// languages are those that the pages exist in, the default first.
var languages = []string{"zh", "en"}

// catalog holds the messages of all languages. A file is named
// <subject>.<language>.json.
var catalog = loadCatalog()

func loadCatalog() map[string]*i18n.Localizer {
	bundle := i18n.NewBundle(language.Chinese)
	files, err := fs.Glob(localeFiles, "locales/*.json")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		if _, err := bundle.LoadMessageFileFS(localeFiles, f); err != nil {
			panic(fmt.Errorf("web: %s: %w", f, err))
		}
	}
	c := make(map[string]*i18n.Localizer, len(languages))
	for _, lang := range languages {
		c[lang] = i18n.NewLocalizer(bundle, lang)
	}
	return c
}

// translate returns a message. The arguments are name, value pairs; "n" also
// selects the plural form. A missing key is a bug and panics.
func translate(lang, key string, args ...any) string {
	cfg := &i18n.LocalizeConfig{MessageID: key}
	if len(args) > 0 {
		data := make(map[string]any, len(args)/2)
		for i := 0; i+1 < len(args); i += 2 {
			data[args[i].(string)] = args[i+1]
		}
		cfg.TemplateData = data
		if n, ok := data["n"]; ok {
			cfg.PluralCount = n
		}
	}
	s, err := catalog[lang].Localize(cfg)
	if err != nil {
		panic(fmt.Errorf("web: message %s: %w", key, err))
	}
	return s
}

// The fields and cookies of preferences, which are no secret.
const (
	langField = "lang"
	sizeField = "size"
)

// chosen returns what a form's switch asks for ("lang:en", "size:large"), else
// what travels with the form, so that a ballot needs no cookie.
func chosen(c echo.Context, field string) string {
	r := c.Request()
	if r.Method != http.MethodPost {
		return ""
	}
	if v, ok := strings.CutPrefix(r.PostFormValue(fieldGo), field+":"); ok {
		return v
	}
	return r.PostFormValue(field)
}

// negotiate returns the language of a page.
func negotiate(c echo.Context) string {
	if lang := chosen(c, langField); slices.Contains(languages, lang) {
		return lang
	}
	return middleware.Lang(c)
}

// The sizes of text.
const (
	sizeLarge  = "large"
	sizeNormal = "normal"
)

// largeText reports whether the reader wants large text (适老版). A choice in
// a link is kept in a cookie; a form, which may hold a ballot, sets none.
func largeText(c echo.Context) bool {
	if size := chosen(c, sizeField); size != "" {
		return size == sizeLarge
	}
	size := c.QueryParam(sizeField)
	if size == sizeLarge || size == sizeNormal {
		keepPreference(c, sizeField, size)
		return size == sizeLarge
	}
	ck, err := c.Cookie(sizeField)
	return err == nil && ck.Value == sizeLarge
}

// writeDate writes a date: 11 月 30 日, 30 November; with the year where it is
// not this one.
func writeDate(lang string, t, now time.Time) string {
	layout := map[string]string{"zh": "1\u00a0月\u00a02\u00a0日", "en": "2\u00a0January"}[lang]
	if t.Year() != now.Year() {
		layout = map[string]string{"zh": "2006\u00a0年\u00a0", "en": ""}[lang] + layout + map[string]string{"zh": "", "en": " 2006"}[lang]
	}
	return t.Format(layout)
}

// writeTime writes a date with the hour: 11 月 30 日 18:00, 30 November, 18:00.
func writeTime(lang string, t, now time.Time) string {
	if lang == "en" {
		return writeDate(lang, t, now) + ", " + t.Format("15:04")
	}
	return writeDate(lang, t, now) + " " + t.Format("15:04")
}

// joinList joins names: 甲、乙 or A, B.
func joinList(lang string, names []string) string {
	if lang == "zh" {
		return strings.Join(names, "、")
	}
	return strings.Join(names, ", ")
}

// inLanguage returns a text in a language.
func inLanguage(lang string) func(survey.Text) string {
	return func(t survey.Text) string { return t.In(lang) }
}
