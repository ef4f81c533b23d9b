package report

import (
	"strconv"
	"strings"

	"minping/survey"
)

// AppraisalTable is a line a unit: its parts, total, rank, the grade suggested
// and the one decided, and how the suggestion came about. decided returns a
// unit's grade by its id, "" while there is none, with its reason.
func AppraisalTable(s *survey.Scheme, a *survey.Appraisal, decided func(unit string) (grade, reason string), lang string) Table {
	p := &appraisalPaper{words: words{lang}, s: s, a: a}
	t := Table{Title: a.Title.In(lang)}
	head := func(name string, width float64) { t.Heads = append(t.Heads, TableHead{Name: name, Width: width}) }
	head(p.say("考核对象", "Appraised"), 20)
	for i := range s.Parts {
		head(s.Parts[i].Title.In(lang)+" "+strconv.Itoa(s.Parts[i].Weight)+"%", 14)
	}
	head(p.say("总分", "Total"), 8)
	head("±", 6)
	head(p.say("名次", "Rank"), 6)
	head(p.say("建议等次", "Suggested"), 14)
	head(p.say("决定等次", "Decided"), 12)
	head(p.say("决定理由", "Reason"), 24)
	head(p.say("说明", "How it came about"), 60)
	for i := range a.Tiers {
		for _, u := range p.ranked(a.Tiers[i].Tier) {
			row := []string{u.Name.In(lang)}
			for _, part := range u.Parts {
				row = append(row, score(part.Value))
			}
			rank, steps := "—", []string{}
			if u.Rank > 0 {
				rank = strconv.Itoa(u.Rank)
			}
			for _, step := range u.Steps {
				steps = append(steps, step.In(lang))
			}
			grade, reason := decided(u.Unit)
			if grade != "" {
				grade = p.grade(grade)
			}
			t.Rows = append(t.Rows, append(row, twoDecimals(u.Total), half(u), rank, p.mark(u), grade, reason, strings.Join(steps, p.say("", " "))))
		}
	}
	return t
}
