package chart

import (
	"cmp"

	"minping/survey"
	"minping/survey/canvas"
)

// profilePicture is a unit's indicators against its peers: see Profile.
func (f Figures) profilePicture(about Subject) *Picture {
	u := f.Release.Unit(about.Unit)
	if u == nil || len(u.Nodes) == 0 {
		return nil
	}
	nodes := f.profileNodes(u)
	if len(nodes) == 0 {
		return nil
	}
	var values []survey.Num
	others, low := false, false
	for _, n := range nodes {
		s, p := u.Nodes[n.ID], f.peers(u, n.ID)
		values = append(values, s.Score, s.Low, s.High)
		if p.n >= fewestPeers {
			others = true
			values = append(values, p.low, p.high)
		}
		low = low || p.against(s) == below
	}
	a := axisOver(values...)
	a.Limit = lowLine
	s := sheet{columns: []column{
		{title: f.word("indicator"), most: 300},
		{title: f.word("score"), axis: a, plot: func(p plot, row int) {
			s, o := u.Nodes[nodes[row].ID], f.peers(u, nodes[row].ID)
			if o.n >= fewestPeers {
				p.peers(o.low, o.median, o.high)
			}
			p.dot(s.Score, s.Low, s.High, o.against(s) == below)
		}},
		{title: f.word("score"), anchor: canvas.End},
		{title: f.word("margin"), anchor: canvas.End},
		{title: f.word("peers"), anchor: canvas.End},
		{title: f.word("gap"), anchor: canvas.End},
	}}
	t := Table{Head: []string{f.word("indicator"), f.word("score"), f.word("table.low"), f.word("table.high"), f.word("table.n"), f.word("peers"), f.word("gap"), f.word("dontknow")}}
	for _, n := range nodes {
		v, o := u.Nodes[n.ID], f.peers(u, n.ID)
		r := f.profileRow(u, n, a)
		color := map[string]string{"up": "accent", "down": "red", "flat": "ink-2"}[r.Way]
		title := cmp.Or(f.text(n.Title), n.ID)
		s.rows = append(s.rows, sheetRow{cells: []sheetCell{
			{text: title, bold: n.area},
			{},
			{text: Told(v), bold: true},
			{text: margin(v), color: "ink-2"},
			{text: r.Median, color: "ink-2"},
			{text: r.Gap, color: color, bold: r.Way != "flat"},
		}})
		if o.n < fewestPeers {
			o.median = nan
		}
		t.Rows = append(t.Rows, []Cell{
			text(title), number(v.Score, 2), number(v.Low, 2), number(v.High, 2), integer(v.N), number(o.median, 2), number(v.Score-o.median, 2), number(v.DontKnow, 4),
		})
	}
	p := &Picture{
		Title: f.unitName(u) + f.word("picture.colon") + f.ProfileHeadline(u.Unit), Table: t, keys: []key{f.dotKey()},
		subtitle: f.basis(f.word("profile.title", "unit", f.unitName(u))), body: func(b *board) { b.sheet(s) },
	}
	if low {
		p.keys = append(p.keys, f.lowKey(f.word("key.low")))
	}
	if others {
		p.keys = append(p.keys, key{f.word("key.peers"), func(b *board, x, y float64) {
			plot{b: b, axis: axis{High: 1}, x: x - 14, y: y - 9, width: 28, height: 18}.peers(0, .5, 1)
		}})
	}
	p.keys = append(p.keys, key{f.word("picture.line", "line", lowLine), func(b *board, x, y float64) {
		b.Line(canvas.Point{X: x, Y: y - 9}, canvas.Point{X: x, Y: y + 9}, canvas.Paint{Stroke: b.of("red"), Width: 1.2, Dash: 4})
	}})
	if note := f.RoughNote(u.Unit); note != "" {
		p.notes = append(p.notes, note)
	}
	return p
}

