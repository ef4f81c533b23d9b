package clerk

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"

	"minping/survey"
)

// A Column is one answer of a sheet.
type Column struct {
	ID      string // of the answer: "m.r" for row r of matrix m; of a whole sheet "unit/answer"
	Unit    survey.Unit
	Item    *survey.Item
	Row     survey.Text     // of a matrix
	Options []survey.Option // to choose from; none: written as it is
}

// Columns are the answers of a sheet, unit by unit in the questionnaire's order.
func (f Form) Columns() []Column {
	var all []Column
	for _, u := range f.Units {
		for _, c := range columnsOf(f.Questionnaire.For(u.Tier)) {
			if c.Unit = u; f.Whole {
				c.ID = u.ID + separator + c.ID
			}
			all = append(all, c)
		}
	}
	return all
}

// Answer is the id of the answer within the ballot about its unit.
func (c Column) Answer() string { return strings.TrimPrefix(c.ID, c.Unit.ID+separator) }

// columnsOf are the answers of a ballot.
func columnsOf(q *survey.Questionnaire) []Column {
	var all []Column
	for i := range q.Items {
		it := &q.Items[i]
		if it.Type == survey.Calculated || it.Type == survey.Information {
			continue
		}
		options := q.ItemOptions(it)
		for j, id := range it.Answers() {
			c := Column{ID: id, Item: it, Options: options}
			if it.Type == survey.Matrix {
				c.Row = it.Rows[j].Text
			}
			all = append(all, c)
		}
	}
	return all
}

// Keys are what is typed for each option: its code or, where a code is longer
// than a character, its place.
func (c Column) Keys() []string {
	keys := make([]string, len(c.Options))
	for i, o := range c.Options {
		keys[i] = o.Code
	}
	if slices.ContainsFunc(keys, func(k string) bool { return utf8.RuneCountInString(k) > 1 && !isNumber(k) }) {
		for i := range keys {
			keys[i] = strconv.Itoa(i + 1)
		}
	}
	return keys
}

// Places reports whether an option may also be given by its place, 1 to 9: of
// grades A to D on the number keys. It may where no key is such a digit.
func (c Column) Places() bool {
	return len(c.Options) < 10 && !slices.ContainsFunc(c.Keys(), func(k string) bool { n, err := strconv.Atoi(k); return err == nil && n > 0 })
}

func isNumber(s string) bool { _, err := strconv.Atoi(s); return err == nil }

// Many reports whether several options may be given, apart by a space.
func (c Column) Many() bool {
	return c.Item.Type == survey.Multiple || c.Item.Type == survey.Ranking
}

// Read turns what was typed into an answer; "!" is a void mark, and so are two
// options where one is asked for. What is no option stays as it is, for the
// check to refuse.
func (c Column) Read(typed string) []string {
	typed = strings.TrimSpace(typed)
	if t := c.Item.Type; t != survey.ShortText && t != survey.LongText {
		typed = width.Narrow.String(typed) // as Chinese keyboards write digits
	}
	switch {
	case typed == "":
		return nil
	case len(c.Options) == 0 || typed == survey.InvalidMark:
		return []string{typed}
	}
	var answer []string
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return r == ' ' || r == ',' || r == '、' || r == '､' }) {
		answer = append(answer, c.code(part))
	}
	if c.Many() || len(answer) == 1 {
		return answer
	}
	for _, a := range answer {
		if !slices.ContainsFunc(c.Options, func(o survey.Option) bool { return o.Code == a }) {
			return []string{typed}
		}
	}
	return []string{survey.InvalidMark}
}

// code returns the code of the option that a key, or a place, stands for.
func (c Column) code(key string) string {
	for i, k := range c.Keys() {
		if strings.EqualFold(k, key) {
			return c.Options[i].Code
		}
	}
	for _, o := range c.Options {
		if strings.EqualFold(o.Code, key) {
			return o.Code
		}
	}
	if i, err := strconv.Atoi(key); err == nil && c.Places() && i > 0 && i <= len(c.Options) {
		return c.Options[i-1].Code
	}
	return key
}

// Type writes an answer as it would be typed.
func (c Column) Type(answer []string) string {
	typed := slices.Clone(answer)
	keys := c.Keys()
	for i, a := range typed {
		for j, o := range c.Options {
			if o.Code == a {
				typed[i] = keys[j]
			}
		}
	}
	return strings.Join(typed, " ")
}
