package main

import (
	"fmt"
	"io"
	"strconv"

	"minping/survey"
	"minping/survey/simulation"
)

// printSupervision prints how often rules of supervision err, for people.
func printSupervision(w io.Writer, r *simulation.SupervisionReport, lang string) error {
	p := r.Plan
	about := fmt.Sprintf(survey.Text{
		"zh": "模拟：问卷 %s，每种票数 %d 次，每次三轮、%d 个单位；自然波动 %g 分，最后一轮前每八个单位有一个真降 %g 分，种子 %d。表中为百分比，括号内是模拟误差（标准误）。\n",
		"en": "Simulation: questionnaire %s, %d times three polls for each number of ballots, %d units; drift %g points, before the last poll every eighth unit truly falls by %g points, seed %d.\nPercentages, with their Monte Carlo standard errors in brackets.\n",
	}.In(lang), r.Questionnaire, p.Rounds, p.Units[0], p.Drift, p.Drop, p.Seed)
	return printTables(w, about, lang, supervisionAlarmTable(r, lang), supervisionWrongTable(r, lang))
}

var supervisionRuleHead = survey.Text{"zh": "规则", "en": "Rule"}

func supervisionAlarmTable(r *simulation.SupervisionReport, lang string) simulationTable {
	t := simulationTable{
		title: survey.Text{"zh": "各单位相同且没有变化：规则点到谁都是误报", "en": "No unit differs and nothing changes: whoever is named is a false alarm"},
		head: []survey.Text{
			ballotsHead,
			supervisionRuleHead,
			{"zh": "页面所示误报率", "en": "Told"},
			{"zh": "单位被点到", "en": "Units named"},
			{"zh": "至少点到一个的测评", "en": "Polls with any"},
		},
	}
	for _, c := range r.Cases {
		told := percentOf(c.ByChance)
		if c.Rule.Drop > 0 {
			told = "≤ " + told
		}
		t.rows = append(t.rows, []string{strconv.Itoa(c.Ballots), c.Rule.Words().In(lang), told, percent(c.Alarm), percent(c.AnyAlarm)})
	}
	return t
}

func supervisionWrongTable(r *simulation.SupervisionReport, lang string) simulationTable {
	t := simulationTable{
		title: survey.Text{"zh": "各单位不同：点到的有多少不该点", "en": "Units differ: how many of those named do not belong there"},
		head: []survey.Text{
			ballotsHead,
			supervisionRuleHead,
			{"zh": "每次点到（个）", "en": "Named, units"},
			{"zh": "不该点的", "en": "Wrongly"},
			{"zh": "页面所示", "en": "Told"},
			{"zh": "其中确定", "en": "Certain"},
			{"zh": "确定中不该点的", "en": "Of these wrongly"},
			{"zh": "该点的点到", "en": "Found"},
		},
	}
	for _, c := range r.Cases {
		t.rows = append(t.rows, []string{
			strconv.Itoa(c.Ballots), c.Rule.Words().In(lang), mean(c.Named), percent(c.Wrong), percent(c.Told), percent(c.Certain), percent(c.CertainWrong), percent(c.Found),
		})
	}
	return t
}

// percentOf prints a share that is known without error.
func percentOf(x survey.Num) string {
	if !x.OK() {
		return "–"
	}
	return strconv.FormatFloat(100*float64(x), 'f', 2, 64)
}
