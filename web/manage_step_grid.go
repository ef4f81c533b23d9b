package web

import (
	"fmt"
	"slices"
	"strings"

	"minping/survey"
)

// A numberGrid is a table of numbers to fill in.
type numberGrid struct {
	Title string
	Head  []string // of the columns; none: there is one
	Rows  []gridRow
}

// A gridRow is a row of numbers to fill in.
type gridRow struct {
	Title string
	Cells []gridCell
}

// A gridCell is one of them.
type gridCell struct {
	Field, Label, Value string
	Wrong               bool
}

// settle gives a cell what was typed into it, and marks it where that is wrong.
func (p *setupPage) settle(cell *gridCell) {
	cell.Value, cell.Wrong = p.sent(cell.Field, cell.Value), p.wrong[cell.Field]
}

// sent returns what was typed into a field, else what is stored.
func (p *setupPage) sent(field, stored string) string {
	if typed, ok := p.typed[field]; ok {
		return typed[0]
	}
	return stored
}

// Typed returns what was typed into a field that stores nothing.
func (p setupPage) Typed(field string) string { return p.sent(field, "") }

// IsWrong reports whether there is a mistake in a field.
func (p setupPage) IsWrong(field string) bool { return p.wrong[field] }

// mark notes which fields are wrong.
func (p *setupPage) mark(wrong survey.FieldErrors) {
	p.wrong = map[string]bool{}
	for _, e := range wrong {
		field, _ := p.place(e.Field, func(id string) string { return id })
		p.wrong[field] = true
	}
}

// said words mistakes, each after what it is about, and once.
func (p *setupPage) said(wrong survey.FieldErrors, names func(string) string) (all []string) {
	for _, e := range wrong {
		text := e.Message(p.Lang)
		if _, label := p.place(e.Field, names); label != "" {
			text = p.T("setup.wrong.at", "what", label, "wrong", text)
		}
		if !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}

// place returns the field of the form in which a part of a poll is typed, and
// what it is called, both "" where that goes without saying.
func (p *setupPage) place(at string, names func(string) string) (field, label string) {
	words := &paper{q: p.Q}
	join := func(parts ...string) string {
		return joinList(p.Lang, slices.DeleteFunc(parts, func(s string) bool { return s == "" }))
	}
	list, i, rest := entryAt(at)
	switch {
	case at == "expected":
		return at, p.T("setup.expected")
	case list == "quotas" && i < len(p.Poll.Quotas):
		q := p.Poll.Quotas[i]
		if even, ok := evenQuota(&p.Poll); ok && plainQuota(q) && even == q.Target {
			return "quota", p.T("setup.quota")
		}
		return quotaField(i), quotaWords(p.Page, words, q, names)
	case list == "codes_wanted" && i < len(p.Poll.CodesWanted):
		w := p.Poll.CodesWanted[i]
		about := p.T("setup.codes.all")
		if w.Unit != "" {
			about = names(w.Unit)
		}
		return codesField(w.Unit, w.Group), join(about, words.groupName(p.Lang, w.Group))
	case list == "sample.populations" && p.Poll.Sample != nil && i < len(p.Poll.Sample.Populations):
		of := p.Poll.Sample.Populations[i]
		return stratumField(of.Unit, of.Group+of.Stratum), join(p.T("setup.sample.sizes"), names(of.Unit))
	case list == "sample.margins" && p.Poll.Sample != nil && i < len(p.Poll.Sample.Margins):
		m := p.Poll.Sample.Margins[i]
		_, category, _ := strings.Cut(rest, ".population.")
		return marginField(m.Item, m.Unit, category), join(itemTitle(p.Q, m.Item, p.Lang), names(m.Unit))
	case strings.HasPrefix(at, "sample."):
		return at, ""
	case strings.HasPrefix(at, "size:"), strings.HasPrefix(at, "margin:"):
		return at, join(names(strings.Split(at, ":")[max(1, strings.Count(at, ":")-1)]))
	}
	return at, ""
}

// entryAt takes apart where a mistake is: sample.margins[3].population.a.
func entryAt(at string) (list string, i int, rest string) {
	list, rest, ok := strings.Cut(at, "[")
	if !ok {
		return at, 0, ""
	}
	if _, err := fmt.Sscanf(rest, "%d]", &i); err != nil {
		return at, 0, ""
	}
	_, rest, _ = strings.Cut(rest, "]")
	return list, i, rest
}

// itemTitle is the text of an item.
func itemTitle(q *survey.Questionnaire, id, lang string) string {
	for i := range q.Items {
		if q.Items[i].ID == id {
			return q.Items[i].Text.In(lang)
		}
	}
	return id
}
