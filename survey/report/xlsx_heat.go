package report

import (
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"minping/survey"
	"minping/survey/chart"
)

// A heatStep is a band of scores with its colours; scores below Below belong to it.
type heatStep struct {
	below     float64
	fill, ink string
}

// heatSteps are the fixed cuts of heat tables, the same in every report, so
// that colours can be compared between rounds.
var heatSteps = []heatStep{
	{55, "8A4513", "FFFFFF"},
	{60, "CF955A", ink},
	{68, "EED6B9", ink},
	{74, "F4F4F0", ink},
	{80, "C3E1DB", ink},
	{86, "6BB3A8", ink},
	{100, "0C665D", "FFFFFF"},
}

// heat adds the sheet of all units by all nodes of the index.
func (b *book) heat() {
	name := b.say("热力表", "Heat table")
	s := b.sheet(name, b.title(name), b.sub(b.say("颜色按固定分界：", "Colours by fixed cuts: ")+b.cuts()))
	b.heatHeads(s)
	top := s.row + 1
	for _, t := range tiers(b.r) {
		if len(tiers(b.r)) > 1 {
			s.put(cell{nil, look{}}, cell{b.tierName(t.ID), look{bold: true, color: accent}})
		}
		for _, u := range standing(b.r, t.ID) {
			b.heatRow(s, u)
		}
	}
	b.heatColours(s, top)
	for _, t := range tiers(b.r) {
		if note := (chart.Figures{Release: b.r, Lang: b.lang}).RoughTier(t.ID); note != "" {
			s.note(note)
			break // it is the same for all
		}
	}
	if slices.ContainsFunc(b.r.Units, func(u survey.UnitResult) bool { return u.Suppressed }) {
		s.note(b.say("斜纹：", "Hatched: ") + b.hiddenWhy(b.r))
	}
}

func (b *book) cuts() string {
	text := ""
	for i, step := range heatSteps[:len(heatSteps)-1] {
		if i > 0 {
			text += b.say("、", ", ")
		}
		text += strconv.FormatFloat(step.below, 'g', -1, 64)
	}
	return text + b.say("。", ".")
}

// heatHeads writes two rows of heads: the first level of the index, then all nodes.
func (b *book) heatHeads(s *sheet) {
	rotation, perLetter := 90, 5.5
	if b.lang != "en" {
		rotation, perLetter = 255, 16
	}
	areas := make([]cell, 2+len(b.r.Nodes))
	nodes := []cell{
		{b.say("名次", "Rank"), look{bold: true, color: ink2, head: true, ruled: true, right: true}},
		{b.say("测评对象", "Unit"), look{bold: true, color: ink2, head: true, ruled: true}},
	}
	longest := 0
	for i, n := range b.r.Nodes {
		text := n.Title.In(b.lang)
		longest = max(longest, len([]rune(text)))
		if n.Depth == 1 {
			areas[2+i] = cell{text, look{bold: true}}
		}
		nodes = append(nodes, cell{text, look{bold: len(children(b.r, n.ID)) > 0, center: true, head: true, ruled: true, vertical: rotation, wrap: rotation == 90}})
	}
	s.put(areas...)
	s.putHigh(min(max(60, float64(longest)*perLetter), 230), nodes...)
	s.width(1, 1, 7)
	s.width(2, 2, 22)
	s.width(3, len(b.r.Nodes)+2, 6.5)
	s.freeze(2)
	for i, n := range b.r.Nodes {
		if below := b.below(n.ID); n.Depth == 1 && below > 0 {
			s.merge(s.row-1, i+3, i+3+below)
		}
	}
}

// below counts the nodes under a node, at any depth.
func (b *book) below(id string) int {
	n := 0
	for _, c := range children(b.r, id) {
		n += 1 + b.below(c.ID)
	}
	return n
}

func (b *book) heatRow(s *sheet, u *survey.UnitResult) {
	cells := []cell{{nil, look{right: true}}, {b.unitName(u), look{indented: true}}}
	if u.Rank != nil {
		cells[0] = cell{u.Rank.Rank, look{right: true, color: ink2}}
	}
	for i, n := range b.r.Nodes {
		x, ok := u.Nodes[n.ID]
		switch {
		case u.Suppressed:
			cells = append(cells, cell{nil, look{hatched: true, white: true}})
		case !ok:
			cells = append(cells, cell{"—", look{center: true, color: ink2}})
		default:
			l := look{center: true, white: true, bold: i == 0, format: scoreLook(x).format}
			cells = append(cells, cell{x.Score, l})
		}
	}
	s.put(cells...)
}

// heatColours fills the scores in rows top to the last by the fixed cuts.
func (b *book) heatColours(s *sheet, top int) {
	if s.row < top {
		return
	}
	from, err := excelize.CoordinatesToCellName(3, top)
	s.keep(err)
	to, err := excelize.CoordinatesToCellName(len(b.r.Nodes)+2, s.row)
	s.keep(err)
	var rules []excelize.ConditionalFormatOptions
	low := 0.0
	for _, step := range heatSteps {
		id, err := b.f.NewConditionalStyle(&excelize.Style{
			Font: &excelize.Font{Color: step.ink},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{step.fill}},
		})
		s.keep(err)
		high := step.below
		if high < 100 {
			high -= 1e-9
		}
		number := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
		rules = append(rules, excelize.ConditionalFormatOptions{
			Type: "cell", Criteria: "between", MinValue: number(low), MaxValue: number(high), Format: &id, StopIfTrue: true,
		})
		low = step.below
	}
	s.keep(s.f.SetConditionalFormat(s.name, from+":"+to, rules))
}
