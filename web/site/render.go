package site

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/foreign"
	"minping/web/templates"
)

// A Page is what the layouts need; every page's own struct embeds it.
type Page struct {
	Lang      string
	Title     string    // without the name of the house
	Large     bool      // large text 适老版
	Scheme    Scheme    // of colours; not where people answer
	Simulated bool      // made-up ballots, said on every page
	Sheets    bool      // where people answer: style sheets of sheets belong to it
	Wide      bool      // and its table needs room
	Failed    bool      // the title starts with 有错误
	Form      string    // id of the form that language and size switches must carry along, or ""
	Enter     string    // what the Enter key in that form does: its first button does it, and the switches stand before the form
	Nav       []NavLink // of pages of results
	Where     string    // what the page is about, beside the logo
	Viewer    string    // name of whoever is signed in, or ""
	URL       *url.URL  // of this page, for the switches
	Kiosk     string    // address of the start screen on a shared tablet, else ""
	Refresh   bool      // back to it by itself, also without script
	Embedded  bool      // a part of another site's page,
	PollID    string    // which shows this poll
	Now       time.Time

	waits  Kiosk
	frames []string // sites that may frame the page
}

// A NavLink is an entry of the main navigation.
type NavLink struct {
	Title   string
	Count   string // beside the title, or ""
	URL     string
	Current bool
}

// Page starts a page about the request. The title is a message key and its
// arguments; pages without one set it themselves.
func (s *Site) Page(c echo.Context, title ...any) Page {
	p := Page{
		Lang:   Negotiate(c),
		Large:  largeText(c),
		Scheme: wantedScheme(c),
		Viewer: s.Viewer(c),
		URL:    shownAt(c.Request()),
		Now:    s.Now().In(s.Zone),
		Kiosk:  atKiosk(c),
		waits:  s.Kiosk,
		frames: framesOf(c), Embedded: embedded(c), PollID: c.Param("poll"),
	}
	if len(title) > 0 {
		p.Title = p.T(title[0].(string), title[1:]...)
	}
	return p
}

// shownAt is the address of the page on the screen: a form that is refused
// leaves the reader where it stood, and its own address may answer no GET.
func shownAt(r *http.Request) *url.URL {
	from, err := url.Parse(r.Referer())
	if r.Method != http.MethodPost || err != nil || from.Host != r.Host {
		return r.URL
	}
	at, err := url.Parse(LocalPath(from.RequestURI()))
	if err != nil {
		return r.URL
	}
	return at
}

// T returns a message in the page's language.
func (p Page) T(key string, args ...any) string { return Translate(p.Lang, key, args...) }

// WriteDay writes a day in the page's language; "" where there is none.
func (p Page) WriteDay(d survey.Day) string { return writeDay(p.Lang, d, p.Now) }

// With returns this page's address with one parameter set, for GET pages.
func (p Page) With(name, value string) string {
	q := p.URL.Query()
	q.Set(name, value)
	if p.Embedded {
		q.Set(embedField, "1")
	}
	return p.URL.Path + "?" + q.Encode()
}

// base lets render reach the Page that a page's struct embeds.
func (p Page) base() Page { return p }

// A PageData is a struct that embeds Page.
type PageData interface{ base() Page }

// A pageName names a page in a language: "zh", "citizen/home".
type pageName struct{ lang, name string }

// A templateSet is the pages, each layout/<layout>.html around its "main". A page
// is parsed when it is first shown: all of them in all languages would take
// more memory than a thousand respondents do.
type templateSet map[pageName]func() (*template.Template, error)

// findTemplates finds all pages.
func (s *Site) findTemplates() (templateSet, error) {
	files, err := fs.Glob(templates.Files, "*/*.html")
	if err != nil {
		return nil, err
	}
	all := make(templateSet)
	for _, file := range files {
		folder := path.Base(path.Dir(file))
		if folder == "layout" || folder == "partial" {
			continue
		}
		name := folder + "/" + strings.TrimSuffix(path.Base(file), ".html")
		for _, lang := range Languages {
			all[pageName{lang, name}] = sync.OnceValues(func() (*template.Template, error) { return s.parse(lang, file) })
		}
	}
	return all, nil
}

