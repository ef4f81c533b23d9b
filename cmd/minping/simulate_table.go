package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"minping/survey"
	"minping/survey/simulation"
)

// A simulationTable is one table of a simulation, a row per number of ballots
// and thing looked at.
type simulationTable struct {
	title survey.Text
	head  []survey.Text
	rows  [][]string
}

// printSimulation prints the tables of a simulation for people.
func printSimulation(w io.Writer, r *simulation.Report, lang string) error {
	p := r.Plan
	in := func(zh, en string) string { return survey.Text{"zh": zh, "en": en}.In(lang) }
	about := fmt.Sprintf(in(
		"模拟：问卷 %s，%d 项指标，每种票数 %d 轮，各层级单位数 %s，种子 %d。表中为百分比，括号内是模拟误差（标准误）。\n",
		"Simulation: questionnaire %s, %d indicators, %d rounds for each number of ballots, units per tier %s, seed %d.\nPercentages, with their Monte Carlo standard errors in brackets.\n",
	), r.Questionnaire, r.Indicators, p.Rounds, strings.Trim(fmt.Sprint(p.Units), "[]"), p.Seed)
	return printTables(w, about, lang, intervalTable(r), regionTable(r), lastTable(r), alarmTable(r), fallTable(r), enoughTable(r))
}

