package web

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"html/template"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
)

//go:embed static
var staticFiles embed.FS

// static serves the embedded files. Their address carries a digest of their
// content, so browsers may keep them for ever.
func (s *Site) static(c echo.Context) error {
	name := c.Param("file")
	b, err := staticFiles.ReadFile("static/" + name)
	if err != nil {
		return survey.ErrNotFound
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, mime.TypeByExtension(path.Ext(name)), b)
}

// assetURL returns the address of a static file; one that does not exist
// panics when the page that names it is first rendered.
func assetURL(name string) string {
	b, err := staticFiles.ReadFile("static/" + name)
	if err != nil {
		panic(err)
	}
	sum := sha256.Sum256(b)
	return "/static/" + name + "?v=" + hex.EncodeToString(sum[:4])
}

// An inlineStyle is the one style element of citizen pages, and the hash by
// which the content security policy allows it.
type inlineStyle struct {
	element template.HTML
	hash    string
}

// citizenStyle inlines the tokens and the citizen style sheet: a page is one
// request.
var citizenStyle = newInlineStyle("tokens.css", "citizen.css")

var cssComment = regexp.MustCompile(`(?s)/\*.*?\*/\s*`)

func newInlineStyle(files ...string) inlineStyle {
	var css strings.Builder
	for _, f := range files {
		b, err := staticFiles.ReadFile("static/" + f)
		if err != nil {
			panic(err)
		}
		css.Write(cssComment.ReplaceAll(b, nil))
	}
	sum := sha256.Sum256([]byte(css.String()))
	return inlineStyle{
		element: template.HTML("<style>" + css.String() + "</style>"), //nolint:gosec // embedded file
		hash:    "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'",
	}
}

// policy returns the content security policy of a layout's pages: nothing but
// our own style, script and pictures.
func policy(layout string) string {
	style := citizenStyle.hash
	if layout == "leader" {
		style = "'self'"
	}
	return "default-src 'none'; style-src " + style + "; script-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}
