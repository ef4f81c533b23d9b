package main

import (
	"fmt"
	"io"
	"strconv"

	"minping/survey"
	"minping/survey/simulation"
)

// printProofs prints how often proofs of rectifications err, for people.
func printProofs(w io.Writer, r *simulation.ProofReport, lang string) error {
	p := r.Plan
	about := fmt.Sprintf(survey.Text{
		"zh": "模拟：问卷 %s，每种情形 %d 轮，%d 个单位中末 %d 位整改，其中每隔一个真有改进；自然波动 %g 分，总体变化 %g 分，种子 %d。表中为百分比，括号内是模拟误差（标准误）。\n",
		"en": "Simulation: questionnaire %s, %d rounds a case; of %d units the last %d get orders, every second of which truly improves; drift %g points, trend %g points, seed %d.\nPercentages, with their Monte Carlo standard errors in brackets.\n",
	}.In(lang), r.Questionnaire, p.Rounds, p.Units[0], p.Last[0], p.Drift, p.Trend, p.Seed)
	return printTables(w, about, lang, improvedTable(r), expectedTable(r))
}

var effectHead = survey.Text{"zh": "真实改进（分）", "en": "True improvement, points"}

func improvedTable(r *simulation.ProofReport) simulationTable {
	t := simulationTable{
		title: survey.Text{"zh": "“确有改进”的判断", "en": "What is called improved"},
		head: []survey.Text{
			ballotsHead,
			effectHead,
			{"zh": "真改进的：判为改进", "en": "Improved: called so"},
			{"zh": "未改进的：误判", "en": "Not improved: called so"},
			{"zh": "所判改进中误判", "en": "Of those called so, wrong"},
			{"zh": "有误判的轮", "en": "Polls with a wrong one"},
			{"zh": "只看涨幅：真改进的", "en": "Risen at face value: improved"},
			{"zh": "只看涨幅：未改进的", "en": "Risen at face value: not improved"},
		},
	}
	for _, c := range r.Cases {
		t.rows = append(t.rows, []string{
			strconv.Itoa(c.Ballots), pointText(c.Effect), percent(c.Found), percent(c.Wrong), percent(c.WrongShare), percent(c.AnyWrong), percent(c.FaceFound), percent(c.FaceWrong),
		})
	}
	return t
}

func expectedTable(r *simulation.ProofReport) simulationTable {
	t := simulationTable{
		title: survey.Text{"zh": "未改进的单位判为什么；超出预期部分的区间", "en": "What the others are called, and the interval of what is beyond expectation"},
		head: []survey.Text{
			ballotsHead,
			effectHead,
			{"zh": "均值回归", "en": "Regression"},
			{"zh": "随大势", "en": "With the others"},
			{"zh": "无法区分", "en": "Noise"},
			{"zh": "区间包含真值", "en": "Interval holds the truth"},
			{"zh": "半宽（分）", "en": "Half width, points"},
			{"zh": "合计区间包含真值", "en": "That of all together"},
		},
	}
	for _, c := range r.Cases {
		t.rows = append(t.rows, []string{
			strconv.Itoa(c.Ballots), pointText(c.Effect), percent(c.Regression), percent(c.Trend), percent(c.Noise), percent(c.Holds), mean(c.Half), percent(c.Together),
		})
	}
	return t
}

// pointText prints a number of points as it was given.
func pointText(n survey.Num) string { return strconv.FormatFloat(float64(n), 'g', -1, 64) }
