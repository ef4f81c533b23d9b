package report

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"minping/survey"
)

// Supervision is whom the supervision rules of a poll name 督导名单, a row a rule
// and unit, with the steps that were taken after this round.
func Supervision(r *survey.SupervisionReport, lang string) Table {
	w := words{lang}
	t := Table{Title: w.say("督导名单", "Supervision"), Heads: []TableHead{
		{Name: w.say("规则", "Rule"), Width: 34},
		{Name: w.say("层级", "Tier"), Width: 10},
		{Name: w.say("该规则误报率", "False-alarm rate of the rule"), Width: 14},
		{Name: w.say("单位", "Unit"), Width: 18},
		{Name: w.say("单位编号", "Id"), Width: 14},
		{Name: w.say("各轮名次（早到晚）", "Ranks by round, the earliest first"), Width: 22},
		{Name: w.say("比上轮", "Since last round"), Width: 10},
		{Name: w.say("误报机会", "Chance of a false alarm"), Width: 12},
		{Name: w.say("判断", "Judgement"), Width: 12},
		{Name: w.say("应办", "Step"), Width: 10},
		{Name: w.say("已记", "Taken"), Width: 10},
		{Name: w.say("日期", "Day"), Width: 12, Date: true},
		{Name: w.say("主持", "Held by"), Width: 12},
		{Name: w.say("情况", "What was said"), Width: 40},
		{Name: w.say("下一步", "What follows"), Width: 30},
	}}
	for _, rule := range r.Rules {
		for i := range rule.Units {
			t.Rows = append(t.Rows, w.supervised(&rule, &rule.Units[i])...)
		}
	}
	return t
}

// supervised are the rows of a unit that a rule names: one a step, at least one.
func (w words) supervised(rule *survey.Supervised, u *survey.SupervisedUnit) (rows [][]string) {
	var ranks []string
	for _, p := range u.Places {
		if p.Rank == 0 {
			ranks = append(ranks, "–")
			continue
		}
		ranks = append(ranks, strconv.Itoa(p.Rank)+"/"+strconv.Itoa(p.Of))
	}
	change := ""
	if u.Change != nil {
		change = strconv.FormatFloat(float64(u.Change.Diff), 'f', 1, 64)
	}
	judged := w.say("先核实", "verify first")
	if u.Certain {
		judged = w.say("肯定", "certain")
	}
	head := []string{
		rule.Rule.Words().In(w.lang), rule.Rule.Tier, share(rule.ByChance), cmp.Or(u.Name.In(w.lang), u.Unit), u.Unit,
		strings.Join(ranks, " "), change, share(u.Wrong), judged, rule.Rule.Step.Title().In(w.lang),
	}
	for _, d := range u.Done {
		rows = append(rows, append(append([]string{}, head...), d.Step.Title().In(w.lang), d.On, d.By, d.Said, d.Next))
	}
	if len(rows) == 0 {
		rows = append(rows, append(head, "", "", "", "", ""))
	}
	return rows
}

// share writes a probability as a share of one, as tables are reckoned with;
// "" where it is not known.
func share(p survey.Num) string {
	if math.IsNaN(float64(p)) {
		return ""
	}
	return strconv.FormatFloat(float64(p), 'f', 4, 64)
}
