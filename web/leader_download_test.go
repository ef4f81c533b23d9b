package web

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"minping/survey"
)

// roundsWorld is a site over two rounds of the example, so that pages show
// trends too.
func roundsWorld(t *testing.T) *world {
	t.Helper()
	r, err := exampleRelease()
	must(t, err)
	s := &shelf{all: map[string]survey.Poll{}, out: map[string]*survey.Release{"then": r, "results": r}}
	for i, id := range []string{"then", "results"} {
		s.all[id] = survey.Poll{ID: id, State: survey.Published, PublicResults: true, Title: survey.Text{"zh": "测评", "en": "Poll"}, Closes: time.Date(2024+i, 1, 1, 0, 0, 0, 0, time.UTC)}
	}
	p := s.all["results"]
	p.Previous = "then"
	s.all["results"] = p
	return siteOver(s)
}

// classed reports whether an element has a class.
func classed(n *html.Node, class string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool {
		return a.Key == "class" && slices.Contains(strings.Fields(a.Val), class)
	})
}

// Every figure on the pages of results has its files beside it: SVG, PNG and
// CSV of its own, and each of them is there.
func TestEveryFigureHasItsFiles(t *testing.T) {
	rounds := roundsWorld(t)
	drawn := figuresWithFiles(t, func(path string) *httptest.ResponseRecorder { return rounds.get(path) }, "/r/results",
		"", "/ranking?tier=city", "/ranking?tier=county", "/change?tier=city", "/heat?tier=city", "/heat?tier=county", "/indicator/D3?tier=city", "/indicator/C?tier=county",
		"/unit/x26", "/unit/c13", "/unit/chengchuan", "/compare?a=c13&b=c12", "/compare?a=c13&b=c12&c=c11&d=x26", "/trend?tier=city", "/drivers", "/quality",
	)
	if drawn < 25 {
		t.Errorf("only %d figures were found", drawn)
	}
	sides := twoSides(t)
	ask := func(path string) *httptest.ResponseRecorder {
		return visit{method: http.MethodGet, path: path}.ask(sides, "leader")
	}
	if drawn := figuresWithFiles(t, ask, "/r/hither-published", "/opinions?item=why"); drawn != 1 {
		t.Errorf("%d figures of opinions", drawn)
	}
}

// figuresWithFiles counts the figures on pages and demands their files.
func figuresWithFiles(t *testing.T, get func(path string) *httptest.ResponseRecorder, base string, paths ...string) (drawn int) {
	t.Helper()
	fetched := map[string]bool{}
	for _, path := range paths {
		rec := get(base + path)
		if rec.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, rec.Code)
		}
		page, err := html.Parse(rec.Body)
		must(t, err)
		waiting := false // a figure for its files
		figure := func(n *html.Node) bool {
			return n.Type == html.ElementNode && (n.Data == "figure" || n.Data == "table" && (classed(n, "plot") || classed(n, "heat")) && !within(n, "figure"))
		}
		files := func(n *html.Node) bool { return n.Type == html.ElementNode && n.Data == "p" && classed(n, "files") }
		for n := range page.Descendants() {
			switch {
			case figure(n):
				if drawn++; waiting {
					t.Errorf("%s: a figure before figure %d has no files", path, drawn)
				}
				waiting = true
			case files(n):
				waiting = false
				var formats []string
				for a := range n.Descendants() {
					if a.Type != html.ElementNode || a.Data != "a" {
						continue
					}
					href := a.Attr[slices.IndexFunc(a.Attr, func(a html.Attribute) bool { return a.Key == "href" })].Val
					file, _, _ := strings.Cut(href, "?")
					formats = append(formats, file[strings.LastIndex(file, ".")+1:])
					if strings.HasSuffix(file, ".png") || fetched[href] { // drawn as the SVG is
						continue
					}
					fetched[href] = true
					if got := get(href); got.Code != http.StatusOK || got.Body.Len() == 0 {
						t.Errorf("%s: %s: %d", path, href, got.Code)
					}
				}
				if !slices.Equal(formats, []string{"svg", "png", "csv"}) {
					t.Errorf("%s: files %v", path, formats)
				}
			}
		}
		if waiting {
			t.Errorf("%s: the last figure has no files", path)
		}
	}
	return drawn
}

// within reports whether an element lies in one of a kind.
func within(n *html.Node, kind string) bool {
	for a := range n.Ancestors() {
		if a.Data == kind {
			return true
		}
	}
	return false
}
