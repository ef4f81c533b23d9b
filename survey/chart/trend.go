package chart

import (
	"cmp"
	"html/template"
	"strconv"
	"time"

	"minping/survey"
)

// The drawing of a trend: its height, and how far from the top its plot begins
// and ends, in px.
const (
	trendHeight, trendTop, trendFoot = 266, 16, 236
	trendLeft                        = .06 // of the width, for the labels of the axis
)

// A trendView is one unit over the rounds.
type trendView struct {
	Name, Node, Level string
	Height            int
	Grid              []trendLine
	Ticks             []trendTick
	Grey, Line        []trendLine
	Breaks            []trendTick // where lines are not joined
	Dots              []trendDot
	Rounds            []trendLabel
	GreyName          string
	GreyX, GreyY      string
	Rows              []trendRow
	Notes             []string
}

type trendLine struct{ X1, X2, Y1, Y2 string }

type trendTick struct{ X, Y, Label string }

type trendDot struct {
	X, Y, From, To, Label, Anchor, Dy string
	Dx                                int
}

type trendLabel struct{ X, Label, Anchor string }

type trendRow struct{ Round, Score, Interval, Grey, N, Change, Way, Verdict string }

// Trend draws a unit over all rounds: a line with an interval at each, the whole
// or else the mean of its tier in grey. Rounds whose questionnaires differ at
// the node are not joined. It is "" where fewer than two rounds show the unit.
func (f Figures) Trend(t survey.Trend) template.HTML {
	if len(t.Units) != 1 || shownRounds(t.Units[0]) < 2 {
		return ""
	}
	u := t.Units[0]
	v := trendView{
		Name: cmp.Or(f.text(u.Name), u.Unit), Node: f.nodeTitle(t.Node), Level: f.level(), Height: trendHeight,
	}
	grey, name := f.greyLine(t)
	v.GreyName = name
	var values []survey.Num
	for i, p := range u.Points {
		values = append(values, p.Score, p.Low, p.High, grey[i])
	}
	a := axisOver(values...)
	y := func(n survey.Num) string {
		return strconv.FormatFloat(trendFoot-a.share(n)*(trendFoot-trendTop), 'f', 1, 64)
	}
	x := func(i int) string {
		return perCent(trendLeft + .05 + (1-trendLeft-.12)*float64(i)/float64(max(1, len(t.Rounds)-1)))
	}
	for _, tick := range a.Ticks() {
		n, _ := strconv.ParseFloat(tick.Label, 64)
		at := y(survey.Num(n))
		v.Grid = append(v.Grid, trendLine{perCent(trendLeft), "100%", at, at})
		v.Ticks = append(v.Ticks, trendTick{Y: at, Label: tick.Label})
	}
	labels := f.roundLabels(t)
	for i, p := range u.Points {
		v.Rounds = append(v.Rounds, trendLabel{x(i), labels[i], "middle"})
		joined := i > 0 && len(t.Rounds[i].Breaks) == 0
		if i > 0 && !joined {
			v.Breaks = append(v.Breaks, trendTick{X: between(x(i-1), x(i))})
		}
		if finite(grey[i]) {
			if joined && finite(grey[i-1]) {
				v.Grey = append(v.Grey, trendLine{x(i - 1), x(i), y(grey[i-1]), y(grey[i])})
			}
			v.GreyX, v.GreyY = x(i), y(grey[i])
		}
		if p.Shown && finite(p.Score) {
			if joined && u.Points[i-1].Shown && finite(u.Points[i-1].Score) {
				v.Line = append(v.Line, trendLine{x(i - 1), x(i), y(u.Points[i-1].Score), y(p.Score)})
			}
			neighbour, last := beside(u.Points, i)
			v.Dots = append(v.Dots, f.trendDot(p, x(i), y, neighbour, last))
		}
		v.Rows = append(v.Rows, f.trendRow(p, grey[i], labels[i]))
	}
	v.Notes = f.trendNotes(t, a, labels)
	return f.draw("trend", v)
}

// between returns the middle of two positions.
func between(a, b string) string {
	p, _ := strconv.ParseFloat(a[:len(a)-1], 64)
	q, _ := strconv.ParseFloat(b[:len(b)-1], 64)
	return perCent((p + q) / 200)
}

