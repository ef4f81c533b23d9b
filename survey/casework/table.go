package casework

import (
	"context"
	"strconv"

	"minping/survey"
)

// A Column is one of a table of cases.
type Column struct {
	Name  survey.Text
	Width float64 // in characters
	Date  bool
	cell  func(c *Case, t *tableLine) string
}

// A tableLine is what cells need beside the case.
type tableLine struct {
	lang  string
	unit  func(id string) string
	point map[string]Point
}

func column(zh, en string, width float64, cell func(c *Case, t *tableLine) string) Column {
	return Column{Name: survey.Text{"zh": zh, "en": en}, Width: width, cell: cell}
}

func dateColumn(zh, en string, day func(c *Case) survey.Day) Column {
	return Column{Name: survey.Text{"zh": zh, "en": en}, Width: 12, Date: true, cell: func(c *Case, _ *tableLine) string { return string(day(c)) }}
}

// caseColumns are those of the list of cases. The contact is in none.
var caseColumns = []Column{
	column("件号", "Case", 18, func(c *Case, _ *tableLine) string { return c.ID }),
	column("类型", "Kind", 8, func(c *Case, t *tableLine) string { return c.Kind.Words().In(t.lang) }),
	column("渠道", "Channel", 8, func(c *Case, t *tableLine) string { return c.Channel.Words().In(t.lang) }),
	column("责任单位", "Unit", 18, func(c *Case, t *tableLine) string { return t.unit(c.Unit) }),
	column("服务点", "Service point", 18, func(c *Case, t *tableLine) string { return t.point[c.Point].Name }),
	dateColumn("收到日期", "Received", func(c *Case) survey.Day { return c.Day }),
	column("评分", "Grade", 6, func(c *Case, _ *tableLine) string { return number(c.Grade) }),
	column("内容", "Words", 40, func(c *Case, _ *tableLine) string { return c.Words }),
	column("状态", "State", 10, func(c *Case, t *tableLine) string { return c.State.Words().In(t.lang) }),
	column("承办人", "Handled by", 10, func(c *Case, _ *tableLine) string { return c.Person }),
	dateColumn("期限", "Due", func(c *Case) survey.Day { return c.Due }),
	column("主题", "Theme", 14, func(c *Case, _ *tableLine) string { return c.Theme }),
	column("核实情况", "Finding", 30, func(c *Case, _ *tableLine) string { return c.Finding }),
	column("整改措施", "Measure", 30, func(c *Case, _ *tableLine) string { return c.Measure }),
	column("答复", "Answer", 30, func(c *Case, _ *tableLine) string { return c.Reply }),
	column("回访结果", "Call-back", 10, func(c *Case, t *tableLine) string { return c.Outcome.Words().In(t.lang) }),
	column("重办次数", "Reopened", 8, func(c *Case, _ *tableLine) string { return number(c.Back) }),
	dateColumn("办结日期", "Closed", func(c *Case) survey.Day { return c.Closed }),
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// A Table is cases as a table: text, dates as 2026-11-30.
type Table struct {
	Columns []Column
	Rows    [][]string
}

// Table writes cases as a table.
func (r Room) Table(ctx context.Context, cases []Case, lang string) (Table, error) {
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return Table{}, err
	}
	points, err := r.desk.store.Points(ctx)
	if err != nil {
		return Table{}, err
	}
	named := reach.Named()
	line := &tableLine{lang: lang, point: map[string]Point{}, unit: func(id string) string {
		if u, there := named[id]; there {
			return u.Name.In(lang)
		}
		return id
	}}
	for _, p := range points {
		line.point[p.ID] = p
	}
	table := Table{Columns: caseColumns, Rows: make([][]string, len(cases))}
	for i := range cases {
		for _, c := range caseColumns {
			table.Rows[i] = append(table.Rows[i], c.cell(&cases[i], line))
		}
	}
	return table, nil
}
