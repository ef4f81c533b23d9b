package form

import (
	"math"
	"reflect"
	"slices"
	"strconv"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"minping/survey"
)

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
	reflect.TypeFor[survey.OptionKind]():      {"dont_know", "abstain", "not_applicable"},
	reflect.TypeFor[survey.Level]():           {"overall", "composite", "area", "indicator"},
	reflect.TypeFor[survey.Action]():          {"supervision", "inspection", "notice", "verify", "yellow_card"},
	reflect.TypeFor[survey.SupervisionStep](): {"supervision", "inspection", "yellow_card", "talk"},
	reflect.TypeFor[survey.Relation]():        {"self", "superior", "peer", "subordinate", "recipient"},
	reflect.TypeFor[survey.EmptyRule]():       {"renormalise", "block", "zero"},
	reflect.TypeFor[survey.Treatment]():       {"refuse", "flag"},
	reflect.TypeFor[survey.Rounding]():        {"half_up", "floor", "ceil"},
	reflect.TypeFor[survey.VoteBase]():        {"expected", "cast", "decided"},
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
