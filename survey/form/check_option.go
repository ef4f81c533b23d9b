package form

import (
	"fmt"

	"minping/survey"
)

// options checks a scale or the options of an item. Exclusive options make
// sense only where several can be chosen.
func (c *checker) options(path string, options []survey.Option, multiple bool) {
	if c.has(path) && c.lists[path] == 0 {
		c.wrong(path, "empty_list")
	}
	seen := map[string]string{}
	for i := range options {
		if c.enough() {
			return
		}
		c.option(fmt.Sprintf("%s[%d]", path, i), &options[i], seen)
	}
	if multiple {
		return
	}
	for i, o := range options {
		if o.Exclusive {
			c.wrongKey(fmt.Sprintf("%s[%d].exclusive", path, i), "exclusive_single")
		}
	}
}

func (c *checker) option(path string, o *survey.Option, seen map[string]string) {
	c.need(path, "code", "label")
	switch at := path + ".code"; {
	case o.Code == survey.InvalidMark:
		c.wrong(at, "reserved_code", "code", o.Code)
	case o.Code == "" && !c.has(at):
	case !code.MatchString(o.Code):
		c.wrong(at, "bad_code", "code", survey.Clip(o.Code))
	default:
		c.uniqueCode(seen, at, o.Code)
	}
	if o.Score != nil {
		c.between(path+".score", *o.Score, 0, 100)
		if o.Kind != "" {
			c.wrongKey(path+".kind", "score_and_kind", "kind", string(o.Kind))
		}
	}
	if o.Satisfied && o.Kind != "" {
		c.wrongKey(path+".satisfied", "satisfied_and_kind", "kind", string(o.Kind))
	}
	if o.Reason != "" {
		c.reason(path+".reason", o.Reason)
	}
}

func (c *checker) uniqueCode(seen map[string]string, path, code string) {
	if first, twice := seen[code]; twice {
		c.wrong(path, "repeated_code", "code", code, "line", c.at(first).line)
		return
	}
	seen[code] = path
}

// reason must name a text item, where the reason is written.
func (c *checker) reason(path, id string) {
	i, known := c.items[id]
	if !known {
		c.reference(path, "unknown_item", id, c.textItems())
		return
	}
	if t := c.q.Items[i].Type; t != survey.ShortText && t != survey.LongText {
		c.wrong(path, "reason_type", "id", id, "type", string(t))
	}
}

func (c *checker) textItems() []string {
	var ids []string
	for _, it := range c.q.Items {
		if it.Type == survey.ShortText || it.Type == survey.LongText {
			ids = append(ids, it.ID)
		}
	}
	return ids
}
