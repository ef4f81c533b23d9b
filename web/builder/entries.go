package builder

import (
	"fmt"
	"slices"
	"strings"

	"minping/survey"
	"minping/survey/form"
	"minping/web/answer"
	"minping/web/site"
)

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
func (b *draftForms) kinds() (all []site.Choice) {
	for _, scale := range b.tree.Keys("scales") {
		all = append(all, site.Choice{Value: "scale:" + scale, Title: b.T("builder.on", "scale", scale)})
	}
	for _, kind := range itemKinds {
		all = append(all, site.Choice{Value: kind, Title: b.T("builder.kind." + kind)})
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
	types := []site.Choice{{Value: "", Title: b.T("builder.kind.auto")}}
	for _, k := range itemKinds {
		types = append(types, site.Choice{Value: k, Title: b.T("builder.kind." + k)})
	}
	first.Fields = append(b.text(path+".text", "area"), b.text(path+".hint", "line")...)
	first.Fields = append(first.Fields, b.hinted(b.value(path+".id", "line")), b.value(path+".type", "select", types...))
	if slices.Contains(fits, "scale") {
		scales := []site.Choice{{Value: "", Title: b.T("builder.own")}}
		for _, scale := range b.tree.Keys("scales") {
			scales = append(scales, site.Choice{Value: scale, Title: scale})
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
	if b.tree.Has("evaluation") || b.tree.Has(path+".tiers") {
		first.Fields = append(first.Fields, b.hinted(b.value(path+".tiers", "line")))
	}
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
		blocks = append(blocks, b.options(path+".options"))
	}
	if slices.Contains(fits, "checks") {
		blocks = append(blocks, b.rows(path+".checks", "checks", func(at string) []draftField {
			return append(append([]draftField{b.value(at+".that", "line")}, b.text(at+".message", "line")...), b.value(at+".soft", "check"))
		}))
	}
	return blocks
}

func (b *draftForms) option(at string) []draftField {
	kinds := []site.Choice{{Value: "", Title: b.T("builder.option.scored")}}
	for _, k := range []string{"dont_know", "abstain", "not_applicable"} {
		kinds = append(kinds, site.Choice{Value: k, Title: b.T("builder.option." + k)})
	}
	fields := append([]draftField{b.value(at+".code", "line")}, b.text(at+".label", "line")...)
	return append(fields, b.value(at+".score", "number"), b.value(at+".kind", "select", kinds...), b.value(at+".satisfied", "check"))
}

// optionMore is what few options need.
func (b *draftForms) optionMore(at string) []draftField {
	texts := []site.Choice{{Value: "", Title: b.T("builder.no")}}
	for _, id := range b.itemsOf(survey.ShortText, survey.LongText) {
		texts = append(texts, site.Choice{Value: id, Title: clip(id+" "+b.itemText(id), 40)})
	}
	return []draftField{b.value(at+".exclusive", "check"), b.hinted(b.value(at+".reason", "select", texts...))}
}

// itemsOf are the ids of the items of some types.
func (b *draftForms) itemsOf(types ...survey.ItemType) (ids []string) {
	for i := range b.tree.Len("items") {
		at := fmt.Sprintf("items[%d]", i)
		if slices.Contains(types, b.kindOf(at)) {
			ids = append(ids, b.tree.Get(at+".id"))
		}
	}
	return ids
}

// options are the rows of a list of options.
func (b *draftForms) options(list string) draftBlock {
	block := b.rows(list, "options", b.option)
	for i := range block.Rows {
		block.Rows[i].More = b.optionMore(block.Rows[i].Path)
	}
	return block
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
	return []draftBlock{b.options(path)}
}

func (b *draftForms) group(path string) []draftBlock {
	relations := []site.Choice{{Value: "", Title: b.T("builder.none")}}
	for _, r := range []survey.Relation{survey.RelationSelf, survey.RelationSuperior, survey.RelationPeer, survey.RelationSubordinate, survey.RelationRecipient} {
		relations = append(relations, site.Choice{Value: string(r), Title: b.T("builder.relation." + string(r))})
	}
	least := b.valueCalled(b.T("builder.f.least_of_group"), path+".min_ballots", "number")
	least.Hint = b.T("builder.hint.least_of_group")
	return []draftBlock{
		{Path: path, Fields: append(b.text(path+".title", "line"), b.hinted(b.value(path+".id", "line"))), Wrong: b.wrong(path, false)},
		{Path: path, Title: b.T("builder.group.rating"), Folded: true, Fields: []draftField{least, b.value(path+".relation", "select", relations...), b.hinted(b.value(path+".attributable", "check"))}},
	}
}

// places are the nodes of the index by id, for a select.
func (b *draftForms) places(first site.Choice) []site.Choice {
	all := []site.Choice{first}
	var walk func(list string, depth int)
	walk = func(list string, depth int) {
		for i := range b.tree.Len(list) {
			at := fmt.Sprintf("%s[%d]", list, i)
			id, title := b.nodeName(at)
			all = append(all, site.Choice{Value: id, Title: strings.Repeat("　", depth) + clip(title, 30)})
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
func (b *draftForms) itemText(of string) string {
	id := answer.ItemOf(of)
	for i := range b.tree.Len("items") {
		at := fmt.Sprintf("items[%d]", i)
		if b.tree.Get(at+".id") != id {
			continue
		}
		for j := range b.tree.Len(at + ".rows") {
			row := fmt.Sprintf("%s.rows[%d]", at, j)
			if id+"."+b.tree.Get(row+".id") == of {
				return b.tree.Label(row+".text", b.Lang)
			}
		}
		return b.tree.Label(at+".text", b.Lang)
	}
	return ""
}

func (b *draftForms) rule(path string) []draftBlock {
	levels := []site.Choice{{Value: "", Title: b.T("builder.none")}}
	for _, l := range []string{"overall", "composite", "area", "indicator"} {
		levels = append(levels, site.Choice{Value: l, Title: b.T("builder.level." + l)})
	}
	actions := []site.Choice{{Value: "", Title: b.T("builder.none")}}
	for _, a := range []string{"supervision", "inspection", "notice", "verify", "yellow_card"} {
		actions = append(actions, site.Choice{Value: a, Title: b.T("builder.action." + a)})
	}
	where := draftBlock{Path: path, Fields: b.text(path+".title", "line"), Wrong: b.wrong(path, false)}
	where.Fields = append(where.Fields, b.hinted(b.value(path+".id", "line")), b.hinted(b.value(path+".tier", "line")),
		b.value(path+".node", "select", b.places(site.Choice{Value: "", Title: b.T("builder.level.overall")})...), b.value(path+".level", "select", levels...))
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
			b.hinted(b.value(path+".id", "line")), b.value(path+".node", "select", b.places(site.Choice{Value: "overall", Title: b.T("builder.level.overall")})...),
			b.hinted(b.value(path+".when", "line")), b.value(path+".days", "number"),
		},
		b.text(path+".problem", "area"), b.text(path+".text", "area"), b.text(path+".measure", "area"))
	return []draftBlock{block}
}
