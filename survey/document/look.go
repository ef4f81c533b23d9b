package document

// A look is how texts of one kind are set. Sizes are points.
type look struct {
	size   float64
	lead   float64 // from line to line
	before float64
	after  float64
	font   string // for Chinese; what a machine lacks, it replaces
	bold   bool
	align  Align
	inset  float64 // of the first line, in characters
}

// A sheet is a layout in numbers: millimetres of the page, looks of texts.
type sheet struct {
	top, right, bottom, left float64
	title                    look
	headings                 [3]look
	body, small, cell        look
	dashes                   bool // page numbers stand between dashes, outside
}

// sheets are the layouts. Official: GB/T 9704-2012, 7.1–7.3: title in size 2 of
// 小标宋, body in size 3 of 仿宋, headings in 黑体 and 楷体, page numbers in size 4.
var sheets = map[Layout]sheet{
	Working: {
		top: 18, right: 18, bottom: 18, left: 18,
		title: look{size: 17, lead: 24, after: 6, font: "黑体", bold: true, align: Centre},
		headings: [3]look{
			{size: 13, lead: 19, before: 12, after: 4, font: "黑体", bold: true},
			{size: 11, lead: 16, before: 8, after: 3, font: "黑体", bold: true},
			{size: 10.5, lead: 15, before: 6, after: 2, font: "宋体", bold: true},
		},
		body:  look{size: 10.5, lead: 16, after: 3, font: "宋体"},
		small: look{size: 8.5, lead: 12.5, after: 2, font: "宋体"},
		cell:  look{size: 9, lead: 12.5, font: "宋体"},
	},
	Official: {
		top: 37, right: 26, bottom: 35, left: 28,
		title: look{size: 22, lead: 33, after: 28, font: "方正小标宋简体", align: Centre},
		headings: [3]look{
			{size: 16, lead: 28.8, font: "黑体", inset: 2},
			{size: 16, lead: 28.8, font: "楷体", inset: 2},
			{size: 16, lead: 28.8, font: "仿宋", bold: true, inset: 2},
		},
		body:   look{size: 16, lead: 28.8, font: "仿宋", inset: 2},
		small:  look{size: 12, lead: 20, font: "仿宋"},
		cell:   look{size: 12, lead: 18, font: "仿宋"},
		dashes: true,
	},
}

// The size of a page, millimetres.
const (
	short = 210.0
	long  = 297.0
)

// size returns the width and height of the pages.
func (d *Document) size() (width, height float64) {
	if d.Wide {
		return long, short
	}
	return short, long
}

func (d *Document) sheet() sheet { return sheets[d.Layout] }

// room returns how wide the text is.
func (d *Document) room() float64 {
	width, _ := d.size()
	s := d.sheet()
	return width - s.left - s.right
}

// of returns the look of a heading.
func (s *sheet) of(h Heading) look {
	if h.Level <= 0 {
		return s.title
	}
	return s.headings[min(h.Level, len(s.headings))-1]
}

// look returns the look of a paragraph.
func (s *sheet) look(p Paragraph) look {
	l := s.body
	if p.Small {
		l = s.small
	}
	if p.Flush || p.Align != Start {
		l.inset = 0
	}
	l.align = p.Align
	return l
}

// A grid is a table's cells at their places: a cell that is covered by another
// is nil.
type grid struct {
	columns int
	rows    [][]*Cell
	head    int // how many of the rows
}

// gridOf lays out the cells. Cells that do not fit in are left out.
func gridOf(t *Table) grid {
	g := grid{columns: len(t.Columns), head: len(t.Head)}
	all := append(append([][]Cell{}, t.Head...), t.Rows...)
	covered := make([][]bool, len(all))
	for i := range all {
		covered[i] = make([]bool, g.columns)
		g.rows = append(g.rows, make([]*Cell, g.columns))
	}
	for i, row := range all {
		last := len(all)
		if i < g.head {
			last = g.head
		}
		at := 0
		for j := range row {
			for at < g.columns && covered[i][at] {
				at++
			}
			if at == g.columns {
				break
			}
			c := row[j]
			free := at
			for free < g.columns && !covered[i][free] {
				free++
			}
			c.Span, c.Down = min(c.span(), free-at), min(c.down(), last-i)
			g.rows[i][at] = &c
			for y := i; y < i+c.Down; y++ {
				for x := at; x < at+c.Span; x++ {
					covered[y][x] = true
				}
			}
		}
		for at := range g.columns { // what a row leaves out is empty
			if !covered[i][at] {
				g.rows[i][at], covered[i][at] = &Cell{Span: 1, Down: 1}, true
			}
		}
	}
	return g
}

// widths are the columns' widths, together the whole.
func (t *Table) widths(whole float64) []float64 {
	sum := 0.0
	for _, c := range t.Columns {
		sum += c.share()
	}
	out := make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = whole * c.share() / sum
	}
	return out
}

func (c Column) share() float64 {
	if !(c.Share > 0) {
		return 1
	}
	return c.Share
}

// align is where a cell's text stands.
func (t *Table) align(c *Cell, column int) Align {
	if c.Middle {
		return Centre
	}
	return t.Columns[column].Align
}