// parse parses a page. Functions are bound to a language, so that templates say
// {{t "key"}} and {{text .Name}} wherever they are.
func (s *Site) parse(lang, file string) (*template.Template, error) {
	layout := "layout/" + layoutOf(path.Base(path.Dir(file))) + ".html"
	t := template.New("base").Funcs(s.funcs(lang)).Funcs(s.leaderFuncs(lang))
	return t.ParseFS(templates.Files, layout, "partial/*.html", file)
}

// Execute renders a page into memory, so that an error leaves nothing half
// written.
func (s *Site) Execute(lang, name string, data PageData) ([]byte, error) {
	parse, ok := s.templates[pageName{lang, name}]
	if !ok {
		return nil, fmt.Errorf("web: no page %s", name)
	}
	page, err := parse()
	var b bytes.Buffer
	if err == nil {
		err = page.ExecuteTemplate(&b, "base", data)
	}
	if err != nil {
		return nil, fmt.Errorf("web: page %s: %w", name, err)
	}
	return foreign.Mark(lang, b.Bytes()), nil
}

// layoutOf returns the layout of a folder of pages.
func layoutOf(folder string) string {
	if folder == "clerk" || folder == "comments" || folder == "design" {
		return "plan"
	}
	if folder == "dossier" || folder == "projects" || folder == "awards" || folder == "duty" || folder == "orders" || folder == "cases" || folder == "points" {
		return "manage"
	}
	if folder == "admin" || folder == "manage" || folder == "builder" || folder == "leader" || folder == "plan" || folder == "poster" || folder == "screen" || folder == "reference" {
		return folder
	}
	return "citizen"
}

// funcs are the template functions of all pages.
func (s *Site) funcs(lang string) template.FuncMap {
	return template.FuncMap{
		"t": func(key string, args ...any) string { return Translate(lang, key, args...) },
		// th is for messages with markup; arguments are escaped.
		"th": func(key string, args ...any) template.HTML {
			for i := 1; i < len(args); i += 2 {
				if text, ok := args[i].(string); ok {
					args[i] = template.HTMLEscapeString(text)
				}
			}
			return template.HTML(Translate(lang, key, args...)) //nolint:gosec // catalog text, arguments escaped
		},
		"text":    inLanguage(lang),
		"date":    func(t time.Time) string { return writeDate(lang, t.In(s.Zone), s.Now()) },
		"day":     func(d survey.Day) string { return writeDay(lang, d, s.Now().In(s.Zone)) },
		"clock":   func(t time.Time) string { return WriteTime(lang, t.In(s.Zone), s.Now()) },
		"list":    func(names []string) string { return JoinList(lang, names) },
		"asset":   assetURL,
		"style":   func() template.HTML { return stylePlace },
		"signers": func() []string { return strings.Split(Translate(lang, "paper.signers"), "|") },
		"add":     func(a, b int) int { return a + b },
	}
}

// Render writes a page.
func (s *Site) Render(c echo.Context, status int, name string, data PageData) error {
	p := data.base()
	body, err := s.Execute(p.Lang, name, data)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	frames := p.setFraming(h)
	if c.Get(Framed) != nil {
		h.Set("X-Frame-Options", "SAMEORIGIN")
		frames = "frame-ancestors 'self'"
	}
	layout, styles := layoutOf(path.Dir(name)), "'self'"
	if layout == "citizen" {
		if body, styles = citizenStyle.dress(body); p.Kiosk != "" || p.Sheets {
			styles += " 'self'"
		}
	}
	h.Set("Content-Security-Policy", Policy(layout, styles)+frames)
	h.Set("Content-Language", p.Lang)
	h.Add("Vary", "Accept-Language, Cookie")
	return c.HTMLBlob(status, body)
}

// Framed lets a page stand in a frame of this site's own pages.
const Framed = "framed"

// leaderFuncs are the template functions of the pages of results.
func (s *Site) leaderFuncs(string) template.FuncMap {
	return template.FuncMap{
		"stylesheet": func() string { return leaderStyleURL },
		"points":     chart.Points,
		"told":       chart.Told,
		"interval":   chart.Interval,
		"signed":     chart.Signed,
		"percent":    chart.Percent,
		"chance":     chart.Chance,
		"count":      chart.Count,
		"width":      func(share float64) string { return fmt.Sprintf("%.1f%%", 100*share) },
		"grid":       func(title string, head []string, rows []GridRow) numberGrid { return numberGrid{title, head, rows} },
		"select": func(name, label string, c []Choice, wrong ...string) Selection {
			return Selection{name, label, c, strings.Join(wrong, "")}
		},
	}
}
