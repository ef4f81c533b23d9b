package chart

import (
	"cmp"

	"minping/survey"
	"minping/survey/canvas"
)

// A changed is one row of a picture of changes.
type changed struct {
	title string
	score survey.NodeScore
	bold  bool
}

// changePicture is a unit's changes since the last round: see Change.
func (f Figures) changePicture(about Subject) *Picture {
	u := f.Release.Unit(about.Unit)
	if u == nil {
		return nil
	}
	var rows []changed
	for _, n := range f.changed(u) {
		rows = append(rows, changed{cmp.Or(f.text(n.Title), n.ID), u.Nodes[n.ID], n.Depth == 0})
	}
	if len(rows) == 0 {
		return nil
	}
	p := f.changesOf(rows, f.word("node"))
	p.Title = f.unitName(u) + f.word("picture.colon") + f.ChangeHeadline(u.Unit)
	p.subtitle = f.basis(f.word("change.caption", "unit", f.unitName(u)))
	return p
}

// changesPicture is the changes of a tier's units at a node: see TierChange.
func (f Figures) changesPicture(about Subject) *Picture {
	node := cmp.Or(about.Node, f.root())
	if f.Release.Node(node) == nil {
		return nil
	}
	all := f.Changed(about.Tier, node)
	if len(all) == 0 {
		return nil
	}
	units, notes := drawn(f, all)
	var rows []changed
	for _, u := range units {
		rows = append(rows, changed{f.unitName(u), u.Nodes[node], false})
	}
	p := f.changesOf(rows, f.word("unit"))
	p.Title, p.notes = f.TierChangeHeadline(about.Tier, node), notes
	p.subtitle = f.basis(f.word("tier.change.caption", "tier", f.tierName(about.Tier), "node", f.nodeTitle(node)))
	p.Table.Rows = nil
	for _, u := range all {
		p.Table.Rows = append(p.Table.Rows, f.changedCells(changed{f.unitName(u), u.Nodes[node], false}))
	}
	return p
}

// changesOf draws changes: both scores, and the difference against zero.
func (f Figures) changesOf(rows []changed, what string) *Picture {
	var scores []survey.Num
	diffs := []survey.Num{0}
	s := sheet{}
	p := &Picture{Table: Table{Head: []string{
		what, f.word("this.round"), f.word("last.round"), f.word("change"), f.word("table.change.low"), f.word("table.change.high"), f.word("verdict"),
		f.word("p.single"), f.word("p.adjusted"), f.word("expected"),
	}}}
	for _, r := range rows {
		c := r.score.Change
		scores = append(scores, r.score.Score, c.Previous)
		diffs = append(diffs, c.Diff, c.Low, c.High)
		cell := changeCell(c)
		s.rows = append(s.rows, sheetRow{cells: []sheetCell{
			{text: r.title, bold: r.bold}, {}, {}, {text: Points(c.Previous), color: "ink-2"}, {text: Told(r.score)}, cell, {text: f.verdict(c), color: cell.color},
		}})
		p.Table.Rows = append(p.Table.Rows, f.changedCells(r))
	}
	s.columns = []column{
		{title: what, most: 240},
		{title: f.word("tier.change.scores"), axis: axisOver(scores...), plot: func(p plot, row int) {
			s := rows[row].score
			if finite(s.Change.Previous) && finite(s.Score) {
				p.b.Line(canvas.Point{X: p.at(s.Change.Previous), Y: p.middle()}, canvas.Point{X: p.at(s.Score), Y: p.middle()}, canvas.Paint{Stroke: p.b.of("peer"), Width: 1.6})
				p.was(s.Change.Previous)
				p.b.dot(p.at(s.Score), p.middle(), false)
			}
		}},
		{title: f.word("tier.change.diff"), axis: axisOver(diffs...), plot: func(p plot, row int) {
			c := rows[row].score.Change
			p.dot(c.Diff, c.Low, c.High, way(c) == "down")
		}},
		{title: f.word("last.round"), anchor: canvas.End},
		{title: f.word("this.round"), anchor: canvas.End},
		{title: f.word("change"), anchor: canvas.End},
		{title: f.word("verdict")},
	}
	p.keys = []key{f.wasKey(), {f.word("key.diff", "level", f.level()), f.dotKey().mark}, f.lowKey(f.word("picture.fell"))}
	p.body = func(b *board) { b.sheet(s) }
	return p
}

func (f Figures) changedCells(r changed) []Cell {
	c := r.score.Change
	return []Cell{
		text(r.title), number(r.score.Score, 2), number(c.Previous, 2), number(c.Diff, 2), number(c.Low, 2), number(c.High, 2), text(f.verdict(c)),
		number(c.P, 4), number(c.PAdjusted, 4), number(c.Expected, 2),
	}
}
