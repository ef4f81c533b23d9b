package chart

import (
	"math"
	"slices"

	"minping/survey"
	"minping/survey/canvas"
)

// spreadPicture is how the scores of a tier are spread: see Spread.
func (f Figures) spreadPicture(about Subject) *Picture {
	units := slices.DeleteFunc(f.ranked(about.Tier), func(u *survey.UnitResult) bool { return !finite(u.Nodes[f.root()].Score) })
	if len(units) < 2 {
		return nil
	}
	z := f.zone(about.Tier)
	p := &Picture{
		Title: f.TierHeadline(about.Tier), Table: f.spreadTable(units, z),
		subtitle: f.basis(f.word("spread.title", "tier", f.tierName(about.Tier), "n", len(units))),
	}
	if note := f.SpreadNote(about.Tier); note != "" {
		p.notes = append(p.notes, note)
	}
	p.notes = append(p.notes, f.tierNotes(about.Tier)...)
	sure, unsure := false, false
	for _, fl := range z.flags {
		sure, unsure = sure || fl.Certain, unsure || !fl.Certain
	}
	if sure {
		p.keys = append(p.keys, key{f.word("spread.sure", "k", z.k), func(b *board, x, y float64) { b.spreadMark(x, y, 6, "sure") }})
	}
	if unsure {
		p.keys = append(p.keys, key{f.word("spread.unsure", "k", z.k), func(b *board, x, y float64) { b.spreadMark(x, y, 6, "unsure") }})
	}
	p.keys = append(p.keys, key{f.word("spread.rest", "tier", f.tierName(about.Tier)), func(b *board, x, y float64) { b.spreadMark(x, y, 6, "") }})
	p.body = func(b *board) { b.spread(units, z) }
	return p
}

// spread draws units as stacked marks over the axis of their scores.
func (b *board) spread(units []*survey.UnitResult, z zone) {
	const most, columns = 20.0, 44.0
	scores := make([]survey.Num, len(units))
	for i, u := range units {
		scores[i] = u.Nodes[b.f.root()].Score
	}
	a := axisOver(scores...)
	stacked, top := map[int]int{}, 0
	for _, s := range scores {
		i := int(math.Round(a.share(s) * columns))
		stacked[i]++
		top = max(top, stacked[i])
	}
	step := min(most, 420/float64(top))
	inner := column{x: b.x + 16, width: b.width - 32, axis: a}
	bottom := b.y + float64(top)*step + 16
	b.grid(inner, b.y, bottom)
	b.Line(canvas.Point{X: b.x, Y: bottom}, canvas.Point{X: b.x + b.width, Y: bottom}, canvas.Paint{Stroke: b.of("ink"), Width: 1})
	clear(stacked)
	for i := len(units) - 1; i >= 0; i-- {
		at := int(math.Round(a.share(scores[i]) * columns))
		kind := ""
		if fl := z.flags[units[i].Unit]; fl != nil {
			kind = "unsure"
			if fl.Certain {
				kind = "sure"
			}
		}
		b.spreadMark(inner.x+inner.width*float64(at)/columns, bottom-step*(float64(stacked[at])+.5)-2, .4*step, kind)
		stacked[at]++
	}
	b.ticks(inner, bottom+17)
	b.y = bottom + 24
}

// spreadMark draws one unit.
func (b *board) spreadMark(x, y, r float64, kind string) {
	switch kind {
	case "sure":
		canvas.Diamond(b, x, y, 1.15*r, canvas.Paint{Fill: b.of("red")})
	case "unsure":
		canvas.Diamond(b, x, y, r, canvas.Paint{Fill: b.of("paper"), Stroke: b.of("red"), Width: 1.6})
	default:
		b.Circle(x, y, r, canvas.Paint{Fill: b.of("peer")})
	}
}

func (f Figures) spreadTable(units []*survey.UnitResult, z zone) Table {
	t := Table{Head: []string{f.word("rank"), f.word("unit"), f.word("score"), f.word("table.low"), f.word("table.high")}}
	if z.k > 0 {
		t.Head = append(t.Head, f.word("table.zone", "k", z.k))
	}
	for _, u := range units {
		s := u.Nodes[f.root()]
		row := []Cell{integer(u.Rank.Rank), text(f.unitName(u)), number(s.Score, 2), number(s.Low, 2), number(s.High, 2)}
		if z.k > 0 {
			verdict := ""
			if fl := z.flags[u.Unit]; fl != nil {
				verdict = f.word("table.zone.unsure")
				if fl.Certain {
					verdict = f.word("table.zone.sure")
				}
			}
			row = append(row, text(verdict))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
