package site

import (
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
	"minping/web/locales"
)

// Languages are those that the pages exist in, the default first.
var Languages = []string{"zh", "en"}

// catalog holds the messages of all languages. A file is named
// <subject>.<language>.json.
var catalog = loadCatalog()

func loadCatalog() map[string]*i18n.Localizer {
	bundle := i18n.NewBundle(language.Chinese)
	files, err := fs.Glob(locales.Files, "*.json")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		if _, err := bundle.LoadMessageFileFS(locales.Files, f); err != nil {
			panic(fmt.Errorf("web: %s: %w", f, err))
		}
	}
	c := make(map[string]*i18n.Localizer, len(Languages))
	for _, lang := range Languages {
		c[lang] = i18n.NewLocalizer(bundle, lang)
	}
	return c
}

// Translate returns a message. The arguments are name, value pairs; "n" also
// selects the plural form. A missing key is a bug and panics.
func Translate(lang, key string, args ...any) string {
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
	LangField = "lang"
	SizeField = "size"
)

// chosen returns what a form's switch asks for ("lang:en", "size:large"), else
// what travels with the form, so that a ballot needs no cookie.
func chosen(c echo.Context, field string) string {
	r := c.Request()
	if r.Method != http.MethodPost {
		return ""
	}
	if v, ok := strings.CutPrefix(r.PostFormValue(FieldGo), field+":"); ok {
		return v
	}
	return r.PostFormValue(field)
}

// Negotiate returns the language of a page.
func Negotiate(c echo.Context) string {
	if lang := chosen(c, LangField); slices.Contains(Languages, lang) {
		return lang
	}
	return middleware.Lang(c)
}

// The sizes of text.
const (
	SizeLarge  = "large"
	sizeNormal = "normal"
)

// largeText reports whether the reader wants large text (适老版). A choice in
// a link is kept in a cookie; a form, which may hold a ballot, sets none.
func largeText(c echo.Context) bool {
	if size := chosen(c, SizeField); size != "" {
		return size == SizeLarge
	}
	size := c.QueryParam(SizeField)
	if size == SizeLarge || size == sizeNormal {
		keepPreference(c, SizeField, size)
		return size == SizeLarge
	}
	ck, err := c.Cookie(SizeField)
	return err == nil && ck.Value == SizeLarge
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

// writeDay writes a day as writeDate does; "" where there is none.
func writeDay(lang string, d survey.Day, now time.Time) string {
	if d == "" {
		return ""
	}
	return writeDate(lang, d.Time(), now)
}

// WriteTime writes a date with the hour: 11 月 30 日 18:00, 30 November, 18:00.
func WriteTime(lang string, t, now time.Time) string {
	if lang == "en" {
		return writeDate(lang, t, now) + ", " + t.Format("15:04")
	}
	return writeDate(lang, t, now) + " " + t.Format("15:04")
}

// JoinList joins names: 甲、乙 or A, B.
func JoinList(lang string, names []string) string {
	if lang == "zh" {
		return strings.Join(names, "、")
	}
	return strings.Join(names, ", ")
}

// inLanguage returns a text in a language.
func inLanguage(lang string) func(survey.Text) string {
	return func(t survey.Text) string { return t.In(lang) }
}
