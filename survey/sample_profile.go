package survey

import (
	"slices"
	"strings"

	"minping/scoring"
)

// partJoin stands between the parts of a stratum's name.
const partJoin = '\x1f'

// A Profiler turns what respondents say of themselves into what counting needs
// to know of how they were drawn: stratum, cluster, weight, size of the stratum,
// and the categories of the margins. It is not safe for concurrent use.
type Profiler struct {
	asks    []string // unscored items whose answers it needs
	types   []ItemType
	options [][]string // of asks: option codes; nil: it has none

	kind        string  // of strata
	stratum     *answer // where an item names the strata
	cluster     *answer
	weight      *answer
	populations map[string]float64 // by name of the stratum
	plans       map[marginKey][]categories

	names map[string]string // texts made before: the same few come again and again
	room  []byte
}

// An answer says where the answer to an item stands.
type answer struct {
	ask    int      // place among asks; -1: it is scored
	column int      // of a scored item
	codes  []string // of a scored item's options
}

// categories classes the answers to one item for one margin.
type categories struct {
	answer *answer
	names  map[string]string // option code → category
	bounds []float64         // of a number: lower bounds, ascending, and
	labels []string          // their categories
}

// NewProfiler returns what reads respondents' answers for the sample, nil where
// it needs none of them and counting nothing more than ballots carry. The
// sample has been checked.
func NewProfiler(q *Questionnaire, s *Sample) *Profiler {
	if s == nil {
		return nil
	}
	p := &Profiler{
		kind: q.strata(s), populations: make(map[string]float64), plans: make(map[marginKey][]categories),
		names: make(map[string]string),
	}
	columns := make(map[string]column)
	index := make(map[string]int)
	for i, col := range q.columns() {
		columns[col.id], index[col.id] = col, i
	}
	find := func(id string) *answer {
		if id == "" {
			return nil
		}
		if col, scored := columns[id]; scored {
			return &answer{ask: -1, column: index[id], codes: optionCodes(col.options)}
		}
		return &answer{ask: p.ask(q.item(id), q)}
	}
	if q.item(p.kind) != nil {
		p.stratum = find(p.kind)
	}
	p.cluster, p.weight = find(s.Clusters), find(s.Weight)
	for _, size := range s.Populations {
		p.populations[string(p.stratumName(size.Unit, size.Group, []byte(size.Stratum)))] = size.Size
	}
	for i := range s.Margins {
		m := &s.Margins[i]
		key := marginKey{m.Unit, m.Group}
		p.plans[key] = append(p.plans[key], newCategories(find(m.Item), q.item(m.Item), m))
	}
	if p.stratum == nil && p.cluster == nil && p.weight == nil && len(p.populations) == 0 && len(p.plans) == 0 {
		return nil
	}
	return p
}

// ask returns the place of an item among those asked for.
func (p *Profiler) ask(it *Item, q *Questionnaire) int {
	if i := slices.Index(p.asks, it.ID); i >= 0 {
		return i
	}
	var options []string
	if it.Type == Choice || it.Type == Rating {
		options = optionCodes(q.ItemOptions(it))
	}
	p.asks, p.types, p.options = append(p.asks, it.ID), append(p.types, it.Type), append(p.options, options)
	return len(p.asks) - 1
}

func newCategories(from *answer, it *Item, m *Margin) categories {
	c := categories{answer: from}
	if it.Type == Number {
		c.bounds, c.labels = m.classes()
		for i, category := range c.labels {
			if m.Population[category] == 0 {
				c.labels[i] = "" // nobody: an answer there is unknown
			}
		}
		return c
	}
	c.names = make(map[string]string)
	for category, people := range m.Population {
		if people == 0 {
			continue
		}
		for code := range strings.SplitSeq(category, categoryJoin) {
			c.names[code] = category
		}
	}
	return c
}

// Asks returns the ids of the unscored items whose answers Fill needs.
func (p *Profiler) Asks() []string { return p.asks }

