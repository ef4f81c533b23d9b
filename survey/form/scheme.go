package form

import (
	"fmt"
	"reflect"
	"strings"

	"minping/survey"
)

// ParseScheme reads a scheme of appraisal: YAML with the keys of survey.Scheme,
// as strictly as a questionnaire is read. Its error is Errors, sorted by place.
//
// The format is described in docs/schemes.md.
func ParseScheme(src []byte) (*survey.Scheme, error) {
	root, errs := document(src)
	if len(errs) > 0 {
		if errs[0].Key == "empty" {
			errs[0].Key = "empty_scheme"
		}
		return nil, errs.finish()
	}
	c := &checker{reader: newReader()}
	s := new(survey.Scheme)
	c.read(root, reflect.ValueOf(s).Elem(), "")
	c.schemeKeys(s)
	if len(c.errs) == 0 {
		for _, e := range s.Check() {
			p := c.at(e.Field)
			c.errs = append(c.errs, Error{Line: p.line, Column: p.column, Path: e.Field, Key: e.Key, Args: withLines(c.reader, e.Args)})
		}
	}
	if len(c.errs) > 0 {
		return nil, c.errs.finish()
	}
	return s, nil
}

// schemeKeys demands the keys that a scheme cannot do without, and puts plain
// strings under Chinese.
func (c *checker) schemeKeys(s *survey.Scheme) {
	c.need("", "id", "title", "parts", "grades")
	c.id("id", s.ID, anyID, false)
	texts(reflect.ValueOf(s).Elem(), "", func(path string, t survey.Text) {
		if plain, is := t[""]; is {
			t["zh"] = plain
			delete(t, "")
		}
		if len(t) == 0 && c.has(path) {
			c.wrong(path, "empty_text")
		}
		for lang, words := range t {
			switch at := join(path, lang); {
			case !language.MatchString(lang):
				c.wrong(at, "bad_language", "language", lang)
			case strings.TrimSpace(words) == "" && c.has(path):
				c.wrong(at, "empty_text")
			}
		}
	})
	var parts func(field string, parts []survey.SchemePart)
	parts = func(field string, list []survey.SchemePart) {
		for i := range list {
			at := fmt.Sprintf("%s[%d]", field, i)
			c.need(at, "id", "title", "weight")
			c.id(at+".id", list[i].ID, anyID, false)
			parts(at+".parts", list[i].Parts)
		}
	}
	parts("parts", s.Parts)
	for i := range s.Cards {
		at := fmt.Sprintf("cards[%d]", i)
		c.need(at, "id", "title", "items")
		c.id(at+".id", s.Cards[i].ID, anyID, false)
		for j := range s.Cards[i].Items {
			item := fmt.Sprintf("%s.items[%d]", at, j)
			c.need(item, "id", "title", "points")
			c.id(item+".id", s.Cards[i].Items[j].ID, anyID, false)
		}
	}
	for i := range s.Grades {
		at := fmt.Sprintf("grades[%d]", i)
		c.need(at, "id", "title")
		c.id(at+".id", s.Grades[i].ID, anyID, false)
	}
	for i := range s.Vetoes {
		at := fmt.Sprintf("vetoes[%d]", i)
		c.need(at, "id", "title", "bars")
		c.id(at+".id", s.Vetoes[i].ID, anyID, false)
	}
}
