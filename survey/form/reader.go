package form

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

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

// text reads a text in one language or several. A plain string stands under
// the language "" until the default is known.
func (r *reader) text(n ast.Node, v reflect.Value, path string) {
	t := survey.Text{}
	defer func() { v.Set(reflect.ValueOf(t)) }()
	pairs, ok := mapping(n)
	if !ok {
		if s, ok := r.words(n, path, "want_text"); ok {
			t[""] = s
		}
		return
	}
	for _, pair := range pairs {
		lang, at, ok := r.key(pair, path)
		if !ok {
			continue
		}
		r.values[at] = placeOf(pair.Value)
		if s, ok := r.words(pair.Value, at, "want_string"); ok {
			t[lang] = s
		}
	}
}

// dictionary fills a map with string keys.
func (r *reader) dictionary(n ast.Node, v reflect.Value, path string) {
	pairs, ok := mapping(n)
	if !ok {
		r.fail(path, "want_mapping", "found", found(n))
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, pair := range pairs {
		key, at, ok := r.key(pair, path)
		if !ok {
			continue
		}
		value := reflect.New(v.Type().Elem()).Elem()
		r.read(pair.Value, value, at)
		v.SetMapIndex(reflect.ValueOf(key), value)
	}
}

// sequence fills a slice. One string may stand for a list of strings.
func (r *reader) sequence(n ast.Node, v reflect.Value, path string) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		if v.Type().Elem().Kind() == reflect.String {
			if s, ok := r.words(n, path, "want_list"); ok {
				r.lists[path] = 1
				v.Set(reflect.ValueOf([]string{s}))
			}
			return
		}
		r.fail(path, "want_list", "found", found(n))
		return
	}
	r.lists[path] = len(list.Values)
	v.Set(reflect.MakeSlice(v.Type(), len(list.Values), len(list.Values)))
	for i, entry := range list.Values {
		if r.enough() {
			return
		}
		r.read(entry, v.Index(i), path+"["+strconv.Itoa(i)+"]")
	}
}

func (r *reader) scalar(n ast.Node, v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.String:
		switch s, ok := r.words(n, path, "want_string"); {
		case !ok:
		case s == "":
			r.fail(path, "empty_text")
		default:
			v.SetString(s)
			r.oneOf(v.Type(), s, path)
		}
	case reflect.Bool:
		b, ok := n.(*ast.BoolNode)
		if !ok {
			r.fail(path, "want_bool", "found", found(n))
			return
		}
		v.SetBool(b.Value)
	case reflect.Int:
		i, ok := whole(n)
		if !ok {
			r.fail(path, "want_whole", "found", found(n))
			return
		}
		v.SetInt(i)
	case reflect.Float64:
		f, ok := real(n)
		if !ok {
			r.fail(path, "want_number", "found", found(n))
			return
		}
		v.SetFloat(f)
	default:
		panic("form: no way to read a " + v.Type().String())
	}
}

// words reads a string. Numbers are taken as they are written, so that codes
// and versions need no quotes.
func (r *reader) words(n ast.Node, path, key string) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		t := n.Token.Type
		r.quoted[path] = t == token.SingleQuoteType || t == token.DoubleQuoteType
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode:
		return n.GetToken().Value, true
	case *ast.NullNode:
		r.fail(path, "no_value")
	default:
		r.fail(path, key, "found", found(n))
	}
	return "", false
}

// kinds are the words that typed strings may hold.
var kinds = map[reflect.Type][]string{
	reflect.TypeFor[survey.ItemType](): {
		"choice", "multiple", "rating", "matrix", "number", "date", "text", "longtext", "ranking", "calculated", "info",
	},
	reflect.TypeFor[survey.OptionKind](): {"dont_know", "abstain", "not_applicable"},
	reflect.TypeFor[survey.Level]():      {"overall", "composite", "area", "indicator"},
	reflect.TypeFor[survey.Action]():     {"supervision", "inspection", "notice", "verify", "yellow_card"},
}

func (r *reader) oneOf(t reflect.Type, s, path string) {
	if words := kinds[t]; words != nil && !slices.Contains(words, s) {
		r.wrongWord(path, s, words)
	}
}

func (r *reader) wrongWord(path, s string, words []string) {
	r.fail(path, "unknown_word", "word", survey.Clip(s), "words", words, "near", r.nearest(s, words))
}

func whole(n ast.Node) (int64, bool) {
	i, ok := n.(*ast.IntegerNode)
	if !ok {
		return 0, false
	}
	switch x := i.Value.(type) {
	case int64:
		return x, x >= math.MinInt32 && x <= math.MaxInt32
	case uint64:
		return int64(x), x <= math.MaxInt32
	default:
		return 0, false
	}
}

func real(n ast.Node) (float64, bool) {
	switch n := n.(type) {
	case *ast.IntegerNode:
		i, ok := whole(n)
		return float64(i), ok
	case *ast.FloatNode:
		return n.Value, !math.IsInf(n.Value, 0) && !math.IsNaN(n.Value)
	default:
		return 0, false
	}
}
