package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"minping/survey"
)

// structural are the mistakes that the schema must see as well.
var structural = map[string]bool{
	"unknown_key": true, "unknown_key_near": true, "missing_key": true, "no_value": true, "want_mapping": true,
	"want_list": true, "want_string": true, "want_text": true, "want_bool": true, "want_whole": true,
	"want_number": true, "unknown_word": true, "empty_list": true, "empty_text": true, "range": true,
	"bad_id": true, "bad_item_id": true, "reserved_id": true, "bad_version": true, "bad_language": true,
	"reserved_code": true, "bad_code": true, "score_and_kind": true, "satisfied_and_kind": true,
	"no_type": true, "unfit_key": true, "no_options": true, "scale_and_options": true, "rating_score": true,
	"negative_weight": true, "overall_level": true, "item_and_children": true, "no_item": true,
	"leaf_stand_in": true, "no_rule_kind": true, "two_rule_kinds": true, "rounds_without_last": true,
	"significant_without_drop": true, "rounds_of_drop": true, "of_without_times": true, "node_and_level": true, "level_range": true, "exclusive_single": true,
}

func compiled(t *testing.T) *jsonschema.Schema { return compile(t, Schema()) }

func compile(t *testing.T, src []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("questionnaire.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("questionnaire.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asDocument reads YAML as a validator in an editor sees it.
func asDocument(t interface {
	Helper()
	Fatalf(string, ...any)
}, src []byte,
) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(src, &v); err != nil {
		t.Fatalf("%v", err)
	}
	j, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%v", err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(j))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return doc
}

func TestSchemaAcceptsGoodFiles(t *testing.T) {
	s := compiled(t)
	for name, src := range good(t) {
		if err := s.Validate(asDocument(t, src)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		written, err := marshal(mustParse(t, src))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(asDocument(t, written)); err != nil {
			t.Errorf("%s, written with all defaults: %v", name, err)
		}
	}
}

func TestSchemaRejectsBadFiles(t *testing.T) {
	s := compiled(t)
	for _, name := range []string{"keys", "types", "ids", "options", "items", "index", "rules", "empty_lists", "texts"} {
		src := readFile(t, "testdata/bad/"+name+".yaml")
		if name == "keys" { // the library behind asDocument refuses repeated keys
			src = bytes.ReplaceAll(src, []byte(", weight: 2"), nil)
			src = bytes.ReplaceAll(src, []byte("\nid: again"), nil)
		}
		src = regexp.MustCompile(`\.inf|1e400`).ReplaceAll(src, []byte("x")) // nothing JSON can hold
		if err := s.Validate(asDocument(t, src)); err == nil {
			t.Errorf("%s.yaml is accepted", name)
		}
	}
}

// One change at a random place of the fullest file: what Parse accepts, the
// schema accepts; what is wrong by structure alone, both refuse.
func TestSchemaAgreesWithParse(t *testing.T) {
	s := compiled(t)
	full := readFile(t, "testdata/good/everything.yaml")
	rapid.Check(t, func(t *rapid.T) {
		doc := asDocument(t, full)
		what := change(t, doc)
		src, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Parse(src)
		refused := s.Validate(doc)
		if err == nil {
			if refused != nil {
				t.Fatalf("%s: Parse accepts, the schema does not: %v", what, refused)
			}
			return
		}
		var errs Errors
		if !errors.As(err, &errs) {
			t.Fatalf("error is a %T", err)
		}
		for _, e := range errs {
			if !structural[e.Key] {
				return // only Parse can see it
			}
		}
		if refused == nil {
			t.Fatalf("%s: the schema accepts, Parse does not: %v", what, err)
		}
	})
}

// change alters one value of the document and says what it did.
func change(t *rapid.T, doc any) string {
	where, path := doc, ""
	for {
		var inside []string
		switch x := where.(type) {
		case map[string]any:
			inside = slices.Sorted(maps.Keys(x))
		case []any:
			for i := range x {
				inside = append(inside, strconv.Itoa(i))
			}
		}
		key := rapid.SampledFrom(inside).Draw(t, "key")
		next := child(where, key)
		path += "/" + key
		if hasChildren(next) && rapid.IntRange(0, 3).Draw(t, "deeper") > 0 {
			where = next
			continue
		}
		return path + " " + alter(t, where, key)
	}
}

func child(v any, key string) any {
	if m, ok := v.(map[string]any); ok {
		return m[key]
	}
	i, _ := strconv.Atoi(key)
	return v.([]any)[i]
}

func hasChildren(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		return len(v) > 0
	case []any:
		return len(v) > 0
	default:
		return false
	}
}

func alter(t *rapid.T, v any, key string) string {
	value := rapid.SampledFrom([]any{
		"", "x", "a b", "!", "choice", "text", true, false, json.Number("-1"), json.Number("0"), json.Number("2.5"),
		json.Number("101"), nil,
		[]any{},
		map[string]any{},
		[]any{"x"},
		map[string]any{"zh": "字", "en": "word"},
	}).Draw(t, "value")
	m, isMap := v.(map[string]any)
	if !isMap {
		i, _ := strconv.Atoi(key)
		v.([]any)[i] = value
		return "set"
	}
	switch rapid.SampledFrom([]string{"set", "delete", "rename", "add"}).Draw(t, "act") {
	case "delete":
		delete(m, key)
		return "deleted"
	case "rename":
		m[key+"x"] = m[key]
		delete(m, key)
		return "renamed"
	case "add":
		other := rapid.SampledFrom([]string{"id", "type", "min", "score", "kind", "item", "children", "level", "last", "rounds", "options", "from"}).Draw(t, "other")
		m[other] = value
		return "given " + other
	default:
		m[key] = value
		return "set"
	}
}

// keysOfSchema returns every key that the schema defines, in any object.
func keysOfSchema(t *testing.T) map[string]bool {
	t.Helper()
	keys := make(map[string]bool)
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if properties, ok := v["properties"].(map[string]any); ok && v["additionalProperties"] == false {
				for key := range properties {
					keys[key] = true
				}
			}
			for _, inner := range v {
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	var doc any
	if err := json.Unmarshal(Schema(), &doc); err != nil {
		t.Fatal(err)
	}
	walk(doc)
	return keys
}

// The schema and the reader know the same keys.
func TestSchemaKnowsEveryKey(t *testing.T) {
	want := make(map[string]bool)
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		switch t.Kind() {
		case reflect.Slice, reflect.Pointer, reflect.Map:
			walk(t.Elem())
		case reflect.Struct:
			for key, i := range fieldsOf(t).index {
				want[key] = true
				if field := t.Field(i).Type; key != "children" {
					walk(field)
				}
			}
		}
	}
	walk(reflect.TypeFor[survey.Questionnaire]())
	if d := cmp.Diff(want, keysOfSchema(t)); d != "" {
		t.Errorf("keys (-reader +schema):\n%s", d)
	}
}
