package api

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"minping/survey"
	"minping/survey/form"
)

// A Mistake is one thing wrong with a request.
type Mistake struct {
	Pointer   string `json:"pointer,omitempty"`   // JSON Pointer (RFC 6901) into the body
	Parameter string `json:"parameter,omitempty"` // of the address or header
	Line      int    `json:"line,omitempty"`      // of a questionnaire file, from 1
	Column    int    `json:"column,omitempty"`
	Key       string `json:"key"`
	Message   string `json:"message"`
	Soft      bool   `json:"soft,omitempty"`

	words func(lang string) string
}

// mistakes are all that is wrong with a request.
type mistakes []Mistake

func (m mistakes) Error() string {
	keys := make([]string, len(m))
	for i, x := range m {
		keys[i] = x.Pointer + x.Parameter + ": " + x.Key
	}
	return strings.Join(keys, "; ")
}

// maxMistakes are reported; more help nobody.
const maxMistakes = 100

func invalid(m mistakes) error { return m[:min(len(m), maxMistakes)] }

// mistake returns a field error at a JSON pointer.
func mistake(pointer string, e survey.FieldError) Mistake {
	return Mistake{Pointer: pointer, Key: e.Key, Soft: e.Soft, words: e.Message}
}

// fieldMistakes says at which JSON pointers the errors of survey are.
func fieldMistakes(errs survey.FieldErrors) mistakes {
	list := make(mistakes, len(errs))
	for i, e := range errs {
		list[i] = mistake(pointerTo(e.Field), e)
	}
	return list
}

// stop stands between a problem and its remedy.
var stop = map[string]string{"zh": "；", "en": "; "}

// formMistakes says where in a questionnaire file the errors are.
func formMistakes(errs form.Errors) mistakes {
	list := make(mistakes, len(errs))
	for i, e := range errs {
		list[i] = Mistake{Pointer: pointerTo(e.Path), Line: e.Line, Column: e.Column, Key: e.Key, words: func(lang string) string {
			message := e.Problem(lang)
			if remedy := e.Remedy(lang); remedy != "" {
				message += stop[lang] + remedy
			}
			return message
		}}
	}
	return list
}

// pointerTo turns a field such as "ballots[0].answers.m.r" into
// "/ballots/0/answers/m.r": what follows answers is one item's id, dots and
// all, and what follows population one category. A pointer stays as it is.
func pointerTo(field string) string {
	if field == "" || field[0] == '/' {
		return field
	}
	var b strings.Builder
	for field != "" {
		var name string
		if i := strings.IndexAny(field, ".["); i >= 0 {
			name, field = field[:i], field[i:]
		} else {
			name, field = field, ""
		}
		b.WriteString("/" + escape(name))
		for strings.HasPrefix(field, "[") {
			index, rest, _ := strings.Cut(field[1:], "]")
			b.WriteString("/" + index)
			field = rest
		}
		field = strings.TrimPrefix(field, ".")
		if (name == "answers" || name == "population") && field != "" {
			b.WriteString("/" + escape(field))
			break
		}
	}
	return b.String()
}

var escaper = strings.NewReplacer("~", "~0", "/", "~1")

// escape writes a name as part of a JSON pointer.
func escape(name string) string { return escaper.Replace(name) }

// parameterMistakes says which parameters are not as the document says.
func parameterMistakes(err error) mistakes {
	var list mistakes
	for _, err := range flatten(err) {
		var request *openapi3filter.RequestError
		if !errors.As(err, &request) || request.Parameter == nil {
			list = append(list, Mistake{Key: "schema", words: survey.FieldError{Key: "schema", Args: survey.Args("rule", "parameters")}.Message})
			continue
		}
		e := survey.FieldError{Key: "schema", Args: survey.Args("rule", "type")}
		var schema *openapi3.SchemaError
		if errors.As(err, &schema) {
			e = schemaError(schema)
		}
		list = append(list, Mistake{Parameter: request.Parameter.Name, Key: e.Key, words: e.Message})
	}
	return list
}

// schemaMistakes says where a body is not as the document says.
func schemaMistakes(err error) mistakes {
	var list mistakes
	for _, err := range flatten(err) {
		var schema *openapi3.SchemaError
		if !errors.As(err, &schema) {
			list = append(list, mistake("", survey.FieldError{Key: "schema", Args: survey.Args("rule", "schema")}))
			continue
		}
		var pointer strings.Builder
		for _, name := range schema.JSONPointer() {
			pointer.WriteString("/" + escape(name))
		}
		if schema.SchemaField == "properties" {
			list = append(list, unknownFields(pointer.String(), schema)...)
			continue
		}
		list = append(list, mistake(pointer.String(), schemaError(schema)))
	}
	slices.SortStableFunc(list, func(a, b Mistake) int { return strings.Compare(a.Pointer, b.Pointer) })
	return slices.CompactFunc(list, func(a, b Mistake) bool { return a.Pointer == b.Pointer && a.Key == b.Key })
}

