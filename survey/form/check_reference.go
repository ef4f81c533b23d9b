package form

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"minping/survey"
)

// references checks what looks back at earlier answers: expressions and quotes.
func (c *checker) references() {
	for i := range c.q.Items {
		if c.enough() {
			return
		}
		it, path := &c.q.Items[i], fmt.Sprintf("items[%d]", i)
		at, known := c.order[it.ID]
		if first := c.items[it.ID]; !known || first != i {
			continue
		}
		c.condition(path+".show_if", it.ShowIf, at)
		for j, check := range it.Checks {
			c.condition(fmt.Sprintf("%s.checks[%d].that", path, j), check.That, at+1)
			c.quotes(fmt.Sprintf("%s.checks[%d].message", path, j), check.Message, at+1)
		}
		if it.Value != "" && it.Type == survey.Calculated {
			c.calculation(path+".value", it)
		}
		c.quotes(path+".text", it.Text, at)
		c.quotes(path+".hint", it.Hint, at)
		for j, r := range it.Rows {
			c.quotes(fmt.Sprintf("%s.rows[%d].text", path, j), r.Text, at)
		}
		for j, o := range it.Options {
			c.quotes(fmt.Sprintf("%s.options[%d].label", path, j), o.Label, at)
		}
	}
	for i, p := range c.q.Pages {
		path := fmt.Sprintf("pages[%d]", i)
		at := len(c.order)
		for _, id := range p.Items {
			if n, known := c.order[id]; known {
				at = min(at, n)
			}
		}
		c.condition(path+".show_if", p.ShowIf, at)
		if c.has(path) {
			c.quotes(path+".title", p.Title, at)
			c.quotes(path+".hint", p.Hint, at)
		}
	}
}

// condition checks an expression that must be true or false, over items shown
// before the place at.
func (c *checker) condition(path, src string, at int) {
	if src == "" {
		if c.has(path) {
			c.wrong(path, "empty_text")
		}
		return
	}
	e := c.expression(path, src)
	if e == nil {
		return
	}
	if !e.Condition() {
		c.wrong(path, "not_condition")
	}
	c.earlier(path, e, at)
}

// expression parses an expression; nil after an error.
func (c *checker) expression(path, src string) *survey.Expression {
	e, err := c.words.Parse(src)
	var wrong survey.ExpressionErrors
	if errors.As(err, &wrong) {
		for _, x := range wrong {
			c.report(c.inside(path, x.Offset), path, x.Key, pairs(x.Args)...)
		}
		return nil
	}
	return e
}

// inside is a place within a string on one line.
func (c *checker) inside(path string, offset int) place {
	p := c.at(path)
	p.column += offset
	if c.quoted[path] {
		p.column++
	}
	return p
}

func pairs(args map[string]any) []any {
	var out []any
	for k, v := range args {
		out = append(out, k, v)
	}
	return out
}

// earlier demands that all that an expression reads is shown before the place.
func (c *checker) earlier(path string, e *survey.Expression, at int) {
	direct := make(map[string]bool)
	for _, name := range e.Names() {
		item := itemOf(name.ID)
		direct[name.ID] = true
		if c.isCalculated(item) {
			continue
		}
		if c.order[item] >= at {
			c.report(c.inside(path, name.Offset), path, "later_item", "id", name.ID)
		}
	}
	for _, id := range e.Reads() {
		if !direct[id] && c.order[itemOf(id)] >= at {
			c.wrong(path, "later_by_calculation", "id", id)
		}
	}
}

func (c *checker) isCalculated(id string) bool {
	i, known := c.items[id]
	return known && c.q.Items[i].Type == survey.Calculated
}

func (c *checker) isMatrix(id string) bool {
	i, known := c.items[id]
	return known && c.q.Items[i].Type == survey.Matrix && len(c.q.Items[i].Rows) > 0
}

// calculation checks a calculated item's own expression, circles included.
func (c *checker) calculation(path string, it *survey.Item) {
	_, err := c.words.Calculated(it.ID)
	var wrong survey.ExpressionErrors
	if errors.As(err, &wrong) {
		for _, x := range wrong {
			c.report(c.inside(path, x.Offset), path, x.Key, pairs(x.Args)...)
		}
	}
}

// quotes checks {{item}} in a text.
func (c *checker) quotes(path string, t survey.Text, at int) {
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		for _, id := range (survey.Text{lang: t[lang]}).Quotes() {
			place := path
			if c.has(join(path, lang)) {
				place = join(path, lang)
			}
			switch {
			case c.isMatrix(id):
				c.wrong(place, "matrix_leaf", "id", id, "row", c.q.Items[c.items[id]].Rows[0].ID)
			case !c.words.Has(id):
				c.wrong(place, "unknown_quote", "id", survey.Clip(id), "near", c.words.Nearest(id))
			case c.isCalculated(id):
				if e, err := c.words.Calculated(id); err == nil && c.latest(e) >= at {
					c.wrong(place, "later_quote", "id", id)
				}
			case c.order[itemOf(id)] >= at:
				c.wrong(place, "later_quote", "id", id)
			}
		}
	}
}

// latest is the place of the last item that an expression reads.
func (c *checker) latest(e *survey.Expression) int {
	last := -1
	for _, id := range e.Reads() {
		last = max(last, c.order[itemOf(id)])
	}
	return last
}
