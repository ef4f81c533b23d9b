package web

import (
	"strings"
	"testing"

	"minping/survey"
)

// The method page tells of every weighting, what was left open first, in both
// languages, with names as text.
func TestWeightingOnTheMethodPage(t *testing.T) {
	r := bareRelease()
	r.Groups = []survey.GroupInfo{{ID: "g", Title: survey.Text{"zh": "群众", "en": "Public"}}}
	r.Profile = []survey.ItemInfo{{ID: "age", Text: survey.Text{"zh": evilName, "en": "Age"}, Options: []survey.Option{
		{Code: "y", Label: survey.Text{"zh": "青年", "en": "young"}}, {Code: "o", Label: survey.Text{"zh": "老年", "en": "old"}},
	}}}
	r.Weighting = &survey.Weighting{Items: []string{"age"}, Units: []survey.UnitWeighting{
		{Unit: "a", Ballots: 10, Population: 51234.4, Converged: true, MinRatio: .5, MaxRatio: 2.25, Deff: 1.2, NEff: 8.33},
		{
			Unit: "b/…?", Group: "g", Ballots: 10, Population: 900, Deff: 1.1, NEff: 9, MinRatio: .9, MaxRatio: 140, Trimmed: 2,
			Empty: []survey.EmptyCategory{{Item: "age", Category: "y|o"}}, Unknown: []survey.UnknownAnswers{{Item: "age", Ballots: 1}},
		},
	}}
	w := siteOver(&shelf{
		all: map[string]survey.Poll{"p": {ID: "p", State: survey.Published, PublicResults: true, Title: survey.Text{"zh": "测评"}}},
		out: map[string]*survey.Release{"p": r},
	})
	for lang, want := range map[string][]string{
		"en": {"One weighting left something open", "Public", "young, old", "one ballot does not answer “Age”", "2 ballots’ weights", "0.90–140", "51\u202f234", "0.50–2.25", "8.3", "1.20"},
		"zh": {"1 处加权有保留", "群众", "青年、老年", "1 张票未填", "2 张票的权重"},
	} {
		body := w.get("/r/p/method?lang=" + lang).Body.String()
		for _, s := range want {
			if !strings.Contains(body, s) {
				t.Errorf("%s: %q is missing", lang, s)
			}
		}
		if strings.Contains(body, "<script>") {
			t.Errorf("%s: a name became markup", lang)
		}
		if strings.Index(body, "140") > strings.Index(body, "2.25") {
			t.Errorf("%s: what was left open comes first", lang)
		}
	}
}
