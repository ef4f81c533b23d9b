package form

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

// A Difference is one thing that is other in one version of a questionnaire
// than in another.
type Difference struct {
	Change Change // added, removed, moved or changed
	Part   string // where: "item", "option", "node", "group", …
	ID     string // of what
	Of     string // what it belongs to, such as the scale of an option, or ""
	Field  string // the key that changed, or ""
	From   any    // what it was: survey.Text, string, float64, bool; nil: nothing
	To     any    // what it is
	// Breaks says that scores of the two versions do not compare without more
	// ado: it concerns what is asked for a score, or how the score is made.
	Breaks bool
}

// A Change is how two versions differ in something.
type Change string

// The changes.
const (
	Added   Change = "added"
	Removed Change = "removed"
	Moved   Change = "moved"
	Changed Change = "changed"
)

// Compare lists what is other in b than in a, part by part. Defaults that one
// file writes and the other leaves out are no difference.
func Compare(a, b *survey.Questionnaire) []Difference {
	d := &differ{scored: map[string]bool{}}
	for _, q := range []*survey.Questionnaire{a, b} {
		for _, id := range (&checker{q: q}).scored() {
			d.scored[itemOf(id)] = true
		}
	}
	d.fields("head", "", "", reflect.ValueOf(*a), reflect.ValueOf(*b), "items", "scales", "groups", "index", "pages", "flags", "supervision", "suggestions", "scoring", "disclosure", "validity", "evaluation", "votes")
	each(d, "item", "", a.Items, b.Items, func(x survey.Item) string { return x.ID })
	for _, name := range slices.Sorted(maps.Keys(both(a.Scales, b.Scales))) {
		each(d, "option", name, a.Scales[name], b.Scales[name], optionCode)
	}
	each(d, "node", "", flat(a.Index, ""), flat(b.Index, ""), func(x flatNode) string { return x.ID })
	each(d, "group", "", a.Groups, b.Groups, func(x survey.Group) string { return x.ID })
	each(d, "page", "", a.Pages, b.Pages, func(x survey.Page) string { return x.ID })
	each(d, "flag", "", a.Flags, b.Flags, func(x survey.FlagRule) string { return x.ID })
	each(d, "supervision", "", a.Supervision, b.Supervision, func(x survey.SupervisionRule) string { return x.ID })
	each(d, "suggestion", "", a.Suggestions, b.Suggestions, func(x survey.Suggestion) string { return x.ID })
	d.fields("scoring", "", "", reflect.ValueOf(a.Scoring), reflect.ValueOf(b.Scoring))
	d.fields("disclosure", "", "", reflect.ValueOf(a.Disclosure), reflect.ValueOf(b.Disclosure))
	d.fields("validity", "", "", reflect.ValueOf(a.Validity), reflect.ValueOf(b.Validity))
	d.fields("evaluation", "", "", reflect.ValueOf(a.Evaluation), reflect.ValueOf(b.Evaluation), "types", "thresholds")
	each(d, "vote", "", a.Votes, b.Votes, func(x survey.Vote) string { return x.Item })
	each(d, "type", "", a.Evaluation.Types, b.Evaluation.Types, func(x survey.EvaluationType) string { return x.Tier })
	each(d, "threshold", "", a.Evaluation.Thresholds, b.Evaluation.Thresholds, func(x survey.Threshold) string { return x.ID })
	return d.all
}

func optionCode(o survey.Option) string { return o.Code }

func both(a, b map[string]survey.Scale) map[string]survey.Scale {
	all := maps.Clone(a)
	if all == nil {
		all = map[string]survey.Scale{}
	}
	maps.Copy(all, b)
	return all
}

// A flatNode is a node of the index tree beside all others.
type flatNode struct {
	ID      string       `yaml:"id"`
	Title   survey.Text  `yaml:"title"`
	Parent  string       `yaml:"parent"`
	Level   survey.Level `yaml:"level"`
	Weight  float64      `yaml:"weight"`
	Item    string       `yaml:"item"`
	StandIn string       `yaml:"stand_in"`
}

func flat(nodes []survey.Node, parent string) (all []flatNode) {
	for _, n := range nodes {
		all = append(all, flatNode{n.ID, n.Title, parent, n.Level, n.Weight, n.Item, n.StandIn})
		all = append(all, flat(n.Children, n.ID)...)
	}
	return all
}

type differ struct {
	all    []Difference
	scored map[string]bool // items in either version
}

// each compares two lists whose entries have ids.
func each[T any](d *differ, part, of string, a, b []T, id func(T) string) {
	old := map[string]T{}
	for _, x := range a {
		old[id(x)] = x
	}
	now := map[string]bool{}
	for _, x := range b {
		now[id(x)] = true
	}
	for _, x := range a {
		if !now[id(x)] {
			d.note(Difference{Change: Removed, Part: part, ID: id(x), Of: of, From: titleOf(x)})
		}
	}
	for _, x := range b {
		was, there := old[id(x)]
		if !there {
			d.note(Difference{Change: Added, Part: part, ID: id(x), Of: of, To: titleOf(x)})
			continue
		}
		d.fields(part, id(x), of, reflect.ValueOf(was), reflect.ValueOf(x))
	}
	if d.order(a, id, now) != d.order(b, id, boolKeys(old)) {
		d.note(Difference{Change: Moved, Part: part, Of: of})
	}
}

