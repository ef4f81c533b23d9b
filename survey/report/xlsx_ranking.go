package report

import (
	"fmt"
	"math"

	"minping/survey"
	"minping/survey/chart"
)

// ranking adds the sheet of a tier: each unit's place, score and error.
func (b *book) ranking(t survey.TierInfo) {
	name := b.say("排名", "Ranking")
	if len(tiers(b.r)) > 1 {
		name += " " + b.tierName(t.ID)
	}
	k := lastK(b.r, t)
	s := b.sheet(name, b.title(name), b.sub(b.say(
		"名次区间内的单位不能断定先后。", "Within a rank interval the order cannot be told.",
	)))
	heads := []head{
		{b.say("名次", "Rank"), 7, true},
		{b.say("名次区间", "Rank interval"), 11, true},
		{b.tierName(t.ID), 22, false},
		{b.say("票数", "Ballots"), 9, true},
		{b.say("满意度得分", "Score"), 11, true},
		{b.say("标准误", "Std error"), 9, true},
		{b.say("区间下限", "Low"), 9, true},
		{b.say("区间上限", "High"), 9, true},
		{b.say("收缩后得分", "Shrunken score"), 11, true},
		{b.say("可靠度", "Reliability"), 10, true},
		{b.say("有效样本量", "Effective n"), 11, true},
		{b.say("设计效应", "Design effect"), 9, true},
		{b.say("满意率", "Satisfied"), 9, true},
		{b.sayf("居末 %d 位概率", "Chance of last %d", k), 14, true},
	}
	if b.r.Previous != nil {
		heads = append(heads, head{b.say("较上轮", "Change"), 9, true}, head{b.say("校正 p 值", "Adjusted p"), 10, true},
			head{b.say("升降", "Rise or fall"), 15, false})
	}
	s.heads(3, append(heads, head{b.say("预警", "Flag"), 24, false})...)
	for _, u := range standing(b.r, t.ID) {
		b.rankingRow(s, u, k)
	}
	if note := (chart.Figures{Release: b.r, Lang: b.lang}).RoughTier(t.ID); note != "" {
		s.note(note)
	}
}

func (b *book) rankingRow(s *sheet, u *survey.UnitResult, k int) {
	nan := survey.Num(math.NaN())
	if u.Suppressed {
		s.put(cell{"—", rightLook}, cell{nil, rightLook}, cell{b.unitName(u), textLook},
			cell{b.why(b.r, u), look{ruled: true, color: ink2}})
		return
	}
	n, ok := u.Nodes[b.r.Nodes[0].ID]
	if !ok {
		n = survey.NodeScore{Score: nan, SE: nan, Low: nan, High: nan, Rate: nan, NEff: nan, Deff: nan}
	}
	shrunken := survey.Shrunken{Score: nan, Reliability: nan}
	if n.Shrunken != nil {
		shrunken = *n.Shrunken
	}
	rank, between := cell{"—", rightLook}, cell{b.say("不排名", "not ranked"), rightLook}
	if u.Rank != nil {
		rank = cell{u.Rank.Rank, look{ruled: true, right: true, bold: true}}
		between = cell{fmt.Sprintf("%d–%d", u.Rank.Low, u.Rank.High), rightLook}
	}
	last := cell{nil, rightLook}
	if p, ok := chanceLast(u, k); ok {
		last = cell{chance(p), rightLook}
		if p >= 0.005 && p <= 0.995 {
			last = cell{p, errorLook}
		}
	}
	scoreBold := scoreLook(n)
	scoreBold.bold = true
	cells := []cell{
		rank, between,
		{b.unitName(u), textLook},
		{u.Ballots, countLook},
		{n.Score, scoreBold},
		{n.SE, errorLook},
		{n.Low, pointLook},
		{n.High, pointLook},
		{shrunken.Score, pointLook},
		{shrunken.Reliability, errorLook},
		{n.NEff, countLook},
		{n.Deff, errorLook},
		{n.Rate, shareLook},
		last,
	}
	if b.r.Previous != nil {
		change, p, rise := cell{nil, rightLook}, cell{nil, rightLook}, cell{nil, textLook}
		if n.Change != nil {
			change, rise = cell{roundOff(n.Change.Diff), changeLook}, cell{b.riseOrFall(n.Change), textLook}
			if p = (cell{n.Change.PAdjusted, chanceLook}); n.Change.PAdjusted < 0.001 {
				p = cell{"<0.001", rightLook}
			}
		}
		cells = append(cells, change, p, rise)
	}
	s.put(append(cells, b.flagCell(u))...)
}

// roundOff drops what is left of a difference of equals.
func roundOff(n survey.Num) survey.Num { return survey.Num(math.Round(float64(n)*1e9) / 1e9) }

// riseOrFall says which, where the change exceeds its error, all units of the
// tier tested together.
func (w words) riseOrFall(c *survey.Change) string {
	switch {
	case !c.Real:
		return w.say("无法断定", "can’t tell")
	case c.Diff > 0:
		return w.say("上升", "rise")
	}
	return w.say("下降", "fall")
}

// flagCell shows the gravest flag of a unit at the root.
func (b *book) flagCell(u *survey.UnitResult) cell {
	for _, f := range b.r.Flags {
		if f.Unit != u.Unit || f.Node != b.r.Nodes[0].ID {
			continue
		}
		if f.Certain {
			return cell{b.action(f.Action), certainLook}
		}
		return cell{b.action(f.Action) + b.say("（先核实）", " (verify first)"), verifyLook}
	}
	if u.Unranked != "" {
		return cell{b.why(b.r, u), look{ruled: true, color: ink2}}
	}
	return cell{nil, textLook}
}

// why says why a unit is not ranked.
func (w words) why(r *survey.Release, u *survey.UnitResult) string {
	return chart.Figures{Release: r, Lang: w.lang}.WhyUnranked(u.Unranked)
}
