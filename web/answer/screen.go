package answer

import (
	"slices"

	"minping/survey"
)

// A screen is what respondents see at once: by the poll's layout a page of the
// questionnaire, one item of it, or everything.
type screen struct {
	ID       string
	Sections []section
}

// A section is a page of the questionnaire, or as much of it as a screen shows.
type section struct {
	survey.Page
	Items []survey.Item
}

// The ids of screens that are no pages of the questionnaire, none of which has
// such an id.
const (
	wholeScreen = "_all"
	itemScreen  = "_item." // and the id of the item
)

// items returns all items of a screen.
func (s screen) items() []survey.Item {
	var all []survey.Item
	for _, sec := range s.Sections {
		all = append(all, sec.Items...)
	}
	return all
}

// sections returns the questionnaire's pages, each with its items. Every item
// that is shown stands on exactly one: form.Parse sees to it.
func sections(q *survey.Questionnaire) []section {
	byID := make(map[string]survey.Item, len(q.Items))
	for _, it := range q.Items {
		byID[it.ID] = it
	}
	out := make([]section, len(q.Pages))
	for i, p := range q.Pages {
		out[i].Page = p
		for _, id := range p.Items {
			out[i].Items = append(out[i].Items, byID[id])
		}
	}
	return out
}

// screens returns all screens of the paper's poll.
func (p *Paper) screens() []screen {
	all := sections(p.Q)
	switch p.Poll.Layout {
	case survey.AsList:
		return []screen{{ID: wholeScreen, Sections: all}}
	case survey.OneByOne:
		var out []screen
		for _, sec := range all {
			out = append(out, p.oneByOne(sec)...)
		}
		return out
	}
	out := make([]screen, len(all))
	for i, sec := range all {
		out[i] = screen{ID: sec.ID, Sections: all[i : i+1]}
	}
	return out
}

// oneByOne parts a page into screens of one item each. Texts without an answer
// stand with the item that they lead to, the last ones with the one before.
func (p *Paper) oneByOne(sec section) []screen {
	items := sec.Items
	if sec.Shuffle {
		items = shuffled(items, p.Seed, sec.ID)
	}
	var out []screen
	var texts []survey.Item
	add := func(id string, items []survey.Item) {
		here := section{Page: sec.Page, Items: items}
		here.Shuffle = false
		out = append(out, screen{ID: itemScreen + id, Sections: []section{here}})
	}
	for _, it := range items {
		texts = append(texts, it)
		if it.Type != survey.Information {
			add(it.ID, texts)
			texts = nil
		}
	}
	switch {
	case len(texts) > 0 && len(out) > 0:
		last := &out[len(out)-1].Sections[0]
		last.Items = append(last.Items, texts...)
	case len(texts) > 0:
		add(texts[0].ID, texts)
	}
	return out
}

// shown returns the screens that a respondent meets, given the answers so far.
func (p *Paper) shown(a survey.Answers) []screen {
	visible := p.Q.Visible(a)
	return slices.DeleteFunc(p.screens(), func(s screen) bool {
		all := s.items()
		return !slices.ContainsFunc(s.Sections, func(sec section) bool {
			return slices.ContainsFunc(sec.Items, func(it survey.Item) bool {
				return visible[it.ID] || dependsOn(p.Q, sec.condition(it), all)
			})
		})
	})
}

// screenWith returns the id of the screen on which an item stands.
func screenWith(all []screen, item string) string {
	for _, s := range all {
		if slices.ContainsFunc(s.items(), func(it survey.Item) bool { return it.ID == item }) {
			return s.ID
		}
	}
	return ""
}

// condition returns when an item of the section is asked: its own show_if and
// the page's, "" always.
func (s section) condition(it survey.Item) string {
	if s.ShowIf == "" || it.ShowIf == "" {
		return s.ShowIf + it.ShowIf
	}
	return "(" + s.ShowIf + ") and (" + it.ShowIf + ")"
}

// ItemOf returns the item of an answer id: "m" of "m.r".
func ItemOf(id string) string {
	for i := range id {
		if id[i] == '.' {
			return id[:i]
		}
	}
	return id
}

// dependsOn reports whether a condition asks about one of items, so that only
// the browser can tell whether it holds.
func dependsOn(q *survey.Questionnaire, condition string, items []survey.Item) bool {
	if condition == "" {
		return false
	}
	tree, err := q.Branch(condition)
	if err != nil {
		return false
	}
	for _, name := range namedItems(tree) {
		if slices.ContainsFunc(items, func(o survey.Item) bool { return o.ID == ItemOf(name) }) {
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
	if id, ok := node[min(1, len(node)-1)].(string); ok && slices.Contains(readers, node[0].(string)) {
		return []string{id}
	}
	var ids []string
	for _, n := range node[1:] {
		ids = append(ids, namedItems(n)...)
	}
	return ids
}

// readers are the operators of a Branch tree that read an answer.
var readers = []string{"item", "number", "items", "answered", "score"}
