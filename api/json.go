package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"unicode/utf8"

	"minping/survey"
)

// maxDepth is how deeply a JSON body may be nested; the deepest that any
// operation needs is 6.
const maxDepth = 16

// A malformedError says that a body is not JSON at all.
type malformedError struct{ Mistake survey.FieldError }

func (e malformedError) Error() string { return "malformed body: " + e.Mistake.Message("en") }

// parseJSON returns the one value of a JSON text, as any with json.Number.
// Unlike encoding/json it refuses a name that occurs twice in an object, deep
// nesting, and bytes that are not UTF-8.
func parseJSON(body []byte) (any, error) {
	malformed := func(key string, args ...any) error {
		return malformedError{survey.FieldError{Key: key, Args: survey.Args(args...)}}
	}
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return nil, malformed("json_empty")
	case !utf8.Valid(body):
		return nil, malformed("json_utf8")
	}
	d := &decoder{Decoder: json.NewDecoder(bytes.NewReader(body))}
	d.UseNumber()
	v, err := d.value("", 0)
	if err == nil {
		if _, end := d.Token(); !errors.Is(end, io.EOF) {
			err = &json.SyntaxError{Offset: d.InputOffset()}
		}
	}
	var wrong survey.FieldErrors
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		return v, nil
	case errors.As(err, &wrong):
		return nil, err
	case errors.As(err, &syntax):
		return nil, malformed("json_syntax", "offset", syntax.Offset)
	default: // it ends too early
		return nil, malformed("json_syntax", "offset", len(body))
	}
}

// A decoder reads values token by token.
type decoder struct{ *json.Decoder }

func (d *decoder) value(pointer string, depth int) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return token, nil
	}
	if depth == maxDepth {
		return nil, survey.FieldErrors{{Field: pointer, Key: "json_depth", Args: survey.Args("max", maxDepth)}}
	}
	if delim == '{' {
		return d.object(pointer, depth+1)
	}
	return d.array(pointer, depth+1)
}

func (d *decoder) object(pointer string, depth int) (any, error) {
	object := make(map[string]any)
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		name := token.(string) // all else is a syntax error
		at := pointer + "/" + escape(name)
		if _, twice := object[name]; twice {
			return nil, survey.FieldErrors{{Field: at, Key: "json_duplicate", Args: survey.Args("name", name)}}
		}
		if object[name], err = d.value(at, depth); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return object, err
}

func (d *decoder) array(pointer string, depth int) (any, error) {
	array := []any{}
	for d.More() {
		v, err := d.value(pointer+"/"+strconv.Itoa(len(array)), depth)
		if err != nil {
			return nil, err
		}
		array = append(array, v)
	}
	_, err := d.Token()
	return array, err
}

// rawJSON is an answer that is JSON already.
type rawJSON []byte

func (b rawJSON) write(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	_, err := w.Write(b)
	return err
}

// VisitGetDocumentJSONResponse implements GetDocumentJSONResponseObject.
func (b rawJSON) VisitGetDocumentJSONResponse(w http.ResponseWriter) error { return b.write(w) }

// schemaJSON is a JSON Schema.
type schemaJSON []byte

// VisitGetQuestionnaireSchemaResponse implements GetQuestionnaireSchemaResponseObject.
func (b schemaJSON) VisitGetQuestionnaireSchemaResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/schema+json")
	_, err := w.Write(b)
	return err
}
