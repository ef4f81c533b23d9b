package chart

import (
	"strconv"

	"minping/survey/canvas"
)

// positionPicture is a unit's rank on the line of all ranks of its tier: see
// Position.
func (f Figures) positionPicture(about Subject) *Picture {
	u := f.Release.Unit(about.Unit)
	if u == nil || u.Rank == nil || u.Rank.Of < 2 {
		return nil
	}
	r, z := u.Rank, f.zone(u.Tier)
	share := func(rank float64) float64 { return (rank - 1) / float64(r.Of-1) }
	row := []Cell{text(f.unitName(u)), integer(r.Rank), integer(r.Low), integer(r.High), integer(r.Of)}
	t := Table{Head: []string{f.word("unit"), f.word("rank"), f.word("table.rank.low"), f.word("table.rank.high"), f.word("table.of")}}
	if z.k > 0 {
		t.Head = append(t.Head, f.word("chance.last", "k", z.k))
		row = append(row, number(z.chance(u), 4))
	}
	t.Rows = [][]Cell{row}
	p := &Picture{
		Title: f.unitName(u) + f.word("picture.colon") + f.PositionHeadline(u.Unit), Table: t,
		subtitle: f.word("position.title"), notes: []string{f.word("position.note", "of", r.Of)},
	}
	p.body = func(b *board) {
		const high, foot = 44.0, 24.0
		left, width := b.x+8, b.width-16
		x := func(rank float64) float64 { return left + width*share(rank) }
		top := b.y + 20
		middle := top + high/2
		if z.k > 0 && z.k < r.Of {
			from := x(float64(r.Of-z.k) + .5)
			b.Rect(from, top, left+width+8-from, high, canvas.Paint{Fill: b.of("red-wash")})
			b.Line(canvas.Point{X: from, Y: top - 6}, canvas.Point{X: from, Y: top + high}, canvas.Paint{Stroke: b.of("red"), Width: 1.2, Dash: 4})
			b.Text(left+width+8, top-8, f.word("last", "k", z.k), canvas.Type{Size: smallText, Color: b.of("ink-2"), Anchor: canvas.End})
		}
		for _, s := range rankStops(r) {
			at := x(float64(s.rank))
			b.Line(canvas.Point{X: at, Y: top + high - 6}, canvas.Point{X: at, Y: top + high}, canvas.Paint{Stroke: b.of("edge"), Width: 1})
			if s.labelled {
				anchor := map[string]canvas.Anchor{"start": canvas.Start, "end": canvas.End, "middle": canvas.Middle}[s.anchor]
				b.Text(at, top+high+17, strconv.Itoa(s.rank), canvas.Type{Size: smallText, Color: b.of("ink-2"), Anchor: anchor})
			}
		}
		b.Line(canvas.Point{X: x(float64(r.Low)), Y: middle}, canvas.Point{X: x(float64(r.High)), Y: middle}, canvas.Paint{Stroke: b.of("accent"), Width: 2.5})
		b.Circle(x(float64(r.Rank)), middle, 7, canvas.Paint{Fill: b.of("accent")})
		b.y = top + high + foot
	}
	return p
}
