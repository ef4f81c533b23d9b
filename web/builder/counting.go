package builder

import (
	"strings"

	"minping/survey"
	"minping/web/site"
)

// scoring is how ballots become scores, for those who know.
func (b *draftForms) scoring() draftBlock {
	pick := func(path string, values ...string) draftField {
		all := []site.Choice{{Value: "", Title: b.T("builder.scoring.usual")}}
		for _, v := range values {
			all = append(all, site.Choice{Value: v, Title: b.T("builder.scoring." + v)})
		}
		return b.hinted(b.value(path, "select", all...))
	}
	level := b.valueCalled(b.T("builder.scoring.level"), "scoring.level", "number")
	level.Hint = b.T("builder.scoring.level.hint")
	return draftBlock{Title: b.T("builder.scoring"), Folded: true, Wrong: b.wrong("scoring", false), Fields: []draftField{
		pick("scoring.aggregation", "aggregate-first", "respondent-first"), pick("scoring.strata", "none", "unit", "group"),
		pick("scoring.lonely", "fail", "adjust", "certainty"), level, b.value("scoring.roll_up", "check"),
	}}
}

// validity is which sheets of paper count, and which do not.
func (b *draftForms) validity() []draftBlock {
	rules := draftBlock{Title: b.T("builder.validity"), Folded: true, Wrong: b.wrong("validity", false)}
	names := b.value("validity.nominations", "line")
	if of := b.itemsOf(survey.Multiple); len(of) > 0 {
		names.Hint = b.T("builder.hint.nominations", "list", strings.Join(of, " "))
	} else {
		names.Hint = b.T("builder.hint.nominations.none")
	}
	rules.Fields = []draftField{names, b.value("validity.alike", "select",
		site.Choice{Value: "", Title: b.T("builder.alike.none")}, site.Choice{Value: "top", Title: b.T("builder.alike.top")}, site.Choice{Value: "any", Title: b.T("builder.alike.any")})}
	most := b.rows("validity.most", "most", func(at string) []draftField {
		return []draftField{b.value(at+".option", "line"), b.value(at+".count", "number")}
	})
	most.Folded = true
	return []draftBlock{rules, most}
}
