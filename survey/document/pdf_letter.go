package document

import "minping/survey/pdf"

// masthead sets the issuer's name in red, the number below it, and the red line
// 4 mm below that.
func (b *paper) masthead(m Masthead) {
	l := b.sheet.masthead(m.Name, b.d.room())
	b.y += l.before * point
	st := l.style()
	st.Colour = red
	b.y = b.out.Text(b.sheet.left, b.y, b.d.room(), []string{m.Name}, st) + 2*b.sheet.body.lead*point
	number := b.sheet.body
	number.inset, number.align = 0, Centre
	b.text(m.Number, number)
	b.y += 4
	b.out.Block(b.sheet.left, b.y, b.d.room(), .53, red)
	b.y += 2 * b.sheet.body.lead * point
}

// attachments sets titles one below the other, their further lines below the
// first characters of the titles.
func (b *paper) attachments(a Attachments) {
	l := b.sheet.set(b.sheet.body)
	l.inset = 0
	em, label := l.size*point, a.label(b.d.Lang)
	b.need(2 * l.lead * point)
	b.blank(1)
	b.out.Text(b.sheet.left+2*em, b.y, b.d.room(), []string{label}, l.style())
	left := 2*em + b.out.Measure(label, l.style())
	for i, title := range a.Titles {
		in := left
		if len(a.Titles) > 1 {
			number := a.numbered()[i][:len(a.numbered()[i])-len(title)]
			b.need(l.lead * point)
			b.out.Text(b.sheet.left+left, b.y, b.d.room(), []string{number}, l.style())
			in += b.out.Measure(number, l.style())
		}
		for _, line := range b.lines(title, b.d.room()-in, l) {
			b.need(l.lead * point)
			b.y = b.out.Text(b.sheet.left+in, b.y, b.d.room(), []string{line}, l.style())
		}
	}
}

// ending is how high the end of a letter is, where its body ends with the i-th block.
func (b *paper) ending(i int) (height float64) {
	l := b.sheet.set(b.sheet.body)
	for b.d.ends(i) {
		i++
		switch x := b.d.Blocks[i].(type) {
		case Attachments:
			lines := 1
			for _, title := range x.numbered() {
				lines += len(b.lines(title, b.d.room()-6*l.size*point, l))
			}
			height += float64(lines) * l.lead * point
		case Signed:
			height += 4 * l.lead * point
		}
	}
	return height
}

// short is how high the end of a letter is whose i-th block is its last text and
// of few lines, so that all of it goes onto one page; else 0.
func (b *paper) short(i int) float64 {
	if i == len(b.d.Blocks) {
		return 0
	}
	p, is := b.d.Blocks[i].(Paragraph)
	if !is || len(p.Runs) != 1 || len(b.lines(p.Runs[0].Text, b.d.room(), b.sheet.set(b.sheet.look(p)))) > 3 {
		return 0
	}
	return b.ending(i)
}

// blank leaves lines empty, but not at the head of a page.
func (b *paper) blank(n float64) {
	if b.y > b.sheet.top {
		b.y += n * b.sheet.body.lead * point
	}
}

// signed sets who signs and when, below room for the seal's upper edge.
func (b *paper) signed(x Signed) {
	l := b.sheet.set(b.sheet.body)
	l.inset, l.align = 0, End
	b.need(4 * l.lead * point)
	b.blank(2)
	issuer, date := x.place()
	b.y = b.out.Text(b.sheet.left, b.y, b.d.room()-issuer*l.size*point, []string{x.Issuer}, l.style())
	b.y = b.out.Text(b.sheet.left, b.y, b.d.room()-date*l.size*point, []string{x.Date}, l.style())
}

// annex begins an attachment.
func (b *paper) annex(a Annex) {
	if b.y > b.sheet.top {
		b.turn()
	}
	b.text(a.Label, b.sheet.annex())
}

// imprint sets who gets copies between lines at the foot of the last page.
func (b *paper) imprint(x Imprint) {
	lines := x.lines(b.d.Lang)
	if len(lines) == 0 {
		return
	}
	l := look{size: footSize, lead: footSize * 1.6}
	em := footSize * point
	inside := b.d.room() - 2*em
	var set [][2]string
	for _, line := range lines {
		parts := b.lines(line[0], inside-b.out.Measure(line[1], l.style()), l)
		for i, part := range parts {
			right := ""
			if i == len(parts)-1 {
				right = line[1]
			}
			set = append(set, [2]string{part, right})
		}
	}
	height := float64(len(set)) * l.lead * point
	b.need(height)
	y := b.floor() - height
	b.out.Line(b.sheet.left, y, b.sheet.left+b.d.room(), y, pdf.Stroke{Width: .35})
	for i, line := range set {
		st := l.style()
		b.out.Text(b.sheet.left+em, y, inside, []string{line[0]}, st)
		st.Align = pdf.Right
		b.out.Text(b.sheet.left+em, y, inside, []string{line[1]}, st)
		if y += l.lead * point; i == len(set)-2 && line[1] == "" {
			b.out.Line(b.sheet.left, y, b.sheet.left+b.d.room(), y, pdf.Stroke{Width: .25})
		}
	}
	b.out.Line(b.sheet.left, y, b.sheet.left+b.d.room(), y, pdf.Stroke{Width: .35})
	b.y = y
}
