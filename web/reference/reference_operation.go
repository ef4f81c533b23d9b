package reference

import (
	"html/template"
	"net/http"
	"path"
	"slices"
	"strings"
)

// operation reads one operation; shared are the parameters of its path.
func (d docReader) operation(method, address string, v any, shared []any) referenceOperation {
	summary := inline(scalar(d.at(v, "summary")))
	op := referenceOperation{
		ID: scalar(d.at(v, "operationId")), Method: strings.ToUpper(method), Path: address,
		Summary: template.HTML(summary), //nolint:gosec // escaped by inline
		About:   prose(d.at(v, "description")),
		Account: d.account(v),
	}
	for _, p := range slices.Concat(shared, items(d.at(v, "parameters"))) {
		f := d.field(scalar(d.at(p, "name")), d.at(p, "schema"), d.at(p, "required") == true)
		f.In = scalar(d.at(p, "in"))
		if about := d.at(p, "description"); about != nil {
			f.About = prose(about)
		}
		op.Parameters = append(op.Parameters, f)
	}
	op.Body = d.contents(d.at(v, "requestBody"), true)
	for _, a := range pairs(d.at(v, "responses")) {
		op.Answers = append(op.Answers, d.answer(scalar(a.Key), d.follow(a.Value)))
	}
	if address != elsewhere {
		op.Curl = d.curl(op, slices.Concat(shared, items(d.at(v, "parameters"))))
	}
	return op
}

// account says whether an operation asks for an account: needed, optional or
// none.
func (d docReader) account(v any) string {
	security, own := d.at(v, "security").([]any)
	if !own {
		return "needed"
	}
	if len(security) == 0 {
		return "none"
	}
	for _, way := range security {
		if len(pairs(way)) == 0 {
			return "optional"
		}
	}
	return "needed"
}

func (d docReader) answer(status string, v any) referenceAnswer {
	a := referenceAnswer{Status: status, About: prose(d.at(v, "description"))}
	for _, h := range pairs(d.at(v, "headers")) {
		f := d.field(scalar(h.Key), d.at(h.Value, "schema"), false)
		f.About = prose(d.at(h.Value, "description"))
		a.Headers = append(a.Headers, f)
	}
	for _, c := range pairs(d.at(v, "content")) {
		if c.Key != "application/problem+json" {
			continue
		}
		for _, e := range pairs(d.at(c.Value, "examples")) {
			a.Problems = append(a.Problems, scalar(e.Key))
		}
	}
	if a.Problems == nil {
		a.Content = d.contents(v, false)
	}
	return a
}

// contents reads the bodies of a request or an answer. Fields of a named type
// are told where it stands, and with a request, which has to be written.
func (d docReader) contents(v any, request bool) (list []referenceContent) {
	for _, c := range pairs(d.at(v, "content")) {
		content := referenceContent{Media: scalar(c.Key), Example: d.example(c.Value)}
		for _, p := range pairs(c.Value) {
			if p.Key != "schema" {
				continue
			}
			content.Type = d.typeOf(p.Value)
			if content.Example == "" {
				content.Example = d.schemaExample(p.Value)
			}
			if request || refOf(p.Value) == "" {
				content.Fields = d.fields("", p.Value)
			}
		}
		list = append(list, content)
	}
	return list
}

// example writes the example of a body, the first where there are several.
func (d docReader) example(v any) string {
	e := d.at(v, "example")
	for _, named := range pairs(d.at(v, "examples")) {
		if e == nil {
			e = d.at(named.Value, "value")
		}
	}
	switch e := e.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(e)
	default:
		return writeExample(e, "")
	}
}

// schemaExample writes the example of a body by its type; of a list, one of an
// element.
func (d docReader) schemaExample(v any) string {
	if examples := items(d.at(v, "examples")); len(examples) > 0 {
		return writeExample(examples[0], "")
	}
	if examples := items(d.at(d.itemsOf(v), "examples")); len(examples) > 0 {
		return writeExample([]any{examples[0]}, "")
	}
	return ""
}

// curl is a command that calls the operation, with the examples' values.
func (d docReader) curl(op referenceOperation, parameters []any) string {
	address := op.Path
	for _, p := range parameters {
		if e := d.at(p, "example"); e != nil {
			address = strings.ReplaceAll(address, "{"+scalar(d.at(p, "name"))+"}", scalar(e))
		}
	}
	line := "curl -fsS"
	if op.Method != http.MethodGet && (op.Method != http.MethodPost || len(op.Body) == 0) {
		line += " -X " + op.Method
	}
	line += " $MINPING/api/v1" + address
	if op.Account == "needed" {
		line += " \\\n  -H \"Authorization: Bearer $TOKEN\""
	}
	if len(op.Body) == 0 {
		return line
	}
	line += " \\\n  -H 'Content-Type: " + op.Body[0].Media + "'"
	switch {
	case op.Body[0].Media != "application/json":
		line += " --data-binary @" + path.Base(address) + strings.ReplaceAll(path.Ext(op.Body[0].Media), ".", "-")
	case op.Body[0].Example != "":
		line += " -d '" + strings.ReplaceAll(op.Body[0].Example, "'", `'\''`) + "'"
	default:
		line += " -d @body.json"
	}
	return line
}