// beside returns the neighbour of a point that the line runs to on the side of
// its label: the next one, of the last one the one before.
func beside(points []survey.TrendPoint, i int) (next survey.Num, last bool) {
	if last = i == len(points)-1; last {
		i -= 2
	}
	if i++; i < 0 || !points[i].Shown {
		return nan, last
	}
	return points[i].Score, last
}

// trendDot is a score with its label, which keeps clear of the line that runs
// to the neighbour: beside and below the dot, or above where the line falls.
func (f Figures) trendDot(p survey.TrendPoint, x string, y func(survey.Num) string, neighbour survey.Num, last bool) trendDot {
	d := trendDot{X: x, Y: y(p.Score), Label: Points(p.Score), Dx: 9, Dy: "1.4em", Anchor: "start"}
	if p.Blurred {
		d.Label = roughly + d.Label
	}
	if finite(p.Low) && finite(p.High) {
		d.From, d.To = y(p.High), y(p.Low)
	}
	if last {
		d.Dx, d.Anchor = -9, "end"
	}
	if neighbour < p.Score {
		d.Dy = "-.7em"
	}
	return d
}

func (f Figures) trendRow(p survey.TrendPoint, grey survey.Num, label string) trendRow {
	row := trendRow{Round: label, Score: none, Interval: none, Grey: none, N: none, Change: none, Way: "flat"}
	if finite(grey) {
		row.Grey = Points(grey)
	}
	if !p.Shown {
		row.Score = f.word("trend.hidden")
		return row
	}
	row.Score, row.Interval = Points(p.Score), Interval(p.Low, p.High)
	if p.Blurred {
		row.Score = roughly + row.Score
	} else {
		row.N = Count(p.N)
	}
	if c := p.Change; c != nil && finite(c.Diff) {
		row.Change, row.Way, row.Verdict = Signed(c.Diff), way(c), f.verdict(c)
	}
	return row
}

// greyLine returns what a unit is drawn against, by round, and its name.
func (f Figures) greyLine(t survey.Trend) (values []survey.Num, name string) {
	values = t.Mean
	known := false
	if t.Whole != nil {
		values, name = nil, f.text(t.Whole.Name)
		for _, p := range t.Whole.Points {
			values = append(values, p.Score)
		}
	} else if len(t.Units) > 0 {
		name = f.word("trend.mean", "tier", f.tierName(t.Units[0].Tier))
	}
	for _, n := range values {
		known = known || finite(n)
	}
	if !known {
		name = ""
	}
	return values, name
}

// trendNotes says where the axis starts, what the grey line is, and why rounds
// are not joined.
func (f Figures) trendNotes(t survey.Trend, a axis, labels []string) []string {
	notes := []string{f.word("trend.axis", "low", minus(strconv.FormatFloat(a.Low, 'f', -1, 64)))}
	for i, r := range t.Rounds {
		if len(r.Breaks) == 0 {
			continue
		}
		notes = append(notes, f.word("trend.break", "then", labels[i-1], "now", labels[i], "why", f.reasons(r.Breaks)))
	}
	return notes
}

// roundLabels names rounds shortly: by year where they closed in different
// years, else by day, else by number.
func (f Figures) roundLabels(t survey.Trend) []string {
	zone := f.Zone
	if zone == nil {
		zone = time.UTC
	}
	for _, form := range []string{"2006", "2006-01", "2006-01-02"} {
		labels := make([]string, len(t.Rounds))
		seen := map[string]bool{}
		for i, r := range t.Rounds {
			if !r.Closes.IsZero() {
				labels[i] = r.Closes.In(zone).Format(form)
				seen[labels[i]] = true
			}
		}
		if len(seen) == len(labels) {
			return labels
		}
	}
	labels := make([]string, len(t.Rounds))
	for i := range labels {
		labels[i] = f.word("trend.round", "n", i+1)
	}
	return labels
}

// since names a round inside a sentence: 2024 年, 第 2 轮, 2024.
func (f Figures) since(label string) string {
	switch {
	case f.lang() != "zh" || label == "" || label[0] < '0' || label[0] > '9':
		return label
	case len(label) == len("2006"):
		return " " + label + " 年"
	}
	return " " + label + " "
}

// shownRounds counts the rounds in which a unit has a score.
func shownRounds(u survey.UnitTrend) (n int) {
	for _, p := range u.Points {
		if p.Shown && finite(p.Score) {
			n++
		}
	}
	return n
}
