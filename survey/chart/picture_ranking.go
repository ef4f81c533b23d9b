package chart

import (
	"slices"

	"minping/survey"
	"minping/survey/canvas"
)

// mostDrawn is how many units a picture shows: of more, the first and the last.
const mostDrawn = 200

// drawn returns which of a list, the best first, a picture shows, and a note on
// those between that it does not.
func drawn[T any](f Figures, all []T) ([]T, []string) {
	if len(all) <= mostDrawn {
		return all, nil
	}
	ends := slices.Concat(all[:mostDrawn/2], all[len(all)-mostDrawn/2:])
	return ends, []string{f.word("picture.between", "n", len(all)-mostDrawn, "k", mostDrawn/2)}
}

// rankingPicture is the ranking of a tier: see Ranking.
func (f Figures) rankingPicture(about Subject) *Picture {
	all := f.ranked(about.Tier)
	if len(all) == 0 {
		return nil
	}
	units, notes := drawn(f, all)
	z, a := f.zone(about.Tier), f.rankingAxis(all)
	p := &Picture{
		Title: f.TierHeadline(about.Tier), Table: f.rankingTable(all, z),
		subtitle: f.basis(f.word("ranking.title", "tier", f.tierName(about.Tier), "n", len(all))),
		notes:    append(notes, f.tierNotes(about.Tier)...),
	}
	list, lanes := bars(f.tier(about.Tier), units)
	if len(units) < len(all) {
		list, lanes = nil, 0
	}
	changes := false
	for _, u := range units {
		changes = changes || u.Nodes[f.root()].Change != nil
	}
	s := sheet{columns: []column{
		{title: f.word("rank"), anchor: canvas.End},
		{title: f.word("picture.places"), anchor: canvas.End},
		{title: f.word("unit"), most: 230},
		{title: f.word("score"), axis: a, plot: func(p plot, row int) {
			s := units[row].Nodes[f.root()]
			if s.Change != nil {
				p.was(s.Change.Previous)
			}
			p.dot(s.Score, s.Low, s.High, false)
		}},
	}}
	if len(list) > 0 {
		s.columns = append(s.columns, column{wide: 10 * float64(lanes), plot: func(p plot, row int) { p.lanes(list, row) }})
	} else if len(all) > 2 {
		places := axis{Low: 1, High: float64(all[0].Rank.Of)}
		s.columns = append(s.columns, column{title: f.word("picture.rankspan"), wide: 120, axis: places, plot: func(p plot, row int) {
			r := units[row].Rank
			p.rankSpan(survey.Num(r.Low), survey.Num(r.Rank), survey.Num(r.High))
		}})
	}
	s.columns = append(s.columns, column{title: f.word("score"), anchor: canvas.End}, column{title: f.word("margin"), anchor: canvas.End})
	if changes {
		s.columns = append(s.columns, column{title: f.word("change"), anchor: canvas.End})
	}
	if z.k > 0 {
		s.columns = append(s.columns, column{title: f.word("chance.last", "k", z.k), anchor: canvas.End})
	}
	for _, u := range units {
		s.rows = append(s.rows, f.rankingCells(u, z, len(list) > 0 || len(all) > 2, changes))
	}
	p.keys = f.rankingKeys(z, s.rows, len(list) > 0, changes)
	p.body = func(b *board) { b.sheet(s) }
	return p
}

func (f Figures) rankingCells(u *survey.UnitResult, z zone, between, changes bool) sheetRow {
	s := u.Nodes[f.root()]
	row := sheetRow{class: z.class(u), cells: []sheetCell{
		{text: Count(u.Rank.Rank), bold: true}, {text: span(u.Rank.Low, u.Rank.High), color: "ink-2"}, {text: f.unitName(u)}, {},
	}}
	if between {
		row.cells = append(row.cells, sheetCell{})
	}
	row.cells = append(row.cells, sheetCell{text: Points(s.Score), bold: true}, sheetCell{text: margin(s), color: "ink-2"})
	if changes {
		c := sheetCell{text: none, color: "ink-2"}
		if s.Change != nil {
			c = changeCell(s.Change)
		}
		row.cells = append(row.cells, c)
	}
	if z.k > 0 {
		row.cells = append(row.cells, sheetCell{text: Chance(z.chance(u))})
	}
	return row
}