// Options returns the option codes of an item of Asks, nil where it has none.
func (p *Profiler) Options(ask int) []string { return p.options[ask] }

// Weight returns the place of the item that holds weights among Asks; -1: it is
// not among them.
func (p *Profiler) Weight() int {
	if p.weight == nil {
		return -1
	}
	return p.weight.ask
}

// Fits reports whether an answer to an item of Asks is one that it can have;
// none, and the mark of a void one, always are.
func (p *Profiler) Fits(ask int, said []byte) bool {
	switch {
	case len(said) == 0 || string(said) == InvalidMark:
		return true
	case p.options[ask] != nil:
		for _, code := range p.options[ask] {
			if code == string(said) {
				return true
			}
		}
		return false
	case p.types[ask] == Number:
		_, ok := plainNumber(string(said))
		return ok
	default:
		return true
	}
}

// Fill writes stratum, cluster, weight, population and profile into a ballot
// whose unit, group and answers stand already; what the sample says nothing of
// stays as it is. said are the answers to Asks. It reports false, and the
// ballot cannot be counted, where the sample has weights and this ballot none.
func (p *Profiler) Fill(b *scoring.Ballot, said [][]byte) bool {
	if p.weight != nil {
		w, ok := plainNumber(string(p.weight.of(b, said)))
		if !ok || w <= 0 {
			return false
		}
		b.Weight = w
	}
	if p.cluster != nil {
		b.Cluster = p.name(p.cluster.of(b, said))
	}
	if p.stratum != nil || len(p.populations) > 0 {
		name := p.stratumName(b.Unit, b.Group, p.stratum.of(b, said))
		if p.stratum != nil {
			b.Stratum = p.name(name)
		}
		if size, ok := p.populations[string(name)]; ok {
			b.Population = size
		} else {
			b.Population = 0
		}
	}
	if len(p.plans) > 0 {
		b.Profile = p.profile(b, said)
	}
	return true
}

// stratumName returns the name of a stratum in room that the next call reuses.
func (p *Profiler) stratumName(unit, group string, said []byte) []byte {
	p.room = p.room[:0]
	switch p.kind {
	case "none":
	case "unit":
		p.room = append(p.room, unit...)
	case "group":
		p.room = append(append(append(p.room, unit...), partJoin), group...)
	default:
		p.room = append(append(append(p.room, unit...), partJoin), said...)
	}
	return p.room
}

// profile returns the ballot's categories of the margins of its unit or group.
func (p *Profiler) profile(b *scoring.Ballot, said [][]byte) string {
	plan, ok := p.plans[marginKey{b.Unit, b.Group}]
	if !ok {
		plan = p.plans[marginKey{unit: b.Unit}]
	}
	if len(plan) == 0 {
		return ""
	}
	p.room = append(p.room[:0], everybody...)
	for i := range plan {
		p.room = append(p.room, scoring.ProfileSeparator...)
		p.room = append(p.room, plan[i].of(plan[i].answer.of(b, said))...)
	}
	return p.name(p.room)
}

// everybody is the first part of every profile: a category that all are in.
const everybody = "*"

// name returns the bytes as a string, one for all that are equal.
func (p *Profiler) name(b []byte) string { return intern(p.names, b) }

// of returns the answer of a ballot, nil for none.
func (a *answer) of(b *scoring.Ballot, said [][]byte) []byte {
	switch {
	case a == nil:
		return nil
	case a.ask >= 0:
		if string(said[a.ask]) == InvalidMark {
			return nil
		}
		return said[a.ask]
	case b.Answers[a.column] < 0:
		return nil
	default:
		return []byte(a.codes[b.Answers[a.column]])
	}
}

// of returns the category of an answer, "" where it is in none.
func (c *categories) of(said []byte) string {
	if c.names != nil {
		return c.names[string(said)]
	}
	x, ok := plainNumber(string(said))
	if !ok {
		return ""
	}
	at, found := slices.BinarySearch(c.bounds, x)
	if !found {
		at--
	}
	if at < 0 {
		return ""
	}
	return c.labels[at]
}
