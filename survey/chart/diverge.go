package chart

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"

	"minping/survey"
)

type divergeView struct {
	Caption, Title string
	Head           string // of the column that names the rows
	Zero           string // where satisfied and dissatisfied meet
	Options        []divergeOption
	Rows           []divergeRow
	Columns        []string // of the data table
	Aside          string   // label of the don't-know column
}

type divergeOption struct{ Class, Label string }

type divergeRow struct {
	Name, URL string
	Parts     []part
	Bad       string // share of dissatisfied
	BadX      string // where it is written
	Aside     string // share of don't know among all who were asked
	Rated     int
	Shares    []string
}

// A part is one option's piece of a bar.
type part struct{ Class, X, Width, Middle, Label string }

// Diverge draws how people answered the items of the nodes about a unit: the
// better options to the right of a zero line, the worse to the left, in per
// cent of those who rated. Don't know is never in the bar: it has a column.
// Items whose distribution is hidden are left out.
func (f Figures) Diverge(unit string, nodes ...string) template.HTML {
	u := f.Release.Unit(unit)
	if u == nil {
		return ""
	}
	var bars []distribution
	for _, id := range nodes {
		if d, ok := f.distribution(u, id); ok {
			bars = append(bars, d)
		}
	}
	name := f.text(u.Name)
	return f.diverge(bars, f.word("indicator"), f.word("diverge.title", "unit", name), f.word("diverge.caption", "unit", name))
}

// DivergeItems draws how people answered the items at and below a node, about
// all shown units of a tier together: every ballot counts once.
func (f Figures) DivergeItems(tier, node string) template.HTML {
	title := f.nodeTitle(node)
	return f.diverge(f.itemsBelow(tier, node), f.word("indicator"), f.word("items.title", "node", title), f.word("items.caption", "node", title))
}

// DivergeUnits draws how people answered the item of a node about each of these
// units.
func (f Figures) DivergeUnits(node string, units []string) template.HTML {
	title := f.nodeTitle(node)
	return f.diverge(f.unitsAt(node, units), f.word("unit"), f.word("items.title", "node", title), f.word("items.caption", "node", title))
}

// itemsBelow returns the answers to the items at and below a node, those about
// all shown units of a tier added up.
func (f Figures) itemsBelow(tier, node string) []distribution {
	all := survey.UnitResult{Counts: map[string]map[string]int{}}
	for i := range f.Release.Units {
		if u := &f.Release.Units[i]; u.Tier == tier {
			for item, counts := range u.Counts {
				if all.Counts[item] == nil {
					all.Counts[item] = map[string]int{}
				}
				for code, n := range counts {
					all.Counts[item][code] += n
				}
			}
		}
	}
	var list []distribution
	seen := map[string]bool{}
	for i := range f.Release.Nodes {
		n := &f.Release.Nodes[i]
		item := cmp.Or(n.Item, n.StandIn)
		if item == "" || seen[item] || !f.under(n, node) {
			continue
		}
		if d, ok := f.distribution(&all, n.ID); ok {
			seen[item] = true
			list = append(list, d)
		}
	}
	return list
}

// under reports whether a node is another one or lies below it.
func (f Figures) under(n *survey.NodeInfo, top string) bool {
	for range f.Release.Nodes {
		if n == nil || n.ID == top {
			break
		}
		n = f.Release.Node(n.Parent)
	}
	return n != nil && n.ID == top
}

// unitsAt returns the answers to a node's item about units, named by the unit.
func (f Figures) unitsAt(node string, units []string) []distribution {
	var list []distribution
	for _, id := range units {
		u := f.Release.Unit(id)
		if u == nil {
			continue
		}
		if d, ok := f.distribution(u, node); ok {
			d.name, d.url = cmp.Or(f.text(u.Name), id), f.unitURL(id)
			list = append(list, d)
		}
	}
	return list
}

// diverge draws distributions of items with the same options as the first.
func (f Figures) diverge(all []distribution, head, title, caption string) template.HTML {
	v := divergeView{Caption: caption, Title: title, Head: head, Aside: f.word("dontknow")}
	var bars []distribution
	for _, d := range all {
		if len(bars) == 0 || d.alike(bars[0]) {
			bars = append(bars, d)
		}
	}
	if len(bars) == 0 {
		return ""
	}
	left, right := 0.0, 0.0
	for _, d := range bars {
		left, right = max(left, d.bad()), max(right, 1-d.bad())
	}
	// room for the percentage that stands left of the bars
	scale := (1 - badRoom) / (left + right)
	zero := badRoom + left*scale
	v.Zero = perCent(zero)
	for i, o := range bars[0].options {
		v.Options = append(v.Options, divergeOption{bars[0].class(i), f.text(o.Label)})
		v.Columns = append(v.Columns, f.text(o.Label))
	}
	for _, d := range bars {
		v.Rows = append(v.Rows, d.row(zero, scale))
	}
	return f.draw("diverge", v)
}

