package chart

import (
	"cmp"
	"html/template"

	"minping/survey"
)

// A trendTierView is the units of a tier over the rounds, a line each.
type trendTierView struct {
	Tier, Node, Level string
	Axis              axis
	Rounds            []string
	Rows              []trendTierRow
	GreyName          string
	Breaks            bool
	From              string // the first round that the last can be compared with
	Notes             []string
}

type trendTierRow struct {
	Name, URL                  string
	Lines, Grey                []trendLine
	Dots                       []trendDot
	Breaks                     []string
	Scores                     []string // by round; "": not shown
	Change, Span, Way, Verdict string
}

// TrendTier draws all units of a tier over the rounds, all on one scale, those
// that changed most since the first comparable round at the ends. It is "" for
// fewer than two rounds.
func (f Figures) TrendTier(t survey.Trend) template.HTML {
	if len(t.Rounds) < 2 || len(t.Units) == 0 {
		return ""
	}
	tier := t.Units[0].Tier
	v := trendTierView{Tier: f.tierName(tier), Node: f.nodeTitle(t.Node), Level: f.level(), Rounds: f.roundLabels(t)}
	v.From = f.since(v.Rounds[t.Joined()])
	grey, name := f.greyLine(t)
	v.GreyName = name
	values := append([]survey.Num{}, grey...)
	for _, u := range t.Units {
		for _, p := range u.Points {
			values = append(values, p.Score)
		}
	}
	v.Axis = axisOver(values...)
	for _, u := range TrendOrder(t) {
		v.Rows = append(v.Rows, f.trendTierRow(t, u, grey, v.Axis))
	}
	v.Notes = f.trendNotes(t, v.Axis, v.Rounds)
	return f.draw("trend-tier", v)
}

func (f Figures) trendTierRow(t survey.Trend, u survey.UnitTrend, grey []survey.Num, a axis) trendTierRow {
	row := trendTierRow{Name: cmp.Or(f.text(u.Name), u.Unit), URL: f.unitURL(u.Unit), Way: "flat"}
	x := func(i int) string { return perCent(.03 + .94*float64(i)/float64(max(1, len(t.Rounds)-1))) }
	y := func(n survey.Num) string { return perCent(.12 + .76*(1-a.share(n))) }
	for i, p := range u.Points {
		joined := i > 0 && len(t.Rounds[i].Breaks) == 0
		if i > 0 && !joined {
			row.Breaks = append(row.Breaks, between(x(i-1), x(i)))
		}
		if joined && finite(grey[i]) && finite(grey[i-1]) {
			row.Grey = append(row.Grey, trendLine{x(i - 1), x(i), y(grey[i-1]), y(grey[i])})
		}
		if !p.Shown || !finite(p.Score) {
			row.Scores = append(row.Scores, "")
			continue
		}
		if joined && u.Points[i-1].Shown && finite(u.Points[i-1].Score) {
			row.Lines = append(row.Lines, trendLine{x(i - 1), x(i), y(u.Points[i-1].Score), y(p.Score)})
		}
		row.Dots = append(row.Dots, f.trendDot(p, x(i), y, nan, false))
		score := Points(p.Score)
		if p.Blurred {
			score = roughly + score
		}
		row.Scores = append(row.Scores, score)
	}
	if s := u.Since; s != nil && finite(s.Diff) {
		row.Change, row.Span, row.Way, row.Verdict = Signed(s.Diff), f.between(s.Low, s.High), way(&s.Change), f.verdict(&s.Change)
	}
	return row
}
