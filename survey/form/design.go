package form

import (
	"fmt"
	"maps"
	"reflect"

	"minping/survey"
)

// ParseDesign reads how the respondents of a poll over the units (nil: any)
// that asks q were sampled: YAML with the keys of survey.Sample, as strictly as
// a questionnaire is read. Its error is Errors, sorted by place.
//
// The format is described in docs/sample-design.md.
func ParseDesign(src []byte, q *survey.Questionnaire, units []string) (*survey.Sample, error) {
	root, errs := document(src)
	if len(errs) > 0 {
		if errs[0].Key == "empty" {
			errs[0].Key = "empty_design"
		}
		return nil, errs.finish()
	}
	c := &checker{q: q, reader: newReader()}
	s := new(survey.Sample)
	c.read(root, reflect.ValueOf(s).Elem(), "")
	c.designKeys(s)
	if len(c.errs) == 0 {
		c.design(s, units)
	}
	if len(c.errs) > 0 {
		return nil, c.errs.finish()
	}
	return s, nil
}

// designKeys demands the keys that a design cannot do without.
func (c *checker) designKeys(s *survey.Sample) {
	for i := range s.Populations {
		c.need(fmt.Sprintf("populations[%d]", i), "size")
	}
	for i := range s.Margins {
		c.need(fmt.Sprintf("margins[%d]", i), "unit", "item", "population")
	}
	for _, list := range []string{"populations", "margins"} {
		if c.has(list) && c.lists[list] == 0 {
			c.wrong(list, "empty_list")
		}
	}
}

// design notes where in the file stands what survey finds wrong.
func (c *checker) design(s *survey.Sample, units []string) {
	for _, e := range s.Check(c.q, units) {
		p := c.at(e.Field)
		if key, ok := c.keys[e.Field]; ok && keyMistakes[e.Key] {
			p = key
		}
		c.errs = append(c.errs, Error{Line: p.line, Column: p.column, Path: e.Field, Key: e.Key, Args: withLines(c.reader, e.Args)})
	}
}

// keyMistakes are those about a key and not about its value.
var keyMistakes = map[string]bool{
	"sample_option": true, "sample_option_twice": true, "sample_bound": true, "sample_bound_twice": true, "sample_unfit": true,
}

// withLines adds the line to a message's other place.
func withLines(r *reader, args map[string]any) map[string]any {
	place, ok := args["place"].(string)
	if !ok {
		return args
	}
	out := maps.Clone(args)
	line := r.at(place).line
	out["place"] = survey.Text{
		"zh": fmt.Sprintf("第 %d 行（%s）", line, place), "en": fmt.Sprintf("line %d (%s)", line, place),
	}
	return out
}
