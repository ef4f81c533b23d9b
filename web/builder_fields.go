package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/form"
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
	Choices []choice
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
	Fields []draftField
	Rows   []draftRow // entries of a list within
	List   string     // of those, or ""
	Add    string     // words of the button that adds one
	Wrong  []string
}

// A draftRow is an entry of a list within an entry.
type draftRow struct {
	Path        string
	Name        string
	Fields      []draftField
	First, Last bool
	Wrong       []string
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

func (b *draftForms) value(path, kind string, choices ...choice) draftField {
	f := draftField{Name: "v:" + path, Path: path, Kind: kind, Label: b.label(path), Wrong: b.wrong(path, true), Value: b.tree.Get(path)}
	if list := b.tree.List(path); len(list) > 1 {
		f.Value = strings.Join(list, " ")
	}
	for _, c := range choices {
		c.Chosen = c.Value == f.Value
		f.Choices = append(f.Choices, c)
	}
	if kind == "select" && !slices.ContainsFunc(f.Choices, func(c choice) bool { return c.Chosen }) {
		if f.Value != "" {
			f.Choices = append(f.Choices, choice{Value: f.Value, Title: f.Value, Chosen: true})
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
var aboutKeys = []string{"id", "version", "languages", "title", "intro", "minutes", "source", "scoring", "disclosure"}

func (b *draftForms) about() {
	first := draftBlock{Title: b.T("builder.names")}
	first.Fields = append(b.text("title", "line"), b.hinted(b.value("id", "line")), b.hinted(b.value("version", "line")), b.hinted(b.value("languages", "line")))
	words := draftBlock{Title: b.T("builder.before")}
	words.Fields = slices.Concat(b.text("intro", "area"), b.text("source", "area"), []draftField{b.hinted(b.value("minutes", "number"))})
	how := draftBlock{Title: b.T("builder.counting"), Fields: []draftField{
		b.hinted(b.value("scoring.min_ballots", "number")), b.hinted(b.value("disclosure.min_group", "number")), b.hinted(b.value("disclosure.min_comments", "number")),
	}}
	b.Blocks = []draftBlock{first, words, how}
}

// A draftList is a part whose entries are opened one by one.
type draftList struct {
	path   string
	weight bool
	add    func(b *draftForms) []choice
	fields func(b *draftForms, path string) []draftBlock
}

// draftLists are those parts.
var draftLists map[string]draftList

func init() {
	draftLists = map[string]draftList{
		"items":       {"items", false, (*draftForms).kinds, (*draftForms).item},
		"scales":      {"scales", false, nil, (*draftForms).scale},
		"groups":      {"groups", true, nil, (*draftForms).group},
		"rules":       {"flags", false, nil, (*draftForms).rule},
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

// kindOf is the type of an item, said or to be told from its keys.
func (b *draftForms) kindOf(path string) survey.ItemType {
	switch t := survey.ItemType(b.tree.Get(path + ".type")); {
	case t != "":
		return t
	case b.tree.Has(path + ".value"):
		return survey.Calculated
	case b.tree.Has(path + ".rows"):
		return survey.Matrix
	case b.tree.Has(path + ".to"):
		return survey.Rating
	case b.tree.Has(path + ".scale"), b.tree.Has(path + ".options"):
		return survey.Choice
	}
	return ""
}

// itemKinds are the types of items, the most usual first.
var itemKinds = []string{"choice", "multiple", "rating", "matrix", "text", "longtext", "number", "date", "ranking", "info", "calculated"}

// kinds are what the button "add" makes: a question on one of the scales, or of
// a type.
func (b *draftForms) kinds() (all []choice) {
	for _, scale := range b.tree.Keys("scales") {
		all = append(all, choice{Value: "scale:" + scale, Title: b.T("builder.on", "scale", scale)})
	}
	for _, kind := range itemKinds {
		all = append(all, choice{Value: kind, Title: b.T("builder.kind." + kind)})
	}
	return all
}

func (b *draftForms) item(path string) []draftBlock {
	kind := b.kindOf(path)
	fits := form.Fits(kind)
	if kind == "" {
		fits = form.Fits(survey.Choice)
	}
	first := draftBlock{Path: path, Wrong: b.wrong(path, false)}
	types := []choice{{Value: "", Title: b.T("builder.kind.auto")}}
	for _, k := range itemKinds {
		types = append(types, choice{Value: k, Title: b.T("builder.kind." + k)})
	}
	first.Fields = append(b.text(path+".text", "area"), b.text(path+".hint", "line")...)
	first.Fields = append(first.Fields, b.hinted(b.value(path+".id", "line")), b.value(path+".type", "select", types...))
	if slices.Contains(fits, "scale") {
		scales := []choice{{Value: "", Title: b.T("builder.own")}}
		for _, scale := range b.tree.Keys("scales") {
			scales = append(scales, choice{Value: scale, Title: scale})
		}
		first.Fields = append(first.Fields, b.value(path+".scale", "select", scales...))
	}
	for _, key := range []string{"min", "max", "from", "to", "decimals"} {
		if slices.Contains(fits, key) {
			first.Fields = append(first.Fields, b.value(path+"."+key, "number"))
		}
	}
	for _, key := range []string{"from_label", "to_label", "unit"} {
		if slices.Contains(fits, key) {
			first.Fields = append(first.Fields, b.text(path+"."+key, "line")...)
		}
	}
	if slices.Contains(fits, "value") {
		first.Fields = append(first.Fields, b.value(path+".value", "line"))
	}
	first.Fields = append(first.Fields, b.hinted(b.value(path+".show_if", "line")))
	for _, key := range []string{"required", "profile", "reverse", "shuffle"} {
		if slices.Contains(fits, key) {
			first.Fields = append(first.Fields, b.value(path+"."+key, "check"))
		}
	}
	blocks := []draftBlock{first}
	if slices.Contains(fits, "rows") {
		blocks = append(blocks, b.rows(path+".rows", "rows", func(at string) []draftField {
			return append([]draftField{b.value(at+".id", "line")}, b.text(at+".text", "line")...)
		}))
	}
	if slices.Contains(fits, "options") && b.tree.Get(path+".scale") == "" {
		blocks = append(blocks, b.rows(path+".options", "options", b.option))
	}
	if slices.Contains(fits, "checks") {
		blocks = append(blocks, b.rows(path+".checks", "checks", func(at string) []draftField {
			return append(append([]draftField{b.value(at+".that", "line")}, b.text(at+".message", "line")...), b.value(at+".soft", "check"))
		}))
	}
	return blocks
}

func (b *draftForms) option(at string) []draftField {
	kinds := []choice{{Value: "", Title: b.T("builder.option.scored")}}
	for _, k := range []string{"dont_know", "abstain", "not_applicable"} {
		kinds = append(kinds, choice{Value: k, Title: b.T("builder.option." + k)})
	}
	fields := append([]draftField{b.value(at+".code", "line")}, b.text(at+".label", "line")...)
	return append(fields, b.value(at+".score", "number"), b.value(at+".kind", "select", kinds...), b.value(at+".satisfied", "check"))
}

// rows are the entries of a list within an entry.
func (b *draftForms) rows(list, name string, fields func(at string) []draftField) draftBlock {
	block := draftBlock{Path: list, List: list, Title: b.T("builder.list." + name), Add: b.T("builder.add." + name), Wrong: b.wrong(list, false)}
	n := b.tree.Len(list)
	for i := range n {
		at := fmt.Sprintf("%s[%d]", list, i)
		block.Rows = append(block.Rows, draftRow{
			Path: at, Name: b.T("builder.nth", "k", i+1), Fields: fields(at), First: i == 0, Last: i == n-1, Wrong: b.wrong(at, false),
		})
	}
	return block
}

func (b *draftForms) scale(path string) []draftBlock {
	return []draftBlock{b.rows(path, "options", b.option)}
}

func (b *draftForms) group(path string) []draftBlock {
	return []draftBlock{{Path: path, Fields: append(b.text(path+".title", "line"), b.hinted(b.value(path+".id", "line"))), Wrong: b.wrong(path, false)}}
}

// places are the nodes of the index by id, for a select.
func (b *draftForms) places(first choice) []choice {
	all := []choice{first}
	var walk func(list string, depth int)
	walk = func(list string, depth int) {
		for i := range b.tree.Len(list) {
			at := fmt.Sprintf("%s[%d]", list, i)
			id, title := b.nodeName(at)
			all = append(all, choice{Value: id, Title: strings.Repeat("　", depth) + clip(title, 30)})
			walk(at+".children", depth+1)
		}
	}
	walk("index", 0)
	return all
}

// nodeName is a node's id and what it is called.
func (b *draftForms) nodeName(at string) (id, title string) {
	id = b.tree.Get(at + ".id")
	item := b.tree.Get(at + ".item")
	if id == "" {
		id = item
	}
	if title = b.tree.Label(at+".title", b.Lang); title == "" {
		title = b.itemText(item)
	}
	if title == "" {
		title = id
	}
	return id, title
}

// itemText is the text of an item, or of a row of one.
func (b *draftForms) itemText(answer string) string {
	id := itemOf(answer)
	for i := range b.tree.Len("items") {
		at := fmt.Sprintf("items[%d]", i)
		if b.tree.Get(at+".id") != id {
			continue
		}
		for j := range b.tree.Len(at + ".rows") {
			row := fmt.Sprintf("%s.rows[%d]", at, j)
			if id+"."+b.tree.Get(row+".id") == answer {
				return b.tree.Label(row+".text", b.Lang)
			}
		}
		return b.tree.Label(at+".text", b.Lang)
	}
	return ""
}

func (b *draftForms) rule(path string) []draftBlock {
	levels := []choice{{Value: "", Title: b.T("builder.none")}}
	for _, l := range []string{"overall", "composite", "area", "indicator"} {
		levels = append(levels, choice{Value: l, Title: b.T("builder.level." + l)})
	}
	actions := []choice{{Value: "", Title: b.T("builder.none")}}
	for _, a := range []string{"supervision", "inspection", "notice", "verify", "yellow_card"} {
		actions = append(actions, choice{Value: a, Title: b.T("builder.action." + a)})
	}
	where := draftBlock{Path: path, Fields: b.text(path+".title", "line"), Wrong: b.wrong(path, false)}
	where.Fields = append(where.Fields, b.hinted(b.value(path+".id", "line")), b.hinted(b.value(path+".tier", "line")),
		b.value(path+".node", "select", b.places(choice{Value: "", Title: b.T("builder.level.overall")})...), b.value(path+".level", "select", levels...))
	when := draftBlock{Path: path, Title: b.T("builder.condition")}
	for _, key := range []string{"last", "rounds", "below", "drop", "gap", "missing"} {
		when.Fields = append(when.Fields, b.hinted(b.value(path+"."+key, "number")))
	}
	when.Fields = append(when.Fields, b.value(path+".significant", "check"), b.value(path+".action", "select", actions...))
	return []draftBlock{where, when}
}

func (b *draftForms) suggestion(path string) []draftBlock {
	block := draftBlock{Path: path, Wrong: b.wrong(path, false)}
	block.Fields = slices.Concat(
		[]draftField{
			b.hinted(b.value(path+".id", "line")), b.value(path+".node", "select", b.places(choice{Value: "overall", Title: b.T("builder.level.overall")})...),
			b.hinted(b.value(path+".when", "line")), b.value(path+".days", "number"),
		},
		b.text(path+".problem", "area"), b.text(path+".text", "area"), b.text(path+".measure", "area"))
	return []draftBlock{block}
}
