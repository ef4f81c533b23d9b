package survey

import "errors"

// A Vocabulary is what the expressions of one questionnaire may speak of: its
// items. It is not safe for concurrent use.
type Vocabulary struct {
	words map[string]*word
	ids   []string // those that have answers, in order

	suggestions int // made so far
}

// A word is one answer that expressions can name.
type word struct {
	id      string
	kind    kind
	options []Option // of choices and ratings
	rows    []Row    // of a matrix, which has no answer itself
	value   string   // of a calculated item
	state   wordState
	result  *Expression
	err     error
}

type wordState uint8

const (
	unseen wordState = iota
	underWay
	done
)

// NewVocabulary returns the vocabulary of q's items.
func NewVocabulary(q *Questionnaire) *Vocabulary {
	v := &Vocabulary{words: make(map[string]*word, len(q.Items))}
	for i := range q.Items {
		it := &q.Items[i]
		switch it.Type {
		case Information:
		case Matrix:
			v.add(&word{id: it.ID, kind: anyKind, rows: it.Rows})
			for _, r := range it.Rows {
				v.add(&word{id: it.ID + "." + r.ID, kind: codeKind, options: q.ItemOptions(it)})
			}
		case Choice, Multiple, Ranking:
			v.add(&word{id: it.ID, kind: kindOf(it.Type), options: q.ItemOptions(it)})
		case Rating:
			v.add(&word{id: it.ID, kind: numberKind, options: q.ItemOptions(it)})
		default:
			v.add(&word{id: it.ID, kind: kindOf(it.Type), value: it.Value})
		}
	}
	return v
}

func (v *Vocabulary) add(w *word) {
	if _, known := v.words[w.id]; !known {
		v.words[w.id] = w
		if w.rows == nil {
			v.ids = append(v.ids, w.id)
		}
	}
}

// Has reports whether the item can be named by expressions and quotes.
func (v *Vocabulary) Has(id string) bool {
	w, ok := v.words[id]
	return ok && w.rows == nil
}

// maxSuggestions bounds the time spent on suggestions for hostile files.
const maxSuggestions = 100

// Nearest returns the known id most like a wrong one, or "", the first hundred
// times that it is asked.
func (v *Vocabulary) Nearest(id string) string {
	if v.suggestions++; v.suggestions > maxSuggestions {
		return ""
	}
	return Nearest(id, v.ids)
}

func kindOf(t ItemType) kind {
	switch t {
	case Choice:
		return codeKind
	case Multiple, Ranking:
		return listKind
	case Rating, Number:
		return numberKind
	case Calculated:
		return anyKind
	default:
		return textKind
	}
}

// meaning returns the expression of a calculated item.
func (v *Vocabulary) meaning(w *word) (*Expression, error) {
	switch w.state {
	case done:
		return w.result, w.err
	case underWay:
		return nil, errCircle
	}
	w.state = underWay
	w.result, w.err = v.Parse(w.value)
	w.state = done
	return w.result, w.err
}

var errCircle = errors.New("circle")

// Calculated returns the expression of a calculated item; its error is
// ExpressionErrors, of key "circle" where it depends on itself.
func (v *Vocabulary) Calculated(id string) (*Expression, error) { return v.meaning(v.words[id]) }
