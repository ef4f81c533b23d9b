package reference

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

// schema reads a named type.
func (d docReader) schema(name string, v any) referenceSchema {
	s := referenceSchema{Name: name, About: prose(d.at(v, "description")), Type: d.typeOf(v), Fields: d.fields("", v), Rules: d.rules(v)}
	if examples := items(d.at(v, "examples")); len(examples) > 0 {
		s.Example = writeExample(examples[0], "")
	}
	return s
}

func (d docReader) field(name string, v any, required bool) referenceField {
	return referenceField{Name: name, Type: d.typeOf(v), Required: required, About: prose(d.about(v)), Rules: d.rules(v)}
}

// about is what a schema says of a value: of a reference, only what is written
// beside it.
func (d docReader) about(v any) any {
	for _, p := range pairs(v) {
		if p.Key == "description" {
			return p.Value
		}
	}
	return nil
}

// fields lists the fields of an object, and of objects within that have no
// name of their own.
func (d docReader) fields(prefix string, v any) (list []referenceField) {
	required := items(d.at(v, "required"))
	for _, p := range pairs(d.at(v, "properties")) {
		name := scalar(p.Key)
		list = append(list, d.field(prefix+name, p.Value, slices.Contains(required, any(name))))
		list = append(list, d.within(prefix+name, p.Value)...)
	}
	if prefix == "" {
		if of := d.itemsOf(v); of != nil && refOf(of) == "" {
			list = append(list, d.fields("[].", of)...)
		}
	}
	return list
}

// within lists the fields of a nameless object, or of a list or map of them.
func (d docReader) within(name string, v any) []referenceField {
	if refOf(v) != "" {
		return nil
	}
	if of := d.itemsOf(v); of != nil {
		if refOf(of) != "" {
			return nil
		}
		return d.fields(name+"[].", of)
	}
	if of, ok := d.at(v, "additionalProperties").(yaml.MapSlice); ok && refOf(of) == "" {
		return d.fields(name+".*.", of)
	}
	return d.fields(name+".", v)
}

// itemsOf is the schema of a list's items, as it is written.
func (d docReader) itemsOf(v any) any {
	for _, p := range pairs(v) {
		if p.Key == "items" {
			return p.Value
		}
	}
	return nil
}

// typeOf names a type: string, Unit, Unit[], {string: number}, string | null.
func (d docReader) typeOf(v any) []typePart {
	if ref := refOf(v); ref != "" {
		return []typePart{{schemaName(ref), true}}
	}
	for _, several := range []string{"oneOf", "anyOf", "allOf"} {
		if list := items(d.at(v, several)); len(list) > 0 {
			var parts []typePart
			for i, one := range list {
				if i > 0 {
					parts = append(parts, typePart{Text: map[bool]string{true: " & ", false: " | "}[several == "allOf"]})
				}
				parts = append(parts, d.typeOf(one)...)
			}
			return parts
		}
	}
	names := items(d.at(v, "type"))
	if names == nil {
		names = []any{d.at(v, "type")}
	}
	var parts []typePart
	for i, name := range names {
		if i > 0 {
			parts = append(parts, typePart{Text: " | "})
		}
		parts = append(parts, d.plainType(scalar(name), v)...)
	}
	return parts
}

func (d docReader) plainType(name string, v any) []typePart {
	switch name {
	case "":
		return []typePart{{Text: "any"}}
	case "array":
		if of := d.itemsOf(v); of != nil {
			parts := d.typeOf(of)
			if len(parts) > 1 {
				parts = slices.Concat([]typePart{{Text: "("}}, parts, []typePart{{Text: ")"}})
			}
			return append(parts, typePart{Text: "[]"})
		}
	case "object":
		for _, p := range pairs(v) {
			if of, ok := p.Value.(yaml.MapSlice); ok && p.Key == "additionalProperties" {
				return slices.Concat([]typePart{{Text: "{string: "}}, d.typeOf(of), []typePart{{Text: "}"}})
			}
		}
	}
	return []typePart{{Text: name}}
}

// ruleNames are the keywords that are told as they are.
var ruleNames = []string{
	"format", "contentEncoding", "pattern", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum",
	"minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "default",
}

// rules are what else the document says of a value: "maxLength 64", "a | b".
func (d docReader) rules(v any) (rules []string) {
	m := pairs(v)
	for _, name := range ruleNames {
		for _, p := range m {
			if p.Key == name {
				rules = append(rules, name+" "+scalar(p.Value))
			}
		}
	}
	if options := items(d.at(v, "enum")); len(options) > 0 {
		words := make([]string, len(options))
		for i, o := range options {
			words[i] = scalar(o)
		}
		rules = append(rules, strings.Join(words, " | "))
	}
	return rules
}

// narrow is how long a value may be to stay on one line, in characters.
const narrow = 72

// writeExample writes a value as JSON, in its order; what fits stays on a line.
func writeExample(v any, indent string) string {
	line := exampleLine(v)
	deeper := indent + "  "
	if len(line)+len(indent) <= narrow {
		return line
	}
	var rows []string
	open, end := "{", "}"
	switch v := v.(type) {
	case yaml.MapSlice:
		for _, p := range v {
			rows = append(rows, deeper+quoteJSON(scalar(p.Key))+": "+writeExample(p.Value, deeper))
		}
	case []any:
		open, end = "[", "]"
		for _, item := range v {
			rows = append(rows, deeper+writeExample(item, deeper))
		}
	default:
		return line
	}
	return open + "\n" + strings.Join(rows, ",\n") + "\n" + indent + end
}

func exampleLine(v any) string {
	var parts []string
	switch v := v.(type) {
	case yaml.MapSlice:
		for _, p := range v {
			parts = append(parts, quoteJSON(scalar(p.Key))+": "+exampleLine(p.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		for _, item := range v {
			parts = append(parts, exampleLine(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case string:
		return quoteJSON(v)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case nil:
		return "null"
	default:
		return scalar(v)
	}
}

// quoteJSON writes a text as JSON, hanzi and angle brackets as they are.
func quoteJSON(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a text
	}
	return strings.TrimSpace(b.String())
}
