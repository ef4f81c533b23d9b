package survey

import "strings"

// Quote returns the text in the language with {{item}} replaced by the labels
// of earlier answers, "…" where there is none.
func (q *Questionnaire) Quote(t Text, lang string, a Answers) string {
	s := t.In(lang)
	if !strings.Contains(s, "{{") {
		return s
	}
	e := q.engine()
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "{{")
		name, after, closed := strings.Cut(rest, "}}")
		if !found || !closed {
			return b.String() + s
		}
		b.WriteString(before)
		b.WriteString(e.label(strings.TrimSpace(name), lang, a))
		s = after
	}
}

// label is an answer in words.
func (e *engine) label(id, lang string, a Answers) string {
	answer := given(a[id])
	s := e.labels[id]
	if s != nil && s.value != nil {
		answer = nil
		if v := s.value.eval(a); v.kind != nilValue {
			answer = []string{v.String()}
		}
	}
	if s == nil || len(answer) == 0 {
		return "…"
	}
	labels := make([]string, len(answer))
	for i, x := range answer {
		labels[i] = x
		if o := optionOf(s.options, x); o != nil {
			labels[i] = o.Label.In(lang)
		}
	}
	return strings.Join(labels, separator(lang))
}

// Quotes returns the ids that a text quotes, in any of its languages.
func (t Text) Quotes() []string {
	var ids []string
	for _, s := range t {
		for {
			_, rest, found := strings.Cut(s, "{{")
			name, after, closed := strings.Cut(rest, "}}")
			if !found || !closed {
				break
			}
			ids = append(ids, strings.TrimSpace(name))
			s = after
		}
	}
	return ids
}
