package survey

import "strings"

// A Piece of a text is words, or the id of an item whose answer is quoted.
type Piece struct {
	Words string
	Quote string
}

// Pieces parts words at each {{item}}.
func Pieces(s string) []Piece {
	var out []Piece
	for s != "" {
		before, rest, found := strings.Cut(s, "{{")
		name, after, closed := strings.Cut(rest, "}}")
		if !found || !closed {
			return append(out, Piece{Words: s})
		}
		if before != "" {
			out = append(out, Piece{Words: before})
		}
		out = append(out, Piece{Quote: strings.TrimSpace(name)})
		s = after
	}
	return out
}

// Quote returns the text in the language with {{item}} replaced by the labels
// of earlier answers, "…" where there is none.
func (q *Questionnaire) Quote(t Text, lang string, a Answers) string {
	var b strings.Builder
	for _, p := range Pieces(t.In(lang)) {
		if b.WriteString(p.Words); p.Words == "" {
			b.WriteString(q.engine().label(p.Quote, lang, a))
		}
	}
	return b.String()
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
		for _, p := range Pieces(s) {
			if p.Words == "" {
				ids = append(ids, p.Quote)
			}
		}
	}
	return ids
}