// areasPicture is a unit's areas: see Areas.
func (f Figures) areasPicture(about Subject) *Picture {
	u := f.Release.Unit(about.Unit)
	if u == nil {
		if u = Whole(f.Release); u == nil || about.Unit != "" {
			return nil
		}
	}
	nodes := f.areas(u)
	if len(nodes) == 0 {
		return nil
	}
	return f.nodesPicture(u, nodes, f.word("areas.title", "unit", f.unitName(u)))
}

// nodesPicture is a unit's scores at some nodes with those of the last round.
func (f Figures) nodesPicture(u *survey.UnitResult, nodes []survey.NodeInfo, what string) *Picture {
	var values []survey.Num
	t := Table{Head: []string{
		f.word("node"), f.word("score"), f.word("table.low"), f.word("table.high"), f.word("table.n"),
		f.word("last.round"), f.word("change"), f.word("table.change.low"), f.word("table.change.high"), f.word("verdict"),
	}}
	s := sheet{}
	for _, n := range nodes {
		v := u.Nodes[n.ID]
		values = append(values, v.Score, v.Low, v.High)
		row := sheetRow{cells: []sheetCell{{text: cmp.Or(f.text(n.Title), n.ID)}, {}, {text: Told(v), bold: true}, {text: Interval(v.Low, v.High), color: "ink-2"}, {text: none}, {}}}
		if v.Change != nil && finite(v.Change.Diff) {
			values = append(values, v.Change.Previous)
			row.cells[4], row.cells[5] = changeCell(v.Change), sheetCell{text: f.verdict(v.Change), color: changeCell(v.Change).color}
		}
		s.rows = append(s.rows, row)
		t.Rows = append(t.Rows, append([]Cell{
			text(row.cells[0].text), number(v.Score, 2), number(v.Low, 2), number(v.High, 2), integer(v.N),
		}, f.changeCells(v.Change)...))
	}
	s.columns = []column{
		{title: f.word("node"), most: 260},
		{title: f.word("score"), axis: axisOver(values...), plot: func(p plot, row int) {
			v := u.Nodes[nodes[row].ID]
			if v.Change != nil {
				p.was(v.Change.Previous)
			}
			p.dot(v.Score, v.Low, v.High, false)
		}},
		{title: f.word("score"), anchor: canvas.End},
		{title: f.word("interval"), anchor: canvas.End},
		{title: f.word("change"), anchor: canvas.End},
		{title: f.word("verdict")},
	}
	head := f.AreasLead(u)
	if head == "" {
		head = what
	}
	return &Picture{
		Title: f.unitName(u) + f.word("picture.colon") + head, subtitle: f.basis(what), Table: t,
		keys: []key{f.dotKey(), f.wasKey()}, body: func(b *board) { b.sheet(s) },
	}
}

// answersPicture is how people answered about a unit: see Diverge.
func (f Figures) answersPicture(about Subject) *Picture {
	u := f.Release.Unit(about.Unit)
	if u == nil {
		return nil
	}
	nodes := f.Answered(u.Unit)
	var all []distribution
	for _, id := range nodes {
		if d, ok := f.distribution(u, id); ok {
			all = append(all, d)
		}
	}
	return f.distributions(all, f.word("indicator"), f.unitName(u)+f.word("picture.colon")+f.AnswersHeadline(u.Unit, nodes...),
		f.word("diverge.caption", "unit", f.unitName(u)))
}

// itemsPicture is how people answered the items at and below a node, about all
// units of a tier together: see DivergeItems.
func (f Figures) itemsPicture(about Subject) *Picture {
	node := cmp.Or(about.Node, f.root())
	return f.distributions(f.itemsBelow(about.Tier, node), f.word("indicator"), f.ItemsHeadline(about.Tier, node), f.word("items.caption", "node", f.nodeTitle(node)))
}

// byUnitPicture is how people answered the item of a node about each unit of a
// tier: see DivergeUnits.
func (f Figures) byUnitPicture(about Subject) *Picture {
	if f.Release.Node(about.Node) == nil {
		return nil
	}
	var units []string
	for _, p := range f.Release.Standing(about.Tier, about.Node).Places {
		units = append(units, p.Unit)
	}
	return f.distributions(f.unitsAt(about.Node, units), f.word("unit"),
		f.nodeTitle(about.Node)+f.word("picture.colon")+f.UnitsAnswersHeadline(about.Node, units), f.word("items.caption", "node", f.nodeTitle(about.Node)))
}

