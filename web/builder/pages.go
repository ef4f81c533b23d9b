package builder

import (
	"fmt"
	"slices"

	"minping/survey"
	"minping/survey/form"
	"minping/web/site"
)

// page is a screen of items: what stands above it, when it is shown, and its
// items in their order.
func (b *draftForms) page(path string) []draftBlock {
	first := draftBlock{Path: path, Wrong: b.wrong(path, false)}
	first.Fields = slices.Concat(b.text(path+".title", "line"), b.text(path+".hint", "line"), []draftField{
		b.hinted(b.value(path+".id", "line")), b.hinted(b.value(path+".show_if", "line")), b.value(path+".shuffle", "check"),
	})
	items := b.rows(path+".items", "page", func(at string) []draftField {
		return []draftField{b.valueCalled(b.T("builder.page.item"), at, "select", b.pageItems()...)}
	})
	for i := range items.Rows {
		items.Rows[i].Wrong = nil // it stands at the field
	}
	if len(unpaged(b.tree)) == 0 {
		items.Add = ""
	}
	return []draftBlock{first, items}
}

// pageItems are the items that a page may show.
func (b *draftForms) pageItems() (all []site.Choice) {
	for _, id := range shownItems(b.tree) {
		all = append(all, site.Choice{Value: id, Title: clip(id+" "+b.itemText(id), 60)})
	}
	return all
}

// shownItems are the ids of all items that are shown to respondents.
func shownItems(tree *form.Tree) (ids []string) {
	for i := range tree.Len("items") {
		at := fmt.Sprintf("items[%d]", i)
		id := tree.Get(at + ".id")
		if id != "" && tree.Get(at+".type") != string(survey.Calculated) && !tree.Has(at+".value") {
			ids = append(ids, id)
		}
	}
	return ids
}

// unpaged are the items that stand on no page.
func unpaged(tree *form.Tree) []string {
	placed := map[string]bool{}
	for i := range tree.Len("pages") {
		for _, id := range tree.List(fmt.Sprintf("pages[%d].items", i)) {
			placed[id] = true
		}
	}
	return slices.DeleteFunc(shownItems(tree), func(id string) bool { return placed[id] })
}

// pageOf is the page that an item stands on, and its place there; "" where it
// stands on none.
func pageOf(tree *form.Tree, item string) (list string, at int) {
	for i := range tree.Len("pages") {
		list := fmt.Sprintf("pages[%d].items", i)
		if at := slices.Index(tree.List(list), item); at >= 0 {
			return list, at
		}
	}
	return "", -1
}

// paged puts a new item on a page, where the file has pages: behind another
// item, or at the end of the last page.
func paged(tree *form.Tree, id, behind string) []form.Edit {
	n := tree.Len("pages")
	if n == 0 {
		return nil
	}
	if list, at := pageOf(tree, behind); list != "" {
		return []form.Edit{form.Insert(list, at+1, form.Str(id))}
	}
	list := fmt.Sprintf("pages[%d].items", n-1)
	return []form.Edit{form.Insert(list, tree.Len(list), form.Str(id))}
}

// firstPages writes out the pages that the questionnaire has by itself, so that
// they can be changed.
func firstPages(src []byte, tree *form.Tree) []form.Edit {
	var all []form.Value
	page := func(id string, title form.Value, titled bool, items []string) {
		var list []form.Value
		for _, item := range items {
			list = append(list, form.Str(item))
		}
		pairs := []form.Pair{pair("id", form.Str(id))}
		if titled {
			pairs = append(pairs, pair("title", title))
		}
		all = append(all, form.Map(append(pairs, pair("items", form.Seq(list...)))...))
	}
	if q, _ := form.Sketch(src); q == nil || len(q.Pages) == 0 {
		page("p1", form.Value{}, false, shownItems(tree))
	} else {
		for _, p := range q.Pages {
			var title []form.Pair
			for _, lang := range q.Languages {
				if text := p.Title[lang]; text != "" {
					title = append(title, pair(lang, form.Str(text)))
				}
			}
			page(p.ID, form.Map(title...), len(title) > 0, p.Items)
		}
	}
	return []form.Edit{form.Set("pages", form.Seq(all...))}
}
