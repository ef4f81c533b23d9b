package document

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// block writes one block; it is the i-th.
func (b *docx) block(block Block, i int) error {
	switch x := block.(type) {
	case Heading:
		style := "Title"
		if x.Level > 0 {
			style = "Heading" + strconv.Itoa(min(x.Level, 3))
		}
		text := x.Text
		if x.Level <= 0 {
			text = balanced(text, b.d.room()/point/b.sheet.title.size, b.d.Words)
		}
		b.paragraph(style, "", []Run{{Text: text}}, false)
	case Paragraph:
		style := "Normal"
		if x.Small {
			style = "Note"
		}
		more := ""
		if x.Keep || b.d.ends(i) {
			more += `<w:keepNext/>`
		}
		if l := b.sheet.look(x); l.inset == 0 && b.sheet.body.inset > 0 && !x.Small {
			more += `<w:ind w:firstLine="0" w:firstLineChars="0"/>`
		}
		b.paragraph(style, more+justify(x.Align), x.Runs, false)
	case Table:
		b.table(&x, b.d.ends(i))
		switch { // two tables would grow together, and a document ends with a paragraph
		case i+1 == len(b.d.Blocks):
			b.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="Cell"/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>`)
		case isTable(b.d.Blocks[i+1]):
			b.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>`)
		}
	case Picture:
		return b.picture(x)
	case Signatures:
		b.signatures(x)
	case Masthead:
		b.masthead(x)
	case Attachments:
		b.attachments(x)
	case Signed:
		b.signed(x)
	case Annex:
		b.paragraph("Annex", `<w:keepNext/><w:pageBreakBefore/>`, []Run{{Text: x.Label}}, false)
	case Imprint:
		b.imprint(x)
	case Break:
		b.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>`)
	}
	return nil
}

func isTable(b Block) bool {
	switch b.(type) {
	case Table, Imprint:
		return true
	}
	return false
}

func justify(a Align) string {
	switch a {
	case Centre:
		return `<w:jc w:val="center"/>`
	case End:
		return `<w:jc w:val="right"/>`
	}
	return ""
}

// paragraph writes a paragraph in a style; more are further properties, in the
// order of the schema.
func (b *docx) paragraph(style, more string, runs []Run, bold bool) {
	b.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + more + `</w:pPr>`)
	for _, r := range runs {
		look := ""
		if r.Bold || bold {
			look = `<w:rPr><w:b/></w:rPr>`
		}
		for i, line := range strings.Split(r.Text, "\n") {
			b.body.WriteString(`<w:r>` + look)
			if i > 0 {
				b.body.WriteString(`<w:br/>`)
			}
			b.body.WriteString(`<w:t xml:space="preserve">` + escape(line) + `</w:t></w:r>`)
		}
	}
	b.body.WriteString(`</w:p>`)
}

// table writes a table; the last row is alone on no page, nor is the end
// of a letter below it.
func (b *docx) table(t *Table, ending bool) {
	if t.Caption != "" {
		b.paragraph("Caption", "", []Run{{Text: t.Caption}}, false)
	}
	if len(t.Columns) == 0 {
		return
	}
	g, widths := gridOf(t), t.widths(b.d.room())
	rules := `<w:tblBorders>`
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		kind := "single"
		if t.Bare {
			kind = "nil"
		}
		rules += fmt.Sprintf(`<w:%s w:val="%s" w:sz="4" w:space="0" w:color="000000"/>`, side, kind)
	}
	fmt.Fprintf(&b.body, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/>%s</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`,
		twips(b.d.room()), rules)
	for _, w := range widths {
		fmt.Fprintf(&b.body, `<w:gridCol w:w="%d"/>`, twips(w))
	}
	b.body.WriteString(`</w:tblGrid>`)
	for i := range g.rows {
		b.row(t, &g, widths, i, g.titles(i) || g.lastButOne(i) || ending && i+1 == len(g.rows))
	}
	b.body.WriteString(`</w:tbl>`)
}

func (b *docx) row(t *Table, g *grid, widths []float64, i int, keep bool) {
	tall := b.tall(g, widths, i)
	keep = keep && !tall
	b.body.WriteString(`<w:tr><w:trPr>`)
	if !tall {
		b.body.WriteString(`<w:cantSplit/>`)
	}
	if i < g.head {
		b.body.WriteString(`<w:tblHeader/>`)
	}
	b.body.WriteString(`</w:trPr>`)
	for j := 0; j < g.columns; {
		from, c := g.origin(i, j)
		width := 0.0
		for _, w := range widths[j : j+c.Span] {
			width += w
		}
		fmt.Fprintf(&b.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, twips(width))
		if c.Span > 1 {
			fmt.Fprintf(&b.body, `<w:gridSpan w:val="%d"/>`, c.Span)
		}
		text := c.Text
		if c.Down > 1 && from == i {
			b.body.WriteString(`<w:vMerge w:val="restart"/>`)
		} else if c.Down > 1 {
			b.body.WriteString(`<w:vMerge/>`)
			text = ""
		}
		if c.Shaded || i < g.head {
			b.body.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="EEF1F0"/>`)
		}
		b.body.WriteString(`<w:vAlign w:val="center"/></w:tcPr>`)
		align := t.align(c, j)
		if i < g.head && c.Span > 1 {
			align = Centre
		}
		more := justify(align)
		if keep {
			more = `<w:keepNext/>` + more
		}
		b.paragraph("Cell", more, []Run{{Text: text}}, c.Bold || i < g.head)
		b.body.WriteString(`</w:tc>`)
		j += c.Span
	}
	b.body.WriteString(`</w:tr>`)
}

// tall reports whether a row is, by a guess, higher than half a page: such a one
// goes over pages where it has to, since kept in one piece it would lose what
// the page has no room for.
func (b *docx) tall(g *grid, widths []float64, row int) bool {
	lines := 0
	for j, c := range g.rows[row] {
		if c == nil {
			continue
		}
		wide := (sum(widths[j:j+c.Span]) - 2*besideText) / point / b.sheet.cell.size
		n := 0
		for part := range strings.SplitSeq(c.Text, "\n") {
			n += max(1, int(math.Ceil(ems(part)/max(1, wide))))
		}
		lines = max(lines, n)
	}
	_, height := b.d.size()
	return float64(lines)*b.sheet.cell.lead*point > (height-b.sheet.top-b.sheet.bottom)/2
}

// origin returns the cell that covers a place, and the row where it begins.
func (g *grid) origin(i, j int) (row int, c *Cell) {
	for row = i; row >= 0; row-- {
		if c := g.rows[row][j]; c != nil && row+c.Down > i {
			return row, c
		}
	}
	panic("document: a table has a hole")
}

// signatures are lines to sign on, side by side.
func (b *docx) signatures(s Signatures) {
	t := Table{Bare: true}
	var row []Cell
	for _, who := range s.Who {
		t.Columns = append(t.Columns, Column{})
		row = append(row, Cell{Text: signature(b.d.Lang, who)})
	}
	t.Rows = [][]Cell{row}
	b.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>`)
	b.table(&t, false)
	b.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>`)
}

// signature is a place to sign: "监票人：______".
func signature(lang, who string) string {
	colon := "："
	if strings.HasPrefix(lang, "en") {
		colon = ": "
	}
	return who + colon + strings.Repeat("_", 12)
}
