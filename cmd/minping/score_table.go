package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/report"
)

// Of a long ranking the table shows the first and the last units.
const (
	firstShown = 10
	lastShown  = 15
)

// printRanking prints a short table for each tier: places, scores, flags.
func printRanking(w io.Writer, r *survey.Release, lang string) error {
	say := func(zh, en string) string {
		if lang == "en" {
			return en
		}
		return zh
	}
	if len(r.Votes) > 0 {
		lines := report.VoteLines(r, lang)
		if len(r.Items) == 0 { // nothing is ranked
			_, err := fmt.Fprintf(w, "%s\n%s\n", r.Title.In(lang), strings.Join(lines, "\n"))
			return err
		}
		defer func() { fmt.Fprintf(w, "\n%s\n", strings.Join(lines, "\n")) }()
	}
	fmt.Fprintf(w, "%s\n%s\n", r.Title.In(lang), chart.Figures{Release: r, Lang: lang}.Headline())
	for _, ranking := range report.Rankings(r, lang) {
		t := table.NewWriter()
		t.SetStyle(plainTable())
		t.SuppressTrailingSpaces()
		t.AppendHeader(table.Row{
			say("名次", "Rank"), say("可在", "Between"), cmp.Or(ranking.Title, say("单位", "Unit")), say("票数", "Ballots"),
			say("得分", "Score"), say("区间", "Interval"), say("收缩后", "Shrunken"), fmt.Sprintf(say("居末 %d 位", "Last %d"), ranking.K), say("预警", "Flag"),
		})
		var columns []table.ColumnConfig
		for _, n := range []int{1, 2, 4, 5, 6, 7, 8} {
			columns = append(columns, table.ColumnConfig{Number: n, Align: text.AlignRight, AlignHeader: text.AlignRight})
		}
		t.SetColumnConfigs(columns)
		hidden := ranking.Ranked - firstShown - lastShown
		for i, row := range ranking.Rows[:ranking.Ranked] {
			switch {
			case hidden <= 1 || i < firstShown || i >= firstShown+hidden:
				t.AppendRow(table.Row{row.Rank, row.Interval, row.Name, row.Ballots, row.Score, row.Between, row.Shrunken, row.Last, row.Flag})
			case i == firstShown:
				t.AppendRow(table.Row{"…", "", fmt.Sprintf(say("（另有 %d 个）", "(%d more)"), hidden)})
			}
		}
		fmt.Fprintf(w, "\n%s\n%s\n", ranking.Finding, t.Render())
		printUnranked(w, ranking.Rows[ranking.Ranked:], say)
	}
	_, err := fmt.Fprintf(w, "\n"+say("%d 项预警，%d 个问题，%d 条整改建议。完整报告：加 --out 报告.html 或 --out 报告.xlsx\n",
		"%d flags, %d problems, %d suggestions. The full report: add --out report.html or --out report.xlsx\n"),
		len(r.Flags), len(r.Findings), len(r.Suggestions))
	return err
}

// printUnranked names the units that are listed without a rank, by reason.
func printUnranked(w io.Writer, rows []report.RankingRow, say func(zh, en string) string) {
	var reasons []string
	names := map[string][]string{}
	for _, row := range rows {
		if names[row.Flag] == nil {
			reasons = append(reasons, row.Flag)
		}
		names[row.Flag] = append(names[row.Flag], row.Name)
	}
	for _, reason := range reasons {
		list := names[reason]
		shown := strings.Join(list[:min(len(list), firstShown)], say("、", ", "))
		if more := len(list) - firstShown; more > 0 {
			shown += fmt.Sprintf(say("，另有 %d 个", " and %d more"), more)
		}
		fmt.Fprintf(w, say("%s：%s\n", "%s: %s\n"), reason, shown)
	}
}
