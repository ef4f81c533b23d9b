package web

import (
	"slices"

	"minping/survey"
)

// A screen is a page of a questionnaire with its items.
type screen struct {
	survey.Page
	Items []survey.Item
}

// screens returns the questionnaire's pages, each with its items. Every item
// that is shown stands on exactly one: form.Parse sees to it.
func screens(q *survey.Questionnaire) []screen {
	byID := make(map[string]survey.Item, len(q.Items))
	for _, it := range q.Items {
		byID[it.ID] = it
	}
	out := make([]screen, len(q.Pages))
	for i, p := range q.Pages {
		out[i].Page = p
		for _, id := range p.Items {
			out[i].Items = append(out[i].Items, byID[id])
		}
	}
	return out
}

// itemOf returns the item of an answer id: "m" of "m.r".
func itemOf(id string) string {
	for i := range id {
		if id[i] == '.' {
			return id[:i]
		}
	}
	return id
}

// shown returns the screens that a respondent meets, given the answers so far.
func shown(q *survey.Questionnaire, a survey.Answers) []screen {
	visible := q.Visible(a)
	return slices.DeleteFunc(screens(q), func(s screen) bool {
		if s.ShowIf != "" && !visible[s.ID] {
			return true
		}
		return !slices.ContainsFunc(s.Items, func(it survey.Item) bool {
			return visible[it.ID] || dependsOn(q, it, s.Items)
		})
	})
}

// dependsOn reports whether an item's show_if asks about one of items, so that
// only the browser can tell whether to show it.
func dependsOn(q *survey.Questionnaire, it survey.Item, items []survey.Item) bool {
	if it.ShowIf == "" {
		return false
	}
	tree, err := q.Branch(it.ShowIf)
	if err != nil {
		return false
	}
	for _, name := range namedItems(tree) {
		if slices.ContainsFunc(items, func(o survey.Item) bool { return o.ID == itemOf(name) }) {
			return true
		}
	}
	return false
}

// namedItems returns the items that a Branch tree asks about.
func namedItems(tree any) []string {
	node, ok := tree.([]any)
	if !ok || len(node) == 0 {
		return nil
	}
	if id, ok := node[len(node)-1].(string); ok && len(node) == 2 && slices.Contains(readers, node[0].(string)) {
		return []string{id}
	}
	var ids []string
	for _, n := range node[1:] {
		ids = append(ids, namedItems(n)...)
	}
	return ids
}

// readers are the operators of a Branch tree that read an answer.
var readers = []string{"item", "number", "items", "answered"}
