package document

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"minping/survey/pdf"
)

// PDF writes the document as pages to print, in the font of survey/font.
func (d *Document) PDF(w io.Writer) error {
	b := &paper{d: d, sheet: d.sheet(), out: pdf.New(d.Title, language(d.Lang))}
	b.turn()
	for i, block := range d.Blocks {
		b.block(block, i)
	}
	b.lacking()
	_, err := b.out.WriteTo(w)
	return err
}

// lacking says, in the margin of the last page, which characters the font lacks.
func (b *paper) lacking() {
	runes := b.out.Lacking()
	if len(runes) == 0 {
		return
	}
	codes := make([]string, len(runes))
	for i, r := range runes {
		codes[i] = fmt.Sprintf("%U", r)
	}
	said := fmt.Sprintf("%c：本文件的字体缺 %s，DOCX 文件不缺。", pdf.Substitute, strings.Join(codes, "、"))
	if strings.HasPrefix(b.d.Lang, "en") {
		said = fmt.Sprintf("%c: the font of this file lacks %s; the DOCX does not.", pdf.Substitute, strings.Join(codes, ", "))
	}
	width, height := b.d.size()
	st := pdf.Style{Size: 7, Gray: 90}
	b.out.Text(b.sheet.left, height-7, width-b.sheet.left-b.sheet.right, b.out.Lines(said, width-b.sheet.left-b.sheet.right, 1, st), st)
}

// A paper is a document on its way onto pages.
type paper struct {
	d     *Document
	sheet sheet
	out   *pdf.Document
	y     float64 // where the next block begins
	tail  float64 // how much is to stand on a page with the last lines of a text
}

// point is how many millimetres it has.
const point = 25.4 / 72

// turn begins a page and writes its number.
func (b *paper) turn() {
	if b.d.Wide {
		b.out.PageAcross()
	} else {
		b.out.Page()
	}
	b.y = b.sheet.top
	width, height := b.d.size()
	number := strconv.Itoa(b.out.Pages())
	st, in := pdf.Style{Size: 9, Align: pdf.Centre}, 0.0
	if b.sheet.dashes { // one character from the outer edge
		number = "— " + number + " —"
		st, in = pdf.Style{Size: footSize, Align: pdf.Right}, footSize*point
		if b.out.Pages()%2 == 0 {
			st.Align = pdf.Left
		}
	}
	b.out.Text(b.sheet.left+in, height-max(8, b.sheet.bottom-12)-5, width-b.sheet.left-b.sheet.right-2*in, []string{number}, st)
}

// floor is where the text of a page ends.
func (b *paper) floor() float64 {
	_, height := b.d.size()
	return height - b.sheet.bottom
}

// need begins a page if there is no room for so much, unless one has just begun.
func (b *paper) need(height float64) {
	if b.y+height > b.floor()+.01 && b.y > b.sheet.top {
		b.turn()
	}
}

func (b *paper) block(block Block, i int) {
	switch x := block.(type) {
	case Heading:
		l, text := b.sheet.of(x), x.Text
		below, last := b.below(i + 1)
		b.need((l.before+3*l.lead)*point + below + b.short(last)) // never alone at the foot of a page
		if x.Level <= 0 {
			text = balanced(text, b.d.room()/point/l.size, b.d.Words)
		}
		b.text(text, l)
	case Paragraph:
		l, all := b.sheet.look(x), ""
		for _, r := range x.Runs {
			all += r.Text
			l.bold = l.bold || r.Bold && len(x.Runs) == 1
		}
		if x.Keep {
			b.need(3 * l.lead * point)
		}
		b.tail = b.ending(i)
		b.text(all, l)
		b.tail = 0
	case Table:
		b.table(&x, b.ending(i))
	case Picture:
		width := b.d.room()
		if x.Share > 0 {
			width *= x.Share
		}
		b.need(width * x.Drawing.Height / x.Drawing.Width)
		b.y = b.out.Drawing(b.sheet.left+(b.d.room()-width)/2, b.y, width, x.Drawing) + 2
	case Signatures:
		b.signatures(x)
	case Masthead:
		b.masthead(x)
	case Attachments:
		b.attachments(x)
	case Signed:
		b.signed(x)
	case Annex:
		b.annex(x)
	case Imprint:
		b.imprint(x)
	case Break:
		if i+1 < len(b.d.Blocks) {
			b.turn()
		}
	}
}

// below is how high the headings are that follow one another from the i-th block on,
// and the block after them.
func (b *paper) below(i int) (height float64, last int) {
	for ; i < len(b.d.Blocks); i++ {
		h, is := b.d.Blocks[i].(Heading)
		if !is {
			break
		}
		l := b.sheet.of(h)
		height += (l.before + l.lead) * point
	}
	return height, i
}

// style is a look as the pages have it.
func (l look) style() pdf.Style {
	st := pdf.Style{Size: l.size, Lead: l.lead / l.size, Bold: l.bold}
	switch l.align {
	case Centre:
		st.Align = pdf.Centre
	case End:
		st.Align = pdf.Right
	}
	return st
}

// text sets a text, over as many pages as it takes.
func (b *paper) text(text string, l look) {
	if b.y > b.sheet.top {
		b.y += l.before * point
	}
	l = b.sheet.set(l)
	st := l.style()
	lines := b.lines(text, b.d.room(), l)
	for i, line := range lines {
		b.need(l.lead * point)
		if left := len(lines) - i; b.tail > 0 && (left == 2 || i == 0 && left < 2) {
			b.need(float64(left)*l.lead*point + b.tail)
		}
		b.y = b.out.Text(b.sheet.left, b.y, b.d.room(), []string{line}, st)
	}
	b.y += l.after * point
}

// lines breaks a text; first lines are set in by full-width spaces.
func (b *paper) lines(text string, width float64, l look) (all []string) {
	for _, part := range strings.Split(text, "\n") {
		lines := b.out.Lines(strings.Repeat("\u3000", int(l.inset))+part, width, 1<<20, l.style())
		if len(lines) == 0 {
			lines = []string{""}
		}
		all = append(all, lines...)
	}
	return all
}

func (b *paper) signatures(s Signatures) {
	l := b.sheet.cell
	b.need(4 * l.lead * point)
	b.y += 1.5 * l.lead * point
	width := b.d.room() / float64(max(1, len(s.Who)))
	for i, who := range s.Who {
		b.out.Text(b.sheet.left+float64(i)*width, b.y, width, []string{signature(b.d.Lang, who)}, l.style())
	}
	b.y += 2 * l.lead * point
}
