package builder

import (
	"strconv"

	"minping/survey"
	"minping/web/site"
)

// supervisionRule is whom the results call on: places among the last, now or over
// rounds, or a fall; and what follows.
func (b *draftForms) supervisionRule(path string) []draftBlock {
	steps := []site.Choice{{Value: "", Title: b.T("builder.none")}}
	for _, s := range survey.SupervisionSteps {
		steps = append(steps, site.Choice{Value: string(s), Title: s.Title().In(b.Lang)})
	}
	who := draftBlock{Path: path, Fields: b.text(path+".title", "line"), Wrong: b.wrong(path, false)}
	who.Fields = append(who.Fields, b.hinted(b.value(path+".id", "line")), b.hinted(b.value(path+".tier", "line")), b.value(path+".step", "select", steps...))
	places := draftBlock{Path: path, Title: b.T("builder.supervision.places"), Note: b.T("builder.supervision.note")}
	for _, key := range []string{"last", "times", "of"} {
		places.Fields = append(places.Fields, b.hinted(b.value(path+"."+key, "number")))
	}
	drop := b.valueCalled(b.T("builder.supervision.drop"), path+".drop", "number")
	drop.Hint = b.T("builder.supervision.drop.hint")
	return []draftBlock{who, places, {Path: path, Title: b.T("builder.supervision.fall"), Fields: []draftField{drop}}}
}

// supervisionWords say in words whom the rule at a path names, "" where it does not
// say so yet.
func (b *draftForms) supervisionWords(path string) string {
	number := func(key string) int {
		n, _ := strconv.Atoi(b.tree.Get(path + "." + key)) // 0: not given, or wrong, which is told at the field
		return n
	}
	rule := survey.SupervisionRule{Last: number("last"), Times: max(number("times"), 1)}
	rule.Of = max(number("of"), rule.Times)
	rule.Drop, _ = strconv.ParseFloat(b.tree.Get(path+".drop"), 64)
	if rule.Last <= 0 && !(rule.Drop > 0) {
		return ""
	}
	return rule.Words().In(b.Lang)
}
