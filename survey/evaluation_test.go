package survey_test

import (
	"slices"
	"testing"

	"minping/survey"
	"minping/survey/form"
)

const teamForm = `id: team
version: 1
title: 测评
scales:
  four: [{code: A, label: 优秀, score: 100}, {code: D, label: 较差, score: 40}]
pages:
  - {id: p1, items: [t0, t1]}
  - {id: p2, items: [m0, why]}
items:
  - {id: t0, scale: four, text: 班子总评, required: true, tiers: [team]}
  - {id: t1, scale: four, text: 团结, tiers: [team]}
  - {id: m0, scale: four, text: 总评, required: true, tiers: [member]}
  - {id: why, type: text, text: 理由, show_if: 't0 == "D" or m0 == "D"'}
`

// Of each tier only its own items are asked, on the pages that are left, and
// expressions over the others are as if those were unanswered.
func TestForTier(t *testing.T) {
	q, err := form.Parse([]byte(teamForm))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		tier  string
		items []string
		pages []string
		good  survey.Answers
		wrong string // the field that the answers of the other tier name
	}{
		{"team", []string{"t0", "t1", "why"}, []string{"p1", "p2"}, survey.Answers{"t0": {"D"}, "why": {"散"}}, "m0"},
		{"member", []string{"m0", "why"}, []string{"p2"}, survey.Answers{"m0": {"D"}, "why": {"懒"}}, "t0"},
		{"other", []string{"why"}, []string{"p2"}, survey.Answers{}, "t0"},
	} {
		part := q.For(tt.tier)
		var items, pages []string
		for _, it := range part.Items {
			items = append(items, it.ID)
		}
		for _, p := range part.Pages {
			pages = append(pages, p.ID)
		}
		if !slices.Equal(items, tt.items) || !slices.Equal(pages, tt.pages) {
			t.Errorf("%s: items %v on pages %v", tt.tier, items, pages)
		}
		if part != q.For(tt.tier) {
			t.Errorf("%s: made anew each time", tt.tier)
		}
		kept, errs := part.Check(tt.good, true)
		if len(errs) > 0 || len(kept) != len(tt.good) {
			t.Errorf("%s: kept %v, %v", tt.tier, kept, errs)
		}
		_, errs = part.Check(survey.Answers{tt.wrong: {"A"}}, true)
		if !slices.ContainsFunc(errs, func(e survey.FieldError) bool { return e.Field == tt.wrong }) {
			t.Errorf("%s: an answer to %s is taken: %v", tt.tier, tt.wrong, errs)
		}
	}
	plain, err := form.Parse([]byte("id: p\nversion: 1\ntitle: 甲\nitems: [{id: a, type: text, text: 乙}]\n"))
	if err != nil || plain.For("team") != plain {
		t.Error("a questionnaire without tiers is another for one")
	}
}
