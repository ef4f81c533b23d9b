package survey

import (
	"maps"
	"slices"
)

// maxUnknown bounds how many unknown items are named.
const maxUnknown = 20

// Check validates answers against the questionnaire as a respondent would
// meet it: hidden items (show_if) are dropped, required ones demanded, options,
// limits, patterns and checks enforced. It returns the answers to keep, with
// the calculated ones filled in, and all that is wrong; soft doubts are left
// out where confirmed. What it keeps, it keeps again: Check of the kept answers
// returns them.
func (q *Questionnaire) Check(a Answers, confirmed bool) (Answers, FieldErrors) {
	c := checking{engine: q.engine(), given: a, kept: make(Answers, len(a)+1), confirmed: confirmed}
	kept, errs := c.run()
	return kept, append(errs, q.overNamed(kept)...)
}

// CheckPaper validates the answers of a sheet that nobody can be asked about
// again: what was left blank is blank, also where an answer or a reason is
// required, and InvalidMark is an answer to any choice. Doubts are left out.
func (q *Questionnaire) CheckPaper(a Answers) (Answers, FieldErrors) {
	c := checking{engine: q.engine(), given: a, kept: make(Answers, len(a)+1), confirmed: true, paper: true}
	kept, errs := c.run()
	return kept, append(errs, q.overNamed(kept)...)
}

func (c *checking) run() (Answers, FieldErrors) {
	for i := range c.engine.steps {
		c.step(&c.engine.steps[i])
	}
	if !c.paper {
		c.demandReasons()
	}
	for i := range c.engine.steps {
		c.rules(&c.engine.steps[i])
	}
	c.unknown()
	return c.kept, c.errs
}

// A checking is one call of Check under way.
type checking struct {
	engine    *engine
	given     Answers
	kept      Answers
	confirmed bool
	paper     bool            // CheckPaper
	known     int             // answers given to items that exist
	shown     map[string]bool // nil: all
	reasons   []*step         // steps with an option chosen that may demand a reason
	errs      FieldErrors
}

func (c *checking) wrong(field, key string, args ...any) {
	e := FieldError{Field: field, Key: key}
	if len(args) > 0 {
		e.Args = Args(args...)
	}
	c.errs = append(c.errs, e)
}

func (c *checking) step(s *step) {
	if s.value != nil {
		c.calculate(s)
		return
	}
	hidden := !c.engine.shown(s, c.kept)
	if hidden {
		c.hide(s.item.ID)
	}
	for _, id := range s.answers {
		raw, present := c.given[id]
		if present {
			c.known++
		}
		if hidden {
			continue
		}
		answer := given(raw)
		if len(answer) == 0 {
			if s.item.Required && !c.paper {
				c.wrong(id, "required")
			}
			continue
		}
		if kept, ok := c.valid(s, id, answer); ok {
			c.kept[id] = kept
		}
	}
	if s.reasons && !hidden {
		c.reasons = append(c.reasons, s)
	}
}

func (c *checking) hide(id string) {
	if c.shown == nil {
		c.shown = make(map[string]bool)
	}
	c.shown[id] = true
}

func (c *checking) calculate(s *step) {
	id := s.item.ID
	if _, present := c.given[id]; present {
		c.known++ // an earlier Check filled it in
	}
	if v := s.value.eval(c.kept); v.kind != nilValue {
		c.kept[id] = []string{v.String()}
	}
}

// demandReasons asks for the texts that chosen options need.
func (c *checking) demandReasons() {
	for _, s := range c.reasons {
		for _, id := range s.answers {
			for _, chosen := range c.kept[id] {
				o := optionOf(s.options, chosen)
				if o.Reason != "" && c.kept[o.Reason] == nil && !c.shown[o.Reason] {
					c.wrong(o.Reason, "reason_required", "option", o.Label)
				}
			}
		}
	}
}

// rules applies the checks of an answered item.
func (c *checking) rules(s *step) {
	for _, r := range s.checks {
		if c.confirmed && r.about.Soft || !c.answered(s.answers) || !c.all(r.needs) {
			continue
		}
		if !r.that.eval(c.kept).isTrue() {
			c.errs = append(c.errs, FieldError{
				Field: s.item.ID, Key: "check", Args: Args("message", r.about.Message), Soft: r.about.Soft,
			})
		}
	}
}

func (c *checking) answered(ids []string) bool {
	for _, id := range ids {
		if c.kept[id] != nil {
			return true
		}
	}
	return false
}

func (c *checking) all(ids []string) bool {
	for _, id := range ids {
		if c.kept[id] == nil {
			return false
		}
	}
	return true
}

// unknown reports answers to items that the questionnaire does not have.
func (c *checking) unknown() {
	if c.known == len(c.given) {
		return
	}
	reported := 0
	for _, id := range slices.Sorted(maps.Keys(c.given)) {
		if c.engine.labels[id] != nil || reported == maxUnknown {
			continue
		}
		reported++
		c.wrong(Clip(id), "unknown_item", "item", Clip(id), "near", Nearest(Clip(id), c.engine.words.ids))
	}
}
