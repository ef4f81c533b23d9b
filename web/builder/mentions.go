package builder

import (
	"fmt"
	"slices"
	"strings"

	"minping/survey/form"
)

// retired takes an item that is gone off all that names it.
func retired(tree *form.Tree, id string) (edits []form.Edit) {
	if id == "" {
		return nil
	}
	var gone []string
	visitMentions(tree, func(path, name string) {
		if name == id || strings.HasPrefix(name, id+".") {
			gone = append(gone, path)
		}
	})
	slices.Reverse(gone) // so that the places before stay
	for _, path := range gone {
		edits = append(edits, form.Remove(path))
	}
	return edits
}

// renamed gives an item its new id wherever the index and the pages name it.
func renamed(tree *form.Tree, old, id string) (edits []form.Edit) {
	visitMentions(tree, func(path, name string) {
		rest, found := strings.CutPrefix(name, old)
		if old == "" || !found || rest != "" && rest[0] != '.' {
			return
		}
		if tree.Has(path + ".item") {
			path += ".item"
		}
		edits = append(edits, form.Set(path, form.Str(id+rest)))
	})
	return edits
}

// visitMentions visits the leaves of the index, nodes' stand-ins, the items of
// pages, nominations, votes, grades of evaluations, and the texts in which options ask for a reason, with the
// items that they name.
func visitMentions(tree *form.Tree, visit func(path, item string)) {
	var nodes func(list string)
	nodes = func(list string) {
		for i := range tree.Len(list) {
			at := fmt.Sprintf("%s[%d]", list, i)
			if item := tree.Get(at + ".item"); item != "" {
				visit(at, item)
			}
			if item := tree.Get(at + ".stand_in"); item != "" {
				visit(at+".stand_in", item)
			}
			nodes(at + ".children")
		}
	}
	nodes("index")
	names := func(at string) {
		for j, item := range tree.List(at) {
			visit(fmt.Sprintf("%s[%d]", at, j), item)
		}
	}
	for i := range tree.Len("pages") {
		names(fmt.Sprintf("pages[%d].items", i))
	}
	names("validity.nominations")
	for i := range tree.Len("votes") {
		at := fmt.Sprintf("votes[%d]", i)
		if item := tree.Get(at + ".item"); item != "" {
			visit(at, item)
		}
		if item := tree.Get(at + ".write_in"); item != "" {
			visit(at+".write_in", item)
		}
	}
	for i := range tree.Len(typesPath) {
		at := fmt.Sprintf("%s[%d].grade", typesPath, i)
		if item := tree.Get(at); item != "" {
			visit(at, item)
		}
	}
	reasons := func(list string) {
		for i := range tree.Len(list) {
			at := fmt.Sprintf("%s[%d].reason", list, i)
			if item := tree.Get(at); item != "" {
				visit(at, item)
			}
		}
	}
	for _, scale := range tree.Keys("scales") {
		reasons("scales." + scale)
	}
	for i := range tree.Len("items") {
		reasons(fmt.Sprintf("items[%d].options", i))
	}
}
