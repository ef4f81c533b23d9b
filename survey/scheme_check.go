package survey

import (
	"slices"
	"time"
)

// Check returns what is wrong with the scheme. Fields are those of its file.
func (s *Scheme) Check() FieldErrors {
	c := &schemeCheck{s: s, ids: map[string]string{}}
	c.parts("parts", s.Parts)
	c.cards()
	c.grades()
	c.vetoes()
	if s.Missing != "" && !slices.Contains([]EmptyRule{EmptyBlock, EmptyRenormalise, EmptyZero}, s.Missing) {
		c.wrong("missing", "scheme_word", "word", string(s.Missing), "words", []string{string(EmptyBlock), string(EmptyRenormalise), string(EmptyZero)})
	}
	if s.Deciders < 0 || s.Deciders > 2 {
		c.wrong("deciders", "scheme_deciders", "count", s.Deciders)
	}
	return c.errs
}

type schemeCheck struct {
	s    *Scheme
	ids  map[string]string // of parts, where they stand
	errs FieldErrors
}

func (c *schemeCheck) wrong(field, key string, args ...any) {
	c.errs = append(c.errs, FieldError{Field: field, Key: key, Args: Args(args...)})
}

// twice notes an id that stands before.
func (c *schemeCheck) twice(seen map[string]string, field, id string) {
	if at, there := seen[id]; there {
		c.wrong(field+".id", "scheme_id_twice", "id", id, "place", at)
	}
	seen[id] = field
}

func (c *schemeCheck) parts(field string, parts []SchemePart) {
	if len(parts) == 0 {
		c.wrong(field, "scheme_no_parts")
		return
	}
	sum := 0
	for i := range parts {
		p, at := &parts[i], indexed(field, i)
		c.twice(c.ids, at, p.ID)
		if p.Weight < 1 || p.Weight > 100 {
			c.wrong(at+".weight", "scheme_weight", "weight", p.Weight)
		}
		sum += p.Weight
		c.source(at, p)
	}
	if sum != 100 {
		c.wrong(field, "scheme_weights", "sum", sum, "count", len(parts))
	}
}

// source demands one source of a part, and of each kind what belongs to it.
func (c *schemeCheck) source(at string, p *SchemePart) {
	sources := 0
	for _, is := range []bool{len(p.Parts) > 0, p.Poll != "", p.Card != "", p.Marks} {
		if is {
			sources++
		}
	}
	if sources != 1 {
		c.wrong(at, "scheme_source", "count", sources)
	}
	if len(p.Parts) > 0 {
		c.parts(at+".parts", p.Parts)
	}
	if p.Node != "" && p.Poll == "" {
		c.wrong(at+".node", "scheme_node")
	}
	if p.Full != 0 && (p.Card == "" && !p.Marks || !(p.Full > 0) || p.Full > 1e6) {
		c.wrong(at+".full", "scheme_full")
	}
	if p.Card != "" && c.s.Card(p.Card) == nil {
		var cards []string
		for i := range c.s.Cards {
			cards = append(cards, c.s.Cards[i].ID)
		}
		c.wrong(at+".card", "scheme_no_card", "card", p.Card, "near", Nearest(p.Card, cards))
	}
}

func (c *schemeCheck) cards() {
	ids := map[string]string{}
	for i := range c.s.Cards {
		card, at := &c.s.Cards[i], indexed("cards", i)
		c.twice(ids, at, card.ID)
		if card.Low != nil && card.High != nil && *card.Low >= *card.High {
			c.wrong(at+".high", "scheme_bounds")
		}
		if card.Kind != "" && card.Kind != CardPoints && card.Kind != CardCredits {
			c.wrong(at+".kind", "scheme_word", "word", string(card.Kind), "words", []string{string(CardPoints), string(CardCredits)})
		}
		if !(card.Required >= 0) || card.High != nil && card.Required > *card.High {
			c.wrong(at+".required", "scheme_required")
		}
		if len(card.Items) == 0 {
			c.wrong(at+".items", "scheme_no_items")
		}
		items := map[string]string{}
		for j := range card.Items {
			it, at := &card.Items[j], indexed(at+".items", j)
			c.twice(items, at, it.ID)
			if it.Points == 0 {
				c.wrong(at+".points", "scheme_points")
			}
			if card.Kind == CardCredits && it.Points < 0 {
				c.wrong(at+".points", "scheme_credits")
			}
			if it.Cap < 0 {
				c.wrong(at+".cap", "scheme_cap")
			}
		}
	}
}

