package document

import "minping/survey/pdf"

// Around the text of a cell, millimetres.
const (
	besideText = 1.2
	aboveText  = .8
	belowTable = 2 // the whole
)

// A placedTable is a table with the heights of its rows.
type placedTable struct {
	*Table
	grid
	widths, heights []float64
	repeated        int          // how many rows of the head stand on every page
	apart           map[int]bool // rows that need not stay with the one before
	ending          float64      // how high the end of the letter is that is to stand with the last rows
}

// table sets a table; its head stands on every page that it goes over. No page
// has its last row alone, as long as that leaves some on the page before. What
// is higher than a page goes over several. What stands below the table and is so
// high is on the page of its last rows.
func (b *paper) table(t *Table, ending float64) {
	if len(t.Columns) == 0 {
		return
	}
	p := &placedTable{Table: t, grid: gridOf(t), widths: t.widths(b.d.room()), apart: map[int]bool{}, ending: ending}
	b.measure(p)
	whole := b.floor() - b.sheet.top
	if sum(p.heights[:p.head]) < whole/2 {
		p.repeated = p.head
	}
	top := b.sheet.top + sum(p.heights[:p.repeated])
	begins := sum(p.heights[:p.repeated])
	if p.repeated < len(p.rows) {
		if begins += p.heights[p.repeated]; begins > whole {
			begins = whole / 4
		}
	}
	caption := b.sheet.cell
	caption.bold, caption.before, caption.after = true, 6, 3
	if t.Caption != "" {
		b.need((caption.before+caption.lead+caption.after)*point + begins)
		b.text(t.Caption, caption)
	}
	b.need(begins)
	b.rows(p, 0, p.repeated)
	for i := p.repeated; i < len(p.rows); {
		next := p.block(i)
		switch height := sum(p.heights[i:next]); {
		case height > b.floor()-top+.01 && next == i+1:
			b.long(p, i, top)
		case height > b.floor()-top+.01:
			p.cut(i, b.floor()-b.y)
			b.measure(p)
			continue
		default:
			if b.y+b.company(p, i, next, top) > b.floor()+.01 && b.y > top {
				b.again(p)
			}
			b.rows(p, i, next)
		}
		i = next
	}
	b.y += belowTable
}

// again turns the page and repeats the head.
func (b *paper) again(p *placedTable) {
	b.turn()
	b.rows(p, 0, p.repeated)
}

// company is how high all is that is to stand on one page with rows i to before
// next: no page has the last rows alone, nor the end of a letter.
func (b *paper) company(p *placedTable, i, next int, top float64) float64 {
	height := sum(p.heights[i:next])
	last := next == len(p.rows)
	if i > p.repeated && !last && p.block(next) == len(p.rows) {
		last = true
	}
	if all := sum(p.heights[i:]) + belowTable + p.ending; last && top+all <= b.floor() {
		return all
	}
	return height
}

// block returns where rows end that hang together from row i on: by cells over
// several, and what stands over all columns with the row below it.
func (p *placedTable) block(i int) int {
	end := i + 1
	for row := i; row < end; row++ {
		for _, c := range p.rows[row] {
			if c != nil {
				end = max(end, row+c.Down)
			}
		}
		if row+1 == end && p.titles(row) && !p.apart[end] {
			end++
		}
	}
	return end
}

// cut takes rows from i on apart that are too many for a page: as many as go
// into so much height stay together. What a cell over several rows has for the
// others is empty.
func (p *placedTable) cut(i int, height float64) {
	at := i + 1
	for at+1 < p.block(i) && sum(p.heights[i:at+1]) <= height {
		at++
	}
	p.apart[at] = true
	for row := i; row < at; row++ {
		for column, c := range p.rows[row] {
			if c == nil || row+c.Down <= at {
				continue
			}
			rest := *c
			rest.Text, rest.Down = "", row+c.Down-at
			c.Down = at - row
			p.rows[at][column] = &rest
		}
	}
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
				height := float64(len(b.cellLines(p, i, j, c)))*b.sheet.cell.lead*point + 2*aboveText
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

func (b *paper) cellLines(p *placedTable, row, column int, c *Cell) []string {
	return b.lines(c.Text, p.width(column, c)-2*besideText, b.cellLook(p, row, column, c))
}

// rows sets rows from one to before another, with their rules.
func (b *paper) rows(p *placedTable, from, to int) {
	top := b.y
	for i := from; i < to; i++ {
		for j, c := range p.rows[i] {
			if c != nil {
				b.cell(p, i, j, c, sum(p.heights[i:i+c.Down]), b.cellLines(p, i, j, c))
			}
		}
		b.y += p.heights[i]
	}
	if from < to {
		b.edges(p, top)
	}
}

// long sets a row that is higher than a page, line by line; top is where rows
// begin on a page.
func (b *paper) long(p *placedTable, row int, top float64) {
	lead := b.sheet.cell.lead * point
	left := make([][]string, p.columns)
	for j, c := range p.rows[row] {
		if c != nil {
			left[j] = b.cellLines(p, row, j, c)
		}
	}
	for most := 1; most > 0; {
		room := int((b.floor()-b.y-2*aboveText)/lead + .01)
		if room < 3 && b.y > top {
			b.again(p)
			continue
		}
		most = 0
		for _, lines := range left {
			most = max(most, len(lines))
		}
		n, begun := min(max(room, 1), most), b.y
		for j, c := range p.rows[row] {
			if c != nil {
				part := min(n, len(left[j]))
				b.cell(p, row, j, c, float64(n)*lead+2*aboveText, left[j][:part])
				left[j] = left[j][part:]
			}
		}
		b.y += float64(n)*lead + 2*aboveText
		b.edges(p, begun)
		if most -= n; most > 0 {
			b.again(p)
		}
	}
}

// edges sets the rules above and to the left of rows that began at top.
func (b *paper) edges(p *placedTable, top float64) {
	if p.Bare {
		return
	}
	thin := pdf.Stroke{Width: .2}
	b.out.Line(b.sheet.left, top, b.sheet.left, b.y, thin)
	b.out.Line(b.sheet.left, top, b.sheet.left+b.d.room(), top, thin)
}

// cell sets lines of a cell and its rules below and to the right.
func (b *paper) cell(p *placedTable, row, column int, c *Cell, height float64, lines []string) {
	x, width := b.sheet.left+sum(p.widths[:column]), p.width(column, c)
	if (c.Shaded || row < p.head) && !p.Bare {
		b.out.Fill(x, b.y, width, height, 238)
	}
	l := b.cellLook(p, row, column, c)
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
