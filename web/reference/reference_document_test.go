package reference

import (
	"strings"
	"testing"
)

func TestReferenceOfASmallDocument(t *testing.T) {
	r, err := newReference([]byte(`
info: {description: "One ` + "`<b>`" + `.\n\nTwo."}
tags: [{name: things}]
paths:
  /things/{thing}:
    parameters: [{$ref: "#/components/parameters/Thing"}]
    put:
      operationId: putThing
      tags: [things]
      security: [{}, {bearer: []}]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
      responses:
        "404": {content: {application/problem+json: {examples: {not-found: {}}}}}
components:
  parameters: {Thing: {name: thing, in: path, required: true, schema: {type: string}, example: "7"}}
  schemas:
    Thing:
      type: object
      required: [name]
      examples: [{name: it's, size: 2}]
      properties:
        name: {type: [string, "null"], maxLength: 5}
        rows: {type: array, items: {type: object, properties: {next: {$ref: "#/components/schemas/Thing"}}}}
        by: {type: object, additionalProperties: {$ref: "#/components/schemas/Thing"}}
`))
	if err != nil {
		t.Fatal(err)
	}
	if r.About != "<p>One <code>&lt;b&gt;</code>.</p><p>Two.</p>" {
		t.Errorf("description %s", r.About)
	}
	op := r.Tags[0].Operations[0]
	if op.Account != "optional" || op.Parameters[0].Name != "thing" || !op.Parameters[0].Required || op.Answers[0].Problems[0] != "not-found" {
		t.Errorf("operation %+v", op)
	}
	if want := "curl -fsS -X PUT $MINPING/api/v1/things/7 \\\n  -H 'Content-Type: application/json' -d '{\"name\": \"it'\\''s\", \"size\": 2}'"; op.Curl != want {
		t.Errorf("curl\n%s\nwant\n%s", op.Curl, want)
	}
	var got []string
	for _, f := range r.Schemas[0].Fields {
		line := f.Name + " "
		for _, p := range f.Type {
			line += p.Text
		}
		got = append(got, strings.Join(append([]string{line}, f.Rules...), ", "))
	}
	want := "name string | null, maxLength 5; rows object[]; rows[].next Thing; by {string: Thing}"
	if strings.Join(got, "; ") != want {
		t.Errorf("fields %s\nwant %s", strings.Join(got, "; "), want)
	}
}
