package report

import (
	"strings"
	"testing"

	"minping/survey"
)

// weightedRelease has a bit of all that the note on weighting can say.
func weightedRelease() *survey.Release {
	text := func(zh, en string) survey.Text { return survey.Text{"zh": zh, "en": en} }
	return &survey.Release{
		Method: survey.Method{Strata: "area", Clusters: "village", FPC: true, FPCRefused: true},
		Profile: []survey.ItemInfo{
			{ID: "area", Text: text("住地", "Place")},
			{ID: "village", Text: text("村", "Village")},
			{ID: "age", Text: text("年龄", "Age")},
			{ID: "sex", Text: text("性别", "Sex"), Options: []survey.Option{{Code: "m", Label: text("男", "Man")}, {Code: "x", Label: text("其他", "Other")}}},
		},
		Groups: []survey.GroupInfo{{ID: "g", Title: text("群众", "Public")}},
		Units:  []survey.UnitResult{{Unit: "n", Name: text("北区", "North")}, {Unit: "s", Name: text("南区", "South")}},
		Weighting: &survey.Weighting{
			Items: []string{"sex", "age"}, Highest: 3, Mixed: true,
			Units: []survey.UnitWeighting{
				{
					Unit: "n", Ballots: 120, Deff: 1.25, NEff: 96,
					Empty:   []survey.EmptyCategory{{Item: "age", Category: "60"}, {Item: "sex", Category: "m|x"}},
					Unknown: []survey.UnknownAnswers{{Item: "age", Ballots: 4}},
				},
				{Unit: "s", Group: "g", Failed: "no_convergence", Deff: 9},
				{Unit: "e", Failed: "no_ballots"},
			},
		},
	}
}

func TestWeightingNote(t *testing.T) {
	r := weightedRelease()
	for lang, wanted := range map[string][]string{
		"zh": {"性别、年龄", "不高于平均权数的 3 倍", "共加权 1 处", "1.25 倍", "120 张票相当于 96 张", "北区 年龄 60 起、北区 性别 男、其他", "至多 4 张", "e（没有票）", "南区（群众）（权数不能", "合计宜慎用"},
		"en": {"Sex, Age", "at most 3 times the mean", "1 were weighted", "1.25 times", "North Age from 60, North Sex Man, Other", "at most 4 for one margin", "e (no ballots)", "South (Public) (no weights meet"},
	} {
		note := words{lang}.weightingNote(r)
		for _, want := range wanted {
			if !strings.Contains(note, want) {
				t.Errorf("%s: no %q in %s", lang, want, note)
			}
		}
	}
	if got, want := (words{"en"}).designNote(r), "strata by “Place” within each unit, clusters by “Village”, corrected for the size of the population"+
		" (not in strata of which more came than there were said to be)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
