package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strconv"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// newKeywords are fields of a schema that say something of values since
// OpenAPI 3.1, which the validator of requests would not see.
var newKeywords = []string{
	"Const", "PrefixItems", "Contains", "MinContains", "MaxContains", "PatternProperties", "DependentSchemas",
	"PropertyNames", "UnevaluatedItems", "UnevaluatedProperties", "If", "Then", "Else", "DependentRequired",
	"Always", "DynamicRef", "ContentSchema",
}

func TestKeywordsOfRequests(t *testing.T) {
	for id, op := range document.operations {
		var schemas openapi3.SchemaRefs
		for _, list := range []openapi3.Parameters{op.route.PathItem.Parameters, op.route.Operation.Parameters} {
			for _, p := range list {
				schemas = append(schemas, p.Value.Schema)
			}
		}
		if body := op.route.Operation.RequestBody; body != nil {
			for _, media := range body.Value.Content {
				schemas = append(schemas, media.Schema)
			}
		}
		seen := make(map[*openapi3.Schema]bool)
		for len(schemas) > 0 {
			next := schemas[0].Value
			schemas = append(schemas[1:], below(next)...)
			if seen[next] {
				continue
			}
			seen[next] = true
			for _, name := range newKeywords {
				if !reflect.ValueOf(*next).FieldByName(name).IsZero() {
					t.Errorf("%s: a schema of its request uses %s, which is not checked", id, name)
				}
			}
		}
	}
}

// below lists the schemas that a schema is made of.
func below(s *openapi3.Schema) openapi3.SchemaRefs {
	var list openapi3.SchemaRefs
	for _, set := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf, s.AllOf, {s.Not, s.Items, s.AdditionalProperties.Schema}} {
		for _, ref := range set {
			if ref != nil {
				list = append(list, ref)
			}
		}
	}
	for _, ref := range s.Properties {
		list = append(list, ref)
	}
	return list
}

// TestProblemExamples: each type of problem is an example in the document, as
// the server words it, and is listed under its status alone.
func TestProblemExamples(t *testing.T) {
	examples := document.doc.Components.Examples
	statuses := make(map[string]int)
	for _, k := range append(kinds[:len(kinds):len(kinds)], internal) {
		if k.status == http.StatusMethodNotAllowed {
			continue // no operation answers it
		}
		statuses[k.name] = k.status
		want := k.problem(errors.New("any"), "en")
		var got Problem
		if examples[k.name] == nil {
			t.Errorf("openapi.yaml has no example of the problem %s", k.name)
		} else if b, err := json.Marshal(examples[k.name].Value.Value); err != nil || json.Unmarshal(b, &got) != nil {
			t.Error(err)
		}
		got.Errors = nil
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Mistake{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", k.name, diff)
		}
	}
	for name := range examples {
		if statuses[name] == 0 {
			t.Errorf("openapi.yaml has an example of a problem %s, which is not in kinds.go", name)
		}
	}
	for id, op := range document.operations {
		answers := op.route.Operation.Responses
		if answers.Default() == nil {
			t.Errorf("%s does not say by default what any operation may answer", id)
		}
		for status, answer := range answers.Map() {
			content := answer.Value.Content.Get("application/problem+json")
			if content == nil {
				continue
			}
			if len(content.Examples) == 0 {
				t.Errorf("%s does not say which problems its %s may be", id, status)
			}
			for name := range content.Examples {
				if status != "default" && status != strconv.Itoa(statuses[name]) {
					t.Errorf("%s lists the problem %s, which is %d, under %s", id, name, statuses[name], status)
				}
			}
		}
	}
}
