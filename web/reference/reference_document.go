package reference

import (
	"cmp"
	"fmt"
	"html/template"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// A reference is the API's document, put in order for readers.
type reference struct {
	About    template.HTML
	Tags     []referenceTag
	Schemas  []referenceSchema
	Problems []referenceProblem
}

// A referenceTag is the operations about one subject.
type referenceTag struct {
	Name       string
	About      template.HTML
	Operations []referenceOperation
}

// A referenceOperation is one operation.
type referenceOperation struct {
	ID, Method, Path string
	Summary          template.HTML
	About            template.HTML
	Account          string // message: "reference.account." + needed, optional, none
	Parameters       []referenceField
	Body             []referenceContent
	Answers          []referenceAnswer
	Curl             string
}

// A referenceContent is a body in one media type.
type referenceContent struct {
	Media   string
	Type    []typePart
	Fields  []referenceField // of a request, or a body that is no named schema
	Example string           // "": none
}

// A referenceAnswer is what an operation may answer with one status.
type referenceAnswer struct {
	Status   string
	About    template.HTML
	Headers  []referenceField
	Content  []referenceContent
	Problems []string // types of problems
}

// A referenceSchema is a named type.
type referenceSchema struct {
	Name    string
	About   template.HTML
	Type    []typePart
	Fields  []referenceField
	Rules   []string
	Example string
}

// A referenceField is a parameter, a header, or a field of an object; that of
// an object within is named like "band.low", that of a list like "rows[].id".
type referenceField struct {
	Name     string
	In       string // of a parameter: path, query, header
	Type     []typePart
	Required bool
	About    template.HTML
	Rules    []string
}

// A referenceProblem is a type of problem.
type referenceProblem struct {
	Name, Title, Detail string
	Status              any
}

// A typePart is a piece of the name of a type; Link says that it is a schema's.
type typePart struct {
	Text string
	Link bool
}

// A docReader reads the document; its maps keep their order.
type docReader struct{ root yaml.MapSlice }

// newReference reads an OpenAPI document.
func newReference(document []byte) (reference, error) {
	var d docReader
	if err := yaml.UnmarshalWithOptions(document, &d.root, yaml.UseOrderedMap()); err != nil {
		return reference{}, fmt.Errorf("web: the API's document: %w", err)
	}
	r := reference{About: prose(d.at(d.root, "info", "description"))}
	for _, tag := range items(d.at(d.root, "tags")) {
		r.Tags = append(r.Tags, referenceTag{Name: scalar(d.at(tag, "name")), About: prose(d.at(tag, "description"))})
	}
	d.operations(&r)
	for _, s := range pairs(d.at(d.root, "components", "schemas")) {
		r.Schemas = append(r.Schemas, d.schema(scalar(s.Key), s.Value))
	}
	slices.SortFunc(r.Schemas, func(a, b referenceSchema) int { return strings.Compare(a.Name, b.Name) })
	for _, e := range pairs(d.at(d.root, "components", "examples")) {
		v := d.at(e.Value, "value")
		r.Problems = append(r.Problems, referenceProblem{scalar(e.Key), scalar(d.at(v, "title")), scalar(d.at(v, "detail")), d.at(v, "status")})
	}
	slices.SortStableFunc(r.Problems, func(a, b referenceProblem) int { return cmp.Compare(fmt.Sprint(a.Status), fmt.Sprint(b.Status)) })
	return r, nil
}

// elsewhere stands for the path of what is sent to other programs.
const elsewhere = "https://…"

// operations reads all operations, and what is sent to other programs, under
// their tags.
func (d docReader) operations(r *reference) {
	add := func(address string, v any) {
		shared := items(d.at(v, "parameters"))
		for _, method := range pairs(v) {
			tags := items(d.at(method.Value, "tags"))
			for i := range r.Tags {
				if slices.Contains(tags, any(r.Tags[i].Name)) {
					r.Tags[i].Operations = append(r.Tags[i].Operations, d.operation(scalar(method.Key), address, method.Value, shared))
				}
			}
		}
	}
	for _, p := range pairs(d.at(d.root, "paths")) {
		add(scalar(p.Key), p.Value)
	}
	for _, hook := range pairs(d.at(d.root, "webhooks")) {
		add(elsewhere, hook.Value)
	}
}

// at follows names into a value, through references; nil if there is nothing.
func (d docReader) at(v any, names ...string) any {
	for _, name := range names {
		m, _ := d.follow(v).(yaml.MapSlice)
		v = nil
		for _, p := range m {
			if p.Key == name {
				v = p.Value
			}
		}
	}
	return d.follow(v)
}

// follow returns what a reference leads to, with what is written beside it.
func (d docReader) follow(v any) any {
	m, _ := v.(yaml.MapSlice)
	ref := refOf(m)
	if ref == "" {
		return v
	}
	target, _ := d.at(d.root, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...).(yaml.MapSlice)
	return slices.Concat(target, m)
}

// refOf returns the reference that a value is, or "".
func refOf(v any) string {
	m, _ := v.(yaml.MapSlice)
	for _, p := range m {
		if p.Key == "$ref" {
			return scalar(p.Value)
		}
	}
	return ""
}

func pairs(v any) yaml.MapSlice { m, _ := v.(yaml.MapSlice); return m }

func items(v any) []any { list, _ := v.([]any); return list }

func scalar(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

var codeSpan = regexp.MustCompile("`([^`]+)`")

// prose is a description: paragraphs apart by empty lines, `code`.
func prose(v any) template.HTML {
	var b strings.Builder
	for p := range strings.SplitSeq(strings.TrimSpace(scalar(v)), "\n\n") {
		if p != "" {
			b.WriteString("<p>" + inline(p) + "</p>")
		}
	}
	return template.HTML(b.String()) //nolint:gosec // escaped by inline
}

// inline is a text with `code`, escaped.
func inline(s string) string {
	return codeSpan.ReplaceAllString(template.HTMLEscapeString(s), "<code>$1</code>")
}

// schemaName is the name of the schema that a reference leads to.
func schemaName(ref string) string { return path.Base(ref) }
