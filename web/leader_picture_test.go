package web

import (
	"bytes"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"minping/web/site"
)

var fileLink = regexp.MustCompile(`href="(/r/results/chart/[^"]+)"`)

// Every page leads to its figures' files, and each of them is one: in the
// language of the page, to save, under a policy that lets it run nothing.
func TestPicturesOfPages(t *testing.T) {
	w := resultsWorld(t)
	seen := map[string]bool{}
	for _, lang := range site.Languages {
		for _, path := range resultPages {
			sep := map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")]
			for _, m := range fileLink.FindAllStringSubmatch(w.get("/r/results"+path+sep+"lang="+lang).Body.String(), -1) {
				at := strings.ReplaceAll(m[1], "&amp;", "&")
				if strings.Contains(at, ".png") && seen["png"] || seen[at] { // one PNG is enough
					continue
				}
				seen[at], seen["png"] = true, seen["png"] || strings.Contains(at, ".png")
				rec := w.get(at)
				if rec.Code != http.StatusOK || !strings.HasPrefix(rec.Header().Get("Content-Disposition"), "attachment") || rec.Header().Get("Content-Security-Policy") != "default-src 'none'" {
					t.Errorf("%s: %d %v", at, rec.Code, rec.Header())
				}
				body := rec.Body.Bytes()
				switch {
				case strings.Contains(at, ".png"):
					if c, err := png.DecodeConfig(bytes.NewReader(body)); err != nil || c.Width < 1600 {
						t.Errorf("%s: %v, %d pixels wide", at, err, c.Width)
					}
				case strings.Contains(at, ".svg"):
					if !bytes.HasPrefix(body, []byte("<svg ")) || bytes.Contains(body, []byte("<script")) {
						t.Errorf("%s: %.80s", at, body)
					}
				case !bytes.HasPrefix(body, []byte("\ufeff")):
					t.Errorf("%s: %.80s", at, body)
				}
			}
		}
	}
	if len(seen) < 6 || !seen["png"] {
		t.Errorf("%d files only", len(seen))
	}
}

// What a figure cannot be about is not there, and a name is text in every file.
func TestPictureMistakes(t *testing.T) {
	w := resultsWorld(t)
	for _, path := range []string{"ranking.exe", "ranking", "nothing.svg", "ranking.svg?tier=moon", ".svg", "%2e%2e.svg"} {
		if rec := w.get("/r/results/chart/" + path); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
	if rec := w.get("/r/inside/chart/ranking.svg"); rec.Code != http.StatusNotFound {
		t.Errorf("results for those who sign in: %d", rec.Code)
	}
	svg := w.get("/r/bare/chart/ranking.svg").Body.String()
	if strings.Contains(svg, "<script") || !strings.Contains(svg, "&lt;script&gt;") {
		t.Errorf("a name became markup: %s", svg)
	}
	if csv := w.get("/r/bare/chart/ranking.csv?lang=en").Body.String(); !strings.HasPrefix(csv, "\ufeffRank,") {
		t.Errorf("%.60s", csv)
	}
}
