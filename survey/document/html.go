package document

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"minping/survey/canvas"
)

// HTML returns the document as a part of a page: headings, paragraphs, tables
// and pictures, with classes and no styles of its own. Its title is a heading
// of the level given, its parts of the levels below.
func (d *Document) HTML(level int) (template.HTML, error) {
	var b strings.Builder
	for _, block := range d.Blocks {
		switch x := block.(type) {
		case Heading:
			fmt.Fprintf(&b, "<h%d>%s</h%[1]d>\n", min(6, level+max(0, x.Level)), html(x.Text))
		case Paragraph:
			b.WriteString(paragraph(x))
		case Table:
			htmlTable(&b, &x)
		case Picture:
			var svg bytes.Buffer
			if err := canvas.SVG(&svg, x.Drawing); err != nil {
				return "", err
			}
			b.WriteString("<figure>" + svg.String()[max(0, strings.Index(svg.String(), "<svg")):] + "</figure>\n")
		case Signatures:
			b.WriteString(`<p class="signatures">`)
			for _, who := range x.Who {
				b.WriteString("<span>" + html(signature(d.Lang, who)) + "</span> ")
			}
			b.WriteString("</p>\n")
		case Masthead:
			b.WriteString(`<p class="masthead">` + html(x.Name) + "</p>\n")
			if x.Number != "" {
				b.WriteString(`<p class="centre number">` + html(x.Number) + "</p>\n")
			}
		case Attachments:
			b.WriteString(`<p class="attachments">` + html(x.label(d.Lang)+strings.Join(x.numbered(), "\n")) + "</p>\n")
		case Signed:
			b.WriteString(`<p class="end signed">` + html(x.Issuer+"\n"+x.Date) + "</p>\n")
		case Annex:
			b.WriteString(`<hr class="page-break">` + "\n<p class=\"annex\">" + html(x.Label) + "</p>\n")
		case Imprint:
			for _, line := range x.lines(d.Lang) {
				b.WriteString(`<p class="imprint">` + html(strings.TrimSpace(line[0]+"\u3000"+line[1])) + "</p>\n")
			}
		case Break:
			b.WriteString(`<hr class="page-break">` + "\n")
		}
	}
	return template.HTML(b.String()), nil //nolint:gosec // every text is escaped
}

func html(s string) string {
	return strings.ReplaceAll(template.HTMLEscapeString(s), "\n", "<br>")
}

// classOf names an alignment in the style sheet.
func classOf(a Align) string { return [...]string{"", "centre", "end"}[a] }

// class writes the classes that are not "".
func class(names ...string) string {
	if all := strings.Join(strings.Fields(strings.Join(names, " ")), " "); all != "" {
		return ` class="` + all + `"`
	}
	return ""
}

func paragraph(p Paragraph) string {
	small := ""
	if p.Small {
		small = "note"
	}
	var b strings.Builder
	b.WriteString("<p" + class(small, classOf(p.Align)) + ">")
	for _, r := range p.Runs {
		if r.Bold {
			b.WriteString("<strong>" + html(r.Text) + "</strong>")
		} else {
			b.WriteString(html(r.Text))
		}
	}
	return b.String() + "</p>\n"
}

func htmlTable(b *strings.Builder, t *Table) {
	if len(t.Columns) == 0 {
		return
	}
	bare := ""
	if t.Bare {
		bare = "bare"
	}
	if t.Bare {
		defer b.WriteString("</table>\n")
	} else {
		b.WriteString(`<div class="scroll" tabindex="0" role="group"` + label(t.Caption) + ">")
		defer b.WriteString("</table></div>\n")
	}
	b.WriteString("<table" + class(bare) + ">\n")
	if t.Caption != "" {
		b.WriteString("<caption>" + html(t.Caption) + "</caption>\n")
	}
	g := gridOf(t)
	for i, row := range g.rows {
		switch {
		case i == 0 && g.head > 0:
			b.WriteString("<thead>\n")
		case i == g.head:
			b.WriteString("<tbody>\n")
		}
		b.WriteString("<tr>")
		for j, c := range row {
			if c == nil {
				continue
			}
			b.WriteString(htmlCell(t, c, j, i < g.head))
		}
		b.WriteString("</tr>\n")
		if i == g.head-1 {
			b.WriteString("</thead>\n")
		}
	}
	if len(g.rows) > g.head {
		b.WriteString("</tbody>\n")
	}
}

// label names a part for those who do not see it.
func label(s string) string {
	if s == "" {
		return ""
	}
	return ` aria-label="` + template.HTMLEscapeString(s) + `"`
}

func htmlCell(t *Table, c *Cell, column int, head bool) string {
	tag, more := "td", ""
	switch {
	case head && c.Text == "": // nothing to be head of
	case head && c.Span > 1:
		tag, more = "th", ` scope="colgroup"`
	case head:
		tag, more = "th", ` scope="col"`
	case c.Bold && column == 0:
		tag, more = "th", ` scope="row"`
	}
	if c.Span > 1 {
		more += fmt.Sprintf(` colspan="%d"`, c.Span)
	}
	if c.Down > 1 {
		more += fmt.Sprintf(` rowspan="%d"`, c.Down)
	}
	bold := ""
	if c.Bold && tag == "td" {
		bold = "strong"
	}
	return "<" + tag + more + class(classOf(t.align(c, column)), bold) + ">" + html(c.Text) + "</" + tag + ">"
}