func boolKeys[T any](m map[string]T) map[string]bool {
	keys := make(map[string]bool, len(m))
	for k := range m {
		keys[k] = true
	}
	return keys
}

// order is the order of the entries that both versions have.
func (d *differ) order(list any, id any, shared map[string]bool) string {
	var ids []string
	l, f := reflect.ValueOf(list), reflect.ValueOf(id)
	for i := range l.Len() {
		if s := f.Call([]reflect.Value{l.Index(i)})[0].String(); shared[s] {
			ids = append(ids, s)
		}
	}
	return strings.Join(ids, "\n")
}

// titleOf is how an entry is called for people.
func titleOf(x any) any {
	v := reflect.ValueOf(x)
	for _, name := range []string{"Title", "Text", "Label", "Message"} {
		if f := v.FieldByName(name); f.IsValid() && f.Len() > 0 {
			return f.Interface()
		}
	}
	return nil
}

// fields compares two structs key by key.
func (d *differ) fields(part, id, of string, a, b reflect.Value, without ...string) {
	t := fieldsOf(a.Type())
	for _, name := range t.names {
		x, y := a.Field(t.index[name]), b.Field(t.index[name])
		if name == "id" && id != "" || slices.Contains(without, name) || reflect.DeepEqual(x.Interface(), y.Interface()) || x.Kind() == reflect.Slice && x.Len()+y.Len() == 0 {
			continue
		}
		switch was := x.Interface().(type) {
		case []survey.Option:
			each(d, "option", id, was, y.Interface().([]survey.Option), optionCode)
		case []survey.Row:
			each(d, "row", id, was, y.Interface().([]survey.Row), func(r survey.Row) string { return r.ID })
		default:
			d.note(Difference{Change: Changed, Part: part, ID: id, Of: of, Field: name, From: plainValue(x), To: plainValue(y)})
		}
	}
}

// plainValue is a value as it can be told: a text, number, truth or words; nil
// for none.
func plainValue(v reflect.Value) any {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	switch x := v.Interface().(type) {
	case survey.Text:
		if len(x) == 0 {
			return nil
		}
		return x
	case bool:
		return x
	case float64:
		return x
	case int:
		return float64(x)
	case []string:
		return strings.Join(x, " ")
	case []int:
		return strings.Trim(fmt.Sprint(x), "[]")
	case map[string]int:
		var all []string
		for _, key := range slices.Sorted(maps.Keys(x)) {
			all = append(all, key+" "+strconv.Itoa(x[key]))
		}
		return strings.Join(all, ", ")
	case survey.GradeQuota:
		return strings.TrimSpace(strconv.FormatFloat(x.Share, 'f', -1, 64) + " " + string(x.Rounding))
	case []survey.Check:
		var all []string
		for _, c := range x {
			all = append(all, c.That)
		}
		return strings.Join(all, "; ")
	}
	if v.Kind() == reflect.String {
		if v.String() == "" {
			return nil
		}
		return v.String()
	}
	return fmt.Sprint(v.Interface())
}

// breaking are the keys whose change makes scores incomparable, by part.
var breaking = map[string][]string{
	"item":    {"type", "text", "scale", "show_if", "tiers", "from", "to", "reverse", "required"},
	"option":  {"label", "score", "kind", "satisfied"},
	"row":     {"text"},
	"node":    {"parent", "weight", "item", "stand_in"},
	"group":   {"weight", "min_ballots"},
	"scoring": {"aggregation", "strata", "roll_up"},
	"type":    {"weights", "raters"},
	"vote":    {"approve", "against", "quorum", "majority", "base", "places"},

	"evaluation": {"empty"},
}

func (d *differ) note(x Difference) {
	keys, counts := breaking[x.Part]
	switch {
	case x.Part == "item" && !d.scored[x.ID], x.Part == "row" && !d.scored[x.Of]:
		counts = false
	case x.Change == Moved:
		counts = false
	case x.Change == Changed:
		counts = slices.Contains(keys, x.Field)
	}
	x.Breaks = counts
	d.all = append(d.all, x)
}

// In words a difference in the language.
func (x Difference) In(lang string) string {
	words := differenceWords["en"]
	if chinese(lang) {
		words = differenceWords["zh"]
	}
	what := words["part."+x.Part]
	if x.ID != "" {
		what = survey.Fill(words["named"], lang, survey.Args("what", what, "id", x.ID))
	}
	if x.Of != "" {
		what = survey.Fill(words["of"], lang, survey.Args("what", what, "of", x.Of))
	}
	field := words["field."+x.Field]
	if field == "" {
		field = x.Field
	}
	key := string(x.Change)
	switch {
	case x.Change == Changed && x.From == nil:
		key = "set"
	case x.Change == Changed && x.To == nil:
		key = "unset"
	case (x.Change == Added || x.Change == Removed) && (x.From != nil || x.To != nil):
		key += ".title"
	}
	return survey.Fill(words[key], lang, survey.Args("what", what, "field", field, "from", told(x.From, words, lang), "to", told(x.To, words, lang)))
}

func told(v any, words map[string]string, lang string) string {
	switch v := v.(type) {
	case nil:
		return ""
	case survey.Text:
		return v.In(lang)
	case bool:
		return words[strconv.FormatBool(v)]
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return fmt.Sprint(v)
	}
}
