package form

import (
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"minping/survey"
)

// A place is a line and column, from 1.
type place struct{ line, column int }

// A reader fills a questionnaire from the syntax tree by its yaml tags and
// remembers where everything stands.
type reader struct {
	values map[string]place // by path: where a value begins
	keys   map[string]place // by path: where a key stands
	lists  map[string]int   // by path: how many entries were written
	quoted map[string]bool  // by path: a text in quotes begins one column later
	failed map[string]bool  // by path: what could not be read
	strays map[string]bool  // by path: mappings with a key that does not belong
	errs   Errors

	suggestions int // made so far
}

func newReader() *reader {
	return &reader{
		values: make(map[string]place), keys: make(map[string]place),
		lists: make(map[string]int), quoted: make(map[string]bool),
		failed: make(map[string]bool), strays: make(map[string]bool),
	}
}

func (r *reader) questionnaire(root ast.Node, q *survey.Questionnaire) {
	r.read(root, reflect.ValueOf(q).Elem(), "")
}

// fail notes that the value at a path cannot be read. What follows from that
// is not worth saying.
func (r *reader) fail(path, key string, args ...any) {
	r.report(r.at(path), path, key, args...)
	r.failed[path] = true
}

// wrong notes a mistake at a path, or at the nearest path above that is in the
// file.
func (r *reader) wrong(path, key string, args ...any) {
	if !r.failed[path] && !r.failed[above(path)] {
		r.report(r.at(path), path, key, args...)
	}
}

// enough reports that there are so many mistakes that looking for more is a
// waste.
func (r *reader) enough() bool { return len(r.errs) > 2*maxErrors }

// nearest suggests a right word, the first hundred times: a file with more
// mistakes than that has no use for it, and searching takes time.
func (r *reader) nearest(wrong string, words []string) string {
	if r.suggestions++; r.suggestions > maxSuggestions {
		return ""
	}
	return survey.Nearest(wrong, words)
}

// above is the path of what holds the path.
func above(path string) string { return path[:max(0, strings.LastIndexAny(path, ".["))] }

// wrongKey notes a mistake at a key instead of at its value.
func (r *reader) wrongKey(path, key string, args ...any) {
	p, ok := r.keys[path]
	if !ok {
		p = r.at(path)
	}
	r.report(p, path, key, args...)
}

func (r *reader) report(p place, path, key string, args ...any) {
	e := Error{Line: p.line, Column: p.column, Path: path, Key: key}
	if len(args) > 0 {
		e.Args = survey.Args(args...)
	}
	r.errs = append(r.errs, e)
}

func (r *reader) at(path string) place {
	for {
		if p, ok := r.values[path]; ok {
			return p
		}
		if path == "" {
			return place{1, 1}
		}
		path = above(path)
	}
}

// has reports whether the file holds a value at the path, right or wrong.
func (r *reader) has(path string) bool {
	_, ok := r.values[path]
	return ok
}

var (
	textType  = reflect.TypeFor[survey.Text]()
	itemType  = reflect.TypeFor[survey.Item]()
	levelType = reflect.TypeFor[survey.Level]()
)

// read fills v from n.
func (r *reader) read(n ast.Node, v reflect.Value, path string) {
	r.values[path] = placeOf(n)
	if _, null := n.(*ast.NullNode); null {
		r.fail(path, "no_value")
		return
	}
	switch {
	case v.Type() == textType:
		r.text(n, v, path)
	case v.Kind() == reflect.Struct:
		r.structure(n, v, path)
	case v.Kind() == reflect.Map:
		r.dictionary(n, v, path)
	case v.Kind() == reflect.Slice:
		r.sequence(n, v, path)
	case v.Kind() == reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		before := len(r.errs)
		r.read(n, p.Elem(), path)
		if len(r.errs) == before {
			v.Set(p)
		}
	default:
		r.scalar(n, v, path)
	}
}

// structure fills a struct from a mapping.
func (r *reader) structure(n ast.Node, v reflect.Value, path string) {
	pairs, ok := mapping(n)
	if !ok {
		r.fail(path, "want_mapping", "found", found(n))
		return
	}
	fields := fieldsOf(v.Type())
	for _, pair := range pairs {
		key, at, ok := r.key(pair, path)
		if !ok {
			continue
		}
		i, known := fields.index[key]
		if !known {
			r.unknownKey(at, key, fields.names)
			continue
		}
		r.read(pair.Value, v.Field(i), at)
	}
}

func (r *reader) unknownKey(at, key string, names []string) {
	r.strays[above(at)] = true
	near := r.nearest(key, names)
	if near != "" {
		r.wrongKey(at, "unknown_key_near", "key", survey.Clip(key), "near", near)
		return
	}
	r.wrongKey(at, "unknown_key", "key", survey.Clip(key), "keys", names)
}

// key reads the key of a pair and its path; a repeated key is a mistake.
func (r *reader) key(pair *ast.MappingValueNode, path string) (key, at string, ok bool) {
	t := pair.Key.GetToken()
	key = t.Value
	at = join(path, key)
	if _, twice := r.keys[at]; twice {
		r.report(place{t.Position.Line, t.Position.Column}, at, "repeated_key", "key", survey.Clip(key), "line", r.keys[at].line)
		return key, at, false
	}
	r.keys[at] = place{t.Position.Line, t.Position.Column}
	return key, at, true
}

// join adds a key to a path.
func join(path, key string) string {
	if len(key) > 4*maxID {
		key = survey.Clip(key)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}
