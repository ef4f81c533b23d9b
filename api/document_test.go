package api

import (
	"reflect"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
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
