package chart

import (
	"cmp"

	"minping/survey"
	"minping/survey/canvas"
)

// standingPicture is the units of a tier at a node: see Standing.
func (f Figures) standingPicture(about Subject) *Picture {
	node := cmp.Or(about.Node, f.root())
	if f.Release.Node(node) == nil {
		return nil
	}
	st := f.Release.Standing(about.Tier, node)
	if len(st.Places) == 0 {
		return nil
	}
	places, notes := drawn(f, st.Places)
	var values []survey.Num
	units := make([]*survey.UnitResult, len(places))
	ranges, changes := false, false
	for i, p := range places {
		units[i] = &survey.UnitResult{Unit: p.Unit}
		values = append(values, p.Score.Score, p.Score.Low, p.Score.High)
		if c := p.Score.Change; c != nil {
			values, changes = append(values, c.Previous), true
		}
		ranges = ranges || p.Low > 0
	}
	a := axisOver(values...)
	a.Limit = lowLine
	list, lanes := bars(survey.TierInfo{Bands: st.Bands}, units)
	s := sheet{columns: []column{{title: f.word("rank"), anchor: canvas.End}}}
	if ranges {
		s.columns = append(s.columns, column{title: f.word("picture.places"), anchor: canvas.End})
	}
	s.columns = append(s.columns, column{title: f.word("unit"), most: 230}, column{title: f.word("score"), axis: a, plot: func(p plot, row int) {
		v := places[row].Score
		if v.Change != nil {
			p.was(v.Change.Previous)
		}
		p.dot(v.Score, v.Low, v.High, clearlyLow(v))
	}})
	if len(list) > 0 && len(places) == len(st.Places) {
		s.columns = append(s.columns, column{wide: 10 * float64(lanes), plot: func(p plot, row int) { p.lanes(list, row) }})
	} else {
		list = nil
	}
	s.columns = append(s.columns, column{title: f.word("score"), anchor: canvas.End}, column{title: f.word("margin"), anchor: canvas.End})
	if changes {
		s.columns = append(s.columns, column{title: f.word("change"), anchor: canvas.End})
	}
	p := &Picture{
		Title: f.StandingHeadline(st), Table: f.standingTable(st), notes: notes,
		subtitle: f.basis(f.word("standing.caption", "tier", f.tierName(about.Tier), "node", f.nodeTitle(node))),
	}
	low := false
	for _, place := range places {
		s.rows = append(s.rows, f.standingCells(place, ranges, len(list) > 0, changes))
		low = low || clearlyLow(place.Score)
	}
	p.keys = f.rankingKeys(zone{}, nil, len(list) > 0, changes)
	if low {
		p.keys = append(p.keys, f.lowKey(f.word("key.line")))
	}
	p.notes = append(p.notes, f.absentNotes(f.unplaced(st))...)
	p.body = func(b *board) { b.sheet(s) }
	return p
}

func (f Figures) standingCells(p survey.NodePlace, ranges, bars, changes bool) sheetRow {
	row := sheetRow{cells: []sheetCell{{text: Count(p.Rank), bold: true}}}
	if ranges {
		row.cells = append(row.cells, sheetCell{text: span(p.Low, p.High), color: "ink-2"})
	}
	row.cells = append(row.cells, sheetCell{text: cmp.Or(f.text(p.Name), p.Unit)}, sheetCell{})
	if bars {
		row.cells = append(row.cells, sheetCell{})
	}
	row.cells = append(row.cells, sheetCell{text: Points(p.Score.Score), bold: true}, sheetCell{text: margin(p.Score), color: "ink-2"})
	if changes {
		c := sheetCell{text: none, color: "ink-2"}
		if ch := p.Score.Change; ch != nil && finite(ch.Diff) {
			c = changeCell(ch)
		}
		row.cells = append(row.cells, c)
	}
	return row
}

func (f Figures) standingTable(st survey.Standing) Table {
	t := Table{Head: []string{
		f.word("rank"), f.word("table.rank.low"), f.word("table.rank.high"), f.word("unit"), f.word("score"), f.word("table.low"), f.word("table.high"),
		f.word("table.n"), f.word("last.round"), f.word("change"), f.word("table.change.low"), f.word("table.change.high"), f.word("verdict"), f.word("dontknow"),
	}}
	for _, p := range st.Places {
		row := []Cell{integer(p.Rank), {Number: true}, {Number: true}, text(cmp.Or(f.text(p.Name), p.Unit))}
		if p.Low > 0 {
			row[1], row[2] = integer(p.Low), integer(p.High)
		}
		row = append(row, number(p.Score.Score, 2), number(p.Score.Low, 2), number(p.Score.High, 2), integer(p.Score.N))
		t.Rows = append(t.Rows, append(append(row, f.changeCells(p.Score.Change)...), number(p.Score.DontKnow, 4)))
	}
	return t
}
