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
	mast                     look
	dashes                   bool    // page numbers stand between dashes, outside
	pitch                    float64 // from character to character of the body; 0: as wide as they are
}

// sheets are the layouts. Official: GB/T 9704-2012, 5–7: title in size 2 of
// 小标宋, body in size 3 of 仿宋, headings in 黑体 and 楷体, page numbers in size 4,
// 28 characters in the 156 mm of a line.
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
		mast:  look{size: 24, lead: 32, font: "黑体", bold: true, align: Centre},
	},
	Official: {
		top: 37, right: 26, bottom: 35, left: 28,
		title: look{size: 22, lead: 33, after: 28, font: songTitle, align: Centre},
		headings: [3]look{
			{size: 16, lead: 28.8, font: "黑体", inset: 2},
			{size: 16, lead: 28.8, font: kai, inset: 2},
			{size: 16, lead: 28.8, font: fangSong, bold: true, inset: 2},
		},
		body:   look{size: 16, lead: 28.8, font: fangSong, inset: 2},
		small:  look{size: 12, lead: 20, font: fangSong},
		cell:   look{size: 10.5, lead: 16, font: fangSong},
		mast:   look{size: 48, lead: 62, before: 35 / point, font: songTitle, align: Centre},
		dashes: true,
		pitch:  156 / point / 28,
	},
}

// The fonts of letters, by the names under which offices have them.
const (
	songTitle = "方正小标宋简体"
	fangSong  = "仿宋_GB2312"
	kai       = "楷体_GB2312"
)

// fallbacks are what stands in for a font that a machine lacks, the best first.
var fallbacks = []struct{ font, others, family string }{
	{songTitle, "方正小标宋_GBK,小标宋,华文中宋,STZhongsong,宋体,SimSun", "roman"},
	{fangSong, "仿宋,FangSong,华文仿宋,STFangsong,FandolFang", "roman"},
	{kai, "楷体,KaiTi,华文楷体,STKaiti,FandolKai", "script"},
	{"黑体", "SimHei,华文黑体,STHeiti,Noto Sans CJK SC", "swiss"},
	{"宋体", "SimSun,华文宋体,STSong,Noto Serif CJK SC", "roman"},
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

// sheet is the layout in numbers; a letter's page that lies on its long side is
// the upright one turned.
func (d *Document) sheet() sheet {
	s := sheets[d.Layout]
	if d.Wide && d.Layout == Official {
		s.top, s.right, s.bottom, s.left = s.left, s.bottom, s.right, s.top
	}
	return s
}

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

// masthead is the look of an issuer's name, as large as fits on one line.
func (s *sheet) masthead(name string, room float64) look {
	l := s.mast
	if wide := ems(name) * l.size; wide > room/point {
		l.lead *= room / point / wide
		l.size *= room / point / wide
	}
	return l
}

// annex is the look of an attachment's label.
func (s *sheet) annex() look {
	l := s.headings[0]
	l.inset, l.before, l.after = 0, 0, s.body.lead
	return l
}

// set is a look pressed together so that so many characters go on a line.
func (s *sheet) set(l look) look {
	if s.pitch > 0 && l.size == s.body.size {
		l.size = s.pitch
	}
	return l
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

// titles reports whether a row stands over all columns of the one below it.
func (g *grid) titles(row int) bool {
	c := g.rows[row][0]
	return c != nil && c.Span == g.columns && g.columns > 1 && c.Down == 1 && row+1 < len(g.rows)
}

// lastButOne reports whether one row stands below a row.
func (g *grid) lastButOne(row int) bool { return row >= g.head && row+2 == len(g.rows) }

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
