// Package report writes a release for people and programs: JSON, CSV, an XLSX
// workbook and a self-contained HTML page to print. It shows what the release
// holds and computes no statistic of its own; every figure comes with the
// definition and the error that the release gives it.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"minping/survey"
)

// Formats lists the formats that Write knows.
var Formats = []string{"json", "csv", "xlsx", "html"}

// Write writes the release in a format of Formats; lang, "zh" or "en", is the
// language of what is meant for people.
func Write(w io.Writer, format string, r *survey.Release, lang string) error {
	switch format {
	case "json":
		return JSON(w, r)
	case "csv":
		return CSV(w, r, lang)
	case "xlsx":
		return XLSX(w, r, lang)
	case "html":
		return HTML(w, r, lang)
	}
	return fmt.Errorf("no report format %q: there are %s", format, strings.Join(Formats, ", "))
}

// JSON writes the release as it is, indented.
func JSON(w io.Writer, r *survey.Release) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}
