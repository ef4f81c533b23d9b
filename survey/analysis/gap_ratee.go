package analysis

import (
	"encoding/json"
	"strings"

	"minping/scoring"
	"minping/survey"
)

// gapRatee is the assessment of one ratee.
type gapRatee struct {
	scoring.Ratee360
	plan         scoring.Plan360
	competencies []string
}

// ownKeys are the keys of a ratee's figures beside those that relations and
// competencies name.
var ownKeys = map[string]func(a gapRatee) any{
	"ratee":              func(a gapRatee) any { return a.Ratee },
	"relations_used":     func(a gapRatee) any { return a.used() },
	"self":               func(a gapRatee) any { return survey.Num(a.Overall.Self) },
	"others":             func(a gapRatee) any { return survey.Num(a.Overall.Others) },
	"gap":                func(a gapRatee) any { return survey.Num(a.Overall.Gap) },
	"profile_r":          func(a gapRatee) any { return survey.Num(a.Pooled.ProfileR) },
	"profile_rms":        func(a gapRatee) any { return survey.Num(a.Pooled.ProfileRMS) },
	"others_pooled_mean": func(a gapRatee) any { return survey.Num(a.Pooled.Mean) },
	"others_trimmed":     func(a gapRatee) any { return survey.Num(a.Pooled.Trimmed) },
	"others_median":      func(a gapRatee) any { return survey.Num(a.Pooled.Median) },
	"others_sd":          func(a gapRatee) any { return survey.Num(a.Pooled.SD) },
}

// MarshalJSON writes an object: by the name of a relation its mean, with n_
// before it its raters; with self_, others_ or gap_ before the name of a
// competency its figures; and what ownKeys lists.
func (a gapRatee) MarshalJSON() ([]byte, error) {
	out := map[string]any{}
	for k, rel := range a.Relations {
		name := a.plan.Relations[k].Name
		out[name], out["n_"+name] = survey.Num(rel.Mean), rel.N
	}
	for k, name := range a.competencies {
		c := a.Competencies[k]
		out["self_"+name], out["others_"+name], out["gap_"+name] = survey.Num(c.Self), survey.Num(c.Others), survey.Num(c.Gap)
	}
	for key, figure := range ownKeys {
		out[key] = figure(a)
	}
	return json.Marshal(out)
}

// used returns the relations that enter the mean of others.
func (a gapRatee) used() []string {
	names := []string{}
	for k, rel := range a.Relations {
		if rel.Used {
			names = append(names, a.plan.Relations[k].Name)
		}
	}
	return names
}

// gapTypes words how ratees see themselves.
var gapTypes = map[string]survey.Text{
	"over": {"zh": "高估自己", "en": "higher"}, "under": {"zh": "低估自己", "en": "lower"},
	"agree": {"zh": "大致相同", "en": "alike"}, "unknown": {"zh": "–", "en": "–"},
}

// grids shows the test and the ratees.
func (f gapFigures) grids(plan scoring.Plan360) []Grid {
	ratees := Grid{
		Title: say("各人（平均分；未列的关系人数不足）", "Ratees (means; a relation not shown has too few raters)"), Most: 40,
		Head: head("被评人", "Ratee", "自评", "Self", "他评", "Others", "差距", "Gap", "自评比他评", "Self beside others"),
	}
	for _, r := range plan.Relations {
		ratees.Head = append(ratees.Head, plainHead([]string{r.Name})...)
	}
	for i, a := range f.Ratees {
		kind := "unknown"
		if f.Test != nil {
			kind = f.Test.Types[i]
		}
		cells := []any{a.Ratee, survey.Num(a.Overall.Self), survey.Num(a.Overall.Others), survey.Num(a.Overall.Gap), gapTypes[kind]}
		for _, rel := range a.Relations {
			cells = append(cells, survey.Num(rel.Mean))
		}
		ratees.add(cells...)
	}
	if f.Test == nil {
		return []Grid{ratees}
	}
	t := f.Test
	test := Grid{Title: say("自评减他评", "Self less others"), Head: head("人数", "N", "平均差距", "Mean gap", "下限", "Low", "上限", "High", "标准差", "SD", "t", "t", "自由度", "DF", "p", "p", "相关", "r")}
	test.add(t.N, t.Mean, t.Low, t.High, t.SD, t.T, int(t.DF), P(t.P), t.R)
	return []Grid{test, ratees}
}

// conclusions says what the figures mean.
func (f gapFigures) conclusions(m Gap) []survey.Text {
	var out []survey.Text
	if f.Test != nil {
		kinds := map[string]int{}
		for _, kind := range f.Test.Types {
			kinds[kind]++
		}
		out = append(out, say("{over} 人自评高于他评，{under} 人低于，{agree} 人大致相同（以差距标准差的一半为界）。",
			"{over} rate themselves higher than others do, {under} lower, {agree} alike (beyond half a standard deviation of the gaps).",
			"over", kinds["over"], "under", kinds["under"], "agree", kinds["agree"]))
	}
	if m.Unpublished {
		return append(out, say("表中含人数不足的关系：会泄露个别评价人的意见，不可公布。", "The table shows relations with too few raters, which discloses what single raters said: not for publication."))
	}
	return append(out, say("不足 {n} 人的关系不计入、不显示，能推算出它的合并数字也不显示。", "A relation with fewer than {n} raters neither counts nor shows, nor do pooled figures that would give it away.", "n", m.MinRaters))
}

// splitList splits a list at commas.
func splitList(s string) []string {
	parts := strings.Split(s, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}