func (c *schemeCheck) grades() {
	if len(c.s.Grades) < 2 {
		c.wrong("grades", "scheme_grades")
		return
	}
	ids := map[string]string{}
	last := len(c.s.Grades) - 1
	before := 100.0000001
	for i := range c.s.Grades {
		g, at := &c.s.Grades[i], indexed("grades", i)
		c.twice(ids, at, g.ID)
		switch {
		case i == last && (g.From != nil || g.Quota != nil):
			c.wrong(at, "scheme_last_grade")
		case i == last:
		case g.From == nil && g.Quota == nil:
			c.wrong(at, "scheme_open_grade")
		case g.From != nil && (*g.From < 0 || *g.From >= before):
			c.wrong(at+".from", "scheme_from", "from", pointText(*g.From))
		}
		if g.From != nil {
			before = *g.From
		}
		if q := g.Quota; q != nil {
			if !(q.Share > 0 && q.Share <= 1) {
				c.wrong(at+".quota.share", "scheme_share")
			}
			if q.Rounding != "" && !slices.Contains([]Rounding{RoundHalfUp, RoundDown, RoundUp}, q.Rounding) {
				c.wrong(at+".quota.rounding", "scheme_word", "word", string(q.Rounding), "words", []string{string(RoundHalfUp), string(RoundDown), string(RoundUp)})
			}
		}
	}
}

func (c *schemeCheck) vetoes() {
	ids := map[string]string{}
	var grades []string
	for i := range c.s.Grades {
		grades = append(grades, c.s.Grades[i].ID)
	}
	for i := range c.s.Vetoes {
		v, at := &c.s.Vetoes[i], indexed("vetoes", i)
		c.twice(ids, at, v.ID)
		if len(v.Bars) == 0 {
			c.wrong(at+".bars", "scheme_no_bars")
		}
		for j, g := range v.Bars {
			switch n := slices.Index(grades, g); {
			case n < 0:
				c.wrong(indexed(at+".bars", j), "scheme_no_grade", "grade", g, "grades", grades)
			case n == len(grades)-1:
				c.wrong(indexed(at+".bars", j), "scheme_bars_last")
			}
		}
	}
}

// CheckInputs returns what is wrong with the inputs. Fields are marks[0],
// points[0] and vetoes[0].
func (s *Scheme) CheckInputs(in SchemeInputs) (errs FieldErrors) {
	units := map[string]bool{}
	for _, u := range in.Units {
		units[u.ID] = true
	}
	wrong := func(field, key string, args ...any) {
		errs = append(errs, FieldError{Field: field, Key: key, Args: Args(args...)})
	}
	unit := func(at, id string) bool {
		if !units[id] {
			wrong(at+".unit", "scheme_no_unit", "unit", id)
		}
		return units[id]
	}
	marked := map[SchemeMark]bool{}
	for i, m := range in.Marks {
		at := indexed("marks", i)
		p := s.Part(m.Part)
		key := SchemeMark{Unit: m.Unit, Part: m.Part}
		switch {
		case !unit(at, m.Unit):
		case p == nil || !p.Marks:
			wrong(at+".part", "scheme_no_mark_part", "part", m.Part)
		case !p.Takes(m.Value):
			wrong(at+".value", "scheme_mark", "value", pointText(m.Value), "full", pointText(p.full()))
		case marked[key]:
			wrong(at, "scheme_mark_twice", "unit", m.Unit, "part", m.Part)
		}
		marked[key] = true
	}
	for i := range in.Points {
		e, at := &in.Points[i], indexed("points", i)
		if unit(at, e.Unit) {
			errs = append(errs, s.checkEntry(at, e)...)
		}
	}
	for i, v := range in.Vetoes {
		at := indexed("vetoes", i)
		switch {
		case !unit(at, v.Unit):
		case !slices.ContainsFunc(s.Vetoes, func(x SchemeVeto) bool { return x.ID == v.Veto }):
			wrong(at+".veto", "scheme_no_veto", "veto", v.Veto)
		case v.Reason == "":
			wrong(at+".reason", "scheme_veto_reason")
		}
	}
	return errs
}

// checkEntry returns what is wrong with one line of a card.
func (s *Scheme) checkEntry(at string, e *PointEntry) (errs FieldErrors) {
	wrong := func(field, key string, args ...any) {
		errs = append(errs, FieldError{Field: at + field, Key: key, Args: Args(args...)})
	}
	card := s.Card(e.Card)
	if card == nil {
		wrong(".card", "scheme_no_card", "card", e.Card, "near", "")
		return errs
	}
	it := card.Item(e.Item)
	if it == nil {
		wrong(".item", "scheme_no_item", "item", e.Item, "card", card.Title)
		return errs
	}
	if _, err := time.Parse(time.DateOnly, e.Date); err != nil {
		wrong(".date", "scheme_date", "date", e.Date)
	}
	if e.Entered == "" {
		wrong(".entered", "scheme_entered")
	}
	if e.Reviewed != "" && e.Reviewed == e.Entered {
		wrong(".reviewed", "scheme_reviewed", "name", e.Reviewed)
	}
	if e.Points != nil {
		low, high := min(0, it.Points), max(0, it.Points)
		if !(*e.Points >= low && *e.Points <= high) || *e.Points == 0 {
			wrong(".points", "scheme_entry_points", "points", pointText(*e.Points), "low", pointText(low), "high", pointText(high))
		}
	}
	return errs
}
