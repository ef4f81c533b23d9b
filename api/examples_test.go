package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// exampleOf returns the example of a body: its own, or the first of its schema;
// of a list, one of an element.
func exampleOf(content *openapi3.MediaType) (any, bool) {
	if content.Example != nil {
		return content.Example, true
	}
	if content.Schema == nil {
		return nil, false
	}
	schema := content.Schema.Value
	if len(schema.Examples) > 0 {
		return schema.Examples[0], true
	}
	if schema.Items != nil && len(schema.Items.Value.Examples) > 0 {
		return []any{schema.Items.Value.Examples[0]}, true
	}
	return nil, false
}

// TestExamples: every JSON body of a request and of a success has an example,
// and all examples of the document are as their schemas say.
func TestExamples(t *testing.T) {
	for name, schema := range document.doc.Components.Schemas {
		for _, example := range schema.Value.Examples {
			holdExample(t, "schema "+name, "/components/schemas/"+name, example)
		}
	}
	for id, op := range document.operations {
		path := "/paths/" + escape(op.route.Path) + "/" + strings.ToLower(op.route.Method)
		if body := op.route.Operation.RequestBody; body != nil {
			for media, content := range body.Value.Content {
				example, ok := exampleOf(content)
				if !ok {
					t.Errorf("the request of %s (%s) has no example, nor has its schema", id, media)
				} else if content.Schema != nil {
					holdExample(t, id+", request", path+"/requestBody/content/"+escape(media)+"/schema", example)
				}
			}
		}
		for status, answer := range op.route.Operation.Responses.Map() {
			content := answer.Value.Content["application/json"]
			if content == nil || answer.Ref != "" || status[0] != '2' || id == "getDocumentJSON" {
				continue // that is all of this
			}
			example, ok := exampleOf(content)
			if !ok {
				t.Errorf("%s has no example of its %s, nor has its schema", id, status)
				continue
			}
			holdExample(t, id+" "+status, path+"/responses/"+status+"/content/application~1json/schema", example)
		}
	}
}

func holdExample(t *testing.T, what, pointer string, example any) {
	t.Helper()
	b, err := json.Marshal(example)
	if err == nil {
		err = validJSON(pointer, b)
	}
	if err != nil {
		t.Errorf("the example of %s: %v", what, err)
	}
}

// request returns the example of an operation's request.
func request(t *testing.T, id string) call {
	t.Helper()
	op := document.operations[id]
	c := call{method: op.route.Method, path: op.route.Path, signed: op.signed, header: map[string]string{"If-Match": "*"}}
	for _, list := range []openapi3.Parameters{op.route.PathItem.Parameters, op.route.Operation.Parameters} {
		for _, p := range list {
			if example, ok := p.Value.Example.(string); ok {
				c.path = strings.ReplaceAll(c.path, "{"+p.Value.Name+"}", example)
			}
		}
	}
	if len(op.media) == 0 {
		return c
	}
	c.header["Content-Type"] = op.media[0]
	example, _ := exampleOf(op.route.Operation.RequestBody.Value.Content.Get(op.media[0]))
	if file, ok := example.(string); ok {
		c.body = file
		return c
	}
	b, err := json.Marshal(example)
	if err != nil {
		t.Fatal(err)
	}
	c.body = string(b)
	return c
}

// TestExamplesAreAccepted sends the examples of requests to a server, in an
// order in which they make sense.
func TestExamplesAreAccepted(t *testing.T) {
	f := newFixture(t)
	byCode := strings.NewReplacer(`"open"`, `"code"`).Replace
	for _, tt := range []struct {
		operation string
		change    func(string) string // of the body
		want      int
	}{
		{"login", nil, http.StatusOK},
		{"createToken", nil, http.StatusCreated},
		{"publishQuestionnaire", nil, http.StatusCreated},
		{"getQuestionnaire", nil, http.StatusOK},
		{"putUnits", nil, http.StatusNoContent},
		{"createPoll", byCode, http.StatusCreated},
		{"issueCodes", nil, http.StatusCreated},
		{"updatePoll", nil, http.StatusOK},
		{"openPoll", nil, http.StatusOK},
		{"submit", nil, http.StatusCreated},
		{"submit", nil, http.StatusOK},
		{"getTurnout", nil, http.StatusOK},
		{"closePoll", nil, http.StatusOK},
		{"getDisclosure", nil, http.StatusOK},
		{"publishPoll", nil, http.StatusOK},
		{"getResults", nil, http.StatusOK},
		{"getRanking", nil, http.StatusOK},
		{"getUnitResults", nil, http.StatusOK},
		{"getProblem", nil, http.StatusOK},
	} {
		c := request(t, tt.operation)
		if tt.change != nil {
			c.body = tt.change(c.body)
		}
		if w := f.do(c); w.Code != tt.want {
			t.Errorf("%s: %d, want %d: %s", tt.operation, w.Code, tt.want, w.Body)
		}
	}
}
