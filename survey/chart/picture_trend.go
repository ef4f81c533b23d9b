package chart

import (
	"cmp"
	"strings"

	"minping/survey"
	"minping/survey/canvas"
)

// trendPicture is a unit over all rounds, or without one the units of a tier:
// see Trend and TrendTier.
func (f Figures) trendPicture(about Subject) *Picture {
	node := cmp.Or(about.Node, f.root())
	if len(f.Rounds) < 2 || f.Release.Node(node) == nil {
		return nil
	}
	tier := about.Tier
	if about.Unit != "" {
		u := f.Release.Unit(about.Unit)
		if u == nil {
			return nil
		}
		tier = u.Tier
	}
	t := survey.TrendOf(f.Rounds, tier, about.Unit, node)
	if about.Unit != "" {
		return f.unitTrendPicture(t)
	}
	return f.tierTrendPicture(t)
}

// unitTrendPicture is one unit over the rounds.
func (f Figures) unitTrendPicture(t survey.Trend) *Picture {
	if len(t.Units) != 1 || shownRounds(t.Units[0]) < 2 {
		return nil
	}
	u := t.Units[0]
	name := cmp.Or(f.text(u.Name), u.Unit)
	grey, greyName := f.greyLine(t)
	a := axisOver(trendValues(t, grey, true)...)
	p := &Picture{
		Title: name + f.word("picture.colon") + f.TrendHeadline(t), subtitle: f.word("trend.title", "unit", name, "node", f.nodeTitle(t.Node)),
		Table: f.trendTable(t, grey), keys: f.trendKeys(greyName), notes: f.trendNotes(t, a, f.roundLabels(t)),
	}
	p.body = func(b *board) {
		const high, labels = 280.0, 46.0
		area := plot{b: b, axis: a, x: b.x + labels, y: b.y, width: b.width - labels, height: high}
		for _, tick := range a.Ticks() {
			y := area.level(tick.Value)
			b.Line(canvas.Point{X: area.x, Y: y}, canvas.Point{X: b.x + b.width, Y: y}, canvas.Paint{Stroke: b.of("grid"), Width: 1})
			b.Text(area.x-10, y+4, tick.Label, canvas.Type{Size: 11.5, Color: b.of("ink-3"), Anchor: canvas.End})
		}
		area.trend(t, u, grey, true)
		b.y += high
		for i, label := range f.roundLabels(t) {
			b.Text(area.round(t, i), b.y+18, label, canvas.Type{Size: smallText, Color: b.of("ink-2"), Anchor: canvas.Middle})
		}
		b.y += 26
	}
	return p
}

// tierTrendPicture is the units of a tier over the rounds, a line each.
func (f Figures) tierTrendPicture(t survey.Trend) *Picture {
	if len(t.Units) == 0 {
		return nil
	}
	ordered := TrendOrder(t)
	units, notes := drawn(f, ordered)
	grey, greyName := f.greyLine(t)
	labels := f.roundLabels(t)
	a := axisOver(trendValues(t, grey, false)...)
	s := sheet{high: 52, columns: []column{{title: f.word("unit"), most: 230}, {wide: 240, plot: func(p plot, row int) {
		p.axis = a
		p.trend(t, units[row], grey, false)
	}}}}
	for _, label := range labels {
		s.columns = append(s.columns, column{title: label, anchor: canvas.End})
	}
	s.columns = append(s.columns, column{title: strings.ReplaceAll(f.word("trend.since", "from", f.since(labels[t.Joined()])), "\u00a0", " "), anchor: canvas.End}, column{title: f.word("interval.level", "level", f.level())}, column{title: f.word("verdict")})
	for _, u := range units {
		s.rows = append(s.rows, f.trendCells(u))
	}
	return &Picture{
		Title: f.TrendTierHeadline(t), subtitle: f.basis(f.word("trend.tier.title", "tier", f.tierName(t.Units[0].Tier), "node", f.nodeTitle(t.Node))),
		Table: f.trendTierTable(t, ordered, labels), keys: f.trendKeys(greyName), notes: append(notes, f.trendNotes(t, a, labels)...),
		body: func(b *board) { b.sheet(s) },
	}
}

// trendValues are what the axis of a trend holds.
func trendValues(t survey.Trend, grey []survey.Num, intervals bool) []survey.Num {
	values := append([]survey.Num{}, grey...)
	for _, u := range t.Units {
		for _, p := range u.Points {
			if values = append(values, p.Score); intervals {
				values = append(values, p.Low, p.High)
			}
		}
	}
	return values
}

// round returns where a round lies, level where a value does, the highest on top.
func (p plot) round(t survey.Trend, i int) float64 {
	return p.x + p.width*(.06+.88*float64(i)/float64(max(1, len(t.Rounds)-1)))
}

func (p plot) level(v survey.Num) float64 { return p.y + p.height*(.94-.88*p.axis.share(v)) }

