package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// byRoute are the operations by method and echo's path.
var byRoute = func() map[string]operation {
	routes := make(map[string]operation)
	for _, op := range document.operations {
		routes[op.route.Method+" "+Base+strings.NewReplacer("{", ":", "}", "").Replace(op.route.Path)] = op
	}
	return routes
}()

// documented holds an answer against the document: its status, headers and
// body, and the type of a problem. Every answer to a fixture passes here.
func (f *fixture) documented(r *http.Request, w *httptest.ResponseRecorder) {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	c := f.e.NewContext(r, w)
	f.e.Router().Find(method, r.URL.EscapedPath(), c)
	op, ok := byRoute[method+" "+c.Path()]
	if !ok {
		return // 404 and 405
	}
	id := op.route.Operation.OperationID
	name := strconv.Itoa(w.Code)
	answer := op.route.Operation.Responses.Status(w.Code)
	if answer == nil {
		name, answer = "default", op.route.Operation.Responses.Default()
	}
	if answer == nil {
		f.t.Errorf("%s answers %d, which the document does not list", id, w.Code)
		return
	}
	media, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
	if media == "application/problem+json" && w.Body.Len() > 0 {
		f.listed(id, answer.Value, w)
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, Route: op.route},
		Status:                 w.Code, Header: w.Header(),
		Options: &openapi3filter.Options{MultiError: true, IncludeResponseStatus: true, ExcludeResponseBody: true},
	}
	if err := openapi3filter.ValidateResponse(context.Background(), input); err != nil {
		f.t.Errorf("%s answers %d otherwise than documented: %v", id, w.Code, err)
	}
	if w.Body.Len() == 0 || !strings.HasSuffix(media, "json") || media == "application/schema+json" || media == "application/x-ndjson" {
		return
	}
	pointer := "/paths/" + escape(op.route.Path) + "/" + strings.ToLower(method) + "/responses/" + name
	if ref := answer.Ref; ref != "" {
		pointer = strings.TrimPrefix(ref, "#")
	}
	if err := validJSON(pointer+"/content/"+escape(media)+"/schema", w.Body.Bytes()); err != nil {
		f.t.Errorf("%s answers %d otherwise than documented: %v", id, w.Code, err)
	}
}

// compiled are schemas of the document by their JSON pointers.
var compiled = struct {
	sync.Mutex
	compiler *jsonschema.Compiler
	schemas  map[string]*jsonschema.Schema
}{compiler: newCompiler(), schemas: make(map[string]*jsonschema.Schema)}

func newCompiler() *jsonschema.Compiler {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(document.json))
	if err != nil {
		panic(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("minping:openapi.json", doc); err != nil {
		panic(err)
	}
	return c
}

// validJSON holds a JSON text against a schema of the document, by JSON Schema
// 2020-12.
func validJSON(pointer string, text []byte) error {
	compiled.Lock()
	defer compiled.Unlock()
	schema := compiled.schemas[pointer]
	if schema == nil {
		var err error
		if schema, err = compiled.compiler.Compile("minping:openapi.json#" + strings.ReplaceAll(url.PathEscape(pointer), "%2F", "/")); err != nil {
			return err
		}
		compiled.schemas[pointer] = schema
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// listed holds the type of a problem against those that the document has as
// examples of the answer.
func (f *fixture) listed(id string, answer *openapi3.Response, w *httptest.ResponseRecorder) {
	var p Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		f.t.Errorf("%s: %v", id, err)
	}
	content := answer.Content.Get("application/problem+json")
	if content == nil || content.Examples[path.Base(p.Type)] == nil {
		f.t.Errorf("%s answers %d with problem %s, which is not among the examples of that answer in openapi.yaml", id, w.Code, path.Base(p.Type))
	}
}
