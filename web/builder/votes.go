package builder

import (
	"fmt"
	"slices"

	"minping/survey"
	"minping/survey/form"
	"minping/web/site"
)

// vote is what is voted on, and what decides: of a choice yes, no and the
// majority, of several choices further names.
func (b *draftForms) vote(path string) []draftBlock {
	items := []site.Choice{{Value: "", Title: b.T("builder.none")}}
	for _, id := range votable(b.tree) {
		items = append(items, site.Choice{Value: id, Title: clip(id+" "+b.itemText(id), 40)})
	}
	first := draftBlock{Path: path, Wrong: b.wrong(path, false), Fields: []draftField{
		b.hinted(b.valueCalled(b.T("builder.page.item"), path+".item", "select", items...)), b.hinted(b.value(path+".places", "line")),
	}}
	item := b.itemAt(b.tree.Get(path + ".item"))
	one := item == "" || b.kindOf(item) == survey.Choice
	bases := []site.Choice{{Value: "", Title: b.T("builder.votes.usual")}}
	for _, base := range []survey.VoteBase{survey.BaseExpected, survey.BaseCast, survey.BaseDecided} {
		bases = append(bases, site.Choice{Value: string(base), Title: b.T("builder.votes." + string(base))})
	}
	texts := []site.Choice{{Value: "", Title: b.T("builder.no")}}
	for _, id := range b.itemsOf(survey.ShortText, survey.LongText) {
		texts = append(texts, site.Choice{Value: id, Title: clip(id+" "+b.itemText(id), 40)})
	}
	decides := draftBlock{Path: path, Title: b.T("builder.votes.decides")}
	names := draftBlock{Path: path, Title: b.T("builder.votes.names")}
	// What does not go with the item is shown only where it stands in the file.
	add := func(block *draftBlock, fits bool, f draftField) {
		if fits || b.tree.Has(f.Path) {
			block.Fields = append(block.Fields, f)
		}
	}
	for _, key := range []string{"approve", "against", "quorum", "majority"} {
		f := b.value(path+"."+key, "line")
		if key == "approve" || key == "against" {
			f.Hint = b.T("builder.votes.codes", "list", site.JoinList(b.Lang, b.codesOf(item)))
		} else {
			f = b.hinted(f)
		}
		add(&decides, one, f)
	}
	add(&decides, one, b.value(path+".base", "select", bases...))
	add(&names, !one, b.hinted(b.value(path+".write_in", "select", texts...)))
	if item != "" && !one { // how many names a ballot may have is said at the item
		names.Note = b.T("builder.votes.max", "max", orDash(b.tree.Get(item+".max")))
	}
	blocks := []draftBlock{first}
	for _, block := range []draftBlock{decides, names} {
		if len(block.Fields) > 0 {
			blocks = append(blocks, block)
		}
	}
	return blocks
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// codesOf are the codes of an item's options.
func (b *draftForms) codesOf(item string) (codes []string) {
	options := item + ".options"
	if scale := b.tree.Get(item + ".scale"); scale != "" {
		options = "scales." + scale
	}
	for i := range b.tree.Len(options) {
		codes = append(codes, b.tree.Get(fmt.Sprintf("%s[%d].code", options, i)))
	}
	return codes
}

// votable are the items that can be voted on: choices that the index does not score.
func votable(tree *form.Tree) (ids []string) {
	b := draftForms{tree: tree}
	scored := map[string]bool{}
	visitMentions(tree, func(path, item string) {
		if len(path) > 5 && path[:5] == "index" {
			scored[item] = true
		}
	})
	for _, id := range b.itemsOf(survey.Choice, survey.Multiple, survey.Ranking) {
		if !scored[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// newVote is a vote on the first item that can be voted on and is not yet: of a
// choice by its first option, else for one place.
func newVote(tree *form.Tree) form.Value {
	taken := map[string]bool{}
	for i := range tree.Len("votes") {
		taken[tree.Get(fmt.Sprintf("votes[%d].item", i))] = true
	}
	free := slices.DeleteFunc(votable(tree), func(id string) bool { return taken[id] })
	if len(free) == 0 {
		return form.Map(pair("item", form.Str("")))
	}
	b := draftForms{tree: tree}
	item := b.itemAt(free[0])
	pairs := []form.Pair{pair("item", form.Str(free[0]))}
	if codes := b.codesOf(item); b.kindOf(item) == survey.Choice && len(codes) > 0 {
		return form.Map(append(pairs, pair("approve", form.Seq(form.Str(codes[0]))), pair("majority", form.Str("1/2")))...)
	}
	return form.Map(append(pairs, pair("places", form.Seq(form.Bare("1"))))...)
}
