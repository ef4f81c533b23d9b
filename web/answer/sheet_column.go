package answer

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"minping/survey"
)

// manyMarks is how many marks a column has at most; longer scales are questions.
const manyMarks = 7

// isColumn reports whether an item is a column of a sheet.
func isColumn(q *survey.Questionnaire, it *survey.Item) bool {
	switch it.Type {
	case survey.Choice, survey.Matrix:
		return it.ShowIf == "" && len(q.ItemOptions(it)) <= manyMarks
	case survey.Rating:
		return it.ShowIf == "" && it.To-it.From < manyMarks
	}
	return false
}

// newSheetPart makes the columns of a tier.
func (p *Paper) newSheetPart(lang, tier string) *sheetPart {
	q := p.Full.For(tier)
	part := &sheetPart{Tier: tier, Title: survey.TierTitle(tier).In(lang)}
	grade := ""
	if t := p.Full.EvaluationType(tier); t != nil {
		grade = t.Grade
	}
	areas := areasOf(q, lang)
	for i := range q.Items {
		it := &q.Items[i]
		if !isColumn(q, it) {
			continue
		}
		marks := marksOf(q, it, lang)
		for j, id := range it.Answers() {
			c := sheetColumn{ID: id, Name: q.Quote(it.Text, lang, nil), Area: areas[id], Overall: id == grade, Marks: marks}
			if it.Type == survey.Matrix {
				c.Name = it.Rows[j].Text.In(lang)
			}
			if c.Overall {
				part.Best, c.Area = bestMark(marks), ""
			}
			part.Columns = append(part.Columns, c)
		}
	}
	// What was given for the whole stands at the end of the row.
	slices.SortStableFunc(part.Columns, func(a, b sheetColumn) int {
		switch {
		case a.Overall == b.Overall:
			return 0
		case a.Overall:
			return 1
		}
		return -1
	})
	return part
}

func bestMark(marks []sheetMark) string {
	for _, m := range marks {
		if m.Best {
			return m.Name
		}
	}
	return ""
}

// areasOf says to which node of the index each item belongs.
func areasOf(q *survey.Questionnaire, lang string) map[string]string {
	areas := map[string]string{}
	var walk func(nodes []survey.Node, title string)
	walk = func(nodes []survey.Node, title string) {
		for _, n := range nodes {
			if n.Item != "" {
				areas[n.Item] = title
			}
			walk(n.Children, n.Title.In(lang))
		}
	}
	walk(q.Index, "")
	return areas
}

// marksOf writes the marks of an item. A letter is the option's code, or its
// place where a code is longer.
func marksOf(q *survey.Questionnaire, it *survey.Item, lang string) []sheetMark {
	options := q.ItemOptions(it)
	long := slices.ContainsFunc(options, func(o survey.Option) bool { return utf8.RuneCountInString(o.Code) > 1 })
	best, least := 0.0, 100.0
	for _, o := range options {
		if o.Score != nil {
			best, least = max(best, *o.Score), min(least, *o.Score)
		}
	}
	marks := make([]sheetMark, len(options))
	for i, o := range options {
		m := sheetMark{Code: o.Code, Letter: o.Code, Name: o.Label.In(lang), Why: o.Reason, Apart: o.Kind != "", Class: "middle"}
		if long {
			m.Letter = strconv.Itoa(i + 1)
		}
		m.Best = o.Score != nil && *o.Score == best
		switch {
		case m.Apart:
			m.Class = "apart"
		case m.Best:
			m.Class = "best"
		case o.Score != nil && *o.Score == least:
			m.Class = "least"
		}
		marks[i] = m
	}
	return marks
}

// A sheetHead is a heading over columns.
type sheetHead struct {
	Name string
	Span int
	Tall bool // of a single column that belongs to no area
}

// Heads are the headings over the columns; none where no column has an area.
func (p *sheetPart) Heads() (heads []sheetHead) {
	some := false
	for i, c := range p.Columns {
		switch {
		case c.Area == "":
			heads = append(heads, sheetHead{c.Name, 1, true})
		case i > 0 && p.Columns[i-1].Area == c.Area:
			heads[len(heads)-1].Span++
		default:
			heads = append(heads, sheetHead{c.Area, 1, false})
		}
		some = some || c.Area != ""
	}
	if !some {
		return nil
	}
	return heads
}
