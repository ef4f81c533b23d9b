package document

import "minping/survey/pdf"

// Around the text of a cell, millimetres.
const (
	besideText = 1.2
	aboveText  = .8
)

// A placedTable is a table with the heights of its rows.
type placedTable struct {
	*Table
	grid
	widths, heights []float64
}

// table sets a table; its head stands on every page that it goes over. No page
// has its last row alone, as long as that leaves some on the page before.
func (b *paper) table(t *Table) {
	if len(t.Columns) == 0 {
		return
	}
	p := &placedTable{Table: t, grid: gridOf(t), widths: t.widths(b.d.room())}
	b.measure(p)
	headHeight := sum(p.heights[:p.head])
	caption := b.sheet.cell
	caption.bold, caption.before, caption.after = true, 6, 3
	if t.Caption != "" {
		b.need((caption.before+caption.lead+caption.after)*point + headHeight + first(p.heights[p.head:]))
		b.text(t.Caption, caption)
	}
	b.need(headHeight + first(p.heights[p.head:]))
	b.rows(p, 0, p.head)
	for i := p.head; i < len(p.rows); {
		next := p.block(i)
		end := next
		if i > p.head && next < len(p.rows) && p.block(next) == len(p.rows) && b.sheet.top+headHeight+sum(p.heights[i:]) <= b.floor() {
			end = len(p.rows)
		}
		if b.y+sum(p.heights[i:end]) > b.floor()+.01 && b.y > b.sheet.top+headHeight {
			b.turn()
			b.rows(p, 0, p.head)
		}
		b.rows(p, i, next)
		i = next
	}
	b.y += 2
}

// block returns where rows end that hang together by cells over several, from
// row i on.
func (p *placedTable) block(i int) int {
	end := i + 1
	for row := i; row < end; row++ {
		for _, c := range p.rows[row] {
			if c != nil {
				end = max(end, row+c.Down)
			}
		}
	}
	return end
}

// measure finds how high the rows are: a cell over several rows makes the last
// of them higher where it needs more.
func (b *paper) measure(p *placedTable) {
	p.heights = make([]float64, len(p.rows))
	for down := 1; down <= len(p.rows); down++ {
		for i, row := range p.rows {
			for j, c := range row {
				if c == nil || c.Down != down {
					continue
				}
				l := b.cellLook(p, i, j, c)
				height := float64(len(b.lines(c.Text, p.width(j, c)-2*besideText, l)))*l.lead*point + 2*aboveText
				if lack := height - sum(p.heights[i:i+down]); lack > 0 {
					p.heights[i+down-1] += lack
				}
			}
		}
	}
}

func (p *placedTable) width(column int, c *Cell) float64 {
	return sum(p.widths[column : column+c.Span])
}

// cellLook is how a cell's text is set.
func (b *paper) cellLook(p *placedTable, row, column int, c *Cell) look {
	l := b.sheet.cell
	l.bold = c.Bold || row < p.head
	l.align = p.align(c, column)
	if row < p.head && c.Span > 1 {
		l.align = Centre
	}
	return l
}

// rows sets rows from one to before another, with their rules.
func (b *paper) rows(p *placedTable, from, to int) {
	top := b.y
	for i := from; i < to; i++ {
		x := b.sheet.left
		for j, c := range p.rows[i] {
			if c != nil {
				b.cell(p, i, j, c, x)
			}
			x += p.widths[j]
		}
		b.y += p.heights[i]
	}
	if from == to || p.Bare {
		return
	}
	thin := pdf.Stroke{Width: .2}
	b.out.Line(b.sheet.left, top, b.sheet.left, b.y, thin)
	b.out.Line(b.sheet.left, top, b.sheet.left+b.d.room(), top, thin)
}

// cell sets a cell whose left edge is at x, and its rules below and to the right.
func (b *paper) cell(p *placedTable, row, column int, c *Cell, x float64) {
	width, height := p.width(column, c), sum(p.heights[row:row+c.Down])
	if (c.Shaded || row < p.head) && !p.Bare {
		b.out.Fill(x, b.y, width, height, 238)
	}
	l := b.cellLook(p, row, column, c)
	lines := b.lines(c.Text, width-2*besideText, l)
	y := b.y + (height-float64(len(lines))*l.lead*point)/2
	b.out.Text(x+besideText, y, width-2*besideText, lines, l.style())
	if !p.Bare {
		thin := pdf.Stroke{Width: .2}
		b.out.Line(x, b.y+height, x+width, b.y+height, thin)
		b.out.Line(x+width, b.y, x+width, b.y+height, thin)
	}
}

func sum(x []float64) (total float64) {
	for _, v := range x {
		total += v
	}
	return total
}

func first(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	return x[0]
}
