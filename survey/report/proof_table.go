package report

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"minping/survey"
)

// ProofTable is which rectifications worked, a row each, with all figures as they
// are reckoned with; what was proved comes first. Intervals are of the proof's level.
func ProofTable(p *survey.Proof, lang string) Table {
	w := words{lang}
	text := func(zh, en string, width float64) TableHead { return TableHead{Name: w.say(zh, en), Width: width} }
	number := func(zh, en string) TableHead { return TableHead{Name: w.say(zh, en), Width: 10, Number: true} }
	t := Table{Title: w.say("整改成效", "What worked"), Heads: []TableHead{
		text("文号", "Order", 22),
		text("单位", "Unit", 16),
		text("单位编号", "Unit id", 12),
		text("层级", "Tier", 8),
		text("指标", "Indicator", 18),
		text("指标编号", "Indicator id", 12),
		text("结论", "Result", 16),
		{Name: w.say("销号日期", "Closed on"), Width: 12, Date: true},
		number("上轮得分", "Score before"),
		number("上轮票数", "Ballots before"),
		number("本轮得分", "Score now"),
		number("本轮票数", "Ballots now"),
		number("变化", "Change"),
		number("变化下限", "Change, low"),
		number("变化上限", "Change, high"),
		number("随大势", "Trend"),
		number("均值回归", "Regression"),
		number("超出预期", "Beyond expectation"),
		number("超出预期下限", "Beyond it, low"),
		number("超出预期上限", "Beyond it, high"),
		number("p（全部一起校正）", "p, adjusted"),
		text("说明", "In words", 44),
	}}
	items := slices.Clone(p.Items)
	slices.SortStableFunc(items, func(a, b survey.ProofItem) int {
		return slices.Index(effectOrder, a.Effect) - slices.Index(effectOrder, b.Effect)
	})
	for i := range items {
		t.Rows = append(t.Rows, w.provenRow(&items[i]))
	}
	return t
}

func (w words) provenRow(it *survey.ProofItem) []string {
	closed := ""
	if !it.Closed.IsZero() {
		closed = it.Closed.Format(time.DateOnly)
	}
	cells := []string{
		it.Order, cmp.Or(it.Name.In(w.lang), it.Unit), it.Unit, survey.TierTitle(it.Tier).In(w.lang), cmp.Or(it.Title.In(w.lang), it.Node), it.Node,
		survey.EffectTitle(it.Effect).In(w.lang), closed,
	}
	for _, s := range []*survey.ProofScore{it.Before, it.Now} {
		if s == nil {
			cells = append(cells, "", "")
			continue
		}
		cells = append(cells, decimal(s.Score, 2), strconv.Itoa(s.N))
	}
	cells = append(cells, provenDifference(it.Change)...)
	if it.Net == nil {
		cells = append(cells, "", "")
	} else {
		cells = append(cells, decimal(it.Trend, 2), decimal(it.Regression, 2))
	}
	return append(append(cells, provenDifference(it.Net)...), decimal(it.PAdjusted, 4), it.Says.In(w.lang))
}

// provenDifference is a difference with its interval, in three cells.
func provenDifference(c *survey.ProofChange) []string {
	if c == nil {
		return []string{"", "", ""}
	}
	return []string{decimal(c.Diff, 2), decimal(c.Low, 2), decimal(c.High, 2)}
}

// decimal writes a number as tables are reckoned with; "" where it is not known.
func decimal(n survey.Num, decimals int) string {
	if !n.OK() {
		return ""
	}
	return strconv.FormatFloat(float64(n), 'f', decimals, 64)
}
