package builder

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"minping/survey/form"
	"minping/web/site"
)

// A draftField is one thing to fill in.
type draftField struct {
	Name    string // of the form's field, see posts
	Path    string
	Lang    string // of a text
	Label   string
	Hint    string
	Kind    string // line, area, number, select, check
	Value   string
	Choices []site.Choice
	Wrong   []string
	Missing bool // a text that other languages have
	Live    bool // its message is replaced while typing
}

// ID is the field's place on the page.
func (f draftField) ID() string {
	if f.Lang != "" {
		return "f-" + f.Path + "-" + f.Lang
	}
	return "f-" + f.Path
}

// A draftBlock is fields that belong together, perhaps an entry of a list with
// what can be done to it.
type draftBlock struct {
	Path   string
	Title  string
	Folded bool // shown unfolded only where something is in it or wrong
	Fields []draftField
	Rows   []draftRow // entries of a list within
	List   string     // of those, or ""
	Add    string     // words of the button that adds one
	Matrix *draftMatrix
	Note   string
	Wrong  []string
}

// A draftRow is an entry of a list within an entry.
type draftRow struct {
	Path        string
	Name        string
	Fields      []draftField
	More        []draftField // that few need
	First, Last bool
	Wrong       []string
}

// MoreOpen reports whether one of those has something in it or is wrong.
func (r draftRow) MoreOpen() bool { return anyFilled(r.More) }

// Open reports whether a folded block is shown unfolded.
func (b draftBlock) Open() bool { return len(b.Rows) > 0 || len(b.Wrong) > 0 || anyFilled(b.Fields) }

// anyFilled reports whether a field has something in it or is wrong.
func anyFilled(fields []draftField) bool {
	return slices.ContainsFunc(fields, func(f draftField) bool { return f.Value != "" || len(f.Wrong) > 0 })
}

// draftForms makes the fields of a page.
type draftForms struct {
	*draftPage
	tree      *form.Tree
	languages []string
	errs      form.Errors
}

// wrong are the mistakes at a path, or under it where deep is set.
func (b *draftForms) wrong(path string, deep bool) (all []string) {
	for _, e := range b.errs {
		if e.Path == path || deep && (strings.HasPrefix(e.Path, path+".") || strings.HasPrefix(e.Path, path+"[")) {
			all = append(all, said(e, b.Lang))
		}
	}
	return all
}

func (b *draftForms) label(path string) string {
	key := path[strings.LastIndexByte(path, '.')+1:]
	return b.T("builder.f." + key)
}

// text is a text in all languages, side by side.
func (b *draftForms) text(path, kind string) (all []draftField) {
	missing := b.tree.Has(path)
	for i, lang := range b.languages {
		f := draftField{
			Name: "t:" + path + "|" + lang, Path: path, Lang: lang, Kind: kind, Value: b.tree.Text(path, lang),
			Label: b.label(path), Wrong: b.wrong(path+"."+lang, false),
		}
		if len(b.languages) > 1 {
			f.Label = b.T("builder.in", "what", f.Label, "lang", b.languageName(lang))
		}
		f.Missing = missing && f.Value == ""
		if i == 0 {
			f.Wrong = append(b.wrong(path, false), f.Wrong...)
		}
		all = append(all, f)
	}
	return all
}

// languageName is how a language is called.
func (b *draftForms) languageName(lang string) string {
	switch lang {
	case "zh":
		return b.T("builder.zh")
	case "en":
		return b.T("builder.en")
	}
	return lang
}

// value is a value that is no text, called after its key.
func (b *draftForms) value(path, kind string, choices ...site.Choice) draftField {
	return b.valueCalled(b.label(path), path, kind, choices...)
}

func (b *draftForms) valueCalled(label, path, kind string, choices ...site.Choice) draftField {
	f := draftField{Name: "v:" + path, Path: path, Kind: kind, Label: label, Wrong: b.wrong(path, true), Value: b.tree.Get(path)}
	if list := b.tree.List(path); len(list) > 0 {
		f.Value = strings.Join(list, " ")
	}
	for _, c := range choices {
		c.Chosen = c.Value == f.Value
		f.Choices = append(f.Choices, c)
	}
	if kind == "select" && !slices.ContainsFunc(f.Choices, func(c site.Choice) bool { return c.Chosen }) {
		if f.Value != "" {
			f.Choices = append(f.Choices, site.Choice{Value: f.Value, Title: f.Value, Chosen: true})
		}
	}
	return f
}

// hinted adds a hint to a field.
func (b *draftForms) hinted(f draftField) draftField {
	f.Hint = b.T("builder.hint." + f.Path[strings.LastIndexByte(f.Path, '.')+1:])
	return f
}