// badRoom is the share of the width kept for the percentage left of the bars.
const badRoom = .12

// A distribution is how many people chose each scored option of an item, the
// best option first.
type distribution struct {
	node    *survey.NodeInfo
	name    string // of its row
	url     string
	options []survey.Option
	counts  []int
	rated   int
	asked   int // rated, and don't know
	unsure  int
}

// distribution returns the answers to a node's item; ok is false where there
// is no such item or its distribution is hidden.
func (f Figures) distribution(u *survey.UnitResult, node string) (d distribution, ok bool) {
	d.node = f.Release.Node(node)
	if d.node == nil {
		return d, false
	}
	d.name = f.text(d.node.Title)
	id := cmp.Or(d.node.Item, d.node.StandIn)
	i := slices.IndexFunc(f.Release.Items, func(it survey.ItemInfo) bool { return it.ID == id })
	counts := u.Counts[id]
	if i < 0 || counts == nil {
		return d, false
	}
	for _, o := range f.Release.Items[i].Options {
		switch {
		case o.Score != nil:
			d.options = append(d.options, o)
		case o.Kind == survey.DontKnow:
			d.unsure += counts[o.Code]
		}
	}
	slices.SortStableFunc(d.options, func(a, b survey.Option) int { return cmp.Compare(*b.Score, *a.Score) })
	for _, o := range d.options {
		d.counts = append(d.counts, counts[o.Code])
		d.rated += counts[o.Code]
	}
	d.asked = d.rated + d.unsure
	return d, d.rated > 0
}

// alike reports whether two items have the same options.
func (d distribution) alike(o distribution) bool {
	return slices.EqualFunc(d.options, o.options, func(a, b survey.Option) bool {
		return a.Code == b.Code && *a.Score == *b.Score && a.Label.In("zh") == b.Label.In("zh")
	})
}

func (d distribution) share(i int) float64 { return float64(d.counts[i]) / float64(d.rated) }

// bad is the share of those who rated below the low line.
func (d distribution) bad() float64 {
	sum := 0.0
	for i, o := range d.options {
		if *o.Score < lowLine {
			sum += d.share(i)
		}
	}
	return sum
}

// class colours an option: k5 the best … k3 still satisfied, k2, k1 the worst.
func (d distribution) class(i int) string {
	good := 0
	for _, o := range d.options {
		if *o.Score >= lowLine {
			good++
		}
	}
	if i < good {
		return "k" + strconv.Itoa(5-i*3/max(good, 3))
	}
	return "k" + strconv.Itoa(2-(i-good)*2/max(len(d.options)-good, 2))
}

// row places an item's parts around zero.
func (d distribution) row(zero, scale float64) divergeRow {
	row := divergeRow{
		Name: d.name, URL: d.url, Rated: d.rated,
		Bad: Percent(survey.Num(d.bad())), BadX: perCent(zero - d.bad()*scale - .012),
		Aside: Percent(survey.Num(float64(d.unsure) / float64(d.asked))),
	}
	x := zero + (1-d.bad())*scale // the best option ends here
	for i := range d.options {
		w := d.share(i) * scale
		x -= w
		p := part{Class: d.class(i), X: perCent(x), Width: perCent(max(0, w-.0025)), Middle: perCent(x + w/2)}
		if d.share(i) >= .07 {
			p.Label = fixed(survey.Num(100*d.share(i)), 0)
		}
		row.Parts = append(row.Parts, p)
		row.Shares = append(row.Shares, Percent(survey.Num(d.share(i))))
	}
	return row
}

// mostAnswers is about how many distributions of a unit are shown.
const mostAnswers = 6

// Answered returns the nodes whose answers are shown of a unit: the areas that
// one item stands for, then the unit's lowest indicators.
func (f Figures) Answered(unit string) []string {
	u := f.Release.Unit(unit)
	if u == nil {
		return nil
	}
	var nodes []string
	items := map[string]bool{}
	for _, n := range f.Release.Nodes {
		if n.StandIn != "" && !items[n.StandIn] {
			items[n.StandIn] = true
			nodes = append(nodes, n.ID)
		}
	}
	low := slices.DeleteFunc(f.Indicators(), func(n *survey.NodeInfo) bool { _, ok := u.Nodes[n.ID]; return !ok || items[n.Item] })
	slices.SortStableFunc(low, func(a, b *survey.NodeInfo) int { return cmp.Compare(u.Nodes[a.ID].Score, u.Nodes[b.ID].Score) })
	for _, n := range low[:min(len(low), max(2, mostAnswers-len(nodes)))] {
		nodes = append(nodes, n.ID)
	}
	return nodes
}