// trend draws a unit over the rounds; those that cannot be compared are not
// joined. Intervals beyond the axis, which small plots have, are cut.
func (p plot) trend(t survey.Trend, u survey.UnitTrend, grey []survey.Num, told bool) {
	b := p.b
	join := func(values func(int) survey.Num, paint canvas.Paint) {
		for i := 1; i < len(t.Rounds); i++ {
			if x, y := values(i-1), values(i); len(t.Rounds[i].Breaks) == 0 && finite(x) && finite(y) {
				b.Line(canvas.Point{X: p.round(t, i-1), Y: p.level(x)}, canvas.Point{X: p.round(t, i), Y: p.level(y)}, paint)
			}
		}
	}
	for i := 1; i < len(t.Rounds); i++ {
		if x := (p.round(t, i-1) + p.round(t, i)) / 2; len(t.Rounds[i].Breaks) > 0 {
			b.Line(canvas.Point{X: x, Y: p.y}, canvas.Point{X: x, Y: p.y + p.height}, canvas.Paint{Stroke: b.of("ink-3"), Width: 1, Dash: 4})
		}
	}
	score := func(i int) survey.Num {
		if !u.Points[i].Shown {
			return nan
		}
		return u.Points[i].Score
	}
	join(func(i int) survey.Num { return grey[i] }, canvas.Paint{Stroke: b.of("peer"), Width: 1.6})
	join(score, canvas.Paint{Stroke: b.of("accent"), Width: 2})
	for i, point := range u.Points {
		v := score(i)
		if !finite(v) {
			continue
		}
		x := p.round(t, i)
		if finite(point.Low) && finite(point.High) {
			b.Line(canvas.Point{X: x, Y: p.level(point.Low)}, canvas.Point{X: x, Y: p.level(point.High)}, canvas.Paint{Stroke: b.of("ink"), Width: 1.4})
		}
		b.Circle(x, p.level(v), map[bool]float64{true: 5, false: 3}[told], canvas.Paint{Fill: b.of("accent")})
		if told {
			label := Points(v)
			if point.Blurred {
				label = roughly + label
			}
			b.Text(x+10, p.level(v)+16, label, canvas.Type{Size: plainText, Color: b.of("ink"), Bold: true})
		}
	}
}

func (f Figures) trendKeys(grey string) []key {
	keys := []key{{f.word("trend.key", "level", f.level()), func(b *board, x, y float64) {
		b.Line(canvas.Point{X: x - 13, Y: y}, canvas.Point{X: x + 13, Y: y}, canvas.Paint{Stroke: b.of("accent"), Width: 2})
		b.Line(canvas.Point{X: x, Y: y - 8}, canvas.Point{X: x, Y: y + 8}, canvas.Paint{Stroke: b.of("ink"), Width: 1.4})
		b.Circle(x, y, 4, canvas.Paint{Fill: b.of("accent")})
	}}}
	if grey != "" {
		keys = append(keys, key{grey, func(b *board, x, y float64) {
			b.Line(canvas.Point{X: x - 13, Y: y}, canvas.Point{X: x + 13, Y: y}, canvas.Paint{Stroke: b.of("peer"), Width: 1.6})
		}})
	}
	return keys
}

func (f Figures) trendCells(u survey.UnitTrend) sheetRow {
	row := sheetRow{cells: []sheetCell{{text: cmp.Or(f.text(u.Name), u.Unit)}, {}}}
	for _, p := range u.Points {
		c := sheetCell{text: none, color: "ink-2"}
		if p.Shown && finite(p.Score) {
			if c = (sheetCell{text: Points(p.Score)}); p.Blurred {
				c.text = roughly + c.text
			}
		}
		row.cells = append(row.cells, c)
	}
	if s := u.Since; s != nil && finite(s.Diff) {
		c := changeCell(&s.Change)
		return sheetRow{cells: append(row.cells, c, sheetCell{text: f.between(s.Low, s.High), color: "ink-2"}, sheetCell{text: f.verdict(&s.Change), color: c.color})}
	}
	row.cells = append(row.cells, sheetCell{text: none, color: "ink-2"}, sheetCell{}, sheetCell{})
	return row
}

// trendTable is the numbers behind a unit over the rounds.
func (f Figures) trendTable(t survey.Trend, grey []survey.Num) Table {
	table := Table{Head: []string{
		f.word("trend.rounds"), f.word("score"), f.word("table.low"), f.word("table.high"), f.word("trend.n"), f.word("trend.mean", "tier", f.tierName(t.Units[0].Tier)),
		f.word("last.round"), f.word("change"), f.word("table.change.low"), f.word("table.change.high"), f.word("verdict"),
	}}
	if t.Whole != nil {
		table.Head[5] = cmp.Or(f.text(t.Whole.Name), t.Whole.Unit)
	}
	labels := f.roundLabels(t)
	for i, p := range t.Units[0].Points {
		n := Cell{Number: true}
		if p.Shown && !p.Blurred {
			n = integer(p.N)
		}
		table.Rows = append(table.Rows, append([]Cell{text(labels[i]), number(p.Score, 2), number(p.Low, 2), number(p.High, 2), n, number(grey[i], 2)}, f.changeCells(p.Change)...))
	}
	return table
}

// trendTierTable is the numbers behind the units of a tier over the rounds.
func (f Figures) trendTierTable(t survey.Trend, units []survey.UnitTrend, labels []string) Table {
	table := Table{Head: []string{f.word("unit")}}
	for _, label := range labels {
		for _, what := range []string{"score", "table.low", "table.high"} {
			table.Head = append(table.Head, label+f.word("picture.colon")+f.word(what))
		}
	}
	table.Head = append(table.Head, f.word("trend.since", "from", f.since(labels[t.Joined()])), f.word("table.change.low"), f.word("table.change.high"), f.word("p.adjusted"), f.word("verdict"))
	for _, u := range units {
		row := []Cell{text(cmp.Or(f.text(u.Name), u.Unit))}
		for _, p := range u.Points {
			row = append(row, number(p.Score, 2), number(p.Low, 2), number(p.High, 2))
		}
		if s := u.Since; s != nil && finite(s.Diff) {
			row = append(row, number(s.Diff, 2), number(s.Low, 2), number(s.High, 2), number(s.PAdjusted, 4), text(f.verdict(&s.Change)))
		} else {
			row = append(row, Cell{Number: true}, Cell{Number: true}, Cell{Number: true}, Cell{Number: true}, text(""))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}