// changeCell writes a change, coloured and bold where it is beyond error.
func changeCell(c *survey.Change) sheetCell {
	switch way(c) {
	case "up":
		return sheetCell{text: Signed(c.Diff), color: "accent", bold: true}
	case "down":
		return sheetCell{text: Signed(c.Diff), color: "red", bold: true}
	}
	return sheetCell{text: Signed(c.Diff), color: "ink-2"}
}

func (f Figures) rankingKeys(z zone, rows []sheetRow, withBars, changes bool) []key {
	keys := []key{f.dotKey()}
	if changes {
		keys = append(keys, f.wasKey())
	}
	if withBars {
		keys = append(keys, key{f.word("key.bars", "tier", f.word("units"), "alpha", Percent(1-f.Release.Method.Level)), func(b *board, x, y float64) {
			b.Rect(x-1.5, y-9, 3, 18, canvas.Paint{Fill: b.of("ink-3")})
		}})
	}
	for _, class := range []string{"zone", "maybe"} {
		for _, row := range rows {
			if row.class == class {
				keys = append(keys, f.groundKey(f.word("key."+class, "k", z.k), class))
				break
			}
		}
	}
	return keys
}

// lanes draws the parts of the bars that cross a row.
func (p plot) lanes(list []bar, row int) {
	for _, l := range list {
		if row < l.First || row > l.Last {
			continue
		}
		x := p.x + 10*(float64(l.Lane)+.5)
		top, bottom := p.y, p.y+p.height
		if row == l.First {
			top = p.middle()
		}
		if row == l.Last {
			bottom = p.middle()
		}
		width := 1.0 // it passes a row that does not belong to it
		if slices.Contains(l.Rows, row) {
			width = 3.4
		}
		p.b.Line(canvas.Point{X: x, Y: top}, canvas.Point{X: x, Y: bottom}, canvas.Paint{Stroke: p.b.of("ink-3"), Width: width})
	}
}

// rankSpan draws the interval of a rank.
func (p plot) rankSpan(low, rank, high survey.Num) {
	p.b.Line(canvas.Point{X: p.at(low), Y: p.middle()}, canvas.Point{X: p.at(high), Y: p.middle()}, canvas.Paint{Stroke: p.b.of("peer"), Width: 2.4})
	p.b.Rect(p.at(rank)-1, p.middle()-5, 2, 10, canvas.Paint{Fill: p.b.of("ink")})
}

// rankingTable is the numbers behind a ranking.
func (f Figures) rankingTable(units []*survey.UnitResult, z zone) Table {
	t := Table{Head: []string{
		f.word("rank"), f.word("table.rank.low"), f.word("table.rank.high"), f.word("unit"), f.word("score"), f.word("table.low"), f.word("table.high"),
		f.word("table.n"), f.word("last.round"), f.word("change"), f.word("table.change.low"), f.word("table.change.high"), f.word("verdict"), f.word("shrunken"),
	}}
	if z.k > 0 {
		t.Head = append(t.Head, f.word("chance.last", "k", z.k))
	}
	for _, u := range units {
		s := u.Nodes[f.root()]
		row := []Cell{
			integer(u.Rank.Rank), integer(u.Rank.Low), integer(u.Rank.High), text(f.unitName(u)),
			number(s.Score, 2), number(s.Low, 2), number(s.High, 2), integer(s.N),
		}
		row = append(row, f.changeCells(s.Change)...)
		shrunken := nan
		if s.Shrunken != nil {
			shrunken = s.Shrunken.Score
		}
		row = append(row, number(shrunken, 2))
		if z.k > 0 {
			row = append(row, number(z.chance(u), 4))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// changeCells are the score before, the change, its interval and the verdict.
func (f Figures) changeCells(c *survey.Change) []Cell {
	if c == nil || !finite(c.Diff) {
		return []Cell{number(nan, 0), number(nan, 0), number(nan, 0), number(nan, 0), text("")}
	}
	return []Cell{number(c.Previous, 2), number(c.Diff, 2), number(c.Low, 2), number(c.High, 2), text(f.verdict(c))}
}
