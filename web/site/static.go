package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/static"
)

// An asset is a static file as it is served.
type asset struct {
	kind    string // its media type
	content []byte
	packed  []byte // content by gzip; nil: that would not be shorter
	digest  string // eight digits that change with the content
}

func newAsset(name string, content []byte) asset {
	a := asset{kind: mime.TypeByExtension(path.Ext(name)), content: content, digest: Digest(content)[:8]}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(content)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(err) // memory takes all
	}
	if b.Len() < len(content) {
		a.packed = b.Bytes()
	}
	return a
}

// assets holds the static files by name.
var assets = loadAssets()

func loadAssets() map[string]asset {
	files, err := static.Files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	all := make(map[string]asset, len(files))
	for _, f := range files {
		b, err := static.Files.ReadFile(f.Name())
		if err != nil {
			panic(err)
		}
		b = lighten(f.Name(), b)
		for name, a := range all { // a module names those before it in the alphabet
			b = bytes.ReplaceAll(b, []byte("'./"+name+"'"), []byte("'./"+name+"?v="+a.digest+"'"))
		}
		all[f.Name()] = newAsset(f.Name(), b)
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

// Static serves the static files.
func (s *Site) Static(c echo.Context) error {
	a, ok := assets[c.Param("file")]
	if !ok {
		return survey.ErrNotFound
	}
	return a.Serve(c)
}

// Serve answers with the file. Its address carries a digest of its content, so
// browsers may keep it for ever.
func (a asset) Serve(c echo.Context) error {
	h, body := c.Response().Header(), a.content
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'") // a picture may be opened by itself
	h.Del("X-Frame-Options")                                                       // which says the same
	if a.packed != nil {
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = a.packed
		}
	}
	return c.Blob(http.StatusOK, a.kind, body)
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

// Policy returns the content security policy of a layout's pages: nothing but
// our own script and pictures, and styles from where it says. Who may frame them
// follows.
func Policy(layout, styles string) string {
	frames := ""
	if layout == "builder" || layout == "manage" {
		frames = "frame-src 'self'; " // the preview
	}
	return "default-src 'none'; " + frames + "style-src " + styles + "; script-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"form-action 'self'; base-uri 'none'; "
}

// Digest is the SHA-256 of b in hex.
func Digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// leaderStyleURL is where it is.
var leaderStyleURL = "/static/leader.css?v=" + LeaderStyle.digest

// LeaderStyle is the style sheet of pages of results.
var LeaderStyle = newAsset("leader.css", []byte(chart.CSS()))
