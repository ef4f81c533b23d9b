package document

import (
	"fmt"
	"strings"
)

// masthead writes the issuer's name in red, the number below it, and the red
// line 4 mm below that.
func (b *docx) masthead(m Masthead) {
	l := b.sheet.masthead(m.Name, b.d.room())
	fmt.Fprintf(&b.body, `<w:p><w:pPr><w:pStyle w:val="Cell"/><w:keepNext/><w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr>%s<w:color w:val="%s"/><w:sz w:val="%d"/><w:szCs w:val="%[6]d"/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r></w:p>`,
		points(l.before), points(2*b.sheet.body.lead), points(l.lead), fontOf(l), hex(red), int(2*l.size), escape(m.Name))
	line := `<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="` + hex(red) + `"/></w:pBdr>`
	b.paragraph("Normal", `<w:keepNext/>`+line+fmt.Sprintf(`<w:spacing w:after="%d"/>`, points(2*b.sheet.body.lead))+flush+justify(Centre), []Run{{Text: m.Number}}, false)
}

// flush sets no first line in.
const flush = `<w:ind w:firstLine="0" w:firstLineChars="0"/>`

// attachments writes titles one below the other, their further lines below the
// first characters of the titles.
func (b *docx) attachments(a Attachments) {
	b.blank(1)
	label, size := a.label(b.d.Lang), b.sheet.body.size
	for i, title := range a.numbered() {
		number := 0.0
		if len(a.Titles) > 1 {
			number = 1
		}
		left, hanging := 2+ems(label)+number, number
		if i == 0 {
			hanging, title = ems(label)+number, label+title
		}
		b.paragraph("Normal", fmt.Sprintf(`<w:keepNext/><w:ind w:left="%d" w:hanging="%d"/>`, points(left*size), points(hanging*size)), []Run{{Text: title}}, false)
	}
}

// blank writes empty lines that stay with what follows.
func (b *docx) blank(n int) {
	for range n {
		b.paragraph("Normal", `<w:keepNext/>`, nil, false)
	}
}

// signed writes who signs and when, below room for the seal's upper edge.
func (b *docx) signed(x Signed) {
	b.blank(2)
	issuer, date := x.place()
	for i, line := range []struct {
		text string
		in   float64
	}{{x.Issuer, issuer}, {x.Date, date}} {
		keep := ""
		if i == 0 {
			keep = `<w:keepNext/>`
		}
		b.paragraph("Normal", keep+fmt.Sprintf(`<w:ind w:rightChars="%d" w:right="%d" w:firstLine="0" w:firstLineChars="0"/>`, int(100*line.in), points(line.in*b.sheet.body.size))+justify(End),
			[]Run{{Text: line.text}}, false)
	}
}

// imprint writes who gets copies between lines at the foot of the last page.
func (b *docx) imprint(x Imprint) {
	lines := x.lines(b.d.Lang)
	if len(lines) == 0 {
		return
	}
	width, lead := twips(b.d.room()), footSize*1.6
	fmt.Fprintf(&b.body, `<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="%d" w:tblpYSpec="bottom"/><w:tblW w:w="%d" w:type="dxa"/><w:tblBorders>%s%s%s</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="%[2]d"/></w:tblGrid>`,
		twips(b.sheet.left), width, rule("top", 8), rule("bottom", 8), rule("insideH", 6))
	for _, l := range lines {
		fmt.Fprintf(&b.body, `<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="Cell"/><w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs><w:spacing w:line="%d" w:lineRule="exact"/><w:ind w:left="%d" w:right="%[4]d"/></w:pPr>`,
			width, width-points(footSize), points(lead), points(footSize))
		text := `<w:t xml:space="preserve">` + escape(l[0]) + `</w:t>`
		if l[1] != "" {
			text += `<w:tab/><w:t xml:space="preserve">` + escape(l[1]) + `</w:t>`
		}
		fmt.Fprintf(&b.body, `<w:r><w:rPr><w:sz w:val="%d"/><w:szCs w:val="%[1]d"/></w:rPr>%s</w:r></w:p></w:tc></w:tr>`, 2*footSize, text)
	}
	b.body.WriteString(`</w:tbl><w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>`)
}

// rule is a line of a table, its width in eighths of a point.
func rule(side string, width int) string {
	return fmt.Sprintf(`<w:%s w:val="single" w:sz="%d" w:space="0" w:color="000000"/>`, side, width)
}

// hex writes a colour as OOXML has it.
func hex(c [3]uint8) string { return strings.ToUpper(fmt.Sprintf("%02x%02x%02x", c[0], c[1], c[2])) }
