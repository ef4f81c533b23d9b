package chart

import (
	"slices"

	"minping/survey"
	"minping/survey/canvas"
)

// comparePicture is units side by side: see Compare.
func (f Figures) comparePicture(about Subject) *Picture {
	units := append([]string{about.Unit, about.Other}, about.More...)
	for i, u := range units {
		if f.Release.Unit(u) == nil || slices.Contains(units[:i], u) {
			return nil
		}
	}
	c, err := f.Release.Compare(units...)
	if err != nil {
		return nil
	}
	var scores, diffs []survey.Num
	for _, n := range c.Nodes {
		for _, s := range n.Scores {
			if s != nil {
				scores = append(scores, s.Score, s.Low, s.High)
			}
		}
		for _, d := range n.Differences {
			if d != nil {
				diffs = append(diffs, d.Diff, d.Low, d.High)
			}
		}
	}
	if len(scores) == 0 {
		return nil
	}
	a := axisOver(scores...)
	a.Limit = lowLine
	s := sheet{high: max(rowHeight, 12*float64(len(units))), columns: []column{
		{title: f.word("node"), most: 260},
		{title: f.word("score"), axis: a, plot: func(p plot, row int) {
			for i, v := range c.Nodes[row].Scores {
				p.compared(i, len(units), v)
			}
		}},
	}}
	for i := range units {
		s.columns = append(s.columns, column{title: letter(i), anchor: canvas.End})
	}
	two := len(units) == 2
	if two {
		s.columns = append(s.columns, column{title: f.word("compare.minus"), axis: axisOver(append(diffs, 0)...), plot: func(p plot, row int) {
			if d := c.Nodes[row].Differences[1]; d != nil {
				p.dot(d.Diff, d.Low, d.High, wayOf(d) == "down")
			}
		}})
	}
	for i := range units[1:] {
		s.columns = append(s.columns, column{title: letter(0) + "−" + letter(i+1), anchor: canvas.End}, column{title: f.word("verdict")})
	}
	p := &Picture{
		Title: f.CompareHeadline(c), subtitle: f.basis(f.word("compare.caption", "first", f.comparedName(c, 0))),
		Table: f.comparedTable(c), width: map[bool]float64{false: wideWidth}[two], body: func(b *board) { b.sheet(s) },
	}
	for i := range units {
		p.keys = append(p.keys, key{letter(i) + " " + f.comparedName(c, i), func(b *board, x, y float64) { b.shape(i, x, y) }})
	}
	p.keys = append(p.keys, key{f.word("compare.key", "level", f.level()), func(b *board, x, y float64) { b.whisker(x-13, x+13, y, b.of("ink")) }})
	for _, n := range c.Nodes {
		s.rows = append(s.rows, f.comparedCells(n, two))
	}
	return p
}

// letter names the units of a comparison in its columns.
func letter(i int) string { return string(rune('A' + i)) }

// compared draws one of n units at its height in the row.
func (p plot) compared(i, n int, v *survey.NodeScore) {
	if v == nil || !finite(v.Score) {
		return
	}
	y := p.y + p.height*(float64(i)+.75)/(float64(n)+.5)
	if finite(v.Low) && finite(v.High) {
		p.b.Line(canvas.Point{X: p.at(v.Low), Y: y}, canvas.Point{X: p.at(v.High), Y: y}, canvas.Paint{Stroke: p.b.of("ink-3"), Width: 1.4})
	}
	p.b.shape(i, p.at(v.Score), y)
}

// shape draws the mark of the i-th unit of a comparison.
func (b *board) shape(i int, x, y float64) {
	hollow := canvas.Paint{Fill: b.of("paper"), Stroke: b.of("ink"), Width: 1.6}
	switch i {
	case 0:
		b.Circle(x, y, 4.6, canvas.Paint{Fill: b.of("accent")})
	case 1:
		b.Rect(x-4, y-4, 8, 8, hollow)
	case 2:
		b.Path([]canvas.Point{{X: x, Y: y - 5}, {X: x + 5, Y: y + 4}, {X: x - 5, Y: y + 4}}, true, hollow)
	default:
		canvas.Diamond(b, x, y, 5, canvas.Paint{Fill: b.of("ink")})
	}
}

func (f Figures) comparedCells(n survey.NodeComparison, two bool) sheetRow {
	row := sheetRow{cells: []sheetCell{{text: f.nodeTitle(n.Node), bold: f.Release.Node(n.Node).Item == ""}, {}}}
	for _, s := range n.Scores {
		c := sheetCell{text: none, color: "ink-2"}
		if s != nil {
			c = sheetCell{text: Told(*s), bold: true}
		}
		row.cells = append(row.cells, c)
	}
	if two {
		row.cells = append(row.cells, sheetCell{})
	}
	for _, d := range n.Differences[1:] {
		if d == nil || !finite(d.Diff) {
			row.cells = append(row.cells, sheetCell{text: none, color: "ink-2"}, sheetCell{text: f.word("differ.none"), color: "ink-2"})
			continue
		}
		color := map[string]string{"up": "accent", "down": "red", "flat": "ink-2"}[wayOf(d)]
		row.cells = append(row.cells, sheetCell{text: Signed(d.Diff), color: color, bold: d.Real}, sheetCell{text: f.differVerdict(d), color: color})
	}
	return row
}

func (f Figures) comparedTable(c *survey.Comparison) Table {
	t := Table{Head: []string{f.word("node")}}
	colon := f.word("picture.colon")
	for i := range c.Units {
		name := f.comparedName(c, i) + colon
		t.Head = append(t.Head, name+f.word("score"), name+f.word("table.low"), name+f.word("table.high"))
	}
	for i := range c.Units[1:] {
		name := f.word("compare.minus.named", "b", f.comparedName(c, i+1)) + colon
		t.Head = append(t.Head, name+f.word("compare.minus"), name+f.word("table.low"), name+f.word("table.high"), name+f.word("p.adjusted"), name+f.word("verdict"))
	}
	for _, n := range c.Nodes {
		row := []Cell{text(f.nodeTitle(n.Node))}
		for _, s := range n.Scores {
			if s == nil {
				s = &survey.NodeScore{Score: nan, Low: nan, High: nan}
			}
			row = append(row, number(s.Score, 2), number(s.Low, 2), number(s.High, 2))
		}
		for _, d := range n.Differences[1:] {
			verdict := f.word("differ.none")
			if d == nil || !finite(d.Diff) {
				d = &survey.UnitDifference{Diff: nan, Low: nan, High: nan, PAdjusted: nan}
			} else {
				verdict = f.differVerdict(d)
			}
			row = append(row, number(d.Diff, 2), number(d.Low, 2), number(d.High, 2), number(d.PAdjusted, 4), text(verdict))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
