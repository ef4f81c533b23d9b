package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html/template"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
)

//go:embed static
var staticFiles embed.FS

// An asset is a static file as it is served.
type asset struct {
	content []byte
	digest  string
}

// assets holds the static files by name.
var assets = loadAssets()

func loadAssets() map[string]asset {
	files, err := staticFiles.ReadDir("static")
	if err != nil {
		panic(err)
	}
	all := make(map[string]asset, len(files))
	for _, f := range files {
		b, err := staticFiles.ReadFile("static/" + f.Name())
		if err != nil {
			panic(err)
		}
		b = lighten(f.Name(), b)
		for name, a := range all { // a module names those before it in the alphabet
			b = bytes.ReplaceAll(b, []byte("'./"+name+"'"), []byte("'./"+name+"?v="+a.digest+"'"))
		}
		sum := sha256.Sum256(b)
		all[f.Name()] = asset{content: b, digest: hex.EncodeToString(sum[:4])}
	}
	return all
}

var (
	cssComment  = regexp.MustCompile(`(?s)/\*.*?\*/\s*`)
	lineComment = regexp.MustCompile(`(?m)^\s*//.*\n`)
	indentation = regexp.MustCompile(`(?m)^[ \t]+`)
)

// lighten drops what a browser does not need: comments on lines of their own
// and indentation.
func lighten(name string, b []byte) []byte {
	switch path.Ext(name) {
	case ".css":
		return indentation.ReplaceAll(cssComment.ReplaceAll(b, nil), nil)
	case ".js":
		return indentation.ReplaceAll(lineComment.ReplaceAll(b, nil), nil)
	}
	return b
}

// static serves the static files. Their address carries a digest of their
// content, so browsers may keep them for ever.
func (s *Site) static(c echo.Context) error {
	name := c.Param("file")
	a, ok := assets[name]
	if !ok {
		return survey.ErrNotFound
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, mime.TypeByExtension(path.Ext(name)), a.content)
}

// assetURL returns the address of a static file, or an error that stops the
// page that names one which does not exist.
func assetURL(name string) (string, error) {
	a, ok := assets[name]
	if !ok {
		return "", fmt.Errorf("no static file %s", name)
	}
	return "/static/" + name + "?v=" + a.digest, nil
}

// An inlineStyle is the one style element of citizen pages, and the hash by
// which the content security policy allows it.
type inlineStyle struct {
	element template.HTML
	hash    string
}

// citizenStyle inlines the tokens and the citizen style sheet: a page is one
// request. Tokens that neither it nor the style sheet of shared tablets uses
// stay out.
var citizenStyle = newInlineStyle(usedTokens(string(lighten("tokens.css", []byte(chart.Tokens()))),
	string(assets["citizen.css"].content), string(assets["kiosk.css"].content)) + string(assets["citizen.css"].content))

var (
	tokenUse = regexp.MustCompile(`var\((--[\w-]+)`)
	tokenSet = regexp.MustCompile(`(--[\w-]+):[^;{}]*;?`)
	emptySet = regexp.MustCompile(`[^{};]*\{\s*\}`)
)

// usedTokens drops the custom properties that no style sheet refers to, nor a
// property that one does.
func usedTokens(tokens string, sheets ...string) string {
	for {
		used := make(map[string]bool)
		for _, css := range append(sheets, tokens) {
			for _, m := range tokenUse.FindAllStringSubmatch(css, -1) {
				used[m[1]] = true
			}
		}
		left := tokenSet.ReplaceAllStringFunc(tokens, func(set string) string {
			if name, _, _ := strings.Cut(set, ":"); !used[name] {
				return ""
			}
			return set
		})
		if left == tokens {
			return emptySet.ReplaceAllString(tokens, "")
		}
		tokens = left
	}
}

func newInlineStyle(css string) inlineStyle {
	sum := sha256.Sum256([]byte(css))
	return inlineStyle{
		element: template.HTML("<style>" + css + "</style>"), //nolint:gosec // embedded files
		hash:    "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'",
	}
}

// policy returns the content security policy of a layout's pages: nothing but
// our own style, script and pictures. Who may frame them follows.
func policy(layout string, kiosk bool) string {
	style := citizenStyle.hash
	switch {
	case layout != "citizen":
		style = "'self'"
	case kiosk:
		style += " 'self'"
	}
	frames := ""
	if layout == "builder" {
		frames = "frame-src 'self'; " // the preview
	}
	return "default-src 'none'; " + frames + "style-src " + style + "; script-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"form-action 'self'; base-uri 'none'; "
}
