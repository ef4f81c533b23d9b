package chart

import "minping/survey/canvas"

// qualityPicture is the reliability of the whole and of the areas: see Alphas.
func (f Figures) qualityPicture(Subject) *Picture {
	q := f.Release.Quality
	if q == nil || len(q.Scales) == 0 {
		return nil
	}
	p := &Picture{
		Title: f.ReliabilityHeadline(), subtitle: f.word("quality.caption") + f.word("picture.comma") + f.word("picture.interval", "level", f.level()),
		keys: []key{f.dotKey(), f.lowKey(f.word("quality.key.low")), {f.word("quality.key.line"), func(b *board, x, y float64) {
			b.Line(canvas.Point{X: x, Y: y - 9}, canvas.Point{X: x, Y: y + 9}, canvas.Paint{Stroke: b.of("red"), Width: 1.2, Dash: 4})
		}}},
		Table: Table{Head: []string{f.word("quality.scale"), "α", f.word("table.low"), f.word("table.high"), "ω", f.word("quality.items"), f.word("quality.n"), f.word("verdict")}},
	}
	a := alphaAxis(q)
	s := sheet{columns: []column{
		{title: f.word("quality.scale"), most: 300},
		{title: "α", axis: a, plot: func(p plot, row int) {
			if v := q.Scales[row]; v.Reason == "" {
				p.dot(v.Alpha, v.Low, v.High, v.High < fairAlpha)
			}
		}},
		{title: "α", anchor: canvas.End},
		{title: f.word("quality.interval"), anchor: canvas.End},
		{title: "ω", anchor: canvas.End},
		{title: f.word("quality.items"), anchor: canvas.End},
		{title: f.word("quality.n"), anchor: canvas.End},
	}}
	for i := range q.Scales {
		v := &q.Scales[i]
		r := f.alphaRow(v, a)
		s.rows = append(s.rows, sheetRow{cells: []sheetCell{
			{text: r.Title, bold: r.Area}, {}, {text: r.Alpha, bold: true}, {text: r.Interval, color: "ink-2"}, {text: r.Omega}, {text: r.Items}, {text: r.N},
		}})
		p.Table.Rows = append(p.Table.Rows, []Cell{
			text(r.Title), number(v.Alpha, 4), number(v.Low, 4), number(v.High, 4), number(v.Omega, 4), integer(len(v.Items)), integer(v.N), text(r.Reason),
		})
		if r.Reason != "" {
			p.notes = append(p.notes, r.Title+f.word("picture.colon")+r.Reason)
		}
	}
	p.body = func(b *board) { b.sheet(s) }
	return p
}
