package form

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"minping/survey"
)

// An Error is one mistake in a questionnaire file.
type Error struct {
	Line   int    // from 1
	Column int    // from 1, in characters
	Path   string // "items[3].scale", counting from 0; "" for the whole file
	Key    string // of the message
	Args   map[string]any
}

// Problem says what is wrong, in the language.
func (e Error) Problem(lang string) string { return e.text(lang, 0) }

// Remedy says what would be right, in the language.
func (e Error) Remedy(lang string) string { return e.text(lang, 1) }

func (e Error) text(lang string, part int) string {
	m, ok := messages[e.Key]
	if !ok { // an expression's message says both in one
		if part == 1 {
			return ""
		}
		return strings.TrimRight(survey.FieldError{Key: e.Key, Args: e.Args}.Message(lang), ".。")
	}
	if chinese(lang) {
		return survey.Fill(m.zh[part], lang, e.Args)
	}
	return survey.Fill(m.en[part], "en", e.Args)
}

func chinese(lang string) bool { return lang == "zh" || strings.HasPrefix(lang, "zh-") }

// In is the whole message with its place, in the language.
func (e Error) In(lang string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d:%d: ", e.Line, e.Column)
	colon, stop := ": ", "; "
	if chinese(lang) {
		colon, stop = "：", "；"
	}
	if e.Path != "" {
		b.WriteString(e.Path + colon)
	}
	b.WriteString(e.Problem(lang))
	if remedy := e.Remedy(lang); remedy != "" {
		b.WriteString(stop + remedy)
	}
	return b.String()
}

func (e Error) Error() string { return e.In("en") }

// MarshalJSON writes place, key and both languages.
func (e Error) MarshalJSON() ([]byte, error) {
	type words struct {
		Problem string `json:"problem"`
		Remedy  string `json:"remedy,omitempty"`
	}
	return json.Marshal(struct {
		Line   int    `json:"line"`
		Column int    `json:"column"`
		Path   string `json:"path"`
		Key    string `json:"key"`
		Zh     words  `json:"zh"`
		En     words  `json:"en"`
	}{
		e.Line, e.Column, e.Path, e.Key,
		words{e.Problem("zh"), e.Remedy("zh")},
		words{e.Problem("en"), e.Remedy("en")},
	})
}

// Errors are a file's mistakes, sorted by place.
type Errors []Error

// In lists the mistakes in the language, one a line.
func (e Errors) In(lang string) string {
	lines := make([]string, len(e))
	for i, x := range e {
		lines[i] = x.In(lang)
	}
	return strings.Join(lines, "\n")
}

func (e Errors) Error() string { return e.In("en") }

// finish sorts the mistakes, drops repeats and cuts a flood short.
func (e Errors) finish() Errors {
	slices.SortStableFunc(e, func(x, y Error) int {
		return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column), strings.Compare(x.Path, y.Path))
	})
	e = slices.CompactFunc(e, func(x, y Error) bool {
		return x.Line == y.Line && x.Column == y.Column && x.Path == y.Path && x.Key == y.Key &&
			x.Problem("en") == y.Problem("en")
	})
	if len(e) > maxErrors {
		rest := len(e) - maxErrors
		last := e[maxErrors]
		e = append(e[:maxErrors:maxErrors], Error{
			Line: last.Line, Column: last.Column, Key: "too_many_errors", Args: survey.Args("count", rest),
		})
	}
	return e
}