// aboutKeys are the top keys of the page about the whole.
var aboutKeys = []string{"id", "version", "languages", "title", "intro", "minutes", "source", "scoring", "disclosure", "validity"}

func (b *draftForms) about() {
	first := draftBlock{Title: b.T("builder.names")}
	first.Fields = append(b.text("title", "line"), b.hinted(b.value("id", "line")), b.hinted(b.value("version", "line")), b.hinted(b.value("languages", "line")))
	words := draftBlock{Title: b.T("builder.before")}
	words.Fields = slices.Concat(b.text("intro", "area"), b.text("source", "area"), []draftField{b.hinted(b.value("minutes", "number"))})
	how := draftBlock{Title: b.T("builder.counting"), Fields: []draftField{
		b.hinted(b.value("scoring.min_ballots", "number")), b.hinted(b.value("disclosure.min_group", "number")), b.hinted(b.value("disclosure.min_comments", "number")),
		b.hinted(b.value("disclosure.comments_by_group", "check")),
	}}
	b.Blocks = append([]draftBlock{first, words, how, b.scoring()}, b.validity()...)
}

// A draftList is a part whose entries are opened one by one.
type draftList struct {
	path   string
	weight bool
	add    func(b *draftForms) []site.Choice
	fields func(b *draftForms, path string) []draftBlock
}

// draftLists are those parts.
var draftLists map[string]draftList

func init() {
	draftLists = map[string]draftList{
		"items":       {"items", false, (*draftForms).kinds, (*draftForms).item},
		"pages":       {"pages", false, nil, (*draftForms).page},
		"scales":      {"scales", false, nil, (*draftForms).scale},
		"groups":      {"groups", true, nil, (*draftForms).group},
		"votes":       {"votes", false, nil, (*draftForms).vote},
		"rules":       {"flags", false, nil, (*draftForms).rule},
		"supervision": {"supervision", false, nil, (*draftForms).supervisionRule},
		"suggestions": {"suggestions", false, nil, (*draftForms).suggestion},
	}
}

// list shows a list of entries and the form of the open one.
func (b *draftForms) list(l draftList, at string) {
	b.Tree = l.path
	if l.add != nil {
		b.Add = l.add(b)
	}
	n := b.tree.Len(l.path)
	keys := b.tree.Keys(l.path)
	if at == "" && n > 0 {
		at = l.path + "[0]"
		if keys != nil {
			at = l.path + "." + keys[0]
		}
	}
	for i := range n {
		e := draftEntry{Path: fmt.Sprintf("%s[%d]", l.path, i), First: i == 0 || keys != nil, Last: i == n-1 || keys != nil}
		if keys != nil {
			e.Path, e.ID = l.path+"."+keys[i], keys[i]
		} else {
			e.ID = b.tree.Get(e.Path + ".id")
		}
		if l.path == "votes" {
			e.ID = b.tree.Get(e.Path + ".item")
			e.Title = b.itemText(e.ID)
		}
		for _, key := range []string{"title", "text", "problem"} {
			if e.Title == "" {
				e.Title = b.tree.Label(e.Path+"."+key, b.Lang)
			}
		}
		e.Title = clip(e.Title, 48)
		e.Note = b.note(e.Path)
		e.Wrong = len(b.wrong(e.Path, true))
		e.URL = b.Base + b.Part + "?at=" + e.Path + "#open"
		if e.Open = e.Path == strings.TrimSpace(at); e.Open {
			b.At = e.Path
		}
		if l.weight {
			f := b.value(e.Path+".weight", "number")
			e.Weight = &f
		}
		b.Entries = append(b.Entries, e)
	}
	if l.weight {
		b.Sum = b.sum(l.path)
	}
	if b.At != "" {
		b.Blocks = l.fields(b, b.At)
	}
}

// clip shortens a title for a list.
func clip(s string, most int) string {
	runes := []rune(strings.ReplaceAll(s, "\n", " "))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most-1]) + "…"
}

// note says of an entry what kind it is.
func (b *draftForms) note(path string) string {
	switch {
	case strings.HasPrefix(path, "items["):
		if scale := b.tree.Get(path + ".scale"); scale != "" {
			return scale
		}
		if kind := b.kindOf(path); kind != "" {
			return b.T("builder.kind." + string(kind))
		}
	case strings.HasPrefix(path, "scales."):
		return b.T("builder.options", "k", b.tree.Len(path))
	case strings.HasPrefix(path, "supervision["):
		return b.supervisionWords(path)
	case strings.HasPrefix(path, "suggestions["):
		return b.tree.Get(path + ".node")
	}
	return ""
}

// sum says what weights add up to.
func (b *draftForms) sum(list string) string {
	if b.tree.Len(list) == 0 {
		return ""
	}
	return b.T("builder.sum", "sum", strconv.FormatFloat(weightSum(b.tree, list), 'f', -1, 64))
}