// distributions draws the answers of those with the same options as the first;
// nil where there are none. head names the rows.
func (f Figures) distributions(all []distribution, head, title, subtitle string) *Picture {
	var same []distribution
	for _, d := range all {
		if len(same) == 0 || d.alike(same[0]) {
			same = append(same, d)
		}
	}
	if len(same) == 0 {
		return nil
	}
	list, notes := drawn(f, same)
	left, right := 0.0, 0.0
	for _, d := range list {
		left, right = max(left, d.bad()), max(right, 1-d.bad())
	}
	p := &Picture{Title: title, subtitle: subtitle, Table: f.answersTable(same, head), notes: notes}
	for i, o := range list[0].options {
		p.keys = append(p.keys, key{f.text(o.Label), func(b *board, x, y float64) {
			b.Rect(x-2, y-7, 14, 14, canvas.Paint{Fill: b.answer(list[0].class(i))})
		}})
	}
	s := sheet{columns: []column{
		{title: head, most: 280},
		{title: f.word("picture.bad"), anchor: canvas.End},
		{plot: func(p plot, row int) { p.answers(list[row], left, right) }},
		{title: f.word("rated"), anchor: canvas.End},
		{title: f.word("dontknow"), anchor: canvas.End},
	}}
	for _, d := range list {
		s.rows = append(s.rows, sheetRow{cells: []sheetCell{
			{text: cmp.Or(d.name, d.node.ID)},
			{text: Percent(survey.Num(d.bad())), bold: true},
			{},
			{text: Count(d.rated), color: "ink-2"},
			{text: Percent(survey.Num(float64(d.unsure) / float64(d.asked))), color: "ink-2"},
		}})
	}
	p.body = func(b *board) { b.sheet(s) }
	return p
}

// answer is the colour of an option's class.
func (b *board) answer(class string) canvas.Color {
	return b.of(map[string]string{"k5": "d7", "k4": "d6", "k3": "d5", "k2": "d2", "k1": "d1"}[class])
}

// answers draws one item's options around the line between satisfied and not.
func (p plot) answers(d distribution, left, right float64) {
	scale := p.width / (left + right)
	x := p.x + left*scale + (1-d.bad())*scale // the best option ends here
	for i := range d.options {
		w := d.share(i) * scale
		x -= w
		class := d.class(i)
		p.b.Rect(x, p.y+4, max(0, w-1), p.height-8, canvas.Paint{Fill: p.b.answer(class)})
		label := fixed(survey.Num(100*d.share(i)), 0)
		on := map[string]string{"k5": "on-d7", "k1": "on-d1"}[class]
		t := canvas.Type{Size: 11.5, Color: p.b.of(cmp.Or(on, "on-d")), Anchor: canvas.Middle}
		if canvas.Measure(label, t)+6 < w {
			p.b.Text(x+w/2, p.middle()+4, label, t)
		}
	}
	zero := p.x + left*scale
	p.b.Line(canvas.Point{X: zero, Y: p.y}, canvas.Point{X: zero, Y: p.y + p.height}, canvas.Paint{Stroke: p.b.of("ink"), Width: 1.4})
}

func (f Figures) answersTable(list []distribution, head string) Table {
	t := Table{Head: []string{head}}
	for _, o := range list[0].options {
		t.Head = append(t.Head, f.text(o.Label))
	}
	t.Head = append(t.Head, f.word("rated"), f.word("dontknow"))
	for _, d := range list {
		row := []Cell{text(cmp.Or(d.name, d.node.ID))}
		for _, n := range d.counts {
			row = append(row, integer(n))
		}
		t.Rows = append(t.Rows, append(row, integer(d.rated), integer(d.unsure)))
	}
	return t
}
