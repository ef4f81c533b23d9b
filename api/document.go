package api

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
)

//go:embed openapi.yaml
var documentYAML []byte

// Document returns the OpenAPI document, YAML.
func Document() []byte { return documentYAML }

// document is the OpenAPI document as the server uses it; a mistake in it
// stops the program.
var document = mustLoad(documentYAML)

// A specification is the parsed document.
type specification struct {
	doc        *openapi3.T
	json       []byte
	operations map[string]operation // by operationId
}

// An operation is what the document says of one.
type operation struct {
	route     *routers.Route
	signed    bool             // an account is needed
	session   bool             // a session is needed, a token will not do
	half      bool             // a session will do that lacks its second factor
	anonymous bool             // cookies are ignored and nothing is logged
	stream    bool             // the answer is sent as it is made
	keyed     bool             // may be sent again under an Idempotency-Key
	upload    bool             // the body is a file, as large as the desk takes them
	shownOnce bool             // the answer holds a secret that is kept nowhere
	guarded   bool             // an edit, which must say what it found (If-Match)
	media     []string         // what a body may be; none: there is none
	body      *openapi3.Schema // of a JSON body; nil: none, or not JSON
}

func mustLoad(src []byte) *specification {
	doc, err := openapi3.NewLoader().LoadFromData(src)
	if err == nil {
		err = doc.Validate(context.Background())
	}
	if err != nil {
		panic(fmt.Errorf("api: openapi.yaml: %w", err))
	}
	s := &specification{doc: doc, operations: make(map[string]operation)}
	if s.json, err = doc.MarshalJSON(); err != nil {
		panic(fmt.Errorf("api: openapi.yaml: %w", err))
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, s.json); err != nil {
		panic(fmt.Errorf("api: openapi.yaml: %w", err))
	}
	s.json = compact.Bytes()
	requests := forRequests(doc)
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			s.operations[op.OperationID] = newOperation(&routers.Route{
				Spec: requests, Server: doc.Servers[0], Path: path, PathItem: item, Method: method, Operation: op,
			})
		}
	}
	return s
}

// forRequests is the document as requests are held against it. For OpenAPI 3.1
// kin-openapi would compile each schema anew at each request, and not say which
// of our rules is broken; the validator that it has for 3.0 does neither, and
// knows every keyword that schemas of requests use (TestKeywordsOfRequests).
func forRequests(doc *openapi3.T) *openapi3.T {
	d := *doc
	d.OpenAPI = "3.0.3"
	return &d
}

func newOperation(route *routers.Route) operation {
	is := func(extension string) bool { return route.Operation.Extensions[extension] == true }
	o := operation{route: route, anonymous: is("x-anonymous"), stream: is("x-stream"), half: is("x-half"), upload: is("x-upload")}
	security := route.Spec.Security
	if route.Operation.Security != nil {
		security = *route.Operation.Security
	}
	o.shownOnce = route.Operation.Extensions["x-shown-once"] == true
	for _, p := range route.Operation.Parameters {
		o.keyed = o.keyed || p.Value.In == "header" && p.Value.Name == "Idempotency-Key"
		o.guarded = o.guarded || p.Value.In == "header" && p.Value.Name == "If-Match" && p.Value.Extensions["x-may"] != true
	}
	open := func(r openapi3.SecurityRequirement) bool { return len(r) == 0 }
	o.signed = len(security) > 0 && !slices.ContainsFunc(security, open)
	byToken := func(r openapi3.SecurityRequirement) bool { return r["bearer"] != nil }
	o.session = o.signed && !slices.ContainsFunc(security, byToken)
	if route.Operation.RequestBody == nil {
		return o
	}
	for mediaType, content := range route.Operation.RequestBody.Value.Content {
		o.media = append(o.media, mediaType)
		if mediaType == "application/json" {
			o.body = content.Schema.Value
		}
	}
	slices.Sort(o.media)
	return o
}

// GetDocument serves the document.
func (s *Server) GetDocument(context.Context, GetDocumentRequestObject) (GetDocumentResponseObject, error) {
	return GetDocument200ApplicationYamlResponse{Body: bytes.NewReader(documentYAML), ContentLength: int64(len(documentYAML))}, nil
}

// GetDocumentJSON serves the document as JSON.
func (s *Server) GetDocumentJSON(context.Context, GetDocumentJSONRequestObject) (GetDocumentJSONResponseObject, error) {
	return rawJSON(document.json), nil
}
