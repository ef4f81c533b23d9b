package web

import (
	"regexp"
	"testing"

	"minping/survey/foreign"
	"minping/web/site"
)

var foreignMark = regexp.MustCompile(`</?(?:bdi|tspan)>|<(?:bdi|tspan) lang="(?:zh|en)">| lang="(?:zh|en)"`)

// unmarked is a page without the marks of foreign texts.
func unmarked(page string) string { return foreignMark.ReplaceAllString(page, "") }

func BenchmarkMarkForeign(b *testing.B) {
	for _, lang := range site.Languages {
		b.Run(lang, func(b *testing.B) {
			w := newWorld(b)
			page := w.get("/p/open?unit=west&lang=" + lang).Body.Bytes()
			b.SetBytes(int64(len(page)))
			for b.Loop() {
				foreign.Mark(lang, page)
			}
		})
	}
}
