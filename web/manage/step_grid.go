package manage

import (
	"fmt"
	"slices"
	"strings"

	"minping/survey"
	"minping/web/answer"
	"minping/web/site"
)

// settle gives a cell what was typed into it, and marks it where that is wrong.
func (p *setupPage) settle(cell *site.GridCell) {
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

// Wrong returns what is wrong with a field.
func (p setupPage) Wrong(field string) string { return p.wrong[field] }

// anyWrong reports whether something is wrong with a field whose name begins so.
func (p *setupPage) anyWrong(prefixes ...string) bool {
	for field := range p.wrong {
		if slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(field, prefix) }) {
			return true
		}
	}
	return false
}

// A mistakeLine is a line of what is wrong with a form; it leads to its field.
type mistakeLine struct {
	Text, Field string
}

// mark puts each mistake beside its field, and above the form once, after what
// it is about.
func (p *setupPage) mark(wrong survey.FieldErrors, names func(string) string) {
	p.wrong = map[string]string{}
	for _, e := range wrong {
		text := e.Message(p.Lang)
		field, label := p.place(e.Field, names)
		line := mistakeLine{text, field}
		if label != "" {
			line.Text = p.T("setup.wrong.at", "what", label, "wrong", text)
		}
		if !slices.Contains(p.Errors, line) {
			p.Errors = append(p.Errors, line)
			p.wrong[field] = strings.TrimSpace(p.wrong[field] + " " + text)
		}
	}
}

// place returns the field of the form in which a part of a poll is typed, and
// what it is called, both "" where that goes without saying.
func (p *setupPage) place(at string, names func(string) string) (field, label string) {
	words := &answer.Paper{Q: p.Q}
	join := func(parts ...string) string {
		return site.JoinList(p.Lang, slices.DeleteFunc(parts, func(s string) bool { return s == "" }))
	}
	list, i, rest := entryAt(at)
	switch {
	case at == "expected":
		return at, p.T("setup.expected")
	case at == "title":
		return "title." + p.Lang, ""
	case at == "units":
		return "unit", ""
	case list == "units" && (rest == ".tier" || rest == ".parent"):
		return rest[1:], ""
	case list == "units":
		return "names", ""
	case list == "embed":
		return list, ""
	case at == "organiser", at == "contact":
		return at + "." + p.Lang, ""
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
		return CodesField(w.Unit, w.Group), join(about, words.GroupName(p.Lang, w.Group))
	case list == "sample.populations" && p.Poll.Sample != nil && i < len(p.Poll.Sample.Populations):
		of := p.Poll.Sample.Populations[i]
		return StratumField(of.Unit, of.Group+of.Stratum), join(p.T("setup.sample.sizes"), names(of.Unit))
	case list == "sample.margins" && p.Poll.Sample != nil && i < len(p.Poll.Sample.Margins):
		m := p.Poll.Sample.Margins[i]
		_, category, _ := strings.Cut(rest, ".population.")
		return MarginField(m.Item, m.Unit, category), join(itemTitle(p.Q, m.Item, p.Lang), names(m.Unit))
	case strings.HasPrefix(at, "sample."):
		return strings.TrimPrefix(at, "sample."), ""
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