// unknownFields lists the names in an object that the document does not know.
func unknownFields(pointer string, e *openapi3.SchemaError) mistakes {
	var list mistakes
	object, _ := e.Value.(map[string]any)
	for name := range object {
		if _, known := e.Schema.Properties[name]; !known {
			list = append(list, mistake(pointer+"/"+escape(name), survey.FieldError{Key: "field_unknown", Args: survey.Args("name", name)}))
		}
	}
	return list
}

// flatten lists the leaves of nested errors.
func flatten(err error) []error {
	switch e := err.(type) { //nolint:errorlint // only what is not wrapped is taken apart
	case openapi3.MultiError:
		var leaves []error
		for _, err := range e {
			leaves = append(leaves, flatten(err)...)
		}
		return leaves
	case *openapi3.SchemaError:
		if e.SchemaField == "oneOf" {
			return alternatives(e)
		}
		var nested *openapi3.SchemaError
		if errors.As(e.Origin, &nested) {
			return flatten(e.Origin)
		}
	}
	return []error{err}
}

// alternatives says what is wrong with a value that none of several schemas
// fits: what those say whose type is right, else that no type is.
func alternatives(e *openapi3.SchemaError) []error {
	depth := len(e.JSONPointer())
	var leaves []error
	for _, err := range flatten(e.Origin) {
		var leaf *openapi3.SchemaError
		if errors.As(err, &leaf) && (leaf.SchemaField != "type" || len(leaf.JSONPointer()) > depth) {
			leaves = append(leaves, leaf)
		}
	}
	if len(leaves) == 0 {
		return []error{e}
	}
	return leaves
}

// schemaError says in our words which rule of the document is broken.
func schemaError(e *openapi3.SchemaError) survey.FieldError {
	say := func(key string, args ...any) survey.FieldError {
		return survey.FieldError{Key: key, Args: survey.Args(args...)}
	}
	switch e.SchemaField {
	case "required":
		return say("field_missing")
	case "type", "nullable":
		return say("json_type", "type", typeName(e.Schema))
	case "oneOf":
		return say("json_type", "type", survey.Text{"zh": "文字、数字或它们的列表", "en": "a text, a number, or a list of these"})
	case "enum":
		return say("json_choice", "options", choices(e.Schema))
	case "minLength":
		if e.Schema.MinLength == 1 {
			return say("missing")
		}
		return say("length_min", "min", e.Schema.MinLength)
	case "maxLength":
		return say("length_max", "max", *e.Schema.MaxLength)
	case "minItems":
		return say("items_min", "min", e.Schema.MinItems)
	case "maxItems":
		return say("items_max", "max", *e.Schema.MaxItems)
	case "maxProperties":
		return say("items_max", "max", *e.Schema.MaxProps)
	case "minimum":
		return say("number_min", "min", *e.Schema.Min)
	case "maximum":
		return say("number_max", "max", *e.Schema.Max)
	case "format", "pattern":
		return say("json_format", "example", example(e.Schema))
	default:
		return say("schema", "rule", e.SchemaField)
	}
}

// typeName names a JSON type for people.
func typeName(s *openapi3.Schema) survey.Text {
	names := map[string]survey.Text{
		"string":  {"zh": "文字", "en": "a text"},
		"number":  {"zh": "数字", "en": "a number"},
		"integer": {"zh": "整数", "en": "a whole number"},
		"boolean": {"zh": "true 或 false", "en": "true or false"},
		"array":   {"zh": "列表", "en": "a list"},
		"object":  {"zh": "对象", "en": "an object"},
	}
	if types := s.Type.Slice(); len(types) == 1 {
		return names[types[0]]
	}
	return survey.Text{"zh": "文档中规定的类型", "en": "of the type in the document"}
}

func choices(s *openapi3.Schema) []string {
	list := make([]string, 0, len(s.Enum))
	for _, v := range s.Enum {
		if text, ok := v.(string); ok {
			list = append(list, strconv.Quote(text))
		}
	}
	return list
}

// example shows what a format looks like.
func example(s *openapi3.Schema) string {
	switch s.Format {
	case "date-time":
		return "2026-11-22T08:00:00+08:00"
	case "byte":
		return "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA="
	default:
		return s.Pattern
	}
}
