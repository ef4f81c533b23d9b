package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// shipped are the files of schemes that the project ships.
var shipped = []string{"../../docs/examples/appraisal/scheme.yaml", "../demo/performance.yaml"}

func TestSchemeSchemaAcceptsGoodFiles(t *testing.T) {
	s := compile(t, SchemeSchema())
	for _, name := range shipped {
		src := readFile(t, name)
		if err := s.Validate(asDocument(t, src)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := ParseScheme(src); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSchemeSchemaRejectsBadFiles(t *testing.T) {
	s := compile(t, SchemeSchema())
	src := string(readFile(t, shipped[0]))
	for _, tt := range [][3]string{
		{"a word", "cap: 20", "kap: 20"},
		{"no source", ", poll: evaluation", ""},
		{"two sources", "weight: 20, marks: true", "weight: 20, marks: true, poll: x"},
		{"a node of no poll", "weight: 20, marks: true", "weight: 20, marks: true, node: B"},
		{"a weight of 0", "weight: 30", "weight: 0"},
		{"no number", "weight: 30", "weight: much"},
		{"no points", "points: -2", "points: 0"},
		{"a share above 1", "share: 0.25", "share: 25"},
		{"rounding", "share: 0.25", "share: 0.25, rounding: up"},
		{"no title", "title: {zh: 积分卡, en: Point card}", "low: 1"},
		{"an id", "id: award", "id: a b"},
		{"a kind", "base: 60", "kind: hours"},
		{"deciders", "id: year-2026", "id: year-2026\ndeciders: 3"},
	} {
		if !strings.Contains(src, tt[1]) {
			t.Fatalf("%s: the example lacks %q", tt[0], tt[1])
		}
		if err := s.Validate(asDocument(t, []byte(strings.Replace(src, tt[1], tt[2], 1)))); err == nil {
			t.Errorf("%s is accepted", tt[0])
		}
	}
}

// schemeStructural are the mistakes in schemes that the schema must see as well.
var schemeStructural = []string{
	"unknown_key", "unknown_key_near", "missing_key", "no_value", "want_mapping", "want_list", "want_string", "want_text", "want_bool",
	"want_whole", "want_number", "unknown_word", "empty_text", "bad_id", "bad_language", "scheme_weight", "scheme_points", "scheme_share",
}

// One change at a random place of the fullest file: what ParseScheme accepts, the
// schema accepts; what is wrong by structure alone, both refuse.
func TestSchemeSchemaAgreesWithParse(t *testing.T) {
	s := compile(t, SchemeSchema())
	full := readFile(t, shipped[1])
	rapid.Check(t, func(t *rapid.T) {
		doc := asDocument(t, full)
		what := change(t, doc)
		src, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		_, err = ParseScheme(src)
		refused := s.Validate(doc)
		if err == nil {
			if refused != nil {
				t.Fatalf("%s: ParseScheme accepts, the schema does not: %v", what, refused)
			}
			return
		}
		errs, is := errors.AsType[Errors](err)
		if !is {
			t.Fatalf("error is a %T", err)
		}
		if refused == nil && !slices.ContainsFunc(errs, func(e Error) bool { return !slices.Contains(schemeStructural, e.Key) }) {
			t.Fatalf("%s: the schema accepts, ParseScheme does not: %v", what, err)
		}
	})
}

// Every key that a scheme may have is in its schema, and none besides.
func TestSchemeSchemaIsShipped(t *testing.T) {
	if !json.Valid(SchemeSchema()) || !bytes.Contains(SchemeSchema(), []byte("urn:minping:scheme:1")) {
		t.Error("no schema")
	}
}