// printTables prints what a simulation is about, and its tables.
func printTables(w io.Writer, about, lang string, tables ...simulationTable) error {
	var b strings.Builder
	b.WriteString(about)
	for _, t := range tables {
		fmt.Fprintf(&b, "\n%s\n%s\n", t.title.In(lang), t.render(lang))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (t simulationTable) render(lang string) string {
	out := table.NewWriter()
	out.SetStyle(plainTable())
	out.SuppressTrailingSpaces()
	var head table.Row
	var columns []table.ColumnConfig
	for k, h := range t.head {
		head = append(head, h.In(lang))
		if k != 1 {
			columns = append(columns, table.ColumnConfig{Number: k + 1, Align: text.AlignRight, AlignHeader: text.AlignRight})
		}
	}
	out.AppendHeader(head)
	out.SetColumnConfigs(columns)
	for _, row := range t.rows {
		cells := make(table.Row, len(row))
		for k, s := range row {
			cells[k] = wordIn(s, lang)
		}
		out.AppendRow(cells)
	}
	return out.Render()
}

// percent prints a share with its error.
func percent(r simulation.Rate) string {
	if !r.Value.OK() {
		return "–"
	}
	decimals := 1
	if v := float64(r.Value); v > 0 && v < 0.01 {
		decimals = 2
	}
	return strconv.FormatFloat(100*float64(r.Value), 'f', decimals, 64) + " (" + strconv.FormatFloat(100*float64(r.SE), 'f', decimals, 64) + ")"
}

// mean prints a mean per case.
func mean(r simulation.Rate) string {
	if !r.Value.OK() || math.IsInf(float64(r.Value), 0) {
		return "–"
	}
	return strconv.FormatFloat(float64(r.Value), 'f', 1, 64)
}

var ballotsHead = survey.Text{"zh": "每单位票数", "en": "Ballots per unit"}

func intervalTable(r *simulation.Report) simulationTable {
	t := simulationTable{
		title: survey.Text{"zh": "区间包含真值的比例", "en": "How often the interval of a score holds the truth"},
		head: []survey.Text{
			ballotsHead,
			{"zh": "层次", "en": "Level"},
			{"zh": "包含真值", "en": "Holds it"},
			{"zh": "半宽（分）", "en": "Half width, points"},
			{"zh": "给不出区间", "en": "No interval"},
		},
	}
	for _, x := range r.Intervals {
		t.rows = append(t.rows, []string{strconv.Itoa(x.Ballots), x.Level, percent(x.Coverage), mean(x.Half), percent(x.None)})
	}
	return t
}

func regionTable(r *simulation.Report) simulationTable {
	t := simulationTable{
		title: survey.Text{"zh": "名次区间包含真实名次的比例", "en": "How often the rank regions hold the true ranks"},
		head: []survey.Text{
			ballotsHead,
			{"zh": "单位", "en": "Units"},
			{"zh": "全部同时", "en": "All at once"},
			{"zh": "单个", "en": "Each"},
			{"zh": "平均宽度（名）", "en": "Mean width, ranks"},
			{"zh": "各单位相同时全部", "en": "All at once, units equal"},
		},
	}
	for _, x := range r.Regions {
		t.rows = append(t.rows, []string{
			strconv.Itoa(x.Ballots), strconv.Itoa(x.Units), percent(x.Joint), percent(x.Single), mean(x.Width), percent(x.Equal),
		})
	}
	return t
}

func lastTable(r *simulation.Report) simulationTable {
	t := simulationTable{
		title: survey.Text{
			"zh": "末 k 位：列入者确实在末 k 位的比例；两种“确定”各找到多少、错了多少、各单位相同时出错的调查",
			"en": "The last k: how many listed truly are; what each meaning of certain finds, gets wrong, and does where all units are equal",
		},
		head: []survey.Text{
			ballotsHead,
			{"zh": "末 k / 单位", "en": "Last k of"},
			{"zh": "列入属实", "en": "Listed, true"},
			{"zh": "按概率：找到", "en": "By chance: found"},
			{"zh": "其中错", "en": "of these wrong"},
			{"zh": "有错的调查", "en": "polls with a wrong one"},
			{"zh": "相同时", "en": "units equal"},
			{"zh": "按联合区间：找到", "en": "By region: found"},
			{"zh": "有错的调查", "en": "polls with a wrong one"},
			{"zh": "相同时", "en": "units equal"},
		},
	}
	for _, x := range r.Last {
		t.rows = append(t.rows, []string{
			strconv.Itoa(x.Ballots), fmt.Sprintf("%d / %d", x.K, x.Units), percent(x.Listed),
			percent(x.Chance.Found), percent(x.Chance.Wrong), percent(x.Chance.Any), percent(x.Chance.Equal),
			percent(x.Region.Found), percent(x.Region.Any), percent(x.Region.Equal),
		})
	}
	return t
}

func alarmTable(r *simulation.Report) simulationTable {
	t := simulationTable{
		title: survey.Text{
			"zh": "各单位、各指标相同且没有变化时的预警（都是误报）：每次比较，每次调查至少一个",
			"en": "Flags where all units and indicators are equal and nothing changed (all false): per comparison, and polls with any",
		},
		head: []survey.Text{
			ballotsHead,
			{"zh": "规则", "en": "Rule"},
			{"zh": "预警", "en": "Flagged"},
			{"zh": "其中确定", "en": "Certain"},
			{"zh": "调查有预警", "en": "Polls, flagged"},
			{"zh": "调查有确定的", "en": "Polls, certain"},
		},
	}
	for _, x := range r.Alarms {
		t.rows = append(t.rows, []string{
			strconv.Itoa(x.Ballots), ruleName(x.Rule), percent(x.Flagged), percent(x.Certain), percent(x.AnyFlagged), percent(x.AnyCertain),
		})
	}
	return t
}

func fallTable(r *simulation.Report) simulationTable {
	t := simulationTable{
		title: survey.Text{
			"zh": fmt.Sprintf("每八个单位有一个真降 %g 分时：找到多少，预警中有多少没有真降", r.Plan.Drop),
			"en": fmt.Sprintf("Every eighth unit truly fell by %g points: how many are found, how many of those flagged did not fall", r.Plan.Drop),
		},
		head: []survey.Text{
			ballotsHead,
			{"zh": "规则", "en": "Rule"},
			{"zh": "找到", "en": "Found"},
			{"zh": "确定", "en": "Certain"},
			{"zh": "预警中错", "en": "Flagged, wrong"},
			{"zh": "确定中错", "en": "Certain, wrong"},
		},
	}
	for _, x := range r.Falls {
		t.rows = append(t.rows, []string{
			strconv.Itoa(x.Ballots), ruleName(x.Rule), percent(x.Found), percent(x.FoundCertain), percent(x.Wrong), percent(x.WrongCertain),
		})
	}
	return t
}

func enoughTable(r *simulation.Report) simulationTable {
	t := simulationTable{
		title: survey.Text{"zh": "从每单位多少票起，包含真值的比例达到目标", "en": "From how many ballots per unit on the truth is held often enough"},
		head:  []survey.Text{ballotsHead, {"zh": "什么", "en": "Of what"}, {"zh": "目标 %", "en": "Target, %"}},
	}
	for _, x := range r.Enough {
		from, what := "–", x.What
		if x.Ballots > 0 {
			from = strconv.Itoa(x.Ballots)
		}
		if x.Units > 0 {
			what += " " + strconv.Itoa(x.Units)
		}
		t.rows = append(t.rows, []string{from, what, strconv.FormatFloat(100*float64(x.Target), 'g', -1, 64)})
	}
	return t
}

// ruleName names a rule in words that wordIn translates.
func ruleName(r simulation.Rule) string {
	line := strconv.FormatFloat(float64(r.Line), 'g', -1, 64)
	name := r.Kind + " " + line + " " + r.Scope
	if r.Significant {
		name += " significant"
	}
	return name
}

var simulationWords = map[string]string{
	"overall": "总分", "composite": "综合指标", "area": "方面", "indicator": "指标",
	"regions": "名次区间，单位数", "equal": "名次区间（各单位相同），单位数",
	"last": "末位", "repeat": "连续两轮末位", "below": "低于线（距真值）", "drop": "下降", "gap": "低于方面",
	"missing": "不了解超过", "significant": "显著",
}

// wordIn puts the words of a cell into a language.
func wordIn(s, lang string) string {
	if lang == "en" {
		return s
	}
	words := strings.Fields(s)
	for i, w := range words {
		if zh, ok := simulationWords[w]; ok {
			words[i] = zh
		}
	}
	return strings.Join(words, " ")
}
