package chart

import (
	"cmp"
	"strings"

	"minping/survey"
	"minping/survey/canvas"
)

// heatPicture is the units of a tier against the indicators: see Heat.
func (f Figures) heatPicture(about Subject) *Picture {
	leaves := f.Indicators()
	o := HeatOptions{Group: about.Group}
	rows := f.heatRows(about.Tier, leaves, o)
	if len(rows) == 0 || len(leaves) == 0 {
		return nil
	}
	f.sortHeat(rows, o)
	p := &Picture{
		Title: f.HeatHeadline(about.Tier, about.Group), width: wideWidth,
		subtitle: f.basis(f.word("heat.caption", "tier", f.tierName(about.Tier), "n", len(rows), "m", len(leaves))),
		Table:    f.heatTable(rows, leaves),
	}
	if about.Group != "" {
		p.subtitle = f.groupTitle(about.Group) + f.word("picture.colon") + p.subtitle
	}
	if len(rows) > mostDrawn {
		p.notes = append(p.notes, f.word("picture.between", "n", len(rows)-mostDrawn, "k", mostDrawn/2))
		rows = append(rows[:mostDrawn/2:mostDrawn/2], rows[len(rows)-mostDrawn/2:]...)
	}
	for i, label := range f.ramp() {
		p.keys = append(p.keys, key{label, func(b *board, x, y float64) {
			b.Rect(x-2, y-8, 16, 16, canvas.Paint{Fill: b.of("d" + string(rune('1'+i)))})
		}})
	}
	p.keys = append(p.keys,
		key{f.word("heat.lo2"), func(b *board, x, y float64) { b.corner(x-8, y-8, "lo2") }},
		key{f.word("heat.lo"), func(b *board, x, y float64) { b.corner(x-8, y-8, "lo") }},
		key{f.word("heat.hidden", "n", f.Release.Method.MinGroup), func(b *board, x, y float64) { b.hidden(x-8, y-8, 16, 16) }})
	p.body = func(b *board) { b.heat(rows, leaves) }
	return p
}

// corner marks a low cell at its upper left: filled, or only the edge.
func (b *board) corner(x, y float64, kind string) {
	edge := []canvas.Point{{X: x, Y: y}, {X: x + 8, Y: y}, {X: x, Y: y + 8}}
	if kind == "lo2" {
		b.Path(edge, true, canvas.Paint{Fill: b.of("ink")})
		return
	}
	b.Line(canvas.Point{X: x + 8, Y: y + 1}, canvas.Point{X: x + 1, Y: y + 8}, canvas.Paint{Stroke: b.of("ink"), Width: 1.3})
}

func (b *board) hidden(x, y, width, height float64) {
	canvas.Hatch(b, x, y, width, height, 6, canvas.Paint{Stroke: b.of("line"), Width: 1})
}

// heat draws the table: names, totals and a coloured cell for each indicator.
func (b *board) heat(rows []heatRow, leaves []*survey.NodeInfo) {
	t := canvas.Type{Size: plainText, Color: b.of("ink")}
	names := 90.0
	for _, r := range rows {
		names = min(200, max(names, canvas.Measure(r.Name, t)))
	}
	const total = 52.0
	left := b.x + names + cellGap + total + 8
	cell := (b.x + b.width - left) / float64(len(leaves))
	b.heatHead(left, cell, leaves)
	for _, r := range rows {
		lines := canvas.Lines(r.Name, names, t)
		height := rowHeight + rowLead*float64(max(1, len(lines))-1)
		for i, line := range lines {
			b.Text(b.x, b.y+17+rowLead*float64(i), line, t)
		}
		bold := t
		bold.Bold = true
		b.Text(left-10, b.y+17, r.Total, bold.With(canvas.End))
		for i, c := range r.Cells {
			b.heatCell(left+cell*float64(i), cell, height, c)
		}
		b.y += height
	}
}

// heatHead sets the titles of the indicators, upwards.
func (b *board) heatHead(left, cell float64, leaves []*survey.NodeInfo) {
	t := canvas.Type{Size: 11.5, Color: b.of("ink-2"), Turned: true}
	const most = 150.0
	fit := max(1, int(cell/15))
	titles, tall := make([][]string, len(leaves)), 0.0
	for i, n := range leaves {
		title := cmp.Or(b.f.text(n.Title), n.ID)
		if titles[i] = canvas.Lines(title, most, t); len(titles[i]) > fit {
			titles[i] = canvas.Lines(n.ID, most, t) // the table has its title
			if len(titles[i]) > fit {
				titles[i] = titles[i][:fit]
			}
		}
		for _, line := range titles[i] {
			tall = max(tall, canvas.Measure(line, t))
		}
	}
	b.y += tall + 8
	flat := canvas.Type{Size: smallText, Color: b.of("ink-2")}
	b.Text(b.x, b.y-5, b.f.word("unit"), flat)
	b.Text(left-10, b.y-5, b.f.word("total"), flat.With(canvas.End))
	for i, lines := range titles {
		x := left + cell*(float64(i)+.5) - 7.5*float64(len(lines)-1) + 4
		for j, line := range lines {
			b.Text(x+15*float64(j), b.y-5, line, t)
		}
	}
	b.Line(canvas.Point{X: b.x, Y: b.y}, canvas.Point{X: b.x + b.width, Y: b.y}, canvas.Paint{Stroke: b.of("ink"), Width: 1})
}

func (b *board) heatCell(x, width, height float64, c heatCell) {
	x, width, height = x+1, width-2, height-2
	y := b.y + 1
	if c.Text == "" {
		b.hidden(x, y, width, height)
		return
	}
	var band, low string
	for _, class := range strings.Fields(c.Class) {
		switch {
		case class == "lo" || class == "lo2":
			low = class
		case len(class) == 2 && class[0] == 'h':
			band = class[1:]
		}
	}
	b.Rect(x, y, width, height, canvas.Paint{Fill: b.of("d" + band)})
	on := "on-d"
	if band == "1" || band == "7" {
		on += band
	}
	t := canvas.Type{Size: smallText, Color: b.of(on), Anchor: canvas.Middle}
	if w := canvas.Measure(c.Text, t); w > width {
		t.Size *= width / w
	}
	b.Text(x+width/2, y+height/2+4, c.Text, t)
	if low != "" {
		b.corner(x, y, low)
	}
}

func (f Figures) heatTable(rows []heatRow, leaves []*survey.NodeInfo) Table {
	t := Table{Head: []string{f.word("rank"), f.word("unit"), f.word("total")}}
	for _, n := range leaves {
		t.Head = append(t.Head, cmp.Or(f.text(n.Title), n.ID))
	}
	for _, r := range rows {
		rank := Cell{Number: true}
		if r.Rank > 0 {
			rank = integer(r.Rank)
		}
		row := []Cell{rank, text(r.Name)}
		for _, n := range append([]*survey.NodeInfo{&f.Release.Nodes[0]}, leaves...) {
			score := nan
			if s, ok := r.scores[n.ID]; ok {
				score = s.Score
			}
			row = append(row, number(score, 2))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
