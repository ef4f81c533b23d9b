package survey

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"weak"
)

// An engine is a questionnaire made ready to check answers: expressions
// compiled, items in the order in which respondents meet them. It is safe for
// concurrent use.
type engine struct {
	steps  []step
	labels map[string]*step // by answer id, for quotes
	pages  []pageRule
	words  *Vocabulary
	mu     sync.Mutex                // guards words and parts
	parts  map[string]*Questionnaire // by tier; see Questionnaire.For
}

// A step is one item, in the order of showing; calculated items come as soon
// as all they need is known.
type step struct {
	item    *Item
	page    int // -1: on none
	show    *term
	value   *term // calculated
	options []Option
	answers []string // ids of the answers it gives: its own, or one a row
	checks  []checkRule
	reasons bool // some option demands a reason
}

type checkRule struct {
	that  *term
	needs []string
	about *Check
}

type pageRule struct {
	id   string
	show *term
}

// engines holds the engine of every questionnaire alive, so that
// questionnaires stay plain values.
var engines sync.Map // weak.Pointer[Questionnaire] → *engine

// engine returns q's engine, made at its first use. It panics where an
// expression is wrong: form.Parse refuses such files.
func (q *Questionnaire) engine() *engine {
	key := weak.Make(q)
	if e, ok := engines.Load(key); ok {
		return e.(*engine)
	}
	return q.keep(newEngine(q, NewVocabulary(q)))
}

// keep makes e the engine of q, if it has none, and returns the one it has.
func (q *Questionnaire) keep(e *engine) *engine {
	key := weak.Make(q)
	kept, loaded := engines.LoadOrStore(key, e)
	if !loaded {
		runtime.AddCleanup(q, func(key weak.Pointer[Questionnaire]) { engines.Delete(key) }, key)
	}
	return kept.(*engine)
}

func newEngine(q *Questionnaire, words *Vocabulary) *engine {
	e := &engine{words: words, labels: make(map[string]*step)}
	page := make(map[string]int)
	for i, p := range q.Pages {
		e.pages = append(e.pages, pageRule{p.ID, e.compile(p.ShowIf, p.ID)})
		for _, id := range p.Items {
			page[id] = i
		}
	}
	for _, it := range q.Order() {
		s := step{item: it, page: -1, options: q.ItemOptions(it), show: e.compile(it.ShowIf, it.ID)}
		if i, ok := page[it.ID]; ok {
			s.page = i
		}
		if it.Type == Calculated {
			s.value = e.compile(it.Value, it.ID)
		}
		s.answers = it.Answers()
		for j := range it.Checks {
			x := e.mustParse(it.Checks[j].That, it.ID)
			s.checks = append(s.checks, checkRule{x.root, x.needs, &it.Checks[j]})
		}
		s.reasons = slices.ContainsFunc(s.options, func(o Option) bool { return o.Reason != "" })
		e.steps = append(e.steps, s)
	}
	for i := range e.steps {
		for _, id := range e.steps[i].answers {
			e.labels[id] = &e.steps[i]
		}
	}
	return e
}

// compile returns an expression's term, nil for none.
func (e *engine) compile(src, where string) *term {
	if src == "" {
		return nil
	}
	return e.mustParse(src, where).root
}

func (e *engine) mustParse(src, where string) *Expression {
	x, err := e.words.Parse(src)
	if err != nil {
		panic(fmt.Sprintf("survey: %s: expression %q: %v", where, src, err))
	}
	return x
}

// Answers returns the ids under which the item is answered: its own, one for
// each row of a matrix, none for information.
func (it *Item) Answers() []string {
	switch it.Type {
	case Information:
		return nil
	case Matrix:
		ids := make([]string, len(it.Rows))
		for i, r := range it.Rows {
			ids[i] = it.ID + "." + r.ID
		}
		return ids
	default:
		return []string{it.ID}
	}
}

// shown reports whether a step is to be seen, given the answers before it.
func (e *engine) shown(s *step, a Answers) bool {
	if s.page >= 0 {
		if show := e.pages[s.page].show; show != nil && !show.eval(a).isTrue() {
			return false
		}
	}
	return s.show == nil || s.show.eval(a).isTrue()
}

// Visible reports which items and pages are shown, given the answers so far.
func (q *Questionnaire) Visible(a Answers) map[string]bool {
	e := q.engine()
	kept := make(Answers, len(a)+1)
	seen := make(map[string]bool, len(e.steps)+len(e.pages))
	for i := range e.steps {
		s := &e.steps[i]
		if s.value != nil {
			continue
		}
		seen[s.item.ID] = e.shown(s, kept)
		if seen[s.item.ID] {
			for _, id := range s.answers {
				if answer := given(a[id]); len(answer) > 0 {
					kept[id] = answer
				}
			}
		}
	}
	for _, p := range e.pages {
		seen[p.id] = p.show == nil || p.show.eval(kept).isTrue()
	}
	return seen
}

// Branch returns a show_if expression as a small JSON-able tree for the
// browser: a literal, or [operator, argument, …] as in
// ["and", ["in", ["item", "s1"], ["list", "1", "2"]], [">=", ["number", "age"], 18]].
// Calculated items are written out, score tables are the third element of
// "score". Its error is ExpressionErrors.
func (q *Questionnaire) Branch(show string) (any, error) {
	e := q.engine()
	e.mu.Lock()
	defer e.mu.Unlock()
	x, err := e.words.Parse(show)
	if err != nil {
		return nil, err
	}
	return x.root.tree(), nil
}
